"""The backward pass, column by column: each window adds its share to the gradient of the picture."""

from __future__ import annotations

from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from course_utils import plots
from course_utils.explorers.panel import Panel, stepper
from course_utils.explorers.pieces import sentence, side_by_side, table, written

MOST_OUTPUTS, MOST_WEIGHTS = 25, 9  # more numbers cannot be read
WHOLE = {"description_width": "initial"}  # names are not cut off
PUTS = ("added", "overwritten")  # what happens where windows overlap; the second is a mistake


class Step(NamedTuple):
    """The columns, and the gradient of the picture after some of them went back."""

    cols: np.ndarray  # (kh*kw, OH*OW), the gradient of the columns
    position: tuple[int, int]  # of the last column's window, in the output
    corner: tuple[int, int]  # of that window, in the picture
    dx: np.ndarray  # (H, W)
    filled: np.ndarray  # bool (H, W): the pixels that have got something
    shares: list[float]  # what the watched pixel got, one number for each window that saw it


def compute(
    kernel: np.ndarray, dy: np.ndarray, stride: int, step: int, put: str, pixel: tuple[int, int]
) -> Step:
    """Return the gradient of the picture after column `step` went back; `pixel` is watched.

    kernel: (kh, kw). dy: (OH, OW), how much each output counts. put: one of `PUTS`.
    """
    (kh, kw), (_, across) = kernel.shape, dy.shape
    dx = np.zeros([stride * (outputs - 1) + k for outputs, k in zip(dy.shape, kernel.shape, strict=True)])
    filled, shares = np.zeros(dx.shape, bool), []
    for number in range(min(step, dy.size - 1) + 1):
        row, column = divmod(number, across)
        top, left = stride * row, stride * column
        window, share = np.s_[top : top + kh, left : left + kw], kernel * dy[row, column]
        dx[window] = share + (dx[window] if put == "added" else 0)
        filled[window] = True
        down, right = pixel[0] - top, pixel[1] - left
        if 0 <= down < kh and 0 <= right < kw:
            shares.append(float(share[down, right]))
    return Step(np.outer(kernel, dy), (row, column), (top, left), dx, filled, shares)


def show(kernel: np.ndarray, dy: np.ndarray, stride: int = 1) -> Panel:
    """Lay the columns of a gradient back on the picture, one after the other.

    `kernel` (kh, kw) and `dy` (OH, OW) are small; the picture is as large as their windows need.
    Raises ValueError if they are not two matrices, or have too many numbers to read.
    """
    kernel, dy = _checked("kernel", kernel, MOST_WEIGHTS), _checked("dy", dy, MOST_OUTPUTS)
    if stride < 1:
        raise ValueError(f"windows move by at least 1 pixel; got a stride of {stride}.")
    whole = compute(kernel, dy, stride, dy.size - 1, "added", (0, 0)).dx
    pixels = {f"{row}, {column}": (row, column) for row, column in np.ndindex(*whole.shape)}
    most_seen = f"{(whole.shape[0] - 1) // 2}, {(whole.shape[1] - 1) // 2}"
    step, drive = stepper(dy.size)
    controls: dict[str, widgets.Widget] = {
        "step": step,
        "put": widgets.Dropdown(options=PUTS, description="overlaps are", style=WHOLE),
        "pixel": widgets.Dropdown(
            options=list(pixels), value=most_seen, description="watch pixel", style=WHOLE
        ),
    }

    def draw() -> str:
        watched = pixels[controls["pixel"].value]
        now = compute(kernel, dy, stride, step.value, controls["put"].value, watched)
        number, counted = step.value, plots.number(dy[now.position])
        place = f"[{watched[0]}, {watched[1]}]"
        shares = [plots.number(share) for share in now.shares]
        kept = shares if controls["put"].value == "added" else shares[-1:]
        return side_by_side(
            table(dy, f"dy {dy.shape}", window=(*now.position, 1, 1)),
            table(kernel, f"w {kernel.shape}"),
            table(now.cols, f"dcols {now.cols.shape}", window=(0, number, len(now.cols), 1)),
            table(
                now.dx,
                f"dx {now.dx.shape}, so far",
                window=(*now.corner, *kernel.shape),
                colours=plots.shades(now.dx, signed=True, pale=2, like=whole),
                filled=now.filled,
            ),
            written(
                f"dcols[:, {number}] = w read row by row × {counted}\n"
                f"dx{place} = {' + '.join(_in_brackets(kept)) or 'nothing yet'}"
                + (f"\n    = {plots.number(float(now.dx[watched]))}" if len(kept) > 1 else "")
            ),
        ) + sentence(
            f"Column {number} goes back to the window at {now.position}. "
            f"Windows so far that see pixel {place}: {len(now.shares)}."
        )

    return Panel(
        controls,
        draw,
        "how many columns reach the watched pixel, and what is lost if overlaps are overwritten.",
        arranged=[
            drive,
            widgets.HBox([controls["put"], controls["pixel"]], layout=widgets.Layout(flex_flow="row wrap")),
        ],
    )


def _in_brackets(numbers: list[str]) -> list[str]:
    """Put negative numbers after the first into brackets."""
    return [f"({number})" if place and number[0] in "-−" else number for place, number in enumerate(numbers)]


def _checked(name: str, matrix: np.ndarray, most: int) -> np.ndarray:
    matrix = np.asarray(matrix)
    if matrix.ndim != 2 or matrix.dtype.kind not in "buif" or not 0 < matrix.size <= most:
        raise ValueError(
            f"col2im_walk shows every number: {name} is a matrix of at most {most} numbers; "
            f"got shape {matrix.shape} of {matrix.dtype}."
        )
    return matrix.astype(float)
