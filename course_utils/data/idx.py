"""MNIST and Fashion-MNIST, in the IDX format: https://yann.lecun.com/exdb/mnist (1998)."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np

from . import registry
from .download import fetch
from .errors import DataError, NotAtHand
from .handwriting import mnist_stand_in
from .image_set import ImageSet

CLOTHES = (
    "T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
)  # fmt: skip

stood_in: set[str] = set()  # a set for which a stand-in was used: its other split must not be the real one


def load_mnist(split: str = "train", fallback: str | None = None) -> ImageSet:
    """Load MNIST: 60,000 handwritten digits of 28x28 pixels for training, 10,000 for testing.

    The images are uint8, (N, 28, 28), 0 for paper and 255 for ink; the labels int64, (N,). The first call
    downloads 12 MB. With `fallback="digits"`, scikit-learn's digits stand in where MNIST cannot be had: the
    line that is printed says so, and so do `name` and `source` of the result.
    Raises NotAtHand if it cannot be had, DataError if it cannot be kept, ValueError for other arguments.

    Source: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, Gradient-based learning applied to document
    recognition (1998).
    """
    if fallback not in (None, "digits"):
        raise ValueError(f'load_mnist(fallback={fallback!r}): only "digits" can stand in, or None.')
    _check(split)
    if fallback and "mnist" in stood_in:
        return mnist_stand_in(split).said()
    try:
        return _load("mnist", split, tuple("0123456789"))
    except NotAtHand as error:
        if not fallback:
            raise
        stood_in.add("mnist")
        print(f"{error}\nMNIST is not at hand: scikit-learn's digits stand in until the kernel restarts.")
        return mnist_stand_in(split).said()


def load_fashion_mnist(split: str = "train") -> ImageSet:
    """Load Fashion-MNIST: 60,000 pieces of clothing of 28x28 pixels for training, 10,000 for testing.

    The images are uint8, (N, 28, 28); the labels int64, (N,). The first call downloads 31 MB.
    Raises NotAtHand if it cannot be had, DataError if it cannot be kept, ValueError for another split.

    Source: H. Xiao, K. Rasul and R. Vollgraf, Fashion-MNIST (2017).
    """
    _check(split)
    return _load("fashion-mnist", split, CLOTHES)


def _check(split: str) -> None:
    if split not in ("train", "test"):
        raise ValueError(f'there is no split {split!r}: there are "train" and "test".')


def _load(folder: str, split: str, classes: tuple[str, ...]) -> ImageSet:
    """Fetch all four files, so that both splits are of one kind, and read the two of this split."""
    entry = registry.find(folder)
    found = fetch(entry)
    images, labels = (read(each.path) for each in (found[:2] if split == "train" else found[2:]))
    if len(images) != len(labels):
        raise DataError(f"{entry.title}: {len(images):,} images have {len(labels):,} labels.")
    return ImageSet(images, labels.astype(np.int64), classes, entry.title, split, found[0].source).said()


def read(path: Path) -> np.ndarray:
    """Read an array of bytes from a compressed IDX file. Raises DataError if the file is something else."""
    try:
        with gzip.open(path) as opened:
            content = opened.read()
    except (OSError, EOFError) as error:
        raise DataError(f"{path} cannot be unpacked: {error}. Remove it, and run this again.") from error
    dimensions = content[3] if len(content) > 3 else 0
    shape = tuple(np.frombuffer(content[4 : 4 + 4 * dimensions], ">u4").tolist())
    start = 4 + 4 * len(shape)
    if content[:3] != b"\0\0\x08" or len(content) - start != np.prod(shape, dtype=np.int64):
        raise DataError(f"{path} is not an IDX file of bytes. Remove it, and run this again.")
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape).copy()
