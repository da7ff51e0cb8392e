"""Work in a process of its own comes back whole, or as far as it came, and always by its deadline."""

import os
import signal
import threading
import time
from functools import partial
from importlib import import_module

import psutil
import pytest

from course_utils.grading.apart import client
from course_utils.grading.apart.client import Server, TookTooLong, call

PATIENCE = 300.0  # s: a busy machine is slow
SHORT = 1.0


def squares(number):
    yield from (one * one for one in range(number))


def place():
    yield os.getpid(), os.getcwd(), os.environ.get("MARK")


def waits_for_ever():
    yield "before"
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def ignores_everything():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    yield os.getpid()
    while True:
        pass


def stops_itself():
    yield "before"
    os.kill(os.getpid(), signal.SIGSTOP)


def kills_itself():
    yield "before"
    os.kill(os.getpid(), signal.SIGKILL)


def leaves():
    yield "before"
    os._exit(0)


def raises(kind):
    yield "before"
    raise kind("trouble")


class Awkward(Exception):
    """An error that cannot be made from its words."""

    def __init__(self, one, two):
        super().__init__(one)


def raises_awkwardly(_):
    raise Awkward("trouble", 2)
    yield


def test_what_a_function_yields_comes_back_in_its_order():
    assert call(squares, 4, seconds=PATIENCE) == [0, 1, 4, 9]
    assert call(squares, 0, seconds=PATIENCE) == []


def test_each_call_has_a_process_of_its_own_in_the_folder_and_environment_of_here(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MARK", "one")
    [first], [second] = call(place, seconds=PATIENCE), call(place, seconds=PATIENCE)
    assert first[1:] == second[1:] == (str(tmp_path), "one")
    assert len({first[0], second[0], os.getpid()}) == 3


@pytest.mark.parametrize("endless", [waits_for_ever, stops_itself])
def test_what_never_ends_is_ended_and_what_it_had_made_stays(endless):
    with pytest.raises(TookTooLong) as late:
        call(endless, seconds=SHORT)
    assert late.value.parts == ["before"]
    assert call(squares, 2, seconds=PATIENCE) == [0, 1], "the next call is served"


def test_no_signal_that_is_ignored_keeps_a_process_alive():
    with pytest.raises(TookTooLong) as late:
        call(ignores_everything, seconds=SHORT)
    assert not psutil.pid_exists(late.value.parts[0])


@pytest.mark.parametrize("ending", [kills_itself, leaves])
def test_a_process_that_ends_before_its_work_is_an_error(ending):
    with pytest.raises(RuntimeError, match="ended from outside"):
        call(ending, seconds=PATIENCE)


def test_what_is_raised_there_is_raised_here():
    with pytest.raises(KeyError, match="trouble"):
        call(raises, KeyError, seconds=PATIENCE)
    with pytest.raises(RuntimeError, match="Awkward: trouble"):
        call(raises_awkwardly, None, seconds=PATIENCE)


def test_what_is_made_once_before_a_call_is_there_for_every_later_one():
    call(squares, 1, seconds=PATIENCE, before=partial(import_module, "wave"))
    assert call(loaded, "wave", seconds=PATIENCE) == [True]


def test_a_call_goes_on_without_what_cannot_be_made_before_it():
    assert call(squares, 2, seconds=PATIENCE, before=partial(import_module, "no.such.module")) == [0, 1]


def loaded(name):
    import sys

    yield name in sys.modules


def test_whoever_is_hung_up_on_gets_an_error_and_nothing_goes_on():
    server, errors = Server(), []

    def ask():
        asked = client.Call(ignores_everything, (), PATIENCE, None, dict(os.environ), os.getcwd())
        try:
            server.answer(asked)
        except RuntimeError as error:
            errors.append(str(error))

    thread = threading.Thread(target=ask)
    thread.start()
    while server._process is None or not (forks := psutil.Process(server._process.pid).children()):
        time.sleep(0.01)
    client.end_all()
    thread.join()
    assert errors == ["the process that runs it has ended"]
    asked = client.Call(squares, (1,), PATIENCE, None, dict(os.environ), os.getcwd())
    assert len(server.answer(asked)[0]) == 2, "who asks again is answered"
    assert psutil.wait_procs(forks, timeout=PATIENCE)[1] == []


def test_a_server_that_is_killed_takes_its_fork_along_and_another_takes_its_place():
    server = Server()
    asked = client.Call(ignores_everything, (), PATIENCE, None, dict(os.environ), os.getcwd())

    def kill():
        while server._process is None or not (forks := psutil.Process(server._process.pid).children()):
            time.sleep(0.01)
        found.extend(forks)
        server._process.kill()

    found = []
    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(RuntimeError, match="has ended"):
        server.answer(asked)
    killer.join()
    assert psutil.wait_procs(found, timeout=PATIENCE)[1] == []
    again = client.Call(squares, (1,), PATIENCE, None, dict(os.environ), os.getcwd())
    assert len(server.answer(again)[0]) == 2
    server.end()
