"""im2col_bytes: say how much memory the columns take."""

from __future__ import annotations

import math

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..reference import grid, im2col, pair


def bytes_without_memory(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    """The size of PyTorch's columns on the device "meta", where tensors have a shape but no numbers."""
    import torch

    pictures = torch.empty(tuple(shape), device="meta")
    cols = torch.nn.functional.unfold(pictures, kernel_size, dilation, padding, stride)
    return cols.numel() * itemsize


def bytes_of_columns(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    return im2col(np.empty(shape, np.uint8), kernel_size, stride, padding, dilation).nbytes * itemsize


def by_formula(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    places = math.prod(grid(shape[2:], kernel_size, stride, padding, dilation))
    return shape[0] * shape[1] * math.prod(pair(kernel_size)) * places * itemsize


def miscounted(formula):
    """A wrong count, from n, c, h, w, the entries k of a kernel, oh, ow and the bytes of an entry."""

    def wrong(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
        oh, ow = grid(shape[2:], kernel_size, stride, padding, dilation)
        return formula(*shape, math.prod(pair(kernel_size)), oh, ow, itemsize)

    return wrong


def random_layer(rng):
    n, c, h, w = (int(number) for number in rng.integers(3, 40, size=4))
    return (n, c, h + 9, w + 13), (3, 5), (2, 1), (1, 2), (2, 3), 8


def random_pictures(rng):
    return tuple(int(number) for number in rng.integers(3, 40, size=4)), 3


def spread(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    oh, ow = grid(shape[2:], kernel_size, stride, padding, dilation)
    reach = [d * (k - 1) + 1 for k, d in zip(pair(kernel_size), pair(dilation), strict=True)]
    return shape[0] * shape[1] * math.prod(reach) * oh * ow * itemsize


@misconception("too large for 32 bits")
def in_32_bits(*layer):
    """The product is larger than 2**31, and an int32 holds no such number. Python's own int holds any:
    multiply without NumPy, or with `dtype=np.int64`.
    """
    return (by_formula(*layer) + 2**31) % 2**32 - 2**31


@misconception("in kilobytes or megabytes")
def in_larger_units(*layer):
    """You divide by 1000 or 1024, once or more often. The answer is asked for in bytes."""
    return by_formula(*layer) / 1e6


for unit in (1000, 1024, 1024**2, 1e9, 1024**3):
    in_larger_units.also(lambda *layer, unit=unit: by_formula(*layer) / unit)


@misconception("the rule of thumb")
def rule_of_thumb(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    """Kernel size over stride, squared, times the pictures: this is nearly the answer. At the border there
    are fewer windows, or more with padding: `map_size` gives their exact numbers.
    """
    return math.prod(shape) * math.prod(pair(kernel_size)) * itemsize // math.prod(pair(stride))


@rule_of_thumb.also
def rule_without_rounding(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    return math.prod(shape) * math.prod(pair(kernel_size)) * itemsize / math.prod(pair(stride))


@misconception("how many times as much")
def times_as_much(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    """That says how many times as much memory the columns take as the pictures. Give the bytes."""
    places = math.prod(grid(shape[2:], kernel_size, stride, padding, dilation))
    return math.prod(pair(kernel_size)) * places / math.prod(shape[2:])


@times_as_much.also
def whole_times_as_much(*layer):
    return int(times_as_much(*layer))


@times_as_much.also
def entries_by_entries(shape, *layer):
    return by_formula(shape, *layer[:4]) // 4 // max(math.prod(shape), 1)


@misconception("padding counted once")
def padding_counted_once(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    """You add the padding once to each side of the picture. It is on both ends: `h + 2 * ph`, `w + 2 * pw`,
    as `map_size` counts it.
    """
    larger = (*shape[:2], *(n + p for n, p in zip(shape[2:], pair(padding), strict=True)))
    return by_formula(larger, kernel_size, stride, 0, dilation, itemsize)


@misconception("the pictures counted as well")
def pictures_as_well(shape, *layer):
    """That is the memory of the pictures and of the columns together. Count the columns only."""
    itemsize = layer[4] if len(layer) > 4 else 4
    return by_formula(shape, *layer) + math.prod(shape) * itemsize


@pictures_as_well.also
def padded_pictures_as_well(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    sides = math.prod(n + 2 * p for n, p in zip(shape[2:], pair(padding), strict=True))
    columns = by_formula(shape, kernel_size, stride, padding, dilation, itemsize)
    return columns + shape[0] * shape[1] * sides * itemsize


IM2COL_BYTES = Exercise(
    name="im2col_bytes",
    points=2,
    cases=(
        Case("AlexNet's first layer", ((1, 3, 227, 227), 11, 4), group="one number for both axes"),
        Case("64 pictures, padding 1", ((64, 3, 32, 32), 3, 1, 1), group="one number for both axes"),
        Case("no pictures", ((0, 3, 5, 5), 3), group="one number for both axes"),
        Case("a random layer, windows of 3 x 3", random_pictures, group="one number for both axes"),
        Case(
            "27 x 27 x 96, windows of 5 x 5, padding 2, dilation 2, float64",
            ((4, 96, 27, 27), 5, 1, 2, 2, 8),
            group="pairs, and itemsize",
        ),
        Case("stride (2, 3)", ((2, 3, 7, 9), 3, (2, 3)), group="pairs, and itemsize"),
        Case("a random layer", random_layer, dtype="int", group="pairs, and itemsize"),
        Case(
            "4,096 bytes for each number",
            ((4, 96, 27, 27), 5, 1, 2, 1, 4096),
            group="pairs, and itemsize",
        ),
    ),
    oracle=bytes_without_memory,
    alternatives=(bytes_of_columns, by_formula),
    forbidden=("torch", "scipy"),
    misconceptions=(
        Misconception(
            "entries, not bytes",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * c * k * oh * ow),
            "That is how many numbers there are. Each takes `itemsize` bytes.",
        ),
        Misconception(
            "eight bytes for every number",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * c * k * oh * ow * 8),
            "You count 8 bytes for each number, as in float64 (what `np.zeros` makes). "
            "Multiply the count by `itemsize`; no array is needed.",
        ),
        Misconception(
            "four bytes for every number",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * c * k * oh * ow * 4),
            "You count 4 bytes for each number. That is float32, only the default: multiply by `itemsize`.",
        ),
        Misconception(
            "another default of `itemsize`",
            lambda shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=8: by_formula(
                shape, kernel_size, stride, padding, dilation, itemsize
            ),
            "Where `itemsize` is given the result is right. Where it is not, yours is 8; it should be 4.",
        ),
        in_32_bits,
        Misconception(
            "at least one picture",
            lambda shape, *layer: by_formula((max(1, shape[0]), *shape[1:]), *layer),
            "A batch without pictures takes no memory: N may be 0.",
        ),
        Misconception(
            "channels forgotten",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * k * oh * ow * size),
            "A patch spans all channels, so a column has C*kh*kw entries.",
        ),
        Misconception(
            "one picture only",
            miscounted(lambda n, c, h, w, k, oh, ow, size: c * k * oh * ow * size),
            "That is the memory of one picture's columns. Count those of all N pictures.",
        ),
        Misconception(
            "a patch at every pixel",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * c * k * h * w * size),
            "You count a patch for every pixel of the input. There is one for each output pixel: OH*OW.",
        ),
        Misconception(
            "bits, not bytes",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * c * k * oh * ow * size * 8),
            "That is the number of bits. `itemsize` is in bytes: 4 for float32.",
        ),
        Misconception(
            "the picture itself",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * c * h * w * size),
            "That is the memory of `x`. The columns hold a pixel once for every window that sees it.",
        ),
        Misconception(
            "gaps counted as entries",
            spread,
            "You count the pixels between those that a dilated kernel meets. It has kh*kw entries, "
            "however far apart they are.",
        ),
        in_larger_units,
        Misconception(
            "a square kernel",
            lambda shape, kernel_size, *others: (
                by_formula(shape, kernel_size, *others)
                // math.prod(pair(kernel_size))
                * pair(kernel_size)[0] ** 2
            ),
            "You count kh*kh entries for each patch. The kernel has kh rows and kw columns.",
        ),
        rule_of_thumb,
        pictures_as_well,
        padding_counted_once,
        times_as_much,
        Misconception(
            "dilation and padding ignored",
            lambda shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4: by_formula(
                shape, kernel_size, stride, itemsize=itemsize
            ),
            "The number of patches depends on padding and dilation too: use `map_size`.",
        ),
        Misconception(
            "one patch too few along each side",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * c * k * (oh - 1) * (ow - 1) * size),
            "You count one window too few in each direction: `map_size` already gives their numbers.",
        ),
        zeros(bytes_without_memory),
    ),
    hints=(
        "What is the shape of what `im2col` returns?",
        "There are N matrices of C*kh*kw rows and OH*OW columns; `map_size` gives (OH, OW).",
        "`n * c * kh * kw * oh * ow * itemsize`, with `n, c = shape[:2]` and "
        "`oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)`.",
    ),
)
