"""Who may make a sandbox, and what is said to those who cannot."""

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import needs
import pytest
from kernels import ROOT

from course_utils.grading.sandbox import bubblewrap
from course_utils.grading.sandbox.bubblewrap import SandboxMissing

pytestmark = needs.a_sandbox


@pytest.mark.skipif(os.geteuid() != 0, reason="not root: the other tests run as an ordinary user already")
def test_an_ordinary_user_gets_a_sandbox_too() -> None:
    python = Path("/usr/bin/python3")  # root's own Python may lie where nobody else can read it
    code = """
        import sys
        from course_utils.grading.sandbox import bubblewrap
        inside = "import os; os.write(2, str(os.getuid()).encode()); os.fork()"
        process, _ = bubblewrap.start([sys.executable, "-c", inside])
        print(process.communicate()[1].decode())
        """
    become = ["setpriv", "--reuid=65533", "--regid=65533", "--clear-groups"]
    tried = subprocess.run(
        [*become, python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"], cwd=ROOT
    )
    if tried.returncode:
        pytest.skip("no /usr/bin/python3 from 3.11 on that everybody may run")
    done = subprocess.run([*become, python, "-c", dedent(code)], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.startswith("65534"), done.stderr
    assert "PermissionError" in done.stdout


def test_without_bubblewrap_the_grader_refuses_and_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SandboxMissing, match="sudo apt-get install bubblewrap"):
        bubblewrap.start(["true"])


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        ("bwrap: No permissions to create new namespace", "Mend it: "),
        ("bwrap: Unknown option --disable-userns", "--only-upgrade bubblewrap"),
    ],
)
def test_a_bubblewrap_that_refuses_is_reported_in_its_own_words(
    words: str, mend: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bwrap = tmp_path / "bwrap"
    bwrap.write_text(f"#!/bin/sh\necho '{words}' >&2\nexit 1\n")
    bwrap.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxMissing, match=f"{words}.*{mend}"):
        bubblewrap.require()


def test_a_machine_without_linux_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SandboxMissing, match="needs Linux"):
        bubblewrap.executable()
