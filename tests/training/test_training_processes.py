"""Several processes are the same training as one, and one that is killed costs an epoch at most."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import several

from course_utils.training import processes
from course_utils.training.checkpoint import begun

SCRIPT = Path(several.__file__)
HERE = {"GLOO_SOCKET_IFNAME": "lo", "OMP_NUM_THREADS": "1", "COURSE_DEVICE": "cpu"}


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> list:
    """What one process finds."""
    out = tmp_path_factory.mktemp("alone") / "one.json"
    several.main(out, die=False)
    return json.loads(out.read_text())["epochs"]


def torchrun(root: Path, *arguments: str) -> subprocess.CompletedProcess:
    command = [
        sys.executable,
        "-m",
        "torch.distributed.run",
        "--standalone",
        "--nproc-per-node",
        "2",
        *arguments,
    ]
    paths = os.pathsep.join([str(root), str(root / "tests"), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | HERE | {"PYTHONPATH": paths}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=root, env=environment, timeout=300, check=False
    )


@pytest.mark.slow
def test_two_processes_have_the_loss_curve_of_one_and_survive_the_death_of_one(root, tmp_path, alone) -> None:
    out, kept = tmp_path / "two.json", tmp_path / "two.pt"
    kept.write_text("another training")
    ended = torchrun(root, "--max-restarts", "3", str(SCRIPT), str(out), "die")
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert "is of another training: it is now two.pt.before" in ended.stdout
    assert kept.with_name("two.pt.before").read_text() == "another training"
    assert ended.stdout.count("epoch 2/4") == 1
    assert f"Going on after epoch 2 of 4, from {kept}" in ended.stdout
    found = json.loads(out.read_text())
    assert found["processes"] == 2
    assert found["epochs"] == [pytest.approx(row, rel=1e-4) for row in alone]


def test_alone_nothing_is_shared(tmp_path: Path) -> None:
    assert (processes.count(), processes.number(), processes.started()) == (1, 0, False)
    assert processes.gathered("x") == ["x"]
    path = tmp_path / "old.pt"
    path.write_text("old")
    assert begun(path, resume=True)
    assert not begun(path, resume=False)
    assert path.read_text() == "old"
