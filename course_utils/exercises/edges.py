"""02_edges: filters people design, and one that is learned."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..checks.exercise import Case, Chapter, Exercise, Misconception, zeros

STEP = np.tile([10, 10, 10, 0, 0, 0], (6, 1))
LEFT_SOBEL = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
TOP_SOBEL = np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]])
COUNT = np.arange(1.0, 31).reshape(5, 6)


def _correlate(image, kernel):
    windows = sliding_window_view(np.asarray(image, dtype=float), np.shape(kernel))
    return np.einsum("hwmn,mn->hw", windows, kernel)


def _disc(height: int, width: int) -> np.ndarray:
    """A bright disc on a dark ground, uint8."""
    down, right = np.mgrid[:height, :width]
    inside = np.hypot(down - 0.45 * height, right - 0.55 * width) < 0.33 * height
    return np.where(inside, 220, 35).astype(np.uint8)


def _bars(rng: np.random.Generator) -> np.ndarray:
    """Upright bars of random brightness."""
    return np.tile(rng.integers(0, 100, size=9), (5, 1))


def _waves(rng: np.random.Generator, height: int = 24, width: int = 30) -> np.ndarray:
    """A smooth picture without two equal values, float64: hills and valleys of random waves."""
    down, right = np.mgrid[:height, :width]
    ways = rng.normal(scale=0.35, size=(6, 2))
    phases = rng.uniform(0, 2 * np.pi, size=6)
    return 50 * sum(np.sin(a * down + b * right + phase) for (a, b), phase in zip(ways, phases, strict=True))


# to_gray


def _weighted_in_thousandths(rgb):
    rgb = np.asarray(rgb)
    if rgb.ndim != 3 or rgb.shape[2] != 3:
        raise ValueError(f"a colour image has shape (H, W, 3), got {rgb.shape}")
    red, green, blue = np.moveaxis(rgb.astype(float), -1, 0)
    return (299 * red + 587 * green + 114 * blue) / 1000


def _gray_by_dot(rgb):
    if np.shape(rgb)[2:] != (3,):
        raise ValueError("not a colour image")
    return rgb @ np.array([0.299, 0.587, 0.114])


def _gray_by_loops(rgb):
    if np.ndim(rgb) != 3 or np.shape(rgb)[-1] != 3:
        raise ValueError("not a colour image")
    return [[0.299 * float(r) + 0.587 * float(g) + 0.114 * float(b) for r, g, b in row] for row in rgb]


def _gray_in_float32(rgb):
    if np.ndim(rgb) != 3 or np.shape(rgb)[-1] != 3:
        raise ValueError("not a colour image")
    return np.tensordot(np.asarray(rgb, np.float32), np.array([0.299, 0.587, 0.114], np.float32), axes=1)


def _mixed(*weights):
    return lambda rgb: np.asarray(rgb)[..., :3] @ np.array(weights)


def _gray_of_rows(rgb):
    if rgb.ndim != 3 or rgb.shape[2] != 3:
        raise ValueError("not a colour image")
    return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]


TO_GRAY = Exercise(
    name="to_gray",
    points=2,
    cases=(
        Case(
            "pure red, green, blue and white",
            (np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [255, 255, 255]]], np.uint8),),
            group="values",
        ),
        Case(
            "a row of greys stays as it is",
            (np.full((1, 3, 3), [[[10], [100], [250]]], np.uint8),),
            group="values",
        ),
        Case(
            "random colours, uint8",
            lambda rng: (rng.integers(0, 256, size=(5, 8, 3), dtype=np.uint8),),
            group="values",
        ),
        Case("random colours from 0 to 1", lambda rng: (rng.random((4, 3, 3)),), group="values"),
        Case("three rows of two pixels", lambda rng: (rng.random((3, 2, 3)),), group="errors"),
        Case("an image that is grey already", (np.ones((4, 5)),), raises=ValueError, group="errors"),
        Case("a grey image of three columns", (np.ones((4, 3)),), raises=ValueError, group="errors"),
        Case("an image with a fourth channel", (np.ones((4, 5, 4)),), raises=ValueError, group="errors"),
    ),
    oracle=_weighted_in_thousandths,
    alternatives=(_gray_by_dot, _gray_by_loops, _gray_in_float32),
    misconceptions=(
        Misconception(
            "uint8 overflow",
            lambda rgb: (rgb[..., 0] + rgb[..., 1] + rgb[..., 2]) / 3,
            "The channels are added as uint8, where 255 + 1 is 0. "
            "And the plain mean is not what was asked: weight the channels as floats first, then add.",
        ),
        Misconception(
            "mean of the channels",
            lambda rgb: np.mean(rgb[..., :3], axis=-1),
            "Every channel counts a third here. The eye sees green as much brighter than blue: "
            "use the weights 0.299, 0.587, 0.114.",
        ),
        Misconception(
            "weights in BGR order",
            _mixed(0.114, 0.587, 0.299),
            "Red and blue have each other's weight. OpenCV stores blue first; here channel 0 is red.",
        ),
        Misconception(
            "weights of another standard",
            _mixed(0.2126, 0.7152, 0.0722),
            "0.2126, 0.7152, 0.0722 are the weights of ITU-R 709. Here the older ITU-R 601 is asked for: "
            "0.299, 0.587, 0.114.",
        ),
        Misconception(
            "cut to whole numbers",
            lambda rgb: _weighted_in_thousandths(rgb).astype(np.uint8),
            "The weighted sum is right, but turning it back into uint8 cuts off the decimals "
            "(and an image from 0 to 1 goes black). Return the floats.",
        ),
        Misconception(
            "rescaled to 0 to 1",
            lambda rgb: _weighted_in_thousandths(rgb) / 255,
            "The weights are right, but the result is divided by 255: keep the range of the input.",
        ),
        Misconception(
            "rows taken for channels",
            _gray_of_rows,
            "`rgb[0]` is the first row of the image. The channels are the last axis: `rgb[..., 0]` is red.",
        ),
        Misconception(
            "one sum over everything",
            lambda rgb: np.sum(_weighted_in_thousandths(rgb)),
            "One number came back for the whole image: `.sum()` adds up everything. "
            "Add over the channels only: `.sum(axis=-1)`.",
        ),
        Misconception(
            "the brightest channel",
            lambda rgb: np.asarray(rgb, dtype=float).max(axis=-1),
            "Each pixel became its largest channel. What is asked for is a weighted sum of all three.",
        ),
        Misconception(
            "only the green channel",
            lambda rgb: np.asarray(rgb, dtype=float)[..., 1],
            "That is the green channel alone; red and blue take part too, with smaller weights.",
        ),
        Misconception(
            "any shape accepted",
            _mixed(0.299, 0.587, 0.114),
            "The weighted sum is right. But an array that is not (H, W, 3) must raise a ValueError: a fourth "
            "channel would be dropped, or three grey columns taken for a colour, without a word. Ask for "
            "`rgb.ndim` too.",
        ),
        zeros(_weighted_in_thousandths),
    ),
    hints=(
        "Each pixel holds three numbers; the grey value is a weighted sum of them.",
        "`rgb[..., 0]` is the whole red channel. Multiply each channel by its weight and add the three.",
        "If `rgb.ndim != 3 or rgb.shape[2] != 3` raise ValueError; else `return rgb @ "
        "np.array([0.299, 0.587, 0.114])`: "
        "`@` sums over the last axis.",
    ),
    forbidden=("cv2", "skimage", "PIL"),
)


# box_kernel


def _box_from_row(size):
    if size < 1:
        raise ValueError(f"size must be at least 1, got {size}")
    row = np.repeat(1 / size, size)
    return np.outer(row, row)


def _box_by_lists(size):
    if size < 1:
        raise ValueError("size must be at least 1")
    return [[1 / size**2] * size for _ in range(size)]


def _box_by_mean(size):
    if size < 1:
        raise ValueError("size must be at least 1")
    ones = np.ones((size, size), dtype=np.float32)
    return ones / ones.sum()


def _box_of_odd_size(size):
    if size % 2 == 0:
        raise ValueError("size must be odd")
    return _box_by_mean(size)


def _ones(size):
    return np.ones((max(size, 0), max(size, 0)))


BOX_KERNEL = Exercise(
    name="box_kernel",
    points=1,
    cases=(
        Case("3x3", (3,), group="values"),
        Case("5x5", (5,), group="values"),
        Case("an even size", (4,), group="values"),
        Case("a single pixel", (1,), group="values"),
        Case("a random size", lambda rng: (int(rng.integers(6, 60)),), group="values"),
        Case("no pixel at all", (0,), raises=ValueError, group="values"),
    ),
    oracle=_box_from_row,
    alternatives=(_box_by_lists, _box_by_mean),
    misconceptions=(
        Misconception(
            "weights not normalised",
            _ones,
            "Every weight is 1, so the filtered image is size * size times too bright. The weights "
            "must sum to 1.",
        ),
        Misconception(
            "divided by the side",
            lambda size: _ones(size) / size,
            "The weights sum to `size`. A kernel has size * size weights, so each is 1 / size**2.",
        ),
        Misconception(
            "always a ninth",
            lambda size: _ones(size) / 9,
            "1/9 is right for 3x3 only: there are size * size weights.",
        ),
        Misconception(
            "whole-number division",
            lambda size: _ones(size) // max(size**2, 1),
            "`//` throws the decimals away, and 1 // 9 is 0. Divide with `/`.",
        ),
        Misconception(
            "size taken for a radius",
            lambda size: _ones(2 * size + 1) / (2 * size + 1) ** 2,
            "Your kernel has 2 * size + 1 rows. `size` is the length of a side, not the reach from "
            "the middle.",
        ),
        Misconception(
            "a row instead of a square",
            lambda size: np.ones(max(size, 1)) / max(size, 1),
            "That is one row of weights. The kernel is a square: shape (size, size).",
        ),
        zeros(_box_from_row),
        Misconception(
            "even sizes refused",
            _box_of_odd_size,
            "Only a bell needs a middle pixel. A plain mean may be taken over an even size too.",
        ),
        Misconception(
            "size 0 accepted",
            lambda size: np.full((size, size), 1 / max(size, 1) ** 2),
            "The kernels are right. A kernel without pixels must raise a ValueError.",
        ),
    ),
    hints=(
        "How many weights does the kernel have, if all are equal and sum to 1?",
        "There are size * size of them, so each is 1 / size**2. `np.full` makes an array of one value.",
        "If `size < 1` raise ValueError; then `return np.full((size, size), 1 / size**2)`.",
    ),
)


# gaussian_kernel


def _blurred_impulse(size, sigma):
    from scipy.ndimage import gaussian_filter

    point = np.zeros((size, size))
    point[size // 2, size // 2] = 1.0
    return gaussian_filter(point, sigma, mode="constant", radius=size // 2)


def _raise_unless_gaussian(size, sigma):
    if size % 2 == 0 or size < 1 or sigma <= 0:
        raise ValueError(f"size must be odd and sigma above 0, got {size} and {sigma}")


def _gaussian_by_outer(size, sigma):
    _raise_unless_gaussian(size, sigma)
    row = np.exp(-0.5 * (np.linspace(-(size // 2), size // 2, size) / sigma) ** 2)
    row /= row.sum()
    return np.outer(row, row)


def _gaussian_by_loops(size, sigma):
    _raise_unless_gaussian(size, sigma)
    reach = range(-(size // 2), size // 2 + 1)
    weights = [[float(np.exp(-(y * y + x * x) / (2 * sigma**2))) for x in reach] for y in reach]
    total = sum(map(sum, weights))
    return [[weight / total for weight in row] for row in weights]


def _gaussian_in_float32(size, sigma):
    _raise_unless_gaussian(size, sigma)
    y, x = np.indices((size, size), dtype=np.float32) - np.float32(size // 2)
    weights = np.exp(-(x * x + y * y) / np.float32(2 * sigma**2))
    return weights / weights.sum()


def _bell(size, exponent, middle=None):
    """exp(exponent(r squared)) around the middle, not normalised."""
    return _bell_over(np.arange(size) - (size // 2 if middle is None else middle), exponent)


def _bell_over(places, exponent):
    return np.exp(exponent(places[:, None] ** 2 + places**2))


def _summing_to_one(weights):
    return weights / weights.sum()


GAUSSIAN_KERNEL = Exercise(
    name="gaussian_kernel",
    points=3,
    cases=(
        Case("3x3 with sigma 1", (3, 1.0), group="values"),
        Case("7x7 with sigma 1.5", (7, 1.5), group="values"),
        Case("narrow: 5x5 with sigma 0.5", (5, 0.5), group="values"),
        Case("wide: 9x9 with sigma 4", (9, 4.0), group="values"),
        Case("a random bell", lambda rng: (11, float(rng.uniform(1, 3))), group="values"),
        Case("5x5 with a random sigma", lambda rng: (5, float(rng.uniform(1, 2))), group="errors"),
        Case("an even size", (4, 1.0), raises=ValueError, group="errors"),
        Case("a size below 1", (-1, 1.0), raises=ValueError, group="errors"),
        Case("sigma 0", (3, 0.0), raises=ValueError, group="errors"),
        Case("a sigma below 0", (3, -1.0), raises=ValueError, group="errors"),
    ),
    oracle=_blurred_impulse,
    alternatives=(_gaussian_by_outer, _gaussian_by_loops, _gaussian_in_float32),
    misconceptions=(
        Misconception(
            "kernel not normalised",
            lambda size, sigma: _bell(size, lambda r2: -r2 / (2 * sigma**2)),
            "The shape of the bell is right, but its middle is 1 and the weights sum to more than 1: "
            "the image gets brighter. Divide by their sum.",
        ),
        Misconception(
            "normalised by the formula, not by the sum",
            lambda size, sigma: _bell(size, lambda r2: -r2 / (2 * sigma**2)) / (2 * np.pi * sigma**2),
            "1 / (2 pi sigma**2) normalises the continuous bell on an endless plane. "
            "On a few pixels the sum is not quite 1: divide by the sum of the weights that you have.",
        ),
        Misconception(
            "sigma taken for the variance",
            lambda size, sigma: _summing_to_one(_bell(size, lambda r2: -r2 / (2 * sigma))),
            "The exponent divides by 2 * sigma; it should divide by 2 * sigma**2. "
            "sigma is the standard deviation, its square the variance.",
        ),
        Misconception(
            "missing 2 in the exponent",
            lambda size, sigma: _summing_to_one(_bell(size, lambda r2: -r2 / sigma**2)),
            "The exponent divides by sigma**2; the formula has 2 * sigma**2. Your bell is too narrow.",
        ),
        Misconception(
            "multiplied by sigma squared",
            lambda size, sigma: _summing_to_one(_bell(size, lambda r2: -r2 / 2 * sigma**2)),
            "`/ 2 * sigma**2` divides by 2 and then multiplies by sigma**2. "
            "Put brackets around the whole denominator: `/ (2 * sigma**2)`.",
        ),
        Misconception(
            "distance not squared",
            lambda size, sigma: _summing_to_one(_bell(size, lambda r2: -np.sqrt(r2) / (2 * sigma**2))),
            "The exponent uses the distance from the middle; it should use its square, x**2 + y**2.",
        ),
        Misconception(
            "middle off by half a pixel",
            lambda size, sigma: _summing_to_one(_bell(size, lambda r2: -r2 / (2 * sigma**2), size / 2)),
            "The bell's middle lies between pixels: size / 2 is 1.5 for a 3x3 kernel. "
            "The middle pixel has the index size // 2.",
        ),
        Misconception(
            "counted from the corner",
            lambda size, sigma: _summing_to_one(_bell(size, lambda r2: -r2 / (2 * sigma**2), 0)),
            "The largest weight is in the upper left corner: `np.arange(size)` counts from there. "
            "Take away the index of the middle, size // 2.",
        ),
        Misconception(
            "squeezed between -1 and 1",
            lambda size, sigma: _summing_to_one(
                _bell_over(np.linspace(-1, 1, size), lambda r2: -r2 / (2 * sigma**2))
            ),
            "x and y run from -1 to 1, whatever the size. Count whole pixels: sigma is measured in them.",
        ),
        Misconception(
            "a row instead of a square",
            lambda size, sigma: _summing_to_one(
                np.exp(-((np.arange(size) - size // 2) ** 2) / (2 * sigma**2))
            ),
            "That is one row of weights. The kernel is a square, of shape (size, size): "
            "`x[:, None] ** 2 + x ** 2` has a row for each y and a column for each x.",
        ),
        Misconception(
            "size taken for a radius",
            lambda size, sigma: _summing_to_one(_bell(2 * size + 1, lambda r2: -r2 / (2 * sigma**2))),
            "Your kernel has 2 * size + 1 rows. `size` is the length of a side, not the reach from "
            "the middle.",
        ),
        zeros(_blurred_impulse),
        Misconception(
            "an error missing",
            lambda size, sigma: _summing_to_one(_bell(size, lambda r2: -r2 / (2 * sigma**2))),
            "The kernels are right. But an even size has no middle pixel and would move the image by half a "
            "pixel, sigma 0 divides by zero, and neither a size nor a sigma is negative: all of these must "
            "raise a ValueError.",
        ),
    ),
    hints=(
        "A weight depends only on how far its pixel is from the middle one. Which index does the "
        "middle have?",
        "`x = np.arange(size) - size // 2` counts columns from the middle; `x[:, None]` does the "
        "same for rows, "
        "and adding the squares of both gives the whole square at once.",
        "After the errors: `x = np.arange(size) - size // 2`; "
        "`weights = np.exp(-(x[:, None]**2 + x**2) / (2 * sigma**2))`; `return weights / weights.sum()`.",
    ),
    forbidden=("scipy", "cv2", "skimage", "torch"),
)


# sobel


def _sobel_by_scipy(image):
    from scipy import ndimage

    image = np.asarray(image, dtype=float)
    right_minus_left, bottom_minus_top = (ndimage.sobel(image, axis=axis) for axis in (1, 0))
    return 0.0 - right_minus_left[1:-1, 1:-1], 0.0 - bottom_minus_top[1:-1, 1:-1]


def _sobel(image):
    return _correlate(image, LEFT_SOBEL), _correlate(image, TOP_SOBEL)


def _sobel_by_slices(image):
    image = np.asarray(image).astype(np.float32)
    across, down = image[:, :-2] - image[:, 2:], image[:-2] - image[2:]
    return across[:-2] + 2 * across[1:-1] + across[2:], down[:, :-2] + 2 * down[:, 1:-1] + down[:, 2:]


def _sobel_by_loops(image):
    height, width = np.shape(image)
    spots = [[np.array(image)[r : r + 3, c : c + 3] for c in range(width - 2)] for r in range(height - 2)]
    return [
        [[float((spot * kernel).sum()) for spot in row] for row in spots]
        for kernel in (LEFT_SOBEL, TOP_SOBEL)
    ]


def _sobel_without_floats(image):
    across, down = image[:, :-2] - image[:, 2:], image[:-2] - image[2:]
    return across[:-2] + 2 * across[1:-1] + across[2:], down[:, :-2] + 2 * down[:, 1:-1] + down[:, 2:]


def _prewitt(image):
    return _correlate(image, np.sign(LEFT_SOBEL)), _correlate(image, np.sign(TOP_SOBEL))


WORKED = (  # where the light is, and which sign that has
    Case("light to dark, 10 10 10 0 0 0", (STEP,), group="worked numbers"),
    Case("dark to light", (STEP[:, ::-1],), group="worked numbers"),
    Case("light above, dark below", (STEP.T,), group="worked numbers"),
    Case("random upright bars", lambda rng: (_bars(rng),), group="worked numbers"),
)

SOBEL = Exercise(
    name="sobel",
    points=3,
    cases=(
        *WORKED,
        Case("a disc, uint8", (_disc(20, 26),), group="any image"),
        Case("random, not square", lambda rng: (rng.normal(size=(5, 9)),), group="any image"),
    ),
    oracle=_sobel_by_scipy,
    alternatives=(_sobel, _sobel_by_slices, _sobel_by_loops),
    misconceptions=(
        Misconception(
            "uint8 overflow",
            _sobel_without_floats,
            "The numbers are right for floats, but in uint8 10 - 20 is 246: "
            "there are no negative numbers. Turn the image into floats first.",
        ),
        Misconception(
            "gx and gy swapped",
            lambda image: _sobel(image)[::-1],
            "gx must answer to vertical edges: it compares left with right. gy compares top with bottom.",
        ),
        Misconception(
            "signs flipped",
            lambda image: tuple(-part for part in _sobel(image)),
            "All signs are the wrong way round, as with right minus left, or with a flipped kernel. "
            "Here light on the left of dark is positive, and so is light above dark.",
        ),
        Misconception(
            "sign of gy flipped",
            lambda image: (_sobel(image)[0], -_sobel(image)[1]),
            "gx is right, gy has the wrong sign: rows count downwards, and light above dark is positive.",
        ),
        Misconception(
            "sign of gx flipped",
            lambda image: (-_sobel(image)[0], _sobel(image)[1]),
            "gy is right, gx has the wrong sign: light on the left of dark is positive.",
        ),
        Misconception(
            "middle row not doubled",
            _prewitt,
            "The middle row (and column) counts as much as its neighbours: that is Prewitt's "
            "kernel. Sobel doubles it.",
        ),
        Misconception(
            "divided by the weights",
            lambda image: tuple(part / 8 for part in _sobel(image)),
            "Your results are an eighth: no division was asked for.",
        ),
        Misconception(
            "zero padded to the same size",
            lambda image: _sobel(np.pad(image, 1)),
            "Your results are as large as the image. Without padding a 3x3 kernel leaves (H - 2, W - 2), "
            "and zeros around the image would make edges that are not there.",
        ),
        Misconception(
            "one row and column too few",
            lambda image: tuple(part[:-1, :-1] for part in _sobel(image)),
            "The last row and column are missing: a 3x3 window fits H - 2 times down and W - 2 times across.",
        ),
        zeros(_sobel_by_scipy),
    ),
    hints=(
        "Two correlations with two kernels. Which of the two kernels answers to a vertical edge?",
        "`correlate2d` from the top of this notebook does the work. gx comes from the left Sobel kernel, "
        "gy from the top one, the same kernel with rows and columns exchanged.",
        "`left = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])`; "
        "`return correlate2d(image, left), correlate2d(image, left.T)`.",
    ),
    forbidden=("scipy", "cv2", "skimage", "torch"),
    returns=("gx", "gy"),
)


# gradient


def _polar(image):
    gx, gy = _sobel_by_scipy(image)
    steps = gx + 1j * gy
    return np.abs(steps), np.angle(steps)


def _drive_gradient(target, image):
    """Call it; -pi and pi are one direction, and where nothing changes no direction is wrong."""
    result = target(image)
    if not isinstance(result, tuple | list) or len(result) != 2:
        return result
    magnitude, orientation = result
    if np.shape(magnitude) != np.shape(orientation) or not isinstance(orientation, np.ndarray):
        return result
    orientation = np.where(np.asarray(magnitude) == 0, 0, orientation)
    return magnitude, np.where(np.isclose(orientation, -np.pi), np.pi, orientation)


def _gradient_by_hypot(image):
    gx, gy = _sobel(image)
    return np.hypot(gx, gy), np.arctan2(gy, gx)


def _gradient_by_angle(image):
    gx, gy = _sobel_by_slices(image)
    orientation = np.arccos(gx / np.maximum(np.sqrt(gx**2 + gy**2), np.float32(1e-20)))
    return np.sqrt(gx**2 + gy**2), np.where(gy < 0, -orientation, orientation)


def _gradient_by_math(image):
    gx, gy = _sobel(image)
    places = list(np.ndindex(gx.shape))
    sizes = np.array([float(np.linalg.norm([gx[at], gy[at]])) for at in places]).reshape(gx.shape)
    return sizes, np.array([np.angle(complex(gx[at], gy[at])) for at in places]).reshape(gx.shape)


def _with_parts(magnitude, orientation):
    """A wrong gradient: its two parts as functions of gx and gy."""

    def wrong(image):
        gx, gy = _sobel(image)
        return magnitude(gx, gy), orientation(gx, gy)

    return wrong


def _angle_of_the_ratio(gx, gy):
    """In float32, so that it is recognised with any tiny number added against a division by zero."""
    return np.float32(np.arctan(gy / (gx + 1e-9)))


GRADIENT = Exercise(
    name="gradient",
    points=3,
    cases=(
        *WORKED,
        Case("a light corner", (STEP * STEP.T / 10,), group="worked numbers"),
        Case("a disc, uint8", (_disc(18, 22),), group="any image"),
        Case("random, not square", lambda rng: (rng.normal(size=(5, 9)),), group="any image"),
    ),
    oracle=_polar,
    drive=_drive_gradient,
    alternatives=(_gradient_by_hypot, _gradient_by_angle, _gradient_by_math),
    misconceptions=(
        Misconception(
            "atan instead of atan2",
            _with_parts(np.hypot, _angle_of_the_ratio),
            "arctan(gy / gx) loses which of the two was negative: light to dark and dark to light get the "
            "same angle. And gx = 0 divides by zero, unless something is added. Give both to np.arctan2.",
        ),
        Misconception(
            "angles from 0 to 2 pi",
            _with_parts(np.hypot, lambda gx, gy: np.arctan2(gy, gx) % (2 * np.pi)),
            "The directions are right, but they run from 0 to 2 pi. Asked for are angles from -pi to pi, "
            "as arctan2 gives them: leave out the `%`.",
        ),
        Misconception(
            "degrees instead of radians",
            _with_parts(np.hypot, lambda gx, gy: np.rad2deg(np.arctan2(gy, gx))),
            "The directions are right, but in degrees. Radians were asked for: half a turn is pi.",
        ),
        Misconception(
            "arguments of atan2 swapped",
            _with_parts(np.hypot, lambda gx, gy: np.arctan2(gx, gy)),
            "np.arctan2 takes the vertical part first: arctan2(gy, gx).",
        ),
        Misconception(
            "angle counted upwards",
            _with_parts(np.hypot, lambda gx, gy: np.arctan2(-gy, gx)),
            "Your angles turn the other way. Rows count downwards here, so pi/2 points down: use gy "
            "as it is.",
        ),
        Misconception(
            "pointing from dark to light",
            _with_parts(np.hypot, lambda gx, gy: np.arctan2(-gy, -gx)),
            "Your angles are half a turn off: they point to the light side. With this chapter's signs "
            "arctan2(gy, gx) points to the dark side.",
        ),
        Misconception(
            "sum of the sizes",
            _with_parts(lambda gx, gy: np.abs(gx) + np.abs(gy), lambda gx, gy: np.arctan2(gy, gx)),
            "|gx| + |gy| is only near the length: on a diagonal it is 41% too long. Use sqrt(gx**2 + gy**2).",
        ),
        Misconception(
            "square root forgotten",
            _with_parts(lambda gx, gy: gx**2 + gy**2, lambda gx, gy: np.arctan2(gy, gx)),
            "That is the squared length: take the square root.",
        ),
        Misconception(
            "orientation before magnitude",
            _with_parts(lambda gx, gy: np.arctan2(gy, gx), np.hypot),
            "Both parts are right, in the wrong order: return magnitude first, then orientation.",
        ),
        zeros(_polar),
    ),
    hints=(
        "gx and gy are the two legs of a right triangle. How long is its third side, and which way "
        "does it point?",
        "The length is sqrt(gx**2 + gy**2). For the direction, gy / gx alone cannot tell left from right: "
        "NumPy has a function that takes both.",
        "`gx, gy = sobel(image)`; `return np.sqrt(gx**2 + gy**2), np.arctan2(gy, gx)`.",
    ),
    forbidden=("scipy", "cv2", "skimage", "torch"),
    returns=("magnitude", "orientation"),
)


# separable_correlate2d


def _full(image, column, row):
    from scipy.signal import correlate2d

    return correlate2d(image, np.outer(column, row), mode="valid")


def _twice(image, column, row):
    return _correlate(_correlate(image, np.reshape(column, (-1, 1))), np.reshape(row, (1, -1)))


def _row_first(image, column, row):
    across = np.apply_along_axis(np.correlate, 1, np.asarray(image, dtype=float), row, mode="valid")
    return np.apply_along_axis(np.correlate, 0, across, column, mode="valid")


def _by_shifted_sums(image, column, row):
    image = np.float32(image)
    height, width = image.shape[0] - len(column) + 1, image.shape[1] - len(row) + 1
    down = sum(np.float32(weight) * image[i : i + height] for i, weight in enumerate(column))
    return sum(np.float32(weight) * down[:, i : i + width] for i, weight in enumerate(row))


def _added_passes(image, column, row):
    down = _correlate(image, np.reshape(column, (-1, 1)))[:, : np.shape(image)[1] - len(row) + 1]
    return down + _correlate(image, np.reshape(row, (1, -1)))[: down.shape[0]]


def _draw_separable(height, width, m, n):
    return lambda rng: (rng.normal(size=(height, width)), rng.normal(size=m), rng.normal(size=n))


SEPARABLE_CORRELATE2D = Exercise(
    name="separable_correlate2d",
    points=3,
    cases=(
        Case(
            "left Sobel in two passes",
            (STEP, np.array([1, 2, 1]), np.array([1, 0, -1])),
            group="worked numbers",
        ),
        Case("1 to 30", (COUNT, np.array([1.0, 2]), np.array([1.0, 10, 100])), group="worked numbers"),
        Case(
            "left Sobel on random bars",
            lambda rng: (_bars(rng), np.array([1, 2, 1]), np.array([1, 0, -1])),
            group="worked numbers",
        ),
        Case("random, wide kernel", _draw_separable(8, 11, 3, 5), group="any shape"),
        Case("random, high kernel", _draw_separable(9, 7, 4, 2), group="any shape"),
        Case("a kernel as large as the image", _draw_separable(4, 6, 4, 6), group="any shape"),
    ),
    oracle=_full,
    alternatives=(_twice, _row_first, _by_shifted_sums),
    misconceptions=(
        Misconception(
            "column and row swapped",
            lambda image, column, row: (
                _twice(image, row, column)
                if len(row) <= len(image) and len(column) <= np.shape(image)[1]
                else np.zeros((1, 1))
            ),
            "`column` runs down (along axis 0) and `row` runs right (along axis 1); here they "
            "changed places.",
        ),
        Misconception(
            "flipped",
            lambda image, column, row: _twice(image, column[::-1], row[::-1]),
            "Column and row are flipped, as `np.convolve` does it. A correlation takes them as they "
            "stand: `np.correlate`.",
        ),
        Misconception(
            "two passes added",
            _added_passes,
            "Both passes start from the image and are added. The second pass must run over the "
            "result of the first.",
        ),
        Misconception(
            "only down",
            lambda image, column, row: _correlate(image, np.reshape(column, (-1, 1))),
            "Only the first pass is there: `row` has still to slide along the rows of its result.",
        ),
        Misconception(
            "only across",
            lambda image, column, row: _correlate(image, np.reshape(row, (1, -1))),
            "Only the pass along the rows is there: `column` has to slide down as well.",
        ),
        Misconception(
            "transposed",
            lambda image, column, row: _twice(image, column, row).T,
            "The numbers are right, but rows and columns of the result are exchanged: turn it back "
            "with `.T`.",
        ),
        Misconception(
            "padded to the same size",
            lambda image, column, row: _row_first(
                np.pad(
                    image, ((len(column) // 2, (len(column) - 1) // 2), (len(row) // 2, (len(row) - 1) // 2))
                ),
                column,
                row,
            ),
            "Your result is as large as the image. Without padding it has (H - m + 1, W - n + 1) "
            "entries: mode='valid'.",
        ),
        Misconception(
            "one row and column too few",
            lambda image, column, row: _twice(image, column, row)[:-1, :-1],
            "The last row and column are missing: the result has (H - m + 1, W - n + 1) entries.",
        ),
        zeros(_full),
    ),
    hints=(
        "Two passes: first every column of the image on its own, then every row of what came out.",
        "A column of m weights is a kernel of shape (m, 1), a row of n weights one of shape (1, n). "
        "You have a function that slides a kernel of any shape.",
        "`down = correlate2d(image, column[:, None])`, then `return correlate2d(down, row[None, :])`.",
    ),
    forbidden=("scipy", "cv2", "skimage", "torch", "numpy.outer"),
)


# thin_edges


def _thin_by_loops(magnitude, orientation):
    """Pixel by pixel; sine and cosine round to 0 up to 22.5 degrees, so they name the neighbour."""
    magnitude = np.asarray(magnitude, dtype=float)
    padded, thin = np.pad(magnitude, 1), np.zeros(magnitude.shape)
    for row, column in np.ndindex(magnitude.shape):
        angle = orientation[row, column]
        down, right = (
            int(np.round(side / (2 * np.sin(np.pi / 8)))) for side in (np.sin(angle), np.cos(angle))
        )
        if (down, right) < (0, 0):
            down, right = -down, -right
        before, after = padded[row + 1 - down, column + 1 - right], padded[row + 1 + down, column + 1 + right]
        if before < magnitude[row, column] >= after:
            thin[row, column] = magnitude[row, column]
    return thin


OFFSETS = ((0, 1), (1, 1), (1, 0), (1, -1))  # (down, right) for 0, 45, 90 and 135 degrees


def _thin(magnitude, orientation, offsets=OFFSETS, wins=None, nearest=np.round):
    """Non-maximum suppression, with what people get wrong as arguments."""
    wins = wins or (lambda here, before, after: (here > before) & (here >= after))
    padded = np.pad(np.asarray(magnitude, dtype=float), 1)
    direction = nearest(np.asarray(orientation) / (np.pi / 4)).astype(int) % 4
    thin = np.zeros(np.shape(magnitude))
    for number, step in enumerate(offsets):
        before = np.roll(padded, step, axis=(0, 1))[1:-1, 1:-1]
        after = np.roll(padded, np.negative(step), axis=(0, 1))[1:-1, 1:-1]
        keep = (direction == number) & wins(magnitude, before, after)
        thin[keep] = magnitude[keep]
    return thin


def _thin_by_choice(magnitude, orientation):
    magnitude = np.float32(magnitude)
    padded = np.pad(magnitude, 1, constant_values=0)
    height, width = magnitude.shape
    shifted = {
        (down, right): padded[1 + down : 1 + down + height, 1 + right : 1 + right + width]
        for down in (-1, 0, 1)
        for right in (-1, 0, 1)
    }
    degrees = np.rad2deg(orientation) % 180
    sectors = [
        (degrees < 22.5) | (degrees >= 157.5),
        (degrees >= 22.5) & (degrees < 67.5),
        (degrees >= 67.5) & (degrees < 112.5),
        (degrees >= 112.5) & (degrees < 157.5),
    ]
    before = np.select(sectors, [shifted[0, -1], shifted[-1, -1], shifted[-1, 0], shifted[-1, 1]])
    after = np.select(sectors, [shifted[0, 1], shifted[1, 1], shifted[1, 0], shifted[1, -1]])
    return np.where((magnitude > before) & (magnitude >= after), magnitude, 0)


def _thin_in_place(magnitude, orientation):
    """A second loop: what loses against a neighbour is struck out of a copy."""
    thin = np.array(magnitude, dtype=float)
    height, width = thin.shape
    for row in range(height):
        for column in range(width):
            down, right = OFFSETS[int(np.rint(4 * orientation[row][column] / np.pi)) % 4]
            for sign in (-1, 1):
                r, c = row + sign * down, column + sign * right
                other = magnitude[r][c] if 0 <= r < height and 0 <= c < width else 0
                if other > magnitude[row][column] or (sign < 0 and other == magnitude[row][column]):
                    thin[row, column] = 0
    return thin


def _thin_along_the_arrow(magnitude, orientation):
    """Of two equal ones the arrow's first stays: right where it points right or down."""
    backwards = np.round(np.asarray(orientation) / (np.pi / 4)).astype(int) % 8 >= 4
    forwards, reverse = (
        _thin(magnitude, orientation, wins=wins)
        for wins in (
            lambda here, before, after: (here > before) & (here >= after),
            lambda here, before, after: (here >= before) & (here > after),
        )
    )
    return np.where(backwards, reverse, forwards)


def _thin_around_the_border(magnitude, orientation):
    """`np.roll` without a border of zeros: what leaves on one side comes back on the other."""
    inside = _thin(np.pad(magnitude, 1, mode="wrap"), np.pad(orientation, 1, mode="wrap"))
    return inside[1:-1, 1:-1]


def _thin_with_wide_diagonals(magnitude, orientation):
    """Sine and cosine rounded to whole numbers: diagonals reach from 30 to 60 degrees."""
    down, right = np.round(np.sin(orientation)), np.round(np.cos(orientation))
    return _thin(magnitude, np.arctan2(down, right))


def _thin_one_way(magnitude, orientation):
    """Opposite directions are not the same, and only 0 to 135 degrees are looked for."""
    direction = np.round(np.asarray(orientation) / (np.pi / 4)).astype(int)
    return np.where((direction >= 0) & (direction < 4), _thin(magnitude, orientation), 0)


def _largest_of_nine(magnitude, orientation):
    around = sliding_window_view(np.pad(np.asarray(magnitude, dtype=float), 1), (3, 3)).max(axis=(2, 3))
    return np.where(magnitude == around, magnitude, 0)


def _without_border(magnitude, orientation):
    thin = _thin(magnitude, orientation)
    inside = np.zeros_like(thin)
    inside[1:-1, 1:-1] = thin[1:-1, 1:-1]
    return inside


def _slopes(rng, height=20, width=24):
    return _gradient_by_hypot(_waves(rng, height + 2, width + 2))


def _upright_or_level(rng):
    return rng.integers(0, 5, size=(6, 8)) * 10.0, rng.integers(-1, 3, size=(6, 8)) * np.pi / 2


RIDGE = np.array([[0, 40, 40, 0], [0, 40, 40, 0], [0, 40, 40, 0]], dtype=float)
HILL = np.array(
    [[1, 2, 3, 1, 0], [2, 5, 6, 4, 1], [3, 7, 9, 8, 2], [1, 4, 8, 6, 3], [0, 1, 2, 3, 4]], dtype=float
)

THIN_EDGES = Exercise(
    name="thin_edges",
    points=4,
    cases=(
        Case("0 40 40 0, edges upright", (RIDGE, np.zeros((3, 4))), group="two directions"),
        Case("the same from dark to light", (RIDGE, np.full((3, 4), np.pi)), group="two directions"),
        Case("0 40 40 0, edges level", (RIDGE.T, np.full((4, 3), -np.pi / 2)), group="two directions"),
        Case("random numbers, upright and level", _upright_or_level, group="two directions"),
        Case(
            "a hill, falling to the lower right", (HILL, np.full((5, 5), np.pi / 4)), group="all directions"
        ),
        Case(
            "a hill, falling to the lower left",
            (HILL, np.full((5, 5), 3 * np.pi / 4)),
            group="all directions",
        ),
        Case("gradients of random waves", _slopes, group="all directions"),
    ),
    oracle=_thin_by_loops,
    alternatives=(_thin, _thin_by_choice, _thin_in_place),
    misconceptions=(
        Misconception(
            "compared along the edge",
            lambda magnitude, orientation: _thin(magnitude, orientation, (OFFSETS + OFFSETS)[2:6]),
            "The neighbours lie along the edge, where all are about as large. "
            "Compare across the edge, in the direction of the gradient.",
        ),
        Misconception(
            "diagonals mirrored",
            lambda magnitude, orientation: _thin(magnitude, orientation, [OFFSETS[i] for i in (0, 3, 2, 1)]),
            "Upright and level edges are right, diagonals are mirrored: rows count downwards, "
            "so pi/4 points to the lower right.",
        ),
        Misconception(
            "ties both kept",
            lambda magnitude, orientation: _thin(
                magnitude,
                orientation,
                wins=lambda here, before, after: (here >= before) & (here >= after) & (here > 0),
            ),
            "Where two neighbours are equally large, both stay and the line is two pixels wide. "
            "The neighbour that comes first in reading order must be beaten: `>` there, `>=` on the "
            "other side.",
        ),
        Misconception(
            "ties both dropped",
            lambda magnitude, orientation: _thin(
                magnitude, orientation, wins=lambda here, before, after: (here > before) & (here > after)
            ),
            "Where two neighbours are equally large, both are gone and the line breaks. "
            "Only the neighbour that comes first in reading order must be beaten: `>` there, `>=` "
            "on the other side.",
        ),
        Misconception(
            "the wrong one of a tie",
            lambda magnitude, orientation: _thin(
                magnitude, orientation, wins=lambda here, before, after: (here >= before) & (here > after)
            ),
            "Of two equal neighbours you keep the second; the first in reading order was asked for.",
        ),
        Misconception(
            "ties decided along the arrow",
            _thin_along_the_arrow,
            "Of two equal neighbours you keep the one at the arrow's tail. Which one stays must not depend "
            "on where the light is: the first in reading order, also where the arrow points left or up.",
        ),
        Misconception(
            "arrows turned upwards",
            lambda magnitude, orientation: _thin_along_the_arrow(magnitude, np.negative(orientation)),
            "Rows count downwards, so pi/4 points to the lower right. And of two equal neighbours keep "
            "the first in reading order, whichever way the arrow points.",
        ),
        Misconception(
            "wrapped around the border",
            _thin_around_the_border,
            "At the border the neighbour comes from the opposite side of the array: `np.roll` turns it like "
            "a ring. Pad with zeros first, and cut them off again.",
        ),
        Misconception(
            "diagonals from 30 to 60 degrees",
            _thin_with_wide_diagonals,
            "Rounding sine and cosine gives diagonals from 30 to 60 degrees. The nearest multiple of 45 "
            "degrees changes at 22.5 and 67.5: round the angle itself.",
        ),
        Misconception(
            "opposite directions told apart",
            _thin_one_way,
            "Edges whose angle is negative, or pi, are gone. Opposite directions have the same two "
            "neighbours: `% 4` folds the eight directions into four.",
        ),
        Misconception(
            "always left and right",
            lambda magnitude, orientation: _thin(magnitude, np.zeros(np.shape(magnitude))),
            "Every pixel is compared with its left and right neighbour. Which two count depends on the "
            "orientation at that pixel.",
        ),
        Misconception(
            "largest of all eight neighbours",
            _largest_of_nine,
            "You compare with all neighbours, and a line falls apart into single dots. "
            "Only the two in the gradient's direction matter.",
        ),
        Misconception(
            "direction rounded down",
            lambda magnitude, orientation: _thin(magnitude, orientation, nearest=np.floor),
            "The direction is cut down to a multiple of 45 degrees; it should be rounded to the nearest one.",
        ),
        Misconception(
            "direction cut off",
            lambda magnitude, orientation: _thin(magnitude, orientation, nearest=np.trunc),
            "`astype(int)` cuts off what is behind the point. Round to the nearest multiple of 45 degrees "
            "first: `np.round`.",
        ),
        Misconception(
            "border left out",
            _without_border,
            "The inside is right, the outermost pixels are 0: neighbours outside the array count as 0.",
        ),
        Misconception(
            "a mask instead of magnitudes",
            lambda magnitude, orientation: _thin(magnitude, orientation) > 0,
            "The right pixels stay, but as True and False: keep their magnitudes.",
        ),
        Misconception(
            "nothing removed",
            lambda magnitude, orientation: np.asarray(magnitude, dtype=float) + 0,
            "Every magnitude is still there: pixels that are no maximum across the edge should become 0.",
        ),
        zeros(_thin_by_loops),
    ),
    hints=(
        "Round the orientation to one of four directions first: an edge has no front and back here, "
        "so 0 and pi are the same direction.",
        "`np.round(orientation / (np.pi / 4)).astype(int) % 4` is 0, 1, 2 or 3. For each of the four, "
        "the two neighbours are the array moved by one step; pad it with zeros first.",
        "With `padded = np.pad(magnitude, 1)` and a step like `(1, 1)`: "
        "`before = np.roll(padded, step, axis=(0, 1))[1:-1, 1:-1]`, and `after` with the opposite step. "
        "Keep where the direction matches, `magnitude > before` and `magnitude >= after`.",
    ),
    forbidden=("scipy", "cv2", "skimage", "torch"),
)


# edge_map


def _edges_by_labels(image, low, high):
    from scipy.ndimage import label

    strength = _thin_by_loops(*_polar(image))
    pieces, _ = label(strength >= low, structure=np.ones((3, 3)))
    return np.isin(pieces, pieces[strength >= high])


def _raise_unless_ordered(low, high):
    if not 0 < low <= high:
        raise ValueError(f"0 < low <= high is needed, got {low} and {high}")


def _grow(strength, low, high, rounds=None, neighbours=None):
    """Hysteresis in rounds: edges grow by their neighbours among the candidates."""
    neighbours = np.ones((3, 3), bool) if neighbours is None else neighbours
    edges, candidates = strength >= high, strength >= low
    for _ in range(edges.size if rounds is None else rounds):
        near = (sliding_window_view(np.pad(edges, 1), (3, 3)) & neighbours).any(axis=(2, 3))
        if (edges == (candidates & near | edges)).all():
            break
        edges = candidates & near | edges
    return edges


def _edges_in_rounds(image, low, high):
    _raise_unless_ordered(low, high)
    return _grow(_strength(image), low, high)


def _edges_by_walking(image, low, high):
    _raise_unless_ordered(low, high)
    strength = _thin_by_choice(*_gradient_by_hypot(image))
    weak = {(int(r), int(c)) for r, c in np.argwhere(strength >= low)}
    waiting = [(int(r), int(c)) for r, c in np.argwhere(strength >= high)]
    edges = np.zeros(strength.shape, dtype=bool)
    while waiting:
        row, column = waiting.pop()
        edges[row, column] = True
        for place in [(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)]:
            if place in weak:
                weak.remove(place)
                waiting.append(place)
    return edges


def _strength(image):
    return _thin(*_gradient_by_hypot(image))


def _edges_with_a_gap(image, low, high):
    if not 0 < low < high:
        raise ValueError("low is not below high")
    return _grow(_strength(image), low, high)


CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], bool)


def _fading() -> np.ndarray:
    """A step that fades from row to row, and on the right a weak step that nothing strong touches."""
    image = np.zeros((14, 16))
    image[:, :5] = np.arange(28, 0, -2)[:, None]
    image[:, 11:] = 5
    return image


def _waves_with_thresholds(rng):
    image = _waves(rng)
    low, high = np.quantile(_strength(image)[_strength(image) > 0], [0.35, 0.85])
    return image, float(low), float(high)


EDGE_MAP = Exercise(
    name="edge_map",
    points=5,
    cases=(
        Case("10 10 10 0 0 0, thresholds 20 and 40", (STEP, 20, 40), group="thresholds", dtype="bool"),
        Case("a step that fades away", (_fading(), 18.0, 80.0), group="chains", dtype="bool"),
        Case("random waves", _waves_with_thresholds, group="chains", dtype="bool"),
        Case("random upright bars", lambda rng: (_bars(rng), 60, 160), group="thresholds", dtype="bool"),
        Case("no strong edge anywhere", (STEP, 20, 41), group="thresholds", dtype="bool"),
        Case("both thresholds equal", (STEP, 40, 40), group="thresholds", dtype="bool"),
        Case("low above high", (STEP, 40, 20), raises=ValueError, group="thresholds"),
        Case("low of 0", (STEP, 0, 20), raises=ValueError, group="thresholds"),
    ),
    oracle=_edges_by_labels,
    alternatives=(_edges_in_rounds, _edges_by_walking),
    misconceptions=(
        Misconception(
            "edges not thinned",
            lambda image, low, high: _grow(_gradient_by_hypot(image)[0], low, high),
            "The edges are several pixels wide: the thresholds belong on what `thin_edges` leaves.",
        ),
        Misconception(
            "a plain threshold on the gradient",
            lambda image, low, high: _gradient_by_hypot(image)[0] >= high,
            "That is the gradient's magnitude from `high` upwards: neither thinned, nor with the weak pixels "
            "that hang on to strong ones.",
        ),
        Misconception(
            "between the thresholds",
            lambda image, low, high: (_strength(image) >= low) & (_strength(image) <= high),
            "You keep what lies between `low` and `high`, and drop the strongest edges of all.",
        ),
        Misconception(
            "equal thresholds refused",
            _edges_with_a_gap,
            "The edges are right. But `low` may be as large as `high`: 0 < low <= high.",
        ),
        Misconception(
            "only the strong pixels",
            lambda image, low, high: _strength(image) >= high,
            "Only pixels from `high` upwards are there. Weak ones that hang on to them belong to "
            "the edge too.",
        ),
        Misconception(
            "all the weak pixels",
            lambda image, low, high: _strength(image) >= low,
            "Every pixel from `low` upwards is there, also chains that touch no strong pixel: those "
            "are noise.",
        ),
        Misconception(
            "only one step from a strong pixel",
            lambda image, low, high: _grow(_strength(image), low, high, rounds=1),
            "Weak pixels next to a strong one are there, but the chain stops after one step: "
            "a pixel that was just added takes its weak neighbours along.",
        ),
        Misconception(
            "diagonal neighbours forgotten",
            lambda image, low, high: _grow(_strength(image), low, high, neighbours=CROSS),
            "Chains break at diagonal steps: a pixel has eight neighbours, not four.",
        ),
        Misconception(
            "exactly at the threshold",
            lambda image, low, high: _grow(
                _strength(image), np.nextafter(float(low), np.inf), np.nextafter(float(high), np.inf)
            ),
            "A pixel that is exactly as strong as a threshold has reached it: use `>=`, not `>`.",
        ),
        Misconception(
            "0 and 255 instead of True and False",
            lambda image, low, high: _grow(_strength(image), low, high) * np.uint8(255),
            "The right pixels are marked, but with 255. Return an array of True and False.",
        ),
        zeros(_edges_by_labels),
        Misconception(
            "numbers instead of True and False",
            lambda image, low, high: _edges_in_rounds(image, low, high) * 1.0,
            "The right pixels are marked, but with numbers, and `~` cannot turn these around. Start from "
            "`strength >= high`, or from `np.zeros(shape, dtype=bool)`.",
        ),
        Misconception(
            "any thresholds accepted",
            lambda image, low, high: _grow(_strength(image), low, high),
            "The edges are right. Thresholds that are not 0 < low <= high must raise a ValueError.",
        ),
    ),
    hints=(
        "Start from the strong pixels and let them take their weak neighbours along, and these theirs.",
        "Keep a list of pixels whose neighbours are still to be looked at. At the start it holds "
        "the strong pixels; "
        "a weak neighbour that is found joins the edge and the list. Stop when the list is empty.",
        "`strength = np.pad(thin_edges(*gradient(image)), 1)`; `edges = strength >= high`; "
        "`waiting = list(np.argwhere(edges))`. While it is not empty, pop `row, column`, look at "
        "the 3x3 block around it, "
        "mark what is `>= low` and not yet marked, and append those places. Return `edges[1:-1, 1:-1]`.",
    ),
    forbidden=("scipy", "cv2", "skimage", "torch"),
)


# learn_kernel


def _after_steps(image, target, steps, lr):
    """Closed form: along each eigenvector the distance to the goal shrinks by (1 - lr * curve) a step."""
    shape = tuple(np.subtract(np.shape(image), np.shape(target)) + 1)
    windows = sliding_window_view(np.asarray(image, dtype=float), shape).reshape(-1, shape[0] * shape[1])
    curves, axes = np.linalg.eigh(2 / len(windows) * windows.T @ windows)
    pull = axes.T @ (2 / len(windows) * windows.T @ np.ravel(target))
    return (axes @ (pull * (1 - (1 - lr * curves) ** steps) / curves)).reshape(shape)


def _descend(image, target, steps, lr, start=0.0, slope=None):
    """Gradient descent, with what people get wrong as arguments."""
    image, target = np.asarray(image, dtype=float), np.asarray(target, dtype=float)
    slope = slope or (lambda image, error: 2 / error.size * _correlate(image, error))
    kernel = np.full(np.subtract(image.shape, target.shape) + 1, start)
    for _ in range(steps):
        kernel = kernel - lr * slope(image, _correlate(image, kernel) - target)
    return kernel


def _learn_by_matrix(image, target, steps, lr):
    m, n = image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1
    windows = sliding_window_view(image, (m, n)).reshape(-1, m * n)
    weights = np.zeros(m * n)
    for _ in range(steps):
        weights -= lr * 2 * (windows * (windows @ weights - target.ravel())[:, None]).mean(axis=0)
    return weights.reshape(m, n)


def _learn_by_loops(image, target, steps, lr):
    (height, width), (h, w) = image.shape, target.shape
    kernel = np.zeros((height - h + 1, width - w + 1))
    pieces = {(i, j): image[i : i + h, j : j + w] for i, j in np.ndindex(kernel.shape)}
    for _ in range(steps):
        error = sum(kernel[at] * piece for at, piece in pieces.items()) - target
        for at, piece in pieces.items():
            kernel[at] -= lr * np.mean(2 * error * piece)
    return kernel


def _with_slope(slope):
    return lambda image, target, steps, lr: _descend(image, target, steps, lr, slope=slope)


def _learn_in_shape(shape):
    """A kernel whose shape, given height and width, is another."""

    def learn(image, target, steps, lr):
        kernel = np.zeros(shape(*np.subtract(image.shape, target.shape) + 1))
        for _ in range(steps):
            error = _correlate(image, kernel) - target
            kernel = kernel - lr * 2 / error.size * _correlate(image, error)
        return kernel

    return learn


def _examples(height, width, kernel, steps, lr):
    def draw(rng):
        image = rng.normal(size=(height, width))
        return image, _correlate(image, kernel), steps, lr

    return draw


OTHER = np.array([[1.0, -2, 0, 3], [0, 1, 2, -1]])

LEARN_KERNEL = Exercise(
    name="learn_kernel",
    points=6,
    cases=(
        Case("no step at all, still zeros", _examples(6, 6, TOP_SOBEL, 0, 0.2), group="the first steps"),
        Case("one step towards left Sobel", _examples(12, 15, LEFT_SOBEL, 1, 0.2), group="the first steps"),
        Case(
            "three steps towards left Sobel", _examples(12, 15, LEFT_SOBEL, 3, 0.2), group="the first steps"
        ),
        Case("forty steps towards left Sobel", _examples(20, 24, LEFT_SOBEL, 40, 0.2), group="many steps"),
        Case("no step, a 2x4 kernel of zeros", _examples(8, 9, OTHER, 0, 0.2), group="many steps"),
        Case("thirty steps towards a 2x4 kernel", _examples(16, 12, OTHER, 30, 0.25), group="many steps"),
        Case(
            "a target that no kernel reaches",
            lambda rng: (rng.normal(size=(9, 9)), rng.normal(size=(7, 7)), 10, 0.1),
            group="many steps",
        ),
    ),
    oracle=_after_steps,
    alternatives=(_descend, _learn_by_matrix, _learn_by_loops),
    misconceptions=(
        Misconception(
            "ascent instead of descent",
            _with_slope(lambda image, error: -2 / error.size * _correlate(image, error)),
            "Every step makes the loss larger: the gradient points uphill, so it is subtracted. "
            "Or the error has the wrong sign: it is output minus target.",
        ),
        Misconception(
            "missing 2 of the derivative",
            _with_slope(lambda image, error: _correlate(image, error) / error.size),
            "Your steps are half as long as they should be: the derivative of error**2 is 2 * error.",
        ),
        Misconception(
            "sum instead of mean",
            _with_slope(lambda image, error: 2 * _correlate(image, error)),
            "That is the gradient of the summed squared error. The loss is the mean: divide by the "
            "number of outputs.",
        ),
        Misconception(
            "neither 2 nor the mean",
            _with_slope(lambda image, error: _correlate(image, error)),
            "Your steps are N / 2 times too long, with N outputs. The derivative of the mean of error**2 has "
            "the 2 of the square and the 1 / N of the mean: 2 / error.size.",
        ),
        Misconception(
            "divided by the size of the kernel",
            _with_slope(
                lambda image, error: (
                    2 / np.prod(np.subtract(image.shape, error.shape) + 1) * _correlate(image, error)
                )
            ),
            "You divide by the number of weights. The mean goes over the outputs: `error.size`.",
        ),
        Misconception(
            "error squared in the gradient",
            _with_slope(lambda image, error: 2 / error.size * _correlate(image, error**2)),
            "The error is squared in the loss, but not in its derivative: that of error**2 is 2 * error "
            "times the pixel.",
        ),
        Misconception(
            "error flipped",
            _with_slope(lambda image, error: 2 / error.size * _correlate(image, error[::-1, ::-1])),
            "The error is turned by half a turn, as a true convolution does it. Each error belongs to its "
            "own window: take the error as it stands.",
        ),
        Misconception(
            "always 3 by 3",
            _learn_in_shape(lambda height, width: (3, 3)),
            "The kernel is 3 by 3 here, whatever it should be. Image and target tell its shape: "
            "(H - h + 1, W - w + 1).",
        ),
        Misconception(
            "height used for the width too",
            _learn_in_shape(lambda height, width: (height, height)),
            "Your kernel is square: its height is used for the width too. A kernel has two sides: "
            "(H - h + 1, W - w + 1).",
        ),
        Misconception(
            "height and width swapped",
            _learn_in_shape(lambda height, width: (width, height)),
            "Height and width of your kernel changed places: rows come first, (H - h + 1, W - w + 1).",
        ),
        Misconception(
            "divided by the size of the image",
            _with_slope(lambda image, error: 2 / image.size * _correlate(image, error)),
            "You divide by the number of pixels of the image. The mean goes over the outputs: `target.size`.",
        ),
        Misconception(
            "flipped gradient",
            _with_slope(lambda image, error: 2 / error.size * _correlate(image, error)[::-1, ::-1]),
            "The gradient is turned by half a turn: it belongs to the true convolution. "
            "Entry [m, n] of the gradient goes with entry [m, n] of the kernel.",
        ),
        Misconception(
            "mean absolute error",
            _with_slope(lambda image, error: _correlate(image, np.sign(error)) / error.size),
            "You follow the gradient of the mean absolute error: only the sign of the error counts there. "
            "Asked for is the mean of the squares.",
        ),
        Misconception(
            "one number for all weights",
            _with_slope(lambda image, error: 2 * np.mean(error)),
            "All weights move by the same amount. Each weight has a gradient of its own: "
            "the error times the pixels that this weight was multiplied with.",
        ),
        Misconception(
            "started from ones",
            lambda image, target, steps, lr: _descend(image, target, steps, lr, start=1.0),
            "The steps are right, but the kernel starts from ones. Start from zeros.",
        ),
        Misconception(
            "one step too few",
            lambda image, target, steps, lr: _descend(image, target, max(steps - 1, 0), lr),
            "That is the kernel after one step less: `range(steps)` makes exactly `steps` of them.",
        ),
        Misconception(
            "one step too many",
            lambda image, target, steps, lr: _descend(image, target, steps + 1, lr),
            "That is the kernel after one step more: `range(steps)` makes exactly `steps` of them.",
        ),
        Misconception(
            "returns in the loop",
            lambda image, target, steps, lr: _descend(image, target, min(steps, 1), lr),
            "Only the first step is made: the `return` stands inside the loop.",
        ),
        zeros(_after_steps),
    ),
    hints=(
        "How much does output [i, j] change when weight [m, n] grows a little? By the pixel it is "
        "multiplied with.",
        "So the gradient for weight [m, n] is the mean of 2 * error[i, j] * image[i + m, j + n]. "
        "Compare that sum with the definition of correlation: which function computes it for all m, "
        "n at once?",
        "In the loop: `error = correlate2d(image, kernel) - target`, then "
        "`kernel = kernel - lr * 2 / error.size * correlate2d(image, error)`. The error is the kernel here!",
    ),
    forbidden=("scipy", "torch", "numpy.linalg"),
)


CHAPTER = Chapter(
    "02_edges",
    "Edges: designed and learned",
    (
        TO_GRAY,
        BOX_KERNEL,
        GAUSSIAN_KERNEL,
        SEPARABLE_CORRELATE2D,
        SOBEL,
        GRADIENT,
        THIN_EDGES,
        EDGE_MAP,
        LEARN_KERNEL,
    ),
)
