"""What a process uses is read from the operating system, whatever the process calls itself."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from course_utils.grading.sandbox.processes import Watched

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_memory_threads_and_processor_time_are_those_of_the_process():
    one, same = Watched(os.getpid()), psutil.Process()
    memory, processor, threads = one.used()
    assert memory == pytest.approx(same.memory_info().rss, rel=0.1)
    assert processor == pytest.approx(sum(same.cpu_times()[:2]), abs=0.5)
    assert threads == threading.active_count() or threads == same.num_threads()
    assert one.waited() >= 0
    one.close()


def test_a_name_is_never_taken_for_a_number():
    name, own = Path("/proc/self/comm"), Path("/proc/self/comm").read_text()
    one = Watched(os.getpid())
    before = one.used()[1:]
    try:
        name.write_text(") 9 9 9 9\t1")
        assert one.used()[1:] == pytest.approx(before, abs=1)
    finally:
        name.write_text(own)
        one.close()


def test_of_a_process_that_has_ended_nothing_is_read():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        one = Watched(process.pid)
        process.kill()
    assert one.used() == (0, 0, 0)
    assert one.waited() == 0
    one.prefer_to_end()
    one.close()
