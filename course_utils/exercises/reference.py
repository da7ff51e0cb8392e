"""What the oracles of several chapters share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def pair(value: Any) -> tuple:
    """A value for each of the two axes, rows first: one int stands for both."""
    return (value, value) if isinstance(value, int) else tuple(value)


def tensor(array: Any) -> Any:
    """A float64 tensor with the array's numbers, in memory of its own."""
    import torch

    return torch.from_numpy(np.array(array, dtype=np.float64))


def torch_conv2d(
    x: Any, w: Any, b: Any = None, stride: Any = 1, padding: Any = 0, dilation: Any = 1
) -> np.ndarray:
    """PyTorch's convolution in float64: (N, C, H, W) with filters (F, C, kh, kw) gives (N, F, OH, OW)."""
    import torch

    bias = None if b is None else tensor(b)
    return torch.nn.functional.conv2d(tensor(x), tensor(w), bias, stride, padding, dilation).numpy()


def correlate(image: Any, kernel: Any) -> np.ndarray:
    """Correlation without padding: (H, W) with a kernel (m, n) gives floats (H - m + 1, W - n + 1)."""
    windows = sliding_window_view(np.asarray(image, dtype=float), np.shape(kernel))
    return np.einsum("hwmn,mn->hw", windows, kernel)


def grid(
    size: Any, kernel_size: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1
) -> tuple[int, int]:
    """The numbers of windows (OH, OW) in a picture of `size` (H, W); ValueError where none fits."""
    axes = list(zip(size, *map(pair, (kernel_size, stride, padding, dilation)), strict=True))
    if any(s < 1 or p < 0 or d < 1 or n + 2 * p < d * (k - 1) + 1 for n, k, s, p, d in axes):
        raise ValueError(f"no window fits: size, kernel, stride, padding, dilation of each axis are {axes}")
    rows, columns = ((n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in axes)
    return rows, columns


def taps(
    size: Any, kernel_size: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1
) -> Iterator[tuple[int, int, tuple]]:
    """Each place (i, j) of the kernel, with the slices of the padded pictures that it meets."""
    oh, ow = grid(size, kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (dh, dw) = map(pair, (kernel_size, stride, dilation))
    for i, j in np.ndindex(kh, kw):
        down, right = i * dh, j * dw
        yield i, j, np.s_[:, :, down : down + sh * oh : sh, right : right + sw * ow : sw]


def padded(x: np.ndarray, padding: Any) -> np.ndarray:
    """Pictures (N, C, H, W) with zeros around them."""
    ph, pw = pair(padding)
    return np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))


def cropped(x: np.ndarray, padding: Any) -> np.ndarray:
    """Padded pictures (N, C, H, W) without their padding, which may be 0."""
    ph, pw = pair(padding)
    return x[:, :, ph : x.shape[2] - ph, pw : x.shape[3] - pw]


def patches(
    x: np.ndarray, kernel_size: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1
) -> np.ndarray:
    """Every patch of pictures (N, C, H, W), by places of the kernel: (N, C, kh, kw, OH, OW)."""
    geometry = (kernel_size, stride, padding, dilation)
    found = np.empty((*x.shape[:2], *pair(kernel_size), *grid(x.shape[2:], *geometry)), x.dtype)
    pictures = padded(x, padding)
    for i, j, under in taps(x.shape[2:], *geometry):
        found[:, :, i, j] = pictures[under]
    return found


def im2col(
    x: np.ndarray, kernel_size: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1
) -> np.ndarray:
    """The patches of pictures (N, C, H, W) as columns: (N, C*kh*kw, OH*OW)."""
    found = patches(x, kernel_size, stride, padding, dilation)
    n, c, kh, kw, oh, ow = found.shape
    return found.reshape(n, c * kh * kw, oh * ow)
