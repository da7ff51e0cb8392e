"""What people get wrong in `random_crop_flip`."""

from __future__ import annotations

from ...checks.exercise import Misconception


def cropping(top=None, left=None, flips=None, turn=None, own_numbers=True, option=True, share=0.5):
    """An answer in which one of the parts can be exchanged."""

    def random_crop_flip(x, size, generator, mirror=True):
        import torch

        generator = generator if own_numbers else None
        n, _, h, w = x.shape
        rows = torch.randint(h - size + 1, (n,), generator=generator)
        columns = torch.randint(w - size + 1, (n,), generator=generator)
        turned = torch.rand(n, generator=generator) < share
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


def every_other(turned):
    import torch

    return torch.arange(len(turned)) % 2 == 0


def by_mirror_first(x, size, generator, mirror=True):
    import torch

    made = []
    for picture in x:
        turned = mirror and torch.rand(1, generator=generator) < 0.5
        picture = picture.flip(-1) if turned else picture
        i, j = (int(torch.randint(side - size + 1, (1,), generator=generator)) for side in picture.shape[1:])
        made.append(picture[:, i : i + size, j : j + size])
    return torch.stack(made)


def rounded(x, size, generator, mirror=True):
    import torch

    room = torch.tensor([[x.shape[2] - size], [x.shape[3] - size]])
    rows, columns = (torch.rand(2, len(x), generator=generator) * room).round().long()
    moved = torch.stack(
        [p.roll((-int(i), -int(j)), (1, 2)) for p, i, j in zip(x, rows, columns, strict=True)]
    )
    return by_mirror_first(moved[:, :, :size, :size], size, generator, mirror)


MISTAKES = (
    Misconception(
        "one place for the whole batch",
        cropping(lambda rows, most: rows[:1].expand(len(rows)), lambda c, r, most: c[:1].expand(len(c))),
        "All pictures are cut at the same place. Draw one row and one column for each picture.",
    ),
    Misconception(
        "last place never drawn",
        cropping(lambda rows, most: rows % max(most, 1), lambda columns, rows, most: columns % max(most, 1)),
        "The last row and column are never drawn: `randint(high)` gives numbers below `high`, and a side "
        "of h pixels has h - size + 1 places.",
    ),
    Misconception(
        "places at the edges half as often",
        rounded,
        "You round: the first and the last place get half of what the others get. `torch.randint` draws "
        "all places alike.",
    ),
    Misconception(
        "one number for row and column",
        cropping(lambda rows, most: rows, lambda columns, rows, most: rows.clamp(max=most)),
        "The column is the row: only places on the diagonal are cut out. Draw both.",
    ),
    Misconception(
        "always the first place",
        cropping(lambda rows, most: rows * 0, lambda columns, rows, most: columns * 0),
        "You cut out the top left corner. The place is drawn.",
    ),
    Misconception(
        "mirrored too seldom or too often",
        cropping(share=0.25),
        "Mirror each picture with a probability of one half: `torch.rand(n) < 0.5`.",
        [cropping(share=0.75), cropping(share=0.69), cropping(share=0.31)],
    ),
    Misconception(
        "mirrored in turn",
        cropping(flips=every_other),
        "Every second picture is mirrored. Draw for each.",
    ),
    Misconception(
        "started anew in each call",
        lambda x, size, generator, mirror=True: cropping()(
            x, size, generator.manual_seed(generator.initial_seed()), mirror
        ),
        "Each call begins with the same numbers, because you start the generator anew. Take its next ones.",
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
)
