"""How much a kernel may use."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

MiB = 1 << 20
# Since Linux 5.14 a sandbox's threads are counted by themselves, before with all others of the same user.
COUNTS_IN_SANDBOX = tuple(map(int, re.findall(r"\d+", platform.release())[:2])) >= (5, 14)


@dataclass(frozen=True)
class Limits:
    """What one kernel may use before it is ended. Sizes in bytes.

    The watchdog looks at `memory` (resident), `threads`, `files` and `processor` (seconds), and ends a kernel
    that exceeds one of them. The same goes for `backlog`: how much the grader's own memory may grow while it
    listens to the kernel. The operating system enforces the other limits, and each shows as an error in the
    cell that exceeds it. `address_space` is also the most that memory can reach between two looks.
    A `message` above the limit closes its channel: the grader hears nothing more until it connects again.
    The number of processes has no limit here: a kernel is one process and cannot start another.
    """

    memory: int = 1024 * MiB
    processor: float = 300
    threads: int = 128
    files: int = 20_000
    backlog: int = 1024 * MiB
    address_space: int = 4096 * MiB
    storage: int = 128 * MiB
    file: int = 64 * MiB
    open_files: int = 256
    message: int = 32 * MiB

    def beside(self, libraries: Iterable[str]) -> Limits:
        """These limits, with address space for the compiled parts of libraries besides.

        PyTorch for an NVIDIA GPU maps several gigabytes of them when it is imported, and uses few.
        """
        return replace(self, address_space=self.address_space + sum(map(_mapped, libraries)))

    def resources(self) -> dict[str, int]:
        """The limits that a process sets on itself, by their name in the module `resource`."""
        return {
            "RLIMIT_AS": self.address_space,
            "RLIMIT_FSIZE": self.file,
            "RLIMIT_NOFILE": self.open_files,
            "RLIMIT_CPU": int(self.processor) + 5,  # the watchdog comes first, and knows the cause
            "RLIMIT_CORE": 0,
            "RLIMIT_MSGQUEUE": 0,
            **({"RLIMIT_NPROC": 2 * self.threads} if COUNTS_IN_SANDBOX else {}),  # it comes between two looks
        }


def _mapped(library: str) -> int:
    """The bytes of a library's compiled parts, and of those that NVIDIA gives beside them."""
    spec = find_spec(library)
    if spec is None or spec.origin is None:
        return 0
    package = Path(spec.origin).parent
    folders = (package, package.parent / "nvidia")
    return sum(file.stat().st_size for folder in folders for file in folder.rglob("*.so*") if file.is_file())
