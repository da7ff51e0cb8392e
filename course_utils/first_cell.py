# @title Setup: makes course_utils available. Where it is installed already, this cell does nothing.
"""The first cell of every notebook: the build copies course_utils/first_cell.py, and calls `set_up` below it.

It runs before course_utils is there, and under a Python that is too old for it: it imports nothing of the
course, and any Python 3.6 can read it.
"""


class SetupError(Exception):
    """What is missing, and what to do about it. In a notebook only the sentence shows."""

    def _render_traceback_(self) -> list:
        return [str(self)]


def set_up(version: str, address: str, python: tuple) -> None:
    """Make course_utils available: a copy or a wheel near the notebook, or where the course is published.

    version : of the course when this notebook was built.
    address : where pip finds the course; empty where it is not published.
    python : the oldest that runs the course.
    """
    import importlib
    import sys
    from importlib.util import find_spec
    from pathlib import Path

    def here() -> str:
        return getattr(importlib.import_module("course_utils"), "__version__", "of no version")

    if sys.version_info < python:
        found, least = (".".join(map(str, numbers[:2])) for numbers in (sys.version_info, python))
        raise SetupError(
            f"The course needs Python {least} or newer, and this notebook runs on Python {found}: "
            "choose another kernel, or on Colab and Kaggle a newer runtime."
        )
    if find_spec("course_utils") is not None and here() == version:
        return
    folders = [Path.cwd(), *Path.cwd().parents, Path("/content/drive/MyDrive/course")]
    for uploads in ("*", "datasets/*/*"):  # on Kaggle
        folders += sorted(Path("/kaggle/input").glob(uploads))
    pattern = "course_utils-*-none-any.whl"
    wheels = [wheel for folder in folders for wheel in sorted(folder.glob(pattern), reverse=True)]
    fitting = [wheel for wheel in wheels if wheel.name.split("-")[1] == version]
    package = str([*fitting, *wheels, address][0])
    wanted = f"course_utils-{version}-py3-none-any.whl"
    if find_spec("course_utils") is None:
        copies = [folder for folder in folders if (folder / "course_utils" / "__init__.py").exists()]
        if copies:
            sys.path.insert(0, str(copies[0]))
        elif package:
            install_with_pip(package)
        else:
            raise SetupError(
                f"This notebook needs the file {wanted}, which `pip wheel --no-deps .` makes in the course's "
                "folder: upload it beside the notebook (Colab: the folder at the left, then the arrow; "
                "Kaggle: Add Input, then Upload) and run this cell again."
            )
        importlib.invalidate_caches()
    if here() != version:
        upload = "" if fitting or address else f"upload {wanted}, "
        print(
            f"This notebook was made for course_utils {version}, and here is {here()}: if something does not "
            f"fit, {upload}run `%pip install --no-deps {fitting[0] if fitting else address or wanted}` and "
            "restart the kernel."
        )


def install_with_pip(package: str) -> None:
    """Install a wheel or an address, and nothing else: no other package changes."""
    import subprocess
    import sys

    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", package]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        lines = [line.strip() for line in (ran.stdout + ran.stderr).splitlines() if line.strip()]
        said = [line for line in lines if "error" in line.lower()] or lines or ["pip said nothing"]
        raise SetupError(
            f"pip could not install {package} ({said[-1]}): see whether the file is whole and this machine "
            "online (Kaggle: Settings, Internet), and run this cell again."
        )
