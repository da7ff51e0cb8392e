"""Answers of learners to the exercises of chapter 05, right and wrong."""
import itertools

import math

import numpy as np
from answers import right, wrong
from answers.given import pair, map_size, pad2d, windows, conv2d_loops, im2col, offsets, col2im, layer, backward, gradient
from numpy.lib.stride_tricks import as_strided, sliding_window_view


# ---------------------------------------------------------------- im2col


@right("im2col", "windows, transpose, reshape")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    seen = windows(pad2d(x, padding), kernel_size, stride, dilation)
    n, c, oh, ow, kh, kw = seen.shape
    return seen.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kh * kw, oh * ow)


@right("im2col", "a slice for each weight of the kernel")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    oh, ow = map_size(x.shape[2:], kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    padded = pad2d(x, padding)
    cols = np.empty((x.shape[0], x.shape[1], kh, kw, oh, ow), x.dtype)
    for u, v, r, s in offsets(kernel_size, stride, dilation, oh, ow):
        cols[:, :, u, v] = padded[:, :, r, s]
    return cols.reshape(x.shape[0], x.shape[1] * kh * kw, oh * ow)


@right("im2col", "a patch for each position, written as a column")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    oh, ow = map_size(x.shape[2:], kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (dh, dw) = pair(kernel_size), pair(stride), pair(dilation)
    x = pad2d(x, padding)
    n, c = x.shape[:2]
    cols = np.zeros((n, c * kh * kw, oh * ow), dtype=x.dtype)
    for l in range(oh * ow):
        i, j = divmod(l, ow)
        patch = x[:, :, i * sh : i * sh + dh * kh : dh, j * sw : j * sw + dw * kw : dw][:, :, :kh, :kw]
        cols[:, :, l] = patch.reshape(n, c * kh * kw)
    return cols


@right("im2col", "index arrays")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    (H, W), (ph, pw) = x.shape[2:], pair(padding)
    oh, ow = map_size((H, W), kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (dh, dw) = pair(kernel_size), pair(stride), pair(dilation)
    c, u, v = (a.reshape(-1, 1) for a in np.indices((x.shape[1], kh, kw)))
    i, j = (a.reshape(1, -1) for a in np.indices((oh, ow)))
    return np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))[:, c, i * sh + u * dh, j * sw + v * dw]


@right("im2col", "as_strided")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    oh, ow = map_size(x.shape[2:], kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (dh, dw) = pair(kernel_size), pair(stride), pair(dilation)
    xp = np.ascontiguousarray(pad2d(x, padding))
    n, c = xp.shape[:2]
    a, b, r, s = xp.strides
    view = as_strided(xp, (n, c, kh, kw, oh, ow), (a, b, r * dh, s * dw, r * sh, s * sw))
    return view.reshape(n, c * kh * kw, oh * ow)


@right("im2col", "six loops, one number at a time, zeros without padding")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    N, C, H, W = x.shape
    oh, ow = map_size((H, W), kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = map(pair, (kernel_size, stride, padding, dilation))
    cols = np.zeros((N, C * kh * kw, oh * ow), x.dtype)
    for n, c, u, v, i, j in itertools.product(*map(range, (N, C, kh, kw, oh, ow))):
        row, column = i * sh + u * dh - ph, j * sw + v * dw - pw
        if 0 <= row < H and 0 <= column < W:
            cols[n, (c * kh + u) * kw + v, i * ow + j] = x[n, c, row, column]
    return cols


@wrong("im2col", "patches as rows: (N, OH*OW, C*kh*kw)")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    return im2col(x, kernel_size, stride, padding, dilation).transpose(0, 2, 1)


@wrong("im2col", "reshape without the transpose: right shape, wrong order")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    seen = windows(pad2d(x, padding), kernel_size, stride, dilation)
    n, c, oh, ow, kh, kw = seen.shape
    return seen.reshape(n, c * kh * kw, oh * ow)


@wrong("im2col", "kernel columns before rows: kh is fastest down a column")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    seen = windows(pad2d(x, padding), kernel_size, stride, dilation)
    n, c, oh, ow, kh, kw = seen.shape
    return seen.transpose(0, 1, 5, 4, 2, 3).reshape(n, c * kh * kw, oh * ow)


@wrong("im2col", "positions run down, then right: OH is fastest")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    seen = windows(pad2d(x, padding), kernel_size, stride, dilation)
    n, c, oh, ow, kh, kw = seen.shape
    return seen.transpose(0, 1, 4, 5, 3, 2).reshape(n, c * kh * kw, oh * ow)


@wrong("im2col", "the channels are fastest down a column: (kh, kw, C)")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    seen = windows(pad2d(x, padding), kernel_size, stride, dilation)
    n, c, oh, ow, kh, kw = seen.shape
    return seen.transpose(0, 4, 5, 1, 2, 3).reshape(n, c * kh * kw, oh * ow)


@wrong("im2col", "the patches are flipped")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    seen = windows(pad2d(x, padding), kernel_size, stride, dilation)[..., ::-1, ::-1]
    n, c, oh, ow, kh, kw = seen.shape
    return seen.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kh * kw, oh * ow)


@wrong("im2col", "reshape with -1: an empty batch fails")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    seen = windows(pad2d(x, padding), kernel_size, stride, dilation)
    n, c, oh, ow, kh, kw = seen.shape
    return seen.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kh * kw, -1)


@wrong("im2col", "the result is float64 whatever x is")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    oh, ow = map_size(x.shape[2:], kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    padded = pad2d(x, padding)
    cols = np.zeros((x.shape[0], x.shape[1], kh, kw, oh, ow))
    for u, v, r, s in offsets(kernel_size, stride, dilation, oh, ow):
        cols[:, :, u, v] = padded[:, :, r, s]
    return cols.reshape(x.shape[0], x.shape[1] * kh * kw, oh * ow)


@wrong("im2col", "float32 for all: digits of float64 are lost")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    return im2col(x, kernel_size, stride, padding, dilation).astype(np.float32)


@wrong("im2col", "the stride is ignored")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    return im2col(x, kernel_size, 1, padding, dilation)


@wrong("im2col", "the padding is ignored")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    return im2col(x, kernel_size, stride, 0, dilation)


@wrong("im2col", "the dilation is not passed on to windows")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    return im2col(x, kernel_size, stride, padding)


@wrong("im2col", "dilation and stride are exchanged in the call of windows")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    return im2col(x, kernel_size, dilation, padding, stride)


@wrong("im2col", "the pair of the kernel size is exchanged")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    return im2col(x, pair(kernel_size)[::-1], stride, padding, dilation)


@wrong("im2col", "the first number of the padding for both axes")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    return im2col(x, kernel_size, stride, pair(padding)[0], dilation)


@wrong("im2col", "ints only: a pair for the kernel fails with TypeError")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    k = kernel_size
    return im2col(x, (k + 0, k + 0), stride, padding, dilation)


@wrong("im2col", "one matrix for the whole batch: (C*kh*kw, N*OH*OW)")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    cols = im2col(x, kernel_size, stride, padding, dilation)
    return cols.transpose(1, 0, 2).reshape(cols.shape[1], cols.shape[0] * cols.shape[2])


@wrong("im2col", "six axes: the last reshape is missing")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    return windows(pad2d(x, padding), kernel_size, stride, dilation).transpose(0, 1, 4, 5, 2, 3)


@wrong("im2col", "only the first channel, for all channels")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    return im2col(np.repeat(x[:, :1], x.shape[1], axis=1), kernel_size, stride, padding, dilation)


@wrong("im2col", "pads with the edge, not with zeros")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    ph, pw = pair(padding)
    x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)), mode="edge")
    return im2col(x, kernel_size, stride, 0, dilation)


@wrong("im2col", "no window fits: no columns, in place of an error")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    try:
        return im2col(x, kernel_size, stride, padding, dilation)
    except ValueError:
        kh, kw = pair(kernel_size)
        return np.zeros((x.shape[0], x.shape[1] * kh * kw, 0), x.dtype)


@wrong("im2col", "the fit is checked before the padding")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    map_size(x.shape[2:], kernel_size, stride, 0, dilation)
    return im2col(x, kernel_size, stride, padding, dilation)


@wrong("im2col", "the last position of each row and column is left out: (n - reach) // s without + 1")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    oh, ow = map_size(x.shape[2:], kernel_size, stride, padding, dilation)
    cols = im2col(x, kernel_size, stride, padding, dilation)
    cols = cols.reshape(*cols.shape[:2], oh, ow)[:, :, : oh - 1, : ow - 1]
    return cols.reshape(*cols.shape[:2], (oh - 1) * (ow - 1))


# ---------------------------------------------------------------- im2col_bytes


@right("im2col_bytes", "map_size and a product")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    n, c, height, width = shape
    oh, ow = map_size((height, width), kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    return n * c * kh * kw * oh * ow * itemsize


@right("im2col_bytes", "np.prod in int64, turned into an int")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    positions = map_size(shape[2:], kernel_size, stride, padding, dilation)
    return int(np.prod([*shape[:2], *pair(kernel_size), *positions, itemsize], dtype=np.int64))


@right("im2col_bytes", "loop over the two axes with the formula")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    total = shape[0] * shape[1] * itemsize
    for axis in (0, 1):
        n, k, s, p, d = (shape[2 + axis], *(pair(v)[axis] for v in (kernel_size, stride, padding, dilation)))
        if n + 2 * p < d * (k - 1) + 1:
            raise ValueError("no window fits")
        total *= k * ((n + 2 * p - d * (k - 1) - 1) // s + 1)
    return total


@right("im2col_bytes", "nbytes of the windows of a broadcast zero, which takes no memory")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    n, c, h, w = shape
    ph, pw = pair(padding)
    empty = np.broadcast_to(np.int8(0), (n, c, h + 2 * ph, w + 2 * pw))
    (kh, kw), (sh, sw), (dh, dw) = pair(kernel_size), pair(stride), pair(dilation)
    reach = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    seen = sliding_window_view(empty, reach, axis=(2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]
    return int(seen.size) * itemsize


@right("im2col_bytes", "counts the starting points with ranges")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    map_size(shape[2:], kernel_size, stride, padding, dilation)
    count = itemsize
    for n in shape[:2]:
        count *= int(n)
    for n, k, s, p, d in zip(shape[2:], *map(pair, (kernel_size, stride, padding, dilation))):
        count *= int(k) * len(range(0, n + 2 * p - d * (k - 1), s))
    return count


@wrong("im2col_bytes", "numbers, not bytes: itemsize is forgotten")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    return shape[0] * shape[1] * kh * kw * oh * ow


@wrong("im2col_bytes", "always 4 bytes, itemsize is ignored")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    return shape[0] * shape[1] * kh * kw * oh * ow * 4


@wrong("im2col_bytes", "the default itemsize is 8")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=8):
    oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    return shape[0] * shape[1] * kh * kw * oh * ow * itemsize


@wrong("im2col_bytes", "in bits")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    return shape[0] * shape[1] * kh * kw * oh * ow * itemsize * 8


@wrong("im2col_bytes", "in megabytes")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    return shape[0] * shape[1] * kh * kw * oh * ow * itemsize / 1e6


@wrong("im2col_bytes", "one picture only: N is forgotten")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    return shape[1] * kh * kw * oh * ow * itemsize


@wrong("im2col_bytes", "the channels are forgotten")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    return shape[0] * kh * kw * oh * ow * itemsize


@wrong("im2col_bytes", "kernel size squared from its first number")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)
    return shape[0] * shape[1] * pair(kernel_size)[0] ** 2 * oh * ow * itemsize


@wrong("im2col_bytes", "as many windows as pixels: H W in place of OH OW")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    map_size(shape[2:], kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    return shape[0] * shape[1] * kh * kw * shape[2] * shape[3] * itemsize


@wrong("im2col_bytes", "the rule of thumb: pictures times (kernel over stride) squared")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    map_size(shape[2:], kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    n, c, h, w = shape
    return n * c * h * w * itemsize * kh * kw // (sh * sw)


@wrong("im2col_bytes", "the padding is ignored")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[2:], kernel_size, stride, 0, dilation)
    kh, kw = pair(kernel_size)
    return shape[0] * shape[1] * kh * kw * oh * ow * itemsize


@wrong("im2col_bytes", "the stride is ignored")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[2:], kernel_size, 1, padding, dilation)
    kh, kw = pair(kernel_size)
    return shape[0] * shape[1] * kh * kw * oh * ow * itemsize


@wrong("im2col_bytes", "the dilation is ignored")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[2:], kernel_size, stride, padding)
    kh, kw = pair(kernel_size)
    return shape[0] * shape[1] * kh * kw * oh * ow * itemsize


@wrong("im2col_bytes", "the gaps of a dilated kernel are counted as entries")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)
    (kh, kw), (dh, dw) = pair(kernel_size), pair(dilation)
    return shape[0] * shape[1] * (dh * (kh - 1) + 1) * (dw * (kw - 1) + 1) * oh * ow * itemsize


@wrong("im2col_bytes", "returns a float")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    return float(shape[0] * shape[1] * kh * kw * oh * ow * itemsize)


@wrong("im2col_bytes", "32 bit integers overflow for large layers")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)
    return int(np.prod([*shape[:2], *pair(kernel_size), oh, ow, itemsize], dtype=np.int32))


@wrong("im2col_bytes", "the shape is read as (N, H, W, C)")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[1:3], kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    return shape[0] * shape[3] * kh * kw * oh * ow * itemsize


@wrong("im2col_bytes", "columns and the pictures together")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    n, c, h, w = shape
    oh, ow = map_size((h, w), kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    return n * c * (kh * kw * oh * ow + h * w) * itemsize


@wrong("im2col_bytes", "how many times as much, not how much")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    n, c, h, w = shape
    oh, ow = map_size((h, w), kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    return kh * kw * oh * ow // (h * w)


@wrong("im2col_bytes", "the columns' bytes as text")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    return f"{shape[0] * shape[1] * kh * kw * oh * ow * itemsize} bytes"


@wrong("im2col_bytes", "an empty batch counts as one picture: max(n, 1)")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)
    kh, kw = pair(kernel_size)
    return max(1, shape[0]) * shape[1] * kh * kw * oh * ow * itemsize


# ---------------------------------------------------------------- conv2d_im2col


@right("conv2d_im2col", "filters as rows @ columns; @ refuses other channels by itself")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    oh, ow = map_size(x.shape[2:], w.shape[2:], stride, padding, dilation)
    y = w.reshape(len(w), -1) @ im2col(x, w.shape[2:], stride, padding, dilation)
    if b is not None:
        y += b[:, None]
    return y.reshape(len(x), len(w), oh, ow)


@right("conv2d_im2col", "windows and tensordot")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"{x.shape[1]} channels and {w.shape[1]}")
    seen = windows(pad2d(x, padding), w.shape[2:], stride, dilation)
    y = np.tensordot(w, seen, axes=([1, 2, 3], [1, 4, 5])).swapaxes(0, 1)
    return y if b is None else y + b.reshape(1, -1, 1, 1)


@right("conv2d_im2col", "einsum with optimize")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if x.shape[1] != w.shape[1]:
        raise ValueError("channels")
    seen = windows(pad2d(x, padding), w.shape[2:], stride, dilation)
    y = np.einsum("ncijuv,fcuv->nfij", seen, w, optimize=True)
    if b is None:
        return y
    return y + b[:, None, None]


@right("conv2d_im2col", "one product for the whole batch, columns side by side")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    n, c = x.shape[:2]
    f, d, kh, kw = w.shape
    if c != d:
        raise ValueError("channels")
    oh, ow = map_size((x.shape[2], x.shape[3]), (kh, kw), stride, padding, dilation)
    cols = im2col(x, (kh, kw), stride, padding, dilation).transpose(1, 0, 2).reshape(c * kh * kw, n * oh * ow)
    y = w.reshape(f, c * kh * kw) @ cols
    if b is not None:
        y = y + b.reshape(f, 1)
    return y.reshape(f, n, oh, ow).transpose(1, 0, 2, 3)


@right("conv2d_im2col", "the bias as one more column of the matrix of filters, ones below the columns")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if x.shape[1] != w.shape[1]:
        raise ValueError("channels")
    oh, ow = map_size(x.shape[2:], w.shape[2:], stride, padding, dilation)
    cols = im2col(x, w.shape[2:], stride, padding, dilation)
    rows = w.reshape(w.shape[0], w[0].size)
    if b is not None:
        rows = np.concatenate([rows, b[:, None]], axis=1)
        cols = np.concatenate([cols, np.ones_like(cols[:, :1])], axis=1)
    return np.matmul(rows, cols).reshape(x.shape[0], w.shape[0], oh, ow)


@right("conv2d_im2col", "a product for each weight's offset, added up")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if x.shape[1] != w.shape[1]:
        raise ValueError("channels")
    oh, ow = map_size(x.shape[2:], w.shape[2:], stride, padding, dilation)
    xp = pad2d(x, padding)
    n, c = x.shape[:2]
    y = np.zeros((n, len(w), oh * ow), np.result_type(x, w))
    for u, v, r, s in offsets(w.shape[2:], stride, dilation, oh, ow):
        y += w[:, :, u, v] @ xp[:, :, r, s].reshape(n, c, oh * ow)
    if b is not None:
        y += b[None, :, None]
    return y.reshape(n, len(w), oh, ow)


@wrong("conv2d_im2col", "b=None becomes float64 zeros: float32 in, float64 out")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if b is None:
        b = np.zeros(len(w))
    return layer(x, w, b, stride, padding, dilation)


@wrong("conv2d_im2col", "computes and returns float64 always")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return layer(x.astype(float), w.astype(float), b, stride, padding, dilation)


@wrong("conv2d_im2col", "if b: fails for an array")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    y = layer(x, w, None, stride, padding, dilation)
    if b:
        y += b[:, None, None]
    return y


@wrong("conv2d_im2col", "b=None is not handled")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return layer(x, w, None, stride, padding, dilation) + b[:, None, None]


@wrong("conv2d_im2col", "the bias is ignored")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return layer(x, w, None, stride, padding, dilation)


@wrong("conv2d_im2col", "y + b: the bias runs along the positions")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    y = layer(x, w, None, stride, padding, dilation)
    return y if b is None else y + b


@wrong("conv2d_im2col", "the first bias for all filters")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    y = layer(x, w, None, stride, padding, dilation)
    return y if b is None else y + b[0]


@wrong("conv2d_im2col", "the sum of all biases for each filter")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    y = layer(x, w, None, stride, padding, dilation)
    return y if b is None else y + b.sum()


@wrong("conv2d_im2col", "the result is right, but b is changed in place")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    y = layer(x, w, b, stride, padding, dilation)
    if b is not None:
        b += 1
    return y


@wrong("conv2d_im2col", "the batch and the filters exchanged by a reshape: wrong order for N > 1")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    y = layer(x, w, b, stride, padding, dilation)
    return np.ascontiguousarray(y.swapaxes(0, 1)).reshape(y.shape)


@wrong("conv2d_im2col", "(N, F, OH*OW): the last reshape is missing")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    y = layer(x, w, b, stride, padding, dilation)
    return y.reshape(y.shape[0], y.shape[1], y.shape[2] * y.shape[3])


@wrong("conv2d_im2col", "(N, OW, OH) in the last reshape: right numbers, exchanged axes")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    y = layer(x, w, b, stride, padding, dilation)
    return y.reshape(y.shape[0], y.shape[1], y.shape[3], y.shape[2])


@wrong("conv2d_im2col", "the kernel is flipped")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return layer(x, w[:, :, ::-1, ::-1], b, stride, padding, dilation)


@wrong("conv2d_im2col", "the stride is not passed on")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return layer(x, w, b, 1, padding, dilation)


@wrong("conv2d_im2col", "the dilation is not passed on")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return layer(x, w, b, stride, padding)


@wrong("conv2d_im2col", "the padding is applied twice: before and in im2col")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return layer(pad2d(x, padding), w, b, stride, padding, dilation)


@wrong("conv2d_im2col", "stride and padding are exchanged")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return layer(x, w, b, padding, stride, dilation)


@wrong("conv2d_im2col", "loops over all outputs: right but slow")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if x.shape[1] != w.shape[1]:
        raise ValueError("channels")
    seen = windows(pad2d(x, padding), w.shape[2:], stride, dilation)
    y = np.zeros((len(x), len(w), *seen.shape[2:4]), np.result_type(x, w))
    for n, f, i, j in np.ndindex(*y.shape):
        y[n, f, i, j] = np.sum(seen[n, :, i, j] * w[f])
        if b is not None:
            y[n, f, i, j] += b[f]
    return y


@wrong("conv2d_im2col", "einsum over the windows without a check: one channel is broadcast against many")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    seen = windows(pad2d(x, padding), w.shape[2:], stride, dilation)
    if seen.shape[1] == 1:
        seen = np.broadcast_to(seen, (seen.shape[0], w.shape[1], *seen.shape[2:]))
    y = np.tensordot(seen, w, axes=([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2)
    return y if b is None else y + b[:, None, None]


@wrong("conv2d_im2col", "extra channels of w are cut off in place of an error")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    return layer(x, w[:, : x.shape[1]], b, stride, padding, dilation)


@wrong("conv2d_im2col", "a reshape with -1: an empty batch fails")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    oh, ow = map_size(x.shape[2:], w.shape[2:], stride, padding, dilation)
    cols = im2col(x, w.shape[2:], stride, padding, dilation)
    cols = cols.reshape(len(x), -1, oh * ow)
    y = w.reshape(len(w), -1) @ cols
    y = y if b is None else y + b[:, None]
    return y.reshape(len(x), len(w), oh, ow)


@wrong("conv2d_im2col", "w.reshape(-1, F).T in place of w.reshape(F, -1): weights in the wrong order")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    rows = w.reshape(-1, w.shape[0]).T
    return layer(x, np.ascontiguousarray(rows).reshape(w.shape), b, stride, padding, dilation)


@wrong("conv2d_im2col", "only the first picture is computed, the others are copies")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    y = layer(x, w, b, stride, padding, dilation)
    y[1:] = y[:1]
    return y


@wrong("conv2d_im2col", "only square kernels: the first number of kh, kw for the size, so others raise an error")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    k = w.shape[2]
    cols = im2col(x, k, stride, padding, dilation)
    y = w.reshape(len(w), w[0].size) @ cols
    y = y if b is None else y + b[:, None]
    return y.reshape(len(x), len(w), *map_size(x.shape[2:], k, stride, padding, dilation))

# More answers, written later: what they share, and those that do something new.


def same_channels(x, w):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels, w has {w.shape[1]}")


def parts(shape, kernel_size, stride, padding, dilation):
    n, c = shape[:2]
    return (n, c, *pair(kernel_size), *map_size(shape[2:], kernel_size, stride, padding, dilation))


# ---------------------------------------- im2col


@right("im2col", "windows, transpose, reshape")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    seen = windows(pad2d(x, padding), kernel_size, stride, dilation)
    n, c, oh, ow, kh, kw = seen.shape
    return seen.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kh * kw, oh * ow)


@right("im2col", "a loop over the positions: one column after another")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    oh, ow = map_size(x.shape[2:], kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (dh, dw) = pair(kernel_size), pair(stride), pair(dilation)
    x = pad2d(x, padding)
    n, c = x.shape[:2]
    columns = np.zeros((n, c * kh * kw, oh * ow), dtype=x.dtype)
    for i in range(oh):
        for j in range(ow):
            patch = x[:, :, i * sh : i * sh + dh * (kh - 1) + 1 : dh, j * sw : j * sw + dw * (kw - 1) + 1 : dw]
            columns[:, :, i * ow + j] = patch.reshape(n, c * kh * kw)
    return columns


@wrong("im2col", "the default stride is the kernel size, as for pooling")
def _(x, kernel_size, stride=None, padding=0, dilation=1):
    return im2col(x, kernel_size, kernel_size if stride is None else stride, padding, dilation)


@wrong("im2col", "the pair of the padding is exchanged")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    return im2col(x, kernel_size, stride, pair(padding)[::-1], dilation)


@wrong("im2col", "the first number of a stride pair for both axes")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    return im2col(x, kernel_size, pair(stride)[0], padding, dilation)


@wrong("im2col", "pairs do not work for the kernel: kernel_size * kernel_size")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    seen = windows(pad2d(x, padding), kernel_size, stride, dilation)
    n, c, oh, ow = seen.shape[:4]
    return seen.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kernel_size * kernel_size, oh * ow)


@wrong("im2col", "only the first picture")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    return im2col(x[:1], kernel_size, stride, padding, dilation)


@wrong("im2col", "loop with one position too few in each axis where more than one fits")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    seen = windows(pad2d(x, padding), kernel_size, stride, dilation)
    seen = seen[:, :, : max(seen.shape[2] - 1, 1), : max(seen.shape[3] - 1, 1)]
    n, c, oh, ow, kh, kw = seen.shape
    return seen.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kh * kw, oh * ow)


@wrong("im2col", "the column index is i * OH + j, not i * OW + j: right for square maps only")
def _(x, kernel_size, stride=1, padding=0, dilation=1):
    seen = windows(pad2d(x, padding), kernel_size, stride, dilation)
    n, c, oh, ow, kh, kw = seen.shape
    columns = np.zeros((n, c * kh * kw, oh * ow), x.dtype)
    for i, j in np.ndindex(oh, ow):
        columns[:, :, i * oh + j] = seen[:, :, i, j].reshape(n, c * kh * kw)
    return columns


@wrong("im2col", "padding and dilation exchanged in the order of the parameters")
def _(x, kernel_size, stride=1, dilation=1, padding=0):
    return im2col(x, kernel_size, stride, padding, dilation)


# ---------------------------------------- im2col_bytes


@right("im2col_bytes", "the product of all sizes")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    n, c, h, w = shape
    kh, kw = pair(kernel_size)
    oh, ow = map_size((h, w), kernel_size, stride, padding, dilation)
    return n * c * kh * kw * oh * ow * itemsize


@right("im2col_bytes", "math.prod of three tuples")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    sizes = tuple(shape[:2]) + pair(kernel_size) + map_size(shape[2:], kernel_size, stride, padding, dilation)
    return int(math.prod(sizes) * itemsize)


@wrong("im2col_bytes", "pairs do not work: kernel_size ** 2")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    n, c, kh, kw, oh, ow = parts(shape, kernel_size, stride, padding, dilation)
    return itemsize * n * c * kernel_size**2 * oh * ow


@wrong("im2col_bytes", "the padding is counted once, not on each side")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    n, c, h, w = shape
    ph, pw = pair(padding)
    return itemsize * math.prod(parts((n, c, h + ph, w + pw), kernel_size, stride, 0, dilation))


@wrong("im2col_bytes", "the memory of the padded pictures is added")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    n, c, h, w = shape
    ph, pw = pair(padding)
    columns = math.prod(parts(shape, kernel_size, stride, padding, dilation))
    return itemsize * (columns + n * c * (h + 2 * ph) * (w + 2 * pw))


@wrong("im2col_bytes", "how many times as much memory as the pictures")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    return math.prod(parts(shape, kernel_size, stride, padding, dilation)) // max(math.prod(shape), 1)


@wrong("im2col_bytes", "the columns are made and measured: MemoryError for large layers (here from 1 GB on)")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    if itemsize * math.prod(parts(shape, kernel_size, stride, padding, dilation)) > 1e9:
        raise MemoryError("cannot allocate")
    return im2col(np.zeros(shape, np.uint8), kernel_size, stride, padding, dilation).nbytes * itemsize


@wrong("im2col_bytes", "the pair of strides is exchanged")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    return itemsize * math.prod(parts(shape, kernel_size, pair(stride)[::-1], padding, dilation))


@wrong("im2col_bytes", "printed, None returned")
def _(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    print(itemsize * math.prod(parts(shape, kernel_size, stride, padding, dilation)), "bytes")


# ---------------------------------------- conv2d_im2col


@right("conv2d_im2col", "one product by broadcasting over the pictures")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"x has {x.shape[1]} channels, w has {w.shape[1]}")
    oh, ow = map_size(x.shape[2:], w.shape[2:], stride, padding, dilation)
    rows = w.reshape(w.shape[0], w.shape[1] * w.shape[2] * w.shape[3])
    y = (rows @ im2col(x, w.shape[2:], stride, padding, dilation)).reshape(x.shape[0], w.shape[0], oh, ow)
    if b is not None:
        y = y + b[None, :, None, None]
    return y


@right("conv2d_im2col", "tensordot of the windows")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    same_channels(x, w)
    seen = windows(pad2d(x, padding), w.shape[2:], stride, dilation)
    y = np.tensordot(seen, w, axes=([1, 4, 5], [1, 2, 3]))
    if b is not None:
        y += b
    return np.ascontiguousarray(y.transpose(0, 3, 1, 2))


@wrong("conv2d_im2col", "the padding is ignored")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    same_channels(x, w)
    return layer(x, w, b, stride, 0, dilation)


@wrong("conv2d_im2col", "padding and dilation change places in the call of im2col")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    same_channels(x, w)
    return layer(x, w, b, stride, dilation, padding)


@wrong("conv2d_im2col", "the map is taken to be square: reshape(N, F, OH, OH)")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    same_channels(x, w)
    y = layer(x, w, b, stride, padding, dilation)
    return y.reshape(y.shape[0], y.shape[1], y.shape[2], y.shape[2])


@wrong("conv2d_im2col", "patches as rows, and then a reshape in place of a transpose: numbers mixed up")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    same_channels(x, w)
    oh, ow = map_size(x.shape[2:], w.shape[2:], stride, padding, dilation)
    y = im2col(x, w.shape[2:], stride, padding, dilation).transpose(0, 2, 1) @ w.reshape(len(w), -1).T
    if b is not None:
        y = y + b
    return y.reshape(len(x), len(w), oh, ow)


@wrong("conv2d_im2col", "only the first picture: columns[0]")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    same_channels(x, w)
    return layer(x[:1], w, b, stride, padding, dilation)


@wrong("conv2d_im2col", "no batch axis in the output for one picture")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    same_channels(x, w)
    y = layer(x, w, b, stride, padding, dilation)
    return y[0] if len(y) == 1 else y


@wrong("conv2d_im2col", "superfluous channels of x are dropped, no error")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    x = x[:, : w.shape[1]]
    same_channels(x, w)
    return layer(x, w, b, stride, padding, dilation)


@wrong("conv2d_im2col", "assert for the channels: AssertionError in place of ValueError")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    assert x.shape[1] == w.shape[1], "channels"
    return layer(x, w, b, stride, padding, dilation)


@wrong("conv2d_im2col", "no error if no window fits: an empty output")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    same_channels(x, w)
    try:
        return layer(x, w, b, stride, padding, dilation)
    except ValueError:
        return np.zeros((len(x), len(w), 0, 0), x.dtype)


@wrong("conv2d_im2col", "the filters last: (N, OH, OW, F)")
def _(x, w, b=None, stride=1, padding=0, dilation=1):
    same_channels(x, w)
    return layer(x, w, b, stride, padding, dilation).transpose(0, 2, 3, 1)
