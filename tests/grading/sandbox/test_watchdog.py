"""Whatever exceeds a limit is seen, and named."""

import needs
import pytest

from course_utils.grading.sandbox import bubblewrap
from course_utils.grading.sandbox.limits import Limits
from course_utils.grading.sandbox.watchdog import Cause, Use, Watchdog, excess

LIMITS = Limits(memory=10, processor=10, threads=10, files=10, backlog=10)


@pytest.mark.parametrize("cause", list(Cause))
def test_what_is_exceeded_is_named(cause: Cause) -> None:
    assert excess(Use(**{cause.name.lower(): 11}), LIMITS) is cause


def test_what_reaches_a_limit_does_not_exceed_it() -> None:
    assert excess(Use(10, 10, 10, 10, 10), LIMITS) is None


@needs.a_sandbox
def test_a_kernel_that_cannot_start_says_its_last_words() -> None:
    process, first = bubblewrap.start(["/nowhere/python"])
    with pytest.raises(RuntimeError, match="/nowhere/python: No such file"):
        Watchdog(process, first, Limits())
