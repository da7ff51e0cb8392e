"""Runs first in the sandbox: sets the limits, then starts the kernel on sockets that the grader made.

Usage: ``python launcher.py '{"limits": {"RLIMIT_CORE": 0}, "sockets": {"1": 7}}' MODULE ARGUMENT ...``

The grader listens on the five sockets and passes them down as open files, by port. So sandbox and grader
share no folder in which student code could leave a link, or fill the disk.
"""

import json
import resource
import runpy
import sys


def limit(limits: dict[str, int]) -> None:
    """Set resource limits by name, soft and hard: none of them can be raised again."""
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, name), (value, value))


def inherit(sockets: dict[str, int]) -> None:
    """Make ``bind`` of an ``ipc`` address take the open file of that port, instead of a new socket."""
    import zmq

    bind = zmq.Socket.bind

    def bind_inherited(self: zmq.Socket, address: str) -> object:
        transport, _, path = address.partition("://")
        if transport == "ipc":
            self.setsockopt(zmq.USE_FD, sockets[path.rpartition("-")[2]])
        return bind(self, address)

    zmq.Socket.bind = bind_inherited  # type: ignore[method-assign, assignment]


def run(command: list[str]) -> None:
    """Run a module with its arguments, as ``python -m`` does."""
    sys.argv = command
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _, settings, *command = sys.argv
    limit(json.loads(settings)["limits"])
    inherit(json.loads(settings)["sockets"])
    run(command)
