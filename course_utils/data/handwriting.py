"""scikit-learn's handwritten digits: real data without a download."""

from __future__ import annotations

import gzip

import numpy as np

from . import scikit_learn
from .image_set import ImageSet

INK = 16  # the value of full ink in scikit-learn's file
TRAIN = 1437  # the last fifth, 360 digits, is the test part: the file is ordered by writers, roughly
PLAIN = "scikit-learn's digits"


def digits(*which: int) -> tuple[np.ndarray, np.ndarray]:
    """Load scikit-learn's 1,797 handwritten digits of 8x8 pixels, or only those named: `digits(4, 9)`.

    Returns the pictures, uint8 of shape (N, 8, 8) with ink from 0 to 16, and the labels, int64 of shape (N,).
    Needs no download. Raises ValueError for anything but digits from 0 to 9.
    """
    if not set(which) <= set(range(10)):
        raise ValueError(f"digits{which}: a digit is a whole number from 0 to 9.")
    with gzip.open(scikit_learn.file("data/digits.csv.gz"), "rt") as table:
        rows = np.loadtxt(table, delimiter=",", dtype=np.int64)
    wanted = np.isin(rows[:, -1], which or range(10))
    return rows[wanted, :-1].reshape(-1, 8, 8).astype(np.uint8), rows[wanted, -1]


def load_digits(size: int = 8, split: str = "all") -> ImageSet:
    """Load scikit-learn's handwritten digits as a set: 1,797 of 8x8 pixels, or enlarged to 32x32.

    The images are uint8 from 0 (paper) to 255 (ink). `split` is "train" (the first 1,437), "test" (the last
    360, written mostly by other hands) or "all". Needs no download. Raises ValueError for other arguments.
    """
    if size not in (8, 32):
        raise ValueError(f"load_digits(size={size!r}): the digits are there as 8x8 and as 32x32 pixels.")
    name = PLAIN if size == 8 else f"{PLAIN}, enlarged to {size}x{size}"
    return _digits_of(size, 0, split, name, "the installed scikit-learn").said()


def mnist_stand_in(split: str) -> ImageSet:
    """The same digits in the format of MNIST: 20 pixels high, in the middle of 28x28."""
    name = f"{PLAIN}, enlarged to 28x28, in place of MNIST"
    return _digits_of(20, 4, split, name, "the installed scikit-learn")


def _digits_of(size: int, margin: int, split: str, name: str, source: str) -> ImageSet:
    parts = {"train": slice(TRAIN), "test": slice(TRAIN, None), "all": slice(None)}
    if split not in parts:
        raise ValueError(f'there is no split {split!r}: there are "train", "test" and "all".')
    ink, labels = digits()
    images = np.round(ink[parts[split]] * (255 / INK)).astype(np.uint8)
    if size != 8:
        images = _enlarged(images, size)
    images = np.pad(images, [(0, 0), (margin, margin), (margin, margin)])
    return ImageSet(images, labels[parts[split]], tuple("0123456789"), name, split, source)


def _enlarged(images: np.ndarray, size: int) -> np.ndarray:
    from PIL import Image

    smooth = Image.Resampling.BICUBIC
    return np.stack([np.asarray(Image.fromarray(image).resize((size, size), smooth)) for image in images])
