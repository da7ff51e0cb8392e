"""What a training in NumPy shows while it runs: a bar, and in a notebook the loss as a curve that grows."""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np

EVERY = 1.0  # s between two pictures
SMOOTH = 20  # steps whose mean loss is drawn as a line


class LossCurve:
    """Is told the loss of every step: `fit(..., report=LossCurve(steps))`.

    Parameters
    ----------
    steps : how many there will be.
    title : what is trained, for the bar and the picture.
    """

    def __init__(self, steps: int, title: str = "training") -> None:
        from tqdm.auto import tqdm

        self.steps, self.title = steps, title
        self.losses: list[float] = []
        self._bar = tqdm(total=steps, desc=title, leave=False)
        self._picture: Any = None
        self._drawn = time.monotonic()

    def __call__(self, loss: float) -> None:
        """Add the loss of one step."""
        self.losses.append(float(loss))
        self._bar.update()
        self._bar.set_postfix_str(f"loss {loss:.3f}", refresh=False)
        is_last = len(self.losses) == self.steps
        if is_last or time.monotonic() - self._drawn > EVERY:
            self._draw()
            self._drawn = time.monotonic()
        if is_last:
            self._bar.close()

    def plot(self, ax: Any = None) -> Any:
        """Draw the losses of the steps, and their running mean; returns the `Axes`."""
        import matplotlib.pyplot as plt

        if ax is None:
            _, ax = plt.subplots(figsize=(6.5, 2.6), layout="constrained")
        losses = np.array(self.losses)
        each = {"color": "tab:blue", "alpha": 0.3, "linewidth": 0.8}
        ax.plot(np.arange(1, len(losses) + 1), losses, label="each step", **each)
        if len(losses) >= SMOOTH:
            mean = np.convolve(losses, np.ones(SMOOTH) / SMOOTH, mode="valid")
            steps = np.arange(SMOOTH, len(losses) + 1)
            ax.plot(steps, mean, color="tab:blue", label=f"mean of the last {SMOOTH} steps")
        ax.legend(frameon=False, loc="upper right")
        ax.set(title=self.title, xlabel="step", ylabel="loss", xlim=(0, self.steps), ylim=(0, None))
        return ax

    def _draw(self) -> None:
        """Show the curve in place of the one before; nothing outside of a notebook."""
        if "ipykernel" not in sys.modules:
            return
        import matplotlib.pyplot as plt
        from IPython.display import display

        from .figures import Described

        figure = self.plot().figure
        if self._picture is None:
            self._picture = display(Described(figure), display_id=True)
        else:
            self._picture.update(Described(figure))
        plt.close(figure)
