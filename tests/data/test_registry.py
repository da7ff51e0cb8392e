"""The registry, the page on data and the image sets agree."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from course_utils import data
from course_utils.data import registry

README = (Path(__file__).parents[2] / "data" / "README.md").read_text(encoding="utf-8")
FILES = [(entry, file) for entry in registry.ENTRIES for file in entry.files]


@pytest.mark.parametrize(("entry", "file"), FILES, ids=[f"{e.folder}/{f.name}" for e, f in FILES])
def test_every_hash_is_one_and_stands_in_the_readme(entry, file):
    for each in (*file.sha256, *([file.content] if file.content else [])):
        assert re.fullmatch("[0-9a-f]{64}", each)
        assert f"`{each}`" in README


def test_names_are_found_and_others_are_told_which_exist():
    assert registry.find("mnist").title == "MNIST"
    with pytest.raises(ValueError, match=r"no set 'cifar10'.*mnist, fashion-mnist, cifar-10"):
        registry.find("cifar10")


def test_a_set_as_a_tensor_has_its_channels_first():
    colour = np.random.default_rng(0).integers(0, 256, (5, 4, 6, 3), np.uint8)
    for images in (colour, colour[..., 0]):
        made = data.ImageSet(images, np.zeros(5, np.int64), ("a", "b"), "some", "all", "here").tensor()
        assert made.is_contiguous()
        np.testing.assert_array_equal(made.numpy()[:, 0], colour[..., 0])
        assert made.shape[1] == (3 if images.ndim == 4 else 1)


def test_importing_the_package_loads_nothing_heavy():
    code = "import course_utils, course_utils.data, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"torch", "pooch", "requests", "PIL", "tqdm", "filelock", "sklearn"}.isdisjoint(
        done.stdout.split()
    )
