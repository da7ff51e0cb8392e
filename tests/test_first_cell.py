"""The first cell of each notebook makes course_utils available, or says in one sentence what is missing."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from course_utils import __version__, first_cell, lessons

NOTHING = Path("nothing")  # in place of a folder


def run(folder: Path, *options: str, cell: str = "", python: str = sys.executable, path: Path = NOTHING):
    """Run a first cell in a folder, then say where course_utils is; `-S` hides what is installed."""
    code = f"exec({cell or lessons.setup_text()!r})\nimport course_utils\nprint(course_utils.__file__)"
    environment = os.environ | {"PYTHONPATH": str(path)}
    if python == sys.executable:
        environment["PIP_DRY_RUN"] = "1"  # whatever a test does wrong, this environment stays as it is
    command = [python, *options, "-c", code]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def make_wheel(folder: Path, version: str = __version__) -> Path:
    about, needs = f"course_utils-{version}.dist-info", "Requires-Dist: no-such-package"
    files = {
        "course_utils/__init__.py": f'__version__ = "{version}"\n',
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: course-utils\nVersion: {version}\n{needs}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/RECORD": "",
    }
    path = folder / f"course_utils-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return path


@pytest.fixture
def pip(tmp_path: Path) -> Path:
    """A folder with a pip that says what it was asked, and fails."""
    (tmp_path / "stand-in" / "pip").mkdir(parents=True)
    (tmp_path / "stand-in" / "pip" / "__init__.py").touch()
    asked = "import sys\nsys.exit('ERROR: asked for ' + ' '.join(sys.argv[1:]))\n"
    (tmp_path / "stand-in" / "pip" / "__main__.py").write_text(asked)
    return tmp_path / "stand-in"


def test_it_is_folded_away_in_jupyter_and_on_colab() -> None:
    cell = lessons.source_notebook([]).cells[0]
    assert cell.source == lessons.setup_text()
    assert cell.source.startswith("# @title ")
    assert (cell.metadata.jupyter.source_hidden, cell.metadata.cellView) == (True, "form")


def test_a_python_that_is_too_old_can_read_it_and_is_named() -> None:
    ast.parse(lessons.setup_text(), feature_version=(3, 6))
    with pytest.raises(
        first_cell.SetupError, match=r"needs Python 9\.1 or newer, and this notebook runs on"
    ) as old:
        first_cell.set_up(__version__, "", (9, 1))
    assert old.value._render_traceback_() == [str(old.value)]


def test_it_does_nothing_where_course_utils_is_installed(tmp_path: Path, root: Path) -> None:
    make_wheel(tmp_path)
    ran = run(tmp_path, cell=lessons.setup_text("https://example.org"), path=root)
    assert (ran.stdout.split(), ran.stderr) == ([str(root / "course_utils" / "__init__.py")], "")


def test_a_package_of_another_version_is_kept_and_one_sentence_says_how_to_change_it(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    wheel = make_wheel(tmp_path, "9.9")
    monkeypatch.chdir(tmp_path)
    first_cell.set_up("9.9", "", (3, 11))
    said = capsys.readouterr().out
    assert f"made for course_utils 9.9, and here is {__version__}: " in said
    assert f"%pip install --no-deps {wheel}` and restart" in said
    first_cell.set_up("9.8", "", (3, 11))
    assert "%pip install --no-deps course_utils-9.8-py3-none-any.whl`" in capsys.readouterr().out


def test_it_finds_the_package_in_a_folder_above(tmp_path: Path) -> None:
    (tmp_path / "course_utils").mkdir()
    (tmp_path / "course_utils" / "__init__.py").write_text(f'__version__ = "{__version__}"')
    (tmp_path / "work" / "01_tiny").mkdir(parents=True)
    ran = run(tmp_path / "work" / "01_tiny", "-S")
    assert ran.stdout.split() == [str(tmp_path / "course_utils" / "__init__.py")], ran.stderr


def test_it_asks_pip_for_the_address_and_nothing_else_and_repeats_what_pip_says(
    tmp_path: Path, pip: Path
) -> None:
    ran = run(tmp_path, "-S", cell=lessons.setup_text("https://example.org/course"), path=pip)
    said = ran.stderr.splitlines()[-1]
    address = "git+https://example.org/course"
    assert said.startswith(f"SetupError: pip could not install {address} (ERROR: asked for install ")
    assert f" --quiet --no-deps {address}): see whether" in said


def test_a_wheel_of_the_notebook_s_own_version_goes_before_others(tmp_path: Path, pip: Path) -> None:
    make_wheel(tmp_path, "9.9")
    wheel = make_wheel(tmp_path)
    assert f"could not install {wheel} (" in run(tmp_path, "-S", path=pip).stderr


def test_pip_installs_a_wheel_beside_the_notebook(tmp_path: Path) -> None:
    make_wheel(tmp_path, "9.9")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", "elsewhere"], cwd=tmp_path, check=True)
    (tmp_path / "pip-only").mkdir()
    (tmp_path / "pip-only" / "pip").symlink_to(Path(sysconfig.get_paths()["purelib"], "pip"))
    ran = run(tmp_path, python=str(tmp_path / "elsewhere/bin/python"), path=tmp_path / "pip-only")
    said, where = ran.stdout.splitlines()
    assert said.startswith(f"This notebook was made for course_utils {__version__}, and here is 9.9: "), (
        ran.stderr
    )
    assert "elsewhere" in where


def test_where_there_is_nothing_it_says_which_file_to_upload_and_where(tmp_path: Path) -> None:
    ran = run(tmp_path, "-S")
    assert ran.returncode == 1
    said = ran.stderr.splitlines()[-1]
    assert said.startswith(
        f"SetupError: This notebook needs the file course_utils-{__version__}-py3-none-any.whl"
    )
