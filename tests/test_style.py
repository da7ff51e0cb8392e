"""The code is in its one format, lint and types are clean: what `make check` says, said in CI too."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)]


@pytest.mark.slow
@pytest.mark.parametrize("command", TOOLS, ids=" ".join)
def test_the_tools_have_nothing_to_say(command: tuple[str, ...], root: Path) -> None:
    if importlib.util.find_spec(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    ran = subprocess.run(
        [sys.executable, "-m", *command], cwd=root, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
