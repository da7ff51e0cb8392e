"""A host on this machine that gives files, well or badly."""

from __future__ import annotations

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = b"<!DOCTYPE html><title>Welcome to the hotel's network</title>" + b" " * 5000


class Host:
    """Files by name, and for each the manners in which it is given, one for each request; the last one stays.

    Manners: "well" (with ranges), "whole" (without), "web page", "unnamed web page", "missing", "altered",
    "endless", "hangs" (until the host is closed), "hangs at once", "waits" (for `go`), and a number: so many
    bytes, and then the line breaks.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.manners: dict[str, list[str | int]] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.arrived, self.go, self.closed = threading.Event(), threading.Event(), threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.closed.set()
        self.go.set()
        self._server.shutdown()
        self._server.server_close()

    def gives(self, name: str, content: bytes, *manners: str | int) -> str:
        """Give this file in these manners, and return its address."""
        self.files[name], self.manners[name] = content, list(manners) or ["well"]
        return f"{self.address}/{name}"

    def _handler(host) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                name = self.path.lstrip("/")
                host.asked.append((name, self.headers["Range"]))
                host.arrived.set()
                if name not in host.files:
                    self.send_error(404)
                    return
                manners = host.manners[name]
                with contextlib.suppress(OSError):  # the other side may hang up
                    host._give(self, host.files[name], manners.pop(0) if len(manners) > 1 else manners[0])

        return Handler

    def _give(self, to: BaseHTTPRequestHandler, content: bytes, manner: str | int) -> None:
        start, kind = 0, "application/gzip"
        asked = to.headers["Range"]
        if manner == "missing":
            to.send_error(404)
            return
        if manner == "hangs at once":
            self.closed.wait(30)
            return
        if manner == "waits":
            self.go.wait(30)
        if "web page" in str(manner):
            content, kind = HTML, "text/html; charset=utf-8" if manner == "web page" else kind
        elif manner == "altered":
            content = content[:-1] + bytes([content[-1] ^ 1])
        elif asked and manner != "whole":
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
        if start and start >= len(content):
            to.send_error(416)
            return
        to.send_response(206 if start else 200)
        to.send_header("Content-Type", kind)
        if manner != "endless":
            to.send_header("Content-Length", str(len(content) - start))
        to.end_headers()
        if manner == "endless":
            while not self.closed.is_set():
                to.wfile.write(content)
        elif isinstance(manner, int):
            to.wfile.write(content[start : start + manner])
            to.wfile.flush()
            to.connection.shutdown(2)
        elif manner == "hangs":
            to.wfile.write(content[start : start + len(content) // 2])
            to.wfile.flush()
            self.closed.wait(30)
        else:
            to.wfile.write(content[start:])
