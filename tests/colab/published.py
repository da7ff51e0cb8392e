"""The course as if it were published: a repository on this machine, with notebooks that name its address."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AUTHOR = ("-c", "user.name=course", "-c", "user.email=course@localhost")


def publish(folder: Path) -> str:
    """Make a repository of this working tree in an empty folder, and build its notebooks; its address."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    address = folder.as_uri()
    project = folder / "pyproject.toml"
    text, changed = re.subn(r'(?m)^repository = ""', f'repository = "{address}"', project.read_text("utf-8"))
    if changed != 1:
        raise SystemExit(
            'colab: pyproject.toml has no line `repository = ""` that could be changed for the trial.'
        )
    project.write_text(text, "utf-8")
    build = [sys.executable, "-c", "import sys; from course_utils.cli import main; sys.exit(main(['build']))"]
    subprocess.run(build, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "Publish"]):
        subprocess.run(["git", *AUTHOR, *command], cwd=folder, check=True)
    return address
