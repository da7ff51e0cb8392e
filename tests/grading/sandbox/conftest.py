"""The fixtures of the tests of the sandbox."""

from collections.abc import Iterator

import pytest
from kernels import SMALL, Kernel

from course_utils.grading.sandbox.mounts import ANSWERING
from course_utils.grading.sandbox.nursery import Nursery, View


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Forks kernels of a chapter with NumPy only."""
    one = Nursery(View(ANSWERING))
    yield one
    one.end()


@pytest.fixture(scope="module", params=["anew", "forked"])
def kernel(request: pytest.FixtureRequest) -> Iterator[Kernel]:
    nursery = request.getfixturevalue("nursery") if request.param == "forked" else None
    with Kernel(hidden=ANSWERING, nursery=nursery) as one:
        yield one


@pytest.fixture
def small() -> Iterator[Kernel]:
    with Kernel(limits=SMALL) as one:
        yield one


@pytest.fixture(scope="module")
def sixth() -> Iterator[Kernel]:
    """A kernel for lesson 06."""
    with Kernel(hidden=ANSWERING, lent=("conv_layer", "im2col")) as one:
        yield one
