"""What can be seen inside a sandbox: its files and its environment, as options for bubblewrap.

Inside there is a read-only Python, the learner's part of `course_utils`, and one small folder (`/tmp`) that
can be written. No exercise, oracle or gradebook is there, and of the course's own functions (`given`) only
those of earlier chapters.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from itertools import chain
from pathlib import Path

SCRATCH = "/tmp"  # the one folder that can be written
COURSE = "/course"  # where the learner's part of course_utils is mounted

PACKAGE = Path(__file__).parents[2]
STAND_IN = Path(__file__).parent / "stand_in"
LAUNCHER, FORKER = Path(__file__).parent / "launcher.py", Path(__file__).parent / "forker.py"

# What of course_utils a lesson may import. All else stays out, exercises with their oracles first.
VISIBLE = (
    "__init__.py", "checks", "data", "demos.py", "explorers", "figures.py", "files.py", "given/__init__.py",
    "learner.py", "live.py", "own", "plots.py", "tables.py",
)  # fmt: skip

# Libraries that answer an exercise of the NumPy chapters in one call. scikit-learn is not among them: without
# SciPy it cannot be imported, while its photographs stay readable as plain files.
ANSWERING = (
    "scipy", "torch", "torchvision", "tensorflow", "keras", "jax", "jaxlib", "cv2", "skimage", "numba",
    "cupy", "onnxruntime", "mlx", "paddle", "mxnet", "PIL.ImageFilter",
)  # fmt: skip

ENVIRONMENT = {
    "HOME": f"{SCRATCH}/home",
    "IPYTHONDIR": f"{SCRATCH}/home/.ipython",
    "MPLCONFIGDIR": f"{SCRATCH}/home/.matplotlib",
    "USER": "learner",
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONPATH": COURSE,
    "PYTHONHASHSEED": "0",
    "PYTHONNOUSERSITE": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "JOBLIB_MULTIPROCESSING": "0",
    **dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
    ),
}


OWN_PROC = ("--proc", "/proc", "--remount-ro", "/proc")


def environment() -> list[str]:
    """The options that make the environment from inside, and the folder in which a command starts."""
    variables = chain.from_iterable(("--setenv", *pair) for pair in ENVIRONMENT.items())
    return ["--clearenv", *variables, "--chdir", f"{SCRATCH}/work"]


def options(
    hidden: tuple[str, ...],
    storage: int,
    lent: tuple[str, ...] = (),
    shown: tuple[Path, ...] = (),
    proc: tuple[str, ...] = OWN_PROC,
) -> list[str]:
    """The options that build the view from inside.

    Parameters
    ----------
    hidden : dotted names of modules that can neither be imported nor found as files.
    storage : bytes that fit into `/tmp`.
    lent : chapters of which the course's own functions can be imported, by their names in `given`.
    shown : files that can be read at the same path as outside.
    proc : the options that make `/proc`.
    """
    groups = [
        (*proc, "--dev", "/dev", "--remount-ro", "/dev"),
        ("--perms", "0700", "--size", str(storage), "--tmpfs", SCRATCH),
        ("--dir", ENVIRONMENT["HOME"], "--dir", f"{SCRATCH}/work"),
        _packages(hidden, lent),
        *(show(path) for path in shown),
        ("--remount-ro", "/"),
    ]
    return list(chain.from_iterable(groups))


@cache
def _packages(hidden: tuple[str, ...], lent: tuple[str, ...]) -> list[str]:
    """The options that show Python, its packages, and the learner's part of the course."""
    visible = [*VISIBLE, *(f"given/{chapter}.py" for chapter in lent)]
    used, unused = _package_folders()
    groups = [
        *(show(path) for path in _python()),
        *(show(STAND_IN, folder) for folder in unused),
        *(hide(folder, name) for folder in used for name in (*hidden, PACKAGE.name)),
        *(show(PACKAGE / name, Path(COURSE, PACKAGE.name, name)) for name in visible),
        *(show(path, Path(COURSE, path.name)) for path in (LAUNCHER, FORKER)),
    ]
    return list(chain.from_iterable(groups))


def show(source: Path, target: Path | None = None) -> tuple[str, str, str]:
    """Options that show a file or folder, read-only.

    A link stays a link: otherwise a hidden module could be seen under a second path.
    """
    if target is None and source.is_symlink():
        return "--symlink", os.readlink(source), str(source)
    return "--ro-bind-try", str(source), str(target or source)


def hide(folder: Path, module: str) -> list[str]:
    """Options that put `STAND_IN` in place of a module, in every form that it has in a folder of packages."""
    place = folder / module.replace(".", "/")
    files = [
        *(path for path in place.parent.glob(f"{place.name}.*") if path.suffix in (".py", ".so")),
        *place.parent.glob(f"__pycache__/{place.name}.*.pyc"),
    ]
    covered = [(STAND_IN, place)] if place.is_dir() else []
    covered += [(STAND_IN / "__init__.py", file) for file in files]
    return list(chain.from_iterable(show(*pair) for pair in covered))


def _python() -> list[Path]:
    """What a Python needs to run: its own folders, the system's libraries and programs, in part only.

    Whole prefixes would show too much: a virtual environment or a system prefix may hold the course itself.
    """
    prefixes = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parents[1]}
    parts = ("bin", "lib", "lib64", "pyvenv.cfg")
    system = ("/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives")
    return [
        *(
            prefix / part
            for prefix in sorted({*prefixes, Path("/usr"), Path("/usr/local")})
            for part in parts
        ),
        *map(Path, system),
    ]


def _package_folders() -> tuple[list[Path], list[Path]]:
    """The folders of packages that a sandbox can see: those that this Python uses, and others."""
    folders = [
        folder
        for library in _python()
        if library.name.startswith("lib") and not library.is_symlink()
        for folder in library.glob("python3*/*-packages")
    ]
    return [folder for folder in folders if str(folder) in sys.path], [
        folder for folder in folders if str(folder) not in sys.path
    ]
