"""How the course trains AlexNet: the recipe of lesson, command and benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ..data import ImageSet
from ..models.alexnet import AlexNet, init_weights
from . import augment as change
from . import processes
from .batches import Batches
from .checkpoint import begun
from .compiling import compiled
from .device import placed, set_seed
from .fitting import fit
from .history import History
from .schedules import one_cycle, reduce_on_stall
from .show import Show

WHOLE = 256 / 227  # the paper cuts squares of 227 pixels out of pictures of 256
DECAY, MOMENTUM = 5e-4, 0.9


@dataclass(frozen=True)
class Pipeline:
    """Turns sets of pictures into batches for AlexNet, standardised by the colours of the training part.

    Pictures as large as `kept_side(size)` are cut to `size`. Of smaller ones the same part is cut out, and
    enlarged on the device, so that small pictures take little memory.

    augment : random crops, mirrors and colours. Digits and letters are no good when they are mirrored.
    """

    train: ImageSet
    size: int = 227
    augment: bool = True
    mirror: bool = True
    seed: int = 0
    device: torch.device | str = "cpu"
    part: tuple[int, int] = (0, 1)
    channels_last: bool = True
    on_host: bool | None = None

    def batches(self, of: ImageSet, batch_size: int, training: bool) -> Batches:
        """Shuffled and augmented batches of the training part, or a test's in order, cut from the middle."""
        if of.images.ndim != 4:
            raise ValueError(f"{of.name} is grey, and AlexNet reads colours: (N, H, W, 3).")
        pixels = torch.from_numpy(self.train.images[:: -(-len(self.train.images) // 1000)]).float() / 255
        return Batches(
            of.tensor(),
            of.labels,
            batch_size,
            device=self.device,
            shuffle=training,
            augment=self._change(min(of.images.shape[1:3]), training and self.augment),
            seed=self.seed,
            channels_last=self.channels_last,
            standard=(pixels.mean((0, 1, 2)).tolist(), pixels.std((0, 1, 2)).clamp(min=0.01).tolist()),
            part=self.part,
            on_host=self.on_host,
        )

    def _change(self, side: int, drawn: bool) -> change.Augment:
        crop = min(self.size, round(side / WHOLE))
        steps = [change.random_crops(crop) if drawn else change.centre_crops(crop)]
        if drawn and self.mirror:
            steps.append(change.random_mirrors())
        if drawn:
            steps.append(change.random_colours(*change.colour_axes(self.train.tensor())))
        if crop < self.size:
            steps.append(change.enlarged(self.size))
        return change.one_after_another(*steps)


def kept_side(size: int) -> int:
    """The side at which pictures are kept, so that squares of `size` pixels can be cut out at many places."""
    return round(size * WHOLE)


def sgd(model: nn.Module, rate: float, weight_decay: float = DECAY) -> torch.optim.Optimizer:
    """The paper's stochastic gradient descent, as one kernel where PyTorch has it (from 2.3)."""
    options: dict[str, Any] = {"lr": rate, "momentum": MOMENTUM, "weight_decay": weight_decay}
    try:
        return torch.optim.SGD(model.parameters(), fused=True, **options)
    except (TypeError, RuntimeError):
        return torch.optim.SGD(model.parameters(), **options)


def train_alexnet(
    train: ImageSet,
    test: ImageSet,
    *,
    size: int = 227,
    slim: int = 1,
    groups: int = 1,
    tricks: dict[str, Any] | None = None,
    init: str = "he",
    augment: bool = True,
    mirror: bool = True,
    epochs: int = 30,
    rate: float = 0.02,
    schedule: str = "cycle",
    batch_size: int = 256,
    weight_decay: float = DECAY,
    seed: int = 0,
    device: torch.device | str = "cpu",
    precision: str = "float32",
    compile: bool = True,
    checkpoint: str | Path | None = None,
    resume: bool = False,
    show: Show | bool = True,
) -> tuple[AlexNet, History]:
    """Train an AlexNet on photographs, (N, H, W, 3), alone or as one of several processes.

    tricks: norm, overlap, dropout, activation of the model. init: "he" or "paper". schedule: "cycle" rises to
    the rate and falls to 0; "stall" is the paper's, a tenth whenever the test loss has not fallen for three
    epochs. batch_size: of all processes together. For the others, and for what is raised, see `fit`.
    """
    device = torch.device(device)
    torch.backends.cudnn.benchmark = True  # all batches have the same shape: try which algorithm is fastest
    set_seed(seed)
    model = AlexNet(len(train.classes), slim=slim, groups=groups, size=size, **(tricks or {}))
    model = placed(init_weights(model, init), device)
    pipeline = Pipeline(
        train, size, augment, mirror, seed, device, part=(processes.number(), processes.count())
    )
    batches = pipeline.batches(train, batch_size, training=True)
    running = processes.together(model)
    if compile and device.type == "cuda":
        running, sentence = compiled(
            running, _example(batch_size // processes.count(), size, device), precision
        )
        print(sentence, flush=True)
    set_seed(seed + 7919 * processes.number())  # each process drops other units
    history = fit(
        running,
        batches,
        pipeline.batches(test, min(batch_size, 512), training=False),
        epochs=epochs,
        optimiser=sgd(running, rate, weight_decay),
        rate=one_cycle(rate, epochs) if schedule == "cycle" else reduce_on_stall(rate),
        precision=precision,
        checkpoint=checkpoint,
        resume=begun(Path(checkpoint) if checkpoint else None, resume),
        show=show,
    )
    return model, history


def _example(count: int, size: int, device: torch.device) -> torch.Tensor:
    return torch.zeros(count, 3, size, size, device=device).to(memory_format=torch.channels_last)
