"""From bytes to cells: the notebook may have any encoding, any format, and any damage."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ...cells import settings
from ..wording import counted
from .refusal import Refused, Sizes
from .slots import SubmittedCell

OTHER_FORMATS = {b"PK": "a ZIP archive", b"\x1f\x8b": "a gzip archive", b"%PDF": "a PDF", b"<": "a web page"}
# What may be left of a value, or of an escape in a text, where a file ends in its middle.
CUT_OFF = re.compile(r"t(ru?)?|f(a(ls?)?)?|n(ul?)?|-|\.|[eE][-+]?|(u[0-9a-fA-F]{0,4})?")
ENCODINGS = {"utf-8-sig": "UTF-8 with a byte order mark", "cp1252": "Windows-1252", "latin-1": "Latin-1"}


def decode(data: bytes, said: list[str]) -> str:
    """The text of a file in any encoding; if that is not UTF-8, it is added to `said`. Raises Refused."""
    if not data.strip(b"\0 \t\r\n"):
        raise Refused("is empty" if b"\0" not in data else "holds nothing but NUL bytes")
    for start, kind in OTHER_FORMATS.items():
        if data.startswith(start):
            raise Refused(f"is {kind}, not a notebook")
    for encoding in (json.detect_encoding(data), "cp1252", "latin-1"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if encoding != "utf-8":
        said.append(f"the notebook is written in {ENCODINGS.get(encoding, encoding.upper())}, not in UTF-8")
    if "\0" in text:
        said.append("NUL characters were left out")
    return text.replace("\0", "")


def parse(text: str, sizes: Sizes) -> object:
    """The JSON value in a text. Whole numbers become floats: Python refuses long ones. Raises Refused."""
    pieces = text.count("{") + text.count("[")
    if pieces > sizes.pieces:
        raise Refused(f"has {pieces:,} lists and objects, more than the {sizes.pieces:,} that it may have")
    try:
        return json.loads(text, strict=False, parse_int=float)
    except RecursionError:
        raise Refused("not a notebook: its JSON is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise Refused(_fault(error)) from None


def _fault(error: json.JSONDecodeError) -> str:
    """What is wrong with a JSON text, and where."""
    whole, rest = error.doc.rstrip(), error.doc[error.pos :].rstrip()
    if error.msg.startswith("Unterminated string") or CUT_OFF.fullmatch(rest):
        return f"not JSON: it ends in the middle, at character {len(whole):,}"
    place = f"line {error.lineno:,}, column {error.colno:,} (character {error.pos + 1:,})"
    return f"not JSON: {error.msg[0].lower()}{error.msg[1:]} at {place}"


def cells_of(raw: object, sizes: Sizes, said: list[str]) -> list[SubmittedCell]:
    """The cells in a JSON value, each within its size; `said` gets what is left out. Raises Refused."""
    found = _raw_cells(raw, said)
    if len(found) > sizes.cells:
        raise Refused(f"has {len(found):,} cells, more than the {sizes.cells:,} that a submission may have")
    read = [_cell(raw_cell) for raw_cell in found]
    cells = [cell for cell in read if cell is not None]
    short = [cell for cell in cells if len(cell.text) <= sizes.text]
    kept = [cell for cell in short if cell.text.count("\n") < sizes.lines]
    if strange := len(read) - len(cells):
        said.append(f"{counted(strange, 'cell')} without a readable text: left out")
    if high := len(short) - len(kept):
        said.append(f"{counted(high, 'cell')} of more than {sizes.lines:,} lines: left out")
    if long := len(cells) - len(short):
        said.append(f"{counted(long, 'cell')} of more than {sizes.text:,} characters: left out")
    if pasted := sum(1 for cell in found if isinstance(cell, dict) and cell.get("attachments")):
        said.append(f"what was pasted into {counted(pasted, 'cell')}: left out")
    if skipped := sum(1 for cell in cells if cell.is_skipped):
        said.append(f"tags that skip {counted(skipped, 'cell')}: taken off")
    return kept


def _raw_cells(raw: object, said: list[str]) -> list[object]:
    notebook = raw if isinstance(raw, dict) else {}
    cells, sheets = notebook.get("cells"), notebook.get("worksheets")
    if isinstance(cells, list):
        return cells
    if not isinstance(sheets, list):
        raise Refused("not a notebook: it has no list of cells")
    said.append("the format is older than nbformat 4: upgraded")
    lists = (sheet.get("cells") for sheet in sheets if isinstance(sheet, dict))
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _cell(raw: object) -> SubmittedCell | None:
    """A cell of any shape; None where it has no readable text."""
    source = raw.get("source", raw.get("input", "")) if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(source, str | list):
        return None
    metadata: Mapping[str, Any] = raw["metadata"] if isinstance(raw.get("metadata"), dict) else {}
    known = settings(raw)
    tags = metadata.get("tags")
    ids = (known["grade_id"], raw.get("id"), metadata.get("id"))  # Colab's are in the metadata
    is_code = raw.get("cell_type") == "code" if "cell_type" in raw else "outputs" in raw
    return SubmittedCell(
        text=_text(source),
        kind="code" if is_code else "markdown",
        ids=tuple(name for name in ids if isinstance(name, str)),
        settings=known,
        is_skipped=isinstance(tags, list) and "skip-execution" in tags,
    )


def _text(source: str | list[object]) -> str:
    """The text of a cell as a notebook may hold it: no NUL, no half of a surrogate pair, plain line ends."""
    parts = source if isinstance(source, list) else [source]
    text = "".join(part for part in parts if isinstance(part, str))
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8")
