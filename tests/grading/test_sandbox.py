"""What hostile code may not do. It runs inside the sandbox only, and bounded."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import needs
import psutil
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import KernelProvisionerFactory
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.grading import sandbox, seccomp
from course_utils.grading.provisioner import SandboxedKernelManager, SandboxProvisioner
from course_utils.grading.sandbox import ANSWERING, Limits, MiB, SandboxMissing
from course_utils.grading.watch import Cause, Watch

ROOT = Path(__file__).parents[2]
SMALL = Limits(memory=400 * MiB, processor=2, threads=40, files=5_000, address_space=2048 * MiB)


class Kernel:
    """A sandboxed kernel that runs one cell after another."""

    def __init__(self, **traits: object) -> None:
        self.manager = SandboxedKernelManager(**traits)
        self.client = NotebookClient(new_notebook(), km=self.manager, allow_errors=True, timeout=30)

    def __enter__(self) -> "Kernel":
        self.client.start_new_kernel()
        self.client.start_new_kernel_client()
        return self

    def connect_again(self) -> None:
        self.client.kc.stop_channels()  # first: a kernel answers only one client of a name
        self.client.start_new_kernel_client()

    def __exit__(self, *_: object) -> None:
        self.client.kc.stop_channels()
        run_sync(self.manager.shutdown_kernel)(now=True)

    def run(self, code: str) -> str:
        """Run a cell; return what it printed and showed, or "Error: message"."""
        cell = new_code_cell(dedent(code))
        self.client.nb.cells.append(cell)
        self.client.execute_cell(cell, len(self.client.nb.cells) - 1)
        said = [
            f"{out.ename}: {out.evalue}"
            if out.output_type == "error"
            else out.get("text") or out.data["text/plain"]
            for out in cell.outputs
        ]
        return "".join(said).strip()

    def dies_of(self, code: str) -> str | None:
        """Run a cell that ends the kernel, and return the cause."""
        with pytest.raises(DeadKernelError):
            self.run(code)
        run_sync(self.manager.provisioner.wait)()
        return self.manager.cause_of_death

    @property
    def processes(self) -> list[psutil.Process]:
        """Everything that runs for this kernel, seen from outside."""
        bwrap = psutil.Process(self.manager.provisioner.process.pid)
        return [bwrap, *bwrap.children(recursive=True)]


@pytest.fixture(scope="module")
def kernel() -> Iterator[Kernel]:
    with Kernel(hidden=ANSWERING) as one:
        yield one


@pytest.fixture
def small() -> Iterator[Kernel]:
    with Kernel(limits=SMALL) as one:
        yield one


pytestmark = needs.a_sandbox


# An honest learner notices nothing.


def test_numpy_matplotlib_and_the_learners_helpers_work(kernel: Kernel) -> None:
    assert (
        kernel.run("""
            import io, numpy as np, matplotlib.pyplot as plt
            from course_utils import check, demo, hint, progress
            from course_utils import checks, data, plots
            plt.figure(); plt.plot(np.arange(3)); plt.savefig(io.BytesIO()); plt.close()
            print(np.arange(4) @ np.arange(4))
            """)
        == "14"
    )


def test_photographs_can_be_loaded_without_scipy(kernel: Kernel) -> None:
    assert kernel.run("from course_utils import data; data.photograph('china').shape") == "(427, 640, 3)"


def test_a_module_written_beside_the_notebook_is_imported(kernel: Kernel) -> None:
    kernel.run("with open('mine.py', 'w') as f: f.write('answer = 42')")
    assert kernel.run("import mine; mine.answer") == "42"


def test_threads_and_event_loops_work(kernel: Kernel) -> None:
    assert (
        kernel.run("""
            import asyncio
            async def answer(): return await asyncio.to_thread(lambda: 42)
            await answer()
            """)
        == "42"
    )


def test_an_interrupt_stops_the_cell_and_not_the_kernel(small: Kernel) -> None:
    small.client.timeout, small.client.interrupt_on_timeout = 1, True
    assert small.run("import time\ntime.sleep(60)").startswith("KeyboardInterrupt")
    assert small.run("1 + 1") == "2"


def test_a_whole_notebook_runs_through_nbclient() -> None:
    notebook = new_notebook(cells=[new_code_cell("x = 6"), new_code_cell("x * 7")])
    manager = SandboxedKernelManager()
    try:
        NotebookClient(notebook, km=manager).execute()
    finally:
        run_sync(manager.shutdown_kernel)(now=True)
    assert notebook.cells[1].outputs[0].data["text/plain"] == "42"


def test_a_kernel_specification_can_name_the_provisioner() -> None:
    config = {"hidden": ["torch"], "limits": {"processor": 9}}
    metadata = {"kernel_provisioner": {"provisioner_name": "course-sandbox", "config": config}}
    one = KernelProvisionerFactory.instance().create_provisioner_instance(
        "id", KernelSpec(metadata=metadata), parent=None
    )
    assert isinstance(one, SandboxProvisioner)
    assert (one.hidden, one.limits) == (("torch",), {"processor": 9})


# Nothing to read.


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
    own = [f"{name}={value}" for name, value in sandbox.ENVIRONMENT.items()]
    assert eval(kernel.run(started_with)) == [*own, f"PWD={sandbox.SCRATCH}/work"]
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
    assert set(inside) <= set(sandbox.VISIBLE)
    assert not {"exercises", "grading", "lessons.py"} & set(inside)


@pytest.mark.parametrize("module", ["exercises", "exercises.filters", "grading", "lessons", "cli"])
def test_no_oracle_can_be_imported(kernel: Kernel, module: str) -> None:
    assert kernel.run(f"import course_utils.{module}").startswith("ModuleNotFoundError")


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
    assert sandbox._hide(tmp_path, module)[2::3] == [str(tmp_path / name) for name in covered]


def test_a_library_that_is_not_hidden_can_be_imported(small: Kernel) -> None:
    assert small.run("import scipy.signal; scipy.signal.convolve([1, 2], [3])") == "array([3, 6])"


# Nothing to change.


def test_only_the_scratch_folder_can_be_written(kernel: Kernel) -> None:
    assert (
        kernel.run("""
            import os, sys, numpy
            def writable(folder):
                try: open(os.path.join(folder, 'mark'), 'w').close()
                except OSError: return False
                return True
            folders = ['/', '/usr/lib', '/etc', '/dev', '/dev/shm', '/proc/sys/kernel', '/course', '/tmp',
                       '/course/course_utils', sys.prefix + '/lib', sys.base_prefix + '/lib',
                       os.path.dirname(numpy.__file__)]
            print([folder for folder in folders if writable(folder)])
            """)
        == "['/tmp']"
    )


def test_nothing_written_survives_a_restart(small: Kernel) -> None:
    small.run("open('/tmp/mark', 'w').close()")
    run_sync(small.manager.restart_kernel)(now=True)
    small.connect_again()
    assert small.run("import os; os.path.exists('/tmp/mark')") == "False"


def test_no_capability_and_no_way_back_to_one(kernel: Kernel) -> None:
    status = kernel.run("print(open('/proc/self/status').read())")
    fields = dict(line.split(":\t", 1) for line in status.splitlines())
    assert {fields[name] for name in ("CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
    assert (fields["NoNewPrivs"], fields["Seccomp"]) == ("1", "2")


@pytest.mark.parametrize("call", [name for name, numbers in seccomp.DENIED.items() if None not in numbers])
def test_a_denied_system_call_is_refused(kernel: Kernel, call: str) -> None:
    number = seccomp.DENIED[call][list(seccomp.AUDIT).index(os.uname().machine)]
    assert _call(kernel, number) == "EPERM"


def test_no_namespace_can_be_nested(kernel: Kernel) -> None:
    flags = {"user": 0x10000000, "mount": 0x00020000, "net": 0x40000000}
    clone = seccomp.CLONE[list(seccomp.AUDIT).index(os.uname().machine)]
    assert {_call(kernel, clone, flag) for flag in flags.values()} == {"EPERM"}


def test_a_system_call_newer_than_the_filter_does_not_exist(kernel: Kernel) -> None:
    assert _call(kernel, seccomp.NEWEST + 1) == "ENOSYS"
    assert _call(kernel, 0x40000000 + 41) == "ENOSYS"  # the x32 way to call socket


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="32-bit calls are those of x86")
def test_a_32_bit_system_call_ends_the_kernel(small: Kernel) -> None:
    getpid = """
        import ctypes, mmap
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20; int 0x80; ret
        ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
        """
    assert small.dies_of(getpid) == "killed by SIGSYS"


def test_no_process_outside_can_be_signalled(kernel: Kernel) -> None:
    assert kernel.run(f"import os; os.kill({os.getpid()}, 0)").startswith("ProcessLookupError")


def test_no_process_can_be_started_so_no_fork_bomb_and_none_that_outlives_the_kernel(kernel: Kernel) -> None:
    assert kernel.run("import os; os.fork()").startswith("PermissionError")
    assert kernel.run("import subprocess; subprocess.run(['true'])").startswith("PermissionError")


def _call(kernel: Kernel, number: int | None, *arguments: int) -> str:
    return kernel.run(f"""
        import ctypes, errno
        libc = ctypes.CDLL(None, use_errno=True)
        failed = libc.syscall({number}, *{arguments!r}) == -1
        print(errno.errorcode[ctypes.get_errno()] if failed else 'allowed')
        """)


# Nothing to exhaust.


def test_an_array_that_does_not_fit_is_an_error_in_its_cell(small: Kernel) -> None:
    assert "MemoryError" in small.run("import numpy as np; np.ones(2**40)")
    assert small.run("1 + 1") == "2"


def test_a_memory_bomb_ends_its_own_kernel_and_says_so(small: Kernel, kernel: Kernel) -> None:
    assert small.dies_of("hoard = []\nwhile True: hoard.append(b'x' * 2**20)") == Cause.MEMORY
    assert kernel.run("1 + 1") == "2"


def test_a_flood_of_errors_does_not_keep_the_watcher_from_looking(small: Kernel) -> None:
    bomb = """
        import os, threading
        def is_errors(fd):
            try: return os.readlink(f'/proc/self/fd/{fd}') == os.readlink('/proc/1/fd/2')
            except OSError: return False
        [errors] = filter(is_errors, range(256))
        def flood():
            while True: os.write(errors, bytes(1 << 16))
        threading.Thread(target=flood, daemon=True).start()
        hoard = []
        while True: hoard.append(b'x' * 2**16)
        """
    assert small.dies_of(bomb) == Cause.MEMORY


def test_a_thread_bomb_ends_its_kernel(small: Kernel) -> None:
    bomb = """
        import threading
        threading.stack_size(32768)
        while True: threading.Thread(target=threading.Event().wait, daemon=True).start()
        """
    assert small.dies_of(bomb) == Cause.THREADS


def test_a_million_files_end_their_kernel(small: Kernel) -> None:
    assert small.dies_of("for i in range(10**6): open(str(i), 'w').close()") == Cause.FILES


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="machine code of x86-64")
def test_the_first_process_of_a_sandbox_is_watched_like_the_kernel_that_can_write_its_memory() -> None:
    grow = "bb60000000b80900000031ffbe00000001ba0300000041ba2280000049c7c0ffffffff4531c90f05ffcb75d9ebfe"
    inject = f"""
        import os
        place = int(open('/proc/1/syscall').read().split()[-1], 16)  # where it goes on when the kernel ends
        with open('/proc/1/mem', 'r+b', 0) as memory:
            memory.seek(place)
            memory.write(bytes.fromhex('{grow}'))  # 96 times mmap of 16 MiB, filled; then an endless loop
        os._exit(0)
        """
    with Kernel(limits=SMALL) as one:
        assert one.dies_of(inject) == Cause.MEMORY


def test_an_endless_loop_ends_with_its_processor_time(small: Kernel) -> None:
    assert small.dies_of("while True: pass") == Cause.PROCESSOR


def test_a_file_of_a_gigabyte_is_an_error_in_its_cell(small: Kernel) -> None:
    code = "with open('big', 'wb') as f:\n    for _ in range(1024): f.write(bytes(2**20))"
    assert small.run(code).startswith("OSError: [Errno 27] File too large")


def test_many_large_files_meet_the_size_of_the_folder(small: Kernel) -> None:
    code = "for i in range(40):\n    with open(str(i), 'wb') as f: f.write(bytes(2**23))"
    assert small.run(code).startswith("OSError: [Errno 28] No space left on device")


def test_memory_without_a_mapping_is_refused(kernel: Kernel) -> None:
    assert kernel.run("import os; os.memfd_create('x')").startswith("PermissionError")


def test_limits_cannot_be_raised(kernel: Kernel) -> None:
    code = "import resource; resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)"
    assert kernel.run(code).startswith("ValueError")


def test_a_message_above_the_limit_does_not_reach_the_grader_and_a_new_client_goes_on() -> None:
    with Kernel(limits=Limits(message=MiB)) as one:
        one.client.iopub_timeout = 1
        assert one.run("x = 6; print('x' * (4 << 20))") == ""
        one.connect_again()
        assert one.run("x * 7") == "42"


# It ends when it must.


def test_a_kernel_that_ignores_interrupts_is_killed(small: Kernel) -> None:
    small.client.timeout = 1
    with pytest.raises(CellTimeoutError):
        small.run(
            """
            import signal, time
            for ignored in (signal.SIGINT, signal.SIGTERM): signal.signal(ignored, signal.SIG_IGN)
            while True: time.sleep(1)
            """
        )
    processes = small.processes
    run_sync(small.manager.shutdown_kernel)()
    assert [process for process in processes if process.is_running()] == []


@pytest.mark.parametrize("status", [0, 3, 255])
def test_a_kernel_that_leaves_is_said_to_have_ended_by_itself(status: int) -> None:
    with Kernel() as one:
        assert one.dies_of(f"import os; os._exit({status})") == f"ended with exit status {status}"


def test_a_kernel_leaves_no_process_and_no_folder() -> None:
    with Kernel() as one:
        processes = one.processes
        folder = Path(one.manager.connection_file).parent
        assert len(processes) == 3
        assert max(len(f"{one.manager.ip}-{port}") for port in one.manager.ports) <= 107
    assert [process for process in processes if process.is_running()] == []
    assert not folder.exists()


def test_a_kernel_dies_with_its_grader() -> None:
    code = f"""
        import sys, time
        sys.path[:0] = [{str(ROOT / "tests")!r}, {str(ROOT / "tests" / "grading")!r}]
        from test_sandbox import Kernel
        with Kernel() as one:
            print(one.manager.connection_file, *(process.pid for process in one.processes), flush=True)
            time.sleep(60)
        """
    grader = subprocess.Popen(
        [sys.executable, "-c", dedent(code)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    connection_file, *numbers = grader.stdout.readline().split()
    processes = [psutil.Process(int(number)) for number in numbers]
    grader.kill()
    grader.wait()
    shutil.rmtree(Path(connection_file).parent)
    assert len(processes) == 3
    assert psutil.wait_procs(processes, timeout=10)[1] == []


# Who may grade.


@pytest.mark.skipif(os.geteuid() != 0, reason="not root: the other tests run as an ordinary user already")
def test_an_ordinary_user_gets_a_sandbox_too() -> None:
    python = Path("/usr/bin/python3")  # root's own Python may lie where nobody else can read it
    code = """
        import sys
        from course_utils.grading import sandbox
        inside = "import os; os.write(2, str(os.getuid()).encode()); os.fork()"
        process, _ = sandbox.start([sys.executable, "-c", inside])
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
        sandbox.start(["true"])


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
        sandbox.require()


def test_a_machine_without_linux_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SandboxMissing, match="needs Linux"):
        sandbox.bubblewrap()


def test_a_kernel_that_cannot_start_says_its_last_words() -> None:
    process, first = sandbox.start(["/nowhere/python"])
    with pytest.raises(RuntimeError, match="/nowhere/python: No such file"):
        Watch(process, first, Limits())


def test_without_the_sandbox_a_kernel_runs_only_when_asked() -> None:
    with Kernel(sandboxed=False) as one:
        assert one.run("import os; os.getpid() > 2") == "True"
        assert one.manager.cause_of_death is None


# The filter itself.


@pytest.mark.parametrize(("machine", "audit"), seccomp.AUDIT.items())
def test_numbers_of_system_calls_are_those_of_libseccomp(machine: str, audit: int) -> None:
    try:
        libseccomp = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        pytest.skip("libseccomp is not installed")
    column = list(seccomp.AUDIT).index(machine)
    ours = {**seccomp.DENIED, "clone": seccomp.CLONE, "clone3": seccomp.CLONE3}
    ours |= {"socket": seccomp.SOCKET, "socketpair": seccomp.SOCKETPAIR}
    theirs = {name: libseccomp.seccomp_syscall_resolve_name_arch(audit, name.encode()) for name in ours}
    assert {name: number[column] for name, number in ours.items() if number[column] is not None} == {
        name: number for name, number in theirs.items() if number >= 0
    }


def test_a_machine_that_the_filter_does_not_know_is_refused() -> None:
    with pytest.raises(KeyError):
        seccomp.program("riscv64")
