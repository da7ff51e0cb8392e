"""Whether a file is the one that it should be."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path

from .registry import File

CHUNK = 1 << 20
EXPANDED = 64  # a .gz file never holds more than so many times the public file's size


def fault(path: Path, file: File) -> str | None:
    """Say what is wrong with a file, or None. A copy that was compressed again is right too."""
    with path.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if found in file.sha256 or (file.content and _content(path, file) == file.content):
        return None
    if _is_web_page(path):
        return "it is a web page, and not data: often the login page of a network"
    size = path.stat().st_size
    if size < file.size and not file.content:
        return f"it is cut off, or another file: it has {size:,} bytes, and {file.size:,} were expected"
    return f"it is another or a damaged file: its SHA-256 is {found}, and {file.sha256[0]} was expected"


def _content(path: Path, file: File) -> str | None:
    """The SHA-256 of what a .gz file holds; None if it cannot be read to its end, or has no end in sight."""
    digest, left = hashlib.sha256(), EXPANDED * file.size
    try:
        with gzip.open(path) as opened:
            while chunk := opened.read(CHUNK):
                digest.update(chunk)
                left -= len(chunk)
                if left < 0:
                    return None
    except (OSError, EOFError, zlib.error):
        return None
    return digest.hexdigest()


def _is_web_page(path: Path) -> bool:
    with path.open("rb") as opened:
        return opened.read(64).lstrip().lower().startswith((b"<!doctype", b"<html"))
