"""A data set as one tensor on the device, from which batches are taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch

from . import prefetch
from .augment import Augment


class Batches:
    """Batches (x, y) of pictures: x floats (N, C, H, W) from 0 to 1, y int64 (N,).

    All pictures lie on the device as uint8, so an epoch copies nothing from elsewhere; those that do not fit
    there stay in the host's memory, and come while the device works. `for_epoch(k)` has an
    order, and an augmentation, that depend on the seed and on k alone: a training that was interrupted goes
    on as if it had not been. Without `shuffle` the order is that of the arrays, and the last batch may be
    short; with it, pictures that do not fill a last batch are left out of this epoch, and others of the next.

    images: uint8 (N, H, W) or (N, C, H, W); labels: (N,); padding: pixels of 0 added on each side.
    augment: a function (pictures uint8, generator) -> pictures uint8, of a whole batch.
    standard: mean and standard deviation of each channel, of pixels from 0 to 1; x is then (x - mean) / std.
    part: (k, n) takes share k of n, counted from 0, of every shuffled batch, and of all batches of a test.
    on_host: leave the pictures in the host's memory; by default only if they do not fit on the device.
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
        standard: tuple[Sequence[float], Sequence[float]] | None = None,
        part: tuple[int, int] = (0, 1),
        on_host: bool | None = None,
    ) -> None:
        if len(images) != len(labels):
            raise ValueError(f"{len(images)} pictures and {len(labels)} labels do not go together.")
        if not 1 <= size <= max(len(images), 1) and shuffle:
            raise ValueError(f"a batch of {size} cannot be taken from {len(images)} pictures.")
        if shuffle and size % part[1]:
            raise ValueError(f"a batch of {size} cannot be shared by {part[1]} processes.")
        self.device, pictures = torch.device(device), torch.as_tensor(images)
        if pictures.dtype != torch.uint8:
            raise ValueError(f"pictures are bytes (uint8, 0 to 255), got {pictures.dtype}.")
        pictures = pictures[:, None] if pictures.ndim == 3 else pictures
        self.on_host = not prefetch.fits(pictures.nbytes, self.device) if on_host is None else on_host
        held = pictures if self.on_host else pictures.to(self.device)
        self.images = torch.nn.functional.pad(held, (padding,) * 4) if padding else held
        self.labels = torch.as_tensor(labels, device=device).long()
        self.size, self.shuffle, self.augment, self.seed = size, shuffle, augment, seed
        self.layout = torch.channels_last if channels_last else torch.contiguous_format
        self.part = part
        mean, std = standard or ((0.0,), (1.0,))
        self.mean, self.std = (
            255 * torch.tensor(values, dtype=torch.float32, device=device)[:, None, None]
            for values in (mean, std)
        )

    def __len__(self) -> int:
        """How many batches an epoch has, those of all parts of a test."""
        return len(self.labels) // self.size if self.shuffle else -(-len(self.labels) // self.size)

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        return self.for_epoch(0)

    def for_epoch(self, epoch: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        """The batches of an epoch; epochs are counted from 0."""
        generator = torch.Generator().manual_seed(self.seed * 100_003 + epoch)
        order = torch.randperm(len(self.labels), generator=generator)
        choices = self._choices(order if self.on_host else _on(order, self.device))
        mine, parts = self.part
        if parts > 1:
            generator.manual_seed(((mine + 1) * 1_000_003 + self.seed) * 100_003 + epoch)
        chosen_pictures = (
            prefetch.prefetched(self.images, choices, self.device)
            if self.on_host
            else (self.images[chosen] for chosen in choices)
        )
        for x, chosen in zip(chosen_pictures, choices, strict=True):
            if self.augment is not None:
                x = self.augment(x, generator)
            x = (x.to(memory_format=self.layout).float() - self.mean) / self.std
            yield x, self.labels[_on(chosen, self.device)]

    def _choices(self, order: torch.Tensor) -> list[torch.Tensor] | list[slice]:
        """The positions of the pictures of each batch, of this process's part."""
        mine, parts = self.part
        if not self.shuffle:
            return [slice(k * self.size, (k + 1) * self.size) for k in range(mine, len(self), parts)]
        share = self.size // parts
        starts = [k * self.size + mine * share for k in range(len(self))]
        return [order[start : start + share] for start in starts]


def _on(chosen: Any, device: torch.device) -> Any:
    """Positions on a device; a copy does not wait for what the device has to do before."""
    return chosen.to(device, non_blocking=True) if isinstance(chosen, torch.Tensor) else chosen
