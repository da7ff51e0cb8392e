"""A chapter with a library has address space for its compiled parts."""

import sys
from pathlib import Path

import pytest

from course_utils.grading.sandbox.limits import Limits


def test_address_space_grows_by_the_compiled_parts_and_nvidias(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, size in (("big/__init__.py", 9), ("big/lib/a.so", 100), ("nvidia/b/lib/c.so.12", 1000)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b" " * size)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    limits = Limits(address_space=5)
    assert limits.beside(["big"]) == Limits(address_space=1105)
    assert limits.beside(["not_installed"]) == limits.beside([]) == limits
