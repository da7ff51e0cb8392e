"""The stand-in: a virtual environment with Colab's versions, and notebooks that run in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PACKAGES = Path(__file__).with_name("packages.txt")
PATIENCE = 1800  # seconds for a cell
RUN = """
import sys
import nbformat
from nbclient import NotebookClient
path, patience = sys.argv[1:]
notebook = nbformat.read(path, as_version=4)
options = {"timeout": int(patience), "startup_timeout": 600, "kernel_name": "python3", "allow_errors": True}
NotebookClient(notebook, **options).execute()
nbformat.write(notebook, path)
"""


@dataclass(frozen=True)
class StandIn:
    """A virtual environment in a folder, with an empty home folder."""

    folder: Path

    @classmethod
    def made(cls, python: str, folder: Path) -> StandIn:
        """Make the environment, or reuse the one that is there if the list of packages is the same."""
        stamp, listed = folder / "packages.txt", PACKAGES.read_text("utf-8")
        if not stamp.is_file() or stamp.read_text("utf-8") != listed:
            shutil.rmtree(folder, ignore_errors=True)
            subprocess.run([python, "-m", "venv", str(folder)], check=True)
            made = cls(folder)
            made.run("-m", "pip", "install", "--quiet", "--requirement", str(PACKAGES))
            stamp.write_text(listed, "utf-8")
        return cls(folder)

    def run(self, *arguments: str, cwd: Path | None = None) -> str:
        """Run its Python, and return what that printed."""
        home = self.folder / "home"
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "JUPYTER", "IPYTHON", "VIRTUAL_ENV", "COURSE_PROGRESS"))
        } | {"HOME": str(home), "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}
        home.mkdir(exist_ok=True)
        command = [str(self.folder / "bin" / "python"), *arguments]
        ran = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
        if ran.returncode:
            raise SystemExit(f"colab: {' '.join(command[:6])} failed:\n{ran.stdout}{ran.stderr}")
        return ran.stdout

    def packages(self) -> set[str]:
        """All packages with their versions, but not the course."""
        listed = self.run("-m", "pip", "list", "--format=json", "--disable-pip-version-check")
        named = {f"{package['name']}=={package['version']}" for package in json.loads(listed)}
        return {name for name in named if not name.startswith("course-utils==")}

    def holds_the_course(self) -> bool:
        """Whether the course is installed in it, and not imported from elsewhere."""
        found = self.run("-c", "import course_utils; print(course_utils.__file__)", cwd=self.folder).strip()
        return Path(found).resolve().is_relative_to(self.folder.resolve())

    def forget_the_course(self) -> None:
        """Uninstall the course, as on a fresh machine."""
        self.run("-m", "pip", "uninstall", "--quiet", "--yes", "course-utils")

    def execute(self, notebook: Any, folder: Path) -> Any:
        """Run a notebook from top to bottom in a new folder that holds nothing else; errors stay in it."""
        import nbformat

        folder.mkdir(parents=True)
        path = folder / "notebook.ipynb"
        nbformat.write(notebook, path)
        self.run("-c", RUN, str(path), str(PATIENCE), cwd=folder)
        return nbformat.read(path, as_version=4)
