"""Filters slide over a picture with several channels: each spans the full depth and makes one map."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from course_utils import plots
from course_utils.explorers.panel import Panel, stepper
from course_utils.explorers.pieces import side_by_side, table, written

FRAME = np.array([200, 200, 206], np.uint8)  # the colour of the padding
LARGEST, DEEPEST = 9, 4  # pixels a side after padding; channels or filters. More cannot be read


class Step(NamedTuple):
    """One position of one filter: what each channel contributes, and how far the maps are filled in."""

    filter: int
    row: int
    column: int
    top: int  # of the window, in the padded picture
    left: int
    sums: np.ndarray  # (C,), what each channel contributes
    maps: np.ndarray  # (F, OH, OW)
    done: np.ndarray  # bool (F, OH, OW), the outputs computed so far


def compute(padded: np.ndarray, w: np.ndarray, b: np.ndarray, stride: int, step: int) -> Step:
    """Return the state of filters w (F, C, kh, kw) on a padded picture (C, H, W) after `step` steps.

    All filters are applied at one position before the window moves on.
    """
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(1, 2))
    windows = windows[:, ::stride, ::stride]
    sums = np.einsum("cijuv,ocuv->ocij", windows, w)
    maps = sums.sum(axis=1) + b[:, None, None]
    position, number = divmod(step, len(w))
    row, column = divmod(position, maps.shape[2])
    order = np.arange(maps.size).reshape(*maps.shape[1:], len(w)).transpose(2, 0, 1)
    return Step(
        number, row, column, row * stride, column * stride, sums[number, :, row, column], maps, order <= step
    )


def arithmetic(now: Step, bias: float) -> str:
    """Write out how one output is computed: a sum for each channel, and the bias."""
    parts = [
        *(f"{_signed(part)}   channel {c}" for c, part in enumerate(now.sums)),
        f"{_signed(bias)}   bias",
    ]
    total = plots.number(now.maps[now.filter, now.row, now.column])
    lines = "\n    ".join(parts)
    return f"y[{now.filter}, {now.row}, {now.column}] =\n    {lines}\n  = {total}"


def show(x: np.ndarray, w: np.ndarray, b: np.ndarray, stride: int = 1, padding: int = 0) -> Panel:
    """Step filters w (F, C, kh, kw), with biases b (F,), over a small picture x (C, H, W).

    Raises ValueError if the channels differ, no window fits, or there is too much to read.
    """
    x, w, b = _checked(x, w, b, padding)
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    steps = compute(padded, w, b, stride, 0).maps.size
    step, drive = stepper(steps)

    def draw() -> str:
        now = compute(padded, w, b, stride, step.value)
        position = (now.top, now.left, *w.shape[2:])
        return "".join(
            side_by_side(*row)
            for row in (
                [
                    table(channel, f"x[{c}]", window=position, colours=_padded(channel, x, padding))
                    for c, channel in enumerate(padded)
                ],
                [
                    table(part, f"w[{now.filter}, {c}]", colours=_shades(part, w))
                    for c, part in enumerate(w[now.filter])
                ]
                + [written(arithmetic(now, b[now.filter]))],
                [
                    table(
                        each,
                        f"y[{number}]",
                        colours=_shades(each, now.maps),
                        filled=now.done[number],
                        window=(now.row, now.column, 1, 1) if number == now.filter else None,
                    )
                    for number, each in enumerate(now.maps)
                ],
            )
        )

    return Panel(
        {"step": step},
        draw,
        "the window is at the same position in all channels, and each filter adds them up to one number. "
        "Grey cells are the padding.",
        arranged=[drive],
    )


def _shades(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return the colours of a matrix: equal numbers of the whole array have equal colours."""
    return plots.shades(part, signed=bool((whole < 0).any()), pale=2, like=whole).copy()


def _padded(channel: np.ndarray, x: np.ndarray, padding: int) -> np.ndarray:
    """Return the colours of a padded channel: those of its numbers, and grey for the padding's zeros."""
    colours = _shades(channel, x)
    inside = np.zeros(channel.shape, bool)
    inside[padding : len(channel) - padding, padding : channel.shape[1] - padding] = True
    colours[~inside] = FRAME
    return colours


def _signed(value: float) -> str:
    return f"{'−' if value < 0 else '+'} {plots.number(abs(value)):>3}"


def _checked(x: np.ndarray, w: np.ndarray, b: np.ndarray, padding: int) -> tuple[np.ndarray, ...]:
    x, w, b = (np.asarray(array, dtype=float) for array in (x, w, b))
    if x.ndim != 3 or w.ndim != 4 or b.shape != w.shape[:1] or x.shape[0] != w.shape[1]:
        raise ValueError(
            "filter_walk takes a picture (C, H, W), filters (F, C, kh, kw) and biases (F,); "
            f"got {x.shape}, {w.shape} and {b.shape}."
        )
    if max(x.shape[1:]) + 2 * padding > LARGEST or max(w.shape[:2]) > DEEPEST:
        raise ValueError(
            f"filter_walk shows every number: at most {LARGEST} pixels a side, padding included, "
            f"and {DEEPEST} channels and filters; got {x.shape} with padding {padding}, and {w.shape}."
        )
    return x, w, b
