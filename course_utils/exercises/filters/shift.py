"""Move an image in its frame: what leaves it is lost, and zeros come in."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise
from ..draws import normal
from .reference import TO_9, TO_16, shift, shift_by_loops, shift_by_padding
from .shift_mistakes import MISTAKES


def cut_out_of_a_frame(image, down, right):
    (h, w), rows, columns = image.shape, abs(down), abs(right)
    framed = np.pad(image, ((rows, rows), (columns, columns)))
    top, left = rows - down, columns - right
    return framed[top : top + h, left : left + w]


SHIFT = Exercise(
    name="shift",
    points=2,
    cases=(
        Case("1 to 16, one down", (TO_16, 1, 0), group="down and right"),
        Case("1 to 16, one down and two right", (TO_16, 1, 2), group="down and right"),
        Case("not at all", (TO_9, 0, 0), group="down and right"),
        Case("one right", normal((3, 5), then=(0, 1)), group="down and right"),
        Case("up and left", normal((5, 7), then=(-2, -3)), group="any direction"),
        Case("up and right", normal((7, 4), then=(-1, 2)), group="any direction"),
        Case("out of sight", (TO_9, 0, 4), group="any direction"),
    ),
    oracle=shift,
    alternatives=(shift_by_padding, shift_by_loops),
    another_way=(
        cut_out_of_a_frame,
        "It has no loop and no special case: put zeros around the image, and cut a window of the old size "
        "out of that.",
    ),
    misconceptions=MISTAKES,
    hints=(
        "Which pixel of the old image should appear at (i, j) of the new one?",
        "The pixel at (i - down, j - right), if there is one; else 0. Two loops and one `if` are enough.",
        "Or in one piece: put `abs(down)` rows and `abs(right)` columns of zeros around with `np.pad`, then "
        "cut out a window of the old size from row `abs(down) - down` and column `abs(right) - right` on.",
    ),
    forbidden=("scipy", "torch", "cv2", "skimage"),
)
