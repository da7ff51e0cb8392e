"""A real JupyterLab and a real browser, for the tests in this folder."""

from __future__ import annotations

import os
import queue
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

TOKEN = "browser-test"
PATIENCE = 300  # seconds: a busy machine is slow, and that is not a failure


@contextmanager
def jupyterlab(folder: Path, home: Path, root: Path) -> Iterator[str]:
    """Serve `folder` with a JupyterLab that has its own home folder; gives the address, without a path."""
    pytest.importorskip("jupyterlab", reason="JupyterLab is not installed")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    settings = {"HOME": str(home), "PYTHONPATH": str(root), "JUPYTER_TOKEN": TOKEN}
    with subprocess.Popen(
        [*command, f"--ServerApp.root_dir={folder}"],
        cwd=folder,
        env={**os.environ, **settings},
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        addresses: queue.Queue[str] = queue.Queue()

        def listen() -> None:  # to the end, so that the server never waits for a reader
            assert server.stderr is not None
            for line in server.stderr:
                for port in re.findall(r"http://127\.0\.0\.1:(\d+)/lab", line):
                    addresses.put(f"http://127.0.0.1:{port}")

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        try:
            yield addresses.get(timeout=PATIENCE)
        finally:
            server.terminate()
            listener.join()


@contextmanager
def chromium(height: int = 3000) -> Iterator[Any]:
    """Open a page in Chromium."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1300, "height": height})
        page.set_default_timeout(1000 * PATIENCE)
        yield page
        browser.close()
