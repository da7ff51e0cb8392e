"""init_std: how large the first random weights should be."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, zeros


def by_gain(fan_in, fan_out, kind):
    """As PyTorch: a gain over the root of a fan."""
    import torch

    if kind == "he":
        return torch.nn.init.calculate_gain("relu") / np.sqrt(fan_in)
    if kind == "xavier":
        return torch.nn.init.calculate_gain("linear") / np.sqrt((fan_in + fan_out) / 2)
    return {"zeros": 0.0, "small": 0.01}[kind]


def by_table(fan_in, fan_out, kind):
    mean = (fan_in + fan_out) / 2
    return {"zeros": 0.0, "small": 0.01, "xavier": mean**-0.5, "he": (fan_in / 2) ** -0.5}[kind]


def by_match(fan_in, fan_out, kind):
    match kind:
        case "zeros":
            return 0
        case "small":
            return 1e-2
        case "xavier":
            return float(np.sqrt(2) / np.sqrt(fan_in + fan_out))
        case "he":
            return float(np.sqrt(2) / np.sqrt(fan_in))


def known(name, advice, others=(), **changed):
    """Some kinds are wrong: functions of the fan-in i and the fan-out o."""

    def form(changed):
        return lambda fan_in, fan_out, kind: (
            changed[kind](fan_in, fan_out) if kind in changed else by_table(fan_in, fan_out, kind)
        )

    return Misconception(name, form(changed), advice, others=[form(other) for other in others])


def fans(kind):
    return lambda rng: (int(rng.integers(50, 90)), int(rng.integers(5, 30)), kind)


INIT_STD = Exercise(
    name="init_std",
    points=3,
    cases=(
        Case("zeros", (150, 40, "zeros"), group="zeros and small"),
        Case("small", (150, 40, "small"), group="zeros and small"),
        Case("small, random fans", fans("small"), group="zeros and small"),
        Case("Xavier, 100 to 60", (100, 60, "xavier"), group="xavier"),
        Case("Xavier, 20 to 11", (20, 11, "xavier"), group="xavier"),
        Case("Xavier, random fans", fans("xavier"), group="xavier"),
        Case("He, 151 to 40", (151, 40, "he"), group="he"),
        Case("He, random fans", fans("he"), group="he"),
    ),
    oracle=by_gain,
    alternatives=(by_table, by_match),
    another_way=(
        by_table,
        "A dict holds all cases side by side, and a kind that is not in it raises a KeyError by itself.",
    ),
    forbidden=("scipy", "torch"),
    misconceptions=(
        known(
            "the lecture's fan-out",
            "sqrt(2 / n) is right, but n counts the inputs: a score is a sum over them.",
            he=lambda i, o: np.sqrt(2 / o),
        ),
        known(
            "both fans for He",
            "He looks at the inputs only.",
            he=lambda i, o: np.sqrt(2 / (i + o)),
            others=[{"he": lambda i, o: np.sqrt(4 / (i + o))}],
        ),
        known(
            "Xavier and He exchanged",
            "You exchanged the two: Xavier takes both fans, He the fan-in only.",
            xavier=lambda i, o: np.sqrt(2 / i),
            he=lambda i, o: np.sqrt(2 / (i + o)),
        ),
        known(
            "one fan for Xavier",
            "You use one of the two fans. Xavier takes the mean of both.",
            xavier=lambda i, o: np.sqrt(1 / i),
            others=[
                {"xavier": lambda i, o: np.sqrt(1 / o)},
                {"xavier": lambda i, o: np.sqrt(2 / i)},
                {"xavier": lambda i, o: np.sqrt(2 / o)},
            ],
        ),
        known(
            "sum instead of mean for Xavier",
            "The mean of the two fans is half of their sum, so the variance is 2 / (fan_in + fan_out).",
            xavier=lambda i, o: np.sqrt(1 / (i + o)),
            others=[{"xavier": lambda i, o: np.sqrt(1 / (i + o) / 2)}],
        ),
        known(
            "another mean for Xavier",
            "You take another mean of the fans: a rounded one, or the root of their product. It is half of "
            "their sum, and need not be whole.",
            xavier=lambda i, o: np.sqrt(1 / np.sqrt(i * o)),
            others=[{"xavier": lambda i, o: np.sqrt(1 / ((i + o) // 2))}],
        ),
        known(
            "the 2 of He forgotten",
            "ReLU removes half of the mean square. The 2 in sqrt(2 / fan_in) brings it back.",
            he=lambda i, o: np.sqrt(1 / i),
        ),
        known(
            "the variance",
            "This is the variance. The standard deviation is its square root.",
            xavier=lambda i, o: 2 / (i + o),
            he=lambda i, o: 2 / i,
            others=[{"he": lambda i, o: 2 / i}, {"xavier": lambda i, o: 2 / (i + o)}],
        ),
        known(
            "the limit of the uniform distribution",
            "This is the limit of a uniform distribution, sqrt(3) times the standard deviation.",
            xavier=lambda i, o: np.sqrt(6 / (i + o)),
            he=lambda i, o: np.sqrt(6 / i),
            others=[{"xavier": lambda i, o: np.sqrt(6 / (i + o))}, {"he": lambda i, o: np.sqrt(6 / i)}],
        ),
        known(
            "another small number",
            "Small is 0.01 here.",
            small=lambda i, o: 0.1,
            others=[{"small": lambda i, o, value=value: value} for value in (0.001, 1e-4, 1e-2**2, 0.05)],
        ),
        known(
            "the root turned over",
            "A layer with many inputs needs small weights: yours grow with the fan.",
            xavier=lambda i, o: np.sqrt((i + o) / 2),
            he=lambda i, o: np.sqrt(i / 2),
        ),
        known(
            "2 outside of the root",
            "The 2 belongs under the root.",
            xavier=lambda i, o: 2 / np.sqrt(i + o),
            he=lambda i, o: 2 / np.sqrt(i),
            others=[{"he": lambda i, o: 2 / np.sqrt(i)}, {"xavier": lambda i, o: 2 / np.sqrt(i + o)}],
        ),
        known(
            "ones instead of zeros",
            "Weights of kind zeros have no spread at all: 0.",
            zeros=lambda i, o: 1.0,
            others=[{"zeros": lambda i, o: 0.01}],
        ),
        zeros(by_gain),
    ),
    hints=(
        "Four cases, four numbers. Two of them do not look at the fans.",
        "He: the variance is 2 / n. Xavier: the variance is 1 / n, and n is the mean of both fans.",
        "`np.sqrt(2 / (fan_in + fan_out))` for Xavier, `np.sqrt(2 / fan_in)` for He.",
    ),
)
