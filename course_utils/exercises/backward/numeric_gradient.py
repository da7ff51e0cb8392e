"""numeric_gradient: the gradient of any function, by central differences."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise
from .numeric_gradient_mistakes import MISTAKES, differences


def probe_gradient(target, function, x):
    """Where `target` calls the function and what it leaves in x, in words; its gradient if both are right."""
    functions = {
        "sum of squares": lambda x: np.sum(x**2),
        "sum of cubes": lambda x: np.sum(x**3) / 3,
        "product": lambda x: np.prod(x),
        "weighted sines": lambda x: np.sum(np.sin(x) * np.arange(1, x.size + 1).reshape(x.shape)),
        "steep valley": lambda x: 5000 * np.sum((x - 1) ** 2),
    }
    start, points, shapes = x.copy(), [], []

    def f(at):
        shapes.append(np.shape(at))
        points.append(np.resize(np.array(at, dtype=float), x.shape))
        return functions[function](points[-1])

    gradient = target(f, x)
    wide = np.geomspace(0.01, 100, 50)  # the numbers on which rounding shows depend on the step
    target(np.sum, wide)
    change = max(np.max(np.abs(x - start)), np.max(np.abs(wide - np.geomspace(0.01, 100, 50))))
    x[...] = start
    above = max((np.max(point - start) for point in points), default=0.0)
    below = max((np.max(start - point) for point in points), default=0.0)
    where, left = "close to x, on both sides", "the same numbers"
    if not points:
        where = "nowhere"
    elif any(shape != x.shape for shape in shapes):
        where = "at something of another shape than x"
    elif len(points) == 1:
        where = "only once"
    elif all(np.array_equal(*pair) for pair in zip(points[::2], points[1::2], strict=False)):
        where = "twice at the same point"
    elif max(above, below) < 1e-9:
        where = "less than 1e-9 away from x"
    elif any(np.count_nonzero(abs(point - start) > 2e-3) > 1 for point in points):
        where = "where several entries are others than in x"
    elif max(above, below) > 2e-3:
        where = "more than 0.002 away from x"
    elif all(np.array_equal(point, np.float32(point)) for point in points):
        where = "at numbers rounded to float32"
    elif min(above, below) < max(above, below) / 2:
        where = "on one side of x only"
    elif change > 1e-12:
        left = "other numbers"
    elif change > 0:
        left = "nearly the same numbers"
    else:
        return where, left, gradient
    return where, left, np.zeros(x.shape)


def true_gradient(function, x):
    """Autograd; float32, because that is how exact a difference can be expected to be."""
    import torch

    x = torch.from_numpy(np.array(x)).requires_grad_()
    weights = torch.arange(1, x.numel() + 1).reshape(x.shape)
    functions = {
        "sum of squares": lambda: (x**2).sum(),
        "sum of cubes": lambda: (x**3).sum() / 3,
        "product": lambda: x.prod(),
        "weighted sines": lambda: (x.sin() * weights).sum(),
        "steep valley": lambda: 5000 * ((x - 1) ** 2).sum(),
    }
    (gradient,) = torch.autograd.grad(functions[function](), x)
    return "close to x, on both sides", "the same numbers", gradient.numpy().astype(np.float32)


def on_copies(f, x):
    def moved(number, step):
        copy = x.copy()
        copy.flat[number] += step
        return f(copy)

    steps = [moved(number, 1e-6) - moved(number, -1e-6) for number in range(x.size)]
    return np.reshape(steps, x.shape) / 2e-6


def by_unit_vectors(f, x):
    units = np.eye(x.size).reshape(-1, *x.shape) * 1e-4
    return np.array([(f(x + unit) - f(x - unit)) / 2e-4 for unit in units]).reshape(x.shape)


NUMERIC_GRADIENT = Exercise(
    name="numeric_gradient",
    points=4,
    cases=(
        Case("sum of squares at 1, 2, 3", ("sum of squares", np.array([1.0, 2, 3])), group="one axis"),
        Case(
            "product of random numbers",
            lambda rng: ("product", rng.uniform(0.5, 1.5, size=4)),
            group="one axis",
        ),
        Case(
            "weighted sines at 0, 200, -2 and 2",
            ("weighted sines", np.array([0.0, 200, -2, 2])),
            group="one axis",
        ),
        Case(
            "a steep valley, near its lowest point",
            lambda rng: ("steep valley", 1 + rng.uniform(1, 9, size=4) * [1e-4, -1e-4, 1e-4, -1e-4]),
            group="one axis",
        ),
        Case("sum of cubes, 2 x 2", ("sum of cubes", np.array([[1.0, 2], [3, 4]])), group="more axes"),
        Case(
            "weighted sines, 2 x 3 x 2",
            lambda rng: ("weighted sines", rng.normal(size=(2, 3, 2))),
            group="more axes",
        ),
        Case(
            "weighted sines, 3 x 4, column by column in memory",
            lambda rng: ("weighted sines", np.asfortranarray(rng.normal(size=(3, 4)))),
            group="more axes",
        ),
    ),
    oracle=true_gradient,
    drive=probe_gradient,
    returns=("where is f called?", "what is left in x?", "gradient"),
    alternatives=(differences, on_copies, by_unit_vectors),
    forbidden=("torch", "scipy"),
    misconceptions=MISTAKES,
    hints=(
        "How much does f change, when one entry of x moves a little, up and down?",
        "(f with the entry moved up by h, minus f with it moved down by h) / 2h, for every index; h = 1e-5.",
        "`for at in np.ndindex(x.shape):` keep `value = x[at]`; set `x[at] = value + h`, call `f(x)`; "
        "set `x[at] = value - h`, call `f(x)`; put `x[at] = value` back.",
    ),
)
