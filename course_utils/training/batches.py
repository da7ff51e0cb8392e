"""A data set as one tensor on the device, from which batches are taken."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from .augment import Augment


class Batches:
    """Batches (x, y) of pictures: x floats (N, C, H, W) from 0 to 1, y int64 (N,).

    All pictures lie on the device as uint8, so an epoch copies nothing from elsewhere. `for_epoch(k)` has an
    order, and an augmentation, that depend on the seed and on k alone: a training that was interrupted goes
    on as if it had not been. Without `shuffle` the order is that of the arrays, and the last batch may be
    short; with it, pictures that do not fill a last batch are left out of this epoch, and others of the next.

    images: uint8 (N, H, W) or (N, C, H, W); labels: (N,); padding: pixels of 0 added on each side.
    augment: a function (pictures uint8, generator) -> pictures uint8, of a whole batch.
    """

    def __init__(
        self,
        images: np.ndarray | torch.Tensor,
        labels: np.ndarray | torch.Tensor,
        size: int,
        *,
        device: torch.device | str = "cpu",
        padding: int = 0,
        shuffle: bool = False,
        augment: Augment | None = None,
        seed: int = 0,
        channels_last: bool = False,
    ) -> None:
        if len(images) != len(labels):
            raise ValueError(f"{len(images)} pictures and {len(labels)} labels do not go together.")
        if not 1 <= size <= max(len(images), 1) and shuffle:
            raise ValueError(f"a batch of {size} cannot be taken from {len(images)} pictures.")
        pictures = torch.as_tensor(images, device=device)
        if pictures.dtype != torch.uint8:
            raise ValueError(f"pictures are bytes (uint8, 0 to 255), got {pictures.dtype}.")
        pictures = pictures[:, None] if pictures.ndim == 3 else pictures
        self.images = torch.nn.functional.pad(pictures, (padding,) * 4)
        self.labels = torch.as_tensor(labels, device=device).long()
        self.size, self.shuffle, self.augment, self.seed = size, shuffle, augment, seed
        self.layout = torch.channels_last if channels_last else torch.contiguous_format

    def __len__(self) -> int:
        """How many batches an epoch has."""
        return len(self.labels) // self.size if self.shuffle else -(-len(self.labels) // self.size)

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        return self.for_epoch(0)

    def for_epoch(self, epoch: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        """The batches of an epoch; epochs are counted from 0."""
        generator = torch.Generator().manual_seed(self.seed * 100_003 + epoch)
        order = torch.randperm(len(self.labels), generator=generator).to(self.labels.device)
        for k in range(len(self)):
            these = slice(k * self.size, (k + 1) * self.size)
            chosen = order[these] if self.shuffle else these
            x = self.images[chosen]
            if self.augment is not None:
                x = self.augment(x, generator)
            yield x.to(memory_format=self.layout).float() / 255, self.labels[chosen]
