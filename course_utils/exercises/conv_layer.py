"""03_conv_layer: padding, stride, dilation, channels."""

from __future__ import annotations

import numpy as np

from ..checks.exercise import Case, Chapter, Exercise, Misconception, zeros

ONE_TO_NINE = np.arange(1.0, 10).reshape(1, 1, 3, 3)
TENS = np.array([[10.0, 20, 30], [40, 50, 60], [30, 20, 10]]).reshape(1, 1, 3, 3)


def _normal(*shapes):
    """Arguments drawn afresh: one array of normal numbers for each shape."""
    return lambda rng: tuple(rng.normal(size=shape) for shape in shapes)


def _pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _tensor(array):
    import torch

    return torch.from_numpy(np.array(array, dtype=np.float64))


# output_size


def _torch_size(n, kernel_size, stride=1, padding=0, dilation=1):
    import torch

    row, kernel = torch.zeros(1, 1, n), torch.zeros(1, 1, kernel_size)
    return torch.nn.functional.conv1d(row, kernel, None, stride, padding, dilation).shape[-1]


def _size_by_counting(n, kernel_size, stride=1, padding=0, dilation=1):
    taps = range(0, dilation * kernel_size, dilation)
    starts = range(-padding, n + padding - taps[-1], stride)
    if not starts:
        raise ValueError("no window fits")
    return len(starts)


def _size_by_rounding_down(n, kernel_size, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    if room < 0 or stride < 1:
        raise ValueError(f"no window, or no step: room {room}, stride {stride}")
    return int(np.floor(room / stride)) + 1


def _geometry(rng, dilations):
    n, kernel_size = rng.integers(30, 99), rng.integers(2, 8)
    stride, padding, dilation = rng.integers(1, 4), rng.integers(0, 4), rng.integers(1, dilations + 1)
    return tuple(map(int, (n, kernel_size, stride, padding, dilation)))


def _room(n, kernel_size, padding, dilation):
    return n + 2 * padding - dilation * (kernel_size - 1) - 1


def _lecture_room(n, kernel_size, padding, dilation):
    return n + 2 * padding - (dilation * kernel_size - 1) - 1


def _miscounted(room=_room, places=lambda room, stride: room // stride + 1):
    """An `output_size` that refuses what it should, and then counts in a way of its own."""

    def wrong(n, kernel_size, stride=1, padding=0, dilation=1):
        if _room(n, kernel_size, padding, dilation) < 0 or stride < 1:
            raise ValueError("no window fits")
        return places(room(n, kernel_size, padding, dilation), stride)

    return wrong


def _as_size(target, *args, **kwargs):
    """What the learner's function says, where that can be the size of an array."""
    size = target(*args, **kwargs)
    if isinstance(size, float):
        raise TypeError(f"{size} is a float; np.zeros and range take a whole number, such as `//` gives")
    return size


OUTPUT_SIZE = Exercise(
    name="output_size",
    points=3,
    cases=(
        Case("7 with 3", (7, 3), group="stride and padding"),
        Case("7 with 3, stride 2", (7, 3, 2), group="stride and padding"),
        Case("7 with 3, stride 3: it does not fit", (7, 3, 3), group="stride and padding"),
        Case("8 with 3, stride 3: it nearly fits", (8, 3, 3), group="stride and padding"),
        Case("7 with 3, padding 1 keeps the size", (7, 3, 1, 1), group="stride and padding"),
        Case("32 with 5", (32, 5), group="stride and padding"),
        Case("32 with 5, padding 2 keeps the size", (32, 5, 1, 2), group="stride and padding"),
        Case("5 with 3, stride 2, padding 1", (5, 3, 2, 1), group="stride and padding"),
        Case("AlexNet's first layer", (227, 11, 4), group="stride and padding"),
        Case("50 with 3, stride 2, padding 4", (50, 3, 2, 4), group="stride and padding"),
        Case("100 with 5, padding 2", (100, 5), {"padding": 2}, group="stride and padding"),
        Case("as wide as the window", (3, 3), group="stride and padding"),
        Case("drawn at random", lambda rng: _geometry(rng, dilations=1), group="stride and padding"),
        Case("50 with 3, stride 2, padding 4, dilation 3", (50, 3, 2, 4, 3), group="dilation"),
        Case("the lecture's 11, with 3, stride 2, padding 1, dilation 2", (11, 3, 2, 1, 2), group="dilation"),
        Case("50 with 3, padding 4, dilation 3", (50, 3, 1, 4, 3), group="dilation"),
        Case("one pixel sees no dilation", (6, 1, 1, 0, 4), group="dilation"),
        Case("dilated, drawn at random", lambda rng: _geometry(rng, dilations=4), group="dilation"),
        Case("a window that padding makes room for", (2, 4, 1, 1), group="errors"),
        Case("a window that fits", lambda rng: _geometry(rng, dilations=2), group="errors"),
        Case("smaller than the window", (4, 5), raises=ValueError, group="errors"),
        Case("smaller than the dilated window", (5, 3, 2, 0, 3), raises=ValueError, group="errors"),
        Case("stride 0", (7, 3, 0), raises=ValueError, group="errors"),
    ),
    oracle=_torch_size,
    drive=_as_size,
    alternatives=(_size_by_counting, _size_by_rounding_down),
    misconceptions=(
        Misconception(
            "no error where no window fits",
            lambda n, kernel_size, stride=1, padding=0, dilation=1: (
                _room(n, kernel_size, padding, dilation) // stride + 1
            ),
            "The sizes are right. But where the window is wider than the padded row, or the stride is 0, "
            "no output exists: raise a ValueError that names the numbers.",
        ),
        Misconception(
            "not a whole number",
            _miscounted(places=lambda room, stride: room / stride + 1),
            "An output has a whole number of pixels, as an int: `//` rounds down and gives one, "
            "where `/`, `np.floor` and `np.ceil` give floats.",
        ),
        Misconception(
            "the lecture's dilation",
            _miscounted(_lecture_room),
            "You take off `dilation * kernel_size - 1`. But k pixels have k - 1 gaps between them, and only "
            "the gaps are stretched: the window reaches over `dilation * (kernel_size - 1) + 1` pixels.",
        ),
        Misconception(
            "rounded up",
            _miscounted(places=lambda room, stride: -(-room // stride) + 1),
            "A last step that does not fit is not taken: round down, with `//`.",
        ),
        Misconception(
            "rounded to the nearest",
            _miscounted(places=lambda room, stride: round(room / stride + 1)),
            "A last step that does not fit is not taken, however little is missing: round down, with `//`.",
        ),
        Misconception(
            "padding counted once",
            _miscounted(
                lambda n, kernel_size, padding, dilation: _room(n + padding, kernel_size, 0, dilation)
            ),
            "`padding` pixels are added on each side, so the row grows by `2 * padding`.",
        ),
        Misconception(
            "the first window forgotten",
            _miscounted(places=lambda room, stride: room // stride),
            "You count the steps. Before the first step there is a window already: add 1.",
        ),
        Misconception(
            "dilation ignored",
            _miscounted(lambda n, kernel_size, padding, dilation: _room(n, kernel_size, padding, 1)),
            "A dilated window is wider than `kernel_size`: it reaches over "
            "`dilation * (kernel_size - 1) + 1` pixels.",
        ),
        zeros(_torch_size),
    ),
    hints=(
        "Draw a row of 7 cells and push a window of 3 along it. Where does it start first, where last?",
        "The window reaches over `dilation * (kernel_size - 1) + 1` pixels. What is left of the padded row "
        "is room for steps; one window stands there before the first step.",
        "`room = n + 2 * padding - dilation * (kernel_size - 1) - 1`; raise ValueError where it is negative "
        "or `stride < 1`; then `return room // stride + 1`.",
    ),
)


# spot_dilation


EXAMPLE = {"n": 11, "kernel_size": 3, "padding": 1, "dilation": 2}


def _spot(part):
    if part == "size":
        return _torch_size(**EXAMPLE, stride=2)
    if part == "reach":
        under = range(0, EXAMPLE["dilation"] * EXAMPLE["kernel_size"], EXAMPLE["dilation"])
        return under[-1] - under[0] + 1
    by_luck = _miscounted(_lecture_room)
    strides = range(1, EXAMPLE["n"])
    return next(s for s in strides if by_luck(**EXAMPLE, stride=s) == _torch_size(**EXAMPLE, stride=s))


SPOT_DILATION = Exercise(
    name="spot_dilation",
    points=2,
    cases=(
        Case("how far the window reaches", ("reach",), group="window"),
        Case("the width of the output", ("size",), group="window"),
        Case("right by luck", ("stride",), group="luck"),
    ),
    oracle=_spot,
    alternatives=(
        {"reach": 5, "size": 5, "stride": 3},
        {"reach": np.int64(5), "size": 5.0, "stride": 3.0},
    ),
    misconceptions=(
        Misconception(
            "the lecture's answer",
            {"reach": 6, "size": 4, "stride": 3},
            "This is what the lecture says. Draw the row: where do the three pixels of the first window lie?",
        ),
        Misconception(
            "the right size, the lecture's window",
            {"reach": 6, "size": 5, "stride": 3},
            "The size is right, and it does not follow from this reach. "
            "How many gaps do three pixels have between them?",
        ),
        Misconception(
            "the right window, the lecture's size",
            {"reach": 5, "size": 4, "stride": 3},
            "The window is right. Now push it along the 13 pixels, two at a time.",
        ),
        Misconception(
            "steps counted, not pixels",
            {"reach": 4, "size": 5, "stride": 3},
            "So many steps lead from the first pixel of the window to the last. Both of them count.",
        ),
        Misconception(
            "dilation ignored",
            {"reach": 3, "size": 6, "stride": 3},
            "That is a window whose pixels lie side by side. With dilation 2 they are 2 apart.",
        ),
        Misconception(
            "a stride that shows the difference",
            {"reach": 5, "size": 5, "stride": 2},
            "This is the stride of the example, at which the lecture's 4 is wrong. "
            "Put other strides into both formulas.",
        ),
        Misconception(
            "stride 1",
            {"reach": 5, "size": 5, "stride": 1},
            "Stride 1 rounds nothing away: there the two formulas differ by one, as the windows do.",
        ),
        Misconception(
            "not the smallest",
            {"reach": 5, "size": 5, "stride": 5},
            "The lecture is right there too, and at a smaller stride already.",
        ),
        Misconception(
            "all zeros",
            {"reach": 0, "size": 0, "stride": 0},
            "An answer of 0 is no answer yet: count on the drawing.",
        ),
    ),
    hints=(
        "Draw 13 cells (11 and one of padding on each side) and mark the three pixels of the first window.",
        "It stands on the cells 0, 2 and 4. Which cells can it start on, two apart? "
        "Then put strides 1, 2, 3 and so on into both formulas.",
        "From 0 to 4 are 5 cells; the starts are 0, 2, 4, 6 and 8. Before rounding the formulas have "
        "8 / s and 7 / s: which is the first s that rounds both to the same number?",
    ),
)


# same_padding


def _least_padding(kernel_size, dilation=1):
    wide = 1 + 4 * kernel_size * dilation
    fits = (p for p in range(wide) if _torch_size(wide, kernel_size, 1, p, dilation) == wide)
    return next(fits)


def _odd_kernel(rng):
    return int(2 * rng.integers(1, 16) + 1), int(rng.integers(1, 6))


def _same_by_halves(kernel_size, dilation=1):
    padding, remainder = divmod(dilation * (kernel_size - 1), 2)
    if remainder or kernel_size < 1:
        raise ValueError(f"no padding keeps the size for a kernel of {kernel_size}")
    return padding


def _same_by_search(kernel_size, dilation=1):
    for padding in range(dilation * kernel_size):
        if 2 * padding == dilation * (kernel_size - 1):
            return padding
    raise ValueError(f"no padding keeps the size for a kernel of {kernel_size} with dilation {dilation}")


def _same_by_radius(kernel_size, dilation=1):
    if kernel_size % 2 == 0:
        raise ValueError(f"an even kernel ({kernel_size}) has no middle")
    return kernel_size // 2 * dilation


SAME_PADDING = Exercise(
    name="same_padding",
    points=2,
    cases=(
        Case("kernel 3", (3,), group="padding"),
        Case("kernel 5", (5,), group="padding"),
        Case("kernel 7", (7,), group="padding"),
        Case("kernel 1", (1,), group="padding"),
        Case("kernel 3, dilation 2", (3, 2), group="padding"),
        Case("kernel 5, dilation 3", (5, 3), group="padding"),
        Case("drawn at random", _odd_kernel, group="padding"),
        Case("an odd kernel", _odd_kernel, group="even kernels"),
        Case("kernel 4, dilation 2", (4, 2), group="even kernels"),
        Case("kernel 4", (4,), raises=ValueError, group="even kernels"),
        Case("kernel 2, dilation 3", (2, 3), raises=ValueError, group="even kernels"),
    ),
    oracle=_least_padding,
    drive=_as_size,
    alternatives=(_same_by_halves, _same_by_search),
    misconceptions=(
        Misconception(
            "not a whole number",
            lambda kernel_size, dilation=1: dilation * (kernel_size - 1) / 2,
            "Half of it is right, but `/` gives a float, and there is no half a zero: "
            "`//` gives an int, once it is sure that nothing is left over.",
        ),
        Misconception(
            "every even kernel refused",
            _same_by_radius,
            "A window of 4 with dilation 2 needs 6 zeros in all, and that is 3 on each side. "
            "What must not be odd is `dilation * (kernel_size - 1)`.",
        ),
        Misconception(
            "half of the stretched pixels",
            lambda kernel_size, dilation=1: dilation * kernel_size // 2,
            "Right for dilation 1, where the rounding hides it. Only the gaps are stretched, and k pixels "
            "have k - 1 of them.",
        ),
        Misconception(
            "the lecture's dilation",
            lambda kernel_size, dilation=1: (dilation * kernel_size - 1) // 2,
            "The window reaches over `dilation * (kernel_size - 1) + 1` pixels: only the gaps are stretched.",
        ),
        Misconception(
            "dilation ignored",
            lambda kernel_size, dilation=1: (kernel_size - 1) // 2,
            "Right for dilation 1. A dilated window is wider, so it needs more padding.",
        ),
        Misconception(
            "both sides on one",
            lambda kernel_size, dilation=1: dilation * (kernel_size - 1),
            "This is what is needed in all. `padding` is added on each side: half of it.",
        ),
        Misconception(
            "one too many",
            lambda kernel_size, dilation=1: dilation * (kernel_size - 1) // 2 + 1,
            "One pixel too many on each side: the output would be 2 larger than the input.",
        ),
        Misconception(
            "even kernels let through",
            lambda kernel_size, dilation=1: dilation * (kernel_size - 1) // 2,
            "Right for odd kernels. Where `dilation * (kernel_size - 1)` is odd, an odd number of zeros is "
            "needed in all, and no padding gives that: raise a ValueError.",
        ),
        zeros(_least_padding),
    ),
    hints=(
        "Set the output size equal to n in the formula, with stride 1. What must `2 * padding` be?",
        "`2 * padding` must equal `dilation * (kernel_size - 1)`. When is that possible?",
        "If `dilation * (kernel_size - 1)` is odd raise ValueError, else return half of it.",
    ),
)


# pad2d


def _np_pad(x, padding):
    height, width = _pair(padding)
    return np.pad(x, [(0, 0), (0, 0), (height, height), (width, width)])


def _torch_pad(x, padding):
    import torch

    height, width = _pair(padding)
    return torch.nn.functional.pad(torch.from_numpy(x), (width, width, height, height)).numpy()


def _pad_by_joining(x, padding):
    height, width = _pair(padding)
    if min(height, width) < 0:
        raise ValueError("padding cannot be negative")
    rows = np.zeros((*x.shape[:2], height, x.shape[3]), x.dtype)
    x = np.concatenate([rows, x, rows], axis=2)
    columns = np.zeros((*x.shape[:3], width), x.dtype)
    return np.concatenate([columns, x, columns], axis=3)


def _pad_in_a_frame(x, padding):
    height, width = _pair(padding)
    if height < 0 or width < 0:
        raise ValueError("padding cannot be negative")
    n, c, h, w = np.shape(x)
    padded = np.zeros((n, c, h + 2 * height, w + 2 * width), np.asarray(x).dtype)
    for row in range(h):
        for column in range(w):
            padded[:, :, row + height, column + width] = x[:, :, row, column]
    return padded


def _pad_in_place(place):
    """A `pad2d` that puts the picture at `place(padding, size)`, a slice, of its zeros."""

    def wrong(x, padding):
        height, width = _pair(padding)
        padded = _np_pad(np.zeros_like(x), padding)
        padded[:, :, place(height, x.shape[2]), place(width, x.shape[3])] = x
        return padded

    return wrong


def _pad_axes(before, after=None):
    """A `pad2d` that puts `before(ph, pw)` and `after(ph, pw)` zeros around the four axes."""
    return lambda x, padding: np.pad(
        x, list(zip(before(*_pair(padding)), (after or before)(*_pair(padding)), strict=True))
    )


PAD2D = Exercise(
    name="pad2d",
    points=3,
    cases=(
        Case("1 to 9, padding 1", (ONE_TO_NINE, 1), group="padding"),
        Case(
            "two pictures of three channels", lambda rng: (rng.normal(size=(2, 3, 4, 5)), 2), group="padding"
        ),
        Case("no padding", lambda rng: (rng.normal(size=(1, 2, 3, 4)), 0), group="padding"),
        Case("rows and columns apart", lambda rng: (rng.normal(size=(1, 2, 3, 4)), (2, 1)), group="pairs"),
        Case("columns only", lambda rng: (rng.normal(size=(2, 1, 3, 2)), (0, 3)), group="pairs"),
        Case(
            "bytes stay bytes",
            lambda rng: (rng.integers(0, 256, (1, 2, 2, 3), np.uint8), (1, 2)),
            group="unusual",
            dtype="uint8",
        ),
        Case(
            "float32 stays float32",
            lambda rng: (rng.normal(size=(1, 1, 3, 2)).astype(np.float32), 1),
            group="unusual",
            dtype="float32",
        ),
        Case("an empty batch", (np.zeros((0, 3, 4, 4)), 1), group="unusual"),
        Case("negative padding", (ONE_TO_NINE, -1), raises=ValueError, group="unusual"),
        Case("negative in a pair", (ONE_TO_NINE, (1, -1)), raises=ValueError, group="unusual"),
    ),
    oracle=_torch_pad,
    alternatives=(_np_pad, _pad_by_joining, _pad_in_a_frame),
    forbidden=("torch", "scipy"),
    misconceptions=(
        Misconception(
            "always floats",
            lambda x, padding: _np_pad(x, padding).astype(float),
            "The numbers are right, but they came back in another dtype than `x` has: "
            "`np.zeros(shape)` has float64, `np.zeros(shape, x.dtype)` has that of `x`.",
        ),
        Misconception(
            "cut to whole numbers",
            lambda x, padding: _np_pad(x, padding).astype(int),
            "The border is right, but the decimals are cut off: your array has an integer dtype. "
            "Give it that of `x`.",
        ),
        Misconception(
            "up to minus nothing",
            _pad_in_place(lambda p, size: slice(p, -p)),
            "`ph:-ph` is the inside as long as `ph` is not 0; `0:-0` is `0:0`, and empty. "
            "Say where the picture ends: `ph:ph + h`.",
        ),
        Misconception(
            "picture in the corner",
            _pad_in_place(lambda p, size: slice(size)),
            "The size is right, but the picture stands in the upper left corner. It begins at row `ph` and "
            "column `pw`.",
        ),
        Misconception(
            "all four axes padded",
            _pad_axes(lambda ph, pw: (ph, pw, ph, pw)),
            "You pad the batch and the channels too. Only the last two axes, H and W, get a border.",
        ),
        Misconception(
            "channels and rows padded",
            _pad_axes(lambda ph, pw: (0, ph, pw, 0)),
            "You pad C and H, the axes 1 and 2. The border goes around H and W, which are the last two.",
        ),
        Misconception(
            "below and on the right only",
            _pad_axes(lambda ph, pw: (0, 0, 0, 0), lambda ph, pw: (0, 0, ph, pw)),
            "The zeros stand below and on the right only. `padding` is added on each of the four sides.",
        ),
        Misconception(
            "above and on the left only",
            _pad_axes(lambda ph, pw: (0, 0, ph, pw), lambda ph, pw: (0, 0, 0, 0)),
            "The zeros stand above and on the left only. `padding` is added on each of the four sides.",
        ),
        Misconception(
            "split over both sides",
            _pad_axes(
                lambda ph, pw: (0, 0, ph // 2, pw // 2), lambda ph, pw: (0, 0, ph - ph // 2, pw - pw // 2)
            ),
            "`padding` is added on each side, not shared by both.",
        ),
        Misconception(
            "rows and columns swapped",
            lambda x, padding: _np_pad(x, _pair(padding)[::-1]),
            "The first number of the pair is for H (above and below), the second for W (left and right).",
        ),
        Misconception(
            "first number for both axes",
            lambda x, padding: _np_pad(x, _pair(padding)[0]),
            "You use the first number of the pair twice: the second one is for W (left and right).",
        ),
        Misconception(
            "edge repeated",
            lambda x, padding: np.pad(x, [(0, 0), (0, 0)] + [(p, p) for p in _pair(padding)], mode="edge"),
            "The border repeats the outermost pixels; it should be 0.",
        ),
        Misconception(
            "one too many",
            lambda x, padding: _np_pad(x, tuple(p + 1 for p in _pair(padding))),
            "The border is one pixel wider than `padding` on each side.",
        ),
        Misconception(
            "cut instead of padded",
            lambda x, padding: np.pad(
                x[:, :, max(-_pair(padding)[0], 0) or None :, max(-_pair(padding)[1], 0) or None :],
                [(0, 0), (0, 0)] + [(max(p, 0), max(p, 0)) for p in _pair(padding)],
            ),
            "The borders are right. But negative padding has no meaning here: raise a ValueError.",
        ),
        zeros(_torch_pad),
    ),
    hints=(
        "How large is the result? Make zeros of that size, then put `x` into the right place.",
        "`pair(padding)` gives (rows, columns). The picture starts at row `ph` and column `pw` of the zeros.",
        "`padded = np.zeros((n, c, h + 2 * ph, w + 2 * pw), x.dtype)`, then "
        "`padded[:, :, ph:ph + h, pw:pw + w] = x`; first raise ValueError where `ph` or `pw` is negative.",
    ),
)


# conv2d_one


def _torch_one(x, w, b=0.0):
    import torch

    return torch.nn.functional.conv2d(_tensor(x)[None], _tensor(w)[None]).numpy()[0, 0] + b


def _one_by_windows(x, w, b=0.0):
    if len(x) != len(w):
        raise ValueError("the depths differ")
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape)
    return np.einsum("zijcuv,cuv->ij", windows, w) + b


def _one_by_loops(x, w, b=0.0):
    (c, height, width), (depth, kh, kw) = np.shape(x), np.shape(w)
    if c != depth or kh > height or kw > width:
        raise ValueError(f"the filter {np.shape(w)} does not fit into {np.shape(x)}")
    return [
        [
            b + sum(float(x[m, i + u, j + v]) * w[m, u, v] for m, u, v in np.ndindex(c, kh, kw))
            for j in range(width - kw + 1)
        ]
        for i in range(height - kh + 1)
    ]


def _one_by_shifts(x, w, b=0.0):
    h, v = x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1
    if len(x) != len(w) or min(h, v) < 1:
        raise ValueError("the filter does not fit")
    return b + sum(x[c, i : i + h, j : j + v] * w[c, i, j] for c, i, j in np.ndindex(w.shape))


SPREAD = (
    "The maps are right. But depths that differ must be refused with a ValueError, and NumPy does not always "
    "do it for you: one channel is spread over all of a deeper filter (broadcasting)."
)
DTYPE_OF_X = (
    "The output was made in the dtype of the picture, so the fractions were lost. Make it floating point."
)
BIAS_ON_AXIS = "`y + b` lines `b` up with the last axis, W. It belongs to axis 1: `b[:, None, None]`."

COLOURS = np.stack([np.arange(9.0).reshape(3, 3), np.eye(3), np.full((3, 3), 2.0)])
CORNERS = np.array([[[1.0, 0], [0, 1]], [[1, 1], [1, 1]], [[0, 1], [-1, 0]]])

CONV2D_ONE = Exercise(
    name="conv2d_one",
    points=4,
    cases=(
        Case("the lesson's three channels", (COLOURS, CORNERS, 1.0), group="values"),
        Case("three channels, not square", _normal((3, 5, 7), (3, 3, 2), ()), group="values"),
        Case("32 x 32 x 3 with 5 x 5 x 3", _normal((3, 32, 32), (3, 5, 5), ()), group="values"),
        Case("one channel", (ONE_TO_NINE[0], TENS[0, :, :2, :2], 0.5), group="values"),
        Case("the filter is the picture", _normal((4, 3, 2), (4, 3, 2), ()), group="fit"),
        Case("whole numbers", (np.full((2, 3, 3), 40, np.uint8), CORNERS[:2], -0.5), group="fit"),
        Case("too few channels", _normal((3, 4, 4), (2, 2, 2), ()), raises=ValueError, group="fit"),
        Case("one channel for three", _normal((1, 4, 4), (3, 2, 2), ()), raises=ValueError, group="fit"),
        Case("larger than the picture", _normal((3, 4, 4), (3, 5, 2), ()), raises=ValueError, group="fit"),
    ),
    oracle=_torch_one,
    alternatives=(_one_by_windows, _one_by_loops, _one_by_shifts),
    forbidden=("torch", "scipy"),
    misconceptions=(
        Misconception(
            "flipped filter",
            lambda x, w, b=0.0: _torch_one(x, w[:, ::-1, ::-1], b),
            "Your result is the true convolution, with the filter turned by 180 degrees. "
            "A convolution layer slides it as it is.",
        ),
        Misconception(
            "only the last channel kept",
            lambda x, w, b=0.0: _torch_one(x[-1:], w[-1:], b),
            "You loop over the channels, but each one overwrites the sum of the one before: add them up.",
        ),
        Misconception(
            "only the first channel",
            lambda x, w, b=0.0: _torch_one(x[:1], w[:1], b),
            "A filter spans the full depth: it multiplies the window of every channel.",
        ),
        Misconception(
            "one map for each channel",
            lambda x, w, b=0.0: np.stack(
                [_torch_one(x[c : c + 1], w[c : c + 1], b) for c in range(max(len(x), len(w)))]
            ),
            "You keep one map for each channel. A filter makes one map: add up over the channels too.",
        ),
        Misconception(
            "mean over the channels",
            lambda x, w, b=0.0: _torch_one(x, w) / len(x) + b,
            "The channels are added up, not averaged.",
        ),
        Misconception(
            "bias for every channel",
            lambda x, w, b=0.0: _torch_one(x, w, len(x) * b),
            "You add the bias once for each channel. A filter has one bias, added once to each output.",
        ),
        Misconception(
            "bias for every weight",
            lambda x, w, b=0.0: _torch_one(x, w, np.size(w) * b),
            "You add the bias to every product, so it counts once for each weight. It is added to the sum.",
        ),
        Misconception(
            "bias forgotten",
            lambda x, w, b=0.0: _torch_one(x, w),
            "The sums are right; the bias `b` is not added to them.",
        ),
        Misconception(
            "rounded to whole numbers", lambda x, w, b=0.0: _torch_one(x, w, b).astype(x.dtype), DTYPE_OF_X
        ),
        Misconception(
            "one output too few",
            lambda x, w, b=0.0: _torch_one(x, w, b)[:-1, :-1],
            "The last row and column are missing: a window of k pixels has n - k + 1 places.",
        ),
        Misconception(
            "no error for another depth",
            lambda x, w, b=0.0: _one_by_windows(np.repeat(x, len(w), 0) if len(x) == 1 else x, w, b),
            SPREAD,
        ),
        zeros(_torch_one),
    ),
    hints=(
        "Nothing new but the depth: how many numbers are multiplied at one place of the window?",
        "The window `x[:, i:i + kh, j:j + kw]` has the shape of `w`. "
        "One multiplication, and one sum over all three axes.",
        "`y[i, j] = np.sum(x[:, i:i + kh, j:j + kw] * w) + b` for all i below `output_size(x.shape[1], kh)` "
        "and j below `output_size(x.shape[2], kw)`; before that, compare `len(x)` with `len(w)`.",
    ),
)


# conv2d


def _torch_conv2d(x, w, b=None, stride=1, padding=0, dilation=1):
    import torch

    bias = None if b is None else _tensor(b)
    return torch.nn.functional.conv2d(_tensor(x), _tensor(w), bias, stride, padding, dilation).numpy()


def _windows(x, w, stride, padding, dilation):
    """All windows, (N, C, OH, OW, kh, kw); ValueError where the numbers do not fit."""
    (sh, sw), (dh, dw), (kh, kw) = _pair(stride), _pair(dilation), w.shape[2:]
    if min(sh, sw, dh, dw) < 1 or x.shape[1] != w.shape[1]:
        raise ValueError(f"stride {stride}, dilation {dilation}, channels {x.shape[1]} and {w.shape[1]}")
    x = _np_pad(np.asarray(x, float), padding)
    reach = (dh * (kh - 1) + 1, dw * (kw - 1) + 1)
    windows = np.lib.stride_tricks.sliding_window_view(x, reach, axis=(2, 3))
    return windows[:, :, ::sh, ::sw, ::dh, ::dw]


def _conv2d_by_windows(x, w, b=None, stride=1, padding=0, dilation=1):
    y = np.einsum("ncijuv,ocuv->noij", _windows(x, w, stride, padding, dilation), w)
    return y if b is None else y + np.reshape(b, (1, -1, 1, 1))


def _conv2d_by_offsets(x, w, b=None, stride=1, padding=0, dilation=1):
    windows = _windows(x, w, stride, padding, dilation)
    y = 0.0 if b is None else np.asarray(b).reshape(-1, 1, 1)
    for u, v in np.ndindex(*w.shape[2:]):
        y = y + np.einsum("ncij,oc->noij", windows[..., u, v], w[:, :, u, v])
    return y


def _conv2d_in_float32(x, w, b=None, stride=1, padding=0, dilation=1):
    windows = _windows(x, w, stride, padding, dilation).astype(np.float32)
    n, _, oh, ow, _, _ = windows.shape
    columns = windows.transpose(0, 2, 3, 1, 4, 5).reshape(n * oh * ow, w[0].size)
    y = columns @ w.reshape(len(w), -1).T.astype(np.float32) + np.float32(0 if b is None else b)
    return y.reshape(n, oh, ow, len(w)).transpose(0, 3, 1, 2)


def _spread(x, w):
    """A single channel as often as the filters are deep: what broadcasting does where nobody objects."""
    return np.repeat(x, w.shape[1], axis=1) if x.shape[1] == 1 else x


def _summed_over_the_filters(x, w, b=None, stride=1, padding=0, dilation=1):
    windows = _windows(x, w, stride, padding, dilation)
    y = np.einsum("ncijuv,ocuv->ncij", windows, w)
    y = np.broadcast_to(y, (len(x), len(w), *y.shape[2:]))
    return y if b is None else y + np.reshape(b, (-1, 1, 1))


def _stride_on_rows_only(x, w, b=None, stride=1, padding=0, dilation=1):
    wide = _torch_conv2d(x, w, b, (_pair(stride)[0], 1), padding, dilation)
    return wide[..., : _torch_conv2d(x, w, b, stride, padding, dilation).shape[3]]


def _padding_after_stride(x, w, b=None, stride=1, padding=0, dilation=1):
    return _np_pad(_torch_conv2d(x, w, b, stride, 0, dilation), padding)


def _dilated_size_only(x, w, b=None, stride=1, padding=0, dilation=1):
    height, width = _torch_conv2d(x, w, b, stride, padding, dilation).shape[2:]
    return _torch_conv2d(x, w, b, stride, padding)[:, :, :height, :width]


def _lecture_sized(x, w, b=None, stride=1, padding=0, dilation=1):
    size = _miscounted(_lecture_room)
    numbers = zip(x.shape[2:], w.shape[2:], _pair(stride), _pair(padding), _pair(dilation), strict=True)
    height, width = (size(*each) for each in numbers)
    return _torch_conv2d(x, w, b, stride, padding, dilation)[:, :, :height, :width]


def _stride_size_only(x, w, b=None, stride=1, padding=0, dilation=1):
    height, width = _torch_conv2d(x, w, b, stride, padding, dilation).shape[2:]
    return _torch_conv2d(x, w, b, 1, padding, dilation)[:, :, :height, :width]


def _cut(padded=True, counted=0, reach=lambda k, d: d * (k - 1) + 1):
    """A `conv2d` whose windows are cut short: by the picture's end, or because they do not reach far enough.

    padded: whether `x` is; counted: how many paddings more the size counts; reach: of a window.
    """

    def wrong(x, w, b=None, stride=1, padding=0, dilation=1):
        steps, spread = _pair(stride), _pair(dilation)
        x = _np_pad(x, padding) if padded else x
        axes = zip(x.shape[2:], w.shape[2:], steps, _pair(padding), spread, strict=True)
        y = np.zeros(
            (len(x), len(w), *(_size_by_counting(n, k, s, counted * p, d) for n, k, s, p, d in axes))
        )
        for i, j in np.ndindex(y.shape[2:]):
            rows, columns = (
                slice(at * s, at * s + reach(k, d), d)
                for at, k, s, d in zip((i, j), w.shape[2:], steps, spread, strict=True)
            )
            y[:, :, i, j] = (x[:, None, :, rows, columns] * w).sum((2, 3, 4))
        return y if b is None else y + b[:, None, None]

    return wrong


def _misread(change, *options):
    """A `conv2d` that reads the pairs of some options in another way."""

    def wrong(x, w, b=None, stride=1, padding=0, dilation=1):
        pairs = {"stride": _pair(stride), "padding": _pair(padding), "dilation": _pair(dilation)}
        return _conv2d_by_windows(x, w, b, **{**pairs, **{name: change(*pairs[name]) for name in options}})

    return wrong


PAIRED = {
    "stride": ["stride"],
    "padding": ["padding"],
    "dilation": ["dilation"],
    "every pair": ["stride", "padding", "dilation"],
}


def _times_bias(count):
    """A convolution that adds its bias `count(w)` times."""
    return lambda x, w, b=None, stride=1, padding=0, dilation=1: _torch_conv2d(
        x, w, None if b is None else b * count(w), stride, padding, dilation
    )


CONV2D = Exercise(
    name="conv2d",
    points=10,
    cases=(
        Case(
            "1 to 9 with a 2 x 2 kernel and a bias of 1",
            (ONE_TO_NINE, np.array([[[[10.0, 20], [30, 40]]]]), np.ones(1)),
            group="depth",
        ),
        Case("two pictures, not square", _normal((2, 3, 6, 4), (3, 3, 3, 2), 3), group="depth"),
        Case("32 x 32 x 3, six 5 x 5 filters", _normal((1, 3, 32, 32), (6, 3, 5, 5), 6), group="depth"),
        Case("without a bias", _normal((2, 2, 4, 4), (3, 2, 3, 3)), group="depth"),
        Case("1 to 9, padding 1", (ONE_TO_NINE, TENS, None, 1, 1), group="stride, padding"),
        Case("1 to 9, padding 1, stride 2", (ONE_TO_NINE, TENS, None, 2, 1), group="stride, padding"),
        Case(
            "5 x 5 x 3, five filters, padding 1, stride 2",
            lambda rng: (*_normal((1, 3, 5, 5), (5, 3, 3, 3), 5)(rng), 2, 1),
            group="stride, padding",
        ),
        Case(
            "7 x 7 x 3, two filters, stride 2",
            lambda rng: (*_normal((1, 3, 7, 7), (2, 3, 3, 3), 2)(rng), 2),
            group="stride, padding",
        ),
        Case(
            "kernel (3, 5), stride (2, 1), padding (4, 2)",
            lambda rng: (*_normal((2, 4, 9, 8), (3, 4, 3, 5), 3)(rng), (2, 1), (4, 2)),
            group="stride, padding",
        ),
        Case(
            "the lecture's 11 x 11 x 3, dilation 2",
            lambda rng: (*_normal((1, 3, 11, 11), (3, 3, 3, 3), 3)(rng), 2, 1, 2),
            group="dilation",
        ),
        Case(
            "dilation (3, 1)",
            lambda rng: (*_normal((2, 4, 9, 10), (3, 4, 3, 5), 3)(rng), (2, 1), (4, 2), (3, 1)),
            group="dilation",
        ),
        Case(
            "whole numbers, halves for weights",
            lambda rng: (rng.integers(-9, 9, size=(1, 2, 4, 5)), rng.integers(-9, 9, size=(2, 2, 2, 2)) / 2),
            group="unusual input",
        ),
        Case(
            "bytes",
            lambda rng: (
                rng.integers(0, 256, (1, 3, 5, 5), np.uint8),
                rng.uniform(0, 1 / 27, (2, 3, 3, 3)),
                rng.integers(0, 9, 2),
            ),
            group="unusual input",
        ),
        Case(
            "float16",
            lambda rng: tuple(a.astype(np.float16) for a in _normal((1, 2, 4, 4), (2, 2, 3, 3), 2)(rng)),
            group="unusual input",
        ),
        Case(
            "a view that is not contiguous",
            lambda rng: tuple(map(np.asfortranarray, _normal((2, 3, 5, 4), (2, 3, 3, 2), 2)(rng))),
            group="unusual input",
        ),
        Case("an empty batch", (np.zeros((0, 3, 5, 5)), np.ones((2, 3, 3, 3))), group="unusual input"),
        Case("one window only", _normal((1, 2, 3, 3), (2, 2, 3, 3), 2), group="bad input"),
        Case("channels differ", _normal((1, 3, 5, 5), (2, 2, 3, 3), 2), raises=ValueError, group="bad input"),
        Case(
            "one channel for three",
            _normal((1, 1, 5, 5), (2, 3, 3, 3), 2),
            raises=ValueError,
            group="bad input",
        ),
        Case(
            "larger than the picture",
            _normal((1, 2, 3, 3), (2, 2, 4, 3), 2),
            raises=ValueError,
            group="bad input",
        ),
        Case("stride 0", (ONE_TO_NINE, TENS, None, 0), raises=ValueError, group="bad input"),
        Case("negative padding", (ONE_TO_NINE, TENS, None, 1, -1), raises=ValueError, group="bad input"),
    ),
    oracle=_torch_conv2d,
    alternatives=(_conv2d_by_windows, _conv2d_by_offsets, _conv2d_in_float32),
    forbidden=("torch", "scipy"),
    misconceptions=(
        Misconception(
            "flipped filters",
            lambda x, w, *others: _torch_conv2d(x, w[:, :, ::-1, ::-1], *others),
            "Your result is the true convolution, with each filter turned by 180 degrees. "
            "A convolution layer slides it as it is.",
        ),
        Misconception(
            "only the last channel kept",
            lambda x, w, *others: _torch_conv2d(x[:, -1:], w[:, -1:], *others),
            "You loop over the channels, but each one overwrites the sum of the one before: add them up.",
        ),
        Misconception(
            "only the first channel",
            lambda x, w, *others: _torch_conv2d(x[:, :1], w[:, :1], *others),
            "A filter spans the full depth: it multiplies the window of every channel.",
        ),
        Misconception(
            "summed over the wrong axis",
            _summed_over_the_filters,
            "Your sum runs over the filters, so what is left are channels. "
            "Sum over channel, row and column of the window: what is left are filters.",
        ),
        Misconception(
            "stride on the rows only",
            _stride_on_rows_only,
            "Down, the window moves by the stride; to the right it moves by 1. Multiply j by its stride too.",
        ),
        Misconception(
            "stride in the size only",
            _stride_size_only,
            "The output has the right size, but the window moves by 1: "
            "at the output (i, j) it begins at row i * sh and column j * sw.",
        ),
        *(
            Misconception(
                f"{name}: rows and columns swapped",
                _misread(lambda rows, columns: (columns, rows), *options),
                "The first number of a pair is for H (down), the second for W (to the right).",
            )
            for name, options in PAIRED.items()
        ),
        *(
            Misconception(
                f"{name}: first number for both axes",
                _misread(lambda rows, columns: (rows, rows), *options),
                "You use the first number of the pair twice: the second one is for W (to the right).",
            )
            for name, options in PAIRED.items()
        ),
        Misconception(
            "stride ignored",
            lambda x, w, b=None, stride=1, *others: _torch_conv2d(x, w, b, 1, *others),
            "The window moves by 1 whatever `stride` says.",
        ),
        Misconception(
            "padding after the stride",
            _padding_after_stride,
            "You put the zeros around the output. They belong around the input, before the window moves, "
            "so that it can hang over the edge.",
        ),
        Misconception(
            "padding in the size only",
            _cut(padded=False, counted=1),
            "The size counts the zeros, but they are not there: the last windows hang over the edge of `x` "
            "and are cut off. Put the zeros around it first.",
        ),
        Misconception(
            "padding in the size once more",
            _cut(counted=1),
            "The zeros are around `x` already and in its shape, so the size must not count them again: "
            "the last windows would hang over the edge.",
        ),
        Misconception(
            "padded twice",
            lambda x, w, b=None, stride=1, padding=0, *others: _conv2d_by_windows(
                _np_pad(x, padding), w, b, stride, padding, *others
            ),
            "The zeros are put around `x` twice. Is it padded already where you pad it?",
        ),
        Misconception(
            "padding ignored",
            lambda x, w, b=None, stride=1, padding=0, *others: _torch_conv2d(x, w, b, stride, 0, *others),
            "The window never leaves the picture: pad `x` with zeros first.",
        ),
        Misconception(
            "dilation ignored",
            lambda x, w, b=None, stride=1, padding=0, dilation=1: _torch_conv2d(x, w, b, stride, padding),
            "The pixels under the filter lie side by side. With dilation d they are d apart.",
        ),
        Misconception(
            "dilation in the size only",
            _dilated_size_only,
            "The output has the right size, but the pixels under the filter still lie side by side: "
            "take every d-th one.",
        ),
        Misconception(
            "a dilated window cut short",
            _cut(reach=lambda k, d: k),
            "`top:top + kh:dh` ends too early: kh pixels that are dh apart reach over `dh * (kh - 1) + 1`.",
        ),
        Misconception(
            "the lecture's dilation",
            _lecture_sized,
            "The output is too small. The window reaches over d * (k - 1) + 1 pixels, not over d * k.",
        ),
        Misconception(
            "always the first filter",
            lambda x, w, *others: _conv2d_by_windows(x, np.repeat(w[:1], len(w), 0), *others),
            "All maps come from the first filter, `w[0]`. Map o is that of filter o.",
        ),
        Misconception(
            "always the first picture",
            lambda x, *others: _conv2d_by_windows(np.repeat(x[:1], len(x), 0), *others),
            "All maps come from the first picture, `x[0]`. The batch has N of them.",
        ),
        Misconception(
            "b is None not handled",
            lambda x, w, b=None, *others: _conv2d_by_windows(x, w, b[:], *others),
            "Without a bias `b` is None, and None can neither be added nor indexed: "
            "ask `if b is None`, and then add nothing.",
        ),
        Misconception(
            "one bias for all filters",
            lambda x, w, b=None, *others: _conv2d_by_windows(
                x, w, None if b is None else np.repeat(b[:1], len(w)), *others
            ),
            "You add `b[0]` to every map. Each filter has a bias of its own: `b[o]` for map o.",
        ),
        Misconception(
            "bias along the width",
            lambda x, w, b=None, *others: _conv2d_by_windows(x, w, None, *others) + (0 if b is None else b),
            BIAS_ON_AXIS,
        ),
        Misconception(
            "bias at every position of the window",
            _times_bias(lambda w: w[0].size),
            "You add the bias to every product, so it counts once for each weight. It is added to the sum.",
        ),
        Misconception(
            "bias for every channel",
            _times_bias(lambda w: w.shape[1]),
            "You add the bias once for each channel. A filter has one bias, added once to each output.",
        ),
        Misconception(
            "bias forgotten",
            _times_bias(lambda w: 0),
            "The sums are right; the biases `b`, one for each filter, are not added to them.",
        ),
        Misconception(
            "rounded to whole numbers",
            lambda x, *others: _torch_conv2d(x, *others).astype(x.dtype),
            DTYPE_OF_X,
        ),
        Misconception(
            "one output too few",
            lambda *args: _torch_conv2d(*args)[:, :, :-1, :-1],
            "The last row and column are missing: `output_size` counts the first window too.",
        ),
        Misconception(
            "no error for another depth",
            lambda x, w, *others: _conv2d_by_windows(_spread(x, w), w, *others),
            SPREAD,
        ),
        zeros(_torch_conv2d),
    ),
    hints=(
        "Write the loop over output positions (i, j) first, and for stride 1 only. "
        "One window serves all pictures and all filters at once.",
        "The window at (i, j) is `x[:, :, top : top + reach : dh, left : left + reach : dw]` with "
        "`top = i * sh`. Its shape is (N, C, kh, kw); multiply by `w` and sum over C, kh, kw.",
        "After `x = pad2d(x, padding)`: `y[:, :, i, j] = np.einsum('ncuv,ocuv->no', window, w)`, and at the "
        "end `y + b[:, None, None]`. `einsum` multiplies where letters agree, and sums over those that are "
        "missing behind the arrow.",
    ),
)


# conv1x1


def _torch_1x1(x, w, b):
    return _torch_conv2d(x, np.asarray(w)[:, :, None, None], b)


def _1x1_by_einsum(x, w, b):
    return np.einsum("oc,nchw->nohw", w, x) + b[:, None, None]


def _1x1_by_matmul(x, w, b):
    return np.moveaxis(np.moveaxis(x, 1, -1) @ w.T + b, -1, 1)


def _1x1_in_rows(x, w, b):
    n, c, height, width = x.shape
    return (w @ x.reshape(n, c, height * width) + b[:, None]).reshape(n, len(w), height, width)


def _1x1_by_loops(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("the channels differ")
    y = np.empty((len(x), len(w), *x.shape[2:]))
    for n, i, j in np.ndindex(len(x), *x.shape[2:]):
        y[n, :, i, j] = w @ x[n, :, i, j] + b
    return y


def _1x1_reshaped(x, w, b):
    n, c, height, width = x.shape
    return (x.reshape(-1, c) @ w.T + b).reshape(n, len(w), height, width)


def _1x1_reshaped_there(x, w, b):
    n, c, height, width = x.shape
    return (x.reshape(-1, c) @ w.T + b).reshape(n, height, width, len(w)).transpose(0, 3, 1, 2)


def _1x1_reshaped_back(x, w, b):
    return (np.moveaxis(x, 1, -1) @ w.T + b).reshape(len(x), len(w), *x.shape[2:])


def _1x1_across_pictures(x, w, b):
    n, c, height, width = x.shape
    return (w @ x.reshape(c, -1) + b[:, None]).reshape(n, len(w), height, width)


NOT_MOVED = (
    "`reshape(-1, C)` cuts the numbers into groups of C as they lie in memory: neighbours in a row "
    "of one channel, not the channels of one pixel. Move the channel axis to the end first."
)
FILTERS_FIRST = (
    "`np.tensordot(w, x, (1, 1))` puts the axis of `w` in front: (O, N, H, W). "
    "Move it behind the pictures, then add the bias."
)


CONV1X1 = Exercise(
    name="conv1x1",
    points=2,
    cases=(
        Case(
            "as many channels out as in, no bias",
            lambda rng: (rng.normal(size=(1, 3, 3, 3)), rng.normal(size=(3, 3)), np.zeros(3)),
            group="values",
        ),
        Case("three channels to two", _normal((2, 3, 4, 5), (2, 3), 2), group="values"),
        Case("one pixel", _normal((1, 4, 1, 1), (6, 4), 6), group="values"),
        Case(
            "bytes, colour to grey",
            lambda rng: (
                rng.integers(0, 256, (1, 3, 4, 6), np.uint8),
                np.array([[0.299, 0.587, 0.114]]),
                np.zeros(1),
            ),
            group="values",
        ),
        Case("another picture", _normal((1, 2, 4, 3), (4, 2), 4), group="errors"),
        Case("channels differ", _normal((1, 3, 5, 4), (2, 4), 2), raises=ValueError, group="errors"),
        Case("one channel for three", _normal((1, 1, 4, 5), (2, 3), 2), raises=ValueError, group="errors"),
    ),
    oracle=_torch_1x1,
    alternatives=(_1x1_by_matmul, _1x1_in_rows, _1x1_by_loops),
    forbidden=("torch", "scipy", "conv2d"),
    misconceptions=(
        Misconception("reshaped instead of moved", _1x1_reshaped, NOT_MOVED),
        Misconception("reshaped instead of moved, on the way there", _1x1_reshaped_there, NOT_MOVED),
        Misconception(
            "reshaped instead of moved, on the way back",
            _1x1_reshaped_back,
            "The sums are right, but their channels are the last axis, and `reshape` never moves an axis: "
            "bring them back to axis 1.",
        ),
        Misconception(
            "reshaped across the pictures",
            _1x1_across_pictures,
            "`reshape(C, -1)` is right for a single picture. In a batch the pictures come before the "
            "channels, so it mixes them.",
        ),
        Misconception(
            "filters in front", lambda x, w, b: _1x1_by_einsum(x, w, b).swapaxes(0, 1), FILTERS_FIRST
        ),
        Misconception(
            "filters in front, bias on the pictures",
            lambda x, w, b: np.tensordot(w, x, (1, 1)) + b[:, None, None],
            FILTERS_FIRST,
        ),
        Misconception(
            "rows mixed instead of channels",
            lambda x, w, b: w @ x,
            "`w @ x` multiplies along the last two axes, H and W. The channels stand on axis 1.",
        ),
        Misconception(
            "weights transposed",
            lambda x, w, b: np.einsum("co,nchw->nohw", w, x) + b[:, None, None],
            "`w` has a row for each output channel, a column for each input channel: sum over its columns.",
        ),
        Misconception(
            "channels last",
            lambda x, w, b: _torch_1x1(x, w, b).transpose(0, 2, 3, 1),
            "The numbers are right, but the channels are the last axis: move them back to axis 1.",
        ),
        Misconception(
            "bias forgotten",
            lambda x, w, b: _1x1_by_einsum(x, w, 0 * b),
            "The sums are right; the biases `b`, one for each output channel, are not added.",
        ),
        Misconception(
            "bias along the width",
            lambda x, w, b: _1x1_by_einsum(x, w, 0 * b) + b,
            BIAS_ON_AXIS,
        ),
        Misconception(
            "the last channel left out",
            lambda x, w, b: _1x1_by_einsum(x[:, :-1], w[:, :-1], b),
            "One channel is missing from the sum: it runs over all C of them.",
        ),
        Misconception(
            "no error for other channels",
            lambda x, w, b: _1x1_by_einsum(_spread(x, w), w, b),
            SPREAD.replace("deeper filter", "wider `w`"),
        ),
        zeros(_torch_1x1),
    ),
    hints=(
        "At one pixel there is a vector of C numbers. What does a linear layer do with it?",
        "`y[n, :, i, j] = w @ x[n, :, i, j] + b`. "
        "`np.einsum` does that for all pixels at once, and so does `@` once the channels are the last axis.",
        "`np.einsum('oc,nchw->nohw', w, x) + b[:, None, None]`.",
    ),
)


# to_channels_last, from_channels_last


def _torch_last(x):
    return _tensor(x).permute(0, 2, 3, 1).numpy()


def _torch_first(x):
    return _tensor(x).permute(0, 3, 1, 2).numpy()


def _last_by_filling(x):
    n, c, height, width = x.shape
    y = np.empty((n, height, width, c), x.dtype)
    for channel in range(c):
        y[..., channel] = x[:, channel]
    return y


def _first_by_filling(x):
    n, height, width, c = x.shape
    y = np.empty((n, c, height, width), x.dtype)
    for channel in range(c):
        y[:, channel] = x[..., channel]
    return y


COUNTED = np.arange(24.0).reshape(1, 3, 2, 4)  # three channels of 2 x 4 pixels

ALL_REVERSED = (
    "`.T` turns all axes round, the pictures of the batch too. Only the channels change their place."
)
REVERSED_WAY = "This is the other way: the order is {}, so look once more where the channels are now."

TO_CHANNELS_LAST = Exercise(
    name="to_channels_last",
    points=1,
    cases=(
        Case("0 to 23 as three channels", (COUNTED,)),
        Case("two square pictures", _normal((2, 3, 4, 4))),
        Case("bytes", lambda rng: (rng.integers(0, 256, (2, 3, 3, 5), np.uint8),)),
        Case("three of everything", _normal((3, 3, 3, 3))),
    ),
    oracle=_torch_last,
    alternatives=(
        lambda x: np.moveaxis(x, 1, -1),
        lambda x: np.einsum("nchw->nhwc", x),
        lambda x: np.stack([x[:, channel] for channel in range(x.shape[1])], axis=-1),
        _last_by_filling,
    ),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "reshaped instead of moved",
            lambda x: x.reshape(x.shape[0], *x.shape[2:], x.shape[1]),
            "`reshape` keeps the numbers in their order in memory and only cuts them anew, "
            "so the colours of different pixels mix. Reorder the axes with `transpose`.",
        ),
        Misconception(
            "height and width swapped",
            lambda x: np.swapaxes(x, 1, 3),
            "You swap C and W, so the result is (N, W, H, C): the pictures lie on their side.",
        ),
        Misconception(
            "one step only",
            lambda x: np.swapaxes(x, 1, 2),
            "The result is (N, H, C, W): the channels moved behind H, and must still pass W.",
        ),
        Misconception(
            "the way back", _torch_first, REVERSED_WAY.format("(N, C, H, W) before, (N, H, W, C) after")
        ),
        Misconception("all axes reversed", lambda x: x.T, ALL_REVERSED),
        zeros(_torch_last),
    ),
    hints=(
        "No number changes, only the order of the axes: (N, C, H, W) becomes (N, H, W, C).",
        "`transpose` takes the old numbers of the axes in their new order.",
        "`x.transpose(0, 2, 3, 1)`",
    ),
)

FROM_CHANNELS_LAST = Exercise(
    name="from_channels_last",
    points=1,
    cases=(
        Case("0 to 23, four channels", (COUNTED.reshape(1, 2, 3, 4),)),
        Case("two square pictures", _normal((2, 4, 4, 3))),
        Case("a photograph", lambda rng: (rng.integers(0, 256, (1, 4, 6, 3), np.uint8),)),
        Case("three of everything", _normal((3, 3, 3, 3))),
    ),
    oracle=_torch_first,
    alternatives=(
        lambda x: np.moveaxis(x, -1, 1),
        lambda x: np.einsum("nhwc->nchw", x),
        _first_by_filling,
    ),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "reshaped instead of moved",
            lambda x: x.reshape(x.shape[0], x.shape[3], *x.shape[1:3]),
            "`reshape` keeps the numbers in their order in memory and only cuts them anew, "
            "so the colours of different pixels mix. Reorder the axes with `transpose`.",
        ),
        Misconception(
            "height and width swapped",
            lambda x: np.swapaxes(x, 1, 3),
            "You swap H and C, so the result is (N, C, W, H): the pictures lie on their side.",
        ),
        Misconception(
            "one step only",
            lambda x: np.swapaxes(x, 2, 3),
            "The result is (N, H, C, W): the channels moved before W, and must still pass H.",
        ),
        Misconception(
            "the way there", _torch_last, REVERSED_WAY.format("(N, H, W, C) before, (N, C, H, W) after")
        ),
        Misconception("all axes reversed", lambda x: x.T, ALL_REVERSED),
        zeros(_torch_first),
    ),
    hints=(
        "The way back: (N, H, W, C) becomes (N, C, H, W).",
        "Which old axis comes first, which second? `transpose` takes their numbers in this order.",
        "`x.transpose(0, 3, 1, 2)`",
    ),
)


CHAPTER = Chapter(
    "03_conv_layer",
    "The convolution layer",
    (
        OUTPUT_SIZE,
        SPOT_DILATION,
        SAME_PADDING,
        PAD2D,
        CONV2D_ONE,
        CONV2D,
        CONV1X1,
        TO_CHANNELS_LAST,
        FROM_CHANNELS_LAST,
    ),
)
