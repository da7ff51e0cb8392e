"""What student code writes, kept within bounds and as harmless text and pictures.

HTML, scripts and SVG are left out: whoever reads the feedback should see what was written, not run it.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

LINES = 40  # of a traceback, from its end
PNG = b"\x89PNG\r\n\x1a\n"


class Outputs:
    """Collects the outputs of one cell.

    Parameters
    ----------
    limit : how many characters of all text together are kept; a picture counts as its base64 text.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept = 0
        self._parts: list[NotebookNode | Text] = []

    def add(self, kind: str, content: Any) -> None:
        """Take one message; one that does not have Jupyter's form is skipped."""
        if kind == "stream":
            self._stream(content["name"], content["text"])
        elif kind in ("display_data", "execute_result"):
            data = _harmless(content["data"], self._limit - self._kept)
            self._keep(new_output("display_data", data) if data else None)
        elif kind == "error":
            lines = [str(line)[: self._limit] for line in content["traceback"]][-LINES:]
            name, value = str(content["ename"])[:200], str(content["evalue"])[: self._limit]
            self._keep(new_output("error", ename=name, evalue=value, traceback=lines))

    def result(self) -> list[NotebookNode]:
        """The outputs, in the order in which they came."""
        return [part.output() if isinstance(part, Text) else part for part in self._parts]

    def _stream(self, name: Any, text: Any) -> None:
        if name not in ("stdout", "stderr") or not isinstance(text, str):
            return
        streams = [part for part in self._parts if isinstance(part, Text) and part.name == name]
        if not streams:
            streams = [Text(name, self._limit)]
            self._parts.append(streams[0])
        streams[0].write(text)

    def _keep(self, output: NotebookNode | None) -> None:
        size = len(str(output)) if output else 0
        if output and self._kept + size <= self._limit:
            self._kept += size
            self._parts.append(output)


class Text:
    """One stream: the first and the last characters of it, half of the limit each."""

    def __init__(self, name: str, limit: int) -> None:
        self.name = name
        self._half = limit // 2
        self._first = self._last = ""
        self._left_out = 0

    def write(self, text: str) -> None:
        """Add text."""
        room = max(0, self._half - len(self._first))
        self._first += text[:room]
        rest = self._last + text[room:]
        cut = max(0, len(rest) - self._half)
        self._left_out += cut
        self._last = rest[cut:]

    def output(self) -> NotebookNode:
        """The stream as a notebook's output."""
        gap = f"\n... {self._left_out:,} characters left out ...\n" if self._left_out else ""
        return new_output("stream", name=self.name, text=self._first + gap + self._last)


def _harmless(data: Any, room: int) -> dict[str, str]:
    """The plain text and the PNG of a display, if they are what they claim to be and there is room."""
    kept = {}
    text, picture = data.get("text/plain"), data.get("image/png")
    if isinstance(text, str):
        kept["text/plain"] = text[: max(0, room // 2)]
    if isinstance(picture, str) and len(picture) <= room and _is_png(picture):
        kept["image/png"] = picture
    return kept


def _is_png(picture: str) -> bool:
    try:  # strictly: what is not base64 would be written into the feedback's HTML as it is
        return base64.b64decode("".join(picture.split()), validate=True).startswith(PNG)
    except (binascii.Error, ValueError):
        return False
