"""Where data lies on this machine, and where a classroom has its copy."""

from __future__ import annotations

import os
from pathlib import Path

HOME = "COURSE_DATA_HOME"
MIRROR = "COURSE_DATA_MIRROR"


def home() -> Path:
    """The folder of what was downloaded: `COURSE_DATA_HOME`, by default in the user's cache folder."""
    if named := os.environ.get(HOME):
        return Path(named).expanduser().absolute()
    import pooch

    return Path(pooch.os_cache("convolution-course"))


def mirror() -> str:
    """The folder or address in `COURSE_DATA_MIRROR`, "" if none. It holds files, or a folder for each set."""
    named = os.environ.get(MIRROR, "").rstrip("/")
    return named if not named or is_address(named) else str(Path(named).expanduser())


def is_address(place: str) -> bool:
    """Whether a mirror is an address, and not a folder."""
    return place.startswith(("http://", "https://"))


def on_mirror(folder: str, name: str) -> list[str]:
    """Where a mirror may have a file: in the set's own folder, or beside the others."""
    place = mirror()
    return [f"{place}/{folder}/{name}", f"{place}/{name}"] if place else []
