"""The lessons' trainings from a terminal: `python -m course_utils.train lenet --data mnist --seed 0`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

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
PADDING = {"mnist": 2, "fashion-mnist": 2, "digits": 0}  # to 32 x 32 pixels

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
    usage_error = typer.BadParameter.__base__  # Typer has no public name for it
    try:
        return app(arguments or sys.argv[1:] or ["--help"], standalone_mode=False) or 0
    except usage_error as error:  # type: ignore[misc]
        said = error.format_message()
    except OSError as error:
        said = f"{error.filename or 'a file'}: {error.strerror or error}."
    except Exception as error:
        if not _foreseen(error):
            raise
        said = str(error)
    print(f"train: {said}", file=sys.stderr)
    return 2


def _foreseen(error: Exception) -> bool:
    """Whether an error is one that the course raises itself, with a sentence for the person."""
    from . import data, training

    mine = (data.DataError, training.Diverged, training.OutOfMemory, ValueError)
    return isinstance(error, mine)


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
    import torch

    from . import training
    from .models import LeNet5

    place = training.pick_device(device)
    train, test = _small(data)
    training.set_seed(seed)
    model = training.placed(LeNet5(modern=form == "modern"), place)
    _say_what(model, place)
    shared: dict[str, Any] = {"device": place, "padding": PADDING[data], "channels_last": True}
    augment = training.random_shifts(shift) if shift else None
    history = _fit(
        model,
        training.Batches(
            train.images, train.labels, batch_size, shuffle=True, augment=augment, seed=seed, **shared
        ),
        training.Batches(test.images, test.labels, 1000, **shared),
        epochs=epochs,
        optimiser=torch.optim.AdamW(model.parameters(), rate, weight_decay=weight_decay, fused=True),
        rate=training.one_cycle(rate, epochs),
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


def _fit(*arguments: Any, **options: Any) -> History:
    """Train; an interrupt ends the command with its sentence (Typer would swallow it)."""
    from . import training

    try:
        return training.fit(*arguments, **options)
    except training.Interrupted as stopped:
        print(f"\n{stopped}", file=sys.stderr)
        raise typer.Exit(130) from None


def _say_what(model: nn.Module, place: Any) -> None:
    from .training import name_of

    parameters = sum(parameter.numel() for parameter in model.parameters())
    print(f"{type(model).__name__}, {parameters:,} parameters, on {name_of(place)}.", flush=True)


def _say_how(history: History, test: ImageSet) -> None:
    count = len(history.epochs)
    print(
        f"{history.accuracy:.2%} of {len(test.labels):,} test pictures of {test.name} after {count} "
        f"epoch{'s' if count > 1 else ''}: {history.seconds:.1f} s of training, "
        f"{history.seconds / count:.2f} s per epoch, {history.cpu_seconds:.1f} s of the processor."
    )


if __name__ == "__main__":
    sys.exit(main())
