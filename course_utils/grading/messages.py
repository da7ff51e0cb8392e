"""Messages of a kernel, each of which may be forged or malformed in any of many ways."""

from __future__ import annotations

import base64
import queue
import re
from typing import Any

from ..checks.reply import Raised, Reply

BASE64 = re.compile(r"'([A-Za-z0-9+/=]*)'")
PROBE = (  # an expression whose value cannot hold a quote: base64
    "__import__('base64').b64encode("
    "__import__('course_utils.checks.probe', fromlist=['answer']).answer({}, {!r}).encode()).decode()"
)


async def next_message(receive: Any, seconds: float) -> Any:
    """The next message of a channel; None where there is none, or none that can be read."""
    try:
        return await receive(timeout=seconds)
    except queue.Empty:
        return None
    except Exception:  # a forged message fails in many ways
        return None


def answers(message: Any, request: str) -> bool:
    """Whether a message says that it answers a request."""
    try:
        return bool(message["parent_header"]["msg_id"] == request)
    except (TypeError, KeyError):
        return False


def leaves(content: Any) -> bool:
    """Whether a reply says that the kernel is about to end, as after IPython's `exit()`."""
    try:
        return any(part["source"] == "ask_exit" for part in content["payload"])
    except (TypeError, KeyError):
        return False


def reply_in(content: Any) -> Reply:
    """The reply of a probe that the kernel's reply holds as the value of an expression."""
    try:
        result = content["user_expressions"]["reply"]
        if result["status"] == "error":
            return Reply("raised", error=Raised((str(result["ename"]), "Exception"), str(result["evalue"])))
        found = BASE64.fullmatch(result["data"]["text/plain"])
        return Reply.read(base64.b64decode(found[1]).decode("ascii") if found else "")
    except Exception as error:
        return Reply(
            "unreadable", value=f"the kernel's answer has not the form of one ({type(error).__name__})"
        )
