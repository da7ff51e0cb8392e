"""What a person sees while a training runs: a live curve in a notebook, lines and a bar in a terminal."""

from __future__ import annotations

import math
import sys
import time
from typing import Any, Protocol

from .history import History


class Show(Protocol):
    """Something that is told how far a training is."""

    def begin(self, history: History, epochs: int, source: str | None) -> None:
        """The training starts, or goes on from a checkpoint, `source`."""

    def batch(self, step: int, steps: int, loss: float) -> None:
        """So many batches of an epoch are done."""

    def epoch(self, history: History) -> None:
        """An epoch is done."""

    def end(self, history: History) -> None:
        """The training is over, for whatever reason."""


class Lines:
    """A line for each epoch, and a bar while it runs (only where somebody can see it move)."""

    def __init__(self, quiet: bool = False, bar: bool = True) -> None:
        self.quiet, self.with_bar, self.epochs = quiet, bar, 0
        self.bar: Any = None

    def begin(self, history: History, epochs: int, source: str | None) -> None:
        """Say where a training goes on."""
        self.epochs = epochs
        if source is not None:
            self.say(f"Going on after epoch {len(history.epochs)} of {epochs}, from {source}.")

    def batch(self, step: int, steps: int, loss: float) -> None:
        """Move the bar."""
        if not self.with_bar or self.quiet:
            return
        if self.bar is None:
            from tqdm import tqdm

            self.bar = tqdm(total=steps, unit="batch", leave=False)
        self.bar.set_postfix_str(f"loss {loss:.4f}", refresh=False)
        self.bar.update(step - self.bar.n)

    def epoch(self, history: History) -> None:
        """Write the line of an epoch."""
        self.close()
        last = history.epochs[-1]
        self.say(
            f"epoch {len(history.epochs):{len(str(self.epochs))}}/{self.epochs}  "
            f"loss {last.train_loss:.4f}  test loss {last.test_loss:.4f}  "
            f"test accuracy {last.accuracy:7.2%}  {last.seconds:.1f} s"
        )

    def end(self, history: History) -> None:
        """Take the bar away."""
        self.close()

    def close(self) -> None:
        """Take the bar away, if there is one."""
        if self.bar is not None:
            self.bar.close()
        self.bar = None

    def say(self, line: str) -> None:
        """Print a line."""
        if not self.quiet:
            print(line, flush=True)


class LiveCurve(Lines):
    """In a notebook: a bar that moves, the learning curve, drawn anew after each epoch, and the lines.

    The bar is HTML and not a widget, so that it looks right in a saved notebook, too.
    """

    def begin(self, history: History, epochs: int, source: str | None) -> None:
        """Make room for the bar and the picture."""
        super().begin(history, epochs, source)
        from IPython.display import HTML, display

        self.done = len(history.epochs)
        self.moved = -math.inf
        self.place: Any = display(HTML(""), display_id=True)
        self.picture: Any = display(HTML(""), display_id=True)

    def batch(self, step: int, steps: int, loss: float) -> None:
        """Move the bar, at most five times a second: a browser has other things to do."""
        if time.monotonic() - self.moved > 0.2:
            self.moved = time.monotonic()
            self._write(bar(step / steps, f"epoch {self.done + 1} of {self.epochs}, loss {loss:.4f}"))

    def epoch(self, history: History) -> None:
        """Draw the curve, and write the line."""
        super().epoch(history)
        self.done = len(history.epochs)
        import matplotlib.pyplot as plt

        from ..figures import Described
        from .curve import learning_curve

        figure, ax = plt.subplots(figsize=(6, 3.2), layout="constrained")
        learning_curve(history, ax, self.epochs)
        self.picture.update(Described(figure))
        plt.close(figure)

    def end(self, history: History) -> None:
        """Take the bar away."""
        self._write("")

    def _write(self, text: str) -> None:
        from IPython.display import HTML

        self.place.update(HTML(text))


def bar(part: float, words: str) -> str:
    """A progress bar as HTML, with its words beside it."""
    return f'<progress value="{part:.3f}" style="vertical-align:middle"></progress> {words}'


def show_here() -> Show:
    """A live curve in a notebook, lines elsewhere."""
    return LiveCurve() if _in_notebook() else Lines(bar=sys.stderr.isatty())


def quiet() -> Show:
    """Nothing at all."""
    return Lines(quiet=True)


def _in_notebook() -> bool:
    if "IPython" not in sys.modules:
        return False
    shell = sys.modules["IPython"].get_ipython()
    return shell is not None and hasattr(shell, "kernel")
