"""Each patch of a picture is a column of a matrix: choose one, and see the other."""

from __future__ import annotations

from typing import Any, NamedTuple

import ipywidgets as widgets
import numpy as np

from course_utils.explorers.panel import Panel, sentence, side_by_side, table

MOST_PATCHES, MOST_ROWS = 25, 18  # a matrix with more columns or rows cannot be read


class Columns(NamedTuple):
    """A picture and the matrix of its patches."""

    padded: np.ndarray  # (C, H + 2p, W + 2p)
    cols: np.ndarray  # (C*k*k, OH*OW)
    grid: tuple[int, int]  # (OH, OW), rows and columns of patches


def compute(x: np.ndarray, kernel_size: int, stride: int = 1, padding: int = 0) -> Columns:
    """Return the patches of a picture (C, H, W) as columns, in the layout of `torch.nn.functional.unfold`.

    Raises ValueError if no window fits.
    """
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    if kernel_size > min(padded.shape[1:]):
        raise ValueError(f"a window of {kernel_size} does not fit into {padded.shape[1:]}, padding included.")
    seen = np.lib.stride_tricks.sliding_window_view(padded, (kernel_size, kernel_size), axis=(1, 2))
    seen = seen[:, ::stride, ::stride]
    channels, *grid = seen.shape[:3]
    cols = seen.transpose(0, 3, 4, 1, 2).reshape(channels * kernel_size**2, -1)
    return Columns(padded, cols, (grid[0], grid[1]))


def show(x: np.ndarray, kernel_size: int, stride: int = 1, padding: int = 0) -> Panel:
    """Click a column to see its patch, or a patch to see its column.

    `x` is a small picture, (C, H, W). Raises ValueError if it has no patches, or too many to read.
    """
    found = compute(_checked(x), kernel_size, stride, padding)
    down, right = found.grid
    if down * right > MOST_PATCHES or len(found.cols) > MOST_ROWS:
        raise ValueError(
            f"im2col_patches shows every number: at most {MOST_PATCHES} patches of {MOST_ROWS} numbers; "
            f"got {down * right} of {len(found.cols)}. Take a crop, or fewer channels."
        )
    positions = [f"{row}, {column}" for row, column in np.ndindex(down, right)]
    column = _buttons("column", [str(number) for number in range(len(positions))], len(positions))
    patch = _buttons("patch", positions, right)

    def draw() -> str:
        number = column.index
        row, across = divmod(number, right)
        window = (row * stride, across * stride, kernel_size, kernel_size)
        channels = [
            table(plane, f"x[{channel}]{', padded' if padding else ''}", window=window)
            for channel, plane in enumerate(found.padded)
        ]
        matrix = table(found.cols, f"cols {found.cols.shape}", window=(0, number, len(found.cols), 1))
        return side_by_side(*channels, matrix) + sentence(
            f"The patch at ({row}, {across}) is column {row} · {right} + {across} = {number}."
        )

    panel = Panel(
        {"column": column, "patch": patch},
        draw,
        "the order within a column (channel by channel, and each channel row by row), "
        "and the pixels that are in several columns.",
    )

    def follow(change: Any) -> None:
        other = patch if change["owner"] is column else column
        with panel.at_once():
            other.index = change["new"]

    column.observe(follow, "index")
    patch.observe(follow, "index")
    return panel


def _checked(x: np.ndarray) -> np.ndarray:
    x = np.asarray(x)
    if x.ndim != 3 or x.dtype.kind not in "buif" or x.size == 0:
        raise ValueError(f"im2col_patches needs a picture (C, H, W) of numbers; got {x.shape} of {x.dtype}.")
    return x.astype(float)


def _buttons(name: str, labels: list[str], across: int) -> widgets.ToggleButtons:
    """Return buttons of which one is pressed, `across` of them in a row."""
    return widgets.ToggleButtons(
        options=labels,
        description=name,
        style={"button_width": "60px"},
        layout=widgets.Layout(width=f"{across * 64 + 8}px", max_width="100%"),
    )
