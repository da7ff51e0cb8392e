"""The filter of system calls names the right ones."""

import ctypes

import pytest

from course_utils.grading.sandbox import seccomp


@pytest.mark.parametrize(("machine", "audit"), seccomp.AUDIT.items())
def test_numbers_of_system_calls_are_those_of_libseccomp(machine: str, audit: int) -> None:
    try:
        libseccomp = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        pytest.skip("libseccomp is not installed")
    column = list(seccomp.AUDIT).index(machine)
    ours = {**seccomp.DENIED, "clone": seccomp.CLONE, "clone3": seccomp.CLONE3}
    ours |= {"socket": seccomp.SOCKET, "socketpair": seccomp.SOCKETPAIR}
    theirs = {name: libseccomp.seccomp_syscall_resolve_name_arch(audit, name.encode()) for name in ours}
    assert {name: number[column] for name, number in ours.items() if number[column] is not None} == {
        name: number for name, number in theirs.items() if number >= 0
    }


def test_a_machine_that_the_filter_does_not_know_is_refused() -> None:
    with pytest.raises(KeyError):
        seccomp.program("riscv64")
