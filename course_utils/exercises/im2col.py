"""04_im2col: convolution is a matrix product, and so is its gradient."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from ..checks.exercise import Case, Chapter, Exercise, Misconception, zeros

ONE_TO_NINE = np.arange(1.0, 10).reshape(1, 1, 3, 3)
TENS = np.array([[10.0, 20], [30, 40]]).reshape(1, 1, 2, 2)
TWO_CHANNELS = np.arange(1.0, 25).reshape(1, 2, 3, 4)


def _normal(*shapes, then=()):
    """Arguments drawn afresh: one array of normal numbers for each shape, and `then` the others."""
    return lambda rng: (*(rng.normal(size=shape) for shape in shapes), *then)


def _of(dtype, *shapes, then=()):
    return lambda rng: (*(rng.normal(size=shape).astype(dtype) for shape in shapes), *then)


def _bytes(rng, shape):
    return rng.integers(0, 256, size=shape, dtype=np.uint8)


def _pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _padded(x, padding):
    ph, pw = _pair(padding)
    return np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))


def _cropped(x, padding):
    ph, pw = _pair(padding)
    return x[:, :, ph : x.shape[2] - ph, pw : x.shape[3] - pw]


def _grid(size, kernel_size, stride=1, padding=0, dilation=1):
    """Rows and columns of windows; ValueError where the numbers make no sense, or no window fits."""
    axes = list(zip(size, *map(_pair, (kernel_size, stride, padding, dilation)), strict=True))
    if any(s < 1 or p < 0 or d < 1 or n + 2 * p < d * (k - 1) + 1 for n, k, s, p, d in axes):
        raise ValueError(f"no windows: size, kernel, stride, padding, dilation of each axis are {axes}")
    return tuple((n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in axes)


def _taps(size, kernel_size, stride=1, padding=0, dilation=1):
    """Each place (i, j) of the kernel, and the slices of the padded picture that it meets."""
    oh, ow = _grid(size, kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (dh, dw) = map(_pair, (kernel_size, stride, dilation))
    for i in range(kh):
        for j in range(kw):
            down, right = i * dh, j * dw
            yield i, j, np.s_[:, :, down : down + sh * oh : sh, right : right + sw * ow : sw]


def _needs_a_picture(function):
    """The function, with a -1 in a reshape."""

    def wrong(batch, *others):
        batch.reshape(len(batch), -1)  # the ValueError of an empty batch
        return function(batch, *others)

    return Misconception(
        "empty batch stopped by a -1",
        wrong,
        "Only an empty batch fails: with N = 0 NumPy cannot work out what a -1 in `reshape` stands for. "
        "Write the number itself, for instance `oh * ow`.",
    )


def _in_float64(function):
    return Misconception(
        "always float64",
        lambda *args, **kwargs: function(*args, **kwargs).astype(np.float64),
        "The values are right, the dtype is not: float32 in, float32 out, or the result takes twice the "
        "memory. `np.zeros(shape)` makes float64; give it the dtype as well: `np.zeros(shape, x.dtype)`.",
    )


def _tensor(array):
    import torch

    return torch.from_numpy(np.array(array, dtype=np.float64))


# im2col


def _unfold(x, kernel_size, stride=1, padding=0, dilation=1):
    import torch

    return (
        torch.nn.functional.unfold(_tensor(x), kernel_size, dilation, padding, stride).numpy().astype(x.dtype)
    )


def _im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    """Column by slices: one slice of the picture for each place of the kernel."""
    kh, kw = _pair(kernel_size)
    oh, ow = _grid(x.shape[2:], kernel_size, stride, padding, dilation)
    cols = np.empty((*x.shape[:2], kh, kw, oh, ow), x.dtype)
    padded = _padded(x, padding)
    for i, j, under in _taps(x.shape[2:], kernel_size, stride, padding, dilation):
        cols[:, :, i, j] = padded[under]
    return cols.reshape(len(x), x.shape[1] * kh * kw, oh * ow)


def _im2col_by_patches(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (dh, dw) = map(_pair, (kernel_size, stride, dilation))
    oh, ow = _grid(x.shape[2:], kernel_size, stride, padding, dilation)
    x = _padded(x, padding)
    cols = np.zeros((len(x), x.shape[1] * kh * kw, oh * ow), x.dtype)
    for place, (i, j) in enumerate(np.ndindex(oh, ow)):
        patch = x[:, :, i * sh :, j * sw :][:, :, : dh * kh : dh, : dw * kw : dw]
        cols[:, :, place] = patch.reshape(len(x), -1 if len(x) else cols.shape[1])
    return cols


def _im2col_by_index(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (dh, dw) = map(_pair, (kernel_size, stride, dilation))
    oh, ow = _grid(x.shape[2:], kernel_size, stride, padding, dilation)
    channel, i, j = (a.reshape(-1, 1) for a in np.indices((x.shape[1], kh, kw)))
    row, column = (a.reshape(1, -1) for a in np.indices((oh, ow)))
    return _padded(x, padding)[:, channel, i * dh + row * sh, j * dw + column * sw]


def _no_pairs(x, kernel_size, stride=1, padding=0, dilation=1):
    if any(isinstance(number, tuple) for number in (kernel_size, stride, padding, dilation)):
        raise TypeError("a tuple is no int")
    return _im2col(x, kernel_size, stride, padding, dilation)


def _im2col_axes(order, swap=False):
    """The columns in another order of (channel, kernel row, kernel column), or of the places."""

    def wrong(x, kernel_size, stride=1, padding=0, dilation=1):
        cols = _im2col(x, kernel_size, stride, padding, dilation)
        grid = _grid(x.shape[2:], kernel_size, stride, padding, dilation)
        parts = cols.reshape(len(x), x.shape[1], *_pair(kernel_size), *grid)
        places = (5, 4) if swap else (4, 5)
        return parts.transpose(0, *(1 + axis for axis in order), *places).reshape(cols.shape)

    return wrong


def _reshaped_only(x, kernel_size, stride=1, padding=0, dilation=1):
    cols = _im2col(x, kernel_size, stride, padding, dilation)
    grid = _grid(x.shape[2:], kernel_size, stride, padding, dilation)
    parts = cols.reshape(len(x), x.shape[1], *_pair(kernel_size), *grid)
    return parts.transpose(0, 1, 4, 5, 2, 3).reshape(cols.shape)


def _side_by_side(x, kernel_size, stride=1, padding=0, dilation=1):
    cols = _im2col(x, kernel_size, stride, padding, dilation)
    return cols.transpose(1, 0, 2).reshape(cols.shape[1], -1)


def _cols_ignoring(name):
    """An im2col that ignores one of its numbers."""
    usual = {"stride": 1, "padding": 0, "dilation": 1}

    def wrong(x, kernel_size, stride=1, padding=0, dilation=1):
        numbers = {"stride": stride, "padding": padding, "dilation": dilation}
        return _im2col(x, kernel_size, **(numbers | {name: usual[name]}))

    return wrong


IM2COL = Exercise(
    name="im2col",
    points=6,
    cases=(
        Case("1 to 9, windows of 2 x 2", (ONE_TO_NINE, 2), group="layout"),
        Case("two channels, windows of 2 x 2", (TWO_CHANNELS, 2), group="layout"),
        Case("a random batch, not square", _normal((2, 3, 5, 4), then=(3,)), group="layout"),
        Case("stride 2", (np.arange(1.0, 26).reshape(1, 1, 5, 5), 3, 2), group="stride, padding, dilation"),
        Case("1 to 9, padding 1", (ONE_TO_NINE, 2, 1, 1), group="stride, padding, dilation"),
        Case("dilation 2", (TWO_CHANNELS, 2, 1, 0, 2), group="stride, padding, dilation"),
        Case(
            "stride 3, padding 2, dilation 2",
            _normal((2, 2, 6, 5), then=(2, 3, 2, 2)),
            group="stride, padding, dilation",
        ),
        Case("kernel (2, 3)", _normal((2, 3, 5, 4), then=((2, 3),)), group="pairs"),
        Case(
            "kernel (3, 2), stride (2, 1), padding (0, 1), dilation (1, 2)",
            _normal((2, 2, 6, 5), then=((3, 2), (2, 1), (0, 1), (1, 2))),
            group="pairs",
        ),
        Case("bytes", lambda rng: (_bytes(rng, (2, 3, 4, 5)), 3), group="unusual input"),
        Case("float32", _of(np.float32, (1, 2, 3, 4), then=(2,)), dtype="float32", group="unusual input"),
        Case("float16", _of(np.float16, (1, 2, 4, 4), then=(2,)), group="unusual input"),
        Case("an empty batch", (np.zeros((0, 3, 5, 5)), 3), group="unusual input"),
        Case("one window only", _normal((1, 2, 3, 3), then=(3,)), group="bad input"),
        Case(
            "larger than the picture",
            _normal((1, 2, 3, 3), then=(4,)),
            raises=ValueError,
            group="bad input",
        ),
        Case("stride 0", (ONE_TO_NINE, 2, 0), raises=ValueError, group="bad input"),
        Case("negative padding", (ONE_TO_NINE, 1, 1, -1), raises=ValueError, group="bad input"),
    ),
    oracle=_unfold,
    alternatives=(_im2col, _im2col_by_patches, _im2col_by_index),
    forbidden=("torch", "scipy"),
    misconceptions=(
        _in_float64(_im2col),
        _needs_a_picture(_im2col),
        Misconception(
            "only whole numbers, no pairs",
            _no_pairs,
            "Single numbers work. Each of the four may also be a pair, for rows and for columns: "
            "`kh, kw = pair(kernel_size)` takes both, and so does `windows`.",
        ),
        Misconception(
            "stride and dilation swapped",
            lambda x, kernel_size, stride=1, padding=0, dilation=1: _im2col(
                x, kernel_size, dilation, padding, stride
            ),
            "The stride moves the window, the dilation spreads the pixels inside it; yours have changed "
            "places. `windows` takes the stride first.",
        ),
        Misconception(
            "row order (kh, kw, C)",
            _im2col_axes((1, 2, 0)),
            "Your rows run through the channels fastest. A row of `w.reshape(F, -1)` runs through the "
            "kernel's columns fastest, then its rows, then the channels: order the axes (C, kh, kw).",
        ),
        Misconception(
            "row order (C, kw, kh)",
            _im2col_axes((0, 2, 1)),
            "Within a channel your patches are written column by column. Write them row by row: (C, kh, kw).",
        ),
        Misconception(
            "patches in column order",
            _im2col_axes((0, 1, 2), swap=True),
            "Your patches go down the picture first. They go to the right first, then down, "
            "like the lines of a text: axes (OH, OW).",
        ),
        Misconception(
            "reshaped without moving the axes",
            _reshaped_only,
            "The shape is right and the numbers are in the wrong places: a reshape only cuts the same long "
            "row of numbers differently. Bring the axes into the order (N, C, kh, kw, OH, OW) first.",
        ),
        Misconception(
            "one patch per row",
            lambda *args: _im2col(*args).transpose(0, 2, 1),
            "Each of your patches is a row. Here each patch is a column: (N, C*kh*kw, OH*OW).",
        ),
        Misconception(
            "the batch laid side by side",
            _side_by_side,
            "You made one wide matrix for the whole batch. Here each picture keeps its own: axis 0 is N.",
        ),
        Misconception(
            "the flipped patch",
            lambda *args: np.flip(_im2col_axes((0, 1, 2))(*args), axis=1),
            "Your columns run backwards, from the last entry of the patch to the first.",
        ),
        Misconception(
            "stride ignored",
            _cols_ignoring("stride"),
            "You take a patch at every pixel; with stride s only every s-th one is wanted.",
        ),
        Misconception(
            "padding ignored",
            _cols_ignoring("padding"),
            "Your windows never leave the picture: put `padding` zeros around it first.",
        ),
        Misconception(
            "dilation ignored",
            _cols_ignoring("dilation"),
            "The pixels of your patches lie side by side. With dilation d they are d apart.",
        ),
        Misconception(
            "the last patch missing",
            lambda *args: _im2col(*args)[:, :, :-1],
            "One patch too few: of n pixels, n - k + 1 windows of k begin inside.",
        ),
        zeros(_unfold),
    ),
    hints=(
        "For each place (i, j) of the kernel: which pixels of the picture does it meet, "
        "as the window goes over it?",
        "`windows(pad2d(x, padding), kernel_size, stride, dilation)` has all the numbers, with axes "
        "(N, C, OH, OW, kh, kw). Which axes make up a row's number, which a column's?",
        "With `n, c, oh, ow, kh, kw = seen.shape`: "
        "`seen.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kh * kw, oh * ow)`.",
    ),
)


# im2col_bytes


def _meta_bytes(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    import torch

    picture = torch.empty(tuple(shape), device="meta")
    cols = torch.nn.functional.unfold(picture, kernel_size, dilation, padding, stride)
    return cols.numel() * itemsize


def _bytes_of_columns(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    cols = _im2col(np.empty(shape, np.uint8), kernel_size, stride, padding, dilation)
    return cols.nbytes * itemsize


def _bytes_by_formula(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    patches = math.prod(_grid(shape[2:], kernel_size, stride, padding, dilation))
    return shape[0] * shape[1] * math.prod(_pair(kernel_size)) * patches * itemsize


def _price(formula):
    """A wrong price, from (n, c, height, width, kernel entries, patches, bytes an entry)."""

    def wrong(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
        patches = math.prod(_grid(shape[2:], kernel_size, stride, padding, dilation))
        return formula(*shape, math.prod(_pair(kernel_size)), patches, itemsize)

    return wrong


def _random_layer(rng):
    n, c, h, w = (int(number) for number in rng.integers(3, 40, size=4))
    return (n, c, h + 9, w + 9), (3, 5), (2, 1), (1, 2), (1, 2), 8


IM2COL_BYTES = Exercise(
    name="im2col_bytes",
    points=2,
    cases=(
        Case("AlexNet's first layer", ((1, 3, 227, 227), 11, 4), group="worked numbers"),
        Case("64 pictures, padding 1", ((64, 3, 32, 32), 3, 1, 1), group="worked numbers"),
        Case(
            "27 x 27 x 96, 5 x 5, padding 2, float64",
            ((4, 96, 27, 27), 5, 1, 2, 1, 8),
            group="worked numbers",
        ),
        Case("a random layer", _random_layer, group="worked numbers"),
    ),
    oracle=_meta_bytes,
    alternatives=(_bytes_of_columns, _bytes_by_formula),
    forbidden=("torch", "scipy"),
    misconceptions=(
        Misconception(
            "entries, not bytes",
            _price(lambda n, c, h, w, k, patches, size: n * c * k * patches),
            "That is how many numbers there are; each takes `itemsize` bytes.",
        ),
        Misconception(
            "eight bytes for every number",
            _price(lambda n, c, h, w, k, patches, size: n * c * k * patches * 8),
            "You count 8 bytes for each number, as in float64 (what `np.zeros` makes). "
            "Multiply the count by `itemsize`; no array is needed.",
        ),
        Misconception(
            "four bytes for every number",
            _price(lambda n, c, h, w, k, patches, size: n * c * k * patches * 4),
            "4 bytes is float32, the default only: multiply by `itemsize`.",
        ),
        Misconception(
            "channels forgotten",
            _price(lambda n, c, h, w, k, patches, size: n * k * patches * size),
            "A patch spans the full depth, so a column has C*kh*kw entries.",
        ),
        Misconception(
            "one picture only",
            _price(lambda n, c, h, w, k, patches, size: c * k * patches * size),
            "That is the price of one picture; the columns of the whole batch are asked for.",
        ),
        Misconception(
            "a patch at every pixel",
            _price(lambda n, c, h, w, k, patches, size: n * c * k * h * w * size),
            "You count a patch for every pixel of the input. There is one for each output pixel: OH*OW.",
        ),
        Misconception(
            "bits, not bytes",
            _price(lambda n, c, h, w, k, patches, size: n * c * k * patches * size * 8),
            "`itemsize` is in bytes already: 4 for a float32.",
        ),
        Misconception(
            "the picture itself",
            _price(lambda n, c, h, w, k, patches, size: n * c * h * w * size),
            "That is the memory of `x`. In the columns a pixel stands once for each window that sees it.",
        ),
        Misconception(
            "dilation and padding ignored",
            lambda shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4: _bytes_by_formula(
                shape, kernel_size, stride, itemsize=itemsize
            ),
            "The number of patches depends on padding and dilation too: use `map_size`.",
        ),
        Misconception(
            "one patch too few along each side",
            _price(
                lambda n, c, h, w, k, patches, size: (
                    n * c * k * (patches - 2 * math.isqrt(patches) + 1) * size
                )
            ),
            "`map_size` counts the first window already.",
        ),
        zeros(_meta_bytes),
    ),
    hints=(
        "What is the shape of what `im2col` returns?",
        "N matrices of C*kh*kw rows and OH*OW columns; `map_size` gives (OH, OW).",
        "`n * c * kh * kw * oh * ow * itemsize`, with `n, c = shape[:2]` and "
        "`oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)`.",
    ),
)


# conv2d_im2col


def race(target, x, w, b=None, stride=1, padding=0, dilation=1, timed=False):
    """The maps; where `timed`, also whether they came at least 20 times as fast as from loops."""
    y = target(x, w, b, stride, padding, dilation)
    if not timed:
        return y

    import time

    def loops():
        (n, _, height, width), (filters, _, kh, kw) = x.shape, w.shape
        maps = np.zeros((n, filters, height - kh + 1, width - kw + 1))
        for m, f, i, j in np.ndindex(*maps.shape):
            maps[m, f, i, j] = np.sum(x[m, :, i : i + kh, j : j + kw] * w[f]) + b[f]

    def seconds(function, repeats):
        times = []
        for _ in range(repeats):
            start = time.perf_counter()
            function()
            times.append(time.perf_counter() - start)
        return min(times)

    ratio = seconds(loops, 2) / seconds(lambda: target(x, w, b), 5)
    return y, "at least 20 times the loops" if ratio >= 20 else "less than 20 times the loops"


def _torch_race(x, w, b=None, stride=1, padding=0, dilation=1, timed=False):
    y = _torch_conv2d(x, w, b, stride, padding, dilation)
    return (y, "at least 20 times the loops") if timed else y


def _torch_conv2d(x, w, b=None, stride=1, padding=0, dilation=1):
    import torch

    bias = None if b is None else _tensor(b)
    return torch.nn.functional.conv2d(_tensor(x), _tensor(w), bias, stride, padding, dilation).numpy()


def _product(x, w, b, stride, padding, dilation, columns=_im2col, rows=None):
    """The maps before they are cut into rows: (N, F, OH*OW)."""
    cols = columns(x, w.shape[2:], stride, padding, dilation)
    y = (w.reshape(len(w), -1) if rows is None else rows) @ cols
    return y if b is None else y + np.reshape(b, (-1, 1))


def _maps(product, x, w, stride, padding, dilation):
    return product.reshape(len(x), len(w), *_grid(x.shape[2:], w.shape[2:], stride, padding, dilation))


def _conv2d(x, w, b=None, stride=1, padding=0, dilation=1):
    return _maps(_product(x, w, b, stride, padding, dilation), x, w, stride, padding, dilation)


def _conv2d_by_tensordot(x, w, b=None, stride=1, padding=0, dilation=1):
    (sh, sw), (dh, dw) = _pair(stride), _pair(dilation)
    _grid(x.shape[2:], w.shape[2:], stride, padding, dilation)
    reach = tuple(d * (k - 1) + 1 for k, d in zip(w.shape[2:], (dh, dw), strict=True))
    seen = np.lib.stride_tricks.sliding_window_view(_padded(x, padding), reach, axis=(2, 3))
    y = np.tensordot(w, seen[:, :, ::sh, ::sw, ::dh, ::dw], axes=([1, 2, 3], [1, 4, 5])).swapaxes(0, 1)
    return y if b is None else y + np.reshape(b, (-1, 1, 1))


def _conv2d_image_by_image(x, w, b=None, stride=1, padding=0, dilation=1):
    bias = 0 if b is None else np.reshape(b, (-1, 1))
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"{x.shape[1]} channels in x, {w.shape[1]} in w")
    pictures = [_im2col(image[None], w.shape[2:], stride, padding, dilation)[0] for image in x]
    y = np.array([np.dot(w.reshape(len(w), -1), cols) + bias for cols in pictures])
    return _maps(y, x, w, stride, padding, dilation)


def _conv2d_in_float32(x, w, b=None, stride=1, padding=0, dilation=1):
    bias = None if b is None else b.astype(np.float32)
    return _conv2d(x, w.astype(np.float32), bias, stride, padding, dilation).astype(np.float32)


def _conv2d_by_loops(x, w, b=None, stride=1, padding=0, dilation=1):
    cols = _im2col(x, w.shape[2:], stride, padding, dilation)
    rows = w.reshape(len(w), -1)
    y = np.zeros((len(x), len(w), cols.shape[2]))
    for n, f, place in np.ndindex(*y.shape):
        y[n, f, place] = rows[f] @ cols[n, :, place] + (0 if b is None else b[f])
    if rows.shape[1] != cols.shape[1]:
        raise ValueError("channels differ")
    return _maps(y, x, w, stride, padding, dilation)


def _kernel_in_another_order(x, w, b=None, stride=1, padding=0, dilation=1):
    rows = w.transpose(0, 2, 3, 1).reshape(len(w), -1)
    product = _product(x, w, b, stride, padding, dilation, rows=rows)
    return _maps(product, x, w, stride, padding, dilation)


def _channels_last_reshaped(x, w, b=None, stride=1, padding=0, dilation=1):
    product = _product(x, w, b, stride, padding, dilation).transpose(0, 2, 1)
    return _maps(product, x, w, stride, padding, dilation)


def _batch_and_filters_mixed(x, w, b=None, stride=1, padding=0, dilation=1):
    product = _product(x, w, b, stride, padding, dilation).transpose(1, 0, 2)
    return _maps(product, x, w, stride, padding, dilation)


def _rows_for_columns(x, w, b=None, stride=1, padding=0, dilation=1):
    oh, ow = _grid(x.shape[2:], w.shape[2:], stride, padding, dilation)
    return _conv2d(x, w, b, stride, padding, dilation).reshape(len(x), len(w), ow, oh)


def _bias_along_the_row(x, w, b=None, stride=1, padding=0, dilation=1):
    product = _product(x, w, None, stride, padding, dilation)
    return _maps(product if b is None else product + b, x, w, stride, padding, dilation)


def _bias_always_there(x, w, b=None, stride=1, padding=0, dilation=1):
    return _maps(_product(x, w, b[:, None], stride, padding, dilation), x, w, stride, padding, dilation)


def _reshaped_columns(x, w, b=None, stride=1, padding=0, dilation=1):
    product = _product(x, w, b, stride, padding, dilation, columns=_reshaped_only)
    return _maps(product, x, w, stride, padding, dilation)


def _first_picture_for_all(x, w, b=None, stride=1, padding=0, dilation=1):
    y = _conv2d(x, w, b, stride, padding, dilation)
    return np.broadcast_to(y[:1], y.shape) if len(y) else y


def _not_cut(x, w, b=None, stride=1, padding=0, dilation=1):
    y = _conv2d(x, w, b, stride, padding, dilation)
    return y.reshape(len(x), len(w), -1) if y.size else y


CONV2D_IM2COL = Exercise(
    name="conv2d_im2col",
    points=10,
    cases=(
        Case("1 to 9 with a 2 x 2 kernel, bias 0", (ONE_TO_NINE, TENS, np.zeros(1)), group="values"),
        Case(
            "one filter, two channels, no bias",
            (TWO_CHANNELS, np.arange(8.0).reshape(1, 2, 2, 2)),
            group="values",
        ),
        Case("two pictures, no bias", _normal((2, 3, 5, 7), (4, 3, 3, 2)), group="values"),
        Case("two pictures, four biases", _normal((2, 3, 5, 7), (4, 3, 3, 2), (4,)), group="values"),
        Case(
            "padding 1, stride 2",
            _normal((2, 2, 5, 6), (3, 2, 3, 3), then=(None, 2, 1)),
            group="stride, padding, dilation",
        ),
        Case(
            "kernel (3, 5), stride (2, 1), padding (4, 2), dilation (3, 1)",
            _normal((2, 4, 9, 8), (3, 4, 3, 5), then=(None, (2, 1), (4, 2), (3, 1))),
            group="stride, padding, dilation",
        ),
        Case(
            "whole numbers, halves for weights",
            lambda rng: (rng.integers(-9, 9, size=(1, 2, 4, 5)), rng.integers(-9, 9, size=(2, 2, 2, 2)) / 2),
            group="unusual input",
        ),
        Case(
            "float32",
            _of(np.float32, (2, 2, 4, 4), (2, 2, 3, 3), (2,)),
            dtype="float32",
            group="unusual input",
        ),
        Case("float16", _of(np.float16, (1, 2, 4, 4), (2, 2, 3, 3), (2,)), group="unusual input"),
        Case("an empty batch", (np.zeros((0, 3, 5, 5)), np.ones((2, 3, 3, 3))), group="unusual input"),
        Case("one window only", _normal((1, 2, 3, 3), (2, 2, 3, 3)), group="bad input"),
        Case("channels differ", _normal((1, 3, 5, 5), (2, 2, 3, 3)), raises=ValueError, group="bad input"),
        Case(
            "larger than the picture",
            _normal((1, 2, 3, 3), (2, 2, 4, 3)),
            raises=ValueError,
            group="bad input",
        ),
        Case("stride 0", (ONE_TO_NINE, TENS, None, 0), raises=ValueError, group="bad input"),
        Case(
            "the race against loops",
            _normal((2, 3, 20, 20), (8, 3, 5, 5), (8,)),
            kwargs={"timed": True},
            group="speed",
        ),
    ),
    oracle=_torch_race,
    drive=race,
    returns=("y", "speed"),
    alternatives=(_conv2d, _conv2d_by_tensordot, _conv2d_image_by_image, _conv2d_in_float32),
    forbidden=("torch", "scipy"),
    misconceptions=(
        _in_float64(_conv2d),
        Misconception(
            "still a loop",
            _conv2d_by_loops,
            "The maps are right, but they do not come 20 times as fast as from loops over every output. "
            "Let one matrix product make all outputs of a picture.",
        ),
        Misconception(
            "flipped kernel",
            lambda x, w, *others: _conv2d(x, w[:, :, ::-1, ::-1], *others),
            "Your result is the true convolution, with each kernel turned by 180 degrees. "
            "A convolution layer slides it as it is: `w.reshape(F, -1)` needs no flip.",
        ),
        Misconception(
            "kernel in another order than the columns",
            _kernel_in_another_order,
            "The rows of your `w` run (kh, kw, C), those of the columns (C, kh, kw): "
            "products of numbers that do not belong together. `w.reshape(F, -1)` is right as it is.",
        ),
        Misconception(
            "columns out of order",
            _reshaped_columns,
            "The columns were reshaped without moving the axes: check your `im2col` first.",
        ),
        Misconception(
            "filters last, cut as if they were first",
            _channels_last_reshaped,
            "Your product has axes (N, OH*OW, F). A reshape moves nothing: transpose to (N, F, OH*OW) first, "
            "or multiply the other way round, `rows @ cols`.",
        ),
        Misconception(
            "batch and filters mixed",
            _batch_and_filters_mixed,
            "Your product has axes (F, N, OH*OW), and the reshape took it for (N, F, OH*OW): "
            "swap the first two.",
        ),
        Misconception(
            "first picture for all",
            _first_picture_for_all,
            "Every picture of the batch got the maps of the first one.",
        ),
        Misconception(
            "maps not cut into rows",
            _not_cut,
            "Each of your maps is still one long row, (N, F, OH*OW). Cut it: `map_size` gives (OH, OW).",
        ),
        Misconception(
            "height and width swapped",
            _rows_for_columns,
            "You cut the maps into (OW, OH). Rows come first: (OH, OW).",
        ),
        Misconception(
            "bias added along the row",
            _bias_along_the_row,
            "`y + b` lines `b` up with the last axis, the places. Each filter has one bias: "
            "`b[:, None]` lines it up with the filters.",
        ),
        Misconception(
            "bias None forgotten",
            _bias_always_there,
            "`b` may be None: then nothing is added.",
        ),
        Misconception(
            "bias forgotten",
            lambda x, w, b=None, *others: _conv2d(x, w, None, *others),
            "The sums are right; the biases `b`, one for each filter, are not added to them.",
        ),
        Misconception(
            "stride ignored",
            lambda x, w, b=None, stride=1, *others: _conv2d(x, w, b, 1, *others),
            "`stride` does not reach your columns: pass it on.",
        ),
        Misconception(
            "padding ignored",
            lambda x, w, b=None, stride=1, padding=0, dilation=1: _conv2d(x, w, b, stride, 0, 1),
            "`padding` does not reach your columns: pass it on.",
        ),
        Misconception(
            "dilation ignored",
            lambda x, w, b=None, stride=1, padding=0, dilation=1: _conv2d(x, w, b, stride, padding),
            "`dilation` does not reach your columns: pass it on.",
        ),
        zeros(_torch_conv2d),
    ),
    hints=(
        "Each output is a kernel times a patch, added up: a row times a column. All kernels are the rows of "
        "one matrix, all patches the columns of another.",
        "`w.reshape(len(w), -1)` has the shape (F, C*kh*kw), `im2col(x, ...)` has (N, C*kh*kw, OH*OW); "
        "`@` multiplies every picture's columns at once.",
        "`y = w.reshape(len(w), -1) @ im2col(x, w.shape[2:], stride, padding, dilation)`, add `b[:, None]`, "
        "and reshape to (N, F, OH, OW) with the (OH, OW) of `map_size`.",
    ),
)


# col2im


def _fold(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    import torch

    size = tuple(output_size)
    x = torch.nn.functional.fold(_tensor(cols), size, kernel_size, dilation, padding, stride)
    return x.numpy().astype(cols.dtype)


def _col2im(cols, output_size, kernel_size, stride=1, padding=0, dilation=1, put=np.add, crop=_cropped):
    """Picture by slices: one slice for each place of the kernel."""
    (kh, kw), (ph, pw), (h, w) = map(_pair, (kernel_size, padding, output_size))
    oh, ow = _grid(output_size, kernel_size, stride, padding, dilation)
    parts = np.reshape(cols, (len(cols), cols.shape[1] // (kh * kw), kh, kw, oh, ow))
    x = np.zeros((*parts.shape[:2], h + 2 * ph, w + 2 * pw), cols.dtype)
    for i, j, under in _taps(output_size, kernel_size, stride, padding, dilation):
        x[under] = put(x[under], parts[:, :, i, j])
    return crop(x, padding)


def _col2im_by_patches(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (dh, dw) = map(_pair, (kernel_size, stride, dilation))
    (ph, pw), (h, w) = _pair(padding), output_size
    oh, ow = _grid(output_size, kernel_size, stride, padding, dilation)
    parts = cols.reshape(len(cols), cols.shape[1] // (kh * kw), kh, kw, oh, ow)
    x = np.zeros((*parts.shape[:2], h + 2 * ph, w + 2 * pw), cols.dtype)
    for i, j in np.ndindex(oh, ow):
        x[:, :, i * sh :, j * sw :][:, :, : dh * kh : dh, : dw * kw : dw] += parts[..., i, j]
    return _cropped(x, padding)


def _col2im_by_index(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    channels = cols.shape[1] // math.prod(_pair(kernel_size))
    numbered = np.arange(channels * math.prod(output_size)).reshape(1, channels, *output_size) + 1
    goes_to = _im2col(numbered, kernel_size, stride, padding, dilation)[0]
    if goes_to.shape != cols.shape[1:]:
        raise ValueError(f"columns {cols.shape[1:]}, expected {goes_to.shape}")
    x = np.zeros((len(cols), numbered.size + 1), cols.dtype)
    for picture, own in zip(x, cols, strict=True):
        np.add.at(picture, goes_to, own)
    return x[:, 1:].reshape(len(cols), channels, *output_size)


def _in_one_go(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    """All windows at once, each pixel written last by the last window that sees it."""
    (kh, kw), (sh, sw), (dh, dw) = map(_pair, (kernel_size, stride, dilation))
    (ph, pw), (h, w) = _pair(padding), output_size
    oh, ow = _grid(output_size, kernel_size, stride, padding, dilation)
    parts = cols.reshape(len(cols), cols.shape[1] // (kh * kw), kh, kw, oh, ow)
    x = np.zeros((*parts.shape[:2], h + 2 * ph, w + 2 * pw))
    reach = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    seen = np.lib.stride_tricks.sliding_window_view(x, reach, axis=(2, 3), writeable=True)
    seen[:, :, ::sh, ::sw, ::dh, ::dw] += parts.transpose(0, 1, 4, 5, 2, 3)
    return _cropped(x, padding)


def _averaged(cols, *geometry):
    counts = _col2im(np.ones_like(cols, dtype=float), *geometry)
    return _col2im(cols, *geometry) / np.maximum(counts, 1)


def _upper_left(x, padding):
    ph, pw = _pair(padding)
    return x[:, :, : x.shape[2] - 2 * ph, : x.shape[3] - 2 * pw]


def _minus_padding(x, padding):
    ph, pw = _pair(padding)
    return x[:, :, ph:-ph, pw:-pw]


def _folded_axes(order, swap=False):
    """A col2im that takes the rows of the columns (or their places) to be in another order."""

    def wrong(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
        grid = _grid(output_size, kernel_size, stride, padding, dilation)
        kh, kw = _pair(kernel_size)
        lengths = (cols.shape[1] // (kh * kw), kh, kw)
        taken = [lengths[axis] for axis in order]
        parts = cols.reshape(len(cols), *taken, *(grid[::-1] if swap else grid))
        back = tuple(1 + order.index(axis) for axis in range(3))
        parts = parts.transpose(0, *back, *((5, 4) if swap else (4, 5)))
        return _col2im(parts.reshape(cols.shape), output_size, kernel_size, stride, padding, dilation)

    return wrong


def _folded_flipped(cols, output_size, kernel_size, *others):
    kernel = math.prod(_pair(kernel_size))
    flipped = cols.reshape(len(cols), cols.shape[1] // kernel, kernel, -1)[:, :, ::-1] if cols.size else cols
    return _col2im(flipped.reshape(cols.shape), output_size, kernel_size, *others)


def _columns(*shape, geometry):
    """Random columns, as many as the geometry (output_size, kernel_size, ...) wants."""

    def draw(rng):
        size, kernel_size, *others = geometry
        rows = shape[1] * math.prod(_pair(kernel_size))
        return rng.normal(size=(shape[0], rows, math.prod(_grid(size, kernel_size, *others)))), *geometry

    return draw


LOST = (
    "Where windows overlap, one of them overwrites the others. `=` does that, and so does `+=` on all "
    "windows in one go: NumPy adds first, then writes. Add (`+=`) for one place of the kernel at a time."
)
COL2IM = Exercise(
    name="col2im",
    points=6,
    cases=(
        Case("ones: how many windows see a pixel", (np.ones((1, 4, 4)), (3, 3), 2), group="overlaps"),
        Case("the columns of 1 to 9", (_im2col(ONE_TO_NINE, 2), (3, 3), 2), group="overlaps"),
        Case("two channels, not square", _columns(2, 2, geometry=((4, 5), 3)), group="overlaps"),
        Case(
            "no overlap: stride 2", _columns(1, 2, geometry=((4, 6), 2, 2)), group="stride, padding, dilation"
        ),
        Case(
            "columns that leave the last row out",
            _columns(1, 1, geometry=((6, 6), 3, 2)),
            group="stride, padding, dilation",
        ),
        Case("padding 1", _columns(1, 1, geometry=((3, 3), 2, 1, 1)), group="stride, padding, dilation"),
        Case("dilation 2", _columns(1, 2, geometry=((5, 4), 2, 1, 0, 2)), group="stride, padding, dilation"),
        Case("kernel (2, 3)", _columns(2, 2, geometry=((4, 5), (2, 3))), group="pairs"),
        Case(
            "kernel (3, 2), stride (2, 1), padding (1, 2), dilation (1, 2)",
            _columns(2, 2, geometry=((6, 5), (3, 2), (2, 1), (1, 2), (1, 2))),
            group="pairs",
        ),
        Case(
            "float32",
            lambda rng: (rng.normal(size=(1, 8, 4)).astype(np.float32), (3, 3), 2),
            dtype="float32",
            group="unusual input",
        ),
        Case("an empty batch", (np.zeros((0, 8, 4)), (3, 3), 2), group="unusual input"),
        Case(
            "columns of another picture",
            lambda rng: (rng.normal(size=(1, 4, 5)), (3, 3), 2),
            raises=ValueError,
            group="unusual input",
        ),
        Case(
            "a window that does not fit",
            lambda rng: (rng.normal(size=(1, 16, 1)), (3, 3), 4),
            raises=ValueError,
            group="unusual input",
        ),
    ),
    oracle=_fold,
    alternatives=(_col2im, _col2im_by_patches, _col2im_by_index),
    forbidden=("torch", "scipy"),
    misconceptions=(
        _in_float64(_col2im),
        _needs_a_picture(_col2im),
        Misconception(
            "overlap overwritten instead of added",
            partial(_col2im, put=lambda old, new: new),
            LOST,
        ),
        Misconception("overlap lost in one go", _in_one_go, LOST),
        Misconception(
            "overlap averaged",
            _averaged,
            "You divide by the number of windows that see a pixel. `col2im` only adds; "
            "that is what a gradient needs.",
        ),
        Misconception(
            "largest of the overlap",
            partial(_col2im, put=np.maximum),
            "You keep the largest of the numbers that fall on a pixel; add them up.",
        ),
        Misconception(
            "nothing left without padding",
            partial(_col2im, crop=_minus_padding),
            "`x[0:-0]` is empty, so with padding 0 nothing is left of the picture. "
            "Say where it ends: `ph : ph + H`, `pw : pw + W`.",
        ),
        Misconception(
            "padding left on",
            partial(_col2im, crop=lambda x, padding: x),
            "Your picture still has its padding around it: cut it off at the end.",
        ),
        Misconception(
            "padding cut off at one end",
            partial(_col2im, crop=_upper_left),
            "The size is right, but the picture is shifted: cut `padding` rows off the top as well, "
            "not twice as many off the bottom.",
        ),
        Misconception(
            "row order (kh, kw, C)",
            _folded_axes((1, 2, 0)),
            "You read the rows as (kh, kw, C). They come in the order of `im2col`: (C, kh, kw).",
        ),
        Misconception(
            "row order (C, kw, kh)",
            _folded_axes((0, 2, 1)),
            "You read a patch column by column. It was written row by row: (C, kh, kw).",
        ),
        Misconception(
            "patches in column order",
            _folded_axes((0, 1, 2), swap=True),
            "You lay the patches down the picture first. They go to the right first, then down: (OH, OW).",
        ),
        Misconception(
            "the flipped patch",
            _folded_flipped,
            "You lay each patch down turned by 180 degrees. It goes back exactly where it came from.",
        ),
        zeros(_fold),
    ),
    hints=(
        "It is `im2col` with the arrow turned round: each number goes back to the pixel it came from. "
        "Begin with zeros of the padded size.",
        "Loop over the kh * kw places of the kernel. For one place (i, j) no two windows meet the same "
        "pixel, so a whole slice can be added at once.",
        "`seen = windows(x, kernel_size, stride, dilation)` of the padded zeros is a view: "
        "`seen[..., i, j] += cols.reshape(n, c, kh, kw, oh, ow)[:, :, i, j]` writes into `x`. "
        "Then cut the padding off.",
    ),
)


# numeric_gradient


def probe_gradient(target, function, x):
    """Where `target` calls the function and what it leaves in x, in words; its gradient if both are right."""
    functions = {
        "sum of squares": lambda x: np.sum(x**2),
        "sum of cubes": lambda x: np.sum(x**3) / 3,
        "product": lambda x: np.prod(x),
        "weighted sines": lambda x: np.sum(np.sin(x) * np.arange(1, x.size + 1).reshape(x.shape)),
        "steep valley": lambda x: 5000 * np.sum((x - 1) ** 2),
    }
    start, points = x.copy(), []

    def f(at):
        points.append(np.array(at))
        return functions[function](at)

    gradient = target(f, x)
    wide = np.geomspace(0.01, 100, 50)  # the numbers on which rounding shows depend on the step
    target(np.sum, wide)
    change = max(np.max(np.abs(x - start)), np.max(np.abs(wide - np.geomspace(0.01, 100, 50))))
    x[...] = start
    above = max((np.max(point - start) for point in points), default=0.0)
    below = max((np.max(start - point) for point in points), default=0.0)
    where, left = "close to x, on both sides", "the same numbers"
    if not points:
        where = "nowhere"
    elif all(np.array_equal(*pair) for pair in zip(points[::2], points[1::2], strict=True)):
        where = "twice at the same point"
    elif max(above, below) < 1e-9:
        where = "less than 1e-9 away from x"
    elif max(above, below) > 2e-3:
        where = "more than 0.002 away from x"
    elif min(above, below) < max(above, below) / 2:
        where = "on one side of x only"
    elif change > 1e-12:
        left = "other numbers"
    elif change > 0:
        left = "nearly the same numbers"
    else:
        return where, left, gradient
    return where, left, np.zeros(x.shape)


def _true_gradient(function, x):
    """Autograd; float32, because that is how exact a difference can be expected to be."""
    import torch

    x = torch.from_numpy(np.array(x)).requires_grad_()
    weights = torch.arange(1, x.numel() + 1).reshape(x.shape)
    functions = {
        "sum of squares": lambda: (x**2).sum(),
        "sum of cubes": lambda: (x**3).sum() / 3,
        "product": lambda: x.prod(),
        "weighted sines": lambda: (x.sin() * weights).sum(),
        "steep valley": lambda: 5000 * ((x - 1) ** 2).sum(),
    }
    (gradient,) = torch.autograd.grad(functions[function](), x)
    return "close to x, on both sides", "the same numbers", gradient.numpy().astype(np.float32)


def _gradient(f, x, up=1e-5, down=1e-5, divide=2e-5, restore=True):
    """Differences of f, in place."""
    gradient = np.zeros(x.shape)
    for at in np.ndindex(*x.shape):
        value = x[at]
        x[at] = value + up
        above = f(x)
        x[at] = value - down
        gradient[at] = (above - f(x)) / divide
        if restore:
            x[at] = value
    return gradient


def _gradient_on_copies(f, x):
    def moved(number, step):
        copy = np.array(x, dtype=float)
        copy.flat[number] += step
        return f(copy)

    steps = [moved(number, 1e-6) - moved(number, -1e-6) for number in range(x.size)]
    return np.reshape(steps, x.shape) / 2e-6


def _gradient_by_unit_vectors(f, x):
    units = np.eye(x.size).reshape(-1, *x.shape) * 1e-4
    return np.array([(f(x + unit) - f(x - unit)) / 2e-4 for unit in units]).reshape(x.shape)


def _one_array_by_two_names(f, x):
    gradient = np.zeros(x.shape)
    for at in np.ndindex(*x.shape):
        ahead, back = x, x
        ahead[at] += 1e-5
        back[at] -= 1e-5
        gradient[at] = (f(ahead) - f(back)) / 2e-5
    return gradient


def _step_taken_back(f, x):
    gradient = np.zeros(x.shape)
    for at in np.ndindex(*x.shape):
        x[at] += 1e-5
        above = f(x)
        x[at] -= 2e-5
        gradient[at] = (above - f(x)) / 2e-5
        x[at] += 1e-5
    return gradient


def _all_at_once(f, x):
    return np.full(x.shape, (f(x + 1e-5) - f(x - 1e-5)) / 2e-5)


def _whole_rows(f, x):
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        gradient[i] = (f(x + step) - f(x - step)) / 2e-5
    return gradient


NUMERIC_GRADIENT = Exercise(
    name="numeric_gradient",
    points=4,
    cases=(
        Case("sum of squares at 1, 2, 3", ("sum of squares", np.array([1.0, 2, 3])), group="one axis"),
        Case(
            "product of random numbers",
            lambda rng: ("product", rng.uniform(0.5, 1.5, size=4)),
            group="one axis",
        ),
        Case(
            "a steep valley, near its floor",
            lambda rng: ("steep valley", 1 + rng.uniform(1, 9, size=3) * 1e-4),
            group="one axis",
        ),
        Case("sum of cubes, 2 x 2", ("sum of cubes", np.array([[1.0, 2], [3, 4]])), group="more axes"),
        Case(
            "weighted sines, 2 x 3 x 2",
            lambda rng: ("weighted sines", rng.normal(size=(2, 3, 2))),
            group="more axes",
        ),
    ),
    oracle=_true_gradient,
    drive=probe_gradient,
    returns=("where is f called?", "what is left in x?", "gradient"),
    alternatives=(_gradient, _gradient_on_copies, _gradient_by_unit_vectors),
    forbidden=("torch", "scipy"),
    misconceptions=(
        Misconception(
            "forward difference",
            lambda f, x: _gradient(f, x, down=0, divide=1e-5),
            "You compare f a step ahead with f at x itself: the error is as large as the step. "
            "Step to both sides, (f(x + h) - f(x - h)) / 2h: that error is as small as the step squared.",
        ),
        Misconception(
            "one array by two names",
            _one_array_by_two_names,
            "`f` sees the same numbers both times. `a = x` copies nothing, it is another name for `x`: "
            "what is added is taken off again before `f` is called. Write `x.copy()`.",
        ),
        Misconception(
            "step far too small",
            lambda f, x: _gradient(f, x, 1e-15, 1e-15, 2e-15),
            "A float64 has 16 digits: the two values of f agree in nearly all of them, "
            "and their difference is rounding. A step of 1e-5 or 1e-6 keeps enough digits.",
        ),
        Misconception(
            "step far too large",
            lambda f, x: _gradient(f, x, 0.1, 0.1, 0.2),
            "Your step is so wide that f bends on the way. Take 1e-5 or 1e-6.",
        ),
        Misconception(
            "divided by one step",
            lambda f, x: _gradient(f, x, divide=1e-5),
            "Your gradient is twice the right one: from x - h to x + h it is two steps.",
        ),
        Misconception(
            "not divided",
            lambda f, x: _gradient(f, x, divide=1),
            "That is the difference of f. Divide it by the length of the way, 2h.",
        ),
        Misconception(
            "next to nothing",
            lambda f, x: _gradient(f, x, divide=2 / 1e-5).astype(np.float32),  # so coarse that any h will do
            "`f` is called where it should be, but next to nothing comes of it. `/ 2 * h` divides by 2 and "
            "multiplies by h: write `/ (2 * h)`. Or do the quotients never get into the array?",
        ),
        Misconception(
            "upside down",
            lambda f, x: -_gradient(f, x),
            "Every sign is turned round: f a step ahead minus f a step back.",
        ),
        Misconception(
            "entries not put back",
            lambda f, x: _gradient(f, x, restore=False),
            "You move the entries of `x` and leave them there, so the next entry is tried elsewhere, "
            "and your caller's array is changed. Put each one back.",
        ),
        Misconception(
            "entries only nearly put back",
            _step_taken_back,
            "Adding h, taking off 2h and adding h again does not lead back: every step is rounded. "
            "Keep the old value, `value = x[at]`, and put that back.",
        ),
        Misconception(
            "all entries moved at once",
            _all_at_once,
            "You move all of `x` together and get one number for all entries: the sum of the gradient. "
            "Move one entry at a time.",
        ),
        Misconception(
            "whole rows moved",
            _whole_rows,
            "`for i in range(len(x))` goes over the first axis only; `np.ndindex(x.shape)` over all.",
        ),
        Misconception(
            "all zeros",
            lambda f, x: np.zeros(x.shape),
            "Your result has the right shape, but every entry is 0, and `f` was never called.",
        ),
    ),
    hints=(
        "How much does f change, when one entry of x moves a little, up and down?",
        "(f with the entry moved up by h, minus f with it moved down by h) / 2h, for every index; h = 1e-5.",
        "`for at in np.ndindex(x.shape):` keep `value = x[at]`; set `x[at] = value + h`, call `f(x)`; "
        "set `x[at] = value - h`, call `f(x)`; put `x[at] = value` back.",
    ),
)


# conv2d_backward


def _autograd(dy, x, w, stride=1, padding=0, dilation=1):
    import torch

    x, w = _tensor(x).requires_grad_(), _tensor(w).requires_grad_()
    b = torch.zeros(len(w), dtype=torch.float64, requires_grad=True)
    y = torch.nn.functional.conv2d(x, w, b, stride, padding, dilation)
    return tuple(part.numpy() for part in torch.autograd.grad(y, (x, w, b), _tensor(dy)))


def _fits(dy, x, w, *geometry):
    if dy.shape != (len(x), len(w), *_grid(x.shape[2:], w.shape[2:], *geometry)):
        raise ValueError(f"dy {dy.shape} does not fit")


def _backward_unchecked(dy, x, w, stride=1, padding=0, dilation=1, fold=_col2im):
    """The three gradients from the columns."""
    geometry = (w.shape[2:], stride, padding, dilation)
    rows, grads = w.reshape(len(w), -1), dy.reshape(len(dy), len(w), math.prod(dy.shape[2:]))
    dx = fold(rows.T @ grads, x.shape[2:], *geometry)
    dw = np.einsum("nfl,nrl->fr", grads, _im2col(x, *geometry))
    return dx, dw.reshape(w.shape), dy.sum((0, 2, 3))


def _backward(dy, x, w, stride=1, padding=0, dilation=1, fold=_col2im):
    _fits(dy, x, w, stride, padding, dilation)
    return _backward_unchecked(dy, x, w, stride, padding, dilation, fold)


def _backward_by_taps(dy, x, w, stride=1, padding=0, dilation=1):
    _fits(dy, x, w, stride, padding, dilation)
    padded = _padded(x, padding)
    dx, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i, j, under in _taps(x.shape[2:], w.shape[2:], stride, padding, dilation):
        dw[:, :, i, j] = np.tensordot(dy, padded[under], axes=([0, 2, 3], [0, 2, 3]))
        dx[under] += np.tensordot(dy, w[:, :, i, j], axes=([1], [0])).transpose(0, 3, 1, 2)
    return _cropped(dx, padding), dw, dy.sum((0, 2, 3))


def _backward_by_outputs(dy, x, w, stride=1, padding=0, dilation=1):
    (sh, sw), (dh, dw), (kh, kw) = _pair(stride), _pair(dilation), w.shape[2:]
    _fits(dy, x, w, stride, padding, dilation)
    padded = _padded(x, padding)
    dx, dweights = np.zeros(padded.shape), np.zeros(w.shape)
    for n, f, i, j in np.ndindex(*dy.shape):
        under = np.s_[n, :, i * sh : i * sh + dh * kh : dh, j * sw : j * sw + dw * kw : dw]
        patch = padded[under][:, :kh, :kw]
        dweights[f] += dy[n, f, i, j] * patch
        dx[under][:, :kh, :kw] += dy[n, f, i, j] * w[f]
    return _cropped(dx, padding), dweights, dy.sum((0, 2, 3))


def _changed(change):
    """The three right gradients, then a mistake: `change(dx, dw, db, dy, x, w, geometry)`."""

    def wrong(dy, x, w, stride=1, padding=0, dilation=1):
        geometry = (stride, padding, dilation)
        return change(*_backward(dy, x, w, *geometry), dy, x, w, geometry)

    return wrong


def _dw_flipped(dx, dw, db, dy, x, w, geometry):
    return dx, dw[:, :, ::-1, ::-1], db


def _dx_flipped(dx, dw, db, dy, x, w, geometry):
    return _backward(dy, x, w[:, :, ::-1, ::-1], *geometry)[0], dw, db


def _batch_summed_away(dx, dw, db, dy, x, w, geometry):
    together = np.broadcast_to(dy.sum(0, keepdims=True), dy.shape)
    return _backward(together, x, w, *geometry)[0], dw, db


def _mean_over_batch(*of):
    """The mean of these gradients over the pictures, instead of the sum."""

    def change(dx, dw, db, dy, x, w, geometry):
        pictures = max(len(x), 1)
        return dx, dw / pictures if "dw" in of else dw, db / pictures if "db" in of else db

    return Misconception(
        f"mean over the batch in {' and '.join(of)}",
        _changed(change),
        "You divide by the number of pictures. These gradients are sums over the batch; "
        "if the loss is a mean, `dy` has that factor already.",
    )


def _not_summed(dx, dw, db, dy, x, w, geometry):
    grads = dy.reshape(len(dy), len(w), math.prod(dy.shape[2:]))
    return dx, grads @ _im2col(x, w.shape[2:], *geometry).transpose(0, 2, 1), db


def _dw_of_each_picture(*args):
    dx, dw, db = _not_summed(*args)
    return dx, dw.reshape(len(dx), *args[5].shape), db


def _dw_of_one_picture(*args):
    dx, dw, db = _not_summed(*args)
    return dx, dw.reshape(args[5].shape), db  # the ValueError of a batch


def _mixed(dy):
    """Batch and filters in the wrong order: (N, F) numbers cut as if they came as (F, N)."""
    return dy.reshape(dy.shape[1], len(dy), *dy.shape[2:]).swapaxes(0, 1)


def _dw_mixed(dx, dw, db, dy, x, w, geometry):
    return dx, _backward(_mixed(dy), x, w, *geometry)[1], db


def _dx_and_dw_mixed(dx, dw, db, dy, x, w, geometry):
    return *_backward(_mixed(dy), x, w, *geometry)[:2], db


def _not_passed_on(name):
    """A conv2d_backward whose col2im does not hear of one of the numbers."""
    usual = {"stride": 1, "padding": 0, "dilation": 1}

    def fold(cols, output_size, kernel_size, stride, padding, dilation):
        numbers = {"stride": stride, "padding": padding, "dilation": dilation, name: usual[name]}
        return _col2im(cols, output_size, kernel_size, **numbers)

    return Misconception(
        f"no {name} for the columns",
        partial(_backward, fold=fold),
        f"`{name}` does not reach `im2col` or `col2im`, so the columns have another size. "
        "Both need all four: kernel size, stride, padding and dilation.",
    )


def _last_picture_only(dx, dw, db, dy, x, w, geometry):
    return dx, _backward(dy[-1:], x[-1:], w, *geometry)[1], db


def _dy_of_ones(dx, dw, db, dy, x, w, geometry):
    return _backward(np.ones_like(dy), x, w, *geometry)


MIXED = (
    "`dy` comes as (N, F, OH, OW). A reshape to (F, N*OH*OW) leaves the numbers where they are, so pictures "
    "and filters get mixed: move the axes first, `dy.swapaxes(0, 1)`, or keep N in front."
)
CONV2D_BACKWARD = Exercise(
    name="conv2d_backward",
    points=8,
    cases=(
        Case(
            "1 to 9 with a 2 x 2 kernel, dy of ones",
            (np.ones((1, 1, 2, 2)), ONE_TO_NINE, TENS),
            group="one picture",
        ),
        Case(
            "one picture, two filters", _normal((1, 2, 3, 4), (1, 3, 5, 5), (2, 3, 3, 2)), group="one picture"
        ),
        Case("a batch of three", _normal((3, 4, 3, 2), (3, 2, 4, 4), (4, 2, 2, 3)), group="a batch"),
        Case(
            "padding 1",
            _normal((2, 3, 4, 5), (2, 2, 4, 5), (3, 2, 3, 3), then=(1, 1)),
            group="stride, padding, dilation",
        ),
        Case(
            "stride 2, the last row left out",
            _normal((1, 2, 2, 2), (1, 2, 6, 6), (2, 2, 3, 3), then=(2,)),
            group="stride, padding, dilation",
        ),
        Case(
            "dilation 2",
            _normal((2, 2, 3, 2), (2, 1, 5, 4), (2, 1, 2, 2), then=(1, 0, 2)),
            group="stride, padding, dilation",
        ),
        Case(
            "kernel (3, 2), stride (2, 1), padding (1, 2), dilation (1, 2)",
            _normal((2, 3, 3, 7), (2, 2, 6, 5), (3, 2, 3, 2), then=((2, 1), (1, 2), (1, 2))),
            group="stride, padding, dilation",
        ),
        Case("a single window", _normal((1, 2, 1, 1), (1, 2, 3, 3), (2, 2, 3, 3)), group="unusual input"),
        Case(
            "an empty batch",
            (np.zeros((0, 2, 2, 2)), np.zeros((0, 1, 3, 3)), np.ones((2, 1, 2, 2))),
            group="unusual input",
        ),
        Case(
            "dy of another size",
            _normal((1, 2, 3, 3), (1, 2, 3, 3), (2, 2, 2, 2)),
            raises=ValueError,
            group="unusual input",
        ),
        Case(
            "dy of another shape, with as many numbers",
            _normal((2, 4, 1, 9), (2, 2, 5, 5), (4, 2, 3, 3)),
            raises=ValueError,
            group="unusual input",
        ),
    ),
    oracle=_autograd,
    returns=("dx", "dw", "db"),
    alternatives=(_backward, _backward_by_taps, _backward_by_outputs),
    forbidden=("torch", "scipy"),
    misconceptions=(
        _needs_a_picture(_backward),
        Misconception(
            "any dy of as many numbers taken",
            _backward_unchecked,
            "A `dy` of shape (2, 4, 1, 9) went in where (2, 4, 3, 3) is right, and nobody noticed, because a "
            "reshape only counts. Compare `dy.shape` with the shape of `y` first.",
        ),
        Misconception(
            "gradient of a flipped kernel",
            _changed(_dw_flipped),
            "`dw` is turned by 180 degrees: it is the gradient of a kernel that was flipped on its way. "
            "Here nothing was, so nothing is turned back.",
        ),
        Misconception(
            "flipped kernel on the way to dx",
            _changed(_dx_flipped),
            "`dx` was made with the kernel turned by 180 degrees. That flip belongs to another formula, "
            "the one that slides over `dy`; `col2im(rows.T @ dy)` needs none.",
        ),
        Misconception(
            "overlap overwritten instead of added",
            partial(_backward, fold=partial(_col2im, put=lambda old, new: new)),
            "A pixel seen by several windows gets a gradient from each: `col2im` must add, not overwrite.",
        ),
        Misconception(
            "padding cut off at one end",
            partial(_backward, fold=partial(_col2im, crop=_upper_left)),
            "`dx` is shifted: cut `padding` rows off the top as well, not twice as many off the bottom.",
        ),
        Misconception(
            "padding left on dx",
            partial(_backward, fold=partial(_col2im, crop=lambda x, padding: x)),
            "`dx` has the shape of the padded picture; it must have that of `x`.",
        ),
        Misconception(
            "batch summed away",
            _changed(_batch_summed_away),
            "You add the pictures of the batch up before going back, so all get the same `dx`. "
            "Only `dw` and `db` are sums over the batch: the weights are shared, the pictures are not.",
        ),
        _mean_over_batch("dw", "db"),
        _mean_over_batch("dw"),
        _mean_over_batch("db"),
        Misconception(
            "one picture only",
            _changed(_dw_of_one_picture),
            "One picture works, a batch does not. Each picture has its own `dw`, (N, F, C*kh*kw) in all. "
            "Sum over axis 0, since all pictures share `w`, then cut into the shape of `w`.",
        ),
        Misconception(
            "kernel gradient of each picture",
            _changed(_dw_of_each_picture),
            "`dw` has an axis for the pictures. They share `w`, so their gradients add up: sum over it.",
        ),
        Misconception(
            "batch and filters mixed in dw",
            _changed(_dw_mixed),
            MIXED,
        ),
        Misconception("batch and filters mixed", _changed(_dx_and_dw_mixed), MIXED),
        Misconception(
            "last picture only",
            _changed(_last_picture_only),
            "Each picture's `dw` overwrites the one before. The weights are shared: add them up.",
        ),
        Misconception(
            "bias gradient of every picture",
            _changed(lambda dx, dw, db, dy, x, w, geometry: (dx, dw, dy.sum((2, 3)))),
            "A filter has one bias for all pictures: sum `dy` over the batch as well.",
        ),
        Misconception(
            "bias gradient of every place",
            _changed(lambda dx, dw, db, dy, x, w, geometry: (dx, dw, dy.sum(0))),
            "A filter has one bias for the whole map: sum `dy` over its rows and columns as well.",
        ),
        Misconception(
            "bias gradient a mean",
            _changed(lambda dx, dw, db, dy, x, w, geometry: (dx, dw, dy.mean((0, 2, 3)) if dy.size else db)),
            "Every output has the bias in it once, so their gradients add up: a sum, not a mean.",
        ),
        Misconception(
            "kernel gradient still a matrix",
            _changed(lambda dx, dw, db, dy, x, w, geometry: (dx, dw.reshape(len(w), -1), db)),
            "`dw` has the shape of `w.reshape(F, -1)`; cut it back into the shape of `w`.",
        ),
        Misconception(
            "kernel gradient before that of the picture",
            _changed(lambda dx, dw, db, dy, x, w, geometry: (dw, dx, db)),
            "The gradients are there, in another order: return `dx, dw, db`.",
        ),
        _not_passed_on("stride"),
        _not_passed_on("padding"),
        _not_passed_on("dilation"),
        Misconception(
            "every output counted alike",
            _changed(_dy_of_ones),
            "That is the gradient of the sum of all outputs. What each output counts is in `dy`.",
        ),
        zeros(_autograd),
    ),
    hints=(
        "The forward pass is `y = rows @ cols`, with the columns of `im2col`. "
        "What are the gradients of a matrix product with respect to its two factors?",
        "With `dy` as (N, F, OH*OW): dw = dy @ colsᵀ, summed over the batch; dcols = rowsᵀ @ dy; "
        "and the way back from columns to pixels is `col2im`.",
        "`dx = col2im(rows.T @ grads, x.shape[2:], ...)`, "
        "`dw = (grads @ im2col(x, ...).transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)`, "
        "`db = dy.sum(axis=(0, 2, 3))`.",
    ),
)


CHAPTER = Chapter(
    "04_im2col",
    "Convolution is a matrix product",
    (IM2COL, IM2COL_BYTES, CONV2D_IM2COL, COL2IM, NUMERIC_GRADIENT, CONV2D_BACKWARD),
)
