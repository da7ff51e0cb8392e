"""PyTorch's own errors, made by real calls: each is explained, for PyTorch may change its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_utils.checks.exceptions import explain_error
from course_utils.checks.reply import Raised
from course_utils.checks.torch_errors import KNOWN_OF_TORCH

torch = pytest.importorskip("torch")
nn, functional, zeros = torch.nn, torch.nn.functional, torch.zeros


class Hasty(nn.Module):
    def __init__(self) -> None:
        self.layer = nn.ReLU()


class Empty(nn.Module):
    pass


def parameter() -> Any:
    return zeros(3, requires_grad=True)


def twice() -> None:
    loss = (parameter() ** 2).sum()
    loss.backward()
    loss.backward()


CALLS: tuple[tuple[str, Callable[[], Any]], ...] = (
    ("shapes that do not fit", lambda: zeros(2, 3) @ zeros(2, 3)),
    ("shapes that do not fit", lambda: zeros(2, 3) + zeros(2, 4)),
    ("shapes that do not fit", lambda: torch.cat([zeros(2, 3), zeros(2, 4)])),
    ("shapes that do not fit", lambda: torch.stack([zeros(2), zeros(3)])),
    ("shapes that do not fit", lambda: zeros(2).expand(3)),
    ("shapes that do not fit", lambda: zeros(2, 3).gather(1, zeros(2).long())),
    ("shapes that do not fit", lambda: functional.cross_entropy(zeros(2, 3), zeros(4).long())),
    ("another number of channels", lambda: nn.Conv2d(1, 2, 3)(zeros(1, 3, 8, 8))),
    ("dtypes that do not fit", lambda: nn.Linear(2, 2)(zeros(2, 2).double())),
    ("dtypes that do not fit", lambda: nn.Conv2d(3, 2, 3)(zeros(1, 3, 8, 8).double())),
    ("dtypes that do not fit", lambda: zeros(2, 2) @ zeros(2, 2).double()),
    ("labels that are no whole numbers", lambda: functional.cross_entropy(zeros(2, 3), zeros(2))),
    ("weights of another shape", lambda: nn.Linear(2, 2).load_state_dict({"weight": zeros(3, 2)})),
    ("another number of elements", lambda: zeros(2, 3).reshape(4, 2)),
    ("a view that is not possible", lambda: zeros(2, 3).T.view(-1)),
    ("gradients are still recorded", lambda: parameter().numpy()),
    ("a parameter changed while gradients are recorded", lambda: parameter().add_(1)),
    ("a tensor in place of a parameter", lambda: setattr(nn.Linear(3, 1), "weight", zeros(1, 3))),
    ("no way back", lambda: zeros(3).sum().backward()),
    ("backward twice", twice),
    ("backward of many numbers", lambda: (2 * parameter()).backward()),
    ("a window larger than its maps", lambda: functional.max_pool2d(zeros(1, 1, 2, 2), 3)),
    ("a window larger than its maps", lambda: nn.Conv2d(1, 1, 3)(zeros(1, 1, 2, 2))),
    ("whole numbers where floats are needed", lambda: torch.tensor([1, 2]).mean()),
    ("a dtype that cannot hold the result", lambda: zeros(2).long().add_(0.5)),
    ("an array taken for True or False", lambda: bool(zeros(2) > 0)),
    ("an array where one number was needed", lambda: zeros(2).item()),
    ("an array where one number was needed", lambda: float(zeros(2))),
    ("another number of axes", lambda: nn.Conv2d(3, 2, 3)(zeros(3, 3))),
    ("another number of axes", lambda: zeros(2, 3).permute(0, 2, 1)),
    ("an axis that is not there", lambda: zeros(2).sum(dim=1)),
    ("an index that is no whole number", lambda: zeros(2)[zeros(2)]),
    ("index out of range", lambda: zeros(2)[2]),
    ("index out of range", lambda: functional.cross_entropy(zeros(2, 3), torch.tensor([0, 3]))),
    ("more asked for than there are", lambda: zeros(2, 3).topk(5)),
    ("a slice that runs backwards", lambda: zeros(3)[::-1]),
    ("an array that runs backwards", lambda: torch.from_numpy(np.zeros(3)[::-1])),
    ("groups that do not divide the channels", lambda: nn.Conv2d(3, 4, 3, groups=2)),
    ("an empty list joined", lambda: torch.cat([])),
    ("an empty list joined", lambda: torch.stack([])),
    ("`super().__init__()` forgotten", Hasty),
    ("no method `forward`", lambda: Empty()(zeros(1))),
    ("not a tensor where a tensor was needed", lambda: torch.sqrt([1, 2])),
    ("not a tensor where a tensor was needed", lambda: torch.cat([1, 2])),
)


@pytest.mark.parametrize(("name", "call"), CALLS)
def test_an_error_of_pytorch_is_explained(name: str, call: Callable[[], Any]) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011
        call()
    error = Raised((type(caught.value).__name__,), str(caught.value))
    explained = explain_error(error)
    assert explained is not None, error
    assert explained[0] == name, error


def test_every_explanation_is_tried() -> None:
    assert {name for _, _, name, _ in KNOWN_OF_TORCH} <= {name for name, _ in CALLS}
