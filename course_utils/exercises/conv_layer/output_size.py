"""output_size: how many positions a window has along one axis."""

from __future__ import annotations

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from .reference import as_size, lecture_size, room, size_by_counting, torch_size, where_a_window_fits


def by_whole_steps(n, kernel_size, stride=1, padding=0, dilation=1):
    steps = room(n, kernel_size, padding, dilation)
    if steps < 0 or stride < 1:
        raise ValueError(f"no window, or no step: room {steps}, stride {stride}")
    return divmod(steps, stride)[0] + 1


def random_sizes(strides=1, paddings=0, dilations=1):
    """Arguments of which stride, padding and dilation are at most these."""

    def draw(rng):
        n, kernel_size = rng.integers(30, 99), rng.integers(3, 8)
        stride, padding, dilation = (
            rng.integers(least, most + 1) for least, most in ((1, strides), (0, paddings), (1, dilations))
        )
        return tuple(map(int, (n, kernel_size, stride, padding, dilation)))

    return draw


@misconception("no error where no window fits")
def no_error(n, kernel_size, stride=1, padding=0, dilation=1):
    """The sizes are right. But where the window is wider than the padded input, or the stride is 0,
    there is no output: raise a ValueError that names the numbers.
    """
    return room(n, kernel_size, padding, dilation) // stride + 1


@misconception("not a whole number")
@where_a_window_fits
def not_a_whole_number(n, kernel_size, stride=1, padding=0, dilation=1):
    """An output has a whole number of pixels, and it must be an int: `//` rounds down and returns one,
    while `/`, `np.floor` and `np.ceil` return floats.
    """
    return room(n, kernel_size, padding, dilation) / stride + 1


@misconception("rounded up")
@where_a_window_fits
def rounded_up(n, kernel_size, stride=1, padding=0, dilation=1):
    """A last step that does not fit is not taken: round down, with `//`."""
    return -(-room(n, kernel_size, padding, dilation) // stride) + 1


@misconception("rounded to the nearest")
@where_a_window_fits
def rounded_to_the_nearest(n, kernel_size, stride=1, padding=0, dilation=1):
    """A last step that does not fit is not taken, even if only one pixel is missing: round down, with
    `//`.
    """
    return round(room(n, kernel_size, padding, dilation) / stride + 1)


@rounded_to_the_nearest.also
@where_a_window_fits
def steps_rounded_to_the_nearest(n, kernel_size, stride=1, padding=0, dilation=1):
    return round(room(n, kernel_size, padding, dilation) / stride) + 1


@rounded_to_the_nearest.also
@where_a_window_fits
def halves_rounded_up(n, kernel_size, stride=1, padding=0, dilation=1):
    return int(room(n, kernel_size, padding, dilation) / stride + 0.5) + 1


@misconception("padding counted once")
@where_a_window_fits
def padding_counted_once(n, kernel_size, stride=1, padding=0, dilation=1):
    """`padding` pixels are added on each side, so the input grows by `2 * padding`."""
    return room(n + padding, kernel_size, 0, dilation) // stride + 1


@misconception("padding subtracted")
@where_a_window_fits
def padding_subtracted(n, kernel_size, stride=1, padding=0, dilation=1):
    """Padding makes the input larger, by `padding` pixels on each side: add `2 * padding`."""
    return (room(n, kernel_size, padding, dilation) - 4 * padding) // stride + 1


@misconception("multiplied by the stride")
@where_a_window_fits
def multiplied_by_the_stride(n, kernel_size, stride=1, padding=0, dilation=1):
    """A larger stride leaves fewer positions: divide by it."""
    return room(n, kernel_size, padding, dilation) * stride + 1


@misconception("the first window forgotten")
@where_a_window_fits
def first_window_forgotten(n, kernel_size, stride=1, padding=0, dilation=1):
    """You count the steps. There is one window already before the first step: add 1."""
    return room(n, kernel_size, padding, dilation) // stride


@misconception("1 added before the division")
@where_a_window_fits
def added_before_the_division(n, kernel_size, stride=1, padding=0, dilation=1):
    """With stride 1 this is right. The steps are divided by the stride; the first window, the + 1, is not:
    add it after the division.
    """
    return (room(n, kernel_size, padding, dilation) + 1) // stride


@misconception("one pixel of the window not counted")
@where_a_window_fits
def one_pixel_too_few(n, kernel_size, stride=1, padding=0, dilation=1):
    """A window with `kernel_size - 1` gaps of `dilation` covers one pixel more than that: subtract
    `dilation * (kernel_size - 1) + 1`.
    """
    return (room(n, kernel_size, padding, dilation) + 1) // stride + 1


@misconception("brackets missing before the division")
@where_a_window_fits
def brackets_missing(n, kernel_size, stride=1, padding=0, dilation=1):
    """`//` comes before `+` and `-`, so only the last number is divided. Put what is divided by the stride in
    brackets.
    """
    return n + 2 * padding - (dilation * (kernel_size - 1) + 1) // stride + 1


@brackets_missing.also
@where_a_window_fits
def only_the_one_divided(n, kernel_size, stride=1, padding=0, dilation=1):
    return n + 2 * padding - dilation * (kernel_size - 1) - 1 // stride + 1


@misconception("dilation counts the pixels between")
def dilation_from_0(n, kernel_size, stride=1, padding=0, dilation=1):
    """You take `dilation` as the number of pixels that are skipped between two of the window. It is the
    distance from one to the next: with dilation 2 one pixel is skipped.
    """
    return by_whole_steps(n, kernel_size, stride, padding, 1 if dilation == 1 else dilation + 1)


@misconception("another default of `padding`")
def padded_by_default(n, kernel_size, stride=1, padding=None, dilation=1):
    """Where `padding` is given the result is right. Where it is not, there is none: its default is 0."""
    padding = kernel_size // 2 if padding is None else padding
    return by_whole_steps(n, kernel_size, stride, padding, dilation)


OUTPUT_SIZE = Exercise(
    name="output_size",
    points=5,
    cases=(
        Case("7 pixels, kernel 3", (7, 3), group="padding"),
        Case("kernel 3, padding 1: the size stays", (7, 3, 1, 1), group="padding"),
        Case("32 pixels, kernel 5", (32, 5), group="padding"),
        Case("kernel 5, padding 2: the size stays", (32, 5, 1, 2), group="padding"),
        Case("padding given by its name", (100, 5), {"padding": 2}, group="padding"),
        Case("random sizes, padded", random_sizes(paddings=4), group="padding"),
        Case("7 pixels, kernel 3, stride 2", (7, 3, 2), group="stride"),
        Case("stride 3: the last step does not fit", (7, 3, 3), group="stride"),
        Case("stride 3: the last step nearly fits", (8, 3, 3), group="stride"),
        Case("stride 4: half a step is left", (9, 3, 4), group="stride"),
        Case("AlexNet's first layer", (227, 11, 4), group="stride"),
        Case("random sizes and strides", random_sizes(strides=4), group="stride"),
        Case("11 pixels, kernel 3, dilation 2", (11, 3, 1, 0, 2), group="dilation"),
        Case("a kernel of 1 has no gaps", (6, 1), {"dilation": 4}, group="dilation"),
        Case("random sizes, dilated", random_sizes(dilations=4), group="dilation"),
        Case("5 pixels, kernel 3, stride 2, padding 1", (5, 3, 2, 1), group="all together"),
        Case("50 pixels, kernel 3, stride 2, padding 4", (50, 3, 2, 4), group="all together"),
        Case("50 pixels, kernel 3, stride 2, padding 4, dilation 3", (50, 3, 2, 4, 3), group="all together"),
        Case("50 pixels, kernel 3, padding 4, dilation 3", (50, 3, 1, 4, 3), group="all together"),
        Case("the lecture's example", (11, 3, 2, 1, 2), group="all together"),
        Case("everything drawn", random_sizes(4, 4, 4), group="all together"),
        Case("a dilated window as wide as the input", (5, 3, 1, 0, 2), group="bad input"),
        Case("a kernel as wide as the input", (3, 3), group="bad input"),
        Case("a window that fits only with padding", (2, 4, 1, 1), group="bad input"),
        Case("a window that fits", random_sizes(), group="bad input"),
        Case("one pixel less than the window", (4, 5, 2), raises=ValueError, group="bad input"),
        Case(
            "an input smaller than the dilated window", (5, 3, 1, 0, 3), raises=ValueError, group="bad input"
        ),
        Case("padded, and smaller than the window", (3, 6, 1, 1), raises=ValueError, group="bad input"),
        Case("stride 0", (7, 3, 0), raises=ValueError, group="bad input"),
        Case("stride -1", (7, 3, -1), raises=ValueError, group="bad input"),
    ),
    oracle=torch_size,
    drive=as_size,
    alternatives=(size_by_counting, by_whole_steps),
    misconceptions=(
        no_error,
        not_a_whole_number,
        Misconception(
            "the lecture's dilation",
            lecture_size,
            "You subtract `dilation * kernel_size - 1`. But k pixels have k - 1 gaps between them, and "
            "dilation stretches only the gaps: the window reaches over "
            "`dilation * (kernel_size - 1) + 1` pixels.",
        ),
        rounded_up,
        rounded_to_the_nearest,
        padding_counted_once,
        padding_subtracted,
        multiplied_by_the_stride,
        first_window_forgotten,
        added_before_the_division,
        one_pixel_too_few,
        brackets_missing,
        dilation_from_0,
        padded_by_default,
        zeros(torch_size),
    ),
    hints=(
        "Draw a row of 7 cells and move a window of 3 along it. Which position is its first, which its last?",
        "The window reaches over `dilation * (kernel_size - 1) + 1` pixels. The rest of the padded input is "
        "room for steps, and there is one window before the first step.",
        "`room = n + 2 * padding - dilation * (kernel_size - 1) - 1`; raise ValueError where it is negative "
        "or `stride < 1`; then `return room // stride + 1`.",
    ),
)
