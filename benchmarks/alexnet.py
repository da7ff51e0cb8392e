"""AlexNet's speed beside the plain way: `python benchmarks/alexnet.py` (a small one without a GPU).

Rows: the plain way (float32, a DataLoader that augments picture by picture, channels first), then one
speed-up after the other, then larger batches. Columns: pictures a second forward and in training, data
included; the share of the device's own rate for products of bfloat16 matrices, measured here; peak memory;
and the share of the time that training waits for data, against the same steps on one batch that lies ready.
The pictures are random bytes: speed does not depend on what they show. Accuracy is another matter, and one
command: `python -m course_utils.train alexnet --data cifar10-jpeg --epochs 60 --batch-size 512 --rate 0.04`.
"""

import argparse
import itertools
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from rich import box
from rich.console import Console
from rich.table import Table
from torch import nn
from torch.utils.data import DataLoader, Dataset

from course_utils import training
from course_utils.data import ImageSet
from course_utils.models import AlexNet
from course_utils.training.alexnet import Pipeline, kept_side, sgd
from course_utils.training.device import autocast, finish

CLASSES, ROUNDS = 10, 3


@dataclass(frozen=True)
class Way:
    """One way to train: a row of the table."""

    name: str
    batch: int
    precision: str = "float32"
    channels_last: bool = False
    compiled: bool = False
    loader: bool = False
    on_host: bool = False


@dataclass(frozen=True)
class Scale:
    """How large the measurement is."""

    size: int
    slim: int
    pictures: int
    steps: int
    batches: tuple[int, ...]
    matrix: int  # side of the matrices whose product is timed


WHOLE = Scale(227, 1, 8192, 30, (256, 512, 1024, 2048), 8192)
SMALL = Scale(67, 16, 256, 3, (32, 64), 1024)


class Pictures(Dataset):
    """The plain way: each picture is cut, mirrored and scaled by itself, on the processor."""

    def __init__(self, of: ImageSet, size: int) -> None:
        self.of, self.size = of, size

    def __len__(self) -> int:
        return len(self.of.labels)

    def __getitem__(self, k: int) -> tuple[torch.Tensor, int]:
        top, left = np.random.randint(0, self.of.images.shape[1] - self.size + 1, 2)
        picture = self.of.images[k, top : top + self.size, left : left + self.size]
        picture = picture[:, ::-1].copy() if np.random.random() < 0.5 else picture
        x = torch.from_numpy(picture).permute(2, 0, 1).float() / 255
        return (x - 0.5) / 0.25, int(self.of.labels[k])


def ways(scale: Scale, on_gpu: bool) -> Iterator[Way]:
    """The plain way, one speed-up after the other, and all of them with larger batches."""
    first, *larger = scale.batches
    fast: dict[str, Any] = {"precision": "bfloat16", "channels_last": True}
    yield Way("plain: float32, DataLoader", first, loader=True)
    yield Way("data as bytes on the device", first)
    yield Way("channels last, too", first, channels_last=True)
    yield Way("bfloat16, too", first, **fast)
    if on_gpu:
        fast["compiled"] = True
        yield Way("compiled, too", first, **fast)
    for batch in larger:
        yield Way("all, larger batch", batch, **fast)
    yield Way("all, data in the host's memory", scale.batches[-1], on_host=True, **fast)


def batches_of(way: Way, scale: Scale, of: ImageSet, device: torch.device) -> Iterator[Any]:
    """Batches without end, on the device."""
    if way.loader:
        workers = (os.cpu_count() or 1) if device.type == "cuda" else 0
        loader = DataLoader(
            Pictures(of, scale.size),
            way.batch,
            shuffle=True,
            drop_last=True,
            num_workers=workers,
            persistent_workers=workers > 0,
            pin_memory=device.type == "cuda",
        )
        while True:
            for x, y in loader:
                yield x.to(device, non_blocking=True), y.to(device, non_blocking=True)
    pipeline = Pipeline(of, scale.size, device=device, channels_last=way.channels_last, on_host=way.on_host)
    made = pipeline.batches(of, way.batch, training=True)
    for epoch in itertools.count():
        yield from made.for_epoch(epoch)


def best(run: Callable[[], None], device: torch.device) -> float:
    """Seconds of the fastest of some rounds; one round before them warms up."""
    run()
    taken = []
    for _ in range(ROUNDS):
        finish(device)
        start = time.perf_counter()
        run()
        finish(device)
        taken.append(time.perf_counter() - start)
    return min(taken)


def matrix_rate(side: int, device: torch.device) -> float:
    """Floating-point operations a second in products of bfloat16 matrices."""
    a, b = (torch.randn(side, side, device=device, dtype=torch.bfloat16) for _ in range(2))

    def products() -> None:
        for _ in range(10):
            a @ b

    return 10 * 2 * side**3 / best(products, device)


def operations(scale: Scale) -> int:
    """Multiply-accumulates of one picture, forward."""
    total = 0

    def note(layer: nn.Module, _: Any, y: torch.Tensor) -> None:
        nonlocal total
        total += layer.weight[0].numel() * y[0].numel()  # type: ignore[operator, index]

    with torch.device("meta"):
        model = AlexNet(CLASSES, slim=scale.slim, size=scale.size)
        for layer in model.modules():
            if isinstance(layer, nn.Conv2d | nn.Linear):
                layer.register_forward_hook(note)
        model(torch.zeros(1, 3, scale.size, scale.size))
    return total


def measured(way: Way, scale: Scale, of: ImageSet, device: torch.device, rate: float) -> tuple[str, ...]:
    """The numbers of one way. Raises OutOfMemory."""
    training.set_seed(0)
    if device.type == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(device)
    model: nn.Module = AlexNet(CLASSES, slim=scale.slim, size=scale.size).to(device)
    model = training.placed(model, device) if way.channels_last else model
    optimiser = sgd(model, 0.001) if not way.loader else torch.optim.SGD(model.parameters(), 0.001, 0.9)
    called: Any = torch.compile(model) if way.compiled else model
    supply = batches_of(way, scale, of, device)
    ready = next(supply)

    def train(batches: Iterable[Any]) -> None:
        training.train_one_epoch(called, batches, optimiser, precision=way.precision)

    def forward() -> None:
        model.eval()
        with torch.inference_mode(), autocast(device, way.precision):
            for _ in range(scale.steps):
                called(ready[0])

    seconds = best(lambda: train(itertools.islice(supply, scale.steps)), device)
    without = best(lambda: train([ready] * scale.steps), device)
    through = best(forward, device)
    supply.close()  # type: ignore[attr-defined]
    count = way.batch * scale.steps
    peak = f"{torch.cuda.max_memory_allocated(device) / 2**30:.1f}" if device.type == "cuda" else "-"
    share = 3 * 2 * operations(scale) * count / seconds / rate
    waiting = max(0.0, 1 - without / seconds)
    return f"{count / through:,.0f}", f"{count / seconds:,.0f}", f"{share:.1%}", peak, f"{waiting:.1%}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--device", help="cuda, mps or cpu; by default the fastest one here")
    parser.add_argument("--small", action="store_true", help="the small network on a GPU, too")
    options = parser.parse_args()
    device = training.pick_device(options.device)
    on_gpu = device.type == "cuda"
    scale = WHOLE if on_gpu and not options.small else SMALL
    torch.backends.cudnn.benchmark = True
    rng, side = np.random.default_rng(0), kept_side(scale.size)
    images = rng.integers(0, 256, (scale.pictures, side, side, 3), dtype=np.uint8)
    classes = tuple(map(str, range(CLASSES)))
    of = ImageSet(images, rng.integers(0, CLASSES, scale.pictures), classes, "noise", "train", "random bytes")
    rate = matrix_rate(scale.matrix, device)
    table = Table(box=box.SIMPLE_HEAD)
    for header in (
        "",
        "batch",
        "forward/s",
        "trained/s",
        "of the rate",
        "peak GiB",
        "waiting",
        "times plain",
    ):
        table.add_column(header, justify="right" if header else "left")
    plain = None
    for way in ways(scale, on_gpu):
        try:
            row = measured(way, scale, of, device, rate)
        except (training.OutOfMemory, torch.cuda.OutOfMemoryError) as error:
            fits = getattr(error, "fits", 0)
            table.add_row(
                way.name, str(way.batch), "does not fit", f"{fits} fits" if fits else "", "", "", "", ""
            )
            continue
        trained = float(row[1].replace(",", ""))
        plain = plain or trained
        table.add_row(way.name, str(way.batch), *row, f"{trained / plain:.2f}")
    console = Console(width=120)
    console.print(
        f"AlexNet of {scale.size} pixels, channels divided by {scale.slim}, on {training.name_of(device)}, "
        f"PyTorch {torch.__version__}: {operations(scale):,} multiply-accumulates a picture; products of "
        f"bfloat16 matrices: {rate / 1e12:.2f} TFLOP/s."
    )
    console.print(table)


if __name__ == "__main__":
    main()
