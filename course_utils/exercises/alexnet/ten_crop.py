"""ten_crop: five pieces of a picture, and their mirror images."""

from __future__ import annotations

from ...checks.exercise import Exercise, Misconception, misconception
from ...checks.steps import steps
from ..tensors import array, tensor
from .reference import drawn


def corners(x, size):
    """The rows and columns of the five pieces: four corners and the middle."""
    down, right = x.shape[2] - size, x.shape[3] - size
    return [(0, 0), (0, right), (down, 0), (down, right), (down // 2, right // 2)]


def cutting(places=corners, mirrored=lambda crop: crop.flip(3), axis=1, paired=False, five=False):
    """An answer in which one of the rules can be exchanged."""

    def ten_crop(x, size):
        import torch

        crops = [x[:, :, i : i + size, j : j + size] for i, j in places(x, size)]
        mirrors = [mirrored(crop) for crop in crops]
        if five:
            return torch.stack(crops, axis)
        both = [each for pair in zip(crops, mirrors, strict=True) for each in pair]
        return torch.stack(both if paired else crops + mirrors, axis)

    return ten_crop


def by_numpy(x, size):
    """An independent answer: each piece is written to its place."""
    import numpy as np
    import torch

    pictures = x.numpy()
    n, c, h, w = pictures.shape
    made = np.empty((n, 10, c, size, size), pictures.dtype)
    rows = (slice(0, size), slice(0, size), slice(h - size, h), slice(h - size, h))
    columns = (slice(0, size), slice(w - size, w)) * 2
    for number, (row, column) in enumerate(zip(rows, columns, strict=True)):
        made[:, number] = pictures[:, :, row, column]
    top, left = (h - size) // 2, (w - size) // 2
    made[:, 4] = pictures[:, :, top : top + size, left : left + size]
    made[:, 5:] = made[:, :5, :, :, ::-1]
    return torch.from_numpy(made)


def by_windows(x, size):
    import torch

    windows = x.unfold(2, size, 1).unfold(3, size, 1)
    crops = torch.stack([windows[:, :, i, j] for i, j in corners(x, size)], 1)
    return torch.cat([crops, crops.flip(-1)], 1)


@misconception("mirrored first, then cut")
def mirrored_first(x, size):
    """You mirrored the whole picture and cut that. These are the same ten pieces, but the mirror of the left
    corner stands where that of the right one should be.
    """
    import torch

    return torch.cat([cutting(five=True)(x, size), cutting(five=True)(x.flip(3), size)], 1)


def swapped(x, size):
    first, right, left, last, middle = corners(x, size)
    return [first, left, right, last, middle]


def short(x, size):
    return [(max(i - 1, 0), max(j - 1, 0)) if i + j else (i, j) for i, j in corners(x, size)[:4]] + [
        corners(x, size)[4]
    ]


def clockwise(x, size):
    first, right, left, last, middle = corners(x, size)
    return [first, right, last, left, middle]


def with_the_middle(middle):
    """Another place for the middle: of the room down and to the right, and of the sides."""

    def places(x, size):
        return [*corners(x, size)[:4], middle(x.shape[2], x.shape[3], size)]

    return places


def one_side(x, size):
    room = x.shape[2] - size
    return [(0, 0), (0, room), (room, 0), (room, room), (room // 2, room // 2)]


def reversed_mirrors(x, size):
    import torch

    made = cutting()(x, size)
    return torch.cat([made[:, :5], made[:, 5:].flip(1)], 1)


def middle_only(x, size):
    import torch

    made = cutting()(x, size)
    return torch.cat([made[:, :5], made[:, 9:].expand(-1, 5, -1, -1, -1)], 1)


MORE = (
    Misconception(
        "the middle first",
        cutting(lambda x, size: [corners(x, size)[4], *corners(x, size)[:4]]),
        "The middle comes first in your result. It is the fifth, after the four corners.",
    ),
    Misconception(
        "clockwise",
        cutting(clockwise),
        "Your corners go around. The order is that of reading: bottom left comes before bottom right.",
    ),
    Misconception(
        "mirrors in the opposite order",
        reversed_mirrors,
        "Your mirror images come in the opposite order. Their order is that of the squares.",
    ),
    Misconception(
        "only the middle mirrored",
        middle_only,
        "All five mirror images are those of the middle. Mirror each square.",
    ),
    Misconception(
        "channels before crops",
        cutting(axis=2),
        "Your result is (N, C, 10, ...). The crops come right behind the pictures: (N, 10, C, ...).",
    ),
    Misconception(
        "the middle rounded in another way",
        cutting(with_the_middle(lambda h, w, size: ((h - size + 1) // 2, (w - size + 1) // 2))),
        "Your middle is off by a pixel where it cannot be exact: (H - size) // 2.",
        [
            cutting(with_the_middle(lambda h, w, size: (h // 2 - size // 2, w // 2 - size // 2))),
            cutting(with_the_middle(lambda h, w, size: (round((h - size) / 2), round((w - size) / 2)))),
        ],
    ),
    Misconception(
        "one place for rows and columns",
        cutting(with_the_middle(lambda h, w, size: ((h - size) // 2,) * 2)),
        "In the middle you use the place of the rows for the columns, too.",
        [cutting(with_the_middle(lambda h, w, size: ((w - size) // 2,) * 2))],
    ),
    Misconception(
        "square pictures only",
        cutting(one_side),
        "You take the height twice. Pictures need not be square: the columns have W - size.",
    ),
    Misconception(
        "a corner in the place of the middle",
        cutting(lambda x, size: [*corners(x, size)[:4], corners(x, size)[3]]),
        "The fifth square is a corner again. It is the middle.",
        [cutting(lambda x, size, k=k: [*corners(x, size)[:4], corners(x, size)[k]]) for k in range(3)],
    ),
    Misconception(
        "colours turned around",
        cutting(mirrored=lambda crop: crop.flip(1)),
        "You turned the channels around: red became blue. The columns are the last axis.",
    ),
)

CALL = "array(ten_crop(tensor(x), {}))"

TEN_CROP = Exercise(
    name="ten_crop",
    points=4,
    cases=(
        steps("one picture", CALL.format(3), x=drawn(1, 1, 6, 8)),
        steps("three pictures in colour", CALL.format(4), x=drawn(3, 3, 9, 7)),
        steps("nothing to cut off", CALL.format(4), x=drawn(2, 3, 4, 4)),
    ),
    oracle=by_numpy,
    alternatives=(cutting(), by_windows),
    optional=True,
    misconceptions=(
        mirrored_first,
        *MORE,
        Misconception(
            "five crops", cutting(five=True), "These are five crops: their mirror images are missing."
        ),
        Misconception(
            "each beside its mirror image",
            cutting(paired=True),
            "Each crop is followed by its mirror image. First come the five crops, then the five mirrors.",
        ),
        Misconception(
            "upside down",
            cutting(mirrored=lambda crop: crop.flip(2)),
            "Your mirrors turn the rows around. Left and right are the last axis.",
        ),
        Misconception(
            "half a turn",
            cutting(mirrored=lambda crop: crop.flip(2, 3)),
            "Your mirrors are turned by 180 degrees. Only the last axis is turned around.",
        ),
        Misconception(
            "corners exchanged",
            cutting(swapped),
            "Top right and bottom left are exchanged: the order is that of reading.",
        ),
        Misconception(
            "corners one pixel short",
            cutting(short),
            "The lower and right corners miss the last row or column: the last piece starts at h - size.",
        ),
        Misconception(
            "crops before pictures",
            cutting(axis=0),
            "Your result is (10, N, ...). The crops of a picture belong together: (N, 10, ...).",
        ),
        Misconception(
            "all zeros", lambda x, size: cutting()(x * 0, size), "Your crops have the right shape, but are 0."
        ),
    ),
    hints=(
        "Five places: where does the last piece of a side of h pixels begin?",
        "At h - size; the middle one at (h - size) // 2. Collect (row, column) of all five in a list.",
        "`torch.stack(crops + [crop.flip(3) for crop in crops], dim=1)`.",
    ),
    tools=(tensor, array),
)
