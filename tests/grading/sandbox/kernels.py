"""A sandboxed kernel that tests talk to. Hostile code runs in it, and nowhere else."""

from pathlib import Path
from textwrap import dedent

import psutil
import pytest
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.grading.sandbox.limits import Limits, MiB
from course_utils.grading.sandbox.provisioner import SandboxedKernelManager

ROOT = Path(__file__).parents[3]
PATIENCE = 300  # s: a busy machine is slow, and that is no failure
SMALL = Limits(memory=400 * MiB, threads=40, files=5_000, address_space=2048 * MiB)


class Kernel:
    """A sandboxed kernel that runs one cell after another."""

    def __init__(self, **traits: object) -> None:
        self.manager = SandboxedKernelManager(**traits)
        self.client = NotebookClient(
            new_notebook(), km=self.manager, allow_errors=True, timeout=PATIENCE, startup_timeout=PATIENCE
        )

    def __enter__(self) -> "Kernel":
        self.client.start_new_kernel()
        self.client.start_new_kernel_client()
        return self

    def connect_again(self) -> None:
        self.client.kc.stop_channels()  # first: a kernel answers only one client of a name
        self.client.start_new_kernel_client()

    def __exit__(self, *_: object) -> None:
        self.client.kc.stop_channels()
        run_sync(self.manager.shutdown_kernel)(now=True)

    def run(self, code: str) -> str:
        """Run a cell; return what it printed and showed, or "Error: message"."""
        cell = new_code_cell(dedent(code))
        self.client.nb.cells.append(cell)
        self.client.execute_cell(cell, len(self.client.nb.cells) - 1)
        said = [
            f"{out.ename}: {out.evalue}"
            if out.output_type == "error"
            else out.get("text") or out.data["text/plain"]
            for out in cell.outputs
        ]
        return "".join(said).strip()

    def dies_of(self, code: str) -> str | None:
        """Run a cell that ends the kernel, and return the cause."""
        with pytest.raises(DeadKernelError):
            self.run(code)
        run_sync(self.manager.provisioner.wait)()
        return self.manager.cause_of_death

    @property
    def processes(self) -> list[psutil.Process]:
        """Everything that runs for this kernel, seen from outside."""
        bwrap = psutil.Process(self.manager.provisioner.process.pid)
        kernel = self.manager.provisioner.watchdog.kernel  # of which the forker may be the parent
        return [bwrap, *(one for one in bwrap.children(recursive=True) if one != kernel), kernel]
