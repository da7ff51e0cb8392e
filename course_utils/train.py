"""The lessons' trainings from a terminal: `python -m course_utils.train lenet --data mnist --seed 0`."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from . import terminal
from .files import write_whole

if TYPE_CHECKING:
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
        print(f"\n{stopped}", file=sys.stderr)
        raise typer.Exit(130) from None
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
        _say_how(history, test)
        if weights:
            write_whole(weights, training.packed(model))
            print(f"The weights are in {weights}, {weights.stat().st_size:,} bytes.")


def _small(name: Small) -> tuple[ImageSet, ImageSet]:
    """The training and the test part of a set of small grey pictures."""
    from . import data

    if name == "digits":
        return data.load_digits(32, "train"), data.load_digits(32, "test")
    load = data.load_mnist if name == "mnist" else data.load_fashion_mnist
    return load("train"), load("test")


def _say_how(history: History, test: ImageSet) -> None:
    count = len(history.epochs)
    print(
        f"{history.accuracy:.2%} of {len(test.labels):,} test pictures of {test.name} after {count} "
        f"epoch{'s' if count > 1 else ''}: {history.seconds:.1f} s of training, "
        f"{history.seconds / count:.2f} s per epoch, {history.cpu_seconds:.1f} s of the processor."
    )


if __name__ == "__main__":
    sys.exit(main())
