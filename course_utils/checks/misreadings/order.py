"""How the order of the parameters is misread: two options change places in the `def` line."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from itertools import combinations


def of_order(signature: inspect.Signature) -> Iterator[tuple[str, str, inspect.Signature]]:
    """A name, advice, and the signature in which two options have changed places."""
    parameters = list(signature.parameters.values())
    places = [place for place, p in enumerate(parameters) if p.default is not p.empty]
    for one, other in combinations(places, 2):
        order = list(parameters)
        order[one], order[other] = order[other], order[one]
        names = f"`{parameters[one].name}` and `{parameters[other].name}`"
        yield (
            f"{names} in the other order",
            f"In a call without names {names} get each other's values: do they stand in the other order in "
            "the `def` line? Or are they exchanged where you use them?",
            signature.replace(parameters=order),
        )
