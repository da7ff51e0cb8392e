"""A whole training: epoch after epoch, shown while it runs, kept, interrupted and continued."""

from __future__ import annotations

import time
from pathlib import Path

import torch
from torch import nn

from . import checkpoint as checkpoints
from . import processes
from .batches import Batches
from .device import finish
from .history import Epoch, History
from .loop import evaluate, train_one_epoch
from .schedules import Schedule, constant, stalled
from .show import Show, quiet, show_here


class Interrupted(KeyboardInterrupt):
    """A training was stopped by its user; the message says what is kept and how to go on."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the sentence, without the way to it."""
        return [str(self)]


def fit(
    model: nn.Module,
    train: Batches,
    test: Batches,
    *,
    epochs: int,
    optimiser: torch.optim.Optimizer,
    rate: Schedule | float | None = None,
    precision: str = "float32",
    patience: int | None = None,
    checkpoint: str | Path | None = None,
    resume: bool = False,
    show: Show | bool = True,
) -> History:
    """Train a model, and test it after each epoch.

    rate: a schedule, or a number; by default the optimiser's own. patience: stop early after so many epochs
    without a better test loss. checkpoint: a file, written after each epoch; with `resume` the training goes
    on from it, if it is there. show: a live curve in a notebook, lines and a bar in a terminal; False is
    silent. Raises Interrupted (a KeyboardInterrupt), Diverged, OutOfMemory, WrongModel and BrokenCheckpoint.
    """
    schedule = rate if callable(rate) else constant(optimiser.param_groups[0]["lr"] if rate is None else rate)
    path = None if checkpoint is None else Path(checkpoint)
    history = checkpoints.load(path, model, optimiser) if resume and path and path.is_file() else History()
    show = show if processes.number() == 0 else False
    screen = quiet() if show is False else show_here() if show is True else show
    screen.begin(history, epochs, str(path) if history.epochs else None)
    try:
        while len(history.epochs) < epochs and not (patience and stalled(history.test_losses, patience)):
            history.epochs.append(_epoch(model, train, test, optimiser, schedule, precision, history, screen))
            if path:
                checkpoints.save(path, model, optimiser, history)
            screen.epoch(history)
    except KeyboardInterrupt:
        raise Interrupted(_how_to_go_on(len(history.epochs), path)) from None
    finally:
        screen.end(history)
    return history


def _epoch(
    model: nn.Module,
    train: Batches,
    test: Batches,
    optimiser: torch.optim.Optimizer,
    schedule: Schedule,
    precision: str,
    history: History,
    screen: Show,
) -> Epoch:
    """Train for one epoch, and test."""
    done, losses, steps = len(history.epochs), history.test_losses, len(train)
    finish(train.labels.device)
    start, cpu_start = time.perf_counter(), time.process_time()
    train_loss = train_one_epoch(
        model,
        train.for_epoch(done),
        optimiser,
        precision=precision,
        rate=lambda step: schedule(done + step / steps, losses),
        tell=lambda step, loss: screen.batch(step, steps, loss),
    )
    finish(train.labels.device)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    score = evaluate(model, test, precision=precision)
    used = optimiser.param_groups[0]["lr"]
    return Epoch(train_loss, score.loss, score.accuracy, used, seconds, cpu_seconds)


def _how_to_go_on(done: int, path: Path | None) -> str:
    if path is None:
        return (
            f"Stopped in epoch {done + 1}. The model has the weights that it had reached, but nothing is on "
            'disk. Give the training a file, checkpoint="training.pt", and it can go on after a break.'
        )
    if done == 0:
        return f"Stopped in epoch 1. Nothing is kept yet: {path} is written at the end of each epoch."
    return (
        f"Stopped in epoch {done + 1}. The end of epoch {done} is kept in {path}. To go on from there, make "
        "the model and the optimiser again and train with resume=True (in a terminal: the same command "
        "with --resume)."
    )
