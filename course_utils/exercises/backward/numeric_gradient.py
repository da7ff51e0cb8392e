"""numeric_gradient: the gradient of any function, by central differences."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception


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


def differences(f, x, up=1e-5, down=1e-5, divide=2e-5, *, restore=True):
    """Central differences, in place; wrong with other steps, or without `restore`."""
    gradient = np.zeros(x.shape)
    for at in np.ndindex(*x.shape):
        value = x[at]
        x[at] = value + up
        above = f(x)
        x[at] = value - down
        gradient[at] = (above - f(x)) / divide
        if restore:
            x[at] = value
    return gradient


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


@misconception("one array by two names")
def one_array_by_two_names(f, x):
    """`f` sees the same numbers both times. `a = x` copies nothing, it is another name for `x`: what you add
    is taken off again before `f` is called. Write `x.copy()`.
    """
    gradient = np.zeros(x.shape)
    for at in np.ndindex(*x.shape):
        ahead, back = x, x
        ahead[at] += 1e-5
        back[at] -= 1e-5
        gradient[at] = (f(ahead) - f(back)) / 2e-5
    return gradient


@misconception("next to nothing")
def next_to_nothing(f, x):
    """You call `f` in the right places, but your gradient is next to nothing. `/ 2 * h` divides by 2 and
    multiplies by h: write `/ (2 * h)`. Or do the quotients never get into the array?
    """
    return differences(f, x, divide=2 / 1e-5).astype(np.float32)  # so coarse that any h will do


@misconception("entries only nearly put back")
def step_taken_back(f, x):
    """To add h, subtract 2h and add h again does not lead back to the old value: every step is rounded.
    Keep the old value, `value = x[at]`, and put that back.
    """
    gradient = np.zeros(x.shape)
    for at in np.ndindex(*x.shape):
        x[at] += 1e-5
        above = f(x)
        x[at] -= 2e-5
        gradient[at] = (above - f(x)) / 2e-5
        x[at] += 1e-5
    return gradient


@misconception("whole rows moved")
def whole_rows(f, x):
    """`for i in range(len(x))` goes over the first axis only; `np.ndindex(x.shape)` goes over all axes."""
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        gradient[i] = (f(x + step) - f(x - step)) / 2e-5
    return gradient


@misconception("`f` called with another shape")
def flat_for_f(f, x):
    """`f` takes an array like `x`, whole and in its shape. You give it a flat copy, or a single entry.
    Copy all of `x`, and move one entry of the copy.
    """
    return differences(f, x.flatten()).reshape(x.shape)


@flat_for_f.also
def entry_for_f(f, x):
    gradient = np.zeros(x.shape)
    for at in np.ndindex(*x.shape):
        gradient[at] = (f(x[at] + 1e-5) - f(x[at] - 1e-5)) / 2e-5
    return gradient


@misconception("float32 keeps too few digits")
def in_float32(f, x):
    """`f` gets numbers that were rounded to float32, with 7 digits: a step of 1e-5 is nearly lost in them.
    Keep the float64 of `x`.
    """
    return differences(lambda at: f(at.astype(np.float32)), x.copy())


@misconception("a step in proportion to the entry")
def step_in_proportion(f, x):
    """Your step is h times the entry: nothing for an entry of 0, and too long for a large one.
    The step is h for every entry.
    """
    gradient = np.zeros(x.shape)
    for at in np.ndindex(*x.shape):
        step = np.zeros(x.shape)
        step[at] = 1e-5 * x[at]
        if x[at]:
            gradient[at] = (f(x + step) - f(x - step)) / (2 * step[at])
    return gradient


@step_in_proportion.also
def divided_by_a_step_of_zero(f, x):
    gradient = np.zeros(x.shape)
    for at in np.ndindex(*x.shape):
        step = np.zeros(x.shape)
        step[at] = 1e-5 * x[at]
        gradient[at] = (f(x + step) - f(x - step)) / (2 * step[at])
    return gradient


@misconception("a flat copy moved")
def flat_copy_moved(f, x):
    """`x.reshape(-1)` and `x.ravel()` are copies where the numbers of `x` do not lie row by row in memory, as
    those of a transposed array: then you move the copy, and `f` gets `x` as it was. Write to `x[at]` or
    `x.flat`.
    """
    flat, gradient = x.reshape(-1), np.zeros(x.size)
    for number in range(x.size):
        value = flat[number]
        flat[number] = value + 1e-5
        above = f(x)
        flat[number] = value - 1e-5
        gradient[number] = (above - f(x)) / 2e-5
        flat[number] = value
    return gradient.reshape(x.shape)


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
    misconceptions=(
        Misconception(
            "forward difference",
            lambda f, x: differences(f, x, down=0, divide=1e-5),
            "You compare f(x + h) with f(x): the error of that is as large as the step. "
            "Step to both sides, (f(x + h) - f(x - h)) / 2h: then the error is as small as the step squared.",
        ),
        one_array_by_two_names,
        Misconception(
            "step far too small",
            lambda f, x: differences(f, x, 1e-15, 1e-15, 2e-15),
            "A float64 has 16 digits: the two values of f agree in nearly all of them, "
            "and their difference is rounding. A step of 1e-5 or 1e-6 keeps enough digits.",
        ),
        Misconception(
            "step far too large",
            lambda f, x: differences(f, x, 0.1, 0.1, 0.2),
            "Your step is so large that the slope of f changes on the way. Take 1e-5 or 1e-6.",
        ),
        Misconception(
            "divided by one step",
            lambda f, x: differences(f, x, divide=1e-5),
            "Your gradient is twice the right one: from x - h to x + h it is two steps.",
        ),
        Misconception(
            "not divided",
            lambda f, x: differences(f, x, divide=1),
            "That is the difference of f. Divide it by the distance between the two points, 2h.",
        ),
        next_to_nothing,
        Misconception(
            "upside down",
            lambda f, x: -differences(f, x),
            "Every sign is the wrong way round. Take f(x + h) minus f(x - h).",
        ),
        Misconception(
            "entries not put back",
            lambda f, x: differences(f, x, restore=False),
            "You change the entries of `x` and do not put them back. So you try the next entry at another "
            "point, and the array of your caller stays changed. Put each one back.",
        ),
        step_taken_back,
        flat_for_f,
        in_float32,
        step_in_proportion,
        flat_copy_moved,
        Misconception(
            "all entries moved at once",
            lambda f, x: np.full(x.shape, (f(x + 1e-5) - f(x - 1e-5)) / 2e-5),
            "You move all of `x` together and get one number for all entries: the sum of the gradient. "
            "Move one entry at a time.",
        ),
        whole_rows,
        Misconception(
            "all zeros",
            lambda f, x: np.zeros(x.shape),
            "Your result has the right shape, but every entry is 0, and you never called `f`.",
        ),
    ),
    hints=(
        "How much does f change, when one entry of x moves a little, up and down?",
        "(f with the entry moved up by h, minus f with it moved down by h) / 2h, for every index; h = 1e-5.",
        "`for at in np.ndindex(x.shape):` keep `value = x[at]`; set `x[at] = value + h`, call `f(x)`; "
        "set `x[at] = value - h`, call `f(x)`; put `x[at] = value` back.",
    ),
)
