"""What some tests need from the machine; without it they are skipped, and say why."""

import pytest

from course_utils.grading.sandbox import bubblewrap


def _without_sandbox() -> str | None:
    try:
        bubblewrap.require()
    except bubblewrap.SandboxMissing as missing:
        return str(missing)
    return None


a_sandbox = pytest.mark.skipif(_without_sandbox() is not None, reason=str(_without_sandbox()))
