"""Trainings from a terminal: what they say, and how they end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from course_utils import data, train, training
from course_utils.training.show import Lines

QUICK = ["lenet", "--data", "digits", "--epochs", "1", "--device", "cpu", "--batch-size", "64"]


def test_it_says_the_data_the_device_the_time_and_the_accuracy(capsys) -> None:
    assert train.main(QUICK) == 0
    said = capsys.readouterr().out
    assert "scikit-learn's digits, enlarged to 32x32 (train): 1,437 images" in said
    assert "LeNet-5, 61,706 parameters, on CPU" in said
    assert "epoch 1/1  loss " in said
    assert "of 360 test pictures of scikit-learn's digits, enlarged to 32x32 after 1 epoch: " in said
    assert "s per epoch" in said


def test_the_same_seed_gives_the_same_weights_byte_by_byte(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("one.npz", "two.npz", "other.npz")]
    for file, seed in zip(files, ("1", "1", "2"), strict=True):
        assert train.main([*QUICK, "--seed", seed, "--form", "1998", "--weights", str(file)]) == 0
    one, two, other = (file.read_bytes() for file in files)
    assert one == two != other
    with np.load(files[0]) as stored:
        assert {name: stored[name].shape for name in stored.files} == {
            name: array.shape for name, array in data.lenet_weights().items()
        }


def test_it_learns(capsys) -> None:
    assert train.main([*QUICK, "--epochs", "8", "--shift", "1"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert float(last.partition("%")[0]) > 85


def test_interrupted_it_ends_with_130_and_a_sentence_and_goes_on(tmp_path, monkeypatch, capsys) -> None:
    kept = ["--checkpoint", str(tmp_path / "lenet.pt"), "--epochs", "2"]
    with monkeypatch.context() as patch:
        patch.setattr(Lines, "epoch", _stopped)
        assert train.main([*QUICK, *kept]) == 130
    assert "The end of epoch 1 is kept in" in capsys.readouterr().err
    assert train.main([*QUICK, *kept, "--resume"]) == 0
    said = capsys.readouterr().out
    assert "Going on after epoch 1 of 2, from " in said
    assert "epoch 2/2" in said
    assert "epoch 1/2" not in said


def _stopped(self: Lines, history: training.History) -> None:
    raise KeyboardInterrupt


def test_a_checkpoint_of_another_model_is_one_line_and_status_2(tmp_path: Path, capsys) -> None:
    torch = pytest.importorskip("torch")
    other, path = torch.nn.Linear(2, 2), tmp_path / "other.pt"
    training.checkpoint.save(path, other, torch.optim.AdamW(other.parameters()), training.History())
    assert train.main([*QUICK, "--checkpoint", str(path), "--resume"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("train: ")
    assert said.count("\n") == 1
    assert "is a checkpoint of another model: its Linear differs from this LeNet5" in said


def test_a_set_that_is_not_at_hand_is_one_line_and_never_another_set(monkeypatch, capsys) -> None:
    def missing(split: str) -> None:
        raise data.NotAtHand("MNIST cannot be had.")

    monkeypatch.setattr(data, "load_mnist", missing)
    assert train.main(["lenet", "--data", "mnist"]) == 2
    assert capsys.readouterr().err == "train: MNIST cannot be had.\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--device", "tpu"], "no device 'tpu'"),
        (["--data", "letters"], "letters"),
        (["--epochs", "0"], "--epochs"),
        (["--batch-size", "5000"], "a batch of 5000 cannot be taken from 1437"),
        (["--rate", "1e30", "--epochs", "3"], "the learning rate is too large"),
    ],
)
def test_bad_options_are_one_line_and_status_2(options: list[str], said: str, capsys) -> None:
    assert train.main([*QUICK, *options]) == 2
    error = capsys.readouterr().err
    assert error.startswith("train: ")
    assert said in error


def test_python_finds_it(root: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "course_utils.train", "lenet", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
    )
    assert "--checkpoint" in shown.stdout


def test_importing_the_course_imports_no_torch() -> None:
    code = "import sys, course_utils.train; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.fixture
def photographs(tmp_path: Path, monkeypatch) -> Path:
    """A folder of eight small pictures, red and blue, in train/ and val/; some grey or in CMYK."""
    monkeypatch.setenv("COURSE_DATA_HOME", str(tmp_path / "home"))
    for part in ("train", "val"):
        for name, colour in (("red", (200, 20, 20)), ("blue", (20, 20, 200))):
            folder = tmp_path / "set" / part / name
            folder.mkdir(parents=True)
            for number, mode in enumerate(("RGB", "RGB", "L", "CMYK")):
                Image.new("RGB", (50 + 400 * number, 90), colour).convert(mode).save(folder / f"{number}.jpg")
    return tmp_path / "set"


def small(folder: Path) -> list[str]:
    """An AlexNet for eight pictures."""
    options = "--size 67 --slim 16 --batch-size 4 --epochs 2 --device cpu"
    return ["alexnet", "--data", str(folder), *options.split()]


def test_alexnet_trains_on_a_folder_of_pictures_and_says_so(photographs: Path, tmp_path, capsys) -> None:
    weights = tmp_path / "alexnet.npz"
    assert train.main([*small(photographs), "--weights", str(weights)]) == 0
    said = capsys.readouterr().out
    assert "the folder set (train): 8 images of 76x76 pixels in 2 classes" in said
    assert "AlexNet, 87,418 parameters, on CPU" in said
    assert "of 8 test pictures of the folder set after 2 epochs: " in said
    with np.load(weights) as stored:
        assert stored["conv1.weight"].shape == (6, 3, 11, 11)


def test_alexnet_refuses_a_checkpoint_of_another_layout(photographs: Path, tmp_path, capsys) -> None:
    kept = ["--checkpoint", str(tmp_path / "a.pt")]
    assert train.main([*small(photographs), *kept, "--groups", "2"]) == 0
    assert train.main([*small(photographs), *kept, "--resume"]) == 2
    said = capsys.readouterr().err
    assert (
        "another model: its AlexNet differs from this AlexNet in 3 of 16 tensors. The first is 'conv2.wei"
        in said
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--data", "no/where"], "--data 'no/where' is neither a folder here nor one of imagenette, "),
        (["--size", "30"], "--size"),
        (["--slim", "3"], "slim=3"),
        (["--groups", "3"], "--groups"),
    ],
)
def test_alexnets_bad_options_are_one_line(photographs: Path, options: list[str], said: str, capsys) -> None:
    assert train.main([*small(photographs), *options]) == 2
    error = capsys.readouterr().err
    assert error.startswith("train: ")
    assert said in error


def test_a_class_that_val_lacks_is_one_line(photographs: Path, capsys) -> None:
    for file in (photographs / "val/red").iterdir():
        file.unlink()
    assert train.main(small(photographs)) == 2
    assert "val/red has no pictures for test" in capsys.readouterr().err
