"""random_crop_flip: a piece of each picture, and some of them mirrored."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from ..tensors import array, tensor
from .random_crop_flip_mistakes import MISTAKES, by_mirror_first, cropping


def generator(seed):
    """A generator of random numbers of PyTorch."""
    import torch

    return torch.Generator().manual_seed(seed)


def copies(picture, count):
    """The same picture `count` times, as a tensor."""
    import torch

    return torch.tensor(np.asarray(picture)).repeat(count, 1, 1, 1)


def places(crops, picture):
    """The different (row, column, mirrored) at which crops were cut out of a picture; -1 if one is no
    piece.
    """
    found, (h, w) = set(), crops.shape[2:]
    for crop in np.array(crops):
        at = (-1, *(int(crop[0, k, k]) for k in (0, -1)))
        for mirrored in (0, 1):
            piece = crop[:, :, ::-1] if mirrored else crop
            for i, j in np.argwhere(picture[0] == piece[0, 0, 0]):
                if np.array_equal(picture[:, i : i + h, j : j + w], piece):
                    at = (int(i), int(j), mirrored)
        found.add(at)
    return sorted(found)


def shares(crops):
    """Whether each place was taken about as often as any other, and whether half of the crops are mirrored;
    for a picture whose numbers grow to the right. Of a million right answers one fails by chance.
    """
    rows = np.array(crops)[:, 0, 0].astype(float)
    counts = np.unique(rows.min(axis=1), return_counts=True)[1]
    mirrored = np.mean(rows[:, 0] > rows[:, -1])
    return bool((abs(counts / counts.mean() - 1) < 0.33).all()), bool(0.35 < mirrored < 0.65)


def turned(*several):
    """Which crops are mirrored, for a picture whose numbers grow to the right."""
    return [crops[:, 0, 0, 0] > crops[:, 0, 0, -1] for crops in several]


def by_windows(x, size, generator, mirror=True):
    import torch

    windows = x.unfold(2, size, 1).unfold(3, size, 1)
    count = windows.shape[2] * windows.shape[3]
    chosen = torch.randint(2 * count, (len(x),), generator=generator)
    crops = windows.flatten(2, 3)[torch.arange(len(x)), :, chosen % count]
    turned = (chosen >= count) & mirror
    return torch.where(turned[:, None, None, None], crops.flip(-1), crops)


PICTURE = np.arange(90, dtype=np.uint8).reshape(3, 5, 6)
OTHERS = (np.arange(4)[:, None, None, None] * 50 + np.arange(48).reshape(3, 4, 4)).astype(np.uint8)
CALL = "crops = array(random_crop_flip(copies(picture, 400), 4, generator({}){}))\n"

RANDOM_CROP_FLIP = Exercise(
    name="random_crop_flip",
    points=6,
    cases=(
        steps(
            "every place, mirrored or not",
            CALL.format(0, "") + "places(crops, picture)",
            "places",
            picture=PICTURE,
        ),
        steps(
            "other random numbers",
            "several = [random_crop_flip(copies(picture, 200), 4, generator(k)) for k in (2, 3, 7)]\n"
            "[places(crops, picture) for crops in array(several)]",
            "places",
            picture=PICTURE,
        ),
        steps(
            "without the mirror",
            CALL.format(6, ", mirror=False") + "places(crops, picture)",
            "mirrors",
            picture=PICTURE,
        ),
        steps(
            "each place as often as the others",
            "crops = array(random_crop_flip(copies(picture, 1200), 4, generator(1)))\nshares(crops)[0]",
            "places",
            picture=PICTURE,
        ),
        steps(
            "half are mirrored",
            CALL.format(1, ", mirror=True") + "shares(crops)[1]",
            "mirrors",
            picture=PICTURE,
        ),
        steps(
            "nothing to cut off: only the mirror is left",
            "crops = array(random_crop_flip(copies(picture, 60), 5, generator(2)))\nplaces(crops, picture)",
            "mirrors",
            picture=PICTURE[:, :, :5].copy(),
        ),
        steps(
            "each from its own picture",
            """
            crops = array(random_crop_flip(tensor(x), 3, generator(3)))
            [max(places(crops[k : k + 1], x[k]))[0] >= 0 for k in range(4)]
            crops.shape
            str(crops.dtype)
            """,
            "places",
            x=OTHERS,
        ),
        steps(
            "the same generator gives the same crops",
            """
            first = array(random_crop_flip(copies(picture, 50), 4, generator(4)))
            again = array(random_crop_flip(copies(picture, 50), 4, generator(4)))
            other = array(random_crop_flip(copies(picture, 50), 4, generator(5)))
            [np.array_equal(first, again), np.array_equal(first, other)]
            np.array_equal(*turned(first, other))
            numbers = generator(4)
            first = random_crop_flip(copies(picture, 50), 4, numbers)
            np.array_equal(array(first), array(random_crop_flip(copies(picture, 50), 4, numbers)))
            """,
            "the generator",
            picture=PICTURE,
        ),
    ),
    oracle=by_windows,
    alternatives=(cropping(), by_windows, by_mirror_first),
    misconceptions=MISTAKES,
    hints=(
        "How many places are there for a window of `size` in a side of h pixels? `output_size` of chapter 04 "
        "knows it.",
        "`torch.randint(h - size + 1, (n,), generator=generator)` draws a row for each picture.",
        "`torch.stack` the n crops; then `torch.where(flip[:, None, None, None], crops.flip(3), crops)`.",
    ),
    another_way=(
        by_windows,
        "All windows are a view, and one index takes a window from each picture: no loop, so it is fast on a "
        "GPU.",
    ),
    tools=(tensor, array, generator, copies, places, shares, turned),
)
