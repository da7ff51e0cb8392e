"""A kernel that is forked is one that is started anew: as closed, as alone, and as mortal."""

import os
from pathlib import Path

import needs
import psutil
import pytest
from kernels import PATIENCE, Kernel

from course_utils.grading.sandbox.mounts import ANSWERING
from course_utils.grading.sandbox.nursery import Nursery, View

pytestmark = needs.a_sandbox

CONFINED = """
import os, re
NAMED = 'Cap', 'Sec', 'NoNew', 'Uid', 'Gid', 'Groups', 'NStgid', 'Sig', 'Shd'
def text(name): return open(f'/proc/{name}').read()
def links(folder):
    found = (f'{folder}/{name}' for name in os.listdir(folder))
    return sorted(os.readlink(name).partition(':')[0] for name in found if os.path.lexists(name))
def mount(line):
    ids, _, kind = line.partition(' - ')
    return re.sub('course-kernel-[^/ ]*', '', ' '.join(ids.split()[3:6])), kind
print({
    'status': [line for line in text('self/status').splitlines() if line.startswith(NAMED)],
    'limits': text('self/limits'),
    'environment': [text('self/environ'), text('1/environ'), sorted(os.environ.items())],
    'files': [links('/proc/self/fd'), sorted(os.listdir('/proc/1/fd'))[:3]],
    'mounts': sorted(map(mount, text('self/mountinfo').splitlines())),
    'processes': [name for name in os.listdir('/proc') if name.isdigit()],
    'places': [os.getcwd(), os.uname().nodename, os.listdir('/'), __import__('sys').path],
})
"""
NAMESPACES = "{name: os.readlink(f'/proc/self/ns/{name}') for name in os.listdir('/proc/self/ns')}"
OWN = {"user", "mnt", "pid", "pid_for_children", "net", "ipc", "uts", "cgroup"}


@pytest.fixture
def forked(nursery: Nursery):
    with Kernel(hidden=ANSWERING, nursery=nursery) as one:
        assert psutil.Process(one.manager.provisioner.process.pid) not in one.processes[-1].parents()
        yield one


@pytest.fixture
def another(nursery: Nursery):
    with Kernel(hidden=ANSWERING, nursery=nursery) as one:
        yield one


def test_a_forked_kernel_has_no_more_than_one_that_is_started_anew(forked: Kernel) -> None:
    with Kernel(hidden=ANSWERING) as anew:
        expected, found = eval(anew.run(CONFINED)), eval(forked.run(CONFINED))
    assert {name: found[name] for name in found if found[name] != expected[name]} == {}


def test_forked_kernels_share_no_namespace_with_each_other_or_with_who_forks_them(
    forked: Kernel, another: Kernel, nursery: Nursery
) -> None:
    first, second = (eval(one.run(f"import os; {NAMESPACES}")) for one in (forked, another))
    parent, grader = (
        {name: os.readlink(f"/proc/{pid}/ns/{name}") for name in OWN}
        for pid in (nursery._process.pid, os.getpid())
    )
    assert first.keys() >= OWN
    assert [name for name in OWN if len({first[name], second[name], parent[name]}) < 3] == []
    assert [name for name in OWN if first[name] == grader[name]] == []


def test_what_one_submission_does_another_does_not_see(forked: Kernel, another: Kernel) -> None:
    forked.run("import numpy; numpy.matmul = None; numpy.mine = 1; open('/tmp/work/mine', 'w').close()")
    seen = "import os, numpy; (hasattr(numpy, 'mine'), numpy.matmul is None, os.listdir('/tmp/work'))"
    assert another.run(seen) == "(False, False, [])"
    draw = "import random; (random.random(), numpy.random.rand())"
    assert not set(eval(forked.run(draw))) & set(eval(another.run(draw)))


def test_figures_are_shown(forked: Kernel) -> None:
    forked.run("import matplotlib.pyplot as plt; _ = plt.plot([1, 2])")
    assert [set(out.data) for out in forked.client.nb.cells[-1].outputs] == [{"text/plain", "image/png"}]


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("import os; os._exit(3)", "ended with exit status 3"),
        ("import ctypes; ctypes.string_at(0)", "killed by SIGSEGV"),
    ],
)
def test_it_is_known_how_a_forked_kernel_ended(forked: Kernel, code: str, cause: str) -> None:
    assert forked.dies_of(code) == cause


def test_a_forked_kernel_leaves_no_process_and_no_folder(nursery: Nursery) -> None:
    with Kernel(hidden=ANSWERING, nursery=nursery) as one:
        processes = one.processes
        folder = Path(one.manager.connection_file).parent
        assert len(processes) == 3
    assert psutil.wait_procs(processes, timeout=PATIENCE)[1] == []
    assert not folder.exists()


def test_where_nothing_can_be_forked_any_more_kernels_start_anew() -> None:
    dead = Nursery(View(ANSWERING))
    os.kill(dead._process.pid, 9)
    dead._process.wait()
    with Kernel(hidden=ANSWERING, nursery=dead) as one:
        assert one.run("6 * 7") == "42"
    assert dead.has_ended
