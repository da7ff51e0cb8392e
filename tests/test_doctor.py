"""The doctor finds what is missing, and shows how to install it."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from course_utils import cli, data, doctor
from course_utils.grading.sandbox import bubblewrap


def test_a_machine_that_runs_these_tests_has_everything_for_the_lessons(tmp_path):
    assert [finding for finding in doctor.examine(tmp_path) if finding.state == "missing"] == []


def test_an_old_python_is_not_enough_and_the_advice_names_a_newer_one():
    finding = doctor.python((3, 9, 1))
    assert (finding.state, finding.mend) == ("missing", "make setup PYTHON=python3.11")


@pytest.mark.parametrize(
    ("asked", "has", "says"),
    [
        ("rich>=13", None, "rich>=13 (not installed)"),
        ("rich>=13", "12.1.0", "rich>=13 (12.1.0 is installed)"),
    ],
)
def test_a_package_that_is_absent_or_too_old_is_named(asked, has, says):
    stated = [asked, "never; extra == 'lab'"]
    finding = doctor.packages("packages", None, "missing", stated, installed=lambda _: has)
    assert says in finding.says
    assert (finding.state, finding.mend) == ("missing", f'python -m pip install "{asked}"')


def test_an_extra_that_is_absent_is_optional():
    stated = ["numpy>=2", "surely-absent>=1; extra == 'lab'"]
    finding = doctor.packages("JupyterLab", "lab", "optional", stated)
    assert (finding.state, finding.mend) == ("optional", 'python -m pip install "surely-absent>=1"')


def test_a_missing_kernel_is_found(monkeypatch):
    from jupyter_client import kernelspec

    def none_there(*_):
        raise kernelspec.NoSuchKernel("python3")

    monkeypatch.setattr(kernelspec.KernelSpecManager, "get_kernel_spec", none_there)
    assert doctor.kernel().state == "missing"


def test_a_kernel_whose_python_does_not_exist_is_found(monkeypatch):
    from jupyter_client import kernelspec

    gone = SimpleNamespace(argv=["/no/such/python"])
    monkeypatch.setattr(kernelspec.KernelSpecManager, "get_kernel_spec", lambda *_: gone)
    finding = doctor.kernel()
    assert finding.state == "missing"
    assert "/no/such/python" in finding.says


def test_a_full_disk_is_found(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2e8))
    finding = doctor.disk(tmp_path)
    assert finding.state == "missing"
    assert finding.says.startswith("0.2 GB free")


def test_a_photograph_that_cannot_be_read_is_found(monkeypatch):
    def unreadable(name):
        raise OSError("cannot identify image file")

    monkeypatch.setattr(data, "photograph", unreadable)
    finding = doctor.data()
    assert finding.state == "missing"
    assert "cannot identify image file" in finding.says


def test_a_machine_without_a_browser_can_do_the_lessons(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    finding = doctor.chromium()
    assert (finding.state, finding.mend) == ("optional", "sudo apt-get install chromium")


def test_a_machine_without_a_sandbox_can_do_the_lessons(monkeypatch):
    def refuse():
        raise bubblewrap.SandboxMissing("there is no bubblewrap", "install it")

    monkeypatch.setattr(bubblewrap, "require", refuse)
    finding = doctor.sandbox()
    assert (finding.state, finding.mend) == ("optional", "install it")
    assert "there is no bubblewrap" in finding.says


@pytest.mark.parametrize(("state", "status"), [("good", 0), ("optional", 0), ("missing", 1)])
def test_only_what_the_lessons_need_makes_the_command_fail(state, status, monkeypatch, capsys):
    finding = doctor.Finding("kernel", state, "python3 [of this folder]", "mend it")
    monkeypatch.setattr(doctor, "examine", lambda folder: [finding])
    assert cli.main(["doctor"]) == status
    shown = capsys.readouterr().out
    assert "python3 [of this folder]" in shown
    assert "mend it" in shown


def test_the_findings_are_printed_as_json_too(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "examine", lambda folder: [doctor.disk(Path.cwd())])
    cli.main(["doctor", "--json"])
    [finding] = json.loads(capsys.readouterr().out)
    assert finding.keys() == {"name", "state", "says", "mend"}
