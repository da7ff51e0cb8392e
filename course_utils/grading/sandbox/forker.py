"""Has the imports of a chapter, and forks a kernel for each request into a sandbox that stands ready for it.

Usage: ``python forker.py SOCKET FILTER MODULE ...``: the open file on which the grader asks, the filter of
system calls (base64), and what to import. It runs in a view of files like that of the kernels, in a user
namespace of its own, without any secret: nothing of the grader or of a student ever gets here. The sandbox of
each kernel is made by bubblewrap, as if the kernel started in it; its first process only waits for an end.
"""

import array
import ctypes
import gc
import importlib
import json
import os
import socket
import sys
from contextlib import suppress
from typing import Any, NoReturn

import launcher  # type: ignore[import-not-found]  # it lies beside this file

REQUEST = 1 << 16  # bytes
# linux/sched.h: CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
NAMESPACES = 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
# linux/prctl.h
PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_READ, PR_CAPBSET_DROP = 4, 22, 23, 24
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 38, 47, 4
SECCOMP_MODE_FILTER = 2
CAPABILITY_VERSION_3 = 0x20080522  # linux/capability.h

BACKEND = "module://matplotlib_inline.backend_inline"  # ipykernel sets it, before matplotlib is imported

libc = ctypes.CDLL(None, use_errno=True)


class Filter(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def call(name: str, *arguments: Any) -> int:
    """Call a function of the C library; OSError where it fails."""
    result: int = getattr(libc, name)(*arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), f"{name} {arguments}: {os.strerror(ctypes.get_errno())}")
    return result


def control(option: int, *arguments: int) -> int:
    """Call ``prctl``."""
    return call("prctl", option, *(ctypes.c_ulong(one) for one in (*arguments, 0, 0, 0, 0)[:4]))


def serve(grader: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Fork for each request; returns in the forks only, that are to be kernels, with the request."""
    while True:
        message, files, *_ = socket.recv_fds(grader, REQUEST, 16)
        if not message:
            sys.exit()
        if os.fork() == 0:
            grader.close()
            reply, holder, sandbox, *own = files
            enter(socket.socket(fileno=reply), socket.socket(fileno=holder), sandbox)
            return json.loads(message), own
        for file in files:
            os.close(file)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def enter(reply: socket.socket, holder: socket.socket, sandbox: int) -> None:
    """Fork into the sandbox, once it is built; returns there only. Outside, wait for the end and tell it."""
    try:
        holder.recv(1)
        call("setns", sandbox, NAMESPACES)
        kernel = os.fork()
    except OSError as error:
        reply.send(str(error).encode())
        os._exit(1)
    if kernel == 0:
        reply.close()
        holder.close()
        os.close(sandbox)
        return
    keep_open({0, 1, 2, holder.fileno(), reply.fileno()})
    reply.send(str(kernel).encode())
    wait_for(kernel, holder)


def wait_for(kernel: int, holder: socket.socket) -> NoReturn:
    """Let the sandbox end as its kernel has ended."""
    status = os.waitstatus_to_exitcode(os.waitpid(kernel, 0)[1])
    with suppress(OSError):
        holder.send(b"%d\n" % (status if status >= 0 else 128 - status))
    os._exit(0)


def keep_open(files: set[int]) -> None:
    """Close every other open file."""
    for file in range(3, max(files) + 1):
        if file not in files:
            with suppress(OSError):
                os.close(file)
    os.closerange(max(files) + 1, os.sysconf("SC_OPEN_MAX"))


def confine(steps: bytes, core: int) -> None:
    """Give up, for ever, what bubblewrap takes from the processes that it starts itself."""
    os.setsid()
    os.sched_setaffinity(0, {core})
    control(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    capability = 0
    while libc.prctl(PR_CAPBSET_READ, ctypes.c_ulong(capability)) >= 0:
        control(PR_CAPBSET_DROP, capability)
        capability += 1
    head, none = array.array("I", [CAPABILITY_VERSION_3, 0]), array.array("I", [0] * 6)
    call("capset", ctypes.c_void_p(head.buffer_info()[0]), ctypes.c_void_p(none.buffer_info()[0]))
    control(PR_SET_DUMPABLE, 1)  # as after a start: the kernel's own files below /proc are its own
    control(PR_SET_NO_NEW_PRIVS, 1)
    program = Filter(len(steps) // 8, steps)
    call("prctl", PR_SET_SECCOMP, ctypes.c_ulong(SECCOMP_MODE_FILTER), ctypes.byref(program), 0, 0)


def become_kernel(request: dict[str, Any], files: list[int], steps: bytes) -> None:
    """Be the kernel that was asked for: in its folder, with its limits, and nothing open but its sockets."""
    errors, *sockets = files
    os.dup2(errors, 2)
    keep_open({0, 1, 2, *sockets})
    os.chdir(os.environ["PWD"])
    launcher.limit(request["limits"])
    confine(steps, request["core"])
    if "numpy" in sys.modules:  # its global generator would be the same in all forks
        sys.modules["numpy"].random.seed()
    launcher.inherit(dict(zip(request["ports"], sockets, strict=True)))
    launcher.run(request["module"])


if __name__ == "__main__":
    import base64

    _, file, steps, *modules = sys.argv
    os.environ["MPLBACKEND"] = BACKEND
    for module in modules:
        with suppress(ImportError):
            importlib.import_module(module)
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=int(file)) as grader:
        grader.send(b"ready")
        request, files = serve(grader)
    become_kernel(request, files, base64.b64decode(steps))
