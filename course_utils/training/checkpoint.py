"""A training on disk, so that it can go on: written whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ..files import write_whole
from . import processes
from .history import History

KIND = "course checkpoint 2"


class WrongModel(ValueError):
    """A checkpoint is of another model or optimiser than the one it was asked for."""


class BrokenCheckpoint(ValueError):
    """A file is no checkpoint, or only a part of one."""


def save(path: Path, model: nn.Module, optimiser: torch.optim.Optimizer, history: History) -> None:
    """Write weights, optimiser, history and the state of the random numbers of all processes.

    All of them call this, and the first one writes.
    """
    states = processes.gathered(_random())
    if processes.number() > 0:
        return
    buffer, model = io.BytesIO(), bare(model)
    torch.save(
        {
            "kind": KIND,
            "model": type(model).__name__,
            "weights": model.state_dict(),
            "optimiser": type(optimiser).__name__,
            "moments": optimiser.state_dict(),
            "history": history.as_rows(),
            "random": states,
            "run": processes.run(),
        },
        buffer,
    )
    write_whole(path, buffer.getvalue())


def load(path: Path, model: nn.Module, optimiser: torch.optim.Optimizer) -> History:
    """Set model, optimiser and random numbers to what `save` wrote; return the history.

    The file cannot run code: only tensors and plain data are read. Raises WrongModel, and BrokenCheckpoint;
    then nothing was changed.
    """
    found, model = _read(path), bare(model)
    _compare(path, found, model, optimiser)
    model.load_state_dict(found["weights"])
    optimiser.load_state_dict(found["moments"])
    if processes.number() < len(found["random"]):
        state = found["random"][processes.number()]
        torch.set_rng_state(state["cpu"])
        if "cuda" in state and torch.cuda.is_available():
            torch.cuda.set_rng_state(state["cuda"])
    return History.of_rows(found["history"])


def _random() -> dict[str, torch.Tensor]:
    """The state of this process's random numbers, and of those on its GPU if it uses one."""
    state = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        state["cuda"] = torch.cuda.get_rng_state()
    return state


def begun(path: Path | None, resume: bool) -> bool:
    """Whether to go on from a checkpoint: where that is asked for, and after a restart by torchrun.

    A training that torchrun starts anew does not begin with an old file: that gets a name that ends in
    `.before`.
    """
    if path is None or not processes.started():
        return resume
    if processes.number() == 0 and not resume and path.is_file():
        resume = _run_of(path) == processes.run()
        if not resume:
            before = path.with_name(f"{path.name}.before")
            path.replace(before)
            print(f"{path} is of another training: it is now {before.name}.", flush=True)
    return bool(processes.gathered(resume)[0])


def bare(model: nn.Module) -> nn.Module:
    """The model itself, without what `torch.compile` or DistributedDataParallel has wrapped around it.

    So a checkpoint of one GPU can be continued on several, and one with compilation without it.
    """
    wrapped = getattr(model, "_orig_mod", None)
    if wrapped is None and isinstance(model, nn.parallel.DistributedDataParallel):
        wrapped = model.module
    return model if wrapped is None else bare(wrapped)


def _run_of(path: Path) -> str | None:
    try:
        return str(_read(path).get("run"))
    except BrokenCheckpoint:
        return None


def _read(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    try:
        found = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except Exception as error:  # any bytes may be in the file, and the unpickler fails in many ways
        reason = str(error).partition("\n")[0].partition(". ")[0]
        raise BrokenCheckpoint(
            f"{path} cannot be read as a checkpoint ({reason}). Delete it, or give another name; the "
            "training then starts anew."
        ) from None
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise BrokenCheckpoint(
            f"{path} holds something else than a checkpoint of this course. Give another name."
        )
    return found


def _compare(path: Path, found: dict[str, Any], model: nn.Module, optimiser: torch.optim.Optimizer) -> None:
    """Raise WrongModel, with the first difference, if a checkpoint is not of this model and optimiser."""
    there = {name: tuple(value.shape) for name, value in found["weights"].items()}
    here = {name: tuple(value.shape) for name, value in model.state_dict().items()}
    different = [name for name in {**here, **there} if here.get(name) != there.get(name)]
    if different:
        name = different[0]
        raise WrongModel(
            f"{path} is a checkpoint of another model: its {found['model']} differs from this "
            f"{type(model).__name__} in {len(different)} of {len({**here, **there})} tensors. The first is "
            f"{name!r}, {there.get(name, 'missing')} there and {here.get(name, 'missing')} here. Give the "
            "checkpoint another name, or delete it."
        )
    if found["optimiser"] != type(optimiser).__name__:
        raise WrongModel(
            f"{path} was trained with {found['optimiser']}, and this training uses "
            f"{type(optimiser).__name__}. Give the checkpoint another name, or delete it."
        )
