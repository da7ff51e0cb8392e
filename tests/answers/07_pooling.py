"""Right and wrong answers to the exercises of 07_pooling, written from the notebook alone."""

import math
from functools import reduce

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from answers import right, wrong

# Right versions of what the notebook gives or other exercises make, and helpers for the answers below.


def pair(value):
    return (value, value) if np.isscalar(value) else tuple(value)


def window_views(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    if sh < 1 or sw < 1:
        raise ValueError("stride below 1")
    oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
    if oh < 1 or ow < 1:
        raise ValueError("no window fits")
    return [
        x[:, :, u : u + (oh - 1) * sh + 1 : sh, v : v + (ow - 1) * sw + 1 : sw] for u in range(kh) for v in range(kw)
    ]


def out_size(n, k, s, p, ceil_mode=False):
    """Number of windows along one axis."""
    if not ceil_mode:
        return (n + 2 * p - k) // s + 1
    o = -(-(n + 2 * p - k) // s) + 1
    if (o - 1) * s >= n + p:
        o -= 1
    return o


def options(x, kernel_size, stride, padding, ceil_mode=False):
    """All options as pairs, and the size of the output; every error that the docstring names."""
    k, p = pair(kernel_size), pair(padding)
    s = k if stride is None else pair(stride)
    if min(s) < 1:
        raise ValueError("stride")
    if min(p) < 0 or 2 * p[0] > k[0] or 2 * p[1] > k[1]:
        raise ValueError("padding")
    o = tuple(out_size(x.shape[2 + a], k[a], s[a], p[a], ceil_mode) for a in (0, 1))
    if min(o) < 1:
        raise ValueError("no window")
    return k, s, p, o


def core(x, k, s, p, o, fill=-np.inf, how=np.maximum):
    """Combine the o[0] by o[1] windows of x, padded with fill as far as needed."""
    (kh, kw), (sh, sw), (ph, pw), (oh, ow) = k, s, p, o
    below = max(0, (oh - 1) * sh + kh - x.shape[2] - ph)
    beside = max(0, (ow - 1) * sw + kw - x.shape[3] - pw)
    if ph or pw or below or beside:
        x = np.pad(x.astype(float), ((0, 0), (0, 0), (ph, below), (pw, beside)), constant_values=fill)
    views = [
        x[:, :, u : u + (oh - 1) * sh + 1 : sh, v : v + (ow - 1) * sw + 1 : sw] for u in range(kh) for v in range(kw)
    ]
    return reduce(how, views, views[0].copy()) if how is np.maximum else reduce(how, views).copy()


def max_pool2d(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    return core(x, *options(x, kernel_size, stride, padding, ceil_mode))


def mean_core(x, k, s, p, o, fill=0.0):
    return core(x.astype(float), k, s, p, o, fill, np.add) / (k[0] * k[1])


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    return mean_core(x, *options(x, kernel_size, stride, padding))


def padded(x, p, value):
    return np.pad(x.astype(float), ((0, 0), (0, 0), (p[0], p[0]), (p[1], p[1])), constant_values=value)


def winners(x, kernel_size, stride, padding, fill=-np.inf):
    """Position, row by row, of the first largest pixel in each window: (N, C, OH, OW)."""
    k, s, p, o = options(x, kernel_size, stride, padding)
    return np.argmax(np.stack(window_views(padded(x, p, fill), k, s)), axis=0)


def scatter(parts, shape, k, s, p):
    """Add parts[i], (N, C, OH, OW), at the i-th position of the windows; crop the padding."""
    n, c, h, w = shape
    dx = np.zeros((n, c, h + 2 * p[0], w + 2 * p[1]))
    for view, part in zip(window_views(dx, k, s), parts):
        view += part
    return dx[:, :, p[0] : p[0] + h, p[1] : p[1] + w]


# ---------------------------------------------------------------- pool_by_hand

right("pool_by_hand", "lists of integers and one 19.5")({"max": [[20, 30], [112, 37]], "average": [[13, 8], [79, 19.5]]})
right("pool_by_hand", "lists of floats")(
    {"max": [[20.0, 30.0], [112.0, 37.0]], "average": [[13.0, 8.0], [79.0, 19.5]]}
)
right("pool_by_hand", "keys in the other order")(
    {"average": [[13, 8], [79, 19.5]], "max": [[20, 30], [112, 37]]}
)
right("pool_by_hand", "sums and fractions written out")(
    {
        "max": [[max(12, 20, 8, 12), max(30, 0, 2, 0)], [max(34, 70, 112, 100), max(37, 4, 25, 12)]],
        "average": [[(12 + 20 + 8 + 12) / 4, 32 / 4], [316 / 4, 78 / 4]],
    }
)
right("pool_by_hand", "calculated with numpy, tolist at the end")(
    (
        lambda t: {
            "max": t.reshape(2, 2, 2, 2).max(axis=(1, 3)).tolist(),
            "average": t.reshape(2, 2, 2, 2).mean(axis=(1, 3)).tolist(),
        }
    )(np.array([[12.0, 20, 30, 0], [8, 12, 2, 0], [34, 70, 37, 4], [112, 100, 25, 12]]))
)
right("pool_by_hand", "lists of numpy float64 numbers")(
    {
        "max": [[np.float64(20), np.float64(30)], [np.float64(112), np.float64(37)]],
        "average": [[np.float64(13), np.float64(8)], [np.float64(79), np.float64(19.5)]],
    }
)
wrong("pool_by_hand", "the last mean is rounded up to 20, as in the lecture")(
    {"max": [[20, 30], [112, 37]], "average": [[13, 8], [79, 20]]}
)
wrong("pool_by_hand", "the last mean is rounded down to 19 (integer division)")(
    {"max": [[20, 30], [112, 37]], "average": [[13, 8], [79, 19]]}
)
wrong("pool_by_hand", "both tables are transposed")({"max": [[20, 112], [30, 37]], "average": [[13, 79], [8, 19.5]]})
wrong("pool_by_hand", "only the table of means is transposed")(
    {"max": [[20, 30], [112, 37]], "average": [[13, 79], [8, 19.5]]}
)
wrong("pool_by_hand", "sums in place of means")({"max": [[20, 30], [112, 37]], "average": [[52, 32], [316, 78]]})
wrong("pool_by_hand", "sums divided by 2, not by 4")({"max": [[20, 30], [112, 37]], "average": [[26, 16], [158, 39]]})
wrong("pool_by_hand", "max and average are exchanged")(
    {"max": [[13, 8], [79, 19.5]], "average": [[20, 30], [112, 37]]}
)
wrong("pool_by_hand", "the key is 'mean', not 'average'")({"max": [[20, 30], [112, 37]], "mean": [[13, 8], [79, 19.5]]})
wrong("pool_by_hand", "flat lists of four numbers, no rows")({"max": [20, 30, 112, 37], "average": [13, 8, 79, 19.5]})
wrong("pool_by_hand", "the averages are still missing (...)")({"max": [[20, 30], [112, 37]], "average": ...})
wrong("pool_by_hand", "nothing is filled in yet")({"max": ..., "average": ...})
wrong("pool_by_hand", "the maxima with stride 1: three by three")(
    {"max": [[20, 30, 30], [70, 70, 37], [112, 100, 37]], "average": [[13, 8], [79, 19.5]]}
)
wrong("pool_by_hand", "one maximum is read wrongly: 100 in place of 112")(
    {"max": [[20, 30], [100, 37]], "average": [[13, 8], [79, 19.5]]}
)
wrong("pool_by_hand", "the smallest number of each square in place of the mean")(
    {"max": [[20, 30], [112, 37]], "average": [[8, 0], [34, 4]]}
)
wrong("pool_by_hand", "the medians in place of the means")(
    {"max": [[20, 30], [112, 37]], "average": [[12, 1], [85, 18.5]]}
)
wrong("pool_by_hand", "the squares below come first: rows are upside down")(
    {"max": [[112, 37], [20, 30]], "average": [[79, 19.5], [13, 8]]}
)
wrong("pool_by_hand", "left and right squares are exchanged")(
    {"max": [[30, 20], [37, 112]], "average": [[8, 13], [19.5, 79]]}
)
wrong("pool_by_hand", "zeros are left out of the mean: (30 + 2) / 2 = 16")(
    {"max": [[20, 30], [112, 37]], "average": [[13, 16], [79, 19.5]]}
)
wrong("pool_by_hand", "the mean of the large square calculated in uint8: 316 becomes 60, and 60 / 4 is 15")(
    {"max": [[20, 30], [112, 37]], "average": [[13, 8], [15, 19.5]]}
)
wrong("pool_by_hand", "each number in a row of its own: 4 by 1")(
    {"max": [[20], [30], [112], [37]], "average": [[13], [8], [79], [19.5]]}
)
wrong("pool_by_hand", "one mean is a little off: 7.5 for 8")(
    {"max": [[20, 30], [112, 37]], "average": [[13, 7.5], [79, 19.5]]}
)
wrong("pool_by_hand", "None in place of the dict")(None)

# ---------------------------------------------------------------- window_views


@right("window_views", "slices with an exact end, list comprehension")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    if min(sh, sw) < 1:
        raise ValueError("the stride must be at least 1")
    if kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("no window fits")
    oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
    return [x[..., u : u + sh * oh : sh, v : v + sw * ow : sw] for u in range(kh) for v in range(kw)]


@right("window_views", "open slices, then cut to OH and OW")
def _(x, kernel_size, stride):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    if sh < 1 or sw < 1:
        raise ValueError(f"stride {stride} is below 1")
    oh = (x.shape[2] - kh) // sh + 1
    ow = (x.shape[3] - kw) // sw + 1
    if oh < 1 or ow < 1:
        raise ValueError("the window is larger than the picture")
    views = []
    for u in range(kh):
        for v in range(kw):
            views.append(x[:, :, u::sh, v::sw][:, :, :oh, :ow])
    return views


@right("window_views", "as_strided for each position")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    n, c, h, w = x.shape
    if sh <= 0 or sw <= 0 or h < kh or w < kw:
        raise ValueError("bad window")
    shape = (n, c, (h - kh) // sh + 1, (w - kw) // sw + 1)
    a, b, p, q = x.strides
    return [as_strided(x[:, :, u:, v:], shape, (a, b, p * sh, q * sw)) for u, v in np.ndindex(kh, kw)]


@right("window_views", "sliding_window_view, writeable")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    if sh < 1 or sw < 1:
        raise ValueError("stride")
    if x.shape[2] < kh or x.shape[3] < kw:
        raise ValueError("no window fits")
    windows = sliding_window_view(x, (kh, kw), axis=(2, 3), writeable=True)[:, :, ::sh, ::sw]
    return [windows[..., u, v] for u in range(kh) for v in range(kw)]


@right("window_views", "sliding_window_view as it is, so that the views can only be read")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    if sh < 1 or sw < 1:
        raise ValueError("stride")
    windows = sliding_window_view(x, (kh, kw), axis=(2, 3))  # raises ValueError itself if no window fits
    return [windows[:, :, ::sh, ::sw, i // kw, i % kw] for i in range(kh * kw)]


@right("window_views", "the end of each slice counted back from the border; rows first, then columns, by a helper")
def _(x, kernel_size, stride):
    def along(array, axis, k, s):
        if s < 1 or k > array.shape[axis]:
            raise ValueError("no window")
        before = (slice(None),) * axis
        n = array.shape[axis]
        return [array[before + (slice(u, n - k + u + 1, s),)] for u in range(k)]

    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    return [view for rows in along(x, 2, kh, sh) for view in along(rows, 3, kw, sw)]


@wrong("window_views", "column by column: view v kh + u in place of u kw + v")
def _(x, kernel_size, stride):
    kh, kw = pair(kernel_size)
    views = window_views(x, kernel_size, stride)
    return [views[u * kw + v] for v in range(kw) for u in range(kh)]


@wrong("window_views", "copies, not views")
def _(x, kernel_size, stride):
    return [view.copy() for view in window_views(x, kernel_size, stride)]


@wrong("window_views", "one stacked array (a copy), not views of x")
def _(x, kernel_size, stride):
    return np.stack(window_views(x, kernel_size, stride))


@wrong("window_views", "slices are not cut: views have different sizes if rows are left over")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    if sh < 1 or sw < 1 or kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("no window")
    return [x[:, :, u::sh, v::sw] for u in range(kh) for v in range(kw)]


@wrong("window_views", "off by one: the slice ends at H - kh + u, so that an exactly fitting last window is lost")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    h, w = x.shape[2:]
    if sh < 1 or sw < 1 or kh > h or kw > w:
        raise ValueError("no window")
    return [x[:, :, u : h - kh + u : sh, v : w - kw + v : sw] for u in range(kh) for v in range(kw)]


@wrong("window_views", "the stride for H is used for both axes")
def _(x, kernel_size, stride):
    sh, sw = pair(stride)
    if sw < 1:
        raise ValueError("stride")
    return window_views(x, kernel_size, (sh, sh))


@wrong("window_views", "the strides of H and W are exchanged")
def _(x, kernel_size, stride):
    sh, sw = pair(stride)
    return window_views(x, kernel_size, (sw, sh))


@wrong("window_views", "kh and kw are exchanged")
def _(x, kernel_size, stride):
    kh, kw = pair(kernel_size)
    return window_views(x, (kw, kh), stride)


@wrong("window_views", "no check whether a window fits: empty views")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    if sh < 1 or sw < 1:
        raise ValueError("stride")
    oh, ow = max(0, (x.shape[2] - kh) // sh + 1), max(0, (x.shape[3] - kw) // sw + 1)
    return [x[:, :, u::sh, v::sw][:, :, :oh, :ow] for u in range(kh) for v in range(kw)]


@wrong("window_views", "whether a window fits is checked for H only")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    if sh < 1 or sw < 1 or kh > x.shape[2]:
        raise ValueError("no window")
    oh, ow = (x.shape[2] - kh) // sh + 1, max(0, (x.shape[3] - kw) // sw + 1)
    return [x[:, :, u::sh, v::sw][:, :, :oh, :ow] for u in range(kh) for v in range(kw)]


@wrong("window_views", "no check of the stride: 0 raises ZeroDivisionError, below 0 is no error")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    if kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("no window fits")
    oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
    return [x[:, :, u::sh, v::sw][:, :, :oh, :ow] for u in range(kh) for v in range(kw)]


@wrong("window_views", "only stride 0 is refused (by slicing itself), negative strides are not")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    if sh == 0 or sw == 0 or kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("no window fits")
    h, w = x.shape[2:]
    return [x[:, :, u : h - kh + u + 1 : sh, v : w - kw + v + 1 : sw] for u in range(kh) for v in range(kw)]


@wrong("window_views", "the stride is checked for H only: a stride (1, 0) or (1, -1) is no ValueError")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    if sh < 1 or kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("no window")
    oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
    return [x[:, :, u::sh, v::sw][:, :, :oh, :ow] for u in range(kh) for v in range(kw)]


@wrong("window_views", "a window exactly as large as the picture is refused")
def _(x, kernel_size, stride):
    kh, kw = pair(kernel_size)
    if kh >= x.shape[2] or kw >= x.shape[3]:
        raise ValueError("no window fits")
    return window_views(x, kernel_size, stride)


@wrong("window_views", "AssertionError in place of ValueError")
def _(x, kernel_size, stride):
    (kh, kw), strides = pair(kernel_size), pair(stride)
    assert min(strides) >= 1, "stride"
    assert kh <= x.shape[2] and kw <= x.shape[3], "no window fits"
    return window_views(x, kernel_size, stride)


@wrong("window_views", "a ValueError is returned, not raised")
def _(x, kernel_size, stride):
    (kh, kw), strides = pair(kernel_size), pair(stride)
    if min(strides) < 1 or kh > x.shape[2] or kw > x.shape[3]:
        return ValueError("no window fits")
    return window_views(x, kernel_size, stride)


@wrong("window_views", "one view (N, C, kh, kw) for each window, not for each position")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    if sh < 1 or sw < 1 or kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("no window")
    return [
        x[:, :, i : i + kh, j : j + kw]
        for i in range(0, x.shape[2] - kh + 1, sh)
        for j in range(0, x.shape[3] - kw + 1, sw)
    ]


@wrong("window_views", "a list of kh lists of kw views, not one flat list")
def _(x, kernel_size, stride):
    kh, kw = pair(kernel_size)
    views = window_views(x, kernel_size, stride)
    return [views[u * kw : (u + 1) * kw] for u in range(kh)]


@wrong("window_views", "return in the inner loop: only the first view")
def _(x, kernel_size, stride):
    views = []
    for view in window_views(x, kernel_size, stride):
        views.append(view)
        return views


@wrong("window_views", "the positions are multiplied by the stride as well: x[u sh :: sh]")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    window_views(x, kernel_size, stride)
    oh, ow = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
    return [x[:, :, u * sh :: sh, v * sw :: sw][:, :, :oh, :ow] for u in range(kh) for v in range(kw)]


@wrong("window_views", "only the first picture of the batch, (C, OH, OW)")
def _(x, kernel_size, stride):
    return [view[0] for view in window_views(x, kernel_size, stride)]


@wrong("window_views", "OH and OW are rounded up: some views are one longer if rows are left over")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    window_views(x, kernel_size, stride)
    oh, ow = math.ceil((x.shape[2] - kh) / sh) + 1, math.ceil((x.shape[3] - kw) / sw) + 1
    return [x[:, :, u::sh, v::sw][:, :, :oh, :ow] for u in range(kh) for v in range(kw)]


@wrong("window_views", "as_strided with strides calculated from the shape: wrong if x itself is a transposed or sliced view")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    window_views(x, kernel_size, stride)
    n, c, h, w = x.shape
    flat = np.ascontiguousarray(x) if not x.flags.c_contiguous else x
    shape = (n, c, (h - kh) // sh + 1, (w - kw) // sw + 1)
    b = x.itemsize
    strides = (c * h * w * b, h * w * b, w * sh * b, sw * b)
    return [as_strided(flat[:, :, u:, v:], shape, strides) for u in range(kh) for v in range(kw)]


@wrong("window_views", "strides greater than the window are refused")
def _(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    if sh > kh or sw > kw:
        raise ValueError("the stride leaves gaps")
    return window_views(x, kernel_size, stride)


@wrong("window_views", "works only for numbers: a pair as kernel_size or stride raises TypeError")
def _(x, kernel_size, stride):
    k, s = int(kernel_size), int(stride)
    return window_views(x, (k, k), (s, s))


@wrong("window_views", "the views are backwards: the last position first")
def _(x, kernel_size, stride):
    return window_views(x, kernel_size, stride)[::-1]


@wrong("window_views", "the stride is ignored: windows at every pixel")
def _(x, kernel_size, stride):
    window_views(x, kernel_size, stride)
    return window_views(x, kernel_size, 1)


# ---------------------------------------------------------------- max_pool2d


@right("max_pool2d", "views and reduce, padded with -inf only where needed")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    if sh < 1 or sw < 1 or ph < 0 or pw < 0 or ph > kh / 2 or pw > kw / 2:
        raise ValueError("bad options")
    h, w = x.shape[2:]
    oh, ow = (h + 2 * ph - kh) / sh + 1, (w + 2 * pw - kw) / sw + 1
    if ceil_mode:
        oh, ow = math.ceil(oh), math.ceil(ow)
        oh -= (oh - 1) * sh >= h + ph
        ow -= (ow - 1) * sw >= w + pw
    else:
        oh, ow = math.floor(oh), math.floor(ow)
    if oh < 1 or ow < 1:
        raise ValueError("no window")
    more_h = max((oh - 1) * sh + kh - h - ph, 0)
    more_w = max((ow - 1) * sw + kw - w - pw, 0)
    if ph or pw or more_h or more_w:
        x = np.pad(x.astype(float), ((0, 0), (0, 0), (ph, more_h), (pw, more_w)), constant_values=-np.inf)
    return reduce(
        np.maximum, [x[:, :, u:, v:][:, :, ::sh, ::sw][:, :, :oh, :ow] for u in range(kh) for v in range(kw)]
    )


@right("max_pool2d", "loops over windows that are clipped at the border, no padding at all")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw), (ph, pw) = pair(kernel_size), pair(stride), pair(padding)
    n, c, h, w = x.shape
    for k, s, p in [(kh, sh, ph), (kw, sw, pw)]:
        if s < 1:
            raise ValueError("stride must be positive")
        if p < 0 or 2 * p > k:
            raise ValueError("padding must be between 0 and half the window")

    def starts(size, k, s, p):
        result = []
        a = -p
        while a + k <= size + p:
            result.append(a)
            a += s
        # `a` is now the first start whose window does not fit; it counts if it covers something new
        if ceil_mode and a < size and a - s + k < size + p:
            result.append(a)
        return result

    rows, columns = starts(h, kh, sh, ph), starts(w, kw, sw, pw)
    if not rows or not columns:
        raise ValueError("the output would be empty")
    y = np.empty((n, c, len(rows), len(columns)), dtype=np.result_type(x.dtype, float) if ph or pw else x.dtype)
    for i, a in enumerate(rows):
        for j, b in enumerate(columns):
            y[:, :, i, j] = x[:, :, max(a, 0) : a + kh, max(b, 0) : b + kw].max(axis=(2, 3))
    return y


@right("max_pool2d", "sliding_window_view")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, s, p, (oh, ow) = options(x, kernel_size, stride, padding, ceil_mode)
    need_h, need_w = (oh - 1) * s[0] + k[0], (ow - 1) * s[1] + k[1]
    h, w = x.shape[2:]
    if need_h > h or need_w > w or p != (0, 0):
        big = np.full(
            (*x.shape[:2], max(need_h, h + p[0]), max(need_w, w + p[1])), -np.inf
        )
        big[:, :, p[0] : p[0] + h, p[1] : p[1] + w] = x
    else:
        big = x
    windows = sliding_window_view(big, k, axis=(2, 3))[:, :, :: s[0], :: s[1]]
    return windows[:, :, :oh, :ow].max(axis=(4, 5))


@right("max_pool2d", "one axis after the other, by a helper")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, p = pair(kernel_size), pair(padding)
    s = k if stride is None else pair(stride)
    is_float = x.dtype.kind == "f"

    def along_last(a, k, s, p):
        if s < 1 or p < 0 or p > k / 2:
            raise ValueError("bad option")
        size = a.shape[-1]
        span = size + 2 * p - k
        o = (span + (s - 1 if ceil_mode else 0)) // s + 1
        while ceil_mode and o > 0 and (o - 1) * s - p >= size:
            o -= 1
        if o < 1:
            raise ValueError("no output")
        return np.stack([a[..., max(0, i * s - p) : i * s - p + k].max(axis=-1) for i in range(o)], axis=-1)

    y = along_last(x, k[1], s[1], p[1])
    y = along_last(y.swapaxes(2, 3), k[0], s[0], p[0]).swapaxes(2, 3)
    return y if is_float or not any(p) else y.astype(np.float64)


@right("max_pool2d", "edge padding: a repeated border pixel is in the window anyway")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    (kh, kw), (sh, sw), (ph, pw), (oh, ow) = options(x, kernel_size, stride, padding, ceil_mode)
    if ph or pw:
        x = x + 0.0
    big = np.pad(x, ((0, 0), (0, 0), (ph, kh + ph), (pw, kw + pw)), mode="edge")
    y = big[:, :, : oh * sh : sh, : ow * sw : sw][:, :, :oh, :ow].copy()
    for u, v in np.ndindex(kh, kw):
        np.maximum(y, big[:, :, u : u + (oh - 1) * sh + 1 : sh, v : v + (ow - 1) * sw + 1 : sw], out=y)
    return y


@right("max_pool2d", "as_strided on a padded copy")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    (kh, kw), (sh, sw), (ph, pw), (oh, ow) = options(x, kernel_size, stride, padding, ceil_mode)
    n, c, h, w = x.shape
    hh, ww = max(h + 2 * ph, (oh - 1) * sh + kh), max(w + 2 * pw, (ow - 1) * sw + kw)
    if (hh, ww) != (h, w):
        big = np.full((n, c, hh, ww), -np.inf, dtype=x.dtype if x.dtype.kind == "f" else float)
        big[:, :, ph : ph + h, pw : pw + w] = x
        x = big
    a, b, p, q = x.strides
    return as_strided(x, (n, c, oh, ow, kh, kw), (a, b, p * sh, q * sw, p, q)).max((-2, -1))


@wrong("max_pool2d", "the padding is 0, not -inf: wins against negative numbers")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, s, p, o = options(x, kernel_size, stride, padding, ceil_mode)
    if p != (0, 0):
        x = padded(x, p, 0.0)
    return core(x, k, s, (0, 0), o)


@wrong("max_pool2d", "the default stride is 1, not the kernel size")
def _(x, kernel_size, stride=1, padding=0, ceil_mode=False):
    return max_pool2d(x, kernel_size, 1 if stride is None else stride, padding, ceil_mode)


@wrong("max_pool2d", "the stride is ignored: always the kernel size")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    options(x, kernel_size, stride, padding, ceil_mode)
    return max_pool2d(x, kernel_size, None, padding, ceil_mode)


@wrong("max_pool2d", "`stride or kernel_size`: a stride of 0 is taken for None, no error")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    return max_pool2d(x, kernel_size, stride or kernel_size, padding, ceil_mode)


@wrong("max_pool2d", "padding greater than half the window is not refused")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, p = pair(kernel_size), pair(padding)
    s = k if stride is None else pair(stride)
    if min(s) < 1 or min(p) < 0:
        raise ValueError("options")
    o = tuple(out_size(x.shape[2 + a], k[a], s[a], p[a], ceil_mode) for a in (0, 1))
    if min(o) < 1:
        raise ValueError("no window")
    return core(x, k, s, p, o)


@wrong("max_pool2d", "padding of exactly half the window is refused")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, p = pair(kernel_size), pair(padding)
    if 2 * p[0] >= k[0] or 2 * p[1] >= k[1]:
        raise ValueError("padding")
    return max_pool2d(x, kernel_size, stride, padding, ceil_mode)


@wrong("max_pool2d", "padding against half the window is checked for H only")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, p = pair(kernel_size), pair(padding)
    s = k if stride is None else pair(stride)
    if min(s) < 1 or min(p) < 0 or 2 * p[0] > k[0]:
        raise ValueError("options")
    o = tuple(out_size(x.shape[2 + a], k[a], s[a], p[a], ceil_mode) for a in (0, 1))
    if min(o) < 1:
        raise ValueError("no window")
    return core(x, k, s, p, o)


@wrong("max_pool2d", "the padding of each axis is compared with half of the smaller side of the window: too strict")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    if max(pair(padding)) > min(pair(kernel_size)) / 2:
        raise ValueError("padding")
    return max_pool2d(x, kernel_size, stride, padding, ceil_mode)


@wrong("max_pool2d", "negative padding is not refused: it cuts pixels off")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    ph, pw = pair(padding)
    h, w = x.shape[2:]
    cut_h, cut_w = max(0, -ph), max(0, -pw)
    x = x[:, :, cut_h : h - cut_h, cut_w : w - cut_w]
    return max_pool2d(x, kernel_size, stride, (max(ph, 0), max(pw, 0)), ceil_mode)


@wrong("max_pool2d", "no check of the stride: 0 raises ZeroDivisionError")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    s = pair(kernel_size if stride is None else stride)
    (x.shape[2] - 1) // s[0], (x.shape[3] - 1) // s[1]
    return max_pool2d(x, kernel_size, stride, padding, ceil_mode)


@wrong("max_pool2d", "no error if no window fits: an empty array")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, p = pair(kernel_size), pair(padding)
    s = k if stride is None else pair(stride)
    if min(s) >= 1:
        o = tuple(out_size(x.shape[2 + a], k[a], s[a], p[a], ceil_mode) for a in (0, 1))
        if min(p) >= 0 and 2 * p[0] <= k[0] and 2 * p[1] <= k[1] and min(o) < 1:
            return np.empty((*x.shape[:2], max(o[0], 0), max(o[1], 0)))
    return max_pool2d(x, kernel_size, stride, padding, ceil_mode)


@wrong("max_pool2d", "ceil_mode is on by default")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=True):
    return max_pool2d(x, kernel_size, stride, padding, ceil_mode)


@wrong("max_pool2d", "kh and kw are exchanged")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    kh, kw = pair(kernel_size)
    return max_pool2d(x, (kw, kh), (kh, kw) if stride is None else stride, padding, ceil_mode)


@wrong("max_pool2d", "the stride for H is used for both axes")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, s, p, o = options(x, kernel_size, stride, padding, ceil_mode)
    return max_pool2d(x, kernel_size, s[0], padding, ceil_mode)


@wrong("max_pool2d", "the paddings of H and W are exchanged")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    options(x, kernel_size, stride, padding, ceil_mode)
    return max_pool2d(x, kernel_size, stride, pair(padding)[::-1], ceil_mode)


@wrong("max_pool2d", "H + padding - kh in place of H + 2 padding - kh: padded before only")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, s, p, o = options(x, kernel_size, stride, padding, ceil_mode)
    if p != (0, 0):
        x = np.pad(x.astype(float), ((0, 0), (0, 0), (p[0], 0), (p[1], 0)), constant_values=-np.inf)
    return max_pool2d(x, k, s, 0, ceil_mode)


@wrong("max_pool2d", "changes x: np.maximum(..., out=) writes into the first view")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, s, p, o = options(x, kernel_size, stride, padding, ceil_mode)
    if ceil_mode or p != (0, 0):
        return max_pool2d(x, kernel_size, stride, padding, ceil_mode)
    views = window_views(x, k, s)
    result = views[0]
    for view in views[1:]:
        np.maximum(result, view, out=result)
    return result


@wrong("max_pool2d", "begins with zeros, so that negative maxima become 0")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    y = max_pool2d(x, kernel_size, stride, padding, ceil_mode)
    return np.maximum(np.zeros_like(y), y)


@wrong("max_pool2d", "AssertionError in place of ValueError")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    try:
        return max_pool2d(x, kernel_size, stride, padding, ceil_mode)
    except ValueError as error:
        raise AssertionError(str(error)) from None


@wrong("max_pool2d", "int() in place of rounding down: a window that is a little too large gives OH 1, no error")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, p = pair(kernel_size), pair(padding)
    s = k if stride is None else pair(stride)
    if ceil_mode or min(s) < 1 or min(p) < 0 or 2 * p[0] > k[0] or 2 * p[1] > k[1]:
        return max_pool2d(x, kernel_size, stride, padding, ceil_mode)
    o = [int((x.shape[2 + a] + 2 * p[a] - k[a]) / s[a]) + 1 for a in (0, 1)]
    if min(o) < 1:
        raise ValueError("no window")
    return core(x, k, s, p, o)


@wrong("max_pool2d", "a window exactly as large as the picture is refused")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, p = pair(kernel_size), pair(padding)
    if k[0] >= x.shape[2] + 2 * p[0] or k[1] >= x.shape[3] + 2 * p[1]:
        raise ValueError("too large")
    return max_pool2d(x, kernel_size, stride, padding, ceil_mode)


@wrong("max_pool2d", "reflected padding in place of -inf")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, s, p, o = options(x, kernel_size, stride, padding, ceil_mode)
    if p == (0, 0):
        return core(x, k, s, p, o)
    x = np.pad(x.astype(float), ((0, 0), (0, 0), (p[0],) * 2, (p[1],) * 2), mode="reflect")
    return core(x, k, s, (0, 0), o)


@wrong("max_pool2d", "largest over the channels as well: one channel")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    return max_pool2d(x, kernel_size, stride, padding, ceil_mode).max(axis=1, keepdims=True)


@wrong("max_pool2d", "only the first picture of the batch is pooled, the others stay 0")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    y = max_pool2d(x, kernel_size, stride, padding, ceil_mode)
    y[1:] = 0
    return y


@wrong("max_pool2d", "the number of windows is rounded to the nearest, not down")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, s, p, o = options(x, kernel_size, stride, padding, ceil_mode)
    if not ceil_mode:
        o = [math.floor((x.shape[2 + a] + 2 * p[a] - k[a]) / s[a] + 0.5) + 1 for a in (0, 1)]
    return core(x, k, s, p, o)


@wrong("max_pool2d", "OH and OW are exchanged in the result (transposed maps)")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    return max_pool2d(x, kernel_size, stride, padding, ceil_mode).swapaxes(2, 3)


@wrong("max_pool2d", "the largest absolute value of each window")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, s, p, o = options(x, kernel_size, stride, padding, ceil_mode)
    return core(np.abs(x), k, s, p, o)


@wrong("max_pool2d", "padding has to be below the stride: windows that overlap and are padded are refused")
def _(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    k, s, p, o = options(x, kernel_size, stride, padding, ceil_mode)
    if (p[0] and p[0] >= s[0]) or (p[1] and p[1] >= s[1]):
        raise ValueError("padding must be smaller than the stride")
    return core(x, k, s, p, o)


# ---------------------------------------------------------------- kept_fraction


@right("kept_fraction", "one over the product of the strides")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    return 1 / (sh * sw)


@right("kept_fraction", "two divisions, isinstance in place of pair")
def _(kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    if isinstance(stride, (tuple, list)):
        return 1.0 / stride[0] / stride[1]
    return 1.0 / stride**2


@right("kept_fraction", "numpy: broadcast to two numbers, then prod; a numpy float")
def _(kernel_size, stride=None):
    steps = np.broadcast_to(kernel_size if stride is None else stride, 2)
    return np.prod(1.0 / steps)


@right("kept_fraction", "outputs over inputs of a map whose sides are a multiple of the strides, periodic")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size) if stride is None else pair(stride)
    h, w = 60 * sh, 84 * sw
    return (len(range(0, h, sh)) * len(range(0, w, sw))) / (h * w)


@right("kept_fraction", "recursion: without stride, call again with the kernel size")
def _(kernel_size, stride=None):
    def kept(k, s=None):
        if s is None:
            return kept(k, k)
        return (1 / s) ** 2 if np.ndim(s) == 0 else math.prod(1 / step for step in s)

    return kept(kernel_size, stride)


@wrong("kept_fraction", "the stride is ignored: one over the window's area")
def _(kernel_size, stride=None):
    kh, kw = pair(kernel_size)
    return 1 / (kh * kw)


@wrong("kept_fraction", "one axis only: 1 / sh")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    return 1 / sh


@wrong("kept_fraction", "1 / sh squared: the stride for H for both axes")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    return 1 / sh**2


@wrong("kept_fraction", "1 / sw squared: the stride for W for both axes")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    return 1 / sw**2


@wrong("kept_fraction", "the fraction that is thrown away")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    return 1 - 1 / (sh * sw)


@wrong("kept_fraction", "per cent, 25 in place of 0.25")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    return 100 / (sh * sw)


@wrong("kept_fraction", "inputs per output: 4 in place of 1 / 4")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    return float(sh * sw)


@wrong("kept_fraction", "integer division: 0")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    return 1 // (sh * sw)


@wrong("kept_fraction", "without a stride 1 is taken, not the kernel size")
def _(kernel_size, stride=None):
    sh, sw = pair(1 if stride is None else stride)
    return 1 / (sh * sw)


@wrong("kept_fraction", "without a stride 2 is taken, not the kernel size")
def _(kernel_size, stride=2):
    sh, sw = pair(2 if stride is None else stride)
    return 1 / (sh * sw)


@wrong("kept_fraction", "the strides are added, 1 / (sh + sw)")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    return 1 / (sh + sw)


@wrong("kept_fraction", "with the mean of both strides, squared")
def _(kernel_size, stride=None):
    return 1 / np.mean(pair(kernel_size if stride is None else stride)) ** 2


@wrong("kept_fraction", "the border is not ignored: outputs of a map of 100 by 100")
def _(kernel_size, stride=None):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    return ((100 - kh) // sh + 1) * ((100 - kw) // sw + 1) / 10000


@wrong("kept_fraction", "the share of pixels that a window touches: kh kw / (sh sw), at most 1")
def _(kernel_size, stride=None):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    return min(1.0, kh * kw / (sh * sw)) if stride is not None else 1 / (kh * kw)


@wrong("kept_fraction", "a stride greater than the window is cut to the window")
def _(kernel_size, stride=None):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    return 1 / (min(kh, sh) * min(kw, sw))


@wrong("kept_fraction", "two fractions, one for each axis")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    return 1 / sh, 1 / sw


@wrong("kept_fraction", "rounded to two digits: 0.11 for 1 / 9")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    return round(1 / (sh * sw), 2)


@wrong("kept_fraction", "prints and returns None")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    print(1 / (sh * sw))


@wrong("kept_fraction", "works for numbers only: a pair as stride raises TypeError")
def _(kernel_size, stride=None):
    s = kernel_size if stride is None else stride
    return 1 / (s * s)


@wrong("kept_fraction", "a pair as kernel size without a stride raises TypeError, pairs as stride work")
def _(kernel_size, stride=None):
    if stride is None:
        return 1 / kernel_size**2
    sh, sw = pair(stride)
    return 1 / (sh * sw)


@wrong("kept_fraction", "the stride is used only if it is a pair; a single number is ignored")
def _(kernel_size, stride=None):
    sh, sw = stride if isinstance(stride, tuple) else pair(kernel_size)
    return 1 / (sh * sw)


@wrong("kept_fraction", "if a stride is given, the square root of the window's area times the strides' product is taken: the window still counts")
def _(kernel_size, stride=None):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    return 1 / (sh * sw) if stride is None else 1 / math.sqrt(kh * kw * sh * sw)


# ---------------------------------------------------------------- avg_pool2d


@right("avg_pool2d", "reduce over the views, in float64")
def _(x, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    ph, pw = pair(padding)
    if stride is None:
        stride = kernel_size
    if not (0 <= ph <= kh / 2 and 0 <= pw <= kw / 2):
        raise ValueError("padding")
    big = np.pad(x.astype(np.float64), ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    return reduce(np.add, window_views(big, (kh, kw), stride)) / (kh * kw)


@right("avg_pool2d", "loops over windows, np.mean")
def _(x, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = (kh, kw) if stride is None else pair(stride)
    if sh < 1 or sw < 1:
        raise ValueError("stride")
    if ph < 0 or pw < 0 or 2 * ph > kh or 2 * pw > kw:
        raise ValueError("padding")
    n, c, h, w = x.shape
    oh, ow = (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1
    if oh < 1 or ow < 1:
        raise ValueError("no window")
    big = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    big[:, :, ph : ph + h, pw : pw + w] = x
    y = np.empty((n, c, oh, ow))
    for b in range(n):
        for d in range(c):
            for i in range(oh):
                for j in range(ow):
                    y[b, d, i, j] = big[b, d, i * sh : i * sh + kh, j * sw : j * sw + kw].mean()
    return y


@right("avg_pool2d", "sliding_window_view, einsum with equal weights")
def _(x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    windows = sliding_window_view(padded(x, p, 0), k, axis=(2, 3))[:, :, :: s[0], :: s[1]]
    return np.einsum("ncijuv,uv->ncij", windows, np.full(k, 1 / (k[0] * k[1])))


@right("avg_pool2d", "integral image: differences of cumulative sums")
def _(x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), (ph, pw), (oh, ow) = options(x, kernel_size, stride, padding)
    big = np.pad(x.astype(float), ((0, 0), (0, 0), (ph + 1, ph), (pw + 1, pw)))
    total = big.cumsum(2).cumsum(3)
    i, j = np.arange(oh)[:, None] * sh, np.arange(ow) * sw
    y = total[:, :, i + kh, j + kw] - total[:, :, i, j + kw] - total[:, :, i + kh, j] + total[:, :, i, j]
    return y / (kh * kw)


@right("avg_pool2d", "two matrices, one for each axis; no padding needed")
def _(x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)

    def matrix(a):
        start = np.arange(o[a])[:, None] * s[a] - p[a]
        pixel = np.arange(x.shape[2 + a])
        return ((start <= pixel) & (pixel < start + k[a])) / k[a]

    return matrix(0) @ x @ matrix(1).T


@right("avg_pool2d", "clipped windows: the sum of the pixels divided by kh kw")
def _(x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), (ph, pw), (oh, ow) = options(x, kernel_size, stride, padding)

    def sums(i, j):
        a, b = i * sh - ph, j * sw - pw
        return x[:, :, max(a, 0) : a + kh, max(b, 0) : b + kw].sum(axis=(2, 3), dtype=float)

    rows = [np.stack([sums(i, j) for j in range(ow)], axis=-1) for i in range(oh)]
    return np.stack(rows, axis=2) / (kh * kw)


@right("avg_pool2d", "calculates in float32, the result in float64")
def _(x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    big = np.pad(x.astype(np.float32), ((0, 0), (0, 0), (p[0], p[0]), (p[1], p[1])))
    return np.mean(window_views(big, k, s), axis=0).astype(np.float64)


@wrong("avg_pool2d", "the sum, not the mean")
def _(x, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    return avg_pool2d(x, kernel_size, stride, padding) * (kh * kw)


@wrong("avg_pool2d", "the zeros of the padding do not count: divided by the number of real pixels")
def _(x, kernel_size, stride=None, padding=0):
    return avg_pool2d(x, kernel_size, stride, padding) / avg_pool2d(np.ones_like(x), kernel_size, stride, padding)


@wrong("avg_pool2d", "added in the dtype of x: 200 + 200 is 144 in uint8")
def _(x, kernel_size, stride=None, padding=0):
    (kh, kw), s, (ph, pw), o = options(x, kernel_size, stride, padding)
    big = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    return reduce(np.add, window_views(big, (kh, kw), s)) / (kh * kw)


@wrong("avg_pool2d", "integers in, integers out: means are rounded down")
def _(x, kernel_size, stride=None, padding=0):
    y = avg_pool2d(x, kernel_size, stride, padding)
    return y if x.dtype.kind == "f" else np.floor(y).astype(x.dtype)


@wrong("avg_pool2d", "means are rounded to whole numbers, as in the lecture, for floats too")
def _(x, kernel_size, stride=None, padding=0):
    return np.round(avg_pool2d(x, kernel_size, stride, padding))


@wrong("avg_pool2d", "the default stride is 1")
def _(x, kernel_size, stride=1, padding=0):
    return avg_pool2d(x, kernel_size, 1 if stride is None else stride, padding)


@wrong("avg_pool2d", "the stride is ignored: always the kernel size")
def _(x, kernel_size, stride=None, padding=0):
    options(x, kernel_size, stride, padding)
    return avg_pool2d(x, kernel_size, None, padding)


@wrong("avg_pool2d", "padded with -inf, as for the maximum")
def _(x, kernel_size, stride=None, padding=0):
    return mean_core(x, *options(x, kernel_size, stride, padding), fill=-np.inf)


@wrong("avg_pool2d", "padded with copies of the border pixels")
def _(x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    big = np.pad(x.astype(float), ((0, 0), (0, 0), (p[0],) * 2, (p[1],) * 2), mode="edge")
    return mean_core(big, k, s, (0, 0), o)


@wrong("avg_pool2d", "the padding is ignored")
def _(x, kernel_size, stride=None, padding=0):
    options(x, kernel_size, stride, padding)
    return avg_pool2d(x, kernel_size, stride)


@wrong("avg_pool2d", "padding of half the window is refused")
def _(x, kernel_size, stride=None, padding=0):
    k, p = pair(kernel_size), pair(padding)
    if 2 * p[0] >= k[0] or 2 * p[1] >= k[1]:
        raise ValueError("padding")
    return avg_pool2d(x, kernel_size, stride, padding)


@wrong("avg_pool2d", "kh and kw are exchanged")
def _(x, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    return avg_pool2d(x, (kw, kh), (kh, kw) if stride is None else stride, padding)


@wrong("avg_pool2d", "the paddings of H and W are exchanged")
def _(x, kernel_size, stride=None, padding=0):
    return avg_pool2d(x, kernel_size, stride, pair(padding)[::-1])


@wrong("avg_pool2d", "divided by sh sw, not by kh kw")
def _(x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    return avg_pool2d(x, kernel_size, stride, padding) * (k[0] * k[1]) / (s[0] * s[1])


@wrong("avg_pool2d", "divided by kh squared: right for square windows only")
def _(x, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    return avg_pool2d(x, kernel_size, stride, padding) * kw / kh


@wrong("avg_pool2d", "half of the running mean and half of the next view: not every pixel has the same weight")
def _(x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    return reduce(lambda a, b: (a + b) / 2, window_views(padded(x, p, 0), k, s))


@wrong("avg_pool2d", "changes float x: adds the other views to the first one in place")
def _(x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    if x.dtype.kind != "f" or p != (0, 0):
        return avg_pool2d(x, kernel_size, stride, padding)
    views = window_views(x, k, s)
    total = views[0]
    for view in views[1:]:
        total += view
    return total / len(views)


@wrong("avg_pool2d", "the mean over the channels as well")
def _(x, kernel_size, stride=None, padding=0):
    return avg_pool2d(x, kernel_size, stride, padding).mean(axis=1, keepdims=True)


@wrong("avg_pool2d", "OH and OW are rounded up: a last, partial window counts too")
def _(x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    o = [out_size(x.shape[2 + a], k[a], s[a], p[a], True) for a in (0, 1)]
    return mean_core(x, k, s, p, o)


@wrong("avg_pool2d", "padded before (above and left) only")
def _(x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    return avg_pool2d(np.pad(x, ((0, 0), (0, 0), (p[0], 0), (p[1], 0))), k, s, 0)


@wrong("avg_pool2d", "the median of each window")
def _(x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    return np.median(np.stack(window_views(padded(x, p, 0), k, s)), axis=0)


# ---------------------------------------------------------------- global_avg_pool2d


@right("global_avg_pool2d", "mean over the last two axes")
def _(x):
    return x.mean(axis=(2, 3), dtype=np.float64)


@right("global_avg_pool2d", "flattened maps")
def _(x):
    n, c, h, w = x.shape
    return x.reshape(n, c, h * w).mean(axis=2)


@right("global_avg_pool2d", "einsum in float64, divided by H W")
def _(x):
    return np.einsum("nchw->nc", x.astype(float)) / (x.shape[2] * x.shape[3])


@right("global_avg_pool2d", "loops and math.fsum")
def _(x):
    y = np.zeros(x.shape[:2])
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            y[n, c] = math.fsum(float(value) for value in x[n, c].flat) / x[n, c].size
    return y


@right("global_avg_pool2d", "avg_pool2d with one window as large as the map")
def _(x):
    return avg_pool2d(x, x.shape[2:])[:, :, 0, 0]


@right("global_avg_pool2d", "mean of the means of the rows")
def _(x):
    return x.mean(axis=-1).mean(axis=-1)


@wrong("global_avg_pool2d", "keepdims: (N, C, 1, 1)")
def _(x):
    return x.mean(axis=(2, 3), keepdims=True)


@wrong("global_avg_pool2d", "the sum, not the mean")
def _(x):
    return x.sum(axis=(2, 3), dtype=float)


@wrong("global_avg_pool2d", "mean over W only: (N, C, H)")
def _(x):
    return x.mean(axis=-1)


@wrong("global_avg_pool2d", "mean over H only: (N, C, W)")
def _(x):
    return x.mean(axis=2)


@wrong("global_avg_pool2d", "channels last: mean over axes 1 and 2, (N, W)")
def _(x):
    return x.mean(axis=(1, 2))


@wrong("global_avg_pool2d", "mean over the batch as well: (C,)")
def _(x):
    return x.mean(axis=(0, 2, 3))


@wrong("global_avg_pool2d", "mean over the channels as well: (N,)")
def _(x):
    return x.mean(axis=(1, 2, 3))


@wrong("global_avg_pool2d", "one number for everything")
def _(x):
    return x.mean()


@wrong("global_avg_pool2d", "the largest, not the mean")
def _(x):
    return x.max(axis=(2, 3)).astype(float)


@wrong("global_avg_pool2d", "integer division of the sum")
def _(x):
    return x.sum(axis=(2, 3)) // (x.shape[2] * x.shape[3])


@wrong("global_avg_pool2d", "added by einsum in the dtype of x: overflow in uint8")
def _(x):
    return np.einsum("nchw->nc", x) / (x.shape[2] * x.shape[3])


@wrong("global_avg_pool2d", "divided by H squared: right for square maps only")
def _(x):
    return x.sum(axis=(2, 3)) / x.shape[2] ** 2


@wrong("global_avg_pool2d", "divided by H only")
def _(x):
    return x.sum(axis=(2, 3)) / x.shape[2]


@wrong("global_avg_pool2d", "divided by C H W")
def _(x):
    return x.sum(axis=(2, 3)) / x[0].size


@wrong("global_avg_pool2d", "the result has the dtype of x: integers are cut off")
def _(x):
    return x.mean(axis=(2, 3)).astype(x.dtype)


@wrong("global_avg_pool2d", "the middle between the smallest and the largest")
def _(x):
    return (x.min(axis=(2, 3)) / 2.0) + (x.max(axis=(2, 3)) / 2.0)


@wrong("global_avg_pool2d", "transposed: (C, N)")
def _(x):
    return x.mean(axis=(2, 3)).T


@wrong("global_avg_pool2d", "flat: (N C,)")
def _(x):
    return x.mean(axis=(2, 3)).ravel()


@wrong("global_avg_pool2d", "squeezed: a batch of one picture or a single channel loses its axis")
def _(x):
    return x.mean(axis=(2, 3)).squeeze()


@wrong("global_avg_pool2d", "only the first picture: (1, C)")
def _(x):
    return x[:1].mean(axis=(2, 3))


@wrong("global_avg_pool2d", "only pixels that are not 0 count")
def _(x):
    return x.sum(axis=(2, 3)) / np.maximum(1, np.count_nonzero(x, axis=(2, 3)))


@wrong("global_avg_pool2d", "return in the loop: the other pictures stay 0")
def _(x):
    y = np.zeros(x.shape[:2])
    for n in range(len(x)):
        y[n] = x[n].mean(axis=(1, 2))
        return y


@wrong("global_avg_pool2d", "the median of each map")
def _(x):
    return np.median(x, axis=(2, 3))


@wrong("global_avg_pool2d", "reshape(C, N, ...) mixes pictures and channels")
def _(x):
    n, c, h, w = x.shape
    return x.reshape(c, n, h * w).mean(axis=2).T


@wrong("global_avg_pool2d", "changes float x: divides in place")
def _(x):
    if x.dtype.kind != "f":
        return x.mean(axis=(2, 3))
    x /= x.shape[2] * x.shape[3]
    return x.sum(axis=(2, 3))


@wrong("global_avg_pool2d", "2 by 2 average pooling again and again until one pixel is left: odd rows are lost")
def _(x):
    y = x.astype(float)
    while y.shape[2] > 1 or y.shape[3] > 1:
        y = avg_pool2d(y, (min(2, y.shape[2]), min(2, y.shape[3])))
    return y[:, :, 0, 0]


# ---------------------------------------------------------------- channel_max_pool


@right("channel_max_pool", "reshape to (N, groups, C / groups, H, W), max over axis 2")
def _(x, groups):
    n, c, h, w = x.shape
    if groups < 1 or c % groups != 0:
        raise ValueError("groups must divide the channels")
    return x.reshape(n, groups, c // groups, h, w).max(axis=2)


@right("channel_max_pool", "loop over the groups, stack")
def _(x, groups):
    if groups < 1:
        raise ValueError("at least one group")
    if x.shape[1] % groups:
        raise ValueError("not a multiple")
    size = x.shape[1] // groups
    return np.stack([x[:, g * size : (g + 1) * size].max(axis=1) for g in range(groups)], axis=1)


@right("channel_max_pool", "np.split, np.concatenate")
def _(x, groups):
    if groups <= 0 or x.shape[1] // groups * groups != x.shape[1]:
        raise ValueError("groups")
    return np.concatenate([part.max(axis=1, keepdims=True) for part in np.split(x, groups, axis=1)], axis=1)


@right("channel_max_pool", "strided views over the channels, reduce with np.maximum")
def _(x, groups):
    if groups < 1 or x.shape[1] % groups:
        raise ValueError("groups")
    size = x.shape[1] // groups
    return reduce(np.maximum, [x[:, i::size] for i in range(size)])


@right("channel_max_pool", "np.maximum.reduceat")
def _(x, groups):
    c = x.shape[1]
    if groups < 1 or c % groups > 0:
        raise ValueError(f"{c} channels do not make {groups} groups")
    return np.maximum.reduceat(x, np.arange(0, c, c // groups), axis=1)


@right("channel_max_pool", "four nested loops, channel after channel")
def _(x, groups):
    n, c, h, w = x.shape
    if groups < 1 or c % groups:
        raise ValueError("groups")
    size = c // groups
    y = x[:, ::size].copy()
    for a in range(n):
        for b in range(c):
            for i in range(h):
                for j in range(w):
                    if x[a, b, i, j] > y[a, b // size, i, j]:
                        y[a, b // size, i, j] = x[a, b, i, j]
    return y


def grouped(x, groups):
    n, c, h, w = x.shape
    if groups < 1 or c % groups:
        raise ValueError("groups")
    return x.reshape(n, groups, c // groups, h, w)


@wrong("channel_max_pool", "every groups-th channel is in one group: not neighbours")
def _(x, groups):
    n, c, h, w = x.shape
    grouped(x, groups)
    return x.reshape(n, c // groups, groups, h, w).max(axis=1)


@wrong("channel_max_pool", "`groups` is taken for the number of channels in a group")
def _(x, groups):
    n, c, h, w = x.shape
    grouped(x, groups)
    return x.reshape(n, c // groups, groups, h, w).max(axis=2)


@wrong("channel_max_pool", "max over the groups, not within: (N, C / groups, H, W)")
def _(x, groups):
    return grouped(x, groups).max(axis=1)


@wrong("channel_max_pool", "one group per channel (groups == C) is refused")
def _(x, groups):
    if groups >= x.shape[1]:
        raise ValueError("too many groups")
    return grouped(x, groups).max(axis=2)


@wrong("channel_max_pool", "a single group is refused")
def _(x, groups):
    if groups <= 1:
        raise ValueError("too few groups")
    return grouped(x, groups).max(axis=2)


@wrong("channel_max_pool", "the mean of each group")
def _(x, groups):
    return grouped(x, groups).mean(axis=2)


@wrong("channel_max_pool", "the sum of each group")
def _(x, groups):
    return grouped(x, groups).sum(axis=2)


@wrong("channel_max_pool", "the index of the largest, not the largest")
def _(x, groups):
    return grouped(x, groups).argmax(axis=2)


@wrong("channel_max_pool", "keepdims: (N, groups, 1, H, W)")
def _(x, groups):
    return grouped(x, groups).max(axis=2, keepdims=True)


@wrong("channel_max_pool", "groups first: (groups, N, H, W)")
def _(x, groups):
    return np.stack(list(grouped(x, groups).max(axis=2).swapaxes(0, 1)))


@wrong("channel_max_pool", "begins with zeros: negative maxima become 0")
def _(x, groups):
    return np.maximum(grouped(x, groups).max(axis=2), 0)


@wrong("channel_max_pool", "the largest absolute value")
def _(x, groups):
    return np.abs(grouped(x, groups)).max(axis=2)


@wrong("channel_max_pool", "return in the loop: only the first group")
def _(x, groups):
    parts = grouped(x, groups)
    y = []
    for g in range(groups):
        y.append(parts[:, g].max(axis=1))
        return np.stack(y, axis=1)


@wrong("channel_max_pool", "groups is ignored: the largest of all channels, (N, 1, H, W)")
def _(x, groups):
    grouped(x, groups)
    return x.max(axis=1, keepdims=True)


@wrong("channel_max_pool", "squeezed if there is one group: (N, H, W)")
def _(x, groups):
    y = grouped(x, groups).max(axis=2)
    return y[:, 0] if groups == 1 else y


@wrong("channel_max_pool", "the largest of each map as well: (N, groups)")
def _(x, groups):
    return grouped(x, groups).max(axis=(2, 3, 4))


@wrong("channel_max_pool", "off by one: the last channel of each group is not compared")
def _(x, groups):
    parts = grouped(x, groups)
    return parts[:, :, : max(1, parts.shape[2] - 1)].max(axis=2)


@wrong("channel_max_pool", "changes x: collects the maxima in the first channel of each group")
def _(x, groups):
    grouped(x, groups)
    size = x.shape[1] // groups
    y = x[:, ::size]
    for i in range(1, size):
        np.maximum(y, x[:, i::size], out=y)
    return y


@wrong("channel_max_pool", "only the first picture")
def _(x, groups):
    return grouped(x[:1], groups).max(axis=2)


@wrong("channel_max_pool", "the result is made with np.zeros(..., dtype=int): floats are cut off")
def _(x, groups):
    parts = grouped(x, groups)
    y = np.zeros((x.shape[0], groups, *x.shape[2:]), dtype=int)
    y[...] = parts.max(axis=2)
    return y


@wrong("channel_max_pool", "the maximum is put into every channel of the group: (N, C, H, W)")
def _(x, groups):
    y = grouped(x, groups).max(axis=2)
    return np.repeat(y, x.shape[1] // groups, axis=1)


# ---------------------------------------------------------------- shift_tolerance


@right("shift_tolerance", "np.roll and np.isclose")
def _(x, pool, dx):
    return np.isclose(pool(x), pool(np.roll(x, dx, axis=3))).mean()


@right("shift_tolerance", "indices modulo W, a Python float")
def _(x, pool, dx):
    w = x.shape[3]
    moved = x[..., (np.arange(w) - dx) % w]
    before, after = pool(x), pool(moved)
    same = np.isclose(before, after)
    return float(np.count_nonzero(same) / same.size)


@right("shift_tolerance", "two pieces side by side; own tolerance")
def _(x, pool, dx):
    cut = x.shape[3] - dx % x.shape[3]
    moved = np.concatenate([x[:, :, :, cut:], x[:, :, :, :cut]], axis=3)
    before = np.asarray(pool(x), dtype=float)
    after = np.asarray(pool(moved), dtype=float)
    difference = np.abs(before - after)
    return np.mean(difference <= 1e-8 + 1e-6 * np.abs(before))


@right("shift_tolerance", "column by column, counted in a loop with math.isclose")
def _(x, pool, dx):
    moved = np.empty_like(x)
    w = x.shape[3]
    for column in range(w):
        moved[..., (column + dx) % w] = x[..., column]
    a, b = np.ravel(pool(x)), np.ravel(pool(moved))
    count = 0
    for one, other in zip(a, b, strict=True):
        if math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-8):
            count += 1
    return count / len(a)


@right("shift_tolerance", "recursion: one column at a time")
def _(x, pool, dx):
    def move(picture, steps):
        if steps == 0:
            return picture
        return move(np.concatenate([picture[..., -1:], picture[..., :-1]], axis=-1), steps - 1)

    return 1 - np.mean(~np.isclose(pool(x), pool(move(x, dx % x.shape[3]))))


@right("shift_tolerance", "sum of booleans over size; pooled copies")
def _(x, pool, dx):
    after = pool(np.roll(x.copy(), shift=(0, dx), axis=(2, 3)))
    before = pool(x.copy())
    return np.isclose(after, before, rtol=1e-6, atol=1e-8).sum() / before.size


@wrong("shift_tolerance", "moved down, not to the right (axis 2)")
def _(x, pool, dx):
    return np.isclose(pool(x), pool(np.roll(x, dx, axis=2))).mean()


@wrong("shift_tolerance", "moved to the left")
def _(x, pool, dx):
    return np.isclose(pool(x), pool(np.roll(x, -dx, axis=3))).mean()


@wrong("shift_tolerance", "np.roll without an axis: pixels come in from the row above")
def _(x, pool, dx):
    return np.isclose(pool(x), pool(np.roll(x, dx))).mean()


@wrong("shift_tolerance", "the columns that come in on the left are 0")
def _(x, pool, dx):
    moved = np.roll(x, dx, axis=3)
    moved[..., :dx] = 0
    return np.isclose(pool(x), pool(moved)).mean()


@wrong("shift_tolerance", "compared with ==: rounding errors count as changes")
def _(x, pool, dx):
    return np.mean(pool(x) == pool(np.roll(x, dx, axis=3)))


@wrong("shift_tolerance", "the number, not the fraction, of equal pooled numbers")
def _(x, pool, dx):
    return float(np.isclose(pool(x), pool(np.roll(x, dx, axis=3))).sum())


@wrong("shift_tolerance", "the fraction that changes")
def _(x, pool, dx):
    return 1 - np.isclose(pool(x), pool(np.roll(x, dx, axis=3))).mean()


@wrong("shift_tolerance", "np.allclose: 1 if all are the same, else 0")
def _(x, pool, dx):
    return float(np.allclose(pool(x), pool(np.roll(x, dx, axis=3))))


@wrong("shift_tolerance", "dx is ignored: always one column")
def _(x, pool, dx):
    return np.isclose(pool(x), pool(np.roll(x, 1, axis=3))).mean()


@wrong("shift_tolerance", "the pooled map is moved, not the picture")
def _(x, pool, dx):
    y = pool(x)
    return np.isclose(y, np.roll(y, dx, axis=3)).mean()


@wrong("shift_tolerance", "the pooled map of the moved picture is moved back before it is compared")
def _(x, pool, dx):
    return np.isclose(pool(x), np.roll(pool(np.roll(x, dx, axis=3)), -dx, axis=3)).mean()


@wrong("shift_tolerance", "`pool` is ignored: always max_pool2d(x, 2)")
def _(x, pool, dx):
    return np.isclose(max_pool2d(x, 2), max_pool2d(np.roll(x, dx, axis=3), 2)).mean()


@wrong("shift_tolerance", "the pictures are compared, not the pooled maps")
def _(x, pool, dx):
    return np.isclose(x, np.roll(x, dx, axis=3)).mean()


@wrong("shift_tolerance", "divided by the number of pixels of x, not by that of the pooled numbers")
def _(x, pool, dx):
    return np.isclose(pool(x), pool(np.roll(x, dx, axis=3))).sum() / x.size


@wrong("shift_tolerance", "only the first map of the first picture counts")
def _(x, pool, dx):
    return np.isclose(pool(x), pool(np.roll(x, dx, axis=3)))[0, 0].mean()


@wrong("shift_tolerance", "only the first picture counts")
def _(x, pool, dx):
    return np.isclose(pool(x), pool(np.roll(x, dx, axis=3)))[0].mean()


@wrong("shift_tolerance", "far too tolerant: differences up to 0.1 count as the same")
def _(x, pool, dx):
    return np.isclose(pool(x), pool(np.roll(x, dx, axis=3)), atol=0.1).mean()


@wrong("shift_tolerance", "rounded to whole numbers before comparing")
def _(x, pool, dx):
    return np.mean(np.round(pool(x)) == np.round(pool(np.roll(x, dx, axis=3))))


@wrong("shift_tolerance", "np.abs is missing: every number that grows counts as the same")
def _(x, pool, dx):
    return np.mean(np.asarray(pool(x), float) - np.asarray(pool(np.roll(x, dx, axis=3)), float) < 1e-9)


@wrong("shift_tolerance", "per cent")
def _(x, pool, dx):
    return 100 * np.isclose(pool(x), pool(np.roll(x, dx, axis=3))).mean()


@wrong("shift_tolerance", "x itself is moved in place and stays moved")
def _(x, pool, dx):
    before = pool(x)
    x[...] = np.roll(x, dx, axis=3)
    return np.isclose(before, pool(x)).mean()


@wrong("shift_tolerance", "an array (N, C), one fraction for each map")
def _(x, pool, dx):
    return np.isclose(pool(x), pool(np.roll(x, dx, axis=3))).mean(axis=(2, 3))


@wrong("shift_tolerance", "a position counts only if it stays the same in all channels")
def _(x, pool, dx):
    return np.isclose(pool(x), pool(np.roll(x, dx, axis=3))).all(axis=1).mean()


@wrong("shift_tolerance", "the border is left out: the columns that come in are cut off before pooling")
def _(x, pool, dx):
    return np.isclose(pool(x[..., dx:]), pool(np.roll(x, dx, axis=3)[..., dx:])).mean() if dx else 1.0


@wrong("shift_tolerance", "the channels are moved (axis 1)")
def _(x, pool, dx):
    return np.isclose(pool(x), pool(np.roll(x, dx, axis=1))).mean()


@wrong("shift_tolerance", "the picture moves twice as far: rolled once for each loop and once at the end")
def _(x, pool, dx):
    moved = x
    for _ in range(dx):
        moved = np.roll(moved, 1, axis=3)
    return np.isclose(pool(x), pool(np.roll(moved, dx, axis=3))).mean()


@wrong("shift_tolerance", "0 to 0 does not count as the same: relative tolerance only, strictly less")
def _(x, pool, dx):
    a, b = np.asarray(pool(x), float), np.asarray(pool(np.roll(x, dx, axis=3)), float)
    return np.mean(np.abs(a - b) < 1e-6 * np.abs(a))


# ---------------------------------------------------------------- max_pool2d_backward


@right("max_pool2d_backward", "views: each pixel equal to the maximum wins if its window has no winner yet")
def _(dy, x, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    s = (kh, kw) if stride is None else pair(stride)
    big = np.pad(x.astype(float), ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=-np.inf)
    dbig = np.zeros(big.shape)
    views = window_views(big, (kh, kw), s)
    largest = reduce(np.maximum, views)
    free = np.ones(largest.shape, dtype=bool)
    for view, dview in zip(views, window_views(dbig, (kh, kw), s)):
        wins = free & (view == largest)
        dview += wins * dy
        free &= ~wins
    return dbig[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]


@right("max_pool2d_backward", "loops over windows and argmax")
def _(dy, x, kernel_size, stride=None, padding=0):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw), (ph, pw) = pair(kernel_size), pair(stride), pair(padding)
    n, c, h, w = x.shape
    big = np.full((n, c, h + 2 * ph, w + 2 * pw), -np.inf)
    big[:, :, ph : ph + h, pw : pw + w] = x
    dbig = np.zeros_like(big)
    for a, b, i, j in np.ndindex(*dy.shape):
        window = big[a, b, i * sh : i * sh + kh, j * sw : j * sw + kw]
        u, v = divmod(int(window.argmax()), kw)
        dbig[a, b, i * sh + u, j * sw + v] += dy[a, b, i, j]
    return dbig[:, :, ph : h + ph, pw : w + pw].copy()


@right("max_pool2d_backward", "sliding windows, argmax of the flattened windows, np.add.at")
def _(dy, x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), (ph, pw), (oh, ow) = options(x, kernel_size, stride, padding)
    windows = sliding_window_view(padded(x, (ph, pw), -np.inf), (kh, kw), axis=(2, 3))[:, :, ::sh, ::sw]
    best = windows.reshape(*dy.shape, kh * kw).argmax(axis=-1)
    n, c, i, j = np.indices(dy.shape)
    dx = np.zeros(x.shape)
    np.add.at(dx, (n, c, i * sh + best // kw - ph, j * sw + best % kw - pw), dy)
    return dx


@right("max_pool2d_backward", "flat indices and np.bincount")
def _(dy, x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    number = np.arange(x.size, dtype=float).reshape(x.shape)
    values = np.stack(window_views(padded(x, p, -np.inf), k, s))
    numbers = np.stack(window_views(padded(number, p, -1), k, s)).astype(int)
    target = np.take_along_axis(numbers, values.argmax(axis=0)[None], axis=0)[0]
    return np.bincount(target.ravel(), weights=dy.ravel().astype(float), minlength=x.size).reshape(x.shape)


@right("max_pool2d_backward", "Python loops without padding, strictly greater so that the first stays")
def _(dy, x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), (ph, pw), (oh, ow) = options(x, kernel_size, stride, padding)
    n, c, h, w = x.shape
    dx = np.zeros((n, c, h, w))
    for a in range(n):
        for b in range(c):
            for i in range(oh):
                for j in range(ow):
                    best, place = None, None
                    for r in range(max(0, i * sh - ph), min(h, i * sh - ph + kh)):
                        for q in range(max(0, j * sw - pw), min(w, j * sw - pw + kw)):
                            if best is None or x[a, b, r, q] > best:
                                best, place = x[a, b, r, q], (r, q)
                    dx[(a, b, *place)] += dy[a, b, i, j]
    return dx


@right("max_pool2d_backward", "a tournament forward (winner and its index), then one masked add for each position")
def _(dy, x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    views = window_views(padded(x, p, -np.inf), k, s)
    best, who = views[0].copy(), np.zeros(dy.shape, dtype=int)
    for i, view in enumerate(views):
        greater = view > best
        best[greater], who[greater] = view[greater], i
    dbig = np.zeros((*x.shape[:2], x.shape[2] + 2 * p[0], x.shape[3] + 2 * p[1]))
    windows = sliding_window_view(dbig, k, axis=(2, 3), writeable=True)[:, :, :: s[0], :: s[1]]
    for i in range(len(views)):
        windows[..., i // k[1], i % k[1]] += np.where(who == i, dy, 0)
    return dbig[:, :, p[0] : p[0] + x.shape[2], p[1] : p[1] + x.shape[3]]


def send(dy, x, kernel_size, stride, padding, who):
    k, s, p, o = options(x, kernel_size, stride, padding)
    return scatter([dy * (who == i) for i in range(k[0] * k[1])], x.shape, k, s, p)


@wrong("max_pool2d_backward", "at a tie every largest pixel gets the whole gradient")
def _(dy, x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    views = window_views(padded(x, p, -np.inf), k, s)
    largest = reduce(np.maximum, views)
    return scatter([dy * (view == largest) for view in views], x.shape, k, s, p)


@wrong("max_pool2d_backward", "at a tie the gradient is shared")
def _(dy, x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    views = window_views(padded(x, p, -np.inf), k, s)
    largest = reduce(np.maximum, views)
    count = sum((view == largest).astype(float) for view in views)
    return scatter([dy * (view == largest) / count for view in views], x.shape, k, s, p)


@wrong("max_pool2d_backward", "at a tie the last one takes it")
def _(dy, x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    views = window_views(padded(x, p, -np.inf), k, s)
    who = len(views) - 1 - np.argmax(np.stack(views[::-1]), axis=0)
    return send(dy, x, kernel_size, stride, padding, who)


@wrong("max_pool2d_backward", "at a tie the first one column by column takes it")
def _(dy, x, kernel_size, stride=None, padding=0):
    (kh, kw), s, p, o = options(x, kernel_size, stride, padding)
    views = window_views(padded(x, p, -np.inf), (kh, kw), s)
    order = np.array([u * kw + v for v in range(kw) for u in range(kh)])
    who = order[np.argmax(np.stack([views[i] for i in order]), axis=0)]
    return send(dy, x, kernel_size, stride, padding, who)


@wrong("max_pool2d_backward", "windows that overlap overwrite each other: = in place of +=")
def _(dy, x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), p, o = options(x, kernel_size, stride, padding)
    who = winners(x, kernel_size, stride, padding)
    dx = np.zeros((*x.shape[:2], x.shape[2] + 2 * p[0], x.shape[3] + 2 * p[1]))
    for a, b, i, j in np.ndindex(*dy.shape):
        u, v = divmod(who[a, b, i, j], kw)
        dx[a, b, i * sh + u, j * sw + v] = dy[a, b, i, j]
    return dx[:, :, p[0] : p[0] + x.shape[2], p[1] : p[1] + x.shape[3]]


@wrong("max_pool2d_backward", "dx[indices] += dy: with the same index twice only one is added")
def _(dy, x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), (ph, pw), o = options(x, kernel_size, stride, padding)
    who = winners(x, kernel_size, stride, padding)
    n, c, i, j = np.indices(dy.shape)
    dx = np.zeros(x.shape)
    dx[n, c, i * sh + who // kw - ph, j * sw + who % kw - pw] += dy
    return dx


@wrong("max_pool2d_backward", "the padding is not cut off: (N, C, H + 2 padding, W + 2 padding)")
def _(dy, x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    who = winners(x, kernel_size, stride, padding)
    dx = np.zeros((*x.shape[:2], x.shape[2] + 2 * p[0], x.shape[3] + 2 * p[1]))
    for i, view in enumerate(window_views(dx, k, s)):
        view += dy * (who == i)
    return dx


@wrong("max_pool2d_backward", "padded with 0: where all pixels are negative the padding wins and the gradient is lost")
def _(dy, x, kernel_size, stride=None, padding=0):
    return send(dy, x, kernel_size, stride, padding, winners(x, kernel_size, stride, padding, fill=0.0))


@wrong("max_pool2d_backward", "cut with [p:-p]: an empty array without padding")
def _(dy, x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    who = winners(x, kernel_size, stride, padding)
    dx = np.zeros((*x.shape[:2], x.shape[2] + 2 * p[0], x.shape[3] + 2 * p[1]))
    for i, view in enumerate(window_views(dx, k, s)):
        view += dy * (who == i)
    return dx[:, :, p[0] : -p[0], p[1] : -p[1]]


@wrong("max_pool2d_backward", "cut with [p:-p] if p[0] is not 0, and not at all else: padding for W only is left there")
def _(dy, x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    who = winners(x, kernel_size, stride, padding)
    dx = np.zeros((*x.shape[:2], x.shape[2] + 2 * p[0], x.shape[3] + 2 * p[1]))
    for i, view in enumerate(window_views(dx, k, s)):
        view += dy * (who == i)
    if p[0] == 0:
        return dx
    return dx[:, :, p[0] : -p[0], p[1] : p[1] + x.shape[3]]


@wrong("max_pool2d_backward", "the stride is ignored: windows side by side")
def _(dy, x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    kh, kw = k
    who = winners(x, kernel_size, stride, padding)
    dx = np.zeros((*x.shape[:2], x.shape[2] + 2 * p[0] + kh * o[0], x.shape[3] + 2 * p[1] + kw * o[1]))
    for a, b, i, j in np.ndindex(*dy.shape):
        u, v = divmod(who[a, b, i, j], kw)
        dx[a, b, i * kh + u, j * kw + v] += dy[a, b, i, j]
    return dx[:, :, p[0] : p[0] + x.shape[2], p[1] : p[1] + x.shape[3]]


@wrong("max_pool2d_backward", "the default stride is 1: shapes do not match, ValueError")
def _(dy, x, kernel_size, stride=1, padding=0):
    s = 1 if stride is None else stride
    return send(dy, x, kernel_size, s, padding, winners(x, kernel_size, s, padding))


@wrong("max_pool2d_backward", "zeros_like(x): with integers in x the gradient is cut off to integers")
def _(dy, x, kernel_size, stride=None, padding=0):
    dx = np.zeros_like(x)
    dx[...] = send(dy, x, kernel_size, stride, padding, winners(x, kernel_size, stride, padding))
    return dx


@wrong("max_pool2d_backward", "rows and columns that are left over are missing in dx")
def _(dy, x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    dx = send(dy, x, kernel_size, stride, padding, winners(x, kernel_size, stride, padding))
    return dx[:, :, : (o[0] - 1) * s[0] + k[0] - p[0], : (o[1] - 1) * s[1] + k[1] - p[1]]


@wrong("max_pool2d_backward", "the gradient goes to the smallest pixel")
def _(dy, x, kernel_size, stride=None, padding=0):
    return send(dy, x, kernel_size, stride, padding, winners(-x.astype(float), kernel_size, stride, padding))


@wrong("max_pool2d_backward", "all pixels of a window get dy")
def _(dy, x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    return scatter([dy] * (k[0] * k[1]), x.shape, k, s, p)


@wrong("max_pool2d_backward", "the gradient is divided evenly as for the mean")
def _(dy, x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    return scatter([dy / (k[0] * k[1])] * (k[0] * k[1]), x.shape, k, s, p)


@wrong("max_pool2d_backward", "dy is ignored: 1 for each win")
def _(dy, x, kernel_size, stride=None, padding=0):
    return send(np.ones(dy.shape), x, kernel_size, stride, padding, winners(x, kernel_size, stride, padding))


@wrong("max_pool2d_backward", "dy is multiplied by the largest pixel")
def _(dy, x, kernel_size, stride=None, padding=0):
    return send(dy, x, kernel_size, stride, padding, winners(x, kernel_size, stride, padding)) * x


@wrong("max_pool2d_backward", "the winners of the first channel are taken for all channels")
def _(dy, x, kernel_size, stride=None, padding=0):
    who = winners(x, kernel_size, stride, padding)
    return send(dy, x, kernel_size, stride, padding, np.broadcast_to(who[:, :1], who.shape))


@wrong("max_pool2d_backward", "the winners of the first picture are taken for all pictures")
def _(dy, x, kernel_size, stride=None, padding=0):
    who = winners(x, kernel_size, stride, padding)
    return send(dy, x, kernel_size, stride, padding, np.broadcast_to(who[:1], who.shape))


@wrong("max_pool2d_backward", "divmod(argmax, kh) in place of kw: wrong if the window is not square")
def _(dy, x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), p, o = options(x, kernel_size, stride, padding)
    who = winners(x, kernel_size, stride, padding)
    dx = np.zeros((*x.shape[:2], x.shape[2] + 2 * p[0] + kh * kw, x.shape[3] + 2 * p[1] + kh * kw))
    for a, b, i, j in np.ndindex(*dy.shape):
        u, v = divmod(who[a, b, i, j], kh)
        dx[a, b, i * sh + u, j * sw + v] += dy[a, b, i, j]
    return dx[:, :, p[0] : p[0] + x.shape[2], p[1] : p[1] + x.shape[3]]


@wrong("max_pool2d_backward", "each pixel collects from one window only, the first that it won")
def _(dy, x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), (ph, pw), o = options(x, kernel_size, stride, padding)
    who = winners(x, kernel_size, stride, padding)
    dx, done = np.zeros(x.shape), np.zeros(x.shape, dtype=bool)
    for a, b, i, j in np.ndindex(*dy.shape):
        u, v = divmod(who[a, b, i, j], kw)
        place = (a, b, i * sh + u - ph, j * sw + v - pw)
        if not done[place]:
            dx[place], done[place] = dy[a, b, i, j], True
    return dx


@wrong("max_pool2d_backward", "a pixel that has won a window cannot win another: then the next equal or no pixel gets it")
def _(dy, x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    big = padded(x, p, -np.inf)
    views = window_views(big, k, s)
    largest = reduce(np.maximum, views)
    dbig, used = np.zeros(big.shape), np.zeros(big.shape, dtype=bool)
    for view, dview, taken in zip(views, window_views(dbig, k, s), window_views(used, k, s)):
        wins = (view == largest) & ~taken
        dview += wins * dy
        taken |= wins
    return dbig[:, :, p[0] : p[0] + x.shape[2], p[1] : p[1] + x.shape[3]]


@wrong("max_pool2d_backward", "the gradient is written into x")
def _(dy, x, kernel_size, stride=None, padding=0):
    dx = send(dy, x, kernel_size, stride, padding, winners(x, kernel_size, stride, padding))
    x[...] = dx
    return dx


@wrong("max_pool2d_backward", "the padding is ignored when dx is cut: the upper left H by W of the padded gradient")
def _(dy, x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    who = winners(x, kernel_size, stride, padding)
    dx = np.zeros((*x.shape[:2], x.shape[2] + 2 * p[0], x.shape[3] + 2 * p[1]))
    for i, view in enumerate(window_views(dx, k, s)):
        view += dy * (who == i)
    return dx[:, :, : x.shape[2], : x.shape[3]]


@wrong("max_pool2d_backward", "only a strictly single largest pixel gets a gradient: at ties nothing")
def _(dy, x, kernel_size, stride=None, padding=0):
    k, s, p, o = options(x, kernel_size, stride, padding)
    views = window_views(padded(x, p, -np.inf), k, s)
    largest = reduce(np.maximum, views)
    single = sum((view == largest).astype(int) for view in views) == 1
    return scatter([dy * (view == largest) * single for view in views], x.shape, k, s, p)


@wrong("max_pool2d_backward", "windows whose largest number is 0 send nothing back (as if the layer were ReLU)")
def _(dy, x, kernel_size, stride=None, padding=0):
    dx = send(dy, x, kernel_size, stride, padding, winners(x, kernel_size, stride, padding))
    return dx * (x != 0)


# ---------------------------------------------------------------- avg_pool2d_backward


@right("avg_pool2d_backward", "views of the padded gradient, += dy / (kh kw)")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    n, c, h, w = shape
    big = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    for view in window_views(big, (kh, kw), kernel_size if stride is None else stride):
        view += dy / (kh * kw)
    return big[:, :, ph : ph + h, pw : pw + w]


@right("avg_pool2d_backward", "loops over windows that are clipped at the border")
def _(dy, shape, kernel_size, stride=None, padding=0):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw), (ph, pw) = pair(kernel_size), pair(stride), pair(padding)
    dx = np.zeros(shape)
    for i in range(dy.shape[2]):
        for j in range(dy.shape[3]):
            a, b = i * sh - ph, j * sw - pw
            dx[:, :, max(a, 0) : a + kh, max(b, 0) : b + kw] += dy[:, :, i, j, None, None] / kh / kw
    return dx


@right("avg_pool2d_backward", "the transposed matrices of the two axes, einsum")
def _(dy, shape, kernel_size, stride=None, padding=0):
    k, p = pair(kernel_size), pair(padding)
    s = k if stride is None else pair(stride)

    def matrix(a):
        first = np.arange(dy.shape[2 + a])[:, None] * s[a] - p[a]
        pixel = np.arange(shape[2 + a])[None]
        return np.logical_and(first <= pixel, pixel < first + k[a]) / k[a]

    return np.einsum("ncij,ih,jw->nchw", dy, matrix(0), matrix(1))


@right("avg_pool2d_backward", "np.add.at with index arrays, into a flat array")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = (kh, kw) if stride is None else pair(stride)
    n, c, h, w = shape
    oh, ow = dy.shape[2:]
    rows = (np.arange(oh) * sh)[:, None, None, None] + np.arange(kh)[None, None, :, None]
    columns = (np.arange(ow) * sw)[None, :, None, None] + np.arange(kw)[None, None, None, :]
    rows, columns = np.broadcast_arrays(rows, columns)
    big = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    share = np.broadcast_to(dy[..., None, None] / (kh * kw), (n, c, oh, ow, kh, kw))
    np.add.at(big, (slice(None), slice(None), rows, columns), share)
    return big[:, :, ph : ph + h, pw : pw + w]


@right("avg_pool2d_backward", "dy with zeros between, then the sums of all kh by kw windows (a full convolution)")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    n, c, h, w = shape
    oh, ow = dy.shape[2:]
    spread = np.zeros((n, c, h + 2 * ph + kh - 1, w + 2 * pw + kw - 1))
    spread[:, :, kh - 1 :: sh, kw - 1 :: sw][:, :, :oh, :ow] = dy
    full = sliding_window_view(spread, (kh, kw), axis=(2, 3)).mean(axis=(4, 5))
    return full[:, :, ph : ph + h, pw : pw + w]


@right("avg_pool2d_backward", "for each pixel, the windows that contain it")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    dx = np.zeros(shape, dtype=np.float64)
    for r in range(shape[2]):
        for q in range(shape[3]):
            i = [i for i in range(dy.shape[2]) if 0 <= r + ph - i * sh < kh]
            j = [j for j in range(dy.shape[3]) if 0 <= q + pw - j * sw < kw]
            if i and j:
                dx[:, :, r, q] = dy[:, :, i][:, :, :, j].sum(axis=(2, 3)) / (kh * kw)
    return dx


@right("avg_pool2d_backward", "calculates in float32, the result in float64")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    big = np.zeros((*shape[:2], shape[2] + 2 * ph, shape[3] + 2 * pw), dtype=np.float32)
    share = (dy / (kh * kw)).astype(np.float32)
    for view in window_views(big, (kh, kw), (kh, kw) if stride is None else stride):
        view += share
    return big[:, :, ph : ph + shape[2], pw : pw + shape[3]].astype(float)


def spread(dy, shape, kernel_size, stride, padding):
    k, p = pair(kernel_size), pair(padding)
    s = k if stride is None else pair(stride)
    return scatter([dy / (k[0] * k[1])] * (k[0] * k[1]), shape, k, s, p)


@wrong("avg_pool2d_backward", "not divided: every pixel gets the whole gradient")
def _(dy, shape, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    return spread(dy, shape, kernel_size, stride, padding) * (kh * kw)


@wrong("avg_pool2d_backward", "divided by kh only")
def _(dy, shape, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    return spread(dy, shape, kernel_size, stride, padding) * kw


@wrong("avg_pool2d_backward", "divided by kh squared: right for square windows only")
def _(dy, shape, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    return spread(dy, shape, kernel_size, stride, padding) * kw / kh


@wrong("avg_pool2d_backward", "divided by the area of the stride, sh sw")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    return spread(dy, shape, kernel_size, stride, padding) * (kh * kw) / (sh * sw)


@wrong("avg_pool2d_backward", "divided twice by kh kw")
def _(dy, shape, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    return spread(dy, shape, kernel_size, stride, padding) / (kh * kw)


@wrong("avg_pool2d_backward", "windows that overlap overwrite each other: = in place of +=")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    n, c, h, w = shape
    big = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    for view in window_views(big, (kh, kw), (kh, kw) if stride is None else stride):
        view[...] = dy / (kh * kw)
    return big[:, :, ph : ph + h, pw : pw + w]


@wrong("avg_pool2d_backward", "`view = view + ...` makes a new array: dx stays 0")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    n, c, h, w = shape
    big = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    for view in window_views(big, (kh, kw), (kh, kw) if stride is None else stride):
        view = view + dy / (kh * kw)
    return big[:, :, ph : ph + h, pw : pw + w]


@wrong("avg_pool2d_backward", "where windows overlap the mean of the gradients, not their sum")
def _(dy, shape, kernel_size, stride=None, padding=0):
    k, p = pair(kernel_size), pair(padding)
    s = k if stride is None else pair(stride)
    count = scatter([np.ones(dy.shape)] * (k[0] * k[1]), shape, k, s, p)
    return spread(dy, shape, kernel_size, stride, padding) / np.maximum(count, 1)


@wrong("avg_pool2d_backward", "the padding is not cut off")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    n, c, h, w = shape
    return spread(dy, (n, c, h + 2 * ph, w + 2 * pw), kernel_size, stride, 0)


@wrong("avg_pool2d_backward", "cut with [p:-p]: an empty array without padding")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (ph, pw), (n, c, h, w) = pair(padding), shape
    big = spread(dy, (n, c, h + 2 * ph, w + 2 * pw), kernel_size, stride, 0)
    return big[:, :, ph:-ph, pw:-pw]


@wrong("avg_pool2d_backward", "the upper left H by W of the padded gradient")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (ph, pw), (n, c, h, w) = pair(padding), shape
    return spread(dy, (n, c, h + 2 * ph, w + 2 * pw), kernel_size, stride, 0)[:, :, :h, :w]


@wrong("avg_pool2d_backward", "at the border divided by the number of real pixels: the padding does not count")
def _(dy, shape, kernel_size, stride=None, padding=0):
    share = avg_pool2d(np.ones(shape), kernel_size, stride, padding)
    return spread(dy / share, shape, kernel_size, stride, padding)


@wrong("avg_pool2d_backward", "np.repeat: ignores the stride, right only if windows are side by side and nothing is left over")
def _(dy, shape, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    ph, pw = pair(padding)
    dx = np.repeat(np.repeat(dy / (kh * kw), kh, axis=2), kw, axis=3)
    return dx[:, :, ph : ph + shape[2], pw : pw + shape[3]]


@wrong("avg_pool2d_backward", "rows and columns that are left over are missing in dx")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    h, w = (dy.shape[2] - 1) * sh + kh - 2 * ph, (dy.shape[3] - 1) * sw + kw - 2 * pw
    return spread(dy, (*shape[:2], h, w), kernel_size, stride, padding)


@wrong("avg_pool2d_backward", "made with dy's dtype: integers are cut off")
def _(dy, shape, kernel_size, stride=None, padding=0):
    dx = np.zeros(shape, dtype=dy.dtype)
    dx[...] = spread(dy, shape, kernel_size, stride, padding)
    return dx


@wrong("avg_pool2d_backward", "dy // (kh kw): integer division also for floats")
def _(dy, shape, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    return spread(dy // (kh * kw) * (kh * kw), shape, kernel_size, stride, padding)


@wrong("avg_pool2d_backward", "the default stride is 1: shapes do not match, ValueError")
def _(dy, shape, kernel_size, stride=1, padding=0):
    return spread(dy, shape, kernel_size, 1 if stride is None else stride, padding)


@wrong("avg_pool2d_backward", "dy is changed in place: dy /= kh kw")
def _(dy, shape, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    if dy.dtype.kind != "f":
        return spread(dy, shape, kernel_size, stride, padding)
    dy /= kh * kw
    return spread(dy, shape, kernel_size, stride, padding) * (kh * kw)


@wrong("avg_pool2d_backward", "only one pixel of each window, its first, gets dy")
def _(dy, shape, kernel_size, stride=None, padding=0):
    k, p = pair(kernel_size), pair(padding)
    s = k if stride is None else pair(stride)
    return scatter([dy] + [0 * dy] * (k[0] * k[1] - 1), shape, k, s, p)


@wrong("avg_pool2d_backward", "every picture gets the gradient of the first")
def _(dy, shape, kernel_size, stride=None, padding=0):
    return spread(np.broadcast_to(dy[:1], dy.shape), shape, kernel_size, stride, padding)


@wrong("avg_pool2d_backward", "the gradients of all channels are added")
def _(dy, shape, kernel_size, stride=None, padding=0):
    total = np.broadcast_to(dy.sum(axis=1, keepdims=True), dy.shape)
    return spread(total, shape, kernel_size, stride, padding)


@wrong("avg_pool2d_backward", "the stride for H is used for both axes")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    dx = np.zeros(shape)
    for i, j in np.ndindex(*dy.shape[2:]):
        a, b = i * sh - ph, j * sh - pw
        dx[:, :, max(a, 0) : a + kh, max(b, 0) : max(b + kw, 0)] += dy[:, :, i, j, None, None] / (kh * kw)
    return dx


@wrong("avg_pool2d_backward", "kh and kw are exchanged")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    dx = np.zeros(shape)
    for i, j in np.ndindex(*dy.shape[2:]):
        a, b = i * sh - ph, j * sw - pw
        dx[:, :, max(a, 0) : max(a + kw, 0), max(b, 0) : max(b + kh, 0)] += dy[:, :, i, j, None, None] / (kh * kw)
    return dx


@wrong("avg_pool2d_backward", "negative starts of windows are not clipped: with padding the first row and column get nothing")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    dx = np.zeros(shape)
    for i, j in np.ndindex(*dy.shape[2:]):
        a, b = i * sh - ph, j * sw - pw
        if a >= 0 and b >= 0:
            dx[:, :, a : a + kh, b : b + kw] += dy[:, :, i, j, None, None] / (kh * kw)
    return dx


@wrong("avg_pool2d_backward", "the paddings of H and W are exchanged when dx is cut")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (ph, pw), (n, c, h, w) = pair(padding), shape
    big = spread(dy, (n, c, h + 2 * ph, w + 2 * pw), kernel_size, stride, 0)
    return big[:, :, pw : pw + h, ph : ph + w]


@wrong("avg_pool2d_backward", "pixels that no window contains get a share as well: the smallest gradient elsewhere")
def _(dy, shape, kernel_size, stride=None, padding=0):
    k, p = pair(kernel_size), pair(padding)
    s = k if stride is None else pair(stride)
    n, c, h, w = shape
    big = np.zeros((n, c, h + 2 * p[0], w + 2 * p[1]))
    for view in window_views(big, k, s):
        view += dy / (k[0] * k[1])
    used_h, used_w = (dy.shape[2] - 1) * s[0] + k[0], (dy.shape[3] - 1) * s[1] + k[1]
    big = np.pad(big[:, :, :used_h, :used_w], ((0, 0), (0, 0), (0, big.shape[2] - used_h), (0, big.shape[3] - used_w)), mode="edge")
    return big[:, :, p[0] : p[0] + h, p[1] : p[1] + w]

# More answers, written later: what they share, and those that do something new.


def check_options(kernel_size, stride, padding):
    """Return the options as pairs; ValueError if the padding or the stride is wrong."""
    kernel = pair(kernel_size)
    steps, around = pair(kernel if stride is None else stride), pair(padding)
    if min(steps) < 1 or min(around) < 0 or any(2 * p > k for p, k in zip(around, kernel, strict=True)):
        raise ValueError(f"kernel {kernel}, stride {steps}, padding {around}")
    return kernel, steps, around


def pad(x, padding, value):
    ph, pw = padding
    return np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=value)


MAX, AVERAGE = [[20, 30], [112, 37]], [[13, 8], [79, 19.5]]


def ceil_size(n, k, s, p):
    size = -((n + 2 * p - k) // -s) + 1
    return size - 1 if (size - 1) * s >= n + p else size


def max_pool2d_ceil(x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), (ph, pw) = check_options(kernel_size, stride, padding)
    n, c, h, w = x.shape
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("no window fits")
    oh, ow = ceil_size(h, kh, sh, ph), ceil_size(w, kw, sw, pw)
    big = np.full((n, c, max((oh - 1) * sh + kh, h + ph), max((ow - 1) * sw + kw, w + pw)), -np.inf)
    big[:, :, ph : ph + h, pw : pw + w] = x
    views = window_views(big, (kh, kw), (sh, sw))
    return reduce(np.maximum, views)[:, :, :oh, :ow]


def pool_of_size(x, kernel_size, stride, padding, size, outside=-np.inf):
    """Pool x with a given number of windows (OH, OW), where `outside` is around the picture."""
    (kh, kw), (sh, sw), (ph, pw) = check_options(kernel_size, stride, padding)
    n, c, h, w = x.shape
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("no window fits")
    big = np.full((n, c, h + 2 * ph + 2 * kh + 2 * sh, w + 2 * pw + 2 * kw + 2 * sw), float(outside))
    big[:, :, ph : ph + h, pw : pw + w] = x
    return reduce(np.maximum, window_views(big, (kh, kw), (sh, sw)))[:, :, : size[0], : size[1]]


def ceil_sizes(x, kernel_size, stride, padding):
    return [ceil_size(*each) for each in zip(x.shape[2:], *check_options(kernel_size, stride, padding), strict=True)]


def float_padded(x, padding):
    return pad(x.astype(float), padding, 0)


def other_winners(x, kernel_size, stride, padding):
    """The padded x, its views, and the options; padding is -inf."""
    kernel, steps, around = check_options(kernel_size, stride, padding)
    big = pad(x.astype(float), around, -np.inf)
    return big, window_views(big, kernel, steps), kernel, steps, around


def cut(dx, x_shape, around):
    (ph, pw), (h, w) = around, x_shape[2:]
    return dx[:, :, ph : ph + h, pw : pw + w]


def max_pool2d_backward(dy, x, kernel_size, stride=None, padding=0):
    big, views, kernel, steps, around = other_winners(x, kernel_size, stride, padding)
    y, dx = reduce(np.maximum, views), np.zeros(big.shape)
    inside = window_views(cut_mask(big.shape, x.shape, around), kernel, steps)
    left = np.ones(y.shape, bool)
    for view, target, real in zip(views, window_views(dx, kernel, steps), inside, strict=True):
        wins = left & (view == y) & real
        target += wins * dy
        left &= ~wins
    return cut(dx, x.shape, around)


def cut_mask(big_shape, x_shape, around):
    mask = np.zeros(big_shape, bool)
    cut(mask, x_shape, around)[...] = True
    return mask


def avg_pool2d_backward(dy, shape, kernel_size, stride=None, padding=0):
    (kh, kw), steps, (ph, pw) = check_options(kernel_size, stride, padding)
    n, c, h, w = shape
    dx = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    for view in window_views(dx, (kh, kw), steps):
        view += dy / (kh * kw)
    return dx[:, :, ph : ph + h, pw : pw + w]


def other_spread(dy, shape, kernel_size, stride, padding, count):
    """Add dy / count to each pixel of each window."""
    kernel, steps, around = check_options(kernel_size, stride, padding)
    n, c, h, w = shape
    dx = np.zeros((n, c, h + 2 * around[0], w + 2 * around[1]))
    for view in window_views(dx, kernel, steps):
        view += dy / count
    return cut(dx, shape, around)


# ---------------------------------------- pool_by_hand


right("pool_by_hand", "lists of rows")({"max": [[20, 30], [112, 37]], "average": [[13, 8], [79, 19.5]]})


right("pool_by_hand", "all floats, the average first")(
    {"average": [[13.0, 8.0], [79.0, 19.5]], "max": [[20.0, 30.0], [112.0, 37.0]]}
)


wrong("pool_by_hand", "the smallest of each square for the largest")(
    {"max": [[8, 0], [34, 4]], "average": AVERAGE}
)


wrong("pool_by_hand", "the upper left number of each square for the largest")(
    {"max": [[12, 30], [34, 37]], "average": AVERAGE}
)


wrong("pool_by_hand", "windows with stride 1: tables of 3 by 3")(
    {
        "max": [[20, 30, 30], [70, 70, 37], [112, 100, 37]],
        "average": [[13, 16, 8], [31, 30.25, 10.75], [79, 58, 19.5]],
    }
)


wrong("pool_by_hand", "largest and mean of each row in place of each square")(
    {"max": [30, 12, 70, 112], "average": [15.5, 5.5, 36.25, 62.25]}
)


wrong("pool_by_hand", "largest plus smallest over 2 for the mean")({"max": MAX, "average": [[14, 15], [73, 20.5]]})


wrong("pool_by_hand", "a slip in the sum: 34 + 70 + 112 + 100 = 306, the mean 76.5")(
    {"max": MAX, "average": [[13, 8], [76.5, 19.5]]}
)


wrong("pool_by_hand", "one number for the whole table each")({"max": 112, "average": 29.875})


wrong("pool_by_hand", "only the diagonals: the mean of the upper left and the lower right number")(
    {"max": MAX, "average": [[12, 15], [67, 24.5]]}
)


# ---------------------------------------- window_views


@right("window_views", "slices that end at h - kh + u + 1")
def _(x, kernel_size, stride):
    return window_views(x, kernel_size, stride)


@right("window_views", "slices that begin at u and end at u + sh OH, a loop with append")
def _(x, kernel_size, stride):
    (h, w), (kh, kw), (sh, sw) = x.shape[2:], pair(kernel_size), pair(stride)
    if kh > h or kw > w or min(sh, sw) < 1:
        raise ValueError("no window fits")
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    views = []
    for u in range(kh):
        for v in range(kw):
            views.append(x[:, :, u : u + oh * sh : sh, v : v + ow * sw : sw])
    return views


@wrong("window_views", "the step is the kernel size, the stride is not used")
def _(x, kernel_size, stride):
    window_views(x, kernel_size, stride)
    return window_views(x, kernel_size, kernel_size)


@wrong("window_views", "return in the loop: only the views of the first row of the window")
def _(x, kernel_size, stride):
    views, result, kw = window_views(x, kernel_size, stride), [], pair(kernel_size)[1]
    for u in range(pair(kernel_size)[0]):
        for v in range(kw):
            result.append(views[u * kw + v])
        return result


@wrong("window_views", "the end forgets the offset: [u : h - kh + 1], too short for later positions")
def _(x, kernel_size, stride):
    (h, w), (kh, kw), (sh, sw) = x.shape[2:], pair(kernel_size), pair(stride)
    if kh > h or kw > w or min(sh, sw) < 1:
        raise ValueError("windows")
    return [x[:, :, u : h - kh + 1 : sh, v : w - kw + 1 : sw] for u in range(kh) for v in range(kw)]


@wrong("window_views", "only the first picture of the batch")
def _(x, kernel_size, stride):
    return [view[:1] for view in window_views(x, kernel_size, stride)]


@wrong("window_views", "only views of the main diagonal of the window (u = v)")
def _(x, kernel_size, stride):
    kw = pair(kernel_size)[1]
    return [view for at, view in enumerate(window_views(x, kernel_size, stride)) if at // kw == at % kw]


@wrong("window_views", "OH from the row axis for both axes: right for square pictures and windows only")
def _(x, kernel_size, stride):
    h, (kh, kw), (sh, sw) = x.shape[2], pair(kernel_size), pair(stride)
    if kh > h or kw > x.shape[3] or min(sh, sw) < 1:
        raise ValueError("windows")
    oh = (h - kh) // sh + 1
    return [x[:, :, u : u + oh * sh : sh, v : v + oh * sw : sw] for u in range(kh) for v in range(kw)]


@wrong("window_views", "the slices are on the axes N and C: x[u::sh, v::sw]")
def _(x, kernel_size, stride):
    (h, w), (kh, kw), (sh, sw) = x.shape[2:], pair(kernel_size), pair(stride)
    if kh > h or kw > w or min(sh, sw) < 1:
        raise ValueError("windows")
    return [x[u : h - kh + u + 1 : sh, v : w - kw + v + 1 : sw] for u in range(kh) for v in range(kw)]


# ---------------------------------------- max_pool2d


@right("max_pool2d", "reduce over window_views, padded only if needed")
def _(x, kernel_size, stride=None, padding=0):
    return max_pool2d(x, kernel_size, stride, padding)


@right("max_pool2d", "loops over windows, only pixels inside the picture are looked at")
def _(x, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = (kh, kw) if stride is None else pair(stride)
    n, c, h, w = x.shape
    if sh < 1 or sw < 1 or ph < 0 or pw < 0 or ph > kh / 2 or pw > kw / 2:
        raise ValueError("stride or padding")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("no window fits")
    oh, ow = (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1
    dtype = x.dtype if (ph, pw) == (0, 0) or np.issubdtype(x.dtype, np.floating) else np.float64
    y = np.zeros((n, c, oh, ow), dtype)
    for i in range(oh):
        for j in range(ow):
            top, left = i * sh - ph, j * sw - pw
            part = x[:, :, max(top, 0) : top + kh, max(left, 0) : left + kw]
            y[:, :, i, j] = part.max(axis=(2, 3))
    return y


@wrong("max_pool2d", "the padding is ignored")
def _(x, kernel_size, stride=None, padding=0):
    check_options(kernel_size, stride, padding)
    return max_pool2d(x, kernel_size, stride)


@right("max_pool2d", "padding with the smallest number of an int (iinfo.min) for ints: integers are returned")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    if any(around):
        x = pad(x, around, -np.inf if x.dtype.kind == "f" else np.iinfo(x.dtype).min)
    return reduce(np.maximum, window_views(x, kernel, steps))


@wrong("max_pool2d", "padding of integers is left to np.pad with -inf: OverflowError")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    if any(around):
        x = pad(x, around, -np.inf)
    return reduce(np.maximum, window_views(x, kernel, steps))


@wrong("max_pool2d", "padding is compared with half of kh only, for both axes")
def _(x, kernel_size, stride=None, padding=0):
    kernel, around = pair(kernel_size), pair(padding)
    if min(around) < 0 or max(around) > kernel[0] / 2:
        raise ValueError("padding")
    if any(around):
        x = pad(x.astype(float), around, -np.inf)
    return reduce(np.maximum, window_views(x, kernel, kernel if stride is None else stride))


@wrong("max_pool2d", "a negative padding is not refused: taken as no padding")
def _(x, kernel_size, stride=None, padding=0):
    return max_pool2d(x, kernel_size, stride, tuple(max(p, 0) for p in pair(padding)))


@wrong("max_pool2d", "a stride below 1 is not refused: taken as 1")
def _(x, kernel_size, stride=None, padding=0):
    stride = pair(kernel_size if stride is None else stride)
    return max_pool2d(x, kernel_size, tuple(max(s, 1) for s in stride), padding)


@wrong("max_pool2d", "a window that does not fit is cut to the picture, no error")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    if any(around):
        x = pad(x.astype(float), around, -np.inf)
    kernel = tuple(min(k, size) for k, size in zip(kernel, x.shape[2:], strict=True))
    return reduce(np.maximum, window_views(x, kernel, steps))


@wrong("max_pool2d", "the output size is rounded up: an extra window with the rest")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    max_pool2d(x, kernel_size, stride, padding)
    if any(around):
        x = pad(x.astype(float), around, -np.inf)
    rest = [-(size - k) % s for size, k, s in zip(x.shape[2:], kernel, steps, strict=True)]
    if any(rest):
        x = np.pad(x, ((0, 0), (0, 0), (0, rest[0]), (0, rest[1])), mode="edge")
    return reduce(np.maximum, window_views(x, kernel, steps))


@wrong("max_pool2d", "the mean in place of the maximum")
def _(x, kernel_size, stride=None, padding=0):
    max_pool2d(x, kernel_size, stride, padding)
    return avg_pool2d(x, kernel_size, stride, padding)


@wrong("max_pool2d", "the result is cast to int, fractions are cut off")
def _(x, kernel_size, stride=None, padding=0):
    y = max_pool2d(x, kernel_size, stride, padding)
    return y.astype(int)


@wrong("max_pool2d", "the pair of strides is exchanged")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    return max_pool2d(x, kernel, steps if stride is None else steps[::-1], around)


@wrong("max_pool2d", "the pair of the padding is exchanged")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    if any(around):
        x = pad(x.astype(float), around[::-1], -np.inf)
    return reduce(np.maximum, window_views(x, kernel, steps))


@wrong("max_pool2d", "np.maximum with out=: the first view is overwritten, and with it x")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    if any(around):
        x = pad(x.astype(float), around, -np.inf)
    first, *others = window_views(x, kernel, steps)
    for view in others:
        np.maximum(first, view, out=first)
    return first.copy()


@wrong("max_pool2d", "only the corners of the window are compared, upper left and lower right")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    if any(around):
        x = pad(x.astype(float), around, -np.inf)
    views = window_views(x, kernel, steps)
    return np.maximum(views[0], views[-1])


@wrong("max_pool2d", "compared without the sign: the number with the largest |x| of each window")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    views = window_views(pad(x.astype(float), around, 0), kernel, steps)
    y = reduce(lambda a, b: np.where(np.abs(b) > np.abs(a), b, a), views)
    return y if any(around) else y.astype(x.dtype)


@wrong("max_pool2d", "an empty batch is an error: np.stack of no pictures")
def _(x, kernel_size, stride=None, padding=0):
    return np.concatenate([max_pool2d(x[i : i + 1], kernel_size, stride, padding) for i in range(len(x))])


@wrong("max_pool2d", "padded with -1000, which is larger than some numbers")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    if any(around):
        x = pad(x.astype(float), around, -1000)
    return reduce(np.maximum, window_views(x, kernel, steps))


# ---------------------------------------- max_pool2d_ceil


@right("max_pool2d_ceil", "a larger picture of -inf, then window_views")
def _(x, kernel_size, stride=None, padding=0):
    return max_pool2d_ceil(x, kernel_size, stride, padding)


@right("max_pool2d_ceil", "loops over windows, slices cut at the border")
def _(x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), (ph, pw) = check_options(kernel_size, stride, padding)
    n, c, h, w = x.shape
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("no window fits")
    tops, lefts = list(range(-ph, h, sh)), list(range(-pw, w, sw))
    tops, lefts = tops[: ceil_size(h, kh, sh, ph)], lefts[: ceil_size(w, kw, sw, pw)]
    y = np.empty((n, c, len(tops), len(lefts)))
    for i, top in enumerate(tops):
        for j, left in enumerate(lefts):
            y[:, :, i, j] = x[:, :, max(0, top) : top + kh, max(0, left) : left + kw].max(axis=(2, 3))
    return y


@wrong("max_pool2d_ceil", "rounded down, as in max_pool2d: the rest at the border is lost")
def _(x, kernel_size, stride=None, padding=0):
    return max_pool2d(x, kernel_size, stride, padding).astype(float)


@wrong("max_pool2d_ceil", "a last window that starts behind the picture is kept: it holds -inf")
def _(x, kernel_size, stride=None, padding=0):
    options = check_options(kernel_size, stride, padding)
    size = [-((n + 2 * p - k) // -s) + 1 for n, k, s, p in zip(x.shape[2:], *options, strict=True)]
    return pool_of_size(x, kernel_size, stride, padding, size)


@wrong("max_pool2d_ceil", "the last window is left out only if it starts behind the padding too (n + 2p, not n + p)")
def _(x, kernel_size, stride=None, padding=0):
    options = check_options(kernel_size, stride, padding)
    size = [-((n + 2 * p - k) // -s) + 1 for n, k, s, p in zip(x.shape[2:], *options, strict=True)]
    size = [
        m - 1 if (m - 1) * s >= n + 2 * p else m
        for m, n, k, s, p in zip(size, x.shape[2:], *options, strict=True)
    ]
    return pool_of_size(x, kernel_size, stride, padding, size)


@wrong("max_pool2d_ceil", "off by one: a window that starts right behind the last pixel is kept (> for >=)")
def _(x, kernel_size, stride=None, padding=0):
    options = check_options(kernel_size, stride, padding)
    size = []
    for n, k, s, p in zip(x.shape[2:], *options, strict=True):
        m = -((n + 2 * p - k) // -s) + 1
        size.append(m - 1 if (m - 1) * s > n + p else m)
    return pool_of_size(x, kernel_size, stride, padding, size)


@wrong("max_pool2d_ceil", "off by one: a last window with only the last pixel is left out")
def _(x, kernel_size, stride=None, padding=0):
    options = check_options(kernel_size, stride, padding)
    size = []
    for n, k, s, p in zip(x.shape[2:], *options, strict=True):
        m = -((n + 2 * p - k) // -s) + 1
        size.append(m - 1 if m > 1 and (m - 1) * s >= n + p - 1 else m)
    return pool_of_size(x, kernel_size, stride, padding, size)


@wrong("max_pool2d_ceil", "the padding is left out of the test: starts are compared with n, not n + p")
def _(x, kernel_size, stride=None, padding=0):
    options = check_options(kernel_size, stride, padding)
    size = []
    for n, k, s, p in zip(x.shape[2:], *options, strict=True):
        m = -((n + 2 * p - k) // -s) + 1
        size.append(m - 1 if m > 1 and (m - 1) * s >= n else m)
    return pool_of_size(x, kernel_size, stride, padding, size)


@wrong("max_pool2d_ceil", "zeros are around the picture, not -inf")
def _(x, kernel_size, stride=None, padding=0):
    return pool_of_size(x, kernel_size, stride, padding, ceil_sizes(x, kernel_size, stride, padding), 0)


@wrong("max_pool2d_ceil", "always one more window than in max_pool2d, even if nothing is left over")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    size = [(n + 2 * p - k) // s + 2 for n, k, s, p in zip(x.shape[2:], kernel, steps, around, strict=True)]
    return pool_of_size(x, kernel_size, stride, padding, size)


@wrong("max_pool2d_ceil", "rounded up for the rows only")
def _(x, kernel_size, stride=None, padding=0):
    columns = max_pool2d(x, kernel_size, stride, padding).shape[3]
    rows = ceil_sizes(x, kernel_size, stride, padding)[0]
    return pool_of_size(x, kernel_size, stride, padding, (rows, columns))


@wrong("max_pool2d_ceil", "the padding is ignored")
def _(x, kernel_size, stride=None, padding=0):
    check_options(kernel_size, stride, padding)
    return max_pool2d_ceil(x, kernel_size, stride, 0)


@wrong("max_pool2d_ceil", "the stride is ignored: always the kernel size")
def _(x, kernel_size, stride=None, padding=0):
    check_options(kernel_size, stride, padding)
    return max_pool2d_ceil(x, kernel_size, None, padding)


@wrong("max_pool2d_ceil", "stride None is taken as 1")
def _(x, kernel_size, stride=None, padding=0):
    return max_pool2d_ceil(x, kernel_size, 1 if stride is None else stride, padding)


@wrong("max_pool2d_ceil", "one row and column are always added, as for the X: right for windows of 2 only")
def _(x, kernel_size, stride=None, padding=0):
    check_options(kernel_size, stride, padding)
    max_pool2d(x, kernel_size, stride, padding)
    sides = ((0, 0), (0, 0), (0, x.shape[2] % 2), (0, x.shape[3] % 2))
    big = np.pad(x.astype(float), sides, constant_values=-np.inf)
    return max_pool2d(big, kernel_size, stride, padding)


@wrong("max_pool2d_ceil", "np.round for the size: a rest of less than half a stride is lost")
def _(x, kernel_size, stride=None, padding=0):
    options = check_options(kernel_size, stride, padding)
    best = ceil_sizes(x, kernel_size, stride, padding)
    size = [
        min(m, int((n + 2 * p - k) / s + 0.5) + 1)
        for m, n, k, s, p in zip(best, x.shape[2:], *options, strict=True)
    ]
    return pool_of_size(x, kernel_size, stride, padding, size)


@wrong("max_pool2d_ceil", "a last window that extends beyond the (padded) border is moved back until it fits")
def _(x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), (ph, pw) = check_options(kernel_size, stride, padding)
    max_pool2d(x, kernel_size, stride, padding)
    big = pad(x.astype(float), (ph, pw), -np.inf)
    rows, columns = ceil_sizes(x, kernel_size, stride, padding)
    tops = [min(i * sh, big.shape[2] - kh) for i in range(rows)]
    lefts = [min(j * sw, big.shape[3] - kw) for j in range(columns)]
    return np.stack(
        [np.stack([big[:, :, t : t + kh, j : j + kw].max(axis=(2, 3)) for j in lefts], -1) for t in tops], -2
    )


@wrong("max_pool2d_ceil", "the mean of the pixels, not the largest")
def _(x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), (ph, pw) = check_options(kernel_size, stride, padding)
    max_pool2d(x, kernel_size, stride, padding)
    rows, columns = ceil_sizes(x, kernel_size, stride, padding)
    y = np.zeros((*x.shape[:2], rows, columns))
    for i, j in np.ndindex(rows, columns):
        t, l = i * sh - ph, j * sw - pw
        y[:, :, i, j] = x[:, :, max(t, 0) : t + kh, max(l, 0) : l + kw].mean(axis=(2, 3))
    return y


@wrong("max_pool2d_ceil", "the extra row is at the top: the windows are aligned with the lower right corner")
def _(x, kernel_size, stride=None, padding=0):
    return max_pool2d_ceil(x[:, :, ::-1, ::-1], kernel_size, stride, padding)[:, :, ::-1, ::-1]


@wrong("max_pool2d_ceil", "an empty batch is an error")
def _(x, kernel_size, stride=None, padding=0):
    return np.stack([max_pool2d_ceil(each[None], kernel_size, stride, padding)[0] for each in x])


@wrong("max_pool2d_ceil", "the pair of strides is exchanged")
def _(x, kernel_size, stride=None, padding=0):
    stride = stride if stride is None else pair(stride)[::-1]
    return max_pool2d_ceil(x, kernel_size, stride, padding)


@wrong("max_pool2d_ceil", "windows that begin in the padding: a slice from a negative start is empty or wrong")
def _(x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), (ph, pw) = check_options(kernel_size, stride, padding)
    max_pool2d(x, kernel_size, stride, padding)
    rows, columns = ceil_sizes(x, kernel_size, stride, padding)
    y = np.full((*x.shape[:2], rows, columns), -np.inf)
    for i, j in np.ndindex(rows, columns):
        t, l = i * sh - ph, j * sw - pw
        part = x[:, :, t : t + kh, l : l + kw]
        if part.shape[2] and part.shape[3]:
            y[:, :, i, j] = part.max(axis=(2, 3))
    return y


# ---------------------------------------- kept_fraction


@right("kept_fraction", "one over the strides")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    return 1 / (sh * sw)


@right("kept_fraction", "a product of fractions, in a loop")
def _(kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    fraction = 1.0
    for step in pair(stride):
        fraction /= step
    return fraction


@wrong("kept_fraction", "stride None is not handled: TypeError")
def _(kernel_size, stride=None):
    sh, sw = pair(stride)
    return 1 / (sh * sw)


@wrong("kept_fraction", "// for /: 0, except for a stride of 1")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    return float(1 // (sh * sw))


@wrong("kept_fraction", "kernel over stride: kh kw / (sh sw), how often a number is seen")
def _(kernel_size, stride=None):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    return kh * kw / (sh * sw)


@wrong("kept_fraction", "kernel and stride multiplied: 1 / (kh sh kw sw) if a stride is given")
def _(kernel_size, stride=None):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(1 if stride is None else stride)
    return 1 / (kh * kw * sh * sw)


@wrong("kept_fraction", "1 if windows overlap or touch: every number is in some window")
def _(kernel_size, stride=None):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    return min(1.0, kh / sh) * min(1.0, kw / sw)


@wrong("kept_fraction", "operators without brackets: 1 / sh * sw")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    return 1 / sh * sw


@wrong("kept_fraction", "a string with a percent sign")
def _(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    return f"{100 / (sh * sw):.0f} %"


@wrong("kept_fraction", "the overlap is taken off: 1 / (sh sw) only for windows side by side, else times the overlap")
def _(kernel_size, stride=None):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    return 1 / (sh * sw) * min(1, sh * sw / (kh * kw))


@wrong("kept_fraction", "the larger of stride and kernel on each axis")
def _(kernel_size, stride=None):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    return 1 / (max(kh, sh) * max(kw, sw))


# ---------------------------------------- avg_pool2d


@right("avg_pool2d", "the sum of the views over their number")
def _(x, kernel_size, stride=None, padding=0):
    return avg_pool2d(x, kernel_size, stride, padding)


@right("avg_pool2d", "loops over windows")
def _(x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), (ph, pw) = check_options(kernel_size, stride, padding)
    big = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    if kh > big.shape[2] or kw > big.shape[3]:
        raise ValueError("no window fits")
    oh, ow = (big.shape[2] - kh) // sh + 1, (big.shape[3] - kw) // sw + 1
    y = np.zeros((*x.shape[:2], oh, ow))
    for i in range(oh):
        for j in range(ow):
            part = big[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            y[:, :, i, j] = part.mean(axis=(2, 3), dtype=np.float64)
    return y


@wrong("avg_pool2d", "the zeros of the padding do not count in the mean")
def _(x, kernel_size, stride=None, padding=0):
    y = avg_pool2d(x, kernel_size, stride, padding)
    return y / avg_pool2d(np.ones(x.shape), kernel_size, stride, padding)


@wrong("avg_pool2d", "integer division: //")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    return sum(window_views(float_padded(x, around), kernel, steps)) // (kernel[0] * kernel[1])


@wrong("avg_pool2d", "divided by 4: right for windows of 2 by 2 only")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    return sum(window_views(float_padded(x, around), kernel, steps)) / 4


@wrong("avg_pool2d", "the padding is ignored")
def _(x, kernel_size, stride=None, padding=0):
    check_options(kernel_size, stride, padding)
    return avg_pool2d(x, kernel_size, stride)


@wrong("avg_pool2d", "the stride is ignored: always the kernel size")
def _(x, kernel_size, stride=None, padding=0):
    check_options(kernel_size, stride, padding)
    return avg_pool2d(x, kernel_size, None, padding)


@wrong("avg_pool2d", "stride None is taken as 1")
def _(x, kernel_size, stride=None, padding=0):
    return avg_pool2d(x, kernel_size, 1 if stride is None else stride, padding)


@wrong("avg_pool2d", "the result has the dtype of x: integers for integers")
def _(x, kernel_size, stride=None, padding=0):
    return avg_pool2d(x, kernel_size, stride, padding).astype(x.dtype)


@wrong("avg_pool2d", "the largest number, not the mean")
def _(x, kernel_size, stride=None, padding=0):
    return max_pool2d(x, kernel_size, stride, padding).astype(float)


@wrong("avg_pool2d", "the mean also over channels")
def _(x, kernel_size, stride=None, padding=0):
    return avg_pool2d(x, kernel_size, stride, padding).mean(axis=1, keepdims=True)


@wrong("avg_pool2d", "+= on the first view: x changes, if it is of floats and not padded")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    big = x if x.dtype == np.float64 and not any(around) else float_padded(x, around)
    total, *others = window_views(big, kernel, steps)
    for view in others:
        total += view
    return total / (kernel[0] * kernel[1])


@wrong("avg_pool2d", "padded twice: before and after the options are handed on")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    return avg_pool2d(float_padded(x, around), kernel, steps, around)


@wrong("avg_pool2d", "whole numbers are divided first, with //, and added after that")
def _(x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    count = kernel[0] * kernel[1]
    shares = pad(x // count if x.dtype.kind in "iu" else x / count, around, 0)
    return reduce(np.add, window_views(shares, kernel, steps)).astype(float)


# ---------------------------------------- global_avg_pool2d


@right("global_avg_pool2d", "mean over the last two axes")
def _(x):
    return x.mean(axis=(2, 3))


@right("global_avg_pool2d", "maps as rows, mean of each row")
def _(x):
    n, c, h, w = x.shape
    return x.reshape(n, c, h * w).mean(axis=-1)


@wrong("global_avg_pool2d", "integer division: //")
def _(x):
    return x.astype(float).sum(axis=(2, 3)) // (x.shape[2] * x.shape[3])


@wrong("global_avg_pool2d", "np.stack over the pictures: an empty batch is an error")
def _(x):
    return np.stack([picture.mean(axis=(1, 2)) for picture in x])


@wrong("global_avg_pool2d", "the numbers are read as (N, H, W, C), as in TensorFlow: means of other numbers")
def _(x):
    n, c, h, w = x.shape
    return x.reshape(n, h, w, c).mean(axis=(1, 2))


@wrong("global_avg_pool2d", "return in the loop: the other pictures stay 0")
def _(x):
    y = np.zeros(x.shape[:2])
    for n in range(len(x)):
        y[n] = x[n].mean(axis=(1, 2))
        return y
    return y


@wrong("global_avg_pool2d", "lists, not an array")
def _(x):
    return [[float(channel.mean()) for channel in picture] for picture in x]


@wrong("global_avg_pool2d", "the result is of integers: np.zeros(..., int) is filled")
def _(x):
    y = np.zeros(x.shape[:2], dtype=int)
    for n, c in np.ndindex(y.shape):
        y[n, c] = x[n, c].mean()
    return y


# ---------------------------------------- channel_max_pool


@right("channel_max_pool", "a new axis inside the groups")
def _(x, groups):
    n, c, h, w = x.shape
    return x.reshape(n, groups, c // groups, h, w).max(axis=2)


@right("channel_max_pool", "a loop over the groups")
def _(x, groups):
    size = x.shape[1] // groups
    y = np.empty((x.shape[0], groups, x.shape[2], x.shape[3]), x.dtype)
    for g in range(groups):
        y[:, g] = x[:, g * size : (g + 1) * size].max(axis=1)
    return y


@wrong("channel_max_pool", "reshape with -1: an empty batch is an error")
def _(x, groups):
    return x.reshape(x.shape[0], groups, -1, *x.shape[2:]).max(axis=2)


@wrong("channel_max_pool", "return in the loop: only the first group is filled")
def _(x, groups):
    size = x.shape[1] // groups
    y = np.zeros((x.shape[0], groups, *x.shape[2:]), x.dtype)
    for g in range(groups):
        y[:, g] = x[:, g * size : (g + 1) * size].max(axis=1)
        return y


@wrong("channel_max_pool", "the smallest of each group")
def _(x, groups):
    n, c, h, w = x.shape
    return x.reshape(n, groups, c // groups, h, w).min(axis=2)


@wrong("channel_max_pool", "the groups are cut in the batch axis: np.split along axis 0")
def _(x, groups):
    return np.stack([part.max(axis=0) for part in np.split(x, groups, axis=0)], axis=0)


@wrong("channel_max_pool", "a list of maps, not an array")
def _(x, groups):
    return [part.max(axis=1) for part in np.split(x, groups, axis=1)]


@wrong("channel_max_pool", "always two channels in a group: only the first two of each are compared")
def _(x, groups):
    size = x.shape[1] // groups
    return np.maximum(x[:, ::size], x[:, min(1, size - 1) :: size])


@wrong("channel_max_pool", "groups overlap by one channel: the first of the next group is looked at too")
def _(x, groups):
    size = x.shape[1] // groups
    return np.stack([x[:, g * size : (g + 1) * size + 1].max(axis=1) for g in range(groups)], axis=1)


@wrong("channel_max_pool", "the groups come out in the reversed order")
def _(x, groups):
    n, c, h, w = x.shape
    return x.reshape(n, groups, c // groups, h, w).max(axis=2)[:, ::-1]


# ---------------------------------------- shift_tolerance


@right("shift_tolerance", "np.roll, np.isclose, mean")
def _(x, pool, dx):
    return float(np.isclose(pool(x), pool(np.roll(x, dx, axis=3))).mean())


@right("shift_tolerance", "two slices put together again")
def _(x, pool, dx):
    k = dx % x.shape[3]
    cut = x.shape[3] - k
    moved = np.concatenate([x[..., cut:], x[..., :cut]], axis=-1)
    same = np.isclose(pool(moved), pool(x))
    return same.sum() / same.size


@wrong("shift_tolerance", "the mean difference, not a fraction")
def _(x, pool, dx):
    before, after = pool(x).astype(float), pool(np.roll(x, dx, axis=3)).astype(float)
    return float(np.abs(before - after).mean())


@wrong("shift_tolerance", "numbers that differ by less than 1 count as the same")
def _(x, pool, dx):
    before, after = pool(x).astype(float), pool(np.roll(x, dx, axis=3)).astype(float)
    return float((np.abs(before - after) < 1).mean())


@wrong("shift_tolerance", "cut to whole numbers before they are compared")
def _(x, pool, dx):
    return float((pool(x).astype(int) == pool(np.roll(x, dx, axis=3)).astype(int)).mean())


@wrong("shift_tolerance", "x[..., :-dx] beside x[..., -dx:] in the wrong order: nothing moves")
def _(x, pool, dx):
    moved = np.concatenate([x[..., : x.shape[3] - dx], x[..., x.shape[3] - dx :]], axis=3)
    return float(np.isclose(pool(x), pool(moved)).mean())


@wrong("shift_tolerance", "the columns that leave are cut off: the moved picture is compared on the overlap only")
def _(x, pool, dx):
    keep = x.shape[3] - dx
    return float(np.isclose(pool(x[..., :keep]), pool(x[..., dx:])).mean())


# ---------------------------------------- max_pool2d_backward


@right("max_pool2d_backward", "views, each window is given away once")
def _(dy, x, kernel_size, stride=None, padding=0):
    return max_pool2d_backward(dy, x, kernel_size, stride, padding)


@right("max_pool2d_backward", "loops over all windows, argmax of the pixels inside")
def _(dy, x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), (ph, pw) = check_options(kernel_size, stride, padding)
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(*dy.shape):
        top, left = max(0, i * sh - ph), max(0, j * sw - pw)
        part = x[n, c, top : i * sh - ph + kh, left : j * sw - pw + kw]
        u, v = np.unravel_index(np.argmax(part), part.shape)
        dx[n, c, top + u, left + v] += dy[n, c, i, j]
    return dx


@wrong("max_pool2d_backward", "integers are not converted before -inf is padded: OverflowError")
def _(dy, x, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    big = pad(x, around, -np.inf) if any(around) else x
    return cut(max_pool2d_backward(dy, big, kernel, steps), x.shape, around)


@wrong("max_pool2d_backward", "the padding is ignored: windows of the picture itself, the others left out")
def _(dy, x, kernel_size, stride=None, padding=0):
    kernel, steps, _ = check_options(kernel_size, stride, padding)
    oh, ow = window_views(x, kernel, steps)[0].shape[2:]
    return max_pool2d_backward(dy[:, :, :oh, :ow], x, kernel, steps)


@wrong("max_pool2d_backward", "a pixel within 0.01 of the maximum counts as the maximum: a nearly largest one may win")
def _(dy, x, kernel_size, stride=None, padding=0):
    big, views, kernel, steps, around = other_winners(x, kernel_size, stride, padding)
    y, dx = reduce(np.maximum, views), np.zeros(big.shape)
    left = np.ones(y.shape, bool)
    for view, target in zip(views, window_views(dx, kernel, steps), strict=True):
        wins = left & np.isclose(view, y, rtol=0, atol=1e-2)
        target += wins * dy
        left &= ~wins
    return cut(dx, x.shape, around)


@wrong("max_pool2d_backward", "only pixels larger than 0 get a gradient: a largest pixel of 0 or below gets nothing")
def _(dy, x, kernel_size, stride=None, padding=0):
    return max_pool2d_backward(dy, x, kernel_size, stride, padding) * (x > 0)


@wrong("max_pool2d_backward", "dy is set to 0 where a winner was found: the caller's dy changes")
def _(dy, x, kernel_size, stride=None, padding=0):
    big, views, kernel, steps, around = other_winners(x, kernel_size, stride, padding)
    y, dx = reduce(np.maximum, views), np.zeros(big.shape)
    for view, target in zip(views, window_views(dx, kernel, steps), strict=True):
        wins = view == y
        target += wins * dy
        dy[wins] = 0
    return cut(dx, x.shape, around)


@wrong("max_pool2d_backward", "np.stack over the pictures: an empty batch is an error")
def _(dy, x, kernel_size, stride=None, padding=0):
    each = [max_pool2d_backward(d[None], p[None], kernel_size, stride, padding)[0] for d, p in zip(dy, x, strict=True)]
    return np.stack(each)


@wrong("max_pool2d_backward", "written into x: the picture is cleared and returned")
def _(dy, x, kernel_size, stride=None, padding=0):
    dx = max_pool2d_backward(dy, x, kernel_size, stride, padding)
    if x.dtype.kind != "f":
        return dx
    x[...] = dx
    return x


# ---------------------------------------- avg_pool2d_backward


@right("avg_pool2d_backward", "adds a share to each view")
def _(dy, shape, kernel_size, stride=None, padding=0):
    return avg_pool2d_backward(dy, shape, kernel_size, stride, padding)


@right("avg_pool2d_backward", "loops over windows, cut at the border")
def _(dy, shape, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw), (ph, pw) = check_options(kernel_size, stride, padding)
    dx = np.zeros(shape, dtype=float)
    for i in range(dy.shape[2]):
        for j in range(dy.shape[3]):
            top, left = i * sh - ph, j * sw - pw
            part = dx[:, :, max(top, 0) : max(top + kh, 0), max(left, 0) : max(left + kw, 0)]
            part += dy[:, :, i, j, None, None] / (kh * kw)
    return dx


@wrong("avg_pool2d_backward", "divided by 4, whatever the window")
def _(dy, shape, kernel_size, stride=None, padding=0):
    return other_spread(dy, shape, kernel_size, stride, padding, 4)


@wrong("avg_pool2d_backward", "divided by how many windows see the pixel, not by the size of the window")
def _(dy, shape, kernel_size, stride=None, padding=0):
    total = other_spread(dy, shape, kernel_size, stride, padding, 1)
    return total / np.maximum(other_spread(np.ones(dy.shape), shape, kernel_size, stride, padding, 1), 1)


@wrong("avg_pool2d_backward", "np.repeat: right only for windows side by side that fill the picture")
def _(dy, shape, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    return np.repeat(np.repeat(dy / (kh * kw), kh, axis=2), kw, axis=3)


@wrong("avg_pool2d_backward", "dy /= kh kw: the caller's dy changes, and integers are a TypeError")
def _(dy, shape, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    dy /= kh * kw
    return other_spread(dy, shape, kernel_size, stride, padding, 1)


@wrong("avg_pool2d_backward", "the rows and columns that no window sees are missing: too small")
def _(dy, shape, kernel_size, stride=None, padding=0):
    kernel, steps, around = check_options(kernel_size, stride, padding)
    size = [(m - 1) * s + k - p for m, s, k, p in zip(dy.shape[2:], steps, kernel, around, strict=True)]
    dx = avg_pool2d_backward(dy, shape, kernel_size, stride, padding)
    return dx[:, :, : size[0], : size[1]]


@wrong("avg_pool2d_backward", "only the first picture of the batch gets a gradient")
def _(dy, shape, kernel_size, stride=None, padding=0):
    dx = avg_pool2d_backward(dy, shape, kernel_size, stride, padding)
    dx[1:] = 0
    return dx


@wrong("avg_pool2d_backward", "divided by all pixels of the map, as for the global mean")
def _(dy, shape, kernel_size, stride=None, padding=0):
    return other_spread(dy, shape, kernel_size, stride, padding, shape[2] * shape[3])
