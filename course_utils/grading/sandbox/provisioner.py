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
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import zmq
from jupyter_client import AsyncKernelManager, KernelManager
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Bool, Instance, Tuple, Unicode

from . import bubblewrap
from .cores import Core
from .limits import Limits
from .mounts import COURSE, LAUNCHER
from .nursery import NoWarmStart, Nursery
from .scratch import Scratch
from .watchdog import Watchdog

HEARD = 2_000  # ms in which the kernel's side takes a message, or it is no kernel any more
FLOOD = 100  # messages that wait for the grader, at most; a kernel that sends more loses some


class SandboxProvisioner(LocalProvisioner):
    """Starts the kernel of a `SandboxedKernelManager` in a sandbox."""

    hidden = Tuple()
    lent = Tuple()
    limits = Instance(Limits, ())
    nursery = Instance(Nursery, allow_none=True)

    process: subprocess.Popen[bytes] | None
    watchdog: Watchdog | None = None
    _core: Core | None = None
    _folder: Scratch | None = None

    @property
    def cause(self) -> str | None:
        """Why the last kernel ended, in words; None while it lives. See `Watchdog.cause`."""
        return self.watchdog.cause if self.watchdog else None

    @property
    def _manager(self) -> KernelManager:
        assert isinstance(self.parent, KernelManager)
        return self.parent

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose where the sockets lie: their paths are absolute and short (107 bytes at most)."""
        bubblewrap.require_once()
        if self._folder is None:
            self._folder = Scratch()
        self._manager.transport = "ipc"
        self._manager.ip = f"{self._folder.name}/socket"
        self._manager.connection_file = f"{self._folder.name}/connection.json"
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel; return when it runs in its sandbox.

        Raises
        ------
        SandboxMissing
            No sandbox can be made here.
        RuntimeError
            The sandbox is there, and the kernel did not start in it.
        """
        python, _, *module = cmd
        shown = Path(self._manager.connection_file)
        self._core = Core()
        with _listening(self._manager.ip, self._manager.ports) as sockets:
            if not (self.nursery and self._forked(self.nursery, module, sockets, shown)):
                settings = json.dumps({"limits": self.limits.resources(), "sockets": sockets})
                with self._core.taken():
                    self.process, first = bubblewrap.start(
                        [python, f"{COURSE}/{LAUNCHER.name}", settings, *module],
                        hidden=self.hidden,
                        lent=self.lent,
                        shown=[shown],
                        storage=self.limits.storage,
                        inherited=sockets.values(),
                    )
                self.watchdog = Watchdog(self.process, first, self.limits)
        assert self.watchdog is not None
        self.watchdog.start()
        return self.connection_info

    def _forked(self, nursery: Nursery, module: list[str], sockets: dict[str, int], shown: Path) -> bool:
        """Start the kernel as a fork; False if that is impossible."""
        assert self._core is not None
        try:
            self.process, *numbers = nursery.kernel(module, self.limits, self._core.number, sockets, shown)
            self.watchdog = Watchdog(self.process, numbers[0], self.limits, numbers[1])
        except (NoWarmStart, psutil.NoSuchProcess):
            return False
        return True

    async def wait(self) -> int | None:
        """Wait until the sandbox is empty and its cause of death known."""
        status = await super().wait()
        if self.watchdog:
            self.watchdog.join()
        if self._core:
            self._core.leave()
        return status

    async def send_signal(self, signum: int) -> None:
        """End the kernel, whatever the signal: none reaches into a sandbox (interrupts come as messages)."""
        if self.watchdog:
            self.watchdog.kill()

    def get_shutdown_wait_time(self, recommended: float = 5.0) -> float:
        """Return how long a kernel may take to leave by itself: it has nothing to save."""
        return min(recommended, 1.0)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the sockets' folder, unless the kernel starts again."""
        await super().cleanup(restart)
        if self._folder and not restart:
            self._folder.remove()
            self._folder = None


class SandboxedKernelManager(AsyncKernelManager):
    """Manages one kernel that runs code of strangers; give it to nbclient or nbgrader as ``km=``.

    Parameters
    ----------
    hidden : dotted names of modules that the kernel cannot import (`mounts.ANSWERING` in NumPy chapters).
    lent : chapters of which the kernel can import the course's own functions.
    limits : what the kernel may use, a `Limits`.
    nursery : forks the kernel, which then starts faster and is the same; None starts it anew.
    sandboxed : False starts the kernel without any sandbox, hiding or limit: it can then do whatever you can.
    """

    hidden = Tuple()
    lent = Tuple()
    limits = Instance(Limits, ())
    nursery = Instance(Nursery, allow_none=True)
    sandboxed = Bool(True)
    kernel_name = Unicode("python3")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.context.setsockopt(zmq.SNDTIMEO, HEARD)
        if self.sandboxed:
            self.provisioner = SandboxProvisioner(
                parent=self,
                kernel_spec=self.kernel_spec,
                hidden=self.hidden,
                lent=self.lent,
                limits=self.limits,
                nursery=self.nursery,
            )

    @property
    def kernel_spec(self) -> KernelSpec:
        """The Python that runs this, whatever kernel the notebook asks for."""
        # Without a history: its database would want locks on bytes of a file.
        history = "--HistoryManager.enabled=False"
        argv = [sys.executable, "-m", "ipykernel_launcher", history, "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python", language="python", interrupt_mode="message")

    @property
    def cause_of_death(self) -> str | None:
        """Why the kernel ended, in words; None while it lives, and always without a sandbox."""
        return self.provisioner.cause if isinstance(self.provisioner, SandboxProvisioner) else None

    @property
    def starved(self) -> float:
        """Seconds that the kernel wanted to compute while others had its core; 0 without a sandbox."""
        watchdog = self.provisioner.watchdog if isinstance(self.provisioner, SandboxProvisioner) else None
        return watchdog.starved if watchdog else 0.0

    async def _async_interrupt_kernel(self) -> None:
        """Ask the kernel to stop; one that does not even take the message is not waited for."""
        with suppress(zmq.Again):
            await super()._async_interrupt_kernel()

    interrupt_kernel = _async_interrupt_kernel

    def client(self, **kwargs: Any) -> Any:
        """Return a client that takes no message above `limits.message`, and no flood of them."""
        client = super().client(**kwargs)
        client.context.setsockopt(zmq.MAXMSGSIZE, self.limits.message)
        client.context.setsockopt(zmq.RCVHWM, FLOOD)
        client.context.setsockopt(zmq.SNDTIMEO, HEARD)
        return client


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
