"""Functions of lesson 06."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .conv_layer import Size, map_size, pair
from .im2col import im2col, windows


def col2im(
    cols: np.ndarray,
    output_size: tuple[int, ...],
    kernel_size: Size,
    stride: Size = 1,
    padding: Size = 0,
    dilation: Size = 1,
) -> np.ndarray:
    """Pictures (N, C, H, W) from columns (N, C*kh*kw, OH*OW): each pixel is the sum of its copies."""
    (h, w), (kh, kw), (ph, pw) = output_size, pair(kernel_size), pair(padding)
    x = np.zeros((len(cols), cols.shape[1] // (kh * kw), h + 2 * ph, w + 2 * pw), cols.dtype)
    seen = windows(x, kernel_size, stride, dilation)
    n, c, oh, ow = seen.shape[:4]
    patches = cols.reshape(n, c, kh, kw, oh, ow)
    for i, j in np.ndindex(kh, kw):
        seen[..., i, j] += patches[:, :, i, j]
    return x[:, :, ph : ph + h, pw : pw + w]


def numeric_gradient(f: Callable[[np.ndarray], float], x: np.ndarray) -> np.ndarray:
    """The gradient of f at x by central differences with a step of 1e-5; x stays as it is."""
    h = 1e-5
    gradient = np.zeros_like(x)
    for at in np.ndindex(*x.shape):
        value = x[at]
        x[at] = value + h
        above = f(x)
        x[at] = value - h
        gradient[at] = (above - f(x)) / (2 * h)
        x[at] = value
    return gradient


def conv2d_backward(
    dy: np.ndarray, x: np.ndarray, w: np.ndarray, stride: Size = 1, padding: Size = 0, dilation: Size = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The gradients dx, dw, db of the convolution layer for dy (N, F, OH, OW)."""
    geometry = (w.shape[2:], stride, padding, dilation)
    if dy.shape != (len(x), len(w), *map_size(x.shape[2:], *geometry)):
        raise ValueError(f"dy {dy.shape} is not the gradient of a layer of x {x.shape} and w {w.shape}")
    rows, grads = w.reshape(len(w), -1), dy.reshape(*dy.shape[:2], dy.shape[2] * dy.shape[3])
    dx = col2im(rows.T @ grads, x.shape[2:], *geometry)
    dw = (grads @ im2col(x, *geometry).transpose(0, 2, 1)).sum(axis=0)
    return dx, dw.reshape(w.shape), dy.sum(axis=(0, 2, 3))
