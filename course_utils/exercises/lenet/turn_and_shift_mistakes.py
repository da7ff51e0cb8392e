"""What people get wrong where pictures are turned and shifted."""

from __future__ import annotations

from ...checks.exercise import Misconception, misconception


def turned(
    x,
    degrees,
    down,
    right,
    *,
    sign=1.0,
    radians=False,
    away=1.0,
    unit=2.0,
    pixels=False,
    shift_first=False,
    corners=False,
    aligned=None,
    pixel=None,
    slanted=False,
    up=1.0,
    part=1.0,
    mode="bilinear",
    edge="zeros",
):
    """Turned and shifted pictures, right unless it is told otherwise.

    sign : of the turn. radians : whether degrees are taken for them. away : the sign of the shift.

    unit : the width of the picture in the grid. pixels : whether shifts stay in them. shift_first : before
    the turn. aligned : the corners of the grid. pixel : its width in a grid of that size. slanted : a wrong
    sign in the matrix. up : the sign of the shift down. part : of the angle. The rest is for PyTorch.
    """
    import torch

    a = part * sign * (degrees if radians else torch.deg2rad(degrees))
    c, s = a.cos(), a.sin()
    step = away * (1.0 if pixels else pixel(x.shape[3]) if pixel else unit / x.shape[3])
    tx, ty = step * right, up * step * down
    ends = (-tx, -ty) if shift_first else (s * ty - c * tx, -s * tx - c * ty)
    rows = [torch.stack([c, s if slanted else -s, ends[0]], 1), torch.stack([s, c, ends[1]], 1)]
    grid = torch.nn.functional.affine_grid(
        torch.stack(rows, 1), list(x.shape), align_corners=corners if aligned is None else aligned
    )
    return torch.nn.functional.grid_sample(x, grid, mode, edge, align_corners=corners)


@misconception("all pictures alike")
def alike(x, degrees, down, right):
    """All pictures are turned and shifted by the amounts of the first one. Each has its own."""
    first = [part[:1].expand(len(x)) for part in (degrees, down, right)]
    return turned(x, *first)


@alike.also
def by_the_mean(x, degrees, down, right):
    return turned(x, *(part.mean().expand(len(x)) for part in (degrees, down, right)))


@misconception("the turn of the first picture for all")
def one_turn(x, degrees, down, right):
    """All pictures are turned by the first angle. Each has its own."""
    return turned(x, degrees[:1].expand(len(x)), down, right)


@misconception("the shift of the first picture for all")
def one_shift(x, degrees, down, right):
    """All pictures are shifted as the first one is. Each has its own shift."""
    return turned(x, degrees, down[:1].expand(len(x)), right[:1].expand(len(x)))


@misconception("shifts of whole pixels only")
def whole_pixels(x, degrees, down, right):
    """Your shifts lose their parts of pixels. Between pixels, blend."""
    return turned(x, degrees, down.round(), right.round())


@whole_pixels.also
def cut_pixels(x, degrees, down, right):
    return turned(x, degrees, down.trunc(), right.trunc())


@misconception("turned about a corner")
def about_a_corner(x, degrees, down, right):
    """Your pictures turn about their top left corner. The middle of the grid is (0, 0): turn there."""
    import torch

    a = torch.deg2rad(degrees)
    c, s = a.cos(), a.sin()
    tx, ty = (2 * part / x.shape[3] - 1 for part in (right, down))
    rows = [torch.stack([c, -s, s * ty - c * tx - 1], 1), torch.stack([s, c, -s * tx - c * ty - 1], 1)]
    grid = torch.nn.functional.affine_grid(torch.stack(rows, 1), list(x.shape), align_corners=False)
    return torch.nn.functional.grid_sample(x, grid, align_corners=False)


@misconception("down and right exchanged")
def exchanged(x, degrees, down, right):
    """`down` moves your pictures to the right, and `right` moves them down. In a grid x comes first, and x
    goes to the right.
    """
    return turned(x, degrees, right, down)


@misconception("rolled around")
def rolled(x, degrees, down, right):
    """What leaves the picture on one side comes in on the other. What comes in is 0."""
    import torch

    moved = [torch.roll(one, (int(v), int(h)), (1, 2)) for one, v, h in zip(x, down, right, strict=True)]
    return turned(torch.stack(moved), degrees, down * 0, right * 0)


@misconception("the turn left out")
def only_shifted(x, degrees, down, right):
    """Your pictures are shifted, but not turned."""
    return turned(x, degrees * 0, down, right)


@misconception("the shift left out")
def only_turned(x, degrees, down, right):
    """Your pictures are turned, but not shifted."""
    return turned(x, degrees, down * 0, right * 0)


@misconception("unchanged")
def unchanged(x, degrees, down, right):
    """These are the pictures that you were given."""
    return x.clone()


@misconception("all zeros")
def all_zeros(x, degrees, down, right):
    """Your result has the right shape, but every entry is 0."""
    return x * 0


def known(name, advice, *changes):
    first, *others = (lambda *args, change=change: turned(*args, **change) for change in changes)
    return Misconception(name, first, advice, others)


MISTAKES = (
    known(
        "turned the other way",
        "Your pictures turn clockwise. Mind that y goes down, and that you ask where a pixel comes from: "
        "each turns the sign once.",
        {"sign": -1.0},
    ),
    known(
        "degrees for radians",
        "A sine wants radians, and gets degrees: `torch.deg2rad`.",
        {"radians": True},
    ),
    known(
        "shifted the other way",
        "Your pictures move up and to the left. The grid says where a pixel comes from, so what moves right "
        "comes from the left: minus.",
        {"away": -1.0},
        {"away": -1.0, "shift_first": True},
    ),
    known(
        "both the other way",
        "You move each pixel to its new place. The grid wants the way back: where each output pixel comes "
        "from.",
        {"sign": -1.0, "away": -1.0, "shift_first": True},
        {"sign": -1.0, "away": -1.0},
    ),
    known(
        "the shift turned as well",
        "You shift first and turn then, so the shift is turned as well. The picture is turned about its "
        "middle, then shifted. On the way back that means: undo the shift, then the turn.",
        {"shift_first": True},
    ),
    known(
        "pixels for halves of the picture",
        "Your pictures leave the window: the grid goes from -1 to 1, so a pixel is 2 / W of it.",
        {"pixels": True},
    ),
    known(
        "down for up",
        "Your pictures move up where they should move down. In the grid y grows downwards, as rows do.",
        {"up": -1.0},
    ),
    known(
        "a pixel of another width",
        "A pixel is 2 / W of the grid where `align_corners=False`; 2 / (W - 1) belongs to True.",
        {"pixel": lambda size: 2 / (size - 1)},
    ),
    known("twice as far", "Your pictures move twice as far as they should.", {"unit": 4.0}),
    known(
        "half the angle",
        "Your pictures turn half as far: 180 degrees are pi.",
        {"part": 0.5},
    ),
    known("twice the angle", "Your pictures turn twice as far: 180 degrees are pi.", {"part": 2.0}),
    known(
        "slanted, not turned",
        "Both sines of your matrix have the same sign, so pictures are slanted. One of them has a minus.",
        {"slanted": True},
    ),
    known(
        "the corners aligned in one function",
        "`align_corners` is True in one of the two functions. It is False in both.",
        {"corners": True, "aligned": False},
        {"aligned": True},
    ),
    known("another way to blend", 'Blend with `mode="bilinear"`, the default.', {"mode": "bicubic"}),
    known(
        "half as far",
        "Your pictures move half as far as they should: the grid goes from -1 to 1, so its width is 2.",
        {"unit": 1.0},
    ),
    known(
        "the corners aligned",
        "With `align_corners=True` the grid goes from the middle of the first pixel to the middle of the "
        "last one, and a pixel is 2 / (W - 1). Here it is False.",
        {"corners": True},
    ),
    known(
        "the nearest pixel",
        'You take the nearest pixel. Between pixels, blend: `mode="bilinear"` is the default.',
        {"mode": "nearest"},
    ),
    known(
        "the border repeated",
        'What comes in is not 0: `padding_mode="zeros"` is the default.',
        {"edge": "border"},
        {"edge": "reflection"},
    ),
    rolled,
    exchanged,
    alike,
    one_turn,
    one_shift,
    whole_pixels,
    about_a_corner,
    only_shifted,
    only_turned,
    unchanged,
    all_zeros,
)
