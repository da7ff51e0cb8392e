"""Folders for the sockets of kernels; the next grader removes those of a grader that was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

PLACE = Path("/tmp")  # and no longer path: that of a socket has 107 characters at most
PREFIX = "course-kernel-"
YOUNG = 60.0  # s in which a folder may not be held yet


class Scratch:
    """A folder of this process; it is locked, so that others can tell whether its owner lives."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix=PREFIX, dir=PLACE, ignore_cleanup_errors=True)
        self.name = self._folder.name
        self._file = os.open(self.name, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def remove(self) -> None:
        """Remove the folder and all in it."""
        os.close(self._file)
        self._folder.cleanup()


def sweep() -> None:
    """Remove the folders of owners that were killed."""
    for path in PLACE.glob(f"{PREFIX}*"):
        with suppress(OSError):  # somebody else's, held, or just removed
            file = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                about = os.fstat(file)
                if about.st_uid == os.getuid() and time.time() - about.st_mtime > YOUNG:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(path, ignore_errors=True)
            finally:
                os.close(file)
