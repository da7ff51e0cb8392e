"""The fixtures of the tests of the sandbox."""

from collections.abc import Iterator

import pytest
from kernels import SMALL, Kernel

from course_utils.grading.sandbox.mounts import ANSWERING


@pytest.fixture(scope="module")
def kernel() -> Iterator[Kernel]:
    with Kernel(hidden=ANSWERING) as one:
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
