"""Functions of lesson 04."""

from __future__ import annotations

import numpy as np

Size = int | tuple[int, int]


def pair(value: Size) -> tuple[int, int]:
    """A value for each of the two axes, rows first."""
    return (value, value) if isinstance(value, int | np.integer) else (value[0], value[1])


def output_size(n: int, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """How many windows fit along one axis of `n` pixels."""
    reach = dilation * (kernel_size - 1) + 1
    if min(kernel_size, stride, dilation) < 1 or padding < 0 or n + 2 * padding < reach:
        raise ValueError(
            f"no window fits: {n} pixels, kernel {kernel_size}, stride {stride}, padding {padding}, "
            f"dilation {dilation}"
        )
    return (n + 2 * padding - reach) // stride + 1


def map_size(
    size: tuple[int, ...], kernel_size: Size, stride: Size = 1, padding: Size = 0, dilation: Size = 1
) -> tuple[int, int]:
    """How many windows fit into a picture of `size` (H, W), along each axis."""
    rows, columns = (
        output_size(*axis)
        for axis in zip(size, *map(pair, (kernel_size, stride, padding, dilation)), strict=True)
    )
    return rows, columns


def pad2d(x: np.ndarray, padding: Size) -> np.ndarray:
    """Pictures (N, C, H, W) with zeros around them, in their dtype."""
    ph, pw = pair(padding)
    return np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))


def conv2d(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None = None,
    stride: Size = 1,
    padding: Size = 0,
    dilation: Size = 1,
) -> np.ndarray:
    """The convolution layer: x (N, C, H, W), w (F, C, kh, kw), b (F,) or None give floats (N, F, OH, OW)."""
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"filters of depth {w.shape[1]} cannot span {x.shape[1]} channels")
    (sh, sw), (dh, dw), (kh, kw) = pair(stride), pair(dilation), w.shape[2:]
    oh, ow = map_size(x.shape[2:], (kh, kw), stride, padding, dilation)
    x = pad2d(x, padding)
    y = np.zeros((len(x), len(w), oh, ow)) + (0 if b is None else b[:, None, None])
    for i, j in np.ndindex(kh, kw):
        under = x[:, :, i * dh :, j * dw :][:, :, : sh * oh : sh, : sw * ow : sw]
        y += np.einsum("nchw,fc->nfhw", under, w[:, :, i, j])
    return y
