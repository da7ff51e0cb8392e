"""What some tests need from the machine; without it they are skipped, and say why."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from course_utils import doctor
from course_utils.grading.sandbox import bubblewrap


def _without_sandbox() -> str | None:
    try:
        bubblewrap.require()
    except bubblewrap.SandboxMissing as missing:
        return str(missing)
    return None


a_sandbox = pytest.mark.skipif(_without_sandbox() is not None, reason=str(_without_sandbox()))


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Chromium, in which a test opens pages."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    path = next(filter(None, map(shutil.which, doctor.CHROMIUM)), None)
    if path is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


MIRROR = os.environ.get("COURSE_DATA_MIRROR", "")  # a folder with real data, as it was named outside


def _on_the_mirror(folder: str, name: str) -> bool:
    return Path(MIRROR, name).is_file() or Path(MIRROR, folder, name).is_file()


mnist = pytest.mark.skipif(
    not _on_the_mirror("mnist", "train-images-idx3-ubyte.gz"),
    reason="COURSE_DATA_MIRROR is no folder that holds MNIST",
)
cifar10_jpeg = pytest.mark.skipif(
    not _on_the_mirror("cifar10-jpeg", "cifar10-val.tgz"),
    reason="COURSE_DATA_MIRROR is no folder that holds the archives of cifar10-jpeg",
)
