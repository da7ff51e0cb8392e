"""Progress and own functions travel in one small file, and survive a machine that is taken away."""

from __future__ import annotations

import io
import sys
import types
import zipfile
from pathlib import Path

import pytest

from course_utils import (
    check,
    download_progress,
    guess,
    hint,
    learner,
    luggage,
    mine,
    progress,
    transfer,
    upload_progress,
)
from course_utils.checks import progress as checks_progress
from course_utils.checks.progress import Record, default_path
from course_utils.learner import Misuse


class Machine:
    """A machine to work on: a folder, and no variables that a person has set."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        monkeypatch.delenv("COURSE_PROGRESS", raising=False)
        self.enter("content")

    def enter(self, name: str) -> Path:
        """Go to a fresh machine: nothing of the last one is there."""
        (self.folder / name).mkdir(exist_ok=True)
        self.monkeypatch.chdir(self.folder / name)
        learner._record_at.cache_clear()
        return self.folder / name

    def mount(self) -> Path:
        """Mount a Drive."""
        drive = self.folder / "drive" / "MyDrive"
        drive.mkdir(parents=True, exist_ok=True)
        for module in (checks_progress, luggage):
            self.monkeypatch.setattr(module, "DRIVE", drive)
        return drive


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def normalise(image):
    low, high = float(image.min()), float(image.max())
    return (image - low) / (high - low) if high > low else 0.0 * image


def work() -> None:
    """Pass an exercise, ask for two hints, guess once."""
    assert check(normalise).score.outcome == "passed"
    hint("crop", 2)
    guess("pixel_1_4", 11)


def state() -> tuple:
    best = progress().as_dict()["00_start"]
    return best["normalise"]["outcome"], best["crop"]["hints"], best["guesses"]["made"], _whose("normalise")


def _whose(name: str) -> str:
    return mine(name).__module__.rpartition(".")[0]


DONE = ("passed", 2, 1, "course_utils.own.loading")


def test_what_was_done_on_one_machine_is_there_on_the_next(machine: Machine) -> None:
    work()
    said = str(download_progress())
    assert said.endswith("It holds 4 lines of progress and 1 function of your own.")
    there = machine.folder / "content" / "course_progress.zip"
    machine.enter("next")
    with pytest.raises(Misuse, match=r"no course_progress\.zip beside this notebook"):
        upload_progress()
    there.rename("course_progress (1).zip")
    assert "New here: 4 lines of progress and 1 function of your own." in str(upload_progress())
    assert state() == DONE
    assert "New here: nothing." in str(upload_progress())
    assert state() == DONE


def test_the_file_is_the_progress_where_it_is_unpacked(machine: Machine) -> None:
    work()
    download_progress("saved.zip")
    folder = machine.enter("unpacked")
    with zipfile.ZipFile(machine.folder / "content" / "saved.zip") as archive:
        archive.extractall(folder)
    assert state() == DONE
    machine.enter("elsewhere")
    upload_progress(folder)
    assert state() == DONE


def test_on_kaggle_an_upload_is_found_which_was_unpacked_there(machine: Machine) -> None:
    work()
    machine.monkeypatch.setattr(transfer, "KAGGLE", machine.folder / "input")
    place = machine.folder / "input" / "datasets" / "somebody"
    place.mkdir(parents=True)
    (machine.folder / "content").rename(place / "course-progress")
    machine.enter("next")
    upload_progress()
    assert state() == DONE


def test_a_bare_progress_file_is_taken_too(machine: Machine) -> None:
    work()
    bare = machine.folder / "content" / "progress.jsonl"
    machine.enter("next")
    upload_progress(bare)
    assert progress().as_dict()["00_start"]["crop"]["hints"] == 2


def test_a_function_that_was_kept_later_stays(machine: Machine) -> None:
    folder = machine.enter("content") / "my_functions"
    folder.mkdir()
    record = Record(default_path())
    old, new = (f"# crop, kept on 2026-{month}-01, when\n" for month in ("05", "07"))
    for here, brought, stays in [(old, new, new), (new, old, new), (new, new + "#", new), ("x", "y", "x")]:
        (folder / "crop.py").write_text(here)
        luggage.unpack(luggage.Luggage([], {"crop": brought}), record)
        assert (folder / "crop.py").read_text() == stays


def zip_of(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


LINE = '{"time": 1, "hint": {"exercise": "crop"}}\n'
WHOLE = zip_of({"progress.jsonl": LINE * 99})
REFUSED = {
    "a picture": (b"\x89PNG\r\n", "holds no progress: upload the course_progress.zip"),
    "another archive": (zip_of({"notes.txt": "x", "../evil.py": "x"}), "holds no progress"),
    "half an archive": (WHOLE[:-40], "holds no progress"),
    "a damaged archive": (WHOLE[:46] + b"\xff\xff" + WHOLE[48:], "cannot be read"),
    "a bomb": (zip_of({"progress.jsonl": " " * (luggage.LARGEST + 1)}), "more than the course ever makes"),
    "too much": (b"x" * (luggage.LARGEST + 1), "larger than 20 MB"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_none_is_refused_in_one_sentence_and_changes_nothing(
    what: str, machine: Machine
) -> None:
    data, says = REFUSED[what]
    path = machine.folder / "content" / "course_progress.zip"
    path.write_bytes(data)
    with pytest.raises(Misuse, match=says):
        upload_progress()
    assert sorted(path.parent.iterdir()) == [path]


def test_names_in_an_archive_lead_nowhere_else(machine: Machine) -> None:
    files = {
        "a/progress.jsonl": LINE,
        "../my_functions/crop.py": "c",
        "my_functions/a b.py": "",
        "/etc/x.py": "",
    }
    found = luggage.opened(zip_of(files), "x.zip")
    assert found == luggage.Luggage([LINE.strip()], {"crop": "c"})


def test_a_file_that_is_not_there_or_cannot_be_written_is_named(machine: Machine) -> None:
    with pytest.raises(Misuse, match=r"There is no file nowhere\.zip"):
        upload_progress("nowhere.zip")
    Path("folder").mkdir()
    with pytest.raises(Misuse, match="folder cannot be written"):
        download_progress("folder")


def test_a_drive_that_is_mounted_later_gets_what_was_done_before(machine: Machine) -> None:
    work()
    drive = machine.mount()
    assert state() == DONE
    assert default_path() == drive / "course" / "progress.jsonl"
    machine.enter("next")
    assert state() == DONE
    check(normalise)
    assert not Path("progress.jsonl").exists()
    assert _whose("normalise") == "course_utils.own.loading"


def test_a_learner_who_works_in_a_folder_of_the_drive_keeps_progress_there(machine: Machine) -> None:
    folder = machine.mount() / "my course"
    folder.mkdir()
    machine.monkeypatch.chdir(folder)
    assert default_path() == folder / "progress.jsonl"


def test_a_machine_that_will_be_taken_away_says_how_to_keep_progress(machine: Machine) -> None:
    assert progress().notes() == []
    machine.monkeypatch.setenv("COLAB_RELEASE_TAG", "release-colab")
    assert "Colab takes this machine away" in str(progress())
    drive = machine.mount()
    assert progress().notes() == [
        f"Your progress is kept in {drive / 'course'}: mount your Drive, and the next session finds it."
    ]


def test_on_colab_the_browser_saves_and_chooses_the_file(machine: Machine) -> None:
    files = types.ModuleType("google.colab.files")
    files.taken, files.chosen = [], {}
    files.download, files.upload = files.taken.append, lambda: files.chosen
    colab = types.ModuleType("google.colab")
    colab.files = files
    for name, module in {"google": types.ModuleType("google"), "google.colab": colab}.items():
        machine.monkeypatch.setitem(sys.modules, name, module)
    work()
    assert "Your browser saves course_progress.zip." in str(download_progress())
    assert files.taken == ["course_progress.zip"]
    data = Path("course_progress.zip").read_bytes()
    machine.enter("next")
    with pytest.raises(Misuse, match="No file was chosen"):
        upload_progress()
    files.chosen = {"course_progress (2).zip": data}
    upload_progress()
    assert state() == DONE
