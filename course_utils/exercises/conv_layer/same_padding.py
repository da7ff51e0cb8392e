"""same_padding: the padding with which a window of stride 1 keeps the size of its input."""

from __future__ import annotations

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from .reference import as_size, torch_size


def least_padding(kernel_size, dilation=1):
    wide = 1 + 4 * kernel_size * dilation
    return next(p for p in range(wide) if torch_size(wide, kernel_size, 1, p, dilation) == wide)


def half_of_the_window(kernel_size, dilation=1):
    return (dilation * (kernel_size - 1) + 1) // 2


def by_counting(kernel_size, dilation=1):
    return len(range(0, dilation * (kernel_size - 1), 2))


def odd_kernel(rng):
    return (int(2 * rng.integers(1, 16) + 1),)


def dilated_odd_kernel(rng):
    return (*odd_kernel(rng), int(rng.integers(2, 6)))


def dilated_even_kernel(rng):
    return int(2 * rng.integers(1, 8)), int(2 * rng.integers(1, 4))


@misconception("every even kernel refused")
def every_even_kernel_refused(kernel_size, dilation=1):
    """A window of 4 with dilation 2 needs 6 zeros in all, which is 3 on each side."""
    if kernel_size % 2 == 0:
        raise ValueError(f"an even kernel ({kernel_size}) has no middle")
    return kernel_size // 2 * dilation


def formula(of):
    """A wrong `same_padding` by a formula of k and d."""
    return lambda kernel_size, dilation=1: of(kernel_size, dilation)


@misconception("a table")
def a_table(kernel_size, dilation=1):
    """You look the kernel size up in a table, and some sizes are not in it. Find a formula for all."""
    return {3: 1, 5: 2, 7: 3}[kernel_size] * dilation  # a KeyError for others


@a_table.also
def a_table_with_zeros(kernel_size, dilation=1):
    return {3: 1, 5: 2, 7: 3}.get(kernel_size, 0) * dilation


SAME_PADDING = Exercise(
    name="same_padding",
    points=2,
    cases=(
        Case("kernel 3", (3,), group="without dilation"),
        Case("kernel 5", (5,), group="without dilation"),
        Case("kernel 7", (7,), group="without dilation"),
        Case("kernel 1", (1,), group="without dilation"),
        Case("a random odd kernel", odd_kernel, group="without dilation"),
        Case("kernel 3, dilation 2", (3, 2), group="dilation"),
        Case("kernel 5, dilation 3", (5, 3), group="dilation"),
        Case("kernel 1, dilation 4", (1, 4), group="dilation"),
        Case("kernel 4, dilation 2", (4, 2), group="dilation"),
        Case("kernel 6, dilation 2", (6, 2), group="dilation"),
        Case("a random odd kernel, dilated", dilated_odd_kernel, group="dilation"),
        Case("a random even kernel, dilated", dilated_even_kernel, group="dilation"),
    ),
    oracle=least_padding,
    drive=as_size,
    alternatives=(half_of_the_window, by_counting),
    misconceptions=(
        Misconception(
            "not a whole number",
            lambda kernel_size, dilation=1: dilation * (kernel_size - 1) / 2,
            "The number is right, but `/` returns a float. `//` returns an int.",
        ),
        every_even_kernel_refused,
        Misconception(
            "half of the stretched pixels",
            lambda kernel_size, dilation=1: dilation * kernel_size // 2,
            "This is right for dilation 1, where rounding hides the difference. Dilation stretches only the "
            "gaps, and k pixels have k - 1 of them.",
        ),
        Misconception(
            "the lecture's dilation",
            lambda kernel_size, dilation=1: (dilation * kernel_size - 1) // 2,
            "Dilation stretches only the gaps: the window reaches over "
            "`dilation * (kernel_size - 1) + 1` pixels.",
        ),
        Misconception(
            "`dilation` ignored",
            lambda kernel_size, dilation=1: (kernel_size - 1) // 2,
            "This is right for dilation 1. A dilated window is wider, so it needs more padding.",
            [lambda kernel_size, dilation=1: kernel_size // 2],
        ),
        Misconception(
            "both sides on one",
            lambda kernel_size, dilation=1: dilation * (kernel_size - 1),
            "This is what both sides need together. `padding` is added on each side: return half of it.",
        ),
        Misconception(
            "the whole window",
            lambda kernel_size, dilation=1: dilation * (kernel_size - 1) + 1,
            "These are the pixels that the window covers. The output loses one pixel less than that, and the "
            "padding brings half of them back on each side.",
        ),
        Misconception(
            "one too many",
            lambda kernel_size, dilation=1: dilation * (kernel_size - 1) // 2 + 1,
            "One pixel too many on each side: the output would be 2 larger than the input.",
        ),
        Misconception(
            "half of the kernel, stretched",
            lambda kernel_size, dilation=1: kernel_size // 2 * dilation,
            "This is right for odd kernels. In an even kernel, half of the gaps is not half of the pixels: "
            "k pixels have k - 1 gaps.",
        ),
        Misconception(
            "kernel and dilation added",
            lambda kernel_size, dilation=1: (kernel_size + dilation - 2) // 2,
            "Dilation stretches every gap of the window, so it is multiplied by their number, not added.",
            [
                lambda kernel_size, dilation=1: kernel_size // 2 + dilation - 1,
                lambda kernel_size, dilation=1: (kernel_size - 1) // 2 + dilation - 1,
                lambda kernel_size, dilation=1: (kernel_size - 1) // 2 + dilation,
                lambda kernel_size, dilation=1: (kernel_size - 1 + dilation) // 2,
            ],
        ),
        Misconception(
            "halved before it is stretched",
            formula(lambda k, d: (k - 1) // 2 * d),
            "You halve and round first, then multiply. For an even kernel the half is lost, or added: "
            "multiply by the dilation first, then halve.",
            [formula(lambda k, d: round((k - 1) / 2) * d)],
        ),
        Misconception(
            "dilation counts the pixels between",
            formula(lambda k, d: (1 if d == 1 else d + 1) * (k - 1) // 2),
            "You take `dilation` as the number of pixels that are skipped between two of the window. "
            "It is the distance from one to the next: with dilation 2 one pixel is skipped.",
            [formula(lambda k, d: (d + 1) * (k - 1) // 2)],
        ),
        Misconception(
            "divided by the dilation",
            formula(lambda k, d: (k - 1) // 2 // d),
            "Dilation makes the window wider, so it needs more padding: multiply by it.",
            [formula(lambda k, d: (k - 1) // (2 * d + (d > 1)))],
        ),
        Misconception(
            "at least one",
            formula(lambda k, d: max(1, d * (k - 1) // 2)),
            "A window of one pixel takes nothing away, so it needs no padding: 0.",
        ),
        Misconception(
            "one too few",
            formula(lambda k, d: max(0, d * (k - 1) // 2 - 1)),
            "One pixel too few on each side: the output would be 2 smaller than the input.",
        ),
        a_table,
        zeros(least_padding),
    ),
    hints=(
        "Set the output size equal to n in the formula, with stride 1. What must `2 * padding` be?",
        "The window takes `dilation * (kernel_size - 1)` pixels away. The zeros on both sides bring them "
        "back.",
        "`2 * padding` must equal `dilation * (kernel_size - 1)`: return half of it, with `//`.",
    ),
)
