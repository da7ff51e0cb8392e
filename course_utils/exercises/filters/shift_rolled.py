"""Wrong answers to `shift` in which what leaves the image comes in again elsewhere.

What they are made from comes first.
"""

from __future__ import annotations

import numpy as np

from ...checks.exercise import misconception


def rolled(image, down, right):
    return np.roll(image, (down, right), axis=(0, 1)).astype(float)


def cleared(image, moves, but=0):
    """The image with zeros where a move along each axis let something in, `but` the last so many lines."""
    image = image.copy()
    for axis, move in enumerate(moves):
        lines = np.moveaxis(image, axis, 0)
        if move > 0:
            lines[: max(move - but, 0)] = 0
        elif move < 0:
            lines[min(len(lines) + move + but, len(lines)) :] = 0
    return image


@misconception("cleared along one axis only")
def columns_not_cleared(image, down, right):
    """`np.roll` brings back on one side what left on the other. You put zeros over it along one axis only:
    rows and columns both come back.
    """
    return cleared(rolled(image, down, right), (down, 0))


@columns_not_cleared.also
def rows_not_cleared(image, down, right):
    return cleared(rolled(image, down, right), (0, right))


@misconception("one row and column of zeros too few")
def one_too_few_cleared(image, down, right):
    """A move by `down` lets that many rows of zeros in. In yours it is one row too few, and one column, where
    a part of the old image is still seen.
    """
    return cleared(rolled(image, down, right), (down, right), but=1)


@misconception("columns run on into the next row")
def flattened(image, down, right):
    """What leaves a row on the right comes in at the left of the next row: the image is moved as one long
    line of numbers. Move rows and columns by themselves.
    """
    step, line = down * image.shape[1] + right, image.ravel()
    indices = np.arange(line.size) - step
    inside = (indices >= 0) & (indices < line.size)
    return np.where(inside, line[indices % line.size], 0.0).reshape(image.shape)


@flattened.also
def flattened_and_rolled(image, down, right):
    return np.roll(image.astype(float), down * image.shape[1] + right)
