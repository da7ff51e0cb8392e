"""Figures that several lessons share.

Each function takes `ax=None`, labels the axes and returns the `Axes`; functions that draw several pictures
return an array of them. Colours mean the same everywhere: grey is brightness, blue is negative, white is
zero, red is positive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import hsv_to_rgb
from matplotlib.patches import Rectangle

P = ParamSpec("P")
T = TypeVar("T")

SIGNED = "RdBu_r"
HIGHLIGHT = "#e69f00"
STYLE: dict[Any, Any] = {
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.labelsize": 10,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "axes.linewidth": 0.6,
    "axes.edgecolor": "#5c5c66",
    "axes.labelcolor": "#5c5c66",
    "xtick.color": "#5c5c66",
    "ytick.color": "#5c5c66",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


def _styled(draw: Callable[P, T]) -> Callable[P, T]:
    """Draw in the style of the course, and leave the learner's own settings unchanged."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> T:
        plt.draw_if_interactive()  # starts the backend, which changes settings that must outlast the style
        with plt.rc_context(STYLE):
            return draw(*args, **kwargs)

    return drawn


@_styled
def image(array: np.ndarray, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Draw a picture: (H, W) in grey, (H, W, 3) in colour.

    uint8 is drawn from 0 to 255, floats within [0, 1] or [-1, 1] on that range, other values from their
    smallest to their largest. Raises ValueError for other shapes, and for floats in colour outside [0, 1].
    """
    array = checked(array)
    ax = _axes(ax, array)
    low, high = grey_range(array)
    ax.imshow(array, cmap="gray", vmin=low, vmax=high, interpolation="nearest")
    return _labelled(ax, title)


@_styled
def numbers(
    matrix: np.ndarray,
    ax: Axes | None = None,
    title: str | None = None,
    highlight: tuple[int, int, int, int] | None = None,
    signed: bool | None = None,
    like: np.ndarray | None = None,
) -> Axes:
    """Draw a matrix as cells with their numbers in them; it is best read up to about 12 x 12.

    With `signed`, cells are blue below 0 and red above; without it they are grey, as `image` draws them. By
    default a matrix with a negative number is signed. `highlight` outlines a window: (row, column, height,
    width). `like` is a matrix to compare with: equal numbers have equal colours in both.
    """
    matrix = _matrix(matrix)
    like = matrix if like is None else _matrix(like)
    ax = _axes(ax, matrix, cell=0.45)
    _cells(matrix, ax, bool((like < 0).any()) if signed is None else signed, like)
    if highlight is not None:
        top, left, height, width = highlight
        ax.add_patch(
            Rectangle(
                (left - 0.5, top - 0.5),
                width,
                height,
                fill=False,
                edgecolor=HIGHLIGHT,
                linewidth=4,
                clip_on=False,  # as wide at the edge of the matrix
                zorder=3,  # above the axes' own frame
            )
        )
    return _labelled(ax, title)


@_styled
def kernels(named: Mapping[str, np.ndarray], axes: Sequence[Axes] | None = None) -> np.ndarray:
    """Draw named kernels side by side, blue to red with their numbers; return the array of Axes."""
    row = _row(named, axes, width=1.7)
    for (name, kernel), ax in zip(named.items(), row, strict=True):
        _cells(_matrix(kernel), ax, signed=True, like=kernel)
        ax.set(title=name, xticks=[], yticks=[])
    return row


@_styled
def gallery(
    named: Mapping[str, np.ndarray],
    axes: Sequence[Axes] | None = None,
    signed: bool = False,
    like: np.ndarray | None = None,
) -> np.ndarray:
    """Draw named pictures side by side without axes: as `image` does or, if `signed`, blue to red.

    It is for photographs and the responses of filters, where nobody looks up a single pixel. Returns the
    array of Axes. `like` is a picture to compare with: equal numbers have equal colours in all pictures. The
    largest hundredth of signed values share the darkest colours, so that a few extreme values do not make
    the rest pale.
    """
    row = _row(named, axes)
    for (name, array), ax in zip(named.items(), row, strict=True):
        ax.imshow(shades(checked(array), signed, like=like))
        ax.set(title=name, xticks=[], yticks=[])
    return row


@_styled
def directions(
    magnitude: np.ndarray, orientation: np.ndarray, ax: Axes | None = None, title: str | None = None
) -> Axes:
    """Draw a gradient in colours, without axes: the hue is the orientation, the brightness the magnitude.

    magnitude, orientation: (H, W); radians. Red is 0, followed by yellow, green, cyan, blue and violet.
    """
    hue = orientation / (2 * np.pi) % 1
    colours = np.dstack([hue, np.full_like(hue, 0.85), _without_extremes(magnitude)])
    return gallery({title or "": hsv_to_rgb(colours)}, [_axes(ax, magnitude)])[0]


@_styled
def strokes(
    magnitude: np.ndarray,
    orientation: np.ndarray,
    side: int = 16,
    bins: int = 9,
    ax: Axes | None = None,
    title: str | None = None,
) -> Axes:
    """Draw how often each orientation occurs in every square of a grid: histograms of oriented gradients.

    magnitude, orientation: (H, W); radians, opposite directions count as one. A square of `side` pixels
    becomes `bins` white strokes along the edges; a stroke is brighter where the magnitude is larger.
    Source: N. Dalal, B. Triggs, Histograms of Oriented Gradients for Human Detection, 2005.
    """
    ax = _axes(ax, magnitude)
    number = (orientation % np.pi / np.pi * bins).astype(int) % bins
    along = (np.arange(bins) + 0.5) * np.pi / bins + np.pi / 2  # an edge is perpendicular to its gradient
    reaches = side / 2 * np.stack([np.cos(along), np.sin(along)], axis=1)
    lines: list[tuple[np.ndarray, np.ndarray]] = []
    weights: list[np.ndarray] = []
    for row, column in np.ndindex(magnitude.shape[0] // side, magnitude.shape[1] // side):
        square = np.s_[side * row : side * (row + 1), side * column : side * (column + 1)]
        weights.append(np.bincount(number[square].ravel(), magnitude[square].ravel(), minlength=bins))
        centre = side * (np.array([column, row]) + 0.5)
        lines.extend((centre - reach, centre + reach) for reach in reaches)
    gallery({title or "": np.zeros_like(magnitude)}, [ax])
    ax.add_collection(
        LineCollection(lines, colors="white", alpha=_without_extremes(np.array(weights)).ravel())
    )
    return ax


@_styled
def neighbours(degrees: int, ax: Axes | None = None) -> Axes:
    """Draw a pixel and its two neighbours in a direction, a multiple of 45 degrees; 0 points right, 90 down.

    The neighbour that comes first in reading order is called "first"; the other one, "second".
    """
    step = np.round([np.sin(np.deg2rad(degrees)), np.cos(np.deg2rad(degrees))]).astype(int)  # down, right
    places = sorted([tuple(1 - step), tuple(1 + step)])
    cells = np.ones((3, 3))
    for place in places:
        cells[place] = 0.8
    ax = _axes(ax, cells, cell=0.8)
    ax.imshow(cells, cmap="gray", vmin=0, vmax=1)
    ax.set(xticks=[0.5, 1.5], yticks=[0.5, 1.5], xticklabels=[], yticklabels=[])
    ax.set_title(f"{degrees}° or {degrees - 180}°".replace("-", "\N{MINUS SIGN}"))
    ax.grid(color="#5c5c66", linewidth=0.6)
    ax.tick_params(length=0)
    for name, (row, column) in zip(("first", "second", "pixel"), [*places, (1, 1)], strict=True):
        ax.text(column, row, name, ha="center", va="center", weight="bold" if name == "pixel" else None)
    for sign in (-1, 1):
        (from_y, from_x), (to_y, to_x) = 1 + sign * 0.35 * step, 1 + sign * 0.65 * step
        ax.annotate(
            "", (to_x, to_y), (from_x, from_y), arrowprops={"arrowstyle": "->", "color": HIGHLIGHT, "lw": 2.5}
        )
    return ax


def number(value: float) -> str:
    """Write a number for a cell: an integer, or with two decimals; with a true minus sign, and never -0.

    From 1,000 on there are no decimals. A number that is too long for a cell is written with its power of
    ten: 1e+88.
    """
    value = float(value)
    longest = 1e6 if value.is_integer() else 1e4
    digits = 0 if value.is_integer() or abs(value) >= 1000 else 2
    text = f"{value:.0e}" if abs(value) >= longest else f"{round(value, digits) + 0.0:.{digits}f}"
    return text.replace("-", "\N{MINUS SIGN}")


def grey_range(array: np.ndarray) -> tuple[float, float]:
    """Return the values that are drawn black and white: the range that the numbers seem to come from."""
    if array.dtype == np.uint8:
        return 0, 255
    low, high = float(array.min()), float(array.max())
    if low >= -1 and high <= 1:
        return (-1 if low < 0 else 0), 1
    return (low, high) if low < high else (low - 1, high + 1)


def signed_limit(array: np.ndarray) -> float:
    """Return the absolute value that is drawn darkest: at most one value in a hundred is larger."""
    return float(np.quantile(np.abs(array), 0.99, method="higher")) or 1.0


def shades(array: np.ndarray, signed: bool, pale: float = 1.0, like: np.ndarray | None = None) -> np.ndarray:
    """Return the colours of an array as uint8 (H, W, 3): grey by brightness, or blue to red by sign.

    With `pale` 2 the largest number is only half as dark, so that text on it can be read. The colours span
    the range of `like`, by default that of the array itself.
    """
    if array.ndim == 3:
        return array if array.dtype == np.uint8 else np.round(array * 255).astype(np.uint8)
    like = array if like is None else like
    low, high = (-pale * signed_limit(like), pale * signed_limit(like)) if signed else grey_range(like)
    colours = plt.get_cmap(SIGNED if signed else "gray")(
        np.clip((array - low) / (high - low), 0, 1), bytes=True
    )
    return np.asarray(colours)[..., :3]


def ink(background: np.ndarray) -> str:
    """Return "black" or "white", whichever contrasts more with a uint8 colour (WCAG 2: luminance)."""
    share = background / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return "black" if linear @ (0.2126, 0.7152, 0.0722) > 0.179 else "white"


def checked(array: np.ndarray) -> np.ndarray:
    """Return the array if it is a picture, (H, W) or in colour (H, W, 3); otherwise raise a ValueError."""
    array = np.asarray(array)
    if array.dtype.kind not in "buif" or array.size == 0 or not (array.ndim == 2 or array.shape[2:] == (3,)):
        raise ValueError(
            "a picture is an array of numbers of shape (height, width), or in colour (height, width, 3); "
            f"got shape {array.shape} of {array.dtype}."
        )
    if array.ndim == 3 and array.dtype != np.uint8 and (array.min() < 0 or array.max() > 1):
        raise ValueError(
            "a picture in colour is uint8, or floats from 0 to 1; "
            f"got {array.dtype} from {array.min()} to {array.max()}."
        )
    return array.astype(float) if array.dtype == bool else array


def _without_extremes(array: np.ndarray) -> np.ndarray:
    """Return magnitudes as fractions from 0 to 1; the largest fiftieth of them are all 1."""
    return np.clip(array / (float(np.quantile(array, 0.98)) or 1.0), 0, 1)


def _matrix(array: np.ndarray) -> np.ndarray:
    """Return the array if it is a picture that is not in colour; otherwise raise a ValueError."""
    array = checked(array)
    if array.ndim != 2:
        raise ValueError(f"a matrix has shape (height, width); got {array.shape}.")
    return array


def _cells(matrix: np.ndarray, ax: Axes, signed: bool, like: np.ndarray) -> None:
    """Colour the cells of a matrix, in the range of `like`, and write its numbers into them."""
    colours = shades(matrix, signed, pale=2, like=like)
    ax.imshow(colours)
    for (row, column), value in np.ndenumerate(matrix):
        ax.text(column, row, number(value), ha="center", va="center", color=ink(colours[row, column]))


def _axes(ax: Axes | None, array: np.ndarray, cell: float | None = None) -> Axes:
    """Return the given Axes, or new ones: at most 4 inches high, or with cells of `cell` inches."""
    if ax is not None:
        return ax
    height, width = array.shape[:2]
    scale = cell or min(4.0 / height, 7.0 / width)
    _, new = plt.subplots(figsize=(max(width * scale, 1.0) + 0.9, height * scale + 0.8), layout="constrained")
    return new


def _row(named: Mapping[str, np.ndarray], axes: Sequence[Axes] | None, width: float = 3.4) -> np.ndarray:
    """Return the given Axes, or new ones of one height, each about `width` inches wide and 10 in all."""
    if not named:
        raise ValueError("a row of pictures needs at least one picture; got none.")
    if axes is not None:
        return np.asarray(axes)
    across = min(width * len(named), 10.0)
    aspects = [np.shape(array)[1] / np.shape(array)[0] for array in named.values()]
    figure = plt.figure(figsize=(across, across / sum(aspects) + 0.5), layout="constrained")
    return figure.subplots(1, len(named), squeeze=False, width_ratios=aspects)[0]


def _labelled(ax: Axes, title: str | None) -> Axes:
    ax.set(xlabel="column", ylabel="row")
    ax.locator_params(integer=True, nbins=6)
    if title:
        ax.set_title(title)
    return ax
