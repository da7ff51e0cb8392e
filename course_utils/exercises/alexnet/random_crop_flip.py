"""random_crop_flip: a piece of each picture, and some of them mirrored."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise, Misconception
from ...checks.steps import steps
from ..tensors import array, tensor


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


def about_half(crops, picture):
    """Whether about half of the crops are mirrored."""
    mirrored = sum(crop[0, 0, 0] > crop[0, 0, -1] for crop in np.array(crops))
    return bool(0.35 < mirrored / len(crops) < 0.65)


def cropping(top=None, left=None, flips=None, turn=None, own_numbers=True, option=True):
    """An answer in which one of the parts can be exchanged."""

    def random_crop_flip(x, size, generator, mirror=True):
        import torch

        generator = generator if own_numbers else None
        n, _, h, w = x.shape
        rows = torch.randint(h - size + 1, (n,), generator=generator)
        columns = torch.randint(w - size + 1, (n,), generator=generator)
        turned = torch.rand(n, generator=generator) < 0.5
        rows, columns = (top(rows, h - size), left(columns, rows, w - size)) if top else (rows, columns)
        turned = flips(turned) if flips else turned
        turned = turned & mirror if option else turned
        crops = torch.empty(n, x.shape[1], size, size, dtype=x.dtype)
        for number in range(n):
            i, j = int(rows[number]), int(columns[number])
            crop = x[number, :, i : i + size, j : j + size]
            crops[number] = (turn or by_columns)(crop) if turned[number] else crop
        return crops

    return random_crop_flip


def by_columns(crop):
    return crop.flip(2)


def by_windows(x, size, generator, mirror=True):
    import torch

    windows = x.unfold(2, size, 1).unfold(3, size, 1)
    count = windows.shape[2] * windows.shape[3]
    chosen = torch.randint(2 * count, (len(x),), generator=generator)
    crops = windows.flatten(2, 3)[torch.arange(len(x)), :, chosen % count]
    turned = (chosen >= count) & mirror
    return torch.where(turned[:, None, None, None], crops.flip(-1), crops)


def by_mirror_first(x, size, generator, mirror=True):
    import torch

    made = []
    for picture in x:
        turned = mirror and torch.rand(1, generator=generator) < 0.5
        picture = picture.flip(-1) if turned else picture
        i, j = (int(torch.randint(side - size + 1, (1,), generator=generator)) for side in picture.shape[1:])
        made.append(picture[:, i : i + size, j : j + size])
    return torch.stack(made)


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
            "other random numbers", CALL.format(2, "") + "places(crops, picture)", "places", picture=PICTURE
        ),
        steps(
            "without the mirror",
            CALL.format(6, ", mirror=False") + "places(crops, picture)",
            "mirrors",
            picture=PICTURE,
        ),
        steps(
            "half are mirrored", CALL.format(1, "") + "about_half(crops, picture)", "mirrors", picture=PICTURE
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
            """,
            "the generator",
            picture=PICTURE,
        ),
    ),
    oracle=by_windows,
    alternatives=(cropping(), by_mirror_first),
    misconceptions=(
        Misconception(
            "one place for the whole batch",
            cropping(lambda rows, most: rows[:1].expand(len(rows)), lambda c, r, most: c[:1].expand(len(c))),
            "All pictures are cut at the same place. Draw one row and one column for each picture.",
        ),
        Misconception(
            "last place never drawn",
            cropping(
                lambda rows, most: rows % max(most, 1), lambda columns, rows, most: columns % max(most, 1)
            ),
            "The last row and column are never drawn: `randint(high)` gives numbers below `high`, and a side "
            "of h pixels has h - size + 1 places.",
        ),
        Misconception(
            "one number for row and column",
            cropping(lambda rows, most: rows, lambda columns, rows, most: rows.clamp(max=most)),
            "The column is the row: only places on the diagonal are cut out. Draw both.",
        ),
        Misconception(
            "always the middle",
            cropping(
                lambda rows, most: rows * 0 + most // 2, lambda columns, rows, most: columns * 0 + most // 2
            ),
            "You cut out the middle. That is for tests; here the place is drawn.",
        ),
        Misconception(
            "never mirrored", cropping(flips=lambda turned: turned & False), "No picture is ever mirrored."
        ),
        Misconception(
            "always mirrored",
            cropping(flips=lambda turned: turned | True),
            "Every picture is mirrored. Mirror each with a probability of one half.",
        ),
        Misconception(
            "mirrored against the will",
            cropping(option=False),
            "With mirror=False, too, half of your crops are mirrored.",
        ),
        Misconception(
            "all mirrored or none",
            cropping(flips=lambda turned: turned[:1].expand(len(turned))),
            "One draw decides for the whole batch. Draw once for each picture.",
        ),
        Misconception(
            "upside down",
            cropping(turn=lambda crop: crop.flip(1)),
            "You turned rows around, so the sky is below. Left and right are the last axis.",
        ),
        Misconception(
            "half a turn",
            cropping(turn=lambda crop: crop.flip(1, 2)),
            "You turned both axes around. A mirror turns only the last one.",
        ),
        Misconception(
            "colours turned around",
            cropping(turn=lambda crop: crop.flip(0)),
            "You turned the channels around: red became blue. The columns are the last axis.",
        ),
        Misconception(
            "generator not used",
            cropping(own_numbers=False),
            "The same generator gives other crops: `torch.rand` and `torch.randint` use it only as "
            "`generator=generator`.",
        ),
        Misconception(
            "all zeros",
            lambda x, size, generator, mirror=True: x[:, :, :size, :size] * 0,
            "Your crops have the right shape, but are black.",
        ),
    ),
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
    tools=(tensor, array, generator, copies, places, about_half),
)
