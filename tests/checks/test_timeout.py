"""A call is waited for, but not for ever."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from course_utils.checks.timeout import Late, call_within


def test_results_and_errors_come_through() -> None:
    assert call_within(5, lambda: 42) == 42
    with pytest.raises(ZeroDivisionError):
        call_within(5, lambda: 1 / 0)


def test_an_endless_loop_is_ended() -> None:
    def endless() -> None:
        while True:
            pass

    before = threading.active_count()
    with pytest.raises(Late) as late:
        call_within(0.1, endless)
    assert late.value.stopped
    assert threading.active_count() == before


def test_a_call_that_waits_in_c_is_given_up() -> None:
    door = threading.Event()
    with pytest.raises(Late) as late:
        call_within(0.1, door.wait)
    assert not late.value.stopped
    door.set()


def test_numpys_error_state_is_the_callers() -> None:
    with np.errstate(divide="raise"), pytest.raises(FloatingPointError):
        call_within(5, lambda: np.ones(1) / np.zeros(1))


def test_a_call_that_gets_little_of_the_processor_is_not_late() -> None:
    """It computes now and then, for longer on the clock than it may compute."""
    stop = time.perf_counter() + 1.3

    def now_and_then() -> str:
        while time.perf_counter() < stop:
            sum(range(50_000))
            threading.Event().wait(0.005)
        return "done"

    assert call_within(1.0, now_and_then) == "done"
