"""The learning curve."""

from __future__ import annotations

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from .history import History

TRAIN, TEST = "#0072b2", "#d55e00"  # told apart by everybody (Okabe and Ito, 2008)


def learning_curve(history: History, ax: Axes | None = None, epochs: int | None = None) -> Axes:
    """Draw the losses after each epoch, on a logarithmic scale; the title says the last test accuracy."""
    if ax is None:
        _, ax = plt.subplots(figsize=(6, 3.2), layout="constrained")
    numbers = range(1, len(history.epochs) + 1)
    ax.plot(numbers, [epoch.train_loss for epoch in history.epochs], "o-", color=TRAIN, label="training")
    ax.plot(numbers, history.test_losses, "s--", color=TEST, label="test")
    ax.set(xlabel="epoch", ylabel="loss", yscale="log", xlim=(0.8, max(epochs or len(numbers), 2) + 0.2))
    ax.set_title(f"test accuracy {history.accuracy:.2%}" if history.epochs else "")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(frameon=False)
    return ax
