"""What the notebooks of chapters 05 and 06 give, and right answers on which others rest."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# ---------------------------------------------------------------- given by the notebook


def pair(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def map_size(size, kernel_size, stride=1, padding=0, dilation=1):
    axes = list(zip(size, *map(pair, (kernel_size, stride, padding, dilation)), strict=True))
    for n, k, s, p, d in axes:
        if min(k, s, d) < 1 or p < 0 or n + 2 * p < d * (k - 1) + 1:
            raise ValueError(f"size {n}, kernel {k}, stride {s}, padding {p}, dilation {d}: no window fits")
    return tuple((n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in axes)


def pad2d(x, padding):
    ph, pw = pair(padding)
    if min(ph, pw) < 0:
        raise ValueError(f"padding cannot be negative, got {padding}")
    return np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))


def windows(x, kernel_size, stride=1, dilation=1):
    map_size(x.shape[2:], kernel_size, stride, 0, dilation)
    (kh, kw), (sh, sw), (dh, dw) = pair(kernel_size), pair(stride), pair(dilation)
    reach = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    seen = sliding_window_view(x, reach, axis=(2, 3), writeable=True)
    return seen[:, :, ::sh, ::sw, ::dh, ::dw]


def conv2d_loops(x, w, b):
    (n, _, height, width), (f, _, kh, kw) = x.shape, w.shape
    y = np.zeros((n, f, height - kh + 1, width - kw + 1), x.dtype)
    for picture, filter, i, j in np.ndindex(*y.shape):
        y[picture, filter, i, j] = np.sum(x[picture, :, i : i + kh, j : j + kw] * w[filter]) + b[filter]
    return y


# ---------------------------------------------------------------- right versions of the other exercises


def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    seen = windows(pad2d(x, padding), kernel_size, stride, dilation)
    n, c, oh, ow, kh, kw = seen.shape
    return seen.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kh * kw, oh * ow)


def offsets(kernel_size, stride, dilation, oh, ow):
    """For each weight u, v of the kernel: the slices of the pixels that it meets."""
    (kh, kw), (sh, sw), (dh, dw) = pair(kernel_size), pair(stride), pair(dilation)
    for u, v in np.ndindex(kh, kw):
        rows = slice(u * dh, u * dh + sh * (oh - 1) + 1, sh)
        cols = slice(v * dw, v * dw + sw * (ow - 1) + 1, sw)
        yield u, v, rows, cols


def col2im(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (H, W), (kh, kw), (ph, pw) = output_size, pair(kernel_size), pair(padding)
    oh, ow = map_size((H, W), kernel_size, stride, padding, dilation)
    n, rest, positions = cols.shape
    if rest % (kh * kw) or positions != oh * ow:
        raise ValueError("the columns do not belong to pictures of this size")
    c = rest // (kh * kw)
    parts = cols.reshape(n, c, kh, kw, oh, ow)
    x = np.zeros((n, c, H + 2 * ph, W + 2 * pw), cols.dtype)
    for u, v, r, s in offsets(kernel_size, stride, dilation, oh, ow):
        x[:, :, r, s] += parts[:, :, u, v]
    return x[:, :, ph : ph + H, pw : pw + W]


def layer(x, w, b=None, stride=1, padding=0, dilation=1):
    """A right conv2d_im2col, to put mistakes around."""
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w differ in their channels")
    oh, ow = map_size(x.shape[2:], w.shape[2:], stride, padding, dilation)
    y = w.reshape(w.shape[0], w[0].size) @ im2col(x, w.shape[2:], stride, padding, dilation)
    if b is not None:
        y = y + b[:, None]
    return y.reshape(x.shape[0], w.shape[0], oh, ow)


def backward(dy, x, w, stride=1, padding=0, dilation=1):
    """A right conv2d_backward, to put mistakes around."""
    oh, ow = map_size(x.shape[2:], w.shape[2:], stride, padding, dilation)
    if dy.shape != (x.shape[0], w.shape[0], oh, ow):
        raise ValueError("dy does not have the shape of y")
    n, f = dy.shape[:2]
    d = dy.reshape(n, f, oh * ow)
    cols = im2col(x, w.shape[2:], stride, padding, dilation)
    dw = np.einsum("nfl,nkl->fk", d, cols).reshape(w.shape)
    dx = col2im(w.reshape(f, -1).T @ d, x.shape[2:], w.shape[2:], stride, padding, dilation)
    return dx, dw, dy.sum(axis=(0, 2, 3))


def gradient(f, x, h=1e-5):
    """A right numeric_gradient, to put mistakes around."""
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g
