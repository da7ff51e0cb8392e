"""The system calls that a sandboxed kernel may not make, as a classic BPF program for ``bwrap --seccomp``.

What is not named here stays allowed, except calls newer than Linux 5.17, which do not exist for the kernel.
Numbers are those of Linux for x86-64 and arm64; a test compares them with libseccomp's.
"""

import errno
import platform
import struct

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # linux/audit.h

NEWEST = 450  # set_mempolicy_home_node, Linux 5.17: a later call is unknown to this list, so it is refused

# name: (number on x86-64, number on arm64); None where the architecture has no such call.
DENIED: dict[str, tuple[int, int | None]] = {
    # a kernel is one process: no fork bomb, no process that outlives its cell (threads are clone, below)
    "fork": (57, None),
    "vfork": (58, None),
    # other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
    # mounts, namespaces, files by handle
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "setns": (308, 268),
    "unshare": (272, 97),
    # memory that no limit of ours counts
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "io_setup": (206, 0),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # doors into the operating system that computing does not need
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "fanotify_init": (300, 262),
    "personality": (135, 92),
    "modify_ldt": (154, None),
    "iopl": (172, None),
    "ioperm": (173, None),
    "uselib": (134, None),
    "lookup_dcookie": (212, 18),
    # more than the core that a kernel has
    "sched_setaffinity": (203, 122),
    # the machine itself
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "syslog": (103, 116),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "clock_adjtime": (305, 266),
    "vhangup": (153, 58),
}
CLONE, CLONE3 = (56, 220), (435, 435)
# No network of any family: ipykernel gets its sockets from the grader. Pairs stay, for event loops.
SOCKET, SOCKETPAIR = (41, 198), (53, 199)
# Locks on bytes of files take memory of the operating system that no limit counts; so do leases and notices.
FCNTL, LOCKS = (72, 25), (6, 7, 37, 38, 1024, 1026)  # F_SETLK, F_SETLKW, F_OFD_*, F_SETLEASE, F_NOTIFY

CLONE_THREAD = 0x00010000  # linux/sched.h
CLONE_NAMESPACES = 0x7E020080  # NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET | NEWTIME
AF_UNIX = 1

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # linux/bpf_common.h
# Offsets in struct seccomp_data; arguments are little-endian.
NUMBER, ARCHITECTURE, FIRST_ARGUMENT, SECOND_ARGUMENT = 0, 4, 16, 24
ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000  # SECCOMP_RET_*


def program(machine: str | None = None) -> bytes:
    """The filter for a machine ("x86_64" or "aarch64"; default: this one) as ``struct sock_filter[]``.

    Raises
    ------
    KeyError
        The machine is neither.
    """
    machine = machine or platform.machine()
    column = list(AUDIT).index(machine) if machine in AUDIT else None
    if column is None:
        raise KeyError(machine)
    denied = [numbers[column] for numbers in DENIED.values()]
    return b"".join(
        [
            _step(LOAD, ARCHITECTURE),
            _step(EQUAL, AUDIT[machine], yes=1),
            _step(RETURN, KILL),  # 32-bit code in a 64-bit process
            _step(LOAD, NUMBER),
            _step(AT_LEAST, NEWEST + 1, no=1),
            _step(RETURN, ERROR | errno.ENOSYS),
            *(_deny(number, errno.EPERM) for number in denied if number is not None),
            _deny(SOCKET[column], errno.EOPNOTSUPP),  # the one error at which ZeroMQ does not abort
            # A filter cannot see the flags of clone3; without it, libc falls back to clone.
            _deny(CLONE3[column], errno.ENOSYS),
            _step(EQUAL, CLONE[column], no=5),
            _step(LOAD, FIRST_ARGUMENT),
            _step(ANY_BIT, CLONE_NAMESPACES, yes=1),
            _step(ANY_BIT, CLONE_THREAD, yes=1),
            _step(RETURN, ERROR | errno.EPERM),
            _step(RETURN, ALLOW),
            _step(EQUAL, FCNTL[column], no=2 * len(LOCKS) + 2),
            _step(LOAD, SECOND_ARGUMENT),
            *(_deny(lock, errno.ENOLCK) for lock in LOCKS),
            _step(RETURN, ALLOW),
            _step(EQUAL, SOCKETPAIR[column], no=3),
            _step(LOAD, FIRST_ARGUMENT),
            _step(EQUAL, AF_UNIX, yes=1),
            _step(RETURN, ERROR | errno.EAFNOSUPPORT),
            _step(RETURN, ALLOW),
        ]
    )


def _deny(number: int, code: int) -> bytes:
    return _step(EQUAL, number, no=1) + _step(RETURN, ERROR | code)


def _step(code: int, operand: int, yes: int = 0, no: int = 0) -> bytes:
    """One ``struct sock_filter``: `yes` and `no` are the steps to skip when a comparison holds or fails."""
    return struct.pack("=HBBI", code, yes, no, operand)
