"""A learner's JupyterLab, as `make lab` starts it, in a real browser: for the tests in this folder."""

from __future__ import annotations

import os
import queue
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 300  # seconds: a busy machine is slow, and that is not a failure
POLLING = 100  # ms between two looks at the page; each frame, which is the default, takes a core
COURSE = "import sys; from course_utils.cli import main; sys.exit(main())"
HERE = "jupyterapp.shell.currentWidget"  # the document that is open
SHOWN = ".jp-NotebookPanel:not(.lm-mod-hidden)"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def course_lab(course: Path, home: Path, root: Path) -> Iterator[str]:
    """Run `course lab` in the folder `course`, with a home folder of its own; gives the address to open."""
    pytest.importorskip("jupyterlab", reason="JupyterLab is not installed")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    own = {"HOME": str(home), "PYTHONPATH": os.pathsep.join((str(root), str(root / "tests")))}
    options = ["--no-browser", f"--port={_free_port()}", "--LabApp.expose_app_in_browser=True"]
    with subprocess.Popen(
        [sys.executable, "-c", COURSE, "lab", *options],
        cwd=course,
        env=inherited | own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        addresses: queue.Queue[str] = queue.Queue()

        def listen() -> None:  # to the end, so that the server never waits for a reader
            assert server.stderr is not None
            for line in server.stderr:
                for found in re.findall(r"http://127\.0\.0\.1:\d+/lab\S*", line):
                    addresses.put(found)

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        try:
            yield addresses.get(timeout=PATIENCE)
        finally:
            server.terminate()
            listener.join()


@dataclass
class Lab:
    """JupyterLab in a page of the browser. Cells are found by a part of their text."""

    page: Any
    address: str  # of the server, with a slash at its end
    work: Path  # the learner's folder
    first: str  # the document that was open at first

    def open(self, path: str, height: int = 1000) -> None:
        """Open a document of the working copy, and wait for its kernel."""
        self.page.set_viewport_size({"width": 1300, "height": height})
        self.do("docmanager:open", path=path)
        self.page.wait_for_function(
            f"path => {HERE}?.context?.path === path && {HERE}.context.isReady"
            f" && {HERE}.sessionContext?.session?.kernel?.status === 'idle'",
            arg=path,
            polling=POLLING,
        )

    def do(self, command: str, **options: Any) -> None:
        """Run one of JupyterLab's commands, as its menu does."""
        self.page.evaluate(
            "async ([command, options]) => { await jupyterapp.commands.execute(command, options); }",
            [command, options],
        )

    def close(self) -> None:
        """Close the open document and end its kernel, without a dialog."""
        self.page.evaluate(
            f"""async () => {{
                const open = {HERE};
                await open.sessionContext.shutdown();
                open.context.model.dirty = false;
                open.close();
            }}"""
        )

    def go_to(self, text: str) -> Any:
        """Select the first cell with that text, and bring it into view."""
        place = self.page.evaluate(
            f"""async text => {{
                const notebook = {HERE}.content;
                const at = notebook.widgets.findIndex(cell => cell.model.sharedModel.source.includes(text));
                if (at < 0) throw new Error(`no cell with ${{text}}`);
                notebook.activeCellIndex = at;
                await notebook.scrollToItem(at, 'start');
                return at;
            }}""",
            text,
        )
        return self.cell(place)

    def cell(self, place: int) -> Any:
        """The cell at that place of the open notebook."""
        return self.page.locator(f"{SHOWN} .jp-Cell[data-windowed-list-index='{place}']")

    def write(self, text: str, source: str) -> None:
        """Replace the text of a whole cell."""
        editor = self.go_to(text).locator(".cm-content")
        editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def run(self, text: str) -> Any:
        """Run the first cell with that text, as the keys Control and Enter do; gives the cell."""
        cell = self.go_to(text)
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        return cell

    def add(self, source: str) -> Any:
        """Type a new cell below the selected one, and run it; gives the cell."""
        self.do("notebook:insert-cell-below")
        cell = self.cell(self.page.evaluate(f"{HERE}.content.activeCellIndex"))
        cell.locator(".cm-content").click()
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Control+Enter")
        return cell

    def theme(self, name: str) -> None:
        """Change to the theme "light" or "dark", if it is another one."""
        is_light = str(name == "light").lower()
        if self.page.evaluate("document.body.dataset.jpThemeLight") == is_light:
            return
        self.do("apputils:change-theme", theme=THEMES[name])
        self.page.wait_for_function(f"document.body.dataset.jpThemeLight === '{is_light}'", polling=POLLING)
