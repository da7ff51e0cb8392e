"""A kernel sees what it needs, and nothing else."""

import os
import sys
from pathlib import Path

import needs
import pytest
from kernels import ROOT, Kernel

from course_utils.grading.sandbox import mounts

pytestmark = needs.a_sandbox


def test_no_network_of_any_family(kernel: Kernel) -> None:
    assert (
        kernel.run("""
            import socket
            def refused(family, kind):
                try: socket.socket(family, kind)
                except OSError: return True
            families = [f for f in socket.AddressFamily if f != socket.AF_UNSPEC]
            print([f for f in families for k in (1, 2, 3) if not refused(f, k)], len(families) > 5)
            """)
        == "[] True"
    )


def test_nothing_of_the_graders_environment(kernel: Kernel) -> None:
    started_with = "open('/proc/self/environ').read().split('\\0')[:-1]"
    own = [f"{name}={value}" for name, value in mounts.ENVIRONMENT.items()]
    assert eval(kernel.run(started_with)) == [*own, f"PWD={mounts.SCRATCH}/work"]
    assert kernel.run("open('/proc/1/environ').read()") == "''"


def test_no_file_of_the_course_but_the_learners_part_of_the_package(kernel: Kernel) -> None:
    seen = kernel.run(f"""
        import os
        top = [os.path.join(folder, name) for folder, _, names in os.walk({str(ROOT)!r}) for name in names]
        python = {sys.prefix!r}
        print(sorted(path for path in top if not path.startswith(python)))
        print(sorted(os.listdir('/course/course_utils')))
        """)
    outside, inside = map(eval, seen.splitlines())
    assert outside == []
    assert set(inside) <= {name.partition("/")[0] for name in mounts.VISIBLE}
    assert not {"exercises", "grading", "lessons.py"} & set(inside)


@pytest.mark.parametrize("module", ["exercises", "exercises.filters", "grading", "lessons", "cli"])
def test_no_oracle_can_be_imported(kernel: Kernel, module: str) -> None:
    assert kernel.run(f"import course_utils.{module}").startswith("ModuleNotFoundError")


@pytest.mark.parametrize(("name", "there"), [("im2col", True), ("conv2d", True), ("conv2d_backward", False)])
def test_the_course_lends_functions_of_earlier_chapters_only(sixth: Kernel, name: str, there: bool) -> None:
    said = sixth.run(f'from course_utils import mine; {name} = mine("{name}"); {name}.__name__')
    if there:
        assert said.endswith(f"{name} is the course's.{name!r}")
    else:
        assert said.startswith("Misuse")


def test_no_folder_of_the_machine_but_pythons_and_the_systems(kernel: Kernel) -> None:
    pythons = {
        Path(path).parts[1] for path in (sys.prefix, sys.base_prefix, os.path.realpath(sys.executable))
    }
    own = {"bin", "course", "dev", "etc", "lib", "lib64", "proc", "tmp", "usr"}
    assert set(eval(kernel.run("import os; os.listdir('/')"))) <= own | pythons
    assert set(eval(kernel.run("os.listdir('/etc')"))) <= {"alternatives", "ld.so.cache"}
    assert set(eval(kernel.run("os.listdir('/usr')"))) <= {"bin", "lib", "lib64", "local"}


def test_proc_shows_only_the_kernels_own_processes(kernel: Kernel) -> None:
    assert kernel.run("import os; sorted(int(p) for p in os.listdir('/proc') if p.isdigit())") == "[1, 2]"


@pytest.mark.parametrize(
    "name", ["torch", "torch.nn", "scipy", "scipy.signal", "sklearn.metrics", "PIL.ImageFilter"]
)
def test_a_hidden_library_cannot_be_imported(kernel: Kernel, name: str) -> None:
    assert kernel.run(f"import {name}").startswith("ModuleNotFoundError")


def test_no_file_of_a_hidden_library_lies_anywhere(kernel: Kernel) -> None:
    assert (
        kernel.run("""
            import os
            hidden = ('libtorch_cpu.so', '_C.so', '_nd_image', '_sigtools', '_signaltools', 'ImageFilter')
            print([f for folder, _, files in os.walk('/') if not folder.startswith('/proc')
                   for f in files if f.startswith(hidden)
                   if os.path.getsize(os.path.join(folder, f)) > 1000])
            """)
        == "[]"
    )


def test_a_library_that_is_not_hidden_can_be_imported(small: Kernel) -> None:
    assert small.run("import scipy.signal; scipy.signal.convolve([1, 2], [3])") == "array([3, 6])"


def test_all_that_learners_may_import_is_there() -> None:
    assert [name for name in mounts.VISIBLE if not (mounts.PACKAGE / name).exists()] == []


@pytest.mark.parametrize(
    ("module", "covered"),
    [
        ("package", ["package"]),
        ("package.part", ["package/part.py", "package/__pycache__/part.cpython-311.pyc"]),
        ("compiled", ["compiled.abi3.so"]),
        ("elsewhere", []),
    ],
)
def test_a_module_is_hidden_in_every_form_it_has(module: str, covered: list[str], tmp_path: Path) -> None:
    for name in ("package/part.py", "package/__pycache__/part.cpython-311.pyc", "compiled.abi3.so"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert mounts.hide(tmp_path, module)[2::3] == [str(tmp_path / name) for name in covered]
