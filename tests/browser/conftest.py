"""One server, one browser and one page of JupyterLab for all tests in this folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import needs
import pytest

from .album import Album
from .pages import HERE, PATIENCE, POLLING, Lab, course_lab

LESSONS = ("01_filters", "12_lenet")


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Chromium."""
    with needs.chromium() as started:
        yield started


@pytest.fixture(scope="package")
def course(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The folder of a course: the first lesson is built there, others are released."""
    from course_utils import lessons

    folder = tmp_path_factory.mktemp("course")
    (folder / "solutions").mkdir()
    for name in ("solutions/00_start.py", "nbgrader_config.py"):
        shutil.copy(root / name, folder / name)
    lessons.build(folder)
    for name in LESSONS:
        shutil.copytree(root / "notebooks" / name, folder / "notebooks" / name)
    return folder


@pytest.fixture(scope="package")
def lab(tmp_path_factory: pytest.TempPathFactory, course: Path, root: Path, browser: Any) -> Iterator[Lab]:
    """JupyterLab, opened where `course lab` says."""
    with course_lab(course, tmp_path_factory.mktemp("home"), root) as address:
        page = browser.new_page(viewport={"width": 1300, "height": 1000}, reduced_motion="reduce")
        page.set_default_timeout(1000 * PATIENCE)
        page.goto(address)
        page.wait_for_function("window.jupyterapp?.shell.currentWidget?.context?.isReady", polling=POLLING)
        first = page.evaluate(f"{HERE}.context.path")
        yield Lab(page, address.partition("lab")[0], course / "work", first)
        page.close()


@pytest.fixture(scope="package")
def album(root: Path) -> Iterator[Album]:
    """The screenshots of this run, in build/screens/."""
    taken = Album(root / "build" / "screens")
    yield taken
    taken.page()
