"""Pictures that do not fit on a GPU: kept in the host's memory, copied while the GPU works."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator

import torch

AHEAD = 3  # batches that wait
SHARE = 0.6  # of the free memory of a GPU that pictures may take


def fits(count: int, device: torch.device) -> bool:
    """Whether so many bytes of pictures leave enough of a device's memory for the training."""
    return device.type != "cuda" or count < SHARE * torch.cuda.mem_get_info(device)[0]


def prefetched(
    images: torch.Tensor, choices: Iterable[torch.Tensor | slice], device: torch.device
) -> Iterator[torch.Tensor]:
    """The chosen pictures, batch by batch, on the device; a thread gathers the next ones meanwhile.

    On a GPU they pass through pinned memory, which it reads by itself. An error of the thread is raised here.
    """
    waiting: queue.Queue[torch.Tensor | BaseException | None] = queue.Queue(AHEAD)
    stop = threading.Event()

    def gather() -> None:
        try:
            for chosen in choices:
                batch = images[chosen]
                if not _put(waiting, batch.pin_memory() if device.type == "cuda" else batch, stop):
                    return
            _put(waiting, None, stop)
        except BaseException as error:
            _put(waiting, error, stop)

    thread = threading.Thread(target=gather, name="prefetch", daemon=True)
    thread.start()
    try:
        while (batch := waiting.get()) is not None:
            if isinstance(batch, BaseException):
                raise batch
            yield batch.to(device, non_blocking=True)
    finally:
        stop.set()
        thread.join()


def _put(waiting: queue.Queue, item: object, stop: threading.Event) -> bool:
    """Hand an item over; False if nobody waits any more."""
    while not stop.is_set():
        try:
            waiting.put(item, timeout=0.1)
        except queue.Full:
            continue
        return True
    return False
