"""`gaussian_kernel`: weights that fall off with the distance from the middle pixel."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros


def blurred_impulse(size, sigma):
    from scipy.ndimage import gaussian_filter

    point = np.zeros((size, size))
    point[size // 2, size // 2] = 1.0
    return gaussian_filter(point, sigma, mode="constant", radius=size // 2)


def raise_unless_gaussian(size, sigma):
    if size % 2 == 0 or size < 1 or sigma <= 0:
        raise ValueError(f"size must be odd and sigma above 0, got {size} and {sigma}")


def from_a_row(size, sigma):
    raise_unless_gaussian(size, sigma)
    row = np.exp(-0.5 * (np.linspace(-(size // 2), size // 2, size) / sigma) ** 2)
    row /= row.sum()
    return np.outer(row, row)


def bell_from_a_row(size, sigma):
    if size < 1 or size % 2 == 0 or sigma <= 0:
        raise ValueError(f"size must be odd and sigma above 0; got {size} and {sigma}")
    x = np.arange(size) - size // 2
    row = np.exp(-(x**2) / (2 * sigma**2))
    row /= row.sum()
    return np.outer(row, row)


def by_loops(size, sigma):
    raise_unless_gaussian(size, sigma)
    offsets = range(-(size // 2), size // 2 + 1)
    weights = [[float(np.exp(-(y * y + x * x) / (2 * sigma**2))) for x in offsets] for y in offsets]
    total = sum(map(sum, weights))
    return [[weight / total for weight in row] for row in weights]


def in_float32(size, sigma):
    raise_unless_gaussian(size, sigma)
    y, x = np.indices((size, size), dtype=np.float32) - np.float32(size // 2)
    weights = np.exp(-(x * x + y * y) / np.float32(2 * sigma**2))
    return weights / weights.sum()


def offsets_from_middle(size):
    return np.arange(size) - size // 2


def squared_distances(offsets):
    return offsets[:, None] ** 2 + offsets**2


def bell(offsets, sigma):
    """Gaussian weights, not normalised, for these offsets down and right."""
    return np.exp(-squared_distances(offsets) / (2 * sigma**2))


def normalised(weights):
    return weights / weights.sum()


def with_exponent(exponent):
    """A kernel of another exponent, a function of the squared distance and sigma."""
    return lambda size, sigma: normalised(
        np.exp(exponent(squared_distances(offsets_from_middle(size)), sigma))
    )


def with_weights(weigh):
    """A kernel of other weights, a function of the offsets down (a column), right (a row) and sigma."""

    def wrong(size, sigma):
        x = offsets_from_middle(size)
        return normalised(weigh(x[:, None], x[None, :], sigma))

    return wrong


def with_sigma(change):
    """A kernel with another sigma, a function of size and sigma."""
    return lambda size, sigma: normalised(bell(offsets_from_middle(size), change(size, sigma)))


@misconception("each row scaled by itself")
def row_by_row(size, sigma):
    """Each row (or column) sums to 1, and so they are all alike. Divide by one number, the sum of all
    weights: `weights.sum()` without an axis.
    """
    weights = bell(offsets_from_middle(size), sigma)
    return weights / weights.sum(axis=1, keepdims=True)


@row_by_row.also
def column_by_column(size, sigma):
    weights = bell(offsets_from_middle(size), sigma)
    return weights / weights.sum(axis=0)


@misconception("one direction only")
def across_only(size, sigma):
    """The weight depends on one of x and y only, so all rows (or all columns) are equal. The exponent holds
    x**2 + y**2.
    """
    return with_weights(lambda y, x, sigma: np.exp(-(x**2 + 0 * y) / (2 * sigma**2)))(size, sigma)


@across_only.also
def down_only(size, sigma):
    return across_only(size, sigma).T


@misconception("x and y not squared")
def not_squared(size, sigma):
    """The exponent holds |x| + |y|. It should hold the squares: x**2 + y**2."""
    return with_weights(lambda y, x, sigma: np.exp(-(abs(x) + abs(y)) / (2 * sigma**2)))(size, sigma)


@misconception("square of the sum")
def squared_together(size, sigma):
    """The exponent holds (x + y)**2, which is 0 along a diagonal. Square each, then add: x**2 + y**2."""
    return with_weights(lambda y, x, sigma: np.exp(-((x + y) ** 2) / (2 * sigma**2)))(size, sigma)


@misconception("minus sign missing")
def growing(size, sigma):
    """The weights grow towards the corners. The exponent needs its minus sign: exp(-(...))."""
    return with_weights(lambda y, x, sigma: np.exp((x**2 + y**2) / (2 * sigma**2)))(size, sigma)


@growing.also
def growing_up_to_a_limit(size, sigma):
    return with_weights(lambda y, x, sigma: np.exp(np.minimum((x**2 + y**2) / (2 * sigma**2), 600)))(
        size, sigma
    )


@misconception("sigma not used")
def from_the_size(size, sigma):
    """Another sigma gives the same kernel in yours. How fast the weights fall off is up to the argument
    `sigma`, in pixels.
    """
    return with_sigma(lambda size, sigma: size / 6)(size, sigma)


for of_size in (
    lambda size: (size - 1) / 6,
    lambda size: size / 3,
    lambda size: size / 4,
    lambda size: max(size // 2, 1) / 2,
    lambda size: 0.3 * ((size - 1) * 0.5 - 1) + 0.8,
    lambda size: 1,
):
    from_the_size.also(with_sigma(lambda size, sigma, of_size=of_size: of_size(size)))


@misconception("far weights cut off")
def cut_at_three_sigma(size, sigma):
    """Weights far from the middle are 0. A Gaussian never becomes 0: keep all weights of the square."""
    x = offsets_from_middle(size)
    return normalised(bell(x, sigma) * (squared_distances(x) <= 9 * sigma**2))


@cut_at_three_sigma.also
def cut_to_a_square(size, sigma):
    x = offsets_from_middle(size)
    return normalised(bell(x, sigma) * (abs(x) <= 3 * sigma) * (abs(x) <= 3 * sigma)[:, None])


@cut_at_three_sigma.also
def cut_to_a_disc(size, sigma):
    x = offsets_from_middle(size)
    return normalised(bell(x, sigma) * (squared_distances(x) <= (size // 2) ** 2))


GAUSSIAN_KERNEL = Exercise(
    name="gaussian_kernel",
    points=5,
    cases=(
        Case("3x3 with sigma 1", (3, 1.0), group="sigma 1"),
        Case("7x7 with sigma 1", (7, 1.0), group="sigma 1"),
        Case("a random size", lambda rng: (2 * int(rng.integers(4, 12)) + 1, 1.0), group="sigma 1"),
        Case("3x3 with sigma 1.5", (3, 1.5), group="3 by 3"),
        Case("a random sigma", lambda rng: (3, float(rng.uniform(0.6, 1.9))), group="3 by 3"),
        Case("narrow: 5x5 with sigma 0.5", (5, 0.5), group="narrow and wide"),
        Case("wide: 9x9 with sigma 4", (9, 4.0), group="narrow and wide"),
        Case("a random wide one", lambda rng: (7, float(rng.uniform(8, 90))), group="narrow and wide"),
        Case("7x7 with sigma 1.5", (7, 1.5), group="any size and sigma"),
        Case("a single pixel", (1, 0.7), group="any size and sigma"),
        Case(
            "11x11 with a random sigma",
            lambda rng: (11, float(rng.uniform(1, 3))),
            group="any size and sigma",
        ),
        Case("5x5 with a random sigma", lambda rng: (5, float(rng.uniform(1, 2))), group="errors"),
        Case("an even size", (4, 1.0), raises=ValueError, group="errors"),
        Case("a size below 1", (-1, 1.0), raises=ValueError, group="errors"),
        Case("sigma 0", (3, 0.0), raises=ValueError, group="errors"),
        Case("a sigma below 0", (3, -1.0), raises=ValueError, group="errors"),
    ),
    oracle=blurred_impulse,
    alternatives=(from_a_row, by_loops, in_float32),
    another_way=(
        bell_from_a_row,
        "It computes the bell once, for a row, and needs `size` exponentials instead of `size * size`. It "
        "also shows that a Gaussian is a column times a row.",
    ),
    misconceptions=(
        Misconception(
            "kernel not normalised",
            lambda size, sigma: bell(offsets_from_middle(size), sigma),
            "The shape of the bell is right, but its middle is 1 and the weights sum to more than 1: the "
            "image gets brighter. Divide by their sum.",
        ),
        Misconception(
            "normalised by the formula, not by the sum",
            lambda size, sigma: bell(offsets_from_middle(size), sigma) / (2 * np.pi * sigma**2),
            "1 / (2 pi sigma**2) normalises the continuous bell on an infinite plane. On a few pixels the "
            "sum is not quite 1: divide by the sum of the weights that you have.",
        ),
        Misconception(
            "sigma taken for the variance",
            with_exponent(lambda r2, sigma: -r2 / (2 * sigma)),
            "The exponent divides by 2 * sigma; it should divide by 2 * sigma**2. sigma is the standard "
            "deviation, its square the variance.",
        ),
        Misconception(
            "missing 2 in the exponent",
            with_exponent(lambda r2, sigma: -r2 / sigma**2),
            "The exponent divides by sigma**2; the formula has 2 * sigma**2. Your bell is too narrow.",
        ),
        Misconception(
            "multiplied by sigma squared",
            with_exponent(lambda r2, sigma: -r2 / 2 * sigma**2),
            "`/ 2 * sigma**2` divides by 2 and then multiplies by sigma**2. Put brackets around the whole "
            "denominator: `/ (2 * sigma**2)`.",
        ),
        Misconception(
            "distance not squared",
            with_exponent(lambda r2, sigma: -np.sqrt(r2) / (2 * sigma**2)),
            "The exponent uses the distance from the middle; it should use its square, x**2 + y**2.",
        ),
        Misconception(
            "middle off by half a pixel",
            lambda size, sigma: normalised(bell(np.arange(size) - size / 2, sigma)),
            "The bell's middle lies between pixels: size / 2 is 1.5 for a 3x3 kernel. The middle pixel has "
            "the index size // 2.",
        ),
        Misconception(
            "counted from the corner",
            lambda size, sigma: normalised(bell(np.arange(size), sigma)),
            "The largest weight is in the upper left corner: `np.arange(size)` counts from there. Subtract "
            "the index of the middle, size // 2.",
        ),
        Misconception(
            "squeezed between -1 and 1",
            lambda size, sigma: normalised(bell(np.linspace(-1, 1, size), sigma)),
            "x and y run from -1 to 1, whatever the size. Count whole pixels: sigma is measured in them.",
        ),
        Misconception(
            "a row instead of a square",
            lambda size, sigma: normalised(np.exp(-(offsets_from_middle(size) ** 2) / (2 * sigma**2))),
            "This is one row of weights. The kernel is a square, of shape (size, size): "
            "`x[:, None] ** 2 + x ** 2` has a row for each y and a column for each x.",
        ),
        Misconception(
            "size taken for a radius",
            lambda size, sigma: normalised(bell(offsets_from_middle(2 * size + 1), sigma)),
            "Your kernel has 2 * size + 1 rows. `size` is the length of a side, not the distance from the "
            "middle to the border.",
        ),
        zeros(blurred_impulse),
        row_by_row,
        across_only,
        not_squared,
        squared_together,
        growing,
        from_the_size,
        Misconception(
            "sigma cut to a whole number",
            with_sigma(lambda size, sigma: max(int(sigma), 1)),
            "The decimals of sigma are lost: use it as it is.",
            [with_sigma(lambda size, sigma: max(round(sigma), 1))],
        ),
        Misconception(
            "the 2 squared too",
            with_exponent(lambda r2, sigma: -r2 / (2 * sigma) ** 2),
            "`(2 * sigma)**2` is 4 * sigma**2, so your bell is too wide. Only sigma is squared: "
            "`2 * sigma**2`.",
        ),
        Misconception(
            "divided by the mean",
            lambda size, sigma: size**2 * from_a_row(size, sigma),
            "The weights sum to size * size: you divide by their mean, or multiply by how many there are. "
            "Divide by their sum.",
        ),
        Misconception(
            "divided by the root of the sum",
            lambda size, sigma: (
                bell(offsets_from_middle(size), sigma) / np.sqrt(bell(offsets_from_middle(size), sigma).sum())
            ),
            "You divide by the square root of the sum. Divide by the sum itself.",
        ),
        Misconception(
            "scaled to a length of 1",
            lambda size, sigma: (
                bell(offsets_from_middle(size), sigma)
                / np.linalg.norm(bell(offsets_from_middle(size), sigma))
            ),
            "The squares of your weights sum to 1. The weights themselves should: divide by their sum.",
        ),
        cut_at_three_sigma,
    ),
    hints=(
        "A weight depends only on how far its pixel is from the middle one. Which index does the middle "
        "have?",
        "`x = np.arange(size) - size // 2` counts columns from the middle; `x[:, None]` does the same for "
        "rows, and adding the squares of both gives the whole square at once.",
        "After the errors: `x = np.arange(size) - size // 2`; "
        "`weights = np.exp(-(x[:, None]**2 + x**2) / (2 * sigma**2))`; `return weights / weights.sum()`.",
    ),
    forbidden=("scipy", "cv2", "skimage", "torch"),
)
