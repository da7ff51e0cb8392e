"""What comes with the course is as data/README.md describes it, and works together."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import numpy as np
import pytest
import torch

from course_utils import data
from course_utils.data import embedded
from course_utils.models import LeNet5


def test_the_readme_has_the_hash_and_size_of_every_file(root: Path) -> None:
    readme = (root / "data/README.md").read_text("utf-8")
    files = sorted(embedded.FOLDER.glob("*.npz"))
    assert [path.name for path in files] == ["lenet.npz", "mnist_test_500.npz"]
    for path in files:
        row = next(line for line in readme.splitlines() if f"`{path.name}`" in line)
        assert hashlib.sha256(path.read_bytes()).hexdigest() in row
        assert f"{path.stat().st_size:,} bytes" in row
    assert sum(path.stat().st_size for path in files) < 300_000


def test_the_weights_are_those_of_the_modern_lenet() -> None:
    weights = data.lenet_weights()
    model = LeNet5(modern=True)
    model.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    assert sum(array.size for array in weights.values()) == 61_706
    assert {array.dtype for array in weights.values()} == {np.dtype(np.float32)}


def test_the_weights_read_the_digits(capsys) -> None:
    images, labels = data.load_test_digits()
    assert "500 digits of MNIST (test): 500 images of 28x28 pixels" in capsys.readouterr().out
    assert images.shape == (500, 28, 28)
    assert images.dtype == np.uint8
    assert labels.dtype == np.int64
    assert set(labels) == set(range(10))
    assert _read(images, labels) >= 0.99


def test_what_is_loaded_may_be_changed() -> None:
    data.load_test_digits().images[:] = 0
    data.lenet_weights()["c1.bias"][:] = 0
    assert data.load_test_digits().images.any()
    assert data.lenet_weights()["c1.bias"].any()


@pytest.mark.skipif("COURSE_DATA_MIRROR" not in os.environ, reason="COURSE_DATA_MIRROR has no MNIST")
def test_on_the_whole_test_set_the_accuracy_is_the_one_that_the_readme_states(root: Path) -> None:
    images, labels = data.load_mnist("test")
    stated = re.search(r"(\d\d\.\d\d) % of MNIST's 10,000 test digits", (root / "data/README.md").read_text())
    assert stated
    assert f"{100 * _read(images, labels):.2f}" == stated[1]
    drawn = np.sort(np.random.default_rng(0).choice(10_000, 500, replace=False))
    kept = data.load_test_digits()
    assert np.array_equal(kept.images, images[drawn])
    assert np.array_equal(kept.labels, labels[drawn])


def _read(images: np.ndarray, labels: np.ndarray) -> float:
    """The fraction that the embedded LeNet reads correctly."""
    model = LeNet5(modern=True)
    model.load_state_dict({name: torch.from_numpy(array) for name, array in data.lenet_weights().items()})
    ink = torch.from_numpy(np.pad(images, [(0, 0), (2, 2), (2, 2)])[:, None]).float() / 255
    with torch.inference_mode():
        return float((model(ink).argmax(1).numpy() == labels).mean())
