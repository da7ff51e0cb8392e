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


def _float16(*shapes, then=()):
    return lambda rng: (*(rng.normal(size=shape).astype(np.float16) for shape in shapes), *then)


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


def _tensor(array):
    import torch

    return torch.from_numpy(np.array(array, dtype=np.float64))


# im2col


def _unfold(x, kernel_size, stride=1, padding=0, dilation=1):
    import torch

    return torch.nn.functional.unfold(_tensor(x), kernel_size, dilation, padding, stride).numpy()


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
    cols = np.zeros((len(x), x.shape[1] * kh * kw, oh * ow))
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
        Case("a random batch, not square", _normal((2, 3, 5, 4), then=((2, 3),)), group="layout"),
        Case("stride 2", (np.arange(1.0, 26).reshape(1, 1, 5, 5), 3, 2), group="stride, padding, dilation"),
        Case("1 to 9, padding 1", (ONE_TO_NINE, 2, 1, 1), group="stride, padding, dilation"),
        Case("dilation 2", (TWO_CHANNELS, 2, 1, 0, 2), group="stride, padding, dilation"),
        Case(
            "kernel (3, 2), stride (2, 1), padding (0, 1), dilation (1, 2)",
            _normal((2, 2, 6, 5), then=((3, 2), (2, 1), (0, 1), (1, 2))),
            group="stride, padding, dilation",
        ),
        Case("bytes", lambda rng: (_bytes(rng, (2, 3, 4, 5)), 3), group="unusual input"),
        Case("float16", _float16((1, 2, 4, 4), then=(2,)), group="unusual input"),
        Case("an empty batch", (np.zeros((0, 3, 5, 5)), 3), group="unusual input"),
        Case("one window only", _normal((1, 2, 3, 2), then=((3, 2),)), group="bad input"),
        Case(
            "larger than the picture",
            _normal((1, 2, 3, 3), then=((4, 3),)),
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
            "Each of your patches is a row. Here each patch is a column: (N, C*kh*kw, L).",
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
    """The maps before they are cut into rows: (N, F, L)."""
    cols = columns(np.asarray(x, float), w.shape[2:], stride, padding, dilation)
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
        Case("1 to 9 with a 2 x 2 kernel", (ONE_TO_NINE, TENS), group="values"),
        Case("one filter, two channels", (TWO_CHANNELS, np.arange(8.0).reshape(1, 2, 2, 2)), group="values"),
        Case("two pictures, not square", _normal((2, 3, 5, 7), (4, 3, 3, 2), (4,)), group="values"),
        Case(
            "padding 1, stride 2",
            _normal((2, 2, 5, 6), (3, 2, 3, 3), (3,), then=(2, 1)),
            group="stride, padding, dilation",
        ),
        Case(
            "kernel (3, 5), stride (2, 1), padding (4, 2), dilation (3, 1)",
            _normal((2, 4, 9, 8), (3, 4, 3, 5), (3,), then=((2, 1), (4, 2), (3, 1))),
            group="stride, padding, dilation",
        ),
        Case(
            "whole numbers, halves for weights",
            lambda rng: (rng.integers(-9, 9, size=(1, 2, 4, 5)), rng.integers(-9, 9, size=(2, 2, 2, 2)) / 2),
            group="unusual input",
        ),
        Case("float16", _float16((1, 2, 4, 4), (2, 2, 3, 3), (2,)), group="unusual input"),
        Case("an empty batch", (np.zeros((0, 3, 5, 5)), np.ones((2, 3, 3, 3))), group="unusual input"),
        Case("one window only", _normal((1, 2, 3, 3), (2, 2, 3, 3), (2,)), group="bad input"),
        Case(
            "channels differ", _normal((1, 3, 5, 5), (2, 2, 3, 3), (2,)), raises=ValueError, group="bad input"
        ),
        Case(
            "larger than the picture",
            _normal((1, 2, 3, 3), (2, 2, 4, 3), (2,)),
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
            "(N, L, F) reshaped as if it were (N, F, L)",
            _channels_last_reshaped,
            "Your product has the filters last. A reshape does not move them: transpose to (N, F, L) first, "
            "or multiply the other way round, `rows @ cols`.",
        ),
        Misconception(
            "batch and filters mixed",
            _batch_and_filters_mixed,
            "Your product has axes (F, N, L), and the reshape took it for (N, F, L): swap the first two.",
        ),
        Misconception(
            "first picture for all",
            _first_picture_for_all,
            "Every picture of the batch got the maps of the first one.",
        ),
        Misconception(
            "maps not cut into rows",
            _not_cut,
            "Your maps are still one long row each, (N, F, L). Cut L into (OH, OW), which `map_size` gives.",
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
        "`w.reshape(len(w), -1)` has the shape (F, C*kh*kw), `im2col(x, ...)` has (N, C*kh*kw, L); "
        "`@` multiplies every picture's columns at once.",
        "`y = w.reshape(len(w), -1) @ im2col(x, w.shape[2:], stride, padding, dilation)`, add `b[:, None]`, "
        "and reshape to (N, F, OH, OW) with the (OH, OW) of `map_size`.",
    ),
)


# col2im


def _fold(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    import torch

    size = tuple(output_size)
    return torch.nn.functional.fold(_tensor(cols), size, kernel_size, dilation, padding, stride).numpy()


def _col2im(cols, output_size, kernel_size, stride=1, padding=0, dilation=1, put=np.add, crop=_cropped):
    (kh, kw), (ph, pw), (h, w) = map(_pair, (kernel_size, padding, output_size))
    oh, ow = _grid(output_size, kernel_size, stride, padding, dilation)
    parts = np.reshape(cols, (len(cols), cols.shape[1] // (kh * kw), kh, kw, oh, ow))
    x = np.zeros((*parts.shape[:2], h + 2 * ph, w + 2 * pw))
    for i, j, under in _taps(output_size, kernel_size, stride, padding, dilation):
        x[under] = put(x[under], parts[:, :, i, j])
    return crop(x, padding)


def _col2im_by_patches(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (dh, dw) = map(_pair, (kernel_size, stride, dilation))
    (ph, pw), (h, w) = _pair(padding), output_size
    oh, ow = _grid(output_size, kernel_size, stride, padding, dilation)
    parts = cols.reshape(len(cols), cols.shape[1] // (kh * kw), kh, kw, oh, ow)
    x = np.zeros((*parts.shape[:2], h + 2 * ph, w + 2 * pw))
    for i, j in np.ndindex(oh, ow):
        x[:, :, i * sh :, j * sw :][:, :, : dh * kh : dh, : dw * kw : dw] += parts[..., i, j]
    return _cropped(x, padding)


def _col2im_by_index(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    channels = cols.shape[1] // math.prod(_pair(kernel_size))
    numbered = np.arange(channels * math.prod(output_size)).reshape(1, channels, *output_size) + 1
    goes_to = _im2col(numbered, kernel_size, stride, padding, dilation)[0]
    if goes_to.shape != cols.shape[1:]:
        raise ValueError(f"columns {cols.shape[1:]}, expected {goes_to.shape}")
    x = np.zeros((len(cols), numbered.size + 1))
    for picture, own in zip(x, cols, strict=True):
        np.add.at(picture, goes_to, own)
    return x[:, 1:].reshape(len(cols), channels, *output_size)


def _averaged(cols, *geometry):
    counts = _col2im(np.ones_like(cols, dtype=float), *geometry)
    return _col2im(cols, *geometry) / np.maximum(counts, 1)


def _upper_left(x, padding):
    ph, pw = _pair(padding)
    return x[:, :, : x.shape[2] - 2 * ph, : x.shape[3] - 2 * pw]


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


COL2IM = Exercise(
    name="col2im",
    points=6,
    cases=(
        Case("ones: how many windows see a pixel", (np.ones((1, 4, 4)), (3, 3), 2), group="overlaps"),
        Case("the columns of 1 to 9", (_im2col(ONE_TO_NINE, 2), (3, 3), 2), group="overlaps"),
        Case("two channels, not square", _columns(2, 2, geometry=((4, 5), (2, 3))), group="overlaps"),
        Case(
            "no overlap: stride 2", _columns(1, 2, geometry=((4, 6), 2, 2)), group="stride, padding, dilation"
        ),
        Case("padding 1", _columns(1, 1, geometry=((3, 3), 2, 1, 1)), group="stride, padding, dilation"),
        Case("dilation 2", _columns(1, 2, geometry=((5, 4), 2, 1, 0, 2)), group="stride, padding, dilation"),
        Case(
            "kernel (3, 2), stride (2, 1), padding (1, 2), dilation (1, 2)",
            _columns(2, 2, geometry=((6, 5), (3, 2), (2, 1), (1, 2), (1, 2))),
            group="stride, padding, dilation",
        ),
        Case(
            "columns that leave the last row out",
            _columns(1, 1, geometry=((6, 6), 3, 2)),
            group="bad input",
        ),
        Case("an empty batch", (np.zeros((0, 8, 4)), (3, 3), 2), group="bad input"),
        Case(
            "columns of another picture",
            lambda rng: (rng.normal(size=(1, 4, 5)), (3, 3), 2),
            raises=ValueError,
            group="bad input",
        ),
        Case(
            "a window that does not fit",
            lambda rng: (rng.normal(size=(1, 16, 1)), (3, 3), 4),
            raises=ValueError,
            group="bad input",
        ),
    ),
    oracle=_fold,
    alternatives=(_col2im, _col2im_by_patches, _col2im_by_index),
    forbidden=("torch", "scipy"),
    misconceptions=(
        Misconception(
            "overlap overwritten instead of added",
            partial(_col2im, put=lambda old, new: new),
            "Where windows overlap, your last one overwrites the others. Add them up: `+=`, not `=`.",
        ),
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
    """Where `target` tries the function, in words, and its gradient."""
    functions = {
        "sum of squares": lambda x: np.sum(x**2),
        "sum of cubes": lambda x: np.sum(x**3) / 3,
        "product": lambda x: np.prod(x),
        "weighted sines": lambda x: np.sum(np.sin(x) * np.arange(1, x.size + 1).reshape(x.shape)),
        "steep valley": lambda x: 5000 * np.sum((x - 1) ** 2),
    }
    start, below, above = x.copy(), [], []

    def f(at):
        below.append(np.max(start - at))
        above.append(np.max(at - start))
        return functions[function](at)

    gradient = target(f, x)
    step = max(above + below, default=0.0)
    if not above:
        tried = "nowhere"
    elif step < 1e-9:
        tried = "less than 1e-9 away from x"
    elif step > 2e-3:
        tried = "more than 0.002 away from x"
    elif min(max(above), max(below)) < step / 2:
        tried = "on one side of x only"
    else:
        return "close to x, on both sides", gradient
    return tried, np.zeros(x.shape)


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
    return "close to x, on both sides", gradient.numpy().astype(np.float32)


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
    returns=("where f was tried", "gradient"),
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
            "upside down",
            lambda f, x: -_gradient(f, x),
            "Every sign is turned round: f a step ahead minus f a step back.",
        ),
        Misconception(
            "x not put back",
            lambda f, x: _gradient(f, x, restore=False),
            "You move the entries of `x` and leave them there, so the next entry is tried elsewhere, "
            "and your caller's array is changed. Put each one back.",
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


def _backward(dy, x, w, stride=1, padding=0, dilation=1, fold=_col2im):
    """The three gradients from the columns."""
    geometry = (w.shape[2:], stride, padding, dilation)
    rows, grads = w.reshape(len(w), -1), np.reshape(dy, (len(dy), len(w), math.prod(dy.shape[2:])))
    dx = fold(rows.T @ grads, x.shape[2:], *geometry)
    dw = np.einsum("nfl,nrl->fr", grads, _im2col(x, *geometry))
    return dx, dw.reshape(w.shape), dy.sum((0, 2, 3))


def _backward_by_taps(dy, x, w, stride=1, padding=0, dilation=1):
    if dy.shape[2:] != _grid(x.shape[2:], w.shape[2:], stride, padding, dilation):
        raise ValueError(f"dy {dy.shape} does not fit")
    padded = _padded(x, padding)
    dx, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i, j, under in _taps(x.shape[2:], w.shape[2:], stride, padding, dilation):
        dw[:, :, i, j] = np.tensordot(dy, padded[under], axes=([0, 2, 3], [0, 2, 3]))
        dx[under] += np.tensordot(dy, w[:, :, i, j], axes=([1], [0])).transpose(0, 3, 1, 2)
    return _cropped(dx, padding), dw, dy.sum((0, 2, 3))


def _backward_by_outputs(dy, x, w, stride=1, padding=0, dilation=1):
    (sh, sw), (dh, dw), (kh, kw) = _pair(stride), _pair(dilation), w.shape[2:]
    if dy.shape[2:] != _grid(x.shape[2:], w.shape[2:], stride, padding, dilation):
        raise ValueError(f"dy {dy.shape} does not fit")
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


def _mean_over_batch(dx, dw, db, dy, x, w, geometry):
    return dx, dw / max(len(x), 1), db / max(len(x), 1)


def _last_picture_only(dx, dw, db, dy, x, w, geometry):
    return dx, _backward(dy[-1:], x[-1:], w, *geometry)[1], db


def _dy_of_ones(dx, dw, db, dy, x, w, geometry):
    return _backward(np.ones_like(dy), x, w, *geometry)


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
            "kernel (3, 2), stride (2, 1), padding (1, 2), dilation (1, 2)",
            _normal((2, 3, 3, 7), (2, 2, 6, 5), (3, 2, 3, 2), then=((2, 1), (1, 2), (1, 2))),
            group="stride, padding, dilation",
        ),
        Case("a single window", _normal((1, 2, 1, 1), (1, 2, 3, 3), (2, 2, 3, 3)), group="bad input"),
        Case(
            "an empty batch",
            (np.zeros((0, 2, 2, 2)), np.zeros((0, 1, 3, 3)), np.ones((2, 1, 2, 2))),
            group="bad input",
        ),
        Case(
            "dy of another size",
            _normal((1, 2, 3, 3), (1, 2, 3, 3), (2, 2, 2, 2)),
            raises=ValueError,
            group="bad input",
        ),
    ),
    oracle=_autograd,
    returns=("dx", "dw", "db"),
    alternatives=(_backward, _backward_by_taps, _backward_by_outputs),
    forbidden=("torch", "scipy"),
    misconceptions=(
        Misconception(
            "gradient of a flipped kernel",
            _changed(_dw_flipped),
            "`dw` is turned by 180 degrees: it is the gradient of a kernel that was flipped on its way. "
            "Here nothing was, so nothing is turned back.",
        ),
        Misconception(
            "dx with a flipped kernel",
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
        Misconception(
            "mean over the batch",
            _changed(_mean_over_batch),
            "You divide `dw` and `db` by the size of the batch. "
            "If the loss is a mean, `dy` has that factor already.",
        ),
        Misconception(
            "last picture only",
            _changed(_last_picture_only),
            "Each picture's `dw` overwrites the one before. The weights are shared: add them up.",
        ),
        Misconception(
            "db for every picture",
            _changed(lambda dx, dw, db, dy, x, w, geometry: (dx, dw, dy.sum((2, 3)))),
            "A filter has one bias for all pictures: sum `dy` over the batch as well.",
        ),
        Misconception(
            "db a mean",
            _changed(lambda dx, dw, db, dy, x, w, geometry: (dx, dw, dy.mean((0, 2, 3)) if dy.size else db)),
            "Every output has the bias in it once, so their gradients add up: a sum, not a mean.",
        ),
        Misconception(
            "dw still a matrix",
            _changed(lambda dx, dw, db, dy, x, w, geometry: (dx, dw.reshape(len(w), -1), db)),
            "`dw` has the shape of `w.reshape(F, -1)`; cut it back into the shape of `w`.",
        ),
        Misconception(
            "dy taken for ones",
            _changed(_dy_of_ones),
            "That is the gradient of the sum of all outputs. What each output counts is in `dy`.",
        ),
        zeros(_autograd),
    ),
    hints=(
        "The forward pass is `y = rows @ cols`, with the columns of `im2col`. "
        "What are the gradients of a matrix product with respect to its two factors?",
        "With `dy` as (N, F, L): dw = dy @ colsᵀ, summed over the batch; dcols = rowsᵀ @ dy; "
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
