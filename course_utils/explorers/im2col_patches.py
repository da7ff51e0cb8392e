"""Each patch of a picture is a column of a matrix, and a pixel is in several of them: choose, and see."""

from __future__ import annotations

from typing import Any, NamedTuple

import ipywidgets as widgets
import numpy as np

from course_utils import plots
from course_utils.explorers.panel import Panel
from course_utils.explorers.pieces import sentence, side_by_side, table

MOST_PATCHES, MOST_ROWS = 25, 18  # a matrix with more columns or rows cannot be read
COPY = (240, 228, 66)  # the chosen pixel and its copies
UNSEEN = "\N{ZERO WIDTH SPACE}"  # tells equal labels apart, for ipywidgets marks only the first of these


class Columns(NamedTuple):
    """A picture and the matrix of its patches."""

    padded: np.ndarray  # (C, H + 2p, W + 2p)
    cols: np.ndarray  # (C*k*k, OH*OW)
    grid: tuple[int, int]  # (OH, OW), rows and columns of patches
    origins: np.ndarray  # int (C*k*k, OH*OW): of which entry of `padded.ravel()` each is a copy


def compute(x: np.ndarray, kernel_size: int, stride: int = 1, padding: int = 0) -> Columns:
    """Return the patches of a picture (C, H, W) as columns, in the layout of `torch.nn.functional.unfold`.

    Raises ValueError if no window fits.
    """
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    if kernel_size > min(padded.shape[1:]):
        raise ValueError(f"a window of {kernel_size} does not fit into {padded.shape[1:]}, padding included.")
    cols = _unfolded(padded, kernel_size, stride)
    down, right = ((side - kernel_size) // stride + 1 for side in padded.shape[1:])
    origins = _unfolded(np.arange(padded.size).reshape(padded.shape), kernel_size, stride)
    return Columns(padded, cols, (down, right), origins)


def _unfolded(padded: np.ndarray, kernel_size: int, stride: int) -> np.ndarray:
    seen = np.lib.stride_tricks.sliding_window_view(padded, (kernel_size, kernel_size), axis=(1, 2))
    seen = seen[:, ::stride, ::stride]
    return seen.transpose(0, 3, 4, 1, 2).reshape(len(padded) * kernel_size**2, -1)


def show(x: np.ndarray, kernel_size: int, stride: int = 1, padding: int = 0) -> Panel:
    """Click a column to see its patch, a patch to see its column, or a pixel to see all its copies.

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
    pixel = _pixels(found.padded, padding)

    def draw() -> str:
        number = column.index
        row, across = divmod(number, right)
        window = (row * stride, across * stride, kernel_size, kernel_size)
        chosen = np.ravel_multi_index(pixel.value, found.padded.shape)
        here = np.arange(found.padded.size).reshape(found.padded.shape) == chosen
        copies = found.origins == chosen
        channels = [
            table(plane, _name(channel, padding), window, _marked(plane, here[channel]))
            for channel, plane in enumerate(found.padded)
        ]
        outline = (0, number, len(found.cols), 1)
        matrix = table(found.cols, f"cols {found.cols.shape}", outline, _marked(found.cols, copies))
        return (
            side_by_side(*channels, matrix)
            + sentence(f"The patch at ({row}, {across}) is column {row} · {right} + {across} = {number}.")
            + sentence(_of_copies(pixel.value, found.padded[pixel.value], padding, copies))
        )

    panel = Panel(
        {"column": column, "patch": patch, "pixel": pixel},
        draw,
        "the order within a column (channel by channel, and each channel row by row), "
        "and the copies of a pixel: in how many columns, and at which height.",
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


def _name(channel: int, padding: int) -> str:
    return f"x[{channel}]{', padded' if padding else ''}"


def _marked(matrix: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Return the colours of a table, with the entries `where` in the colour of copies."""
    colours = plots.shades(matrix, signed=bool((matrix < 0).any()), pale=2).copy()
    colours[where] = COPY
    return colours


def _of_copies(pixel: tuple[int, int, int], value: float, padding: int, copies: np.ndarray) -> str:
    """Say in which columns, and in which row of each, the copies of a pixel are."""
    channel, row, column = pixel
    places = [f"column {at} (row {entry})" for at, entry in np.argwhere(copies.T)]
    pixel_is = f"x[{channel}, {row - padding}, {column - padding}] = {plots.number(value)}"
    if not places:
        return f"{pixel_is} has no copies: no window sees it."
    return f"{pixel_is} has {len(places)} cop{'y' if len(places) == 1 else 'ies'}: {', '.join(places)}."


def _pixels(padded: np.ndarray, padding: int) -> widgets.ToggleButtons:
    """Return a button for each pixel, with its number; the channels are side by side, as in the tables."""
    channels, height, width = padded.shape
    places = [
        (channel, row, column)
        for row in range(padding, height - padding)
        for channel in range(channels)
        for column in range(padding, width - padding)
    ]
    numbers = [plots.number(padded[place]) for place in places]
    labels = [number + UNSEEN * numbers[:at].count(number) for at, number in enumerate(numbers)]
    options = list(zip(labels, places, strict=True))
    pixel = _buttons("pixel", options, channels * (width - 2 * padding))
    pixel.tooltips = [f"x[{channel}, {row - padding}, {column - padding}]" for channel, row, column in places]
    return pixel


def _buttons(name: str, options: list[Any], across: int) -> widgets.ToggleButtons:
    """Return buttons of which one is pressed, `across` of them in a row."""
    return widgets.ToggleButtons(
        options=options,
        description=name,
        style={"button_width": "60px"},
        layout=widgets.Layout(width=f"{across * 64 + 8}px", max_width="100%"),
    )
