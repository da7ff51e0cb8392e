"""What the course needs on a machine, what is there, and how to install what is missing."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from packaging.requirements import Requirement

PYTHON = (3, 11)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")  # what systems call it
DISK = 1.0  # GB: for the working copy, caches, and the files of a training run

State = Literal["good", "missing", "optional"]


@dataclass(frozen=True)
class Finding:
    """One thing that the course needs: its state, in words too, and the command that repairs it.

    `state` is "good", "missing" (the lessons do not run without it) or "optional" (it is absent, but the
    lessons run without it).
    """

    name: str
    state: State
    says: str
    mend: str | None = None


def examine(folder: Path) -> Iterator[Finding]:
    """Look at everything; `folder` is where the learner works."""
    yield python(sys.version_info[:3])
    yield packages("packages", None, "missing")
    yield packages("JupyterLab", "lab", "optional")
    yield packages("grading", "grading", "optional")
    yield packages("testing", "test", "optional")
    yield kernel()
    yield gpu()
    yield disk(folder)
    yield data()
    yield sandbox()
    yield chromium()


def python(version: tuple[int, ...]) -> Finding:
    """The Python that runs this code."""
    says = f"{'.'.join(map(str, version))} in {sys.prefix}"
    if version >= PYTHON:
        return Finding("Python", "good", says)
    least = ".".join(map(str, PYTHON))
    return Finding(
        "Python", "missing", f"{says}; {least} or newer is needed", f"make setup PYTHON=python{least}"
    )


def installed_version(package: str) -> str | None:
    """The version of an installed package, or None."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def packages(
    name: str,
    extra: str | None,
    absent: State,
    stated: Iterable[str] | None = None,
    installed: Callable[[str], str | None] = installed_version,
) -> Finding:
    """The packages that course-utils requires, or those that one of its extras adds.

    `stated` are the requirements, by default those of the installed course-utils. `installed` gives the
    version of a package, or None. `absent` is the state of the finding if a package is missing or too old.
    """
    from packaging.requirements import Requirement

    if stated is None:
        stated = importlib.metadata.requires("course-utils") or ()
    wanted = [need for need in map(Requirement, stated) if _asked_for(need, extra)]
    versions = {need: installed(need.name) for need in wanted}
    lacking = {f"{need.name}{need.specifier}": has for need, has in versions.items() if not _meets(need, has)}
    if not lacking:
        return Finding(name, "good", f"{len(wanted)} packages, all installed")
    says = ", ".join(
        f"{need} ({f'{has} is installed' if has else 'not installed'})" for need, has in lacking.items()
    )
    mend = "python -m pip install " + " ".join(f'"{need}"' for need in lacking)
    return Finding(name, absent, f"missing: {says}", mend)


def _asked_for(need: Requirement, extra: str | None) -> bool:
    if need.marker is None:
        return extra is None
    in_core = need.marker.evaluate({"extra": ""})
    return in_core if extra is None else need.marker.evaluate({"extra": extra}) and not in_core


def _meets(need: Requirement, version: str | None) -> bool:
    return version is not None and need.specifier.contains(version, prereleases=True)


def kernel() -> Finding:
    """The kernel that runs the notebooks."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    mend = "python -m ipykernel install --sys-prefix"
    try:
        command = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except NoSuchKernel:
        return Finding("kernel", "missing", "no kernel named python3", mend)
    if command in ("python", "python3"):  # Jupyter replaces these by the Python that it runs in
        command = sys.executable
    if shutil.which(command) is None:
        return Finding("kernel", "missing", f"python3 starts {command}, which does not exist", mend)
    return Finding("kernel", "good", f"python3 starts {command}")


def gpu() -> Finding:
    """The accelerator that training may use."""
    if importlib.util.find_spec("torch") is None:
        return Finding("GPU", "optional", "unknown, because torch is not installed")
    import torch

    if torch.cuda.is_available():
        return Finding("GPU", "good", f"{torch.cuda.get_device_name()}, torch {torch.__version__}")
    if torch.backends.mps.is_available():
        return Finding("GPU", "good", f"Apple's (mps), torch {torch.__version__}")
    if shutil.which("nvidia-smi"):
        says = f"there is an NVIDIA driver, but torch {torch.__version__} does not see a GPU"
        return Finding("GPU", "optional", says, "python -m pip install --force-reinstall torch")
    return Finding("GPU", "optional", "none; the CPU is enough for the lessons")


def disk(folder: Path) -> Finding:
    """The free space where the learner works."""
    free = shutil.disk_usage(folder).free / 1e9
    if free >= DISK:
        return Finding("disk", "good", f"{free:.0f} GB free in {folder}")
    return Finding(
        "disk", "missing", f"{free:.1f} GB free in {folder}, {DISK:g} GB needed", "python -m pip cache purge"
    )


def data() -> Finding:
    """The photographs that the lessons use."""
    from . import data as pictures

    mend = "python -m pip install --force-reinstall --no-deps scikit-learn"
    try:
        for name in pictures.PHOTOGRAPHS:
            pictures.photograph(name)
    except Exception as error:  # a lesson would fail with the same error, whatever it is
        return Finding("data", "missing", f"a photograph cannot be read: {error}", mend)
    return Finding("data", "good", f"photographs: {', '.join(pictures.PHOTOGRAPHS)}")


def sandbox() -> Finding:
    """What isolates the code of submissions when they are graded."""
    from .grading.sandbox.bubblewrap import SandboxMissing, require

    try:
        require()
    except SandboxMissing as missing:
        return Finding("sandbox", "optional", f"{missing.says}; only grading uses it", missing.mend)
    return Finding("sandbox", "good", "bubblewrap works")


def chromium() -> Finding:
    """The browser that some tests use."""
    for name in CHROMIUM:
        if path := shutil.which(name):
            return Finding("browser", "good", f"{path}; only the tests use it")
    return Finding(
        "browser", "optional", "no Chromium; only the tests use it", "sudo apt-get install chromium"
    )
