"""turn_and_shift: every picture of a batch is turned and moved in its own way."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from ..tensors import array, tensor
from .turn_and_shift_mistakes import MISTAKES


def by_scipy(x, degrees, down, right):
    """Where each pixel comes from, and what is there, by SciPy."""
    import torch
    from scipy.ndimage import map_coordinates

    pictures, made = x.numpy().astype(float), np.zeros(tuple(x.shape))
    size = x.shape[2]
    middle = (size - 1) / 2
    row, column = np.mgrid[:size, :size] - middle
    for k, turn in enumerate(np.deg2rad(degrees.numpy().astype(float))):
        y, z = row - float(down[k]), column - float(right[k])
        place = [np.cos(turn) * y + np.sin(turn) * z, np.cos(turn) * z - np.sin(turn) * y]
        for channel in range(x.shape[1]):
            made[k, channel] = map_coordinates(
                pictures[k, channel], [part + middle for part in place], order=1, mode="grid-constant"
            )
    return torch.from_numpy(made).to(x.dtype)


def by_complex(x, degrees, down, right):
    """A place in the plane is one complex number, and to turn is to multiply."""
    import torch

    n, _, size, _ = x.shape
    line = torch.linspace(-1 + 1 / size, 1 - 1 / size, size, dtype=x.dtype)
    plane = torch.complex(line.expand(size, size), line[:, None].expand(size, size))
    shift = torch.complex(right.to(x.dtype), down.to(x.dtype)) * (2 / size)
    turn = torch.polar(torch.ones(n, dtype=x.dtype), torch.deg2rad(degrees.to(x.dtype)))
    place = (plane - shift[:, None, None]) * turn[:, None, None]
    return torch.nn.functional.grid_sample(x, torch.view_as_real(place), align_corners=False)


def each(degrees, most=3):
    """What the steps use: pictures, and amounts of each."""

    def whole(count):
        return lambda rng: rng.permutation(np.resize(np.arange(-most, most + 1), count)).astype(np.float32)

    return {
        "x": lambda rng: rng.random((5, 2, 9, 9)).astype(np.float32),
        "degrees": lambda rng: (rng.uniform(20, degrees, 5) * [1, -1, 1, 1, -1]).astype(np.float32),
        "down": whole(5),
        "right": whole(5),
    }


def nothing(rng):
    return np.zeros(5, np.float32)


def quarters(rng):
    return rng.permutation([-1.75, -0.25, 0.25, 0.5, 1.25]).astype(np.float32)


CALL = "array(turn_and_shift(tensor(x), tensor(degrees), tensor(down), tensor(right)))"
FOUR = np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)
ONE, ZERO = np.ones(1, np.float32), np.zeros(1, np.float32)

TURN_AND_SHIFT = Exercise(
    name="turn_and_shift",
    points=6,
    cases=(
        steps("one down, two to the right", CALL, "shifts", x=FOUR, degrees=ZERO, down=ONE, right=2 * ONE),
        steps("five pictures, shifted", CALL, "shifts", **{**each(60), "degrees": nothing}),
        steps("a quarter turn", CALL, "turns", x=FOUR, degrees=90 * ONE, down=ZERO, right=ZERO),
        steps("five pictures, turned", CALL, "turns", **{**each(60), "down": nothing, "right": nothing}),
        steps("five pictures, turned and shifted", CALL, "both", **each(60)),
        steps(
            "shifts by parts of a pixel", CALL, "both", **{**each(60), "down": quarters, "right": quarters}
        ),
        steps("turned by more than a right angle", CALL, "both", **each(170, most=2)),
    ),
    oracle=by_scipy,
    tools=(tensor, array),
    alternatives=(by_complex, by_scipy),
    another_way=(
        by_complex,
        "If a place in the plane is one complex number, a turn is a product, and a shift a difference.",
    ),
    misconceptions=MISTAKES,
    hints=(
        "Go backwards. An output pixel at (x, y): first undo the shift, then undo the turn. Where in the "
        "input are you?",
        "With c and s for cosine and sine, and (u, v) = (x - tx, y - ty), the place is (c u - s v, s u + c "
        "v). `affine_grid` wants this as rows of a matrix (N, 2, 3), the third column without x and y; its "
        "unit is half of the picture.",
        "tx = 2 * right / W and ty = 2 * down / H. The rows are (c, -s, s ty - c tx) and (s, c, -s tx - c "
        "ty), each a `torch.stack([...], 1)`; then `affine_grid(torch.stack(rows, 1), x.shape, "
        "align_corners=False)` and `grid_sample(x, grid, align_corners=False)`.",
    ),
)
