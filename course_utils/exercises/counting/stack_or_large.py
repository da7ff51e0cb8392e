"""stack_or_large: the weights of a stack of 3 x 3 layers, and of one large layer that sees as much."""

from __future__ import annotations

from ...checks.exercise import Case, Exercise, Misconception, zeros
from .reference import draw, torch_count


def by_torch(channels, size=7):
    """As many layers as bring a row of `size` numbers down to one."""
    import torch

    with torch.device("meta"):
        large = torch.nn.Conv2d(channels, channels, size, bias=False)
        small = torch.nn.Conv2d(channels, channels, 3, bias=False)
        x, layers = torch.empty(1, channels, size, size), 0
        while x.shape[-1] > 1:
            x, layers = small(x), layers + 1
    return layers * torch_count(small), torch_count(large)


def by_formula(channels, size=7):
    return size // 2 * 9 * channels**2, size**2 * channels**2


def weight_by_weight(channels, size=7):
    field = stack = 1
    while field < size:
        field, stack = field + 2, stack + 9 * channels * channels
    return stack - 1, size * size * channels * channels


def both(formula):
    """Wrong weights, from the channels c, the size k, and the number n of small layers."""
    return lambda channels, size=7: formula(channels, size, size // 2)


STACK_OR_LARGE = Exercise(
    name="stack_or_large",
    points=2,
    cases=(
        Case("7 x 7, 64 channels", (64,), group="7 x 7"),
        Case("7 x 7, one channel", (1,), group="7 x 7"),
        Case("7 x 7, random channels", lambda rng: draw(rng, (2, 500)), group="7 x 7"),
        Case("5 x 5, 64 channels", (64, 5), group="other sizes"),
        Case("11 x 11, 96 channels", (96, 11), group="other sizes"),
        Case("3 x 3 itself", (10, 3), group="other sizes"),
        Case(
            "a random size",
            lambda rng: (*draw(rng, (2, 99)), 2 * draw(rng, (4, 9))[0] + 1),
            group="other sizes",
        ),
    ),
    oracle=by_torch,
    returns=("stack", "large"),
    alternatives=(by_formula, weight_by_weight),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "channels counted once",
            both(lambda c, k, n: (9 * n * c, k * k * c)),
            "Each of the `channels` filters spans all maps: there are channels * channels kernels.",
        ),
        Misconception(
            "channels not counted",
            both(lambda c, k, n: (9 * n, k * k)),
            "These are the weights of a single channel. There is a kernel from each channel to each one.",
        ),
        Misconception(
            "biases counted",
            both(lambda c, k, n: (n * (9 * c * c + c), k * k * c * c + c)),
            "You count the biases, too. Here the weights alone are compared.",
        ),
        Misconception(
            "always three layers",
            both(lambda c, k, n: (27 * c * c, k * k * c * c)),
            "Three layers of 3 x 3 see 7 x 7. Another size needs another number of layers.",
        ),
        Misconception(
            "always 7 x 7",
            both(lambda c, k, n: (27 * c * c, 49 * c * c)),
            "This is right for 7 x 7. Use `size`.",
        ),
        Misconception(
            "one small layer",
            both(lambda c, k, n: (9 * c * c, k * k * c * c)),
            "You count one layer of 3 x 3. How many of them see as much as the large one?",
        ),
        Misconception(
            "a stack that sees too little",
            both(lambda c, k, n: (k // 3 * 9 * c * c, k * k * c * c)),
            "You take as many layers as 3s fit into the size. But windows overlap: each layer adds only 2 "
            "pixels to what an output sees.",
        ),
        Misconception(
            "one layer too many",
            both(lambda c, k, n: ((n + 1) * 9 * c * c, k * k * c * c)),
            "A stack of n layers of 3 x 3 sees 2 n + 1 pixels, so a size of k needs (k - 1) / 2 layers.",
        ),
        Misconception(
            "sides, not areas",
            both(lambda c, k, n: (3 * n * c * c, k * c * c)),
            "A kernel of 3 x 3 has 9 weights, not 3.",
        ),
        Misconception(
            "the large one first",
            both(lambda c, k, n: (k * k * c * c, 9 * n * c * c)),
            "Both numbers are right, in the wrong order: the stack comes first.",
        ),
        zeros(by_torch),
    ),
    hints=(
        "How many layers of 3 x 3 see 5 x 5? How many see 7 x 7?",
        "Each layer adds 2 pixels. A layer from C channels to C channels has a kernel for each pair of them.",
        "`(size // 2 * 9 * channels**2, size**2 * channels**2)`.",
    ),
)
