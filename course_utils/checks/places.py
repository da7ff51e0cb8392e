"""Right numbers in the wrong place: cut off, surrounded by others, moved, or only some of them filled in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .compare import compare
from .pairs import Pair, are_enough

WAYS = ("down", "up", "right", "left")


def in_another_size(wrong: Sequence[Pair]) -> tuple[str, str] | None:
    """Results of another size that hold the right numbers, or a part of them, in one piece."""
    small = all(_is_within(pair.got.shape, pair.expected.shape) for pair in wrong)
    large = all(_is_within(pair.expected.shape, pair.got.shape) for pair in wrong)
    if not (small or large):
        return None
    for side in ("last", "first", "outermost"):
        pieces = [_piece(pair, side) for pair in wrong]
        fit = (
            piece and compare(*piece, pair.rounding) is None
            for piece, pair in zip(pieces, wrong, strict=True)
        )
        if not all(fit) or not are_enough(piece[0] for piece in pieces if piece):
            continue
        if small:
            name = {"last": "the end cut off", "first": "the beginning cut off"}.get(
                side, "cut off on all sides"
            )
            return name, (
                f"What came back is right, but the {side} ones are missing. The shapes say along which axis."
            )
        empty = all(np.count_nonzero(pair.got) <= np.count_nonzero(pair.expected) for pair in wrong)
        place = {"last": "after", "first": "before", "outermost": "around"}[side]
        return "larger than asked for", (
            f"The right numbers are there, and {'zeros' if empty else 'others'} {place} them. "
            "The shapes say along which axis."
        )
    return None


def _is_within(small: tuple[int, ...], large: tuple[int, ...]) -> bool:
    return (
        len(small) == len(large) and small != large and all(s <= n for s, n in zip(small, large, strict=True))
    )


def _piece(pair: Pair, side: str) -> tuple[np.ndarray, np.ndarray] | None:
    """The part of the larger array that has the shape of the smaller one, and the smaller one."""
    large, small = sorted((pair.expected, pair.got), key=np.size, reverse=True)
    if not small.size:
        return small, small  # nothing of it came back, which is right anywhere
    over = [n - s for n, s in zip(large.shape, small.shape, strict=True)]
    if side == "outermost" and any(n % 2 for n in over):
        return None
    starts = [{"last": 0, "first": n, "outermost": n // 2}[side] for n in over]
    piece = large[tuple(slice(a, a + s) for a, s in zip(starts, small.shape, strict=True))]
    return piece, small


def half_filled(wrong: Sequence[Pair]) -> tuple[str, str] | None:
    """Results of the right size of which a part is right, and the rest is 0."""
    if all(_stops_early(pair) for pair in wrong) and any(pair.got.any() for pair in wrong):
        return "stopped early", (
            "The first numbers are right, and after them nothing was filled in. "
            "Is the `return` indented too far, so that it ends the loop in its first round?"
        )
    if all(_partly_filled(pair) for pair in wrong) and are_enough(pair.got for pair in wrong):
        return "partly filled", (
            "What is there is right, and the rest is still 0 or False. Does the loop reach every item, "
            "does a condition leave out too much, and is the `return` after the loop, not inside?"
        )
    return None


def _partly_filled(pair: Pair) -> bool:
    """Whether `got` is right wherever it is not 0."""
    if pair.got.shape != pair.expected.shape:
        return False
    filled = np.where(pair.got == 0, 0, pair.expected)
    return pair.is_(filled)


def _stops_early(pair: Pair) -> bool:
    """Whether `got` is right up to its last number that is not 0, and that is not all."""
    filled = np.flatnonzero(pair.got)
    if pair.got.shape != pair.expected.shape or not pair.got.size:
        return False
    end = filled[-1] + 1 if filled.size else 0
    return bool(
        end < pair.got.size
        and compare(pair.expected.ravel()[:end], pair.got.ravel()[:end], pair.rounding) is None
    )


def moved(pairs: Sequence[Pair]) -> tuple[str, str] | None:
    """Results of the right size whose numbers stand one place away, along the last two axes."""
    wrong = [pair for pair in pairs if not pair.is_(pair.expected)]
    if not wrong or any(pair.got.shape != pair.expected.shape or pair.got.ndim < 2 for pair in wrong):
        return None
    for down, right in ((0, 1), (1, 0), (1, 1), (0, -1), (-1, 0), (-1, -1), (1, -1), (-1, 1)):
        pieces = [_overlap(pair, down, right) for pair in wrong]
        fit = (
            compare(one, other, pair.rounding) is None  # where nothing is left, nothing is told
            for (one, other), pair in zip(pieces, wrong, strict=True)
        )
        if all(fit) and are_enough(expected for expected, _ in pieces):
            signs = (down > 0, down < 0, right > 0, right < 0)
            ways = [way for way, is_so in zip(WAYS, signs, strict=True) if is_so]
            return "moved by one place", (
                f"The right numbers are there, but one place too far {' and '.join(ways)}: "
                "does an index begin one too early or too late?"
            )
    return None


def _overlap(pair: Pair, down: int, right: int) -> tuple[np.ndarray, np.ndarray]:
    """The right numbers that are still there if all are moved, and what stands in their new places."""
    sizes = pair.got.shape[-2:]
    old, new = (
        [
            slice(max(sign * move, 0), n + min(sign * move, 0))
            for move, n in zip((down, right), sizes, strict=True)
        ]
        for sign in (-1, 1)
    )
    return pair.expected[..., old[0], old[1]], pair.got[..., new[0], new[1]]
