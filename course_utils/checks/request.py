"""What the judge asks of the probe: one call, as plain data."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from . import wire


@dataclass(frozen=True)
class Request:
    """One call of what the learner made.

    Parameters
    ----------
    args, kwargs : the arguments.
    drive : the source of a function `drive(target, *args, **kwargs)`; None for a plain call of the target.
    seconds : how long the call may take, in seconds; None for no limit.
    uses : whether the reply should list the names that the target's source uses.
    steps : lines of Python, to be run in place of a call; `args` then holds the values that they use.
    target : the name by which the steps know what the learner made.
    """

    args: tuple
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    drive: str | None = None
    seconds: float | None = None
    uses: bool = False
    steps: tuple[str, ...] = ()
    target: str = ""

    def dumps(self) -> str:
        """The request as text."""
        return wire.dumps({**vars(self), "kwargs": dict(self.kwargs)})

    @classmethod
    def read(cls, text: str) -> Request:
        """The request that `text` holds."""
        return cls(**wire.loads(text))

    def own(self) -> Request:
        """A request whose arguments nobody else holds: a call may change them."""
        args, kwargs = copy.deepcopy((self.args, dict(self.kwargs)))
        return replace(self, args=args, kwargs=kwargs)
