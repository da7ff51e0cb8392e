"""Functions of lesson 05."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .conv_layer import Size, map_size, pad2d, pair


def windows(x: np.ndarray, kernel_size: Size, stride: Size = 1, dilation: Size = 1) -> np.ndarray:
    """Every window of x (N, C, H, W), as a view (N, C, OH, OW, kh, kw) that can be written."""
    map_size(x.shape[2:], kernel_size, stride, 0, dilation)
    (kh, kw), (sh, sw), (dh, dw) = pair(kernel_size), pair(stride), pair(dilation)
    reach = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    seen = sliding_window_view(x, reach, axis=(2, 3), writeable=True)
    return seen[:, :, ::sh, ::sw, ::dh, ::dw]


def im2col(
    x: np.ndarray, kernel_size: Size, stride: Size = 1, padding: Size = 0, dilation: Size = 1
) -> np.ndarray:
    """The patches of x (N, C, H, W) as columns: (N, C*kh*kw, OH*OW)."""
    seen = windows(pad2d(x, padding), kernel_size, stride, dilation)
    n, c, oh, ow, kh, kw = seen.shape
    return seen.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kh * kw, oh * ow)


def conv2d_im2col(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray | None = None,
    stride: Size = 1,
    padding: Size = 0,
    dilation: Size = 1,
) -> np.ndarray:
    """The convolution layer as a matrix product: (N, F, OH, OW), float32 in, float32 out."""
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"filters of depth {w.shape[1]} cannot span {x.shape[1]} channels")
    y = w.reshape(len(w), -1) @ im2col(x, w.shape[2:], stride, padding, dilation)
    if b is not None:
        y += b[:, None]
    return y.reshape(len(x), len(w), *map_size(x.shape[2:], w.shape[2:], stride, padding, dilation))
