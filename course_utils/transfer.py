"""A small file to the learner's computer and back: with Colab's dialogs, or beside a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .checks.progress import FILE, Record
from .files import write_whole
from .luggage import pack, zipped

KAGGLE = Path("/kaggle/input")  # where Kaggle puts what was uploaded; it unpacks archives
UPLOADS = ("*", "datasets/*/*")


def send(data: bytes, path: Path) -> str:
    """Write a file, let the browser download it if possible, and say where it is. Raises OSError."""
    write_whole(path, data)
    if colab := _colab():
        try:
            colab.download(str(path))
            return f"Your browser saves {path.name}"
        except Exception as error:  # whatever Colab says where its page does not answer
            return f"{path.absolute()} is written, but your browser did not take it ({error})"
    return f"{path.absolute()} is written: download it with the file browser (right click, Download)"


def fetch(name: str) -> tuple[bytes, str]:
    """Let the learner choose a file on Colab; elsewhere find the newest one of this name near the notebook.

    Raises FileNotFoundError if there is none.
    """
    if colab := _colab():
        for chosen, data in colab.upload().items():
            return data, chosen
        raise FileNotFoundError("No file was chosen.")
    uploads = [folder for pattern in UPLOADS for folder in KAGGLE.glob(pattern)]
    folders = (Path.cwd(), Path.cwd().parent, *uploads)
    found = [path for folder in folders for path in folder.glob(f"{Path(name).stem}*{Path(name).suffix}")]
    found += [folder for folder in uploads if (folder / FILE).is_file()]
    if not found:
        raise FileNotFoundError(f"There is no {name} beside this notebook: upload it there first.")
    newest = max(found, key=lambda path: path.stat().st_mtime)
    return read(newest), newest.name


def read(path: Path) -> bytes:
    """The bytes of the file; if Kaggle unpacked it into a folder, packed again. Raises OSError."""
    return zipped(pack(Record(path / FILE))) if path.is_dir() else path.read_bytes()


def _colab() -> Any:
    """Colab's own module for files; None elsewhere."""
    try:
        from google.colab import files
    except ImportError:
        return None
    return files
