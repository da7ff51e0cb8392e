"""`mine` brings a right function along, whatever is in its file, and says whose it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from course_utils import check, given, mine
from course_utils.learner import Misuse


def to_pad(x, padding):
    return np.pad(x, ((0, 0), (0, 0), (padding[0],) * 2, (padding[1],) * 2))


def pad2d(x, padding):
    return to_pad(x, (padding, padding) if isinstance(padding, int) else padding)


def test_a_function_that_passed_is_brought_along_with_its_day(shelf: Path, capsys) -> None:
    assert check(pad2d).score.outcome == "passed"
    own = mine("pad2d")
    assert own is not pad2d
    assert own(np.ones((1, 1, 1, 1)), 1).shape == (1, 1, 3, 3)
    assert capsys.readouterr().out.startswith("pad2d is your own, kept on ")
    assert "to_pad" in (shelf / "pad2d.py").read_text()


def test_a_wrong_function_is_not_kept(shelf: Path, capsys) -> None:
    check("pad2d", lambda x, padding: x)
    assert mine("pad2d") is given.find("pad2d")
    assert capsys.readouterr().out == (
        "pad2d is the course's: yours is not kept yet. Its check in lesson 04 keeps it.\n"
    )


def test_what_passed_first_keeps_its_day_until_it_changes(shelf: Path) -> None:
    check(pad2d)
    file = shelf / "pad2d.py"
    file.write_text(
        file.read_text().replace(file.read_text()[:40], "# pad2d, kept on 2026-05-03, when it pas", 1)
    )
    before = file.read_text()
    check(pad2d)
    assert file.read_text().partition("\n")[2] == before.partition("\n")[2]


HEAD = "# pad2d, kept on 2026-05-03, when it passed its check.\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (HEAD + "def pad2d(x, padding:\n", "yours, kept on 3 May, is not Python any more (line 2)"),
        (HEAD + "import gone_module", "yours, kept on 3 May, does not run any more (ModuleNotFoundError"),
        (HEAD + "raise SystemExit", "yours, kept on 3 May, does not run any more (SystemExit"),
        (HEAD + "def other(x): return x", "yours, kept on 3 May, does not define it any more"),
        (HEAD + "def pad2d(x, padding): return x * gone", "does not pass its check any more"),
        (HEAD + "def pad2d(x, padding): return x", "does not pass its check any more"),
        ("pad2d = 3", "yours, kept, does not pass its check any more"),
        (b"\xff\xfe\xfa", "yours, kept, cannot be read"),
        (HEAD + "from course_utils import mine\npad2d = mine('pad2d')\n", "is your own, kept on 3 May"),
    ],
)
def test_a_bad_file_is_answered_by_one_sentence_and_the_course_s_function(
    shelf: Path, capsys, text: str | bytes, why: str
) -> None:
    shelf.mkdir()
    (shelf / "pad2d.py").write_bytes(text if isinstance(text, bytes) else text.encode())
    assert mine("pad2d")(np.ones((1, 1, 1, 1)), 1).shape == (1, 1, 3, 3)
    said = capsys.readouterr().out
    assert why in said
    assert said.count("\n") == 1


def test_a_folder_in_the_place_of_the_file_is_no_file(shelf: Path, capsys) -> None:
    (shelf / "pad2d.py").mkdir(parents=True)
    assert check(pad2d).score.outcome == "passed"
    assert mine("pad2d") is given.find("pad2d")


def test_nothing_is_kept_where_progress_is_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_PROGRESS", "off")
    monkeypatch.chdir(tmp_path)
    check(pad2d)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("pad2", "Did you mean 'pad2d'"),
        ("by_hand", "has no by_hand to lend: yours is not kept yet"),
        (pad2d, 'mine("conv2d_im2col")'),
    ],
)
def test_a_name_without_a_function_is_answered_by_one_sentence(shelf: Path, name: str, part: str) -> None:
    with pytest.raises(Misuse) as error:
        mine(name)
    assert part in str(error.value)


@pytest.mark.slow
def test_a_function_goes_from_one_notebook_to_another(tmp_path: Path) -> None:
    """In real kernels, where source lies in cells."""
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell, new_notebook

    written = """\
import numpy as np
from course_utils import check, mine
def to_pad(x, p):
    return np.pad(x, ((0, 0), (0, 0), (p[0],) * 2, (p[1],) * 2))
"""
    own = """\
def pad2d(x, padding):
    return to_pad(x, (padding, padding) if isinstance(padding, int) else padding)
check(pad2d)
"""
    loaded = """\
import inspect
from course_utils import mine
pad2d = mine("pad2d")
print(inspect.getsource(pad2d))
"""
    for folder, cells in (("04_conv_layer", [written, own]), ("07_pooling", [loaded])):
        (tmp_path / folder).mkdir()
        notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
        NotebookClient(
            notebook,
            timeout=300,
            kernel_name="python3",
            resources={"metadata": {"path": str(tmp_path / folder)}},
        ).execute()
    shown = notebook.cells[0].outputs
    assert "is your own, kept on" in shown[0]["data"]["text/html"]
    assert "def pad2d" in shown[1]["text"]
