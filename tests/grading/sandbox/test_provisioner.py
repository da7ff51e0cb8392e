"""What hostile code in a kernel may not do. It runs inside the sandbox only, and bounded."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import needs
import psutil
import pytest
from jupyter_core.utils import run_sync
from kernels import PATIENCE, ROOT, Kernel
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.grading.sandbox import seccomp
from course_utils.grading.sandbox.cores import Core
from course_utils.grading.sandbox.limits import Limits, MiB
from course_utils.grading.sandbox.provisioner import SandboxedKernelManager

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


def test_digits_stand_in_for_a_set_that_no_network_can_bring(kernel: Kernel) -> None:
    code = "from course_utils import data; data.load_mnist('test', fallback='digits').images.shape"
    assert kernel.run(code).splitlines()[-1] == "(360, 28, 28)"


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


def test_a_whole_notebook_runs_through_nbclient() -> None:
    notebook = new_notebook(cells=[new_code_cell("x = 6"), new_code_cell("x * 7")])
    manager = SandboxedKernelManager()
    try:
        NotebookClient(notebook, km=manager).execute()
    finally:
        run_sync(manager.shutdown_kernel)(now=True)
    assert notebook.cells[1].outputs[0].data["text/plain"] == "42"


# Nothing to change.


def test_only_the_scratch_folder_can_be_written(kernel: Kernel) -> None:
    assert (
        kernel.run("""
            import os, sys, numpy
            def writable(folder):
                try: open(os.path.join(folder, 'written'), 'w').close()
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
    small.run("open('/tmp/written', 'w').close()")
    run_sync(small.manager.restart_kernel)(now=True)
    small.connect_again()
    assert small.run("import os; os.path.exists('/tmp/written')") == "False"


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


HOARD = """
hoard = []
while True:
    try: hoard.append(b'x' * 2**16)
    except MemoryError: pass
"""


def test_a_memory_bomb_ends_its_own_kernel(small: Kernel, kernel: Kernel) -> None:
    assert small.dies_of(HOARD)
    assert kernel.run("1 + 1") == "2"


def test_a_flood_of_errors_does_not_keep_the_watchdog_from_looking(small: Kernel) -> None:
    flood = """
import os, threading
def is_errors(fd):
    try: return os.readlink(f'/proc/self/fd/{fd}') == os.readlink('/proc/1/fd/2')
    except OSError: return False
[errors] = filter(is_errors, range(256))
def flood():
    while True: os.write(errors, bytes(1 << 16))
threading.Thread(target=flood, daemon=True).start()
"""
    assert small.dies_of(flood + HOARD)


def test_a_thread_bomb_ends_its_kernel(small: Kernel) -> None:
    bomb = """
        import threading
        threading.stack_size(32768)
        while True:
            try: threading.Thread(target=threading.Event().wait, daemon=True).start()
            except RuntimeError: pass
        """
    assert small.dies_of(bomb)


def test_files_without_end_end_their_kernel(small: Kernel) -> None:
    bomb = """
        from itertools import count
        for number in count():
            try: open(str(number), 'w').close()
            except OSError: pass
        """
    assert small.dies_of(bomb)


def test_nothing_below_proc_can_be_written_so_the_first_process_keeps_its_memory(kernel: Kernel) -> None:
    assert (
        kernel.run("""
            def writable(name):
                try: open(f'/proc/{name}', 'r+b').close()
                except OSError: return False
                return True
            print([name for name in ('1/mem', '1/oom_score_adj', 'self/oom_score_adj') if writable(name)])
            """)
        == "[]"
    )


def test_the_kernel_goes_first_when_the_machine_runs_out_of_memory(kernel: Kernel) -> None:
    assert kernel.run("print(open('/proc/self/oom_score_adj').read())") == "1000"


def test_a_kernel_has_one_core_and_cannot_take_another(kernel: Kernel) -> None:
    assert kernel.run("import os; len(os.sched_getaffinity(0))") == "1"
    assert kernel.run("import os; os.sched_setaffinity(0, range(64))").startswith("PermissionError")
    assert len(os.sched_getaffinity(0)) == len(os.sched_getaffinity(os.getppid())), (
        "the grader has all of its"
    )


def test_kernels_have_different_cores_as_long_as_there_are_some() -> None:
    cores = [Core() for _ in os.sched_getaffinity(0)]
    taken = [core.number for core in cores if core._claim]
    for core in cores:
        core.leave()
    assert len(taken) == len(set(taken))


def test_an_endless_loop_ends_with_its_processor_time() -> None:
    with Kernel(limits=Limits(processor=4)) as one:
        assert one.dies_of("while True: pass")


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
        one.client.iopub_timeout = 1  # s to wait for what never comes
        assert one.run("x = 6; print('x' * (4 << 20))") == ""
        one.client.iopub_timeout = PATIENCE
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
        sys.path[:0] = [{str(ROOT / "tests")!r}, {str(ROOT / "tests" / "grading" / "sandbox")!r}]
        from kernels import Kernel
        with Kernel() as one:
            print(one.manager.connection_file, *(process.pid for process in one.processes), flush=True)
            time.sleep(600)
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
    assert psutil.wait_procs(processes, timeout=PATIENCE)[1] == []


def test_without_the_sandbox_a_kernel_runs_only_when_asked() -> None:
    with Kernel(sandboxed=False) as one:
        assert one.run("import os; os.getpid() > 2") == "True"
        assert one.manager.cause_of_death is None
