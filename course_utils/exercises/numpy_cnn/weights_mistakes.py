"""What people get wrong in every layer that has weights."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...checks.exercise import Misconception
from .reference import Layer, known


class NotStored(Layer):
    """`dw` and `db` stay 0: `backward` has to add its gradients to them, besides returning dx."""

    def backward(self, dy):
        before = self.dw.copy(), self.db.copy()
        dx = super().backward(dy)
        self.dw[...], self.db[...] = before
        return dx


class OnlyReturned(Layer):
    """`backward` returns all the gradients. Add those of the weights to `dw` and `db`; return dx
    alone.
    """

    def backward(self, dy):
        return super().backward(dy), self.dw, self.db


class Overwritten(Layer):
    """The second `backward` replaces what the first one found. Gradients add up until somebody clears
    them: write `+=`.
    """

    def backward(self, dy):
        self.dw[...], self.db[...] = 0, 0
        return super().backward(dy)


class OverwrittenByNew(Layer):
    def backward(self, dy):
        self.dw, self.db = np.zeros_like(self.dw), np.zeros_like(self.db)
        return super().backward(dy)


class Replaced(Layer):
    """`self.dw = self.dw + ...` makes a new array, and whoever asked for `parameters()` before still
    holds the old one. `self.dw += ...` changes the array itself.
    """

    def backward(self, dy):
        self.dw, self.db = self.dw.copy(), self.db.copy()
        return super().backward(dy)


class FirstBatch(Layer):
    """`backward` works with the first batch that came in. Remember x again in every `forward`."""

    def forward(self, x):
        y = super().forward(x)
        self.first = getattr(self, "first", x)
        self.x = self.first
        return y


class NoBias(Layer):
    """The bias is missing in the output."""

    def forward(self, x):
        y = super().forward(x)
        return y - self.b.reshape(-1, *[1] * (y.ndim - 2))


class BiasNotLearned(Layer):
    """`db` stays 0: a bias has a gradient as well, the sum of `dy` over everything but its channel."""

    def backward(self, dy):
        before = self.db.copy()
        dx = super().backward(dy)
        self.db[...] = before
        return dx


class MeanOverBatch(Layer):
    """You divide by the number of pictures. The loss is a mean, and `dy` has that factor already: add."""

    def backward(self, dy):
        before = self.dw.copy(), self.db.copy()
        dx = super().backward(dy)
        self.dw[...] = before[0] + (self.dw - before[0]) / len(dy)
        self.db[...] = before[1] + (self.db - before[1]) / len(dy)
        return dx


class OwnSeed(Layer):
    """Every layer begins with the same numbers: you make a generator of your own. Draw from `rng`."""

    def __init__(self, *args, rng, **options):
        super().__init__(*args, rng=np.random.default_rng(5), **options)  # type: ignore[call-arg]


class Ungiven(Layer):
    """Your weights do not depend on `rng`: they come from `np.random`, or from a generator that nobody
    chose. Draw from `rng`; then the same seed gives the same network.
    """

    def __init__(self, *args, rng, **options):
        super().__init__(*args, rng=np.random.default_rng(), **options)  # type: ignore[call-arg]


class BiasDrawn(Layer):
    """Your biases begin with other numbers than 0. They begin with 0: the weights differ, that is enough."""

    def __init__(self, *args, rng, **options):
        super().__init__(*args, rng=rng, **options)  # type: ignore[call-arg]
        self.b = self.b + rng.normal(size=self.b.shape)


class GradientsDrawn(Layer):
    """Your gradients do not begin with 0. `backward` adds to them, so what they begin with would stay."""

    def __init__(self, *args, rng, **options):
        super().__init__(*args, rng=rng, **options)  # type: ignore[call-arg]
        self.dw = self.w.copy()


class OneArray(Layer):
    """`b` and `db` are one array: `self.b = self.db = np.zeros(...)` makes it once and gives it two names, so
    `backward` changes the biases. Make an array for each.
    """

    def __init__(self, *args, rng, **options):
        super().__init__(*args, rng=rng, **options)  # type: ignore[call-arg]
        self.b = self.db


class OneBiasGradient(Layer):
    """Every bias gets the sum of all of `dy`. A bias belongs to one output: leave that axis in the sum."""

    def backward(self, dy):
        before = self.db.copy()
        dx = super().backward(dy)
        self.db[...] = before + dy.sum()
        return dx


class WeightGradientReturned(Layer):
    """`backward` returns the gradient of the weights. It returns dx, the gradient of the input; add that of
    the weights to `dw`.
    """

    def backward(self, dy):
        before = self.dw.copy()
        super().backward(dy)
        return self.dw - before


class Uniform(Layer):
    """Your weights are uniform: they have the right deviation, and none is far from 0. Normal numbers were
    asked for: `rng.normal`.
    """

    def __init__(self, *args, rng, **options):
        super().__init__(*args, rng=rng, **options)  # type: ignore[call-arg]
        widest = np.sqrt(3) * self.w.std()
        self.w = rng.uniform(-widest, widest, self.w.shape)


def mistakes(right: Any, fan_in: Any, fan_out: Any) -> tuple[Misconception, ...]:
    """The misconceptions of a layer with weights.

    right : the class. fan_in, fan_out : functions of its constructor's arguments.
    """

    def of(name, mistake, *others):
        return known(name, mixed(mistake), *(mixed(other) for other in others))

    def mixed(mistake):
        return type(mistake.__name__, (mistake, right), {"__doc__": mistake.__doc__})

    def beginning(std):
        def begin(self, *args, rng, **options):
            right.__init__(self, *args, rng=rng, **options)
            self.w = self.w * std(*args) / np.sqrt(2 / fan_in(*args))

        return type("Begins", (right,), {"__init__": begin})

    return (
        of("gradient not stored", NotStored),
        of("gradients returned, not stored", OnlyReturned),
        of("overwritten instead of accumulated", Overwritten, OverwrittenByNew),
        of("replaced instead of changed in place", Replaced),
        of("cache of the wrong batch", FirstBatch),
        of("bias forgotten", NoBias),
        of("bias never learned", BiasNotLearned),
        of("mean over the batch", MeanOverBatch),
        of("own generator in every layer", OwnSeed),
        of("rng not used", Ungiven),
        of("uniform weights", Uniform),
        of("biases drawn", BiasDrawn),
        of("gradients that do not begin with 0", GradientsDrawn),
        of("one array for `b` and `db`", OneArray),
        of("one gradient for all biases", OneBiasGradient),
        of("gradient of the weights returned", WeightGradientReturned),
        Misconception(
            "variance for the standard deviation",
            beginning(lambda *args: 2 / fan_in(*args)),
            "2 / fan-in is He's variance. `rng.normal` takes the standard deviation: the root of it.",
        ),
        Misconception(
            "fan-out for fan-in",
            beginning(lambda *args: np.sqrt(2 / fan_out(*args))),
            "You divide by the number of outputs of a layer. He counts the numbers that flow into one "
            "output.",
        ),
        Misconception(
            "Xavier's deviation",
            beginning(lambda *args: np.sqrt(1 / fan_in(*args))),
            "Your deviation is smaller, as Xavier's: sqrt(1 / fan-in), or the mean of both fans. ReLU makes "
            "half of the numbers 0, and He's answer makes up for it: sqrt(2 / fan-in).",
        ),
        Misconception(
            "weights of size 1",
            beginning(lambda *args: 1.0),
            "Your weights have the standard deviation 1. Each layer would make the numbers larger, and the "
            "loss begins huge: use sqrt(2 / fan-in).",
        ),
    )
