"""A folder for sockets ends with its owner, or with the next run after its owner was killed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils.grading.sandbox import scratch
from course_utils.grading.sandbox.scratch import Scratch, sweep

KILLED = """
import os, pathlib, signal, sys
from course_utils.grading.sandbox import scratch
scratch.PLACE = pathlib.Path(sys.argv[1])
held = scratch.Scratch()
print(held.name, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setattr(scratch, "PLACE", tmp_path)
    return tmp_path


def test_what_a_killed_owner_left_is_swept_up_and_nothing_else(place, monkeypatch):
    monkeypatch.setattr(scratch, "YOUNG", -1)
    held, other = Scratch(), place / "kernel-of-somebody"
    other.mkdir()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(place)], capture_output=True, text=True)
    left = Path(killed.stdout.strip())
    (left / "socket").touch()
    (place / f"{scratch.PREFIX}link").symlink_to(other)
    sweep()
    assert not left.exists()
    assert Path(held.name).is_dir()
    assert other.is_dir()
    held.remove()
    assert not Path(held.name).exists()


def test_a_folder_that_was_made_just_now_stays(place):
    new = place / f"{scratch.PREFIX}new"
    new.mkdir()
    sweep()
    assert new.is_dir()
    os.utime(new, (0, 0))
    sweep()
    assert not new.exists()
