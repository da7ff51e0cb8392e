"""The lessons' trainings from a terminal: `python -m course_utils.train lenet --data mnist --seed 0`."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from . import terminal
from .files import write_whole

if TYPE_CHECKING:
    from torch import nn

    from .data import ImageSet
    from .training import History

app = typer.Typer(
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)

Small = Literal["mnist", "fashion-mnist", "digits"]

Epochs = Annotated[int, typer.Option(min=1, help="How often every picture is seen.")]
Seed = Annotated[int, typer.Option(min=0, help="Of the first weights, the order and the augmentation.")]
BatchSize = Annotated[int, typer.Option(min=1, help="Pictures in a step.")]
Rate = Annotated[float, typer.Option(help="The highest learning rate.")]
WeightDecay = Annotated[float, typer.Option(help="How much all weights shrink, relative to the rate.")]
Device = Annotated[str | None, typer.Option(help="cuda, mps or cpu; by default the fastest one here.")]
Precision = Annotated[Literal["float32", "bfloat16"], typer.Option(help="The precision of most layers.")]
Checkpoint = Annotated[Path | None, typer.Option(help="A file that is written after each epoch.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on from the checkpoint, if it is there.")]
Weights = Annotated[Path | None, typer.Option(help="Write the trained weights here: float16, .npz.")]


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status: 0, 2 if it cannot be run, 130 if it was interrupted."""
    return terminal.run(app, "train", arguments)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """End the command with the sentence of an error that the course raises itself, or of an interrupt."""
    from . import data, training

    try:
        yield
    except training.Interrupted as stopped:
        first = training.processes.number() == 0
        raise terminal.Stopped(str(stopped) if first else "stopped.") from None
    except (data.DataError, training.Diverged, training.OutOfMemory, ValueError) as error:
        raise terminal.Trouble(str(error)) from error


@app.callback()
def commands() -> None:
    """Train a network of the course, and say on what, how fast and how well."""


@app.command()
def lenet(
    data: Annotated[Small, typer.Option(help="The pictures.")] = "mnist",
    form: Annotated[
        Literal["modern", "1998"], typer.Option(help="ReLU and max pooling, or tanh and average pooling.")
    ] = "modern",
    shift: Annotated[int, typer.Option(min=0, help="Move pictures by up to so many pixels.")] = 0,
    epochs: Epochs = 10,
    seed: Seed = 0,
    batch_size: BatchSize = 128,
    rate: Rate = 0.008,
    weight_decay: WeightDecay = 0.01,
    device: Device = None,
    precision: Precision = "float32",
    checkpoint: Checkpoint = None,
    resume: Resume = False,
    weights: Weights = None,
) -> None:
    """LeNet-5, 61,706 parameters, on digits (or clothes) of 32 x 32 pixels."""
    from . import training

    with _told():
        place = training.pick_device(device)
        train, test = _small(data)
        print(f"LeNet-5, 61,706 parameters, on {training.name_of(place)}.", flush=True)
        model, history = training.train_lenet(
            train,
            test,
            modern=form == "modern",
            epochs=epochs,
            rate=rate,
            shift=shift,
            seed=seed,
            batch_size=batch_size,
            weight_decay=weight_decay,
            device=place,
            precision=precision,
            checkpoint=checkpoint,
            resume=resume,
        )
        _end(model, history, test, weights)


@app.command()
def alexnet(
    data: Annotated[str, typer.Option(help="imagenette, cifar10, cifar10-jpeg, or a folder of pictures.")] = (
        "imagenette"
    ),
    size: Annotated[int, typer.Option(min=67, help="Pixels of a side that the network reads.")] = 227,
    slim: Annotated[int, typer.Option(help="Divide all channels by 1, 2, 4, 8 or 16.")] = 1,
    kept: Annotated[
        int | None,
        typer.Option(min=8, help="Pixels of the pictures in memory; small ones are enlarged later."),
    ] = None,
    groups: Annotated[int, typer.Option(min=1, max=2, help="2 is the paper's layout of two GPUs.")] = 1,
    init: Annotated[Literal["he", "paper"], typer.Option(help="The first weights.")] = "he",
    schedule: Annotated[
        Literal["cycle", "stall"], typer.Option(help="One cycle, or a tenth whenever the test loss stalls.")
    ] = "cycle",
    epochs: Epochs = 30,
    seed: Seed = 0,
    batch_size: BatchSize = 256,
    rate: Rate = 0.02,
    weight_decay: WeightDecay = 5e-4,
    device: Device = None,
    precision: Annotated[
        Literal["auto", "float32", "bfloat16"], typer.Option(help="auto: bfloat16 on a GPU that has it.")
    ] = "auto",
    compile: Annotated[bool, typer.Option(help="Compile the network, on a GPU.")] = True,
    checkpoint: Checkpoint = None,
    resume: Resume = False,
    weights: Weights = None,
) -> None:
    """AlexNet, 62 million parameters, on photographs; with torchrun on several GPUs."""
    from . import training
    from .models.alexnet import parameters as alexnet_parameters
    from .training import processes
    from .training.alexnet import kept_side

    with _told(), processes.joined(training.pick_device(device)) as place:
        train, test = _photographs(data, kept or kept_side(size))
        count = alexnet_parameters(len(train.classes), size=size, slim=slim, groups=groups)
        where = f"{processes.count()} x " * processes.started() + training.name_of(place)
        print(f"AlexNet, {count:,} parameters, on {where}.", flush=True)
        model, history = training.train_alexnet(
            train,
            test,
            size=size,
            slim=slim,
            groups=groups,
            init=init,
            schedule=schedule,
            epochs=epochs,
            rate=rate,
            seed=seed,
            batch_size=batch_size,
            weight_decay=weight_decay,
            device=place,
            precision=training.best_precision(place) if precision == "auto" else precision,
            compile=compile,
            checkpoint=checkpoint,
            resume=resume,
        )
        _end(model, history, test, weights)


def _photographs(name: str, side: int) -> tuple[ImageSet, ImageSet]:
    """The training and the test part of a set of coloured pictures, kept at this side (CIFAR-10: at 32)."""
    from . import data

    sets: dict[str, Callable[[str], ImageSet]] = {
        "imagenette": lambda split: data.load_imagenette(side, split),
        "cifar10": data.load_cifar10,
        "cifar10-jpeg": lambda split: data.load_cifar10_jpeg(32, split),
    }
    if name not in sets and not Path(name).expanduser().exists():
        raise ValueError(f"--data {name!r} is neither a folder here nor one of {', '.join(sets)}.")
    load = sets.get(name, lambda split: data.load_folder(name, side, split))
    return load("train"), load("test")


def _small(name: Small) -> tuple[ImageSet, ImageSet]:
    """The training and the test part of a set of small grey pictures."""
    from . import data

    if name == "digits":
        return data.load_digits(32, "train"), data.load_digits(32, "test")
    load = data.load_mnist if name == "mnist" else data.load_fashion_mnist
    return load("train"), load("test")


def _end(model: nn.Module, history: History, test: ImageSet, weights: Path | None) -> None:
    """Say how well and how fast a training was, and write the weights."""
    from .training import packed, processes

    if processes.number() > 0:
        return
    count = len(history.epochs)
    print(
        f"{history.accuracy:.2%} of {len(test.labels):,} test pictures of {test.name} after {count} "
        f"epoch{'s' if count > 1 else ''}: {history.seconds:.1f} s of training, "
        f"{history.seconds / count:.2f} s per epoch, {history.cpu_seconds:.1f} s of the processor."
    )
    if weights:
        write_whole(weights, packed(model))
        print(f"The weights are in {weights}, {weights.stat().st_size:,} bytes.")


if __name__ == "__main__":
    sys.exit(main())
