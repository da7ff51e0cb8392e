"""A training can be interrupted at any moment, and goes on as if it had not been."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import tiny
import torch
from torch import nn

from course_utils.training import (
    BrokenCheckpoint,
    Diverged,
    History,
    Interrupted,
    WrongModel,
    fit,
    learning_curve,
    one_cycle,
    set_seed,
)
from course_utils.training.checkpoint import save
from course_utils.training.show import Lines

EPOCHS = 4


class Stopping(Lines):
    """Like pressing Control-C when so many epochs, and a part of the next, are done."""

    def __init__(self, after: int) -> None:
        super().__init__(quiet=True)
        self.after, self.ended, self.done = after, False, 0

    def batch(self, step: int, steps: int, loss: float) -> None:
        if self.done == self.after:
            raise KeyboardInterrupt

    def epoch(self, history: History) -> None:
        self.done = len(history.epochs)

    def end(self, history: History) -> None:
        self.ended = True


def run(model: nn.Module | None = None, **options) -> tuple[nn.Module, History]:
    """A small training, silent unless asked otherwise."""
    model = model or tiny.model()
    set_seed(7)
    optimiser = tiny.optimiser(model)
    settings = {"epochs": EPOCHS, "rate": one_cycle(0.1, EPOCHS), "show": False} | options
    return model, fit(model, *tiny.batches(), optimiser=optimiser, **settings)


def timeless(history: History) -> list:
    return [replace(epoch, seconds=0, cpu_seconds=0) for epoch in history.epochs]


def test_it_learns_and_says_what_it_did(capsys) -> None:
    _, history = run(show=Lines(bar=False))
    assert history.epochs[-1].test_loss < history.epochs[0].test_loss
    assert history.accuracy > 0.9
    assert history.seconds > 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == EPOCHS
    assert lines[0].startswith("epoch 1/4  loss ")


def test_twice_the_same_seed_is_twice_the_same_run() -> None:
    (one, first), (other, second) = run(), run()
    assert timeless(first) == timeless(second)
    assert all(map(torch.equal, one.state_dict().values(), other.state_dict().values()))


@pytest.mark.parametrize("after", [1, 3])
def test_interrupted_and_resumed_it_is_the_same_training(tmp_path: Path, after: int) -> None:
    whole, expected = run()
    path, stopping = tmp_path / "kept/tiny.pt", Stopping(after)
    with pytest.raises(
        Interrupted, match=rf"epoch {after + 1}\. The end of epoch {after} is kept in .*resume"
    ):
        run(checkpoint=path, show=stopping)
    assert stopping.ended
    resumed, history = run(tiny.model(seed=99), checkpoint=path, resume=True)
    assert timeless(history) == timeless(expected)
    assert all(map(torch.equal, whole.state_dict().values(), resumed.state_dict().values()))


def test_an_interrupt_in_the_first_epoch_says_that_nothing_is_kept(tmp_path: Path) -> None:
    with pytest.raises(Interrupted, match="Nothing is kept yet"):
        run(checkpoint=tmp_path / "tiny.pt", show=Stopping(0))
    assert not list(tmp_path.iterdir())


def test_without_a_file_an_interrupt_says_how_to_have_one() -> None:
    with pytest.raises(Interrupted, match=r'checkpoint="training\.pt"') as stopped:
        run(show=Stopping(2))
    assert isinstance(stopped.value, KeyboardInterrupt)  # a notebook then stops, too
    assert stopped.value._render_traceback_() == [str(stopped.value)]


def test_resume_without_a_file_begins_at_the_start(tmp_path: Path) -> None:
    _, history = run(checkpoint=tmp_path / "tiny.pt", resume=True)
    assert timeless(history) == timeless(run()[1])


def test_a_finished_training_is_only_read(tmp_path: Path) -> None:
    trained, history = run(checkpoint=tmp_path / "tiny.pt")
    model, again = run(tiny.model(seed=3), checkpoint=tmp_path / "tiny.pt", resume=True)
    assert again == history
    assert all(map(torch.equal, trained.state_dict().values(), model.state_dict().values()))


def test_without_resume_an_old_file_is_replaced(tmp_path: Path) -> None:
    run(checkpoint=tmp_path / "tiny.pt", epochs=2)
    _, history = run(checkpoint=tmp_path / "tiny.pt")
    assert timeless(history) == timeless(run()[1])


def test_a_checkpoint_of_another_model_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    run(checkpoint=tmp_path / "tiny.pt", epochs=1)
    other = tiny.model(width=5)
    before = {name: value.clone() for name, value in other.state_dict().items()}
    said = (
        r"another model: .* in 3 of 4 tensors\. The first is '1\.weight', \(6, 16\) there and \(5, 16\) here"
    )
    with pytest.raises(WrongModel, match=said):
        run(other, checkpoint=tmp_path / "tiny.pt", resume=True)
    assert all(map(torch.equal, before.values(), other.state_dict().values()))


def test_a_checkpoint_of_another_optimiser_is_refused(tmp_path: Path) -> None:
    model, _ = run(checkpoint=tmp_path / "tiny.pt", epochs=1)
    with pytest.raises(WrongModel, match="trained with SGD, and this training uses Adam"):
        fit(
            model,
            *tiny.batches(),
            epochs=2,
            optimiser=torch.optim.Adam(model.parameters()),
            checkpoint=tmp_path / "tiny.pt",
            resume=True,
            show=False,
        )


def test_a_checkpoint_is_the_same_with_and_without_compilation(tmp_path: Path) -> None:
    run(checkpoint=tmp_path / "plain.pt", epochs=1)
    compiled = torch.compile(tiny.model(seed=5))  # compiled when it is first called, which is never
    _, history = run(compiled, checkpoint=tmp_path / "plain.pt", resume=True, epochs=1)
    assert len(history.epochs) == 1
    save(tmp_path / "compiled.pt", compiled, tiny.optimiser(compiled), history)
    model, _ = run(tiny.model(seed=6), checkpoint=tmp_path / "compiled.pt", resume=True, epochs=1)
    assert all(map(torch.equal, model.state_dict().values(), compiled.state_dict().values()))


@pytest.mark.parametrize("content", ["empty", "half", "text", "pickle", "other"])
def test_a_broken_checkpoint_is_an_error_that_names_the_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "tiny.pt"
    run(checkpoint=path, epochs=1)
    if content == "other":
        torch.save({"weights": torch.zeros(2)}, path)
    elif content == "pickle":
        torch.save({"kind": Path("/")}, path)
    else:
        whole = path.read_bytes()
        path.write_bytes({"empty": b"", "half": whole[: len(whole) // 2], "text": b"another text"}[content])
    with pytest.raises(BrokenCheckpoint, match=r"tiny\.pt .*(Delete it|another name)"):
        run(checkpoint=path, resume=True)


def test_a_failed_write_leaves_the_checkpoint_before(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "tiny.pt"
    run(checkpoint=path, epochs=1)
    kept = path.read_bytes()

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        run(checkpoint=path, resume=True)
    assert path.read_bytes() == kept
    assert list(tmp_path.iterdir()) == [path]


def test_a_diverged_epoch_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "tiny.pt"
    with pytest.raises(Diverged):
        run(checkpoint=path, rate=lambda done, losses: 0.1 if done < 2 else 1e30)
    _, history = run(checkpoint=path, resume=True, epochs=2)
    assert len(history.epochs) == 2


def test_it_stops_early_when_the_test_loss_no_longer_falls() -> None:
    _, history = run(epochs=50, rate=0.0, patience=3)
    assert len(history.epochs) == 4


def test_the_curve_has_a_point_for_each_epoch() -> None:
    _, history = run()
    ax = learning_curve(history, epochs=10)
    assert [len(line.get_xdata()) for line in ax.lines] == [EPOCHS, EPOCHS]
    assert ax.get_title() == f"test accuracy {history.accuracy:.2%}"
    assert learning_curve(History()).get_title() == ""
