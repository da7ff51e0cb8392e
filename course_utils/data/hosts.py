"""Receiving a file from a host that may hang, drop the line, be slow, or answer with something else."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from .registry import File

if TYPE_CHECKING:
    from requests import Response

SILENCE = 20  # seconds without a byte after which a host counts as hung
ATTEMPTS = 3  # for each host that gave some of the file
LONGEST = 1200  # seconds: a host that would need longer is left for the next one
TRIAL = 30  # seconds until a host's speed is judged
CHUNK = 1 << 14  # bytes that are kept at a time


class Refused(Exception):
    """A source did not give the file, and why; the next one may."""


class TooSlow(Refused):
    """A source gives the file, but would need too long."""


def receive(url: str, part: Path, file: File, patiently: bool = False) -> None:
    """Bring `part` to its full length, going on where an earlier attempt stopped.

    What was received stays in `part` when the line breaks. Raises Refused, TooSlow unless `patiently`, and
    OSError where the disk fails.
    """
    import requests

    for attempt in range(1, ATTEMPTS + 1):
        had = part.stat().st_size if part.exists() else 0
        try:
            with part.open("ab") as opened:
                _Receiver(opened, url, file, patiently).run(had)
            return
        except requests.RequestException as error:
            now = part.stat().st_size
            if attempt == ATTEMPTS or now == had:
                raise Refused(_in_words(error, now, file)) from error


class _Receiver:
    """Takes the bytes of one answer, and watches how fast they come."""

    def __init__(self, opened: BinaryIO, url: str, file: File, patiently: bool) -> None:
        self.opened, self.url, self.file, self.patiently = opened, url, file, patiently
        self.started, self.received = time.monotonic(), 0

    def run(self, had: int) -> None:
        import pooch
        from tqdm.auto import tqdm

        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={had}-"} if had else {})
        bar = tqdm(total=self.file.size, unit="B", unit_scale=True, desc=self.file.name, leave=False, delay=1)
        try:
            pooch.HTTPDownloader(
                progressbar=bar,
                chunk_size=CHUNK,
                timeout=SILENCE,
                headers=headers,
                hooks={"response": self.answered},
            )(self.url, self, None)
        finally:
            bar.close()

    def answered(self, response: Response, *_: Any, **__: Any) -> None:
        """Look at the answer before its first byte is kept."""
        if response.ok and "html" in response.headers.get("Content-Type", "") and not response.is_redirect:
            raise Refused("it answered with a web page, and not data: often the login page of a network")
        whole = response.status_code == 200  # the host sends all of the file, whatever was asked for
        if (whole or response.status_code == 416) and self.opened.tell():  # 416: it has no such part
            self.opened.truncate(0)

    def write(self, chunk: bytes) -> None:
        """Keep what has come, unless it is too much or comes too slowly."""
        self.opened.write(chunk)
        self.received += len(chunk)
        have, seconds = self.opened.tell(), time.monotonic() - self.started
        if have > 2 * self.file.size + CHUNK:
            self.opened.truncate(0)
            raise Refused(f"it sends more than the {self.file.size:,} bytes that were expected")
        left = (self.file.size - have) / self.received * seconds
        if seconds > TRIAL and left > LONGEST and not self.patiently:
            raise TooSlow(f"it would need {left / 60:.0f} more minutes")

    def flush(self) -> None:
        """Write what is buffered: the downloader asks for it."""
        self.opened.flush()


def _in_words(error: Exception, have: int, file: File) -> str:
    """Say in a few words why a host failed."""
    import requests

    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"it answered {error.response.status_code} {error.response.reason}"
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate was not accepted: a wrong clock, or a network that reads along"
    if isinstance(error, requests.exceptions.ProxyError):
        return "the network's proxy did not let it through"
    if isinstance(error, requests.Timeout):
        return f"it did not answer for {SILENCE} seconds"
    if have or isinstance(error, requests.exceptions.ChunkedEncodingError):
        return f"the connection broke after {have:,} of {file.size:,} bytes"
    return "no connection"
