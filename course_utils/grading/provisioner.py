"""Jupyter kernels in a sandbox: a kernel manager for the grader, and the provisioner that it uses.

>>> manager = SandboxedKernelManager(hidden=ANSWERING, limits=Limits(processor=60))  # doctest: +SKIP
>>> NotebookClient(notebook, km=manager).execute()  # doctest: +SKIP
>>> manager.cause_of_death  # doctest: +SKIP
<Cause.MEMORY: 'out of memory'>
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import zmq
from jupyter_client import AsyncKernelManager, KernelManager
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Bool, Dict, Instance, Tuple, Unicode

from . import sandbox
from .sandbox import Limits
from .watch import Watch

FLOOD = 100  # messages that wait for the grader, at most; a kernel that sends more loses some


class SandboxProvisioner(LocalProvisioner):
    """Starts kernels in a sandbox; registered with Jupyter as ``course-sandbox``.

    A kernel specification that names it must set ``"interrupt_mode": "message"`` and start the kernel by
    ``python -m``, and may configure ``hidden`` and ``limits`` (the fields of `Limits`).
    """

    hidden = Tuple(help="Dotted names of modules that the kernel cannot import.")
    limits = Dict(help="Fields of course_utils.grading.sandbox.Limits.")

    process: subprocess.Popen[bytes] | None
    watch: Watch | None = None
    _folder: TemporaryDirectory[str] | None = None

    @property
    def cause(self) -> str | None:
        """Why the last kernel ended, in words; None while it lives. See `Watch.cause`."""
        return self.watch.cause if self.watch else None

    @property
    def _manager(self) -> KernelManager:
        assert isinstance(self.parent, KernelManager)
        return self.parent

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose where the sockets lie: their paths are absolute and short (107 bytes at most)."""
        _require_once()
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="kernel-", dir="/tmp", ignore_cleanup_errors=True)
        self._manager.transport = "ipc"
        self._manager.ip = f"{self._folder.name}/socket"
        self._manager.connection_file = f"{self._folder.name}/connection.json"
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel; return when it runs in its sandbox.

        Raises
        ------
        SandboxMissing
            There is no sandbox to be had here.
        RuntimeError
            The sandbox is there, and the kernel did not start in it.
        """
        limits = Limits(**self.limits)
        python, _, *module = cmd
        with _listening(self._manager.ip, self._manager.ports) as sockets:
            settings = json.dumps({"limits": limits.resources(), "sockets": sockets})
            self.process, first = sandbox.start(
                [python, f"{sandbox.COURSE}/{sandbox.START.name}", settings, *module],
                hidden=self.hidden,
                shown=[Path(self._manager.connection_file)],
                storage=limits.storage,
                inherited=sockets.values(),
            )
        self.watch = Watch(self.process, first, limits)
        self.watch.start()
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait until the sandbox is empty and its cause of death known."""
        status = await super().wait()
        if self.watch:
            self.watch.join()
        return status

    async def send_signal(self, signum: int) -> None:
        """End the kernel, whatever the signal: none reaches into a sandbox (interrupts come as messages)."""
        if self.watch:
            self.watch.kill()

    def get_shutdown_wait_time(self, recommended: float = 5.0) -> float:
        """Return how long a kernel may take to leave by itself: it has nothing to save."""
        return min(recommended, 1.0)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the sockets' folder, unless the kernel starts again."""
        await super().cleanup(restart)
        if self._folder and not restart:
            self._folder.cleanup()
            self._folder = None


class SandboxedKernelManager(AsyncKernelManager):
    """Manages one kernel that runs code of strangers; give it to nbclient or nbgrader as ``km=``.

    Parameters
    ----------
    hidden : dotted names of modules that the kernel cannot import (`sandbox.ANSWERING` in NumPy chapters).
    limits : what the kernel may use, a `Limits`.
    sandboxed : False starts the kernel without any sandbox, hiding or limit: it can then do all that you can.
    """

    hidden = Tuple()
    limits = Instance(Limits, ())
    sandboxed = Bool(True)
    kernel_name = Unicode("python3")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if self.sandboxed:
            self.provisioner = SandboxProvisioner(
                parent=self, kernel_spec=self.kernel_spec, hidden=self.hidden, limits=asdict(self.limits)
            )

    @property
    def kernel_spec(self) -> KernelSpec:
        """The Python that runs this, whatever kernels the machine knows and the notebook asks for."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python", language="python", interrupt_mode="message")

    @property
    def cause_of_death(self) -> str | None:
        """Why the kernel ended, in words; None while it lives, and always without a sandbox."""
        return self.provisioner.cause if isinstance(self.provisioner, SandboxProvisioner) else None

    def client(self, **kwargs: Any) -> Any:
        """Return a client that takes no message above `limits.message`, and no flood of them."""
        client = super().client(**kwargs)
        client.context.setsockopt(zmq.MAXMSGSIZE, self.limits.message)
        client.context.setsockopt(zmq.RCVHWM, FLOOD)
        return client


@cache
def _require_once() -> None:
    sandbox.require()


@contextmanager
def _listening(path: str, ports: list[int]) -> Iterator[dict[str, int]]:
    """Listen at ``path-port`` for each port, and yield the open files by port."""
    with ExitStack() as opened:
        sockets = {}
        for port in ports:
            listener = opened.enter_context(socket.socket(socket.AF_UNIX))
            listener.bind(f"{path}-{port}")
            listener.listen()
            sockets[str(port)] = listener.fileno()
        yield sockets
