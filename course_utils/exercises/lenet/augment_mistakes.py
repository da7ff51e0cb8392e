"""What people get wrong in `augment`."""

from __future__ import annotations

from functools import partial

from ...checks.exercise import Misconception, misconception
from .turn_and_shift_mistakes import turned


def right(
    x, generator, shift=2, degrees=10.0, *,
    several=(True, True), angle=lambda part, degrees: degrees * (2 * part - 1), top=1, low=-1,
    shared=False, order=False, of_shifts=None, exchanged=False, in_pairs=False, moved=lambda part: part,
):  # fmt: skip
    """Changed pictures, right unless it is told otherwise.

    several : an angle for each picture, a shift for each. angle : of a number from 0 to 1. low, top : the
    range of the shifts. shared : the same shift down and to the right. order : the shifts are drawn first.
    of_shifts : another generator. exchanged : right and down. in_pairs : (N, 2). moved : what becomes of it.
    """
    import torch

    counts = [len(x) if each else 1 for each in several]
    size = (counts[1], 2) if in_pairs else (2, counts[1])
    source = of_shifts() if of_shifts else generator

    def drawn():
        return torch.randint(low * shift, shift + top, size, generator=source)

    shifts = drawn() if order else None
    angles = angle(torch.rand(counts[0], generator=generator), degrees)
    shifts = drawn() if shifts is None else shifts
    shifts = shifts.T if in_pairs else shifts
    down, across = shifts[:1].expand(2, -1) if shared else shifts.flip(0) if exchanged else shifts
    every = (part.expand(len(x)) for part in (angles, moved(down), moved(across)))
    return turned(x.float(), *every)


@misconception("numbers of your own")
def own_numbers(x, generator, shift=2, degrees=10.0):
    """Your numbers do not come from `generator`. Pass it on, `generator=generator`; otherwise the same seed
    gives other pictures each time.
    """
    import torch

    angles = degrees * (2 * torch.rand(len(x)) - 1)
    return turned(x.float(), angles, *torch.randint(-shift, shift + 1, (2, len(x))))


@misconception("the same numbers in every batch")
def seeded_anew(x, generator, shift=2, degrees=10.0):
    """Every batch is changed alike, because you set a seed in each call. Take the next numbers of
    `generator`.
    """
    import torch

    return right(x, torch.Generator().manual_seed(0), shift, degrees)


@seeded_anew.also
def back_to_its_seed(x, generator, shift=2, degrees=10.0):
    import torch

    return right(x, torch.Generator().manual_seed(generator.initial_seed()), shift, degrees)


@misconception("unchanged")
def unchanged(x, generator, shift=2, degrees=10.0):
    """These are the pictures that you were given."""
    return x.float()


@misconception("all zeros")
def all_zeros(x, generator, shift=2, degrees=10.0):
    """Your result has the right shape, but every entry is 0."""
    return x.float() * 0


def known(name, advice, *changes):
    first, *others = (partial(right, **change) for change in changes)
    return Misconception(name, first, advice, others)


MISTAKES = (
    known(
        "one draw for the batch",
        "All pictures of your batch are changed alike. Draw an angle and two shifts for each: N of them.",
        {"several": (False, False)},
    ),
    known(
        "one angle for the batch",
        "All pictures of your batch turn by one angle. Draw one for each: N of them.",
        {"several": (False, True)},
    ),
    known(
        "one shift for the batch",
        "All pictures of your batch are shifted alike. Draw two shifts for each picture.",
        {"several": (True, False)},
    ),
    known(
        "rows of the shifts exchanged",
        "The first row of the shifts is down, the second right. You use them the other way round.",
        {"exchanged": True},
    ),
    known(
        "shifts in pairs",
        "You draw the shifts as (N, 2). With (2, N) a seed gives the same pictures to everybody.",
        {"in_pairs": True},
    ),
    known(
        "angles of whole degrees",
        "You round the angles. Any number from -degrees to degrees may come.",
        {"angle": lambda part, degrees: (degrees * (2 * part - 1)).round()},
    ),
    known(
        "only the angles from the generator",
        "Your shifts do not come from `generator`. Pass it to `torch.randint`, too.",
        {"of_shifts": lambda: None},
    ),
    known(
        "turns to one side only",
        "Your angles go from 0 to `degrees`. They go from -degrees to degrees.",
        {"angle": lambda part, degrees: degrees * part},
    ),
    known(
        "turns half as wide",
        "Your angles go from -degrees/2 to degrees/2. They go from -degrees to degrees.",
        {"angle": lambda part, degrees: degrees * (part - 0.5)},
    ),
    known(
        "turns twice as wide",
        "Your angles go from -degrees to degrees only if twice the number from 0 to 1, minus 1, is what "
        "you multiply.",
        {"angle": lambda part, degrees: degrees * 2 * (2 * part - 1)},
    ),
    known(
        "the turn left out",
        "Your pictures are shifted, but not turned.",
        {"angle": lambda part, degrees: part * 0},
    ),
    known(
        "the largest shift never",
        "A shift of +`shift` never comes: the end of `torch.randint` is not included. Add 1.",
        {"top": 0},
    ),
    known(
        "shifts to one side only",
        "Your shifts go from 0 to `shift`. They go from -shift to shift.",
        {"low": 0},
    ),
    known(
        "the same shift down and right",
        "Your pictures move along the diagonal only. Draw a shift for each direction.",
        {"shared": True},
    ),
    known(
        "the shifts drawn first",
        "You draw the shifts before the angles. Any order would do, but the docstring names one, so that "
        "a seed gives the same pictures to everybody.",
        {"order": True},
    ),
    Misconception(
        "always the default amounts",
        lambda x, generator, shift=2, degrees=10.0: right(x, generator),
        "`shift` and `degrees` are arguments, and 2 and 10 only their defaults.",
    ),
    own_numbers,
    seeded_anew,
    unchanged,
    all_zeros,
)
