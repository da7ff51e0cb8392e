"""same_padding: the padding with which a window of stride 1 keeps the size of its input."""

from __future__ import annotations

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from .reference import as_size, torch_size


def least_padding(kernel_size, dilation=1):
    wide = 1 + 4 * kernel_size * dilation
    return next(p for p in range(wide) if torch_size(wide, kernel_size, 1, p, dilation) == wide)


def by_halves(kernel_size, dilation=1):
    padding, remainder = divmod(dilation * (kernel_size - 1), 2)
    if remainder or kernel_size < 1:
        raise ValueError(f"no padding keeps the size for a kernel of {kernel_size}")
    return padding


def by_search(kernel_size, dilation=1):
    for padding in range(dilation * kernel_size):
        if 2 * padding == dilation * (kernel_size - 1):
            return padding
    raise ValueError(f"no padding keeps the size for a kernel of {kernel_size} with dilation {dilation}")


def odd_kernel(rng):
    return int(2 * rng.integers(1, 16) + 1), int(rng.integers(1, 6))


@misconception("every even kernel refused")
def every_even_kernel_refused(kernel_size, dilation=1):
    """A window of 4 with dilation 2 needs 6 zeros in all, which is 3 on each side.
    Raise an error only where `dilation * (kernel_size - 1)` is odd.
    """
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
        Case("a random odd kernel", odd_kernel, group="padding"),
        Case("another random odd kernel", odd_kernel, group="even kernels"),
        Case("kernel 4, dilation 2", (4, 2), group="even kernels"),
        Case("kernel 4", (4,), raises=ValueError, group="even kernels"),
        Case("kernel 2, dilation 3", (2, 3), raises=ValueError, group="even kernels"),
    ),
    oracle=least_padding,
    drive=as_size,
    alternatives=(by_halves, by_search),
    misconceptions=(
        Misconception(
            "not a whole number",
            lambda kernel_size, dilation=1: dilation * (kernel_size - 1) / 2,
            "Half of it is right, but `/` returns a float. First make sure that "
            "`dilation * (kernel_size - 1)` is even, then divide it with `//`, which returns an int.",
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
            "dilation ignored",
            lambda kernel_size, dilation=1: (kernel_size - 1) // 2,
            "This is right for dilation 1. A dilated window is wider, so it needs more padding.",
        ),
        Misconception(
            "both sides on one",
            lambda kernel_size, dilation=1: dilation * (kernel_size - 1),
            "This is what both sides need together. `padding` is added on each side: return half of it.",
        ),
        Misconception(
            "one too many",
            lambda kernel_size, dilation=1: dilation * (kernel_size - 1) // 2 + 1,
            "One pixel too many on each side: the output would be 2 larger than the input.",
        ),
        Misconception(
            "even kernels let through",
            lambda kernel_size, dilation=1: dilation * (kernel_size - 1) // 2,
            "This is right for odd kernels. Where `dilation * (kernel_size - 1)` is odd, both sides together "
            "need an odd number of zeros, and no padding gives that: raise a ValueError.",
        ),
        zeros(least_padding),
    ),
    hints=(
        "Set the output size equal to n in the formula, with stride 1. What must `2 * padding` be?",
        "`2 * padding` must equal `dilation * (kernel_size - 1)`. When is that possible?",
        "If `dilation * (kernel_size - 1)` is odd, raise ValueError, else return half of it.",
    ),
)
