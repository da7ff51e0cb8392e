"""Coloured pictures without a download: handwritten digits on pieces of two photographs."""

from __future__ import annotations

import numpy as np

from .handwriting import TRAIN, digits
from .image_set import ImageSet
from .pictures import PHOTOGRAPHS, photograph

PALE = 0.4  # of the contrast of a photograph
NAME = "scikit-learn's digits on pieces of two photographs"


def load_coloured_digits(size: int = 76, split: str = "train", seed: int = 0) -> ImageSet:
    """Load handwritten digits, each in a colour of its own, on a piece of a pale photograph.

    The images are uint8, (N, size, size, 3): 1,437 for training, and 360 written mostly by other hands for
    testing. Ten classes of real writing, so it stands for no other set. Needs no download.
    """
    if split not in ("train", "test"):
        raise ValueError(f'there is no split {split!r}: there are "train" and "test".')
    part = slice(TRAIN) if split == "train" else slice(TRAIN, None)
    ink, labels = (each[part] for each in digits())
    rng = np.random.default_rng([seed, len(labels)])
    photos = [photograph(name) for name in PHOTOGRAPHS]
    images = np.empty((len(labels), size, size, 3), np.uint8)
    for image, drawn in zip(images, ink, strict=True):
        image[...] = _on_paper(drawn, photos[rng.integers(len(photos))], size, rng)
    source = "the installed scikit-learn"
    return ImageSet(images, labels, tuple("0123456789"), NAME, split, source).said()


def _on_paper(ink: np.ndarray, photo: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """A digit in a drawn colour, over a drawn piece of a photograph; it differs from it in brightness."""
    top, left = (int(rng.integers(side - size + 1)) for side in photo.shape[:2])
    paper = photo[top : top + size, left : left + size].astype(float)
    colour = rng.uniform(0, 90, 3) if paper.mean() > 110 else rng.uniform(165, 255, 3)
    paper = paper.mean((0, 1)) + PALE * (paper - paper.mean((0, 1)))
    from PIL import Image

    smooth = Image.fromarray(np.round(ink * (255 / 16)).astype(np.uint8)).resize((size, size), 2)
    cover = np.asarray(smooth)[..., None] / 255
    return np.round((1 - cover) * paper + cover * colour).astype(np.uint8)
