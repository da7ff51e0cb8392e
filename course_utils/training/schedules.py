"""Learning rates: functions of how many epochs are done, and of the test losses so far.

A schedule remembers nothing, so a training that goes on after a break has the same rates as one without.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

Schedule = Callable[[float, Sequence[float]], float]


def constant(rate: float) -> Schedule:
    """The same rate all the time."""
    return lambda done, losses: rate


def one_cycle(peak: float, epochs: int, warm: float = 0.25, start: float = 0.04) -> Schedule:
    """Rise from `start` times the peak to the peak in the first part, `warm`, and fall to 0; by a cosine.

    Source: L. Smith, N. Topin, Super-Convergence, 2018.

    >>> rate = one_cycle(0.01, epochs=4)
    >>> [round(rate(done, []), 4) for done in (0, 1, 2, 3, 4)]
    [0.0004, 0.01, 0.0075, 0.0025, 0.0]
    """

    def rate(done: float, losses: Sequence[float]) -> float:
        part = min(done / epochs, 1.0)
        if part < warm:
            return peak * (start + (1 - start) * _half_wave(part / warm))
        return peak * (1 - _half_wave((part - warm) / (1 - warm)))

    return rate


def _half_wave(part: float) -> float:
    """From 0 to 1, slowly at both ends."""
    return (1 - math.cos(math.pi * part)) / 2


def reduce_on_stall(start: float, factor: float = 0.1, patience: int = 3) -> Schedule:
    """Multiply the rate by `factor` whenever `patience` epochs in a row were no better than the best before.

    After a cut, it counts anew from 0. AlexNet's authors did this by hand, three times.

    >>> rate = reduce_on_stall(0.01, patience=2)
    >>> [rate(len(losses), losses) for losses in ([], [2.0, 1.0], [2.0, 1.0, 1.5, 1.2])]
    [0.01, 0.01, 0.001]
    """

    def rate(done: float, losses: Sequence[float]) -> float:
        best, worse, cuts = math.inf, 0, 0
        for loss in losses:
            best, worse = (loss, 0) if loss < best else (best, worse + 1)
            if worse == patience:
                cuts, worse = cuts + 1, 0
        return start * factor**cuts

    return rate


def stalled(losses: Sequence[float], patience: int) -> bool:
    """Whether none of the last `patience` losses is below all that came before: a reason to stop early.

    >>> stalled([3.0, 2.0, 2.1, 2.2], patience=2), stalled([3.0, 2.0, 2.1, 1.9], patience=2)
    (True, False)
    """
    return len(losses) > patience and min(losses[-patience:]) >= min(losses[:-patience])
