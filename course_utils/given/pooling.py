"""Functions of lesson 07."""

from __future__ import annotations

from functools import reduce

import numpy as np

from .conv_layer import Size, map_size, pair


def window_views(x: np.ndarray, kernel_size: Size, stride: Size) -> list[np.ndarray]:
    """One view of x (N, C, H, W) for each position in the window: kh kw views (N, C, OH, OW)."""
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    oh, ow = map_size(x.shape[2:], kernel_size, stride)
    return [x[:, :, u : u + oh * sh : sh, v : v + ow * sw : sw] for u, v in np.ndindex(kh, kw)]


def max_pool2d(x: np.ndarray, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> np.ndarray:
    """The largest number of each window of x (N, C, H, W); stride None is the kernel size."""
    x = padded(x, kernel_size, padding, -np.inf)
    return reduce(np.maximum, window_views(x, kernel_size, kernel_size if stride is None else stride))


def max_pool2d_backward(
    dy: np.ndarray, x: np.ndarray, kernel_size: Size, stride: Size | None = None, padding: Size = 0
) -> np.ndarray:
    """The gradient of each window for its largest number, the first one of several."""
    every = kernel_size, kernel_size if stride is None else stride
    (h, w), (ph, pw) = x.shape[2:], pair(padding)
    x = padded(x if x.dtype.kind == "f" else x.astype(float), kernel_size, padding, -np.inf)
    y, dx = max_pool2d(x, *every), np.zeros_like(x)
    waiting = np.full(y.shape, True)
    for pixel, gradient in zip(window_views(x, *every), window_views(dx, *every), strict=True):
        found = waiting & (pixel == y)
        gradient += found * dy
        waiting &= ~found
    return dx[:, :, ph : ph + h, pw : pw + w]


def avg_pool2d(x: np.ndarray, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> np.ndarray:
    """The mean of each window of x (N, C, H, W), padding counted as 0; stride None is the kernel size."""
    x = padded(x, kernel_size, padding, 0.0)
    views = window_views(x, kernel_size, kernel_size if stride is None else stride)
    return reduce(np.add, [view / len(views) for view in views])


def avg_pool2d_backward(
    dy: np.ndarray,
    shape: tuple[int, ...],
    kernel_size: Size,
    stride: Size | None = None,
    padding: Size = 0,
) -> np.ndarray:
    """The gradient of each window, divided evenly among its pixels; `shape` is that of x."""
    (n, c, h, w), (ph, pw) = shape, pair(padding)
    dx = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    views = window_views(dx, kernel_size, kernel_size if stride is None else stride)
    for gradient in views:
        gradient += dy / len(views)
    return dx[:, :, ph : ph + h, pw : pw + w]


def padded(x: np.ndarray, kernel_size: Size, padding: Size, value: float) -> np.ndarray:
    """Floats with `value` around them; ValueError where the padding is more than half the window."""
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    if 2 * ph > kh or 2 * pw > kw or min(ph, pw) < 0:
        raise ValueError(f"padding ({ph}, {pw}) must be from 0 to half the window of {kh} x {kw}")
    if not (ph or pw):
        return x
    return np.pad(x * 1.0, ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=value)
