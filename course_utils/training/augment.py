"""Random changes to whole batches, where they lie: uint8 or floats (N, C, H, W) in, the same kind out.

Each function here returns an augmentation: a function of a batch and a generator of random numbers (on the
CPU, whatever the device), which changes every picture in its own way.
"""

from __future__ import annotations

from collections.abc import Callable

import torch

Augment = Callable[[torch.Tensor, torch.Generator], torch.Tensor]


def one_after_another(*augments: Augment) -> Augment:
    """Apply several augmentations in turn."""

    def changed(x: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        for augment in augments:
            x = augment(x, generator)
        return x

    return changed


def random_shifts(most: int) -> Augment:
    """Move each picture by up to `most` pixels, in both directions; what comes in is 0."""

    def shifted(x: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        down, right = torch.randint(0, 2 * most + 1, (2, len(x)), generator=generator)
        return _windows(torch.nn.functional.pad(x, (most,) * 4), down, right, x.shape[2], x.shape[3])

    return shifted


def random_mirrors() -> Augment:
    """Mirror every second picture, left to right; which ones is drawn."""

    def mirrored(x: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        chosen = torch.rand(len(x), generator=generator).to(x.device, non_blocking=True) < 0.5
        return torch.where(chosen[:, None, None, None], x.flip(3), x)

    return mirrored


def random_crops(size: int) -> Augment:
    """Cut a square of `size` pixels out of each picture, at a place that is drawn."""

    def cropped(x: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        n, _, h, w = x.shape
        if size > min(h, w):
            raise ValueError(f"a square of {size} pixels does not fit into a picture of {h}x{w}.")
        top = torch.randint(0, h - size + 1, (n,), generator=generator)
        left = torch.randint(0, w - size + 1, (n,), generator=generator)
        return _windows(x, top, left, size, size)

    return cropped


def centre_crops(size: int) -> Augment:
    """Cut a square of `size` pixels out of the middle of each picture: for tests, nothing is drawn."""

    def cropped(x: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        top, left = (x.shape[2] - size) // 2, (x.shape[3] - size) // 2
        return x[:, :, top : top + size, left : left + size]

    return cropped


def enlarged(size: int) -> Augment:
    """Scale each picture to a square of `size` pixels, with smooth steps between its own."""

    def scaled(x: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        made = torch.nn.functional.interpolate(x.float(), (size, size), mode="bilinear")
        return made if x.is_floating_point() else made.round().to(x.dtype)

    return scaled


def random_colours(values: torch.Tensor, vectors: torch.Tensor, spread: float = 0.1) -> Augment:
    """Add a drawn colour to each picture, along the axes in which the colours of the set differ most.

    values (3,), vectors (3, 3): of `colour_axes`. Of each axis, a picture gets its value times a normal
    number with the standard deviation `spread`. Source: Krizhevsky et al., 2012, section 4.1.
    """

    def coloured(x: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        drawn = spread * torch.randn(len(x), 3, generator=generator)
        added = (drawn * values) @ vectors.T
        full = 1 if x.is_floating_point() else 255
        made = x + full * added.to(x.device, non_blocking=True)[:, :, None, None]
        return made if x.is_floating_point() else made.round().clamp(0, 255).to(x.dtype)

    return coloured


def colour_axes(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The principal components of the colours of pictures, uint8 (N, 3, H, W).

    Returns the eigenvalues (3,) of the covariance of red, green and blue from 0 to 1, the largest last, and
    the eigenvectors, the columns of (3, 3).
    """
    some = images[:: -(-len(images) // 1000)]
    pixels = some.movedim(1, 0).flatten(1).double().cpu() / 255
    values, vectors = torch.linalg.eigh(torch.cov(pixels))
    return values.float(), vectors.float()


def random_turns(degrees: float) -> Augment:
    """Turn each picture by up to so many degrees, to either side; what comes in is 0."""

    def turned(x: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        angle = torch.deg2rad((2 * torch.rand(len(x), generator=generator) - 1) * degrees).to(x.device)
        cos, sin, zero = angle.cos(), angle.sin(), torch.zeros_like(angle)
        tall = x.shape[2] / x.shape[3]  # affine_grid measures both sides from -1 to 1
        rows = [torch.stack([cos, -sin * tall, zero], 1), torch.stack([sin / tall, cos, zero], 1)]
        grid = torch.nn.functional.affine_grid(torch.stack(rows, 1), list(x.shape), align_corners=False)
        made = torch.nn.functional.grid_sample(x.float(), grid, align_corners=False)
        return made if x.is_floating_point() else made.round().to(x.dtype)

    return turned


def _windows(x: torch.Tensor, top: torch.Tensor, left: torch.Tensor, h: int, w: int) -> torch.Tensor:
    """Cut h x w pixels out of each picture, (N, C, h, w): one of all its windows, which are a view."""
    every = x.unfold(2, h, 1).unfold(3, w, 1)
    top, left = (place.to(x.device, non_blocking=True) for place in (top, left))
    return every[torch.arange(len(x), device=x.device), :, top, left]
