"""set_seed: the same random numbers again."""

from __future__ import annotations

import random

import numpy as np

from ...checks.exercise import Exercise, Misconception, misconception
from ...checks.steps import steps


def unknown():
    """Start all random numbers somewhere, before the seed is set."""
    import random

    import torch

    random.seed(99)
    np.random.seed(99)
    torch.manual_seed(99)


def of_python():
    """Two numbers of Python's own generator."""
    import random

    return random.random(), random.random()


def of_numpy():
    """Two numbers of NumPy's global generator."""
    return np.random.random(2)


def of_torch():
    """Two numbers, and the first weights of a layer, of PyTorch's generator."""
    import torch

    return torch.rand(2).numpy(), torch.nn.Linear(2, 1).weight.detach().numpy()


def all_three(seed):
    import torch

    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def by_states(seed):
    """The states that the seed leads to, put in place: another way than to seed the generators themselves."""
    import torch

    random.setstate(random.Random(seed).getstate())
    np.random.set_state(np.random.RandomState(seed).get_state())
    torch.set_rng_state(torch.Generator().manual_seed(seed).get_state())


def torch_first(seed):
    import torch

    torch.random.manual_seed(seed)
    random.seed(a=seed, version=2)
    np.random.set_state(np.random.RandomState(seed).get_state())


def without(*libraries):
    """A `set_seed` that leaves some generators as they are."""

    def wrong(seed):
        import torch

        for name, start in (("python", random), ("numpy", np.random)):
            if name not in libraries:
                start.seed(seed)
        if "torch" not in libraries:
            torch.manual_seed(seed)

    return wrong


def each_its_own(*more):
    """Seeds that differ from library to library."""

    def wrong(seed):
        import torch

        random.seed(seed + more[0])
        np.random.seed(seed + more[1])
        torch.manual_seed(seed + more[2])

    return wrong


def text_seed(seed):
    all_three(seed)
    random.seed(str(seed))


@misconception("the global generators not started")
def own_generators(seed):
    """The global generators go on as before. New generators are used by nobody else: start the global ones,
    in every call, by `random.seed`, `np.random.seed` and `torch.manual_seed`.
    """
    import torch

    return np.random.default_rng(seed), torch.Generator().manual_seed(seed), random.Random(seed)


@misconception("always the same seed")
def fixed(seed):
    """Whatever the seed, the numbers are those of 42. Use the argument."""
    all_three(42)


@misconception("a number drawn already")
def one_drawn(seed):
    """The generators are started, and then numbers are drawn, so that what follows is shifted by those."""
    import torch

    all_three(seed)
    random.random(), np.random.random(), torch.rand(1)


def case(group, lines):
    """A case of one library."""
    return (
        steps(f"{group}, seed 7", f"{START}\ndone = set_seed(7)\n{lines}", group),
        steps(f"{group}, seed 0", f"{START}\ndone = set_seed(0)\n{lines}", group),
        steps(
            f"{group}, twice",
            f"{START}\ndone = set_seed(seed)\nfirst = {lines}\nfirst\ndone = set_seed(seed)\n{lines}",
            group,
            seed=lambda rng: int(rng.integers(2**31)),
        ),
    )


START = "start = unknown()"

SET_SEED = Exercise(
    name="set_seed",
    points=3,
    cases=(*case("Python", "of_python()"), *case("NumPy", "of_numpy()"), *case("PyTorch", "of_torch()")),
    oracle=by_states,
    tools=(unknown, of_python, of_numpy, of_torch),
    alternatives=(all_three, torch_first, by_states),
    misconceptions=(
        own_generators,
        fixed,
        one_drawn,
        Misconception(
            "the seed 0 left out",
            lambda seed: all_three(seed) if seed else None,
            "`if seed:` is false for 0, which is a seed like any other.",
            [lambda seed: all_three(seed or 42), lambda seed: all_three(seed or 1)],
        ),
        Misconception(
            "another seed for each",
            each_its_own(0, 1, 2),
            "The three libraries get different seeds. All get this one.",
            [each_its_own(*more) for more in ((2, 1, 0), (0, 0, 1), (0, 1, 0), (1, 1, 1))],
        ),
        Misconception(
            "the seed as a text",
            text_seed,
            "Python's generator gets the seed as a text, which is another start. Pass the number.",
        ),
        Misconception(
            "PyTorch only",
            without("python", "numpy"),
            "Python and NumPy have generators of their own, and a shuffle or a crop may use them.",
        ),
        Misconception(
            "Python's own generator forgotten",
            without("python"),
            "The module `random` has a generator of its own: `random.seed(seed)`.",
        ),
        Misconception(
            "NumPy's generator forgotten",
            without("numpy"),
            "NumPy has a global generator of its own: `np.random.seed(seed)`.",
        ),
        Misconception(
            "PyTorch's generator forgotten",
            without("torch"),
            "PyTorch draws the first weights from its own generator: `torch.manual_seed(seed)`.",
            [without("torch", "python"), without("torch", "numpy")],
        ),
        Misconception(
            "all zeros",
            lambda seed: all_three(0),
            "Whatever the seed, the numbers are those of 0. Use the argument.",
        ),
    ),
    hints=(
        "Three libraries, three generators.",
        "Each of `random`, `np.random` and `torch` has a function that starts its global generator.",
        "`random.seed`, `np.random.seed`, `torch.manual_seed`.",
    ),
)
