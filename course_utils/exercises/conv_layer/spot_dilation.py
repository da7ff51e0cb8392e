"""spot_dilation: find the mistake in a lecture's formula for dilated windows."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception
from .reference import lecture_size, torch_size

EXAMPLE = {"n": 11, "kernel_size": 3, "padding": 1, "dilation": 2}


def part_of_the_answer(part):
    if part == "size":
        return torch_size(**EXAMPLE, stride=2)
    if part == "reach":
        window = range(0, EXAMPLE["dilation"] * EXAMPLE["kernel_size"], EXAMPLE["dilation"])
        return window[-1] - window[0] + 1
    strides = range(1, EXAMPLE["n"])
    return next(s for s in strides if lecture_size(**EXAMPLE, stride=s) == torch_size(**EXAMPLE, stride=s))


RIGHT = {"reach": 5, "size": 5, "stride": 3}


def slip(name, part, values, advice):
    """One of the three numbers is wrong, one of these."""
    first, *others = ({**RIGHT, part: value} for value in values)
    return Misconception(name, first, advice, others)


SPOT_DILATION = Exercise(
    name="spot_dilation",
    points=3,
    cases=(
        Case("how far the window reaches", ("reach",), group="reach"),
        Case("the size of the output", ("size",), group="size"),
        Case("the smallest stride at which the formula is right", ("stride",), group="stride"),
    ),
    oracle=part_of_the_answer,
    alternatives=(RIGHT, {"reach": np.int64(5), "size": 5.0, "stride": 3.0}),
    misconceptions=(
        Misconception(
            "the lecture's answer",
            {"reach": 6, "size": 4, "stride": 3},
            "This is what the lecture says. Draw the row: where are the three pixels of the first window?",
        ),
        Misconception(
            "`dilation` ignored",
            {"reach": 3, "size": 6, "stride": 3},
            "That is a window whose pixels lie side by side. With dilation 2 they are 2 apart.",
        ),
        Misconception(
            "all zeros", {"reach": 0, "size": 0, "stride": 0}, "0 is not an answer yet: count on the drawing."
        ),
        slip(
            "the lecture's window",
            "reach",
            [6],
            "The lecture counts three gaps of 2. How many gaps do three pixels have between them?",
        ),
        slip(
            "steps counted, not pixels",
            "reach",
            [4],
            "This is the number of steps from the first pixel of the window to the last. Count both pixels.",
        ),
        slip(
            "pixels of the window counted, not those between",
            "reach",
            [3],
            "The window looks at three pixels. Count the ones that it skips between them, too.",
        ),
        slip(
            "two pixels between, not one",
            "reach",
            [7],
            "With dilation 2 the pixels are 2 apart: one pixel is skipped between two of them, not two.",
        ),
        slip("all pixels of a square", "reach", [9, 25], "Look at one axis: a single row of the window."),
        slip(
            "several strides",
            "stride",
            [[3, 5, 6, 7, 9, 10], [3, 5, 6, 7, 9], [3, 5], [3, 5, 6, 7], (3, 5, 6, 7, 9, 10)],
            "One number is asked for: the smallest of them.",
        ),
        slip(
            "the whole row",
            "reach",
            [11, 13],
            "These are the pixels of the row. How many are there from the first to the last of one window?",
        ),
        slip(
            "not rounded down",
            "size",
            [4.5, 5.5],
            "An output has a whole number of pixels. Count the positions of the window one by one.",
        ),
        slip("a pair", "size", [(5, 5), [5, 5]], "The length of one side is asked for, one number."),
        slip(
            "the lecture's size",
            "size",
            [4],
            "This is the lecture's size. Move the window along the 13 pixels, two at a time, and count.",
        ),
        slip(
            "a window without dilation",
            "size",
            [6],
            "This is right for pixels that lie side by side. With dilation 2 the window reaches farther.",
        ),
        slip(
            "the stride forgotten", "size", [9], "This is right for stride 1. The window moves by two pixels."
        ),
        slip("the whole output", "size", [25], "The length of one side is asked for."),
        slip(
            "the stride of the example",
            "stride",
            [2],
            "This is the stride of the example, at which the lecture's 4 is wrong. "
            "Put other strides into both formulas.",
        ),
        slip(
            "stride 1",
            "stride",
            [1],
            "With stride 1 nothing is rounded: the two formulas differ by one, as the windows do.",
        ),
        slip(
            "a stride that shows the difference",
            "stride",
            [4, 8],
            "At this stride the formulas give different numbers: work both out, and round down at the end.",
        ),
        slip(
            "not the smallest",
            "stride",
            [5, 6, 7, 9, 10],
            "The lecture's formula is right at this stride, but there is a smaller one.",
        ),
    ),
    hints=(
        "Draw 13 cells (11 and one of padding on each side) and mark the three pixels of the first window.",
        "They are the cells 0, 2 and 4. At which cells can a window start, if the starts are two apart? "
        "Then put strides 1, 2, 3 and so on into both formulas.",
        "From 0 to 4 are 5 cells; the starts are 0, 2, 4, 6 and 8. Before rounding, the formulas have "
        "8 / s and 7 / s: which is the first s that rounds both down to the same number?",
    ),
)
