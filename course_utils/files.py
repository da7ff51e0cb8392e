"""Writing files."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> bool:
    """Write a file, and its folder where it is missing; whether anything changed.

    Whenever this process ends, the file is there whole, as it was or as it should be. A file that holds the
    content already is left alone.
    """
    data = content.encode() if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except BaseException as error:
        if isinstance(error, OSError):  # a full disk does not say where it is
            error.filename = error.filename or str(path)
        with contextlib.suppress(OSError):
            partial.unlink()
        raise
    return True
