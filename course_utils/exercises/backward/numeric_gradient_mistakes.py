"""Wrong answers to `numeric_gradient`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception


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


@misconception("entries not put back")
def not_put_back(f, x):
    """You change the entries of `x` and do not put their old numbers back. So you try the next entry at
    another point, and the array of your caller stays changed. Keep each old value, and put that back.
    """
    return differences(f, x, restore=False)


@not_put_back.also
def zero_put_back(f, x):
    moved, gradient = x.copy(), np.zeros(x.shape)
    for at in np.ndindex(*x.shape):
        moved[at] = x[at] + 1e-5
        above = f(moved)
        moved[at] = x[at] - 1e-5
        gradient[at] = (above - f(moved)) / 2e-5
        moved[at] = 0
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


MISTAKES = (
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
    not_put_back,
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
)
