"""The files that list what the course needs agree with each other and with Colab."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

CONDA_NAMES = {  # where conda-forge's differs
    "jupyter-client": "jupyter_client",
    "playwright": "playwright-python",
    "torch": "pytorch",
}

# Versions on Colab's runtimes: on its newest, and others that a learner may meet there.
COLAB = ROOT / "tests" / "colab" / "packages.txt"
OTHERS = {"numpy": ["2.0.2"], "torch": ["2.11.0+cu128", "2.9.0+cu126"]}


def asked_for(*extras: str) -> dict[str, Requirement]:
    """Return the direct requirements of the package and of these extras, by name."""
    lines = [
        *PROJECT["dependencies"],
        *(line for extra in extras for line in PROJECT["optional-dependencies"][extra]),
    ]
    return {canonicalize_name(need.name): need for need in map(Requirement, lines)}


def constraints(text: str) -> dict[str, str]:
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    pins = [line.split("==") for line in lines if line]
    return {canonicalize_name(name): version for name, version in pins}


def differences(conda: dict, pins: dict[str, str]) -> list[str]:
    """Return where environment.yml differs from the constraints, for the direct requirements."""
    lines = [line for line in conda["dependencies"] if isinstance(line, str)]
    stated = dict(pin.groups() for line in lines if (pin := re.fullmatch(r"([\w.-]+)=([\w.]+)", line)))
    wanted = {CONDA_NAMES.get(name, name): pins.get(name) for name in asked_for("lab", "grading", "test")}
    return [
        f"{name}: environment.yml has {stated.get(name)}, constraints.txt {wanted.get(name)}"
        for name in sorted(stated.keys() | wanted.keys())
        if stated.get(name) != wanted.get(name)
    ]


@pytest.fixture
def conda() -> dict:
    return yaml.safe_load((ROOT / "environment.yml").read_text())


@pytest.fixture
def pins() -> dict[str, str]:
    return constraints((ROOT / "constraints.txt").read_text())


def test_environment_and_constraints_name_the_same_versions(conda, pins):
    assert differences(conda, pins) == []


@pytest.mark.parametrize("change", ["other version", "missing", "one too many"])
def test_a_difference_between_the_two_is_found(conda, pins, change):
    if change == "other version":
        pins["numpy"] = "1.0"
    elif change == "missing":
        conda["dependencies"] = [line for line in conda["dependencies"] if not str(line).startswith("numpy=")]
    else:
        conda["dependencies"].append("left-pad=1.0")
    [found] = differences(conda, pins)
    assert ("left-pad" if change == "one too many" else "numpy") in found


def test_every_pin_is_one_version_of_one_package():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert [line for line in lines if not re.fullmatch(r"#.*|[\w.-]+==[\w.]+", line)] == []


def test_every_requirement_is_pinned_within_its_range(pins):
    for name, need in asked_for("lab", "grading", "book", "test").items():
        assert need.specifier.contains(pins[name]), f"{need}, but constraints.txt pins {pins.get(name)}"


def test_pip_changes_nothing_on_colab():
    newest = constraints(COLAB.read_text())
    for name, need in asked_for().items():
        for version in (newest[name], *OTHERS.get(name, ())):
            assert need.specifier.contains(version), f"{need}, but Colab has {version}"


def test_the_least_python_is_the_same_everywhere(conda):
    from course_utils.doctor import PYTHON

    least = ".".join(map(str, PYTHON))
    assert PROJECT["requires-python"] == f">={least}"
    assert f"python>={least}" in conda["dependencies"]
    assert f"sys.version_info < ({', '.join(map(str, PYTHON))})" in (ROOT / "Makefile").read_text()


def test_the_version_is_the_same_in_the_package_and_in_its_metadata():
    import course_utils

    assert course_utils.__version__ == PROJECT["version"]
