"""05_pooling: throwing away on purpose."""

from __future__ import annotations

import numpy as np

from .. import data
from ..checks.exercise import Case, Chapter, Exercise, Misconception, zeros

FIRST = np.array([[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]).reshape(1, 1, 4, 4)
TOY = np.array([[12.0, 20, 30, 0], [8, 12, 2, 0], [34, 70, 37, 4], [112, 100, 25, 12]]).reshape(1, 1, 4, 4)
SOME = np.array([[[[1.0, 2], [3, 4]]]])  # a gradient that comes back for 2 x 2 outputs


def _normal(*shapes):
    """Arguments drawn afresh: one array of normal numbers for each shape."""
    return lambda rng: tuple(rng.normal(size=shape) for shape in shapes)


def _steps(*shapes):
    """Arguments drawn afresh: whole numbers from 0 to 3, with many ties."""
    return lambda rng: tuple(rng.integers(0, 4, size=shape).astype(float) for shape in shapes)


def _bytes(shape):
    return lambda rng: (rng.integers(0, 256, size=shape, dtype=np.uint8), 2)


def _view_of(shape):
    """A picture that lies column by column in memory, pooled by 2 x 2."""
    return lambda rng: (np.asfortranarray(rng.normal(size=shape)), 2)


def _and(draw, *others):
    """What `draw` draws, and other arguments after it."""
    return lambda rng: (*draw(rng), *others)


def _pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _tensor(array):
    import torch

    return torch.from_numpy(np.array(array, dtype=np.float64))


def _x_maps():
    """How well each of the three pieces matches the X at every place: (1, 3, 7, 7)."""
    windows = np.lib.stride_tricks.sliding_window_view(data.letter_x(), (3, 3))
    return np.einsum("ijuv,kuv->kij", windows, data.features())[None] / 9


def _views(x, kernel_size, stride):
    """All windows, (N, C, OH, OW, kh, kw); ValueError where none fits."""
    sh, sw = _pair(stride)
    if min(sh, sw) < 1:
        raise ValueError(f"stride {stride}")
    windows = np.lib.stride_tricks.sliding_window_view(x, _pair(kernel_size), axis=(2, 3))
    return windows[:, :, ::sh, ::sw]


def _padded(x, padding, value):
    ph, pw = _pair(padding)
    return np.pad(np.asarray(x, float), [(0, 0), (0, 0), (ph, ph), (pw, pw)], constant_values=value)


def _refuse_padding(kernel_size, padding):
    if np.any(2 * np.array(_pair(padding)) > _pair(kernel_size)):
        raise ValueError("more padding than half the window")


def _cut(padded, padding):
    """Take the border off again."""
    ph, pw = _pair(padding)
    return padded[:, :, ph : padded.shape[2] - ph, pw : padded.shape[3] - pw]


def _not_cut(padded, padding):
    """What `padded[:, :, ph:-ph, pw:-pw]` gives: nothing where the padding is 0."""
    ph, pw = _pair(padding)
    return padded[:, :, ph:-ph, pw:-pw]


def _needs_stride(layer, position=2):
    """A layer that fails where the stride, the argument at `position`, is not given."""

    def without_default(*args, **kwargs):
        if args[position : position + 1] in ((), (None,)):
            raise TypeError("'NoneType' object is not iterable")
        return layer(*args, **kwargs)

    return Misconception(
        "no stride given",
        without_default,
        "It works where a stride is given. Where none is, `stride` is None: take the kernel size then.",
    )


# pool_by_hand


def _by_hand(kind):
    import torch

    pool = torch.nn.functional.max_pool2d if kind == "max" else torch.nn.functional.avg_pool2d
    return pool(_tensor(TOY), 2)[0, 0].numpy()


MAXIMA, MEANS = [[20, 30], [112, 37]], [[13, 8], [79, 19.5]]

POOL_BY_HAND = Exercise(
    name="pool_by_hand",
    points=2,
    cases=(
        Case("the largest of each square", ("max",), group="max"),
        Case("the mean of each square", ("average",), group="average"),
    ),
    oracle=_by_hand,
    alternatives=(
        {"max": np.array(MAXIMA), "average": np.array(MEANS)},
        {"max": tuple(map(tuple, MAXIMA)), "average": MEANS},
    ),
    misconceptions=(
        Misconception(
            "the lecture's rounding",
            {"max": MAXIMA, "average": [[13, 8], [79, 20]]},
            "The last square is 37, 4, 25 and 12. They add up to 78, and 78 / 4 is 19.5: "
            "the lecture rounds it to 20. A layer never rounds.",
        ),
        Misconception(
            "stride 1",
            {
                "max": [[20, 30, 30], [70, 70, 37], [112, 100, 37]],
                "average": [[13, 16, 8], [31, 30.25, 10.75], [79, 58, 19.5]],
            },
            "Your windows overlap: they move by 1. Here they move by 2, so there are four of them.",
        ),
        Misconception(
            "rows and columns swapped",
            {"max": [[20, 112], [30, 37]], "average": [[13, 79], [8, 19.5]]},
            "The four numbers are right, but the second one belongs to the upper right square.",
        ),
        Misconception(
            "sums instead of means",
            {"max": MAXIMA, "average": [[52, 32], [316, 78]]},
            "The sums are right; a mean is the sum of the four numbers, divided by 4.",
        ),
        Misconception(
            "the smallest of each square",
            {"max": [[8, 0], [34, 4]], "average": MEANS},
            "These are the smallest numbers; max pooling keeps the largest.",
        ),
        Misconception(
            "max and average swapped",
            {"max": MEANS, "average": MAXIMA},
            "Both are right, under each other's name.",
        ),
        Misconception(
            "all zeros", {"max": [[0, 0], [0, 0]], "average": [[0, 0], [0, 0]]}, "Zeros are no answer yet."
        ),
    ),
    hints=(
        "Cut the table into four squares of 2 by 2. The first one is 12, 20, 8, 12.",
        "The first row of each answer comes from the upper two squares: 12, 20, 8, 12 and 30, 0, 2, 0.",
        "The largest are `[[20, 30], [112, 37]]`; the first mean is (12 + 20 + 8 + 12) / 4 = 13, "
        "the last one is not a whole number.",
    ),
)


# window_views


def _use_views(target, x, kernel_size, stride):
    """The views in one array, or what sizes they have if that differs; and whether all look at x's memory."""
    views = list(target(x, kernel_size, stride))
    shapes = dict.fromkeys(np.shape(view) for view in views)
    together = np.array(views) if len(shapes) < 2 else f"views of shapes {', '.join(map(str, shapes))}"
    return together, all(np.shares_memory(view, x) for view in views)


def _unfolded(x, kernel_size, stride):
    import torch

    (kh, kw), (n, c) = _pair(kernel_size), x.shape[:2]
    columns = torch.nn.functional.unfold(_tensor(x), (kh, kw), stride=stride).numpy()
    size = [(length - k) // s + 1 for length, k, s in zip(x.shape[2:], (kh, kw), _pair(stride), strict=True)]
    return columns.reshape(n, c, kh * kw, *size).transpose(2, 0, 1, 3, 4), True


def _views_by_slices(x, kernel_size, stride):
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(stride)
    if min(sh, sw) < 1 or kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("no window")
    down, right = x.shape[2] - kh + 1, x.shape[3] - kw + 1
    return [x[:, :, u : u + down : sh, v : v + right : sw] for u in range(kh) for v in range(kw)]


def _views_in_one_array(x, kernel_size, stride):
    windows = _views(x, kernel_size, stride)
    kh, kw = windows.shape[4:]
    return tuple(windows[..., u, v] for u, v in np.ndindex(kh, kw))


def _views_by_strides(x, kernel_size, stride):
    (kh, kw), (sh, sw), (n, c, h, w) = _pair(kernel_size), _pair(stride), x.shape
    if min(sh, sw) < 1 or kh > h or kw > w:
        raise ValueError("no window")
    shape, steps = (n, c, (h - kh) // sh + 1, (w - kw) // sw + 1), np.multiply(x.strides, (1, 1, sh, sw))
    strided = np.lib.stride_tricks.as_strided
    return [strided(x[:, :, u:, v:], shape, steps) for u, v in np.ndindex(kh, kw)]


def _sliced(rows):
    """Views by slices: `rows(u, k, s, o, n)` gives the slice of n pixels at place u, and for columns, too."""

    def views(x, kernel_size, stride):
        kernel, steps = _pair(kernel_size), _pair(stride)
        count = _views(x, kernel, steps).shape[2:4]
        return [
            x[(..., *map(rows, place, kernel, steps, count, x.shape[2:]))] for place in np.ndindex(*kernel)
        ]

    return views


def _swapped_in_the_slice(x, kernel_size, stride):
    (kh, kw), (sh, sw), (oh, ow) = (
        _pair(kernel_size),
        _pair(stride),
        _views(x, kernel_size, stride).shape[2:4],
    )
    return [x[:, :, u : u + oh * sh : sw, v : v + ow * sw : sh] for u, v in np.ndindex(kh, kw)]


SIZES_DIFFER = "The views differ in size: "
STRIDES_SWAPPED = "The first number of `stride` is for the rows, the second for the columns; you swap them."

WINDOW_VIEWS = Exercise(
    name="window_views",
    points=3,
    cases=(
        Case("the lesson's numbers", (TOY, 2, 2), group="views"),
        Case("two pictures, not square", _and(_normal((2, 3, 4, 6)), 2, 2), group="views"),
        Case("a row and column left over", _and(_normal((1, 2, 5, 7)), 2, 2), group="views"),
        Case("windows that overlap", _and(_normal((1, 2, 7, 5)), 3, 2), group="overlap and pairs"),
        Case("a pair for each", _and(_normal((1, 2, 7, 5)), (3, 2), (2, 1)), group="overlap and pairs"),
        Case("gaps between windows", _and(_normal((1, 1, 8, 8)), 2, 3), group="overlap and pairs"),
        Case("one window only", _and(_normal((2, 1, 3, 3)), 3, 3), group="bad input"),
        Case("a view that is not contiguous", _and(_view_of((2, 3, 4, 6)), 2), group="overlap and pairs"),
        Case("larger than the picture", (TOY, 5, 1), raises=ValueError, group="bad input"),
        Case("stride 0", (TOY, 2, 0), raises=ValueError, group="bad input"),
    ),
    oracle=_unfolded,
    drive=_use_views,
    returns=("the views", "whether all look at the memory of x"),
    alternatives=(_views_by_slices, _views_in_one_array, _views_by_strides),
    forbidden=("torch", "scipy"),
    misconceptions=(
        Misconception(
            "copies",
            lambda x, kernel_size, stride: [view.copy() for view in _views_by_slices(x, kernel_size, stride)],
            "The numbers are right, but they are copies. A slice with steps, `x[:, :, a:b:s, c:d:t]`, "
            "looks at the memory of x itself, and costs nothing.",
        ),
        Misconception(
            "column by column",
            lambda x, kernel_size, stride: [
                _views(x, kernel_size, stride)[..., u, v]
                for v in range(_pair(kernel_size)[1])
                for u in range(_pair(kernel_size)[0])
            ],
            "You go down the window's columns. Go along its rows: (0, 0), (0, 1), and so on.",
        ),
        Misconception(
            "windows instead of views",
            lambda x, kernel_size, stride: [
                _views(x, kernel_size, stride)[:, :, i, j]
                for i, j in np.ndindex(_views(x, kernel_size, stride).shape[2:4])
            ],
            "You give one array for each window. What is asked for is one for each place in the window, "
            "with that pixel of all windows.",
        ),
        Misconception(
            "stride ignored",
            lambda x, kernel_size, stride: _views_by_slices(x, kernel_size, 1),
            "Your windows move by 1. Take every `stride`-th pixel, with the third number of a slice.",
        ),
        Misconception(
            "views that run to the edge",
            _sliced(lambda u, k, s, o, n: slice(u, None, s)),
            SIZES_DIFFER + "stop each one after OH rows and OW columns.",
        ),
        Misconception(
            "all views stop at the same row",
            _sliced(lambda u, k, s, o, n: slice(u, o * s, s)),
            SIZES_DIFFER + "those that start later have to stop later, too, at `u + oh * sh`.",
        ),
        Misconception(
            "all views stop with the first pixel of the last window",
            _sliced(lambda u, k, s, o, n: slice(u, n - k + 1, s)),
            SIZES_DIFFER + "those that start later have to stop later, too, at `u + h - kh + 1`.",
        ),
        Misconception(
            "strides swapped",
            lambda x, kernel_size, stride: _views_by_slices(x, kernel_size, _pair(stride)[::-1]),
            STRIDES_SWAPPED,
        ),
        Misconception("strides swapped in the slice", _swapped_in_the_slice, STRIDES_SWAPPED),
        Misconception(
            "the last window's pixels only",
            lambda x, kernel_size, stride: _views_by_slices(x, kernel_size, stride)[:-1],
            "The last place in the window is missing: there are kh * kw of them.",
        ),
        Misconception(
            "one window too few",
            lambda x, kernel_size, stride: [
                v[:, :, :-1, :-1] for v in _views_by_slices(x, kernel_size, stride)
            ],
            "The last window of each row and column is missing: there are (H - kh) // sh + 1 rows of them.",
        ),
        Misconception(
            "no error where no window fits",
            lambda x, kernel_size, stride: [
                x[
                    :,
                    :,
                    u : max(u + x.shape[2] - kh + 1, 0) : max(sh, 1),
                    v : max(v + x.shape[3] - kw + 1, 0) : max(sw, 1),
                ]
                for (kh, kw), (sh, sw) in [(_pair(kernel_size), _pair(stride))]
                for u, v in np.ndindex(kh, kw)
            ],
            "The views are right. But where the window is larger than the picture, or the stride is 0, "
            "raise a ValueError that names the numbers.",
        ),
        zeros(_unfolded),
    ),
    hints=(
        "Take place (0, 0): the upper left pixel of every window. Where in x do they lie?",
        "They lie `stride` apart: `x[:, :, ::sh, ::sw]`, up to the last window. "
        "For place (u, v) it starts at row u and column v.",
        "`x[:, :, u : u + oh * sh : sh, v : v + ow * sw : sw]` with `oh = (h - kh) // sh + 1`, "
        "for all `u, v in np.ndindex(kh, kw)`, in a list.",
    ),
)


# max_pool2d


def _torch_max(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    import torch

    return torch.nn.functional.max_pool2d(
        _tensor(x), kernel_size, stride, padding, ceil_mode=ceil_mode
    ).numpy()


def _max_by_loops(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    kernel, steps, pads = _pair(kernel_size), _pair(stride or kernel_size), _pair(padding)
    starts = []
    for n, k, s, p in zip(x.shape[2:], kernel, steps, pads, strict=True):
        if stride == 0 or not 0 <= p <= k // 2 or (n + 2 * p < k and not ceil_mode):
            raise ValueError(f"{n} pixels, window {k}, stride {s}, padding {p}")
        limit = n + p + (s - 1 if ceil_mode else 0)  # how far a window may reach
        ends = [start + k for start in range(-p, n, s) if start + k <= limit]
        starts.append([(max(end - k, 0), end) for end in ends])
    rows, columns = starts
    y = np.empty((*x.shape[:2], len(rows), len(columns)))
    for i, (top, bottom) in enumerate(rows):
        for j, (left, right) in enumerate(columns):
            y[:, :, i, j] = x[:, :, top:bottom, left:right].max(axis=(2, 3))
    return y


def _max_by_windows(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    _refuse_padding(kernel_size, padding)
    return _any_padding(x, kernel_size, stride, padding, ceil_mode)


def _any_padding(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    (kh, kw), (ph, pw) = _pair(kernel_size), _pair(padding)
    sh, sw = _pair(kernel_size if stride is None else stride)
    if min(sh, sw) < 1 or min(ph, pw) < 0:
        raise ValueError("stride or padding out of range")
    (h, w), extra = x.shape[2:], (sh - 1, sw - 1) if ceil_mode else (0, 0)
    wide = np.full((*x.shape[:2], h + 2 * ph + extra[0], w + 2 * pw + extra[1]), -np.inf)
    wide[:, :, ph : ph + h, pw : pw + w] = x
    y = _views(wide, (kh, kw), (sh, sw)).max(axis=(4, 5))
    return y[:, :, : -(-(h + ph) // sh), : -(-(w + pw) // sw)]


def _max_in_float32(x, *args, **kwargs):
    return _max_by_windows(np.float32(x), *args, **kwargs).astype(np.float32)


def _full_of_infinity(always):
    """A border of -inf in the dtype of x; with `always` also where there is no padding."""

    def pool(x, kernel_size, stride=None, padding=0, ceil_mode=False):
        if always or np.any(padding):
            np.empty(1, x.dtype)[0] = -np.inf  # an OverflowError for integers
        return _max_by_windows(x, kernel_size, stride, padding, ceil_mode)

    return pool


def _zero_padded(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    stride = kernel_size if stride is None else stride
    return _torch_max(_padded(x, padding, 0.0), kernel_size, stride, 0, ceil_mode)


def _padding_windows_kept(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(kernel_size if stride is None else stride)
    wide = _padded(x, padding, -np.inf)
    more = (-(wide.shape[2] - kh) % sh, -(wide.shape[3] - kw) % sw) if ceil_mode else (0, 0)
    wide = np.pad(wide, [(0, 0), (0, 0), (0, more[0]), (0, more[1])], constant_values=-np.inf)
    return _views(wide, (kh, kw), (sh, sw)).max(axis=(4, 5))


def _max_unchecked(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    stride = kernel_size if stride is None else tuple(max(s, 1) for s in _pair(stride))
    padding = tuple(min(max(p, 0), k // 2) for p, k in zip(_pair(padding), _pair(kernel_size), strict=True))
    try:
        return _torch_max(x, kernel_size, stride, padding, ceil_mode)
    except RuntimeError:
        return np.zeros((*x.shape[:2], 0, 0))


OVER_CHANNELS = (
    "You pool over the channels too, so every channel has the same numbers. Each is pooled for itself."
)
PADDING_TOO_LARGE = (
    "Padding of more than half the window is let through: then a window may see nothing else. "
    "Raise a ValueError that names both numbers."
)
NO_INFINITY = (
    "Integers have no -inf: pad floats, `x.astype(float)`, or pad with the least integer, "
    "`np.iinfo(x.dtype).min`."
)
STRIDE_1 = (
    "Where no stride is given the windows should lie side by side: "
    "the default of `stride` is the kernel size, not 1."
)

UNUSUAL = (  # input for any pooling layer
    Case(
        "float16",
        lambda rng: (rng.normal(size=(1, 2, 4, 4)).astype(np.float16), 2),
        group="unusual input",
    ),
    Case("a view that is not contiguous", _view_of((2, 3, 6, 4)), group="unusual input"),
    Case("an empty batch", (np.zeros((0, 3, 4, 4)), 2), group="unusual input"),
    Case("larger than the picture", (TOY, 5), raises=ValueError, group="unusual input"),
    Case("stride 0", (TOY, 2, 0), raises=ValueError, group="unusual input"),
    Case("negative padding", (TOY, 2, 2, -1), raises=ValueError, group="unusual input"),
    Case("padding above half the window", (TOY, 3, 2, 2), raises=ValueError, group="unusual input"),
)


MAX_POOL2D = Exercise(
    name="max_pool2d",
    points=10,
    cases=(
        Case("the lecture's first numbers", (FIRST, 2, 2), group="squares"),
        Case("the lesson's numbers", (TOY, 2), group="squares"),
        Case("two pictures, not square", _and(_normal((2, 3, 6, 4)), 2), group="squares"),
        Case("a row and column left over", _and(_normal((1, 2, 5, 7)), 2), group="squares"),
        Case("3 x 3 with stride 2, as in AlexNet", _and(_normal((1, 2, 13, 13)), 3, 2), group="stride"),
        Case("stride 1 keeps almost all", _and(_normal((1, 2, 5, 4)), 2, 1), group="stride"),
        Case("window (3, 2), stride (2, 1)", _and(_normal((2, 2, 7, 8)), (3, 2), (2, 1)), group="stride"),
        Case("50 x 100", _and(_normal((1, 1, 50, 100)), 3, 2), group="stride"),
        Case("gaps between windows", _and(_normal((1, 1, 8, 7)), 2, 3), group="stride"),
        Case("padding 1", _and(_normal((1, 2, 6, 6)), 3, 2, 1), group="padding"),
        Case("all numbers below zero", lambda rng: (-1 - rng.random((1, 2, 4, 5)), 2, 2, 1), group="padding"),
        Case("padding (1, 0)", _and(_normal((1, 2, 4, 5)), (2, 3), 2, (1, 0)), group="padding"),
        Case("the X's three maps", (_x_maps(), 2), {"ceil_mode": True}, group="ceil mode"),
        Case("a row left over", _and(_normal((2, 1, 7, 6)), 2, 2, 0, True), group="ceil mode"),
        Case(
            "3 x 3 with stride 2", lambda rng: (-rng.random((1, 2, 8, 6)), 3, 2, 0, True), group="ceil mode"
        ),
        Case("nothing left over", _and(_normal((1, 1, 5, 5)), 3, 2, 0, True), group="ceil mode"),
        Case("a window of padding alone", _and(_normal((1, 1, 3, 3)), 2, 2, 1, True), group="ceil mode"),
        Case("smaller than the window", _and(_normal((1, 2, 1, 1)), 2, 2, 0, True), group="ceil mode"),
        Case("bytes", _bytes((1, 3, 4, 6)), group="unusual input"),
        Case(
            "whole numbers and padding",
            lambda rng: (rng.integers(-9, 0, size=(1, 1, 4, 4)), 2, 2, 1),
            group="unusual input",
        ),
        *UNUSUAL,
    ),
    oracle=_torch_max,
    alternatives=(_max_by_loops, _max_by_windows, _max_in_float32),
    forbidden=("torch", "scipy", "skimage"),
    misconceptions=(
        _needs_stride(_max_by_windows),
        Misconception(
            "stride 1 as the default",
            lambda x, kernel_size, stride=None, padding=0, ceil_mode=False: _torch_max(
                x, kernel_size, 1 if stride is None else stride, padding, ceil_mode
            ),
            STRIDE_1,
        ),
        Misconception(
            "stride ignored",
            lambda x, kernel_size, stride=None, padding=0, ceil_mode=False: _torch_max(
                x, kernel_size, None, padding, ceil_mode
            ),
            "The windows always lie side by side. Where a stride is given they move by it, and may overlap.",
        ),
        Misconception(
            "padded with zeros",
            _zero_padded,
            "A zero in the border wins against negative numbers. Pad with `-np.inf`, which never wins.",
        ),
        Misconception(
            "padding ignored",
            lambda x, kernel_size, stride=None, padding=0, ceil_mode=False: _torch_max(
                x, kernel_size, stride, 0, ceil_mode
            ),
            "The windows never leave the picture: with padding p the first one starts p pixels before it.",
        ),
        Misconception(
            "partial windows dropped",
            lambda x, kernel_size, stride=None, padding=0, ceil_mode=False: _torch_max(
                x, kernel_size, stride, padding
            ),
            "With `ceil_mode=True` a last window that hangs over the edge counts: "
            "its maximum is that of the pixels it has.",
        ),
        Misconception(
            "partial windows always kept",
            lambda x, kernel_size, stride=None, padding=0, ceil_mode=False: _torch_max(
                x, kernel_size, stride, padding, True
            ),
            "You keep windows that hang over the edge. Without `ceil_mode` only whole windows count.",
        ),
        Misconception("padding above half the window", _any_padding, PADDING_TOO_LARGE),
        Misconception("minus infinity among integers", _full_of_infinity(always=False), NO_INFINITY),
        Misconception("minus infinity among bytes", _full_of_infinity(always=True), NO_INFINITY),
        Misconception(
            "windows of padding alone",
            _padding_windows_kept,
            "In ceil mode a last window may see nothing but padding, and its maximum is -inf. Such a window "
            "is dropped: each one must start inside the picture or in the padding before it.",
        ),
        Misconception(
            "pooled over the channels",
            lambda x, *args, **kwargs: np.broadcast_to(
                (y := _torch_max(x, *args, **kwargs)).max(axis=1, keepdims=True), y.shape
            ),
            OVER_CHANNELS,
        ),
        Misconception(
            "the mean instead of the largest",
            lambda x, kernel_size, stride=None, padding=0, ceil_mode=False: _torch_avg(
                x, kernel_size, stride, padding, ceil_mode
            ),
            "These are the means of the windows; max pooling keeps the largest number.",
        ),
        Misconception(
            "rows and columns swapped",
            lambda x, kernel_size, stride=None, padding=0, ceil_mode=False: _torch_max(
                x,
                _pair(kernel_size)[::-1],
                None if stride is None else _pair(stride)[::-1],
                _pair(padding)[::-1],
                ceil_mode,
            ),
            "The first number of a pair is for H (down), the second for W (to the right).",
        ),
        Misconception(
            "one window too few",
            lambda *args, **kwargs: _torch_max(*args, **kwargs)[:, :, :-1, :-1],
            "The last window of each row and column is missing: there are (H - kh) // sh + 1 rows of them.",
        ),
        Misconception(
            "bad input let through",
            _max_unchecked,
            "The maps are right. Now refuse what makes no sense: a window larger than the picture, stride 0, "
            "padding below 0 or above half the window. Raise a ValueError that names the numbers.",
        ),
        zeros(_torch_max),
    ),
    hints=(
        "First without padding and ceil mode: `window_views` gives kh * kw arrays of the size of the output. "
        "The largest of them, place by place, is the answer.",
        "Padding is a border of `-np.inf`. Ceil mode is more of it below and on the right: "
        "how many pixels does the last window lack?",
        "`more = -(n + 2 * p - k) % s` is what the last window lacks; take it only where `p + more < k`. "
        "After `np.pad(x.astype(float), ..., constant_values=-np.inf)`: "
        "`reduce(np.maximum, window_views(x, kernel_size, stride))`.",
    ),
)


# kept_fraction


def _counted_fraction(kernel_size, stride=None):
    sh, sw = _pair(kernel_size if stride is None else stride)
    picture = np.zeros((12 * sh, 12 * sw))
    return picture[::sh, ::sw].size / picture.size


def _kept_by_axis(kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    return 1.0 / np.prod(stride if np.ndim(stride) else [stride, stride])


def _kept_in_the_limit(kernel_size, stride=None):
    shares = []
    for k, s in zip(_pair(kernel_size), _pair(kernel_size if stride is None else stride), strict=True):
        n = 10**17 * s + k - s
        shares.append(((n - k) // s + 1) / n)
    return float(np.prod(shares))


def _stride_of(kernel_size, stride):
    return _pair(kernel_size if stride is None else stride)


def _squared(kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    return 1 / stride**2  # a TypeError where it is a pair


KEPT_FRACTION = Exercise(
    name="kept_fraction",
    points=2,
    cases=(
        Case("2 x 2, stride 2", (2, 2)),
        Case("2 x 2", (2,)),
        Case("3 x 3, stride 2, as in AlexNet", (3, 2)),
        Case("3 x 3", (3,)),
        Case("2 x 2, stride 1", (2, 1)),
        Case("window (3, 2), stride (2, 1)", ((3, 2), (2, 1))),
        Case("window (2, 4)", ((2, 4),)),
        Case("drawn at random", lambda rng: tuple(map(int, (rng.integers(2, 40), rng.integers(2, 40))))),
    ),
    oracle=_counted_fraction,
    alternatives=(_kept_by_axis, _kept_in_the_limit),
    misconceptions=(
        Misconception(
            "the window's size instead of its stride",
            lambda kernel_size, stride=None: 1 / np.prod(_pair(kernel_size)),
            "How many windows there are depends on how far they move, not on how large they are: "
            "3 x 3 with stride 2 keeps as many numbers as 2 x 2 with stride 2.",
        ),
        Misconception(
            "what is thrown away",
            lambda kernel_size, stride=None: 1 - 1 / np.prod(_stride_of(kernel_size, stride)),
            "This is the fraction that is lost; what is kept is 1 minus it.",
        ),
        Misconception(
            "one axis only",
            lambda kernel_size, stride=None: 1 / _stride_of(kernel_size, stride)[0],
            "Right for the rows. The columns grow fewer too: multiply both.",
        ),
        _needs_stride(_counted_fraction, 1),
        Misconception(
            "no pairs",
            _squared,
            "Right for one number. A stride may be a pair, and a pair has no square: "
            "`sh, sw = pair(stride)` works for both.",
        ),
        Misconception(
            "in percent",
            lambda kernel_size, stride=None: 100 / np.prod(_stride_of(kernel_size, stride)),
            "A fraction lies between 0 and 1; yours is in percent.",
        ),
        Misconception(
            "stride 1 as the default",
            lambda kernel_size, stride=None: 1 / np.prod(_pair(1 if stride is None else stride)),
            STRIDE_1,
        ),
        Misconception(
            "turned over",
            lambda kernel_size, stride=None: float(np.prod(_stride_of(kernel_size, stride))),
            "This is how many numbers come in for each one that goes out. Turn it over.",
        ),
        zeros(_counted_fraction),
    ),
    hints=(
        "How many windows begin in a row of 100 pixels, when they move by 2?",
        "One window in every `sh` rows and every `sw` columns; each gives one number. "
        "Does the size of the window matter?",
        "`sh, sw = pair(kernel_size if stride is None else stride)`, then `1 / (sh * sw)`.",
    ),
)


# avg_pool2d


def _torch_avg(x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    import torch

    return torch.nn.functional.avg_pool2d(
        _tensor(x), kernel_size, stride, padding, ceil_mode, count_include_pad
    ).numpy()


def _torch_mean(x, kernel_size, stride=None, padding=0):
    return _torch_avg(x, kernel_size, stride, padding)


def _means(x, kernel_size, stride=None, padding=0, border=0.0):
    """The mean of each window; any padding is taken."""
    stride = kernel_size if stride is None else stride
    return _views(_padded(x, padding, border), kernel_size, stride).mean(axis=(4, 5))


def _avg_by_windows(x, kernel_size, stride=None, padding=0):
    _refuse_padding(kernel_size, padding)
    return _means(x, kernel_size, stride, padding)


def _avg_as_a_convolution(x, kernel_size, stride=None, padding=0):
    _refuse_padding(kernel_size, padding)
    weights = np.full(_pair(kernel_size), 1 / np.prod(_pair(kernel_size)))
    windows = _views(_padded(x, padding, 0.0), kernel_size, kernel_size if stride is None else stride)
    return np.einsum("ncijuv,uv->ncij", windows, weights)


def _avg_by_sums(x, kernel_size, stride=None, padding=0):
    _refuse_padding(kernel_size, padding)
    stride = kernel_size if stride is None else stride
    views = _views_by_slices(_padded(x, padding, 0.0).astype(np.float32), kernel_size, stride)
    return np.add.reduce(views) / len(views)


def _sum_in_own_dtype(x, kernel_size, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    windows = _views(_padded(x, padding, 0).astype(x.dtype), kernel_size, stride)
    return windows.sum(axis=(4, 5), dtype=x.dtype) / np.prod(_pair(kernel_size))


AVG_POOL2D = Exercise(
    name="avg_pool2d",
    points=3,
    cases=(
        Case("the lesson's numbers", (TOY, 2, 2), group="values"),
        Case("two pictures, not square", _and(_normal((2, 3, 6, 4)), 2), group="values"),
        Case("3 x 3 with stride 2", _and(_normal((1, 2, 7, 9)), 3, 2), group="values"),
        Case("window (3, 2), stride (2, 1)", _and(_normal((2, 2, 7, 8)), (3, 2), (2, 1)), group="values"),
        Case("padding 1", _and(_normal((1, 2, 6, 6)), 3, 2, 1), group="padding"),
        Case("padding (1, 0)", _and(_normal((1, 2, 4, 5)), (2, 3), 2, (1, 0)), group="padding"),
        Case("bytes", _bytes((1, 3, 4, 6)), group="unusual input"),
        *UNUSUAL,
    ),
    oracle=_torch_mean,
    alternatives=(_avg_by_windows, _avg_as_a_convolution, _avg_by_sums),
    forbidden=("torch", "scipy", "skimage"),
    misconceptions=(
        Misconception(
            "divided by the real pixels",
            lambda x, kernel_size, stride=None, padding=0: _torch_avg(
                x, kernel_size, stride, padding, count_include_pad=False
            ),
            "At the border you divide by the number of pixels inside the picture. Here, as in PyTorch unless "
            "told otherwise, the zeros of the padding count too: always divide by kh * kw.",
        ),
        _needs_stride(_avg_by_windows),
        Misconception("padding above half the window", _means, PADDING_TOO_LARGE),
        Misconception(
            "padded with minus infinity",
            lambda x, kernel_size, stride=None, padding=0: _means(
                x, kernel_size, stride, padding, border=-np.inf
            ),
            "The border is -inf, as for the largest, and so is every mean that it takes part in. "
            "Pad with zeros here.",
        ),
        Misconception(
            "decimals cut off",
            lambda *args: np.floor(_torch_avg(*args)),
            "`//` cuts the decimals off. Divide with `/`.",
        ),
        Misconception(
            "stride 1 as the default",
            lambda x, kernel_size, stride=None, padding=0: _torch_avg(
                x, kernel_size, 1 if stride is None else stride, padding
            ),
            STRIDE_1,
        ),
        Misconception(
            "the largest instead of the mean",
            lambda x, kernel_size, stride=None, padding=0: _zero_padded(x, kernel_size, stride, padding),
            "These are the largest numbers of the windows; average pooling takes their mean.",
        ),
        Misconception(
            "not divided",
            lambda x, kernel_size, *args: _torch_avg(x, kernel_size, *args) * np.prod(_pair(kernel_size)),
            "The sums are right; divide each by the number of pixels in a window, kh * kw.",
        ),
        Misconception(
            "divided by a side",
            lambda x, kernel_size, *args: _torch_avg(x, kernel_size, *args) * _pair(kernel_size)[0],
            "You divide by one side of the window; it has kh * kw pixels.",
        ),
        Misconception(
            "sums that overflow",
            _sum_in_own_dtype,
            "Bytes stop at 255: a sum of four of them starts again from 0. Add up floats.",
        ),
        Misconception(
            "rounded to whole numbers",
            lambda *args: np.round(_torch_avg(*args)),
            "The means are rounded, as in the lecture's 20 for 19.5. A layer never rounds.",
        ),
        Misconception(
            "averaged over the channels",
            lambda x, *args: np.broadcast_to(
                (y := _torch_avg(x, *args)).mean(axis=1, keepdims=True), y.shape
            ),
            OVER_CHANNELS,
        ),
        Misconception(
            "one window too few",
            lambda *args: _torch_avg(*args)[:, :, :-1, :-1],
            "The last window of each row and column is missing: there are (H - kh) // sh + 1 rows of them.",
        ),
        zeros(_torch_mean),
    ),
    hints=(
        "The same windows as before, and another question to each of them.",
        "Pad with zeros, take the `window_views`, and average them, place by place.",
        "`np.mean(window_views(x, kernel_size, stride), axis=0)`, after `np.pad` with zeros.",
    ),
)


# global_avg_pool2d


def _torch_global(x):
    import torch

    return torch.nn.functional.adaptive_avg_pool2d(_tensor(x), 1)[:, :, 0, 0].numpy()


GLOBAL_AVG_POOL2D = Exercise(
    name="global_avg_pool2d",
    points=1,
    cases=(
        Case("the lesson's numbers", (TOY,)),
        Case("two pictures, not square", _normal((2, 3, 4, 6))),
        Case("bytes", lambda rng: (rng.integers(0, 256, (1, 3, 5, 5), np.uint8),)),
        Case("maps of one pixel", _normal((2, 4, 1, 1))),
        Case("an empty batch", (np.zeros((0, 3, 4, 4)),)),
    ),
    oracle=_torch_global,
    alternatives=(
        lambda x: np.einsum("nchw->nc", np.asarray(x, float)) / (x.shape[2] * x.shape[3]),
        lambda x: np.asarray(x, float).mean(axis=3).mean(axis=2),
        lambda x: x.reshape(*x.shape[:2], x.shape[2] * x.shape[3]).mean(axis=-1),
    ),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "one number for everything",
            lambda x: x.mean(),
            "You average over everything. Each map of each picture has its own mean: the result is (N, C).",
        ),
        Misconception(
            "one number for each picture",
            lambda x: x.mean(axis=(1, 2, 3)),
            "You average over the channels too. Each map has its own mean: the result is (N, C).",
        ),
        Misconception(
            "one number for each pixel",
            lambda x: x.mean(axis=1),
            "You average over the channels. Average over the pixels of each map, axes 2 and 3.",
        ),
        Misconception(
            "axes kept",
            lambda x: x.mean(axis=(2, 3), keepdims=True),
            "The means are right, but H and W are still there, each of length 1: the result is (N, C).",
        ),
        Misconception(
            "sums",
            lambda x: x.sum(axis=(2, 3), dtype=float),
            "These are the sums of the maps; divide by the number of pixels.",
        ),
        Misconception(
            "averaged over the rows only",
            lambda x: x.mean(axis=2),
            "One axis is left: average over H and over W.",
        ),
        Misconception(
            "the largest of each map",
            lambda x: x.max(axis=(2, 3), initial=-np.inf),
            "This is the largest number of each map; its mean was asked for.",
        ),
        Misconception(
            "divided by one pixel too few",
            lambda x: x.sum(axis=(2, 3), dtype=float) / max(x.shape[2] * x.shape[3] - 1, 0.5),
            "The sum is divided by H * W - 1; there are H * W pixels.",
        ),
        zeros(_torch_global),
    ),
    hints=(
        "What is left of one map? And of N pictures with C maps?",
        "`mean` takes several axes at once: `axis=(..., ...)`.",
        "`x.mean(axis=(2, 3))`",
    ),
)


# channel_max_pool


def _torch_channel_max(x, groups):
    import torch

    n, c, h, w = x.shape
    size = c // groups
    return torch.nn.functional.max_pool3d(_tensor(x)[:, None], (size, 1, 1)).numpy().reshape(n, groups, h, w)


def _channel_max_by_splitting(x, groups):
    if groups < 1 or x.shape[1] % groups:
        raise ValueError("channels and groups")
    return np.stack([part.max(axis=1) for part in np.split(x, groups, axis=1)], axis=1)


def _channel_max_by_steps(x, groups):
    if groups < 1 or x.shape[1] % groups:
        raise ValueError("channels and groups")
    size = x.shape[1] // groups
    y = x[:, ::size]
    for channel in range(1, size):
        y = np.maximum(y, x[:, channel::size])
    return y


CHANNEL_MAX_POOL = Exercise(
    name="channel_max_pool",
    points=2,
    cases=(
        Case("six channels, two groups", _and(_normal((2, 6, 3, 4)), 2), group="values"),
        Case("six channels, three groups", _and(_normal((1, 6, 2, 5)), 3), group="values"),
        Case("all in one group", _and(_normal((1, 4, 3, 3)), 1), group="values"),
        Case("each for itself", _and(_normal((1, 3, 2, 2)), 3), group="values"),
        Case("eight channels, two groups", _and(_normal((1, 8, 2, 2)), 2), group="errors"),
        Case("six channels, four groups", _and(_normal((1, 6, 2, 2)), 4), raises=ValueError, group="errors"),
        Case("no group", _and(_normal((1, 6, 2, 2)), 0), raises=ValueError, group="errors"),
    ),
    oracle=_torch_channel_max,
    alternatives=(_channel_max_by_splitting, _channel_max_by_steps),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "size of a group for the number of groups",
            lambda x, groups: _torch_channel_max(x, x.shape[1] // max(groups, 1)),
            "You make groups of `groups` channels each. `groups` is how many groups there are, "
            "and so how many channels come out.",
        ),
        Misconception(
            "every other channel",
            lambda x, groups: x.reshape(x.shape[0], -1, max(groups, 1), *x.shape[2:]).max(axis=1),
            "Your groups are interleaved: every `groups`-th channel. A group is made of neighbours: "
            "0, 1, 2 and 3, 4, 5.",
        ),
        Misconception(
            "the mean of each group",
            lambda x, groups: x.reshape(x.shape[0], max(groups, 1), -1, *x.shape[2:]).mean(axis=2),
            "These are the means of the groups; the largest number was asked for, pixel by pixel.",
        ),
        Misconception(
            "all channels in one group",
            lambda x, groups: np.repeat(x.max(axis=1, keepdims=True), groups, axis=1),
            "You take the largest of all channels. Each group has its own.",
        ),
        Misconception(
            "first channel of each group",
            lambda x, groups: x[:, :: x.shape[1] // max(groups, 1)],
            "You keep the first channel of each group, whatever the others say. Compare them.",
        ),
        Misconception(
            "the last channel of each group left out",
            lambda x, groups: x.reshape(x.shape[0], groups, -1, *x.shape[2:])[
                :, :, : max(x.shape[1] // groups - 1, 1)
            ].max(axis=2),
            "The last channel of each group does not take part.",
        ),
        Misconception(
            "no error for groups that do not fit",
            lambda x, groups: _torch_channel_max(
                x[:, : x.shape[1] // max(groups, 1) * max(groups, 1)], max(groups, 1)
            ),
            "The maps are right. But channels that cannot be shared out evenly must be refused: "
            "raise a ValueError that names both numbers.",
        ),
        zeros(_torch_channel_max),
    ),
    hints=(
        "Six channels in two groups: 0, 1, 2 and 3, 4, 5. What is left at each pixel?",
        "Reshape the channel axis into two: which group, and which channel of the group.",
        "`x.reshape(n, groups, c // groups, h, w).max(axis=2)`; before it, "
        "raise ValueError where `groups < 1 or c % groups`.",
    ),
)


# shift_tolerance


def _call_with_pool(target, x, pool, dx):
    """The pooling layer comes as text, such as MAX_2 below; the learner's function gets a function."""
    kind, k = "max" if "max_pool2d" in pool else "mean", int(pool[-2])

    def pooled(x):
        n, c, h, w = np.shape(x)
        squares = np.asarray(x)[:, :, : h // k * k, : w // k * k].reshape(n, c, h // k, k, w // k, k)
        return getattr(squares, kind)(axis=(3, 5))

    return target(x, pooled, dx)


MAX_1, MAX_2, MAX_3 = (f"lambda x: max_pool2d(x, {k})" for k in (1, 2, 3))
MEAN_2 = "lambda x: avg_pool2d(x, 2)"


def _torch_tolerance(x, pool, dx):
    import torch

    layer = torch.nn.functional.max_pool2d if "max_pool2d" in pool else torch.nn.functional.avg_pool2d
    before, after = layer(_tensor(x), int(pool[-2])), layer(_tensor(x).roll(dx, 3), int(pool[-2]))
    return float(torch.isclose(before, after).double().mean())


def _tolerance_by_joining(x, pool, dx):
    dx %= x.shape[3]
    moved = np.concatenate([x[..., x.shape[3] - dx :], x[..., : x.shape[3] - dx]], axis=3)
    return (np.abs(pool(moved) - pool(x)) < 1e-9).sum() / pool(x).size


def _tolerance_by_counting(x, pool, dx):
    order = (np.arange(x.shape[3]) - dx) % x.shape[3]
    pairs = list(zip(pool(x).ravel(), pool(x[..., order]).ravel(), strict=True))
    return sum(abs(a - b) < 1e-9 for a, b in pairs) / len(pairs)


def _tolerance(change, compare=lambda before, after: np.mean(np.isclose(before, after))):
    """A shift tolerance in which the picture changes, or the maps are compared, in another way."""
    return lambda x, pool, dx: compare(pool(x), pool(change(x, dx)))


def _rolled(x, dx):
    return np.roll(x, dx, axis=3)


def _shifted_in_zeros(x, dx):
    moved = np.zeros_like(x)
    if dx >= 0:
        moved[..., dx:] = x[..., : x.shape[3] - dx]
    else:
        moved[..., :dx] = x[..., -dx:]
    return moved


SHIFT_TOLERANCE = Exercise(
    name="shift_tolerance",
    points=2,
    cases=(
        Case("the X's maps, one pixel", (_x_maps(), MAX_2, 1), group="one pixel"),
        Case("the X, one pixel", (data.letter_x()[None, None], MAX_3, 1), group="one pixel"),
        Case("no pooling", _and(_steps((1, 2, 4, 6)), MAX_1, 1), group="one pixel"),
        Case("two pictures, not square", _and(_steps((2, 3, 6, 8)), MAX_2, 1), group="one pixel"),
        Case("average pooling", _and(_steps((4, 4, 6, 6)), MEAN_2, 1), group="one pixel"),
        Case("by two", _and(_steps((2, 3, 8, 6)), MAX_2, 2), group="any shift"),
        Case("to the left", _and(_steps((2, 3, 6, 8)), MAX_2, -1), group="any shift"),
        Case("no shift", _and(_steps((1, 1, 4, 4)), MAX_2, 0), group="any shift"),
    ),
    oracle=_torch_tolerance,
    drive=_call_with_pool,
    alternatives=(_tolerance_by_joining, _tolerance_by_counting),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "the pooled map shifted",
            lambda x, pool, dx: np.mean(np.isclose(pool(x), np.roll(pool(x), dx, axis=3))),
            "You shift the pooled map. Shift the picture, and pool it then.",
        ),
        Misconception(
            "the pooled map shifted, too",
            lambda x, pool, dx: np.mean(np.isclose(_rolled(pool(x), dx), pool(_rolled(x, dx)))),
            "You move the pooled map along before you compare. Leave it where it is: "
            "what is asked is which numbers stay at their place.",
        ),
        Misconception(
            "shifted through all axes",
            _tolerance(np.roll),
            "Without `axis`, `np.roll` moves all numbers in one long row, from each line into the next. "
            "To the right is `axis=3`.",
        ),
        Misconception(
            "not pooled",
            lambda x, pool, dx: np.mean(np.isclose(x, _rolled(x, dx))),
            "You compare the pictures themselves. Pool both, then compare.",
        ),
        Misconception(
            "shifted down",
            _tolerance(lambda x, dx: np.roll(x, dx, axis=2)),
            "You shift along H. To the right is along W, the last axis.",
        ),
        Misconception(
            "shifted the other way",
            _tolerance(lambda x, dx: _rolled(x, -dx)),
            "You shift to the left; a positive `dx` means to the right, as with `np.roll`.",
        ),
        Misconception(
            "zeros come in",
            _tolerance(_shifted_in_zeros),
            "Zeros come in at the left. What leaves on one side comes in on the other, as with `np.roll`.",
        ),
        Misconception(
            "what changes",
            _tolerance(_rolled, lambda before, after: 1 - np.mean(np.isclose(before, after))),
            "This is the fraction that changes; what survives is 1 minus it.",
        ),
        Misconception(
            "a count, not a fraction",
            _tolerance(_rolled, lambda before, after: np.isclose(before, after).sum()),
            "You count the entries that stay the same; divide by how many there are.",
        ),
        Misconception(
            "one pixel too far",
            _tolerance(lambda x, dx: _rolled(x, dx + 1)),
            "The picture moves by `dx + 1`.",
        ),
        zeros(_torch_tolerance),
    ),
    hints=(
        "Two pooled maps are compared. Which picture does each of them come from?",
        "`np.roll(x, dx, axis=3)` moves to the right, and `np.isclose` compares numbers of floating point.",
        "`np.mean(np.isclose(pool(np.roll(x, dx, axis=3)), pool(x)))`",
    ),
)


# max_pool2d_backward


def _torch_max_backward(dy, x, kernel_size, stride=None, padding=0):
    import torch

    x = _tensor(x).requires_grad_()
    y = torch.nn.functional.max_pool2d(x, kernel_size, stride, padding)
    return torch.autograd.grad(y, x, _tensor(dy))[0].numpy()


def _routed(share, overwrite=False, border=-np.inf, cut=_cut):
    """A backward pass that gives each pixel of a window its share of the window's gradient."""

    def backward(dy, x, kernel_size, stride=None, padding=0):
        (kh, kw), (sh, sw) = _pair(kernel_size), _pair(kernel_size if stride is None else stride)
        padded = _padded(x, padding, border)
        dx = np.zeros(padded.shape)
        for n, c, i, j in np.ndindex(dy.shape):
            window = (n, c, slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw))
            shares = share(padded[window])
            if overwrite:
                dx[window] = np.where(shares != 0, shares * dy[n, c, i, j], dx[window])
            else:
                dx[window] += shares * dy[n, c, i, j]
        return cut(dx, padding)

    return backward


def _through_views(with_zeros, every_tie=False):
    """A backward pass that writes over what is in the views of dx; also zeros, where nothing is won."""

    def backward(dy, x, kernel_size, stride=None, padding=0):
        windows, padded = (kernel_size, stride or kernel_size), _padded(x, padding, -np.inf)
        y, dx = _views(padded, *windows).max(axis=(4, 5)), np.zeros(padded.shape)
        waiting = np.full(y.shape, True)
        for pixels, gradient in zip(
            _views_by_slices(padded, *windows), _views_by_slices(dx, *windows), strict=True
        ):
            found = (pixels == y) & waiting
            np.copyto(gradient, np.where(found, dy, 0), where=found | with_zeros)
            waiting &= every_tie | ~found
        return _cut(dx, padding)

    return backward


def _first(window):
    return (np.arange(window.size) == window.argmax()).reshape(window.shape)


def _last(window):
    return _first(window[::-1, ::-1])[::-1, ::-1]


def _every_tie(window):
    return window == window.max()


def _tie_shared(window):
    return _every_tie(window) / _every_tie(window).sum()


OVERWRITTEN = "Overwritten where windows overlap: a pixel collects from each window. Add with `+=`."
CUT_TO_NOTHING = (
    "Where the padding is 0, `ph:-ph` is `0:-0`, and that is empty. "
    "Say where the picture ends: `ph : ph + h`, `pw : pw + w`."
)


def _max_backward_by_index(dy, x, kernel_size, stride=None, padding=0):
    windows = _views(_padded(x, padding, -np.inf), kernel_size, kernel_size if stride is None else stride)
    numbers = _padded(np.arange(x.size).reshape(x.shape), padding, -1)
    numbers = _views(numbers, kernel_size, kernel_size if stride is None else stride)
    flat = (*windows.shape[:4], windows.shape[4] * windows.shape[5])
    best = windows.reshape(flat).argmax(axis=-1)[..., None]
    winners = np.take_along_axis(numbers.reshape(flat), best, axis=-1)
    dx = np.zeros(x.size)
    np.add.at(dx, winners.ravel().astype(int), np.ravel(dy))
    return dx.reshape(x.shape)


def _max_backward_in_float32(dy, x, kernel_size, stride=None, padding=0):
    return _routed(_first)(np.float32(dy), np.float32(x), kernel_size, stride, padding).astype(np.float32)


def _as_relu_leaves(rng):
    """A gradient and a map in which most numbers are 0, so most windows are ties."""
    return rng.normal(size=(2, 2, 3, 3)), np.maximum(rng.normal(size=(2, 2, 6, 6)) - 0.8, 0), 2


MAX_POOL2D_BACKWARD = Exercise(
    name="max_pool2d_backward",
    points=6,
    cases=(
        Case("the lesson's numbers", (SOME, TOY, 2, 2), group="one largest"),
        Case("two pictures, not square", _and(_normal((2, 3, 3, 2), (2, 3, 6, 4)), 2), group="one largest"),
        Case("a row and column left over", _and(_normal((1, 2, 2, 3), (1, 2, 5, 7)), 2), group="one largest"),
        Case(
            "all equal", lambda rng: (rng.normal(size=(1, 1, 2, 2)), np.ones((1, 1, 4, 4)), 2), group="ties"
        ),
        Case(
            "many ties",
            lambda rng: (rng.normal(size=(2, 2, 3, 3)), *_steps((2, 2, 6, 6))(rng), 2),
            group="ties",
        ),
        Case("a map after ReLU", _as_relu_leaves, group="ties"),
        Case(
            "windows that overlap",
            _and(_normal((1, 2, 3, 3), (1, 2, 7, 7)), 3, 2),
            group="overlap and padding",
        ),
        Case("stride 1", _and(_normal((1, 1, 3, 4), (1, 1, 4, 5)), 2, 1), group="overlap and padding"),
        Case("padding 1", _and(_normal((1, 2, 3, 3), (1, 2, 6, 6)), 3, 2, 1), group="overlap and padding"),
        Case(
            "padding (1, 0), all below zero",
            lambda rng: (rng.normal(size=(1, 1, 3, 2)), -1 - rng.random((1, 1, 4, 5)), (2, 3), 2, (1, 0)),
            group="overlap and padding",
        ),
        Case(
            "an empty batch", (np.zeros((0, 1, 2, 2)), np.zeros((0, 1, 4, 4)), 2), group="overlap and padding"
        ),
    ),
    oracle=_torch_max_backward,
    alternatives=(_routed(_first), _max_backward_by_index, _max_backward_in_float32),
    forbidden=("torch", "scipy"),
    misconceptions=(
        _needs_stride(_routed(_first), 3),
        Misconception("cut off to nothing", _routed(_first, cut=_not_cut), CUT_TO_NOTHING),
        Misconception(
            "gradient to every tie",
            _routed(_every_tie),
            "Where several pixels are the largest, you give each of them the whole gradient, "
            "so more flows back than came in. Give it to the first one, row by row, as PyTorch does.",
        ),
        Misconception(
            "ties share the gradient",
            _routed(_tie_shared),
            "Where several pixels are the largest, you share the gradient out. A fair rule, too; "
            "PyTorch's, and ours, is that the first one, row by row, gets all of it.",
        ),
        Misconception(
            "the last of the ties",
            _routed(_last),
            "Where several pixels are the largest, you choose the last. The first one, row by row, gets the "
            "gradient: a later pixel must be larger to take it.",
        ),
        Misconception("overwritten, window by window", _routed(_first, overwrite=True), OVERWRITTEN),
        Misconception("overwritten where it wins", _through_views(with_zeros=False), OVERWRITTEN),
        Misconception("overwritten everywhere", _through_views(with_zeros=True), OVERWRITTEN),
        *(
            Misconception(
                name,
                wrong,
                "Two things. Where several pixels are the largest, only the first one gets the gradient. "
                + OVERWRITTEN,
            )
            for name, wrong in {
                "overwritten, every tie": _through_views(with_zeros=False, every_tie=True),
                "overwritten everywhere, every tie": _through_views(with_zeros=True, every_tie=True),
            }.items()
        ),
        Misconception(
            "padded with zeros",
            _routed(_first, border=0.0),
            "A zero in the border wins against negative numbers, and its gradient is cut off and lost. "
            "Pad x with `-np.inf`, as on the way forward.",
        ),
        Misconception(
            "spread evenly",
            _routed(lambda window: np.full(window.shape, 1 / window.size)),
            "You spread the gradient over the whole window, as average pooling does. "
            "Only the largest pixel made the output, so only it gets a gradient.",
        ),
        Misconception(
            "gradient to every pixel",
            _routed(lambda window: np.ones(window.shape)),
            "Every pixel of the window gets the gradient. Only the largest one made the output.",
        ),
        Misconception(
            "a mask",
            lambda dy, x, *args: _torch_max_backward(np.ones_like(dy), x, *args),
            "You mark the pixels that were the largest. Each of them gets the `dy` of its window, not 1.",
        ),
        Misconception(
            "stride 1 as the default",
            lambda dy, x, kernel_size, stride=None, padding=0: _routed(_first)(
                dy, x, kernel_size, 1 if stride is None else stride, padding
            ),
            STRIDE_1,
        ),
        Misconception(
            "the smallest pixels",
            lambda dy, x, *args: _torch_max_backward(dy, -x, *args),
            "The gradient goes to the smallest pixel of each window; the largest made the output.",
        ),
        Misconception(
            "padding not taken off",
            _routed(_first, cut=lambda padded, padding: padded),
            "The result still has the border of the padding. Its shape is that of `x`.",
        ),
        zeros(_torch_max_backward),
    ),
    hints=(
        "In each window one pixel was copied to the output. What happens to the output if it grows a little, "
        "and what if another one does?",
        "Go through the places of the window in order, with the views of x and those of dx side by side, "
        "and remember which windows have already found their largest pixel.",
        "For each pair of views: `first = waiting & (pixels == y)`, `gradient += np.where(first, dy, 0)`, "
        "`waiting &= ~first`; `waiting` begins as all True. Writing into a view of dx writes into dx.",
    ),
)


# avg_pool2d_backward


def _torch_avg_backward(dy, shape, kernel_size, stride=None, padding=0, count_include_pad=True):
    import torch

    x = torch.zeros(*shape, dtype=torch.float64, requires_grad=True)
    y = torch.nn.functional.avg_pool2d(x, kernel_size, stride, padding, count_include_pad=count_include_pad)
    return torch.autograd.grad(y, x, _tensor(dy))[0].numpy()


def _avg_backward(dy, shape, kernel_size, stride=None, padding=0):
    return _torch_avg_backward(dy, shape, kernel_size, stride, padding)


def _spread(share, **options):
    """An average pooling's backward pass in which each pixel of a window gets that share."""

    def backward(dy, shape, kernel_size, stride=None, padding=0):
        spread = _routed(lambda window: np.full(window.shape, share(*window.shape)), **options)
        return spread(dy, np.zeros(shape), kernel_size, stride, padding)

    return backward


def _avg_backward_by_views(dy, shape, kernel_size, stride=None, padding=0, overwrite=False):
    dx = _padded(np.zeros(shape), padding, 0.0)
    views = _views_by_slices(dx, kernel_size, kernel_size if stride is None else stride)
    for view in views:
        view[...] = np.asarray(dy) / len(views) + (0 if overwrite else view)
    return _cut(dx, padding)


def _even(kh, kw):
    return 1 / (kh * kw)


AVG_POOL2D_BACKWARD = Exercise(
    name="avg_pool2d_backward",
    points=4,
    cases=(
        Case("the lesson's numbers", (SOME, (1, 1, 4, 4), 2, 2), group="side by side"),
        Case("two pictures, not square", _and(_normal((2, 3, 3, 2)), (2, 3, 6, 4), 2), group="side by side"),
        Case(
            "a row and column left over", _and(_normal((1, 2, 2, 3)), (1, 2, 5, 7), 2), group="side by side"
        ),
        Case(
            "windows that overlap", _and(_normal((1, 2, 3, 3)), (1, 2, 7, 7), 3, 2), group="overlap, padding"
        ),
        Case(
            "window (3, 2), stride (2, 1)",
            _and(_normal((1, 2, 3, 7)), (1, 2, 7, 8), (3, 2), (2, 1)),
            group="overlap, padding",
        ),
        Case("padding 1", _and(_normal((1, 2, 3, 3)), (1, 2, 6, 6), 3, 2, 1), group="overlap, padding"),
        Case("an empty batch", (np.zeros((0, 1, 2, 2)), (0, 1, 4, 4), 2), group="overlap, padding"),
    ),
    oracle=_avg_backward,
    alternatives=(_spread(_even), _avg_backward_by_views),
    forbidden=("torch", "scipy"),
    misconceptions=(
        _needs_stride(_spread(_even), 3),
        Misconception("cut off to nothing", _spread(_even, cut=_not_cut), CUT_TO_NOTHING),
        Misconception(
            "not divided",
            _spread(lambda kh, kw: 1.0),
            "Every pixel gets the whole gradient. It moves the mean by 1 / (kh * kw): that is its share.",
        ),
        Misconception(
            "divided by a side",
            _spread(lambda kh, kw: 1 / kh),
            "You divide by one side of the window; it has kh * kw pixels.",
        ),
        Misconception("overwritten, window by window", _spread(_even, overwrite=True), OVERWRITTEN),
        Misconception(
            "overwritten where windows overlap",
            lambda dy, shape, kernel_size, stride=None, padding=0: _avg_backward_by_views(
                dy, shape, kernel_size, stride, padding, overwrite=True
            ),
            OVERWRITTEN,
        ),
        Misconception(
            "divided by the real pixels",
            lambda dy, shape, kernel_size, stride=None, padding=0: _torch_avg_backward(
                dy, shape, kernel_size, stride, padding, count_include_pad=False
            ),
            "At the border you divide by the number of pixels inside the picture. The forward pass "
            "divided by kh * kw everywhere, so the backward pass does too.",
        ),
        Misconception(
            "to the first pixel only",
            lambda dy, shape, *args: _torch_max_backward(dy, np.zeros(shape), *args),
            "One pixel of each window gets all of the gradient, as in max pooling. "
            "In a mean every pixel has the same share.",
        ),
        Misconception(
            "stride 1 as the default",
            lambda dy, shape, kernel_size, stride=None, padding=0: _spread(_even)(
                dy, shape, kernel_size, 1 if stride is None else stride, padding
            ),
            STRIDE_1,
        ),
        Misconception(
            "padding not taken off",
            _spread(_even, cut=lambda padded, padding: padded),
            "The result still has the border of the padding. Its shape is that of x.",
        ),
        zeros(_avg_backward),
    ),
    hints=(
        "By how much does the mean of four numbers grow when one of them grows by 1?",
        "Every pixel of a window gets `dy / (kh * kw)`; a pixel in several windows gets it from each.",
        "Make zeros of the padded shape; `for gradient in window_views(dx, kernel_size, stride): "
        "gradient += dy / (kh * kw)`; then cut the padding off.",
    ),
)


CHAPTER = Chapter(
    "05_pooling",
    "Pooling",
    (
        POOL_BY_HAND,
        WINDOW_VIEWS,
        MAX_POOL2D,
        KEPT_FRACTION,
        AVG_POOL2D,
        GLOBAL_AVG_POOL2D,
        CHANNEL_MAX_POOL,
        SHIFT_TOLERANCE,
        MAX_POOL2D_BACKWARD,
        AVG_POOL2D_BACKWARD,
    ),
)
