"""A set of labelled images, and where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, eq=False)
class ImageSet:
    """Images and their labels. `images, labels = load_mnist()` takes the two arrays alone.

    images: uint8 from 0 to 255, (N, H, W) for grey ones and (N, H, W, 3) for colours
    labels: int64, (N,): positions in `classes`
    name: the set that this really is; a stand-in never has the name of the set that it stands for
    split: "train", "test" or "all"
    source: where it was read from, in words
    """

    images: np.ndarray
    labels: np.ndarray
    classes: tuple[str, ...]
    name: str
    split: str
    source: str

    def __iter__(self) -> Iterator[np.ndarray]:
        """The images, then the labels."""
        return iter((self.images, self.labels))

    def tensor(self, device: str | torch.device = "cpu") -> torch.Tensor:
        """The images as one PyTorch tensor on a device: uint8, (N, C, H, W)."""
        import torch

        images = self.images if self.images.ndim == 4 else self.images[..., None]
        return torch.from_numpy(images).to(device).permute(0, 3, 1, 2).contiguous()

    def __str__(self) -> str:
        size = "x".join(map(str, self.images.shape[1:3]))
        count = f"{len(self.images):,} images of {size} pixels in {len(self.classes)} classes"
        return f"{self.name} ({self.split}): {count}, from {self.source}."

    __repr__ = __str__

    def said(self) -> ImageSet:
        """Print what was loaded and where from, and return the set."""
        print(self, flush=True)
        return self
