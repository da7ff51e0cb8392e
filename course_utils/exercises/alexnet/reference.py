"""What several exercises of this chapter share: what is drawn, and small pictures for the check."""

from __future__ import annotations

from typing import Any

import numpy as np


def drawn(*shape: int, scale: float = 1.0) -> Any:
    """Normal numbers."""
    return lambda rng: rng.normal(scale=scale, size=shape)


def labelled(count: int, classes: int) -> Any:
    """Labels of several classes."""
    return lambda rng: rng.permutation(np.arange(count) % classes)


def changed(right: Any, **switches: Any) -> Any:
    """A function with some of its options set for good: a mistake is one switch of the right answer."""

    def wrong(*args: Any, **options: Any) -> Any:
        return right(*args, **options, **switches)

    return wrong
