"""What some tests need of the machine; where it is missing they are skipped, and say why."""

import pytest

from course_utils.grading import sandbox


def _without_sandbox() -> str | None:
    try:
        sandbox.require()
    except sandbox.SandboxMissing as missing:
        return str(missing)
    return None


a_sandbox = pytest.mark.skipif(_without_sandbox() is not None, reason=str(_without_sandbox()))
