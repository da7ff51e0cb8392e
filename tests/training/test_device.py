"""Devices by name, seeds that promise what they say."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch

from course_utils.training import autocast, name_of, pick_device, set_seed


@pytest.fixture(autouse=True)
def only_a_processor(monkeypatch) -> None:
    """As if there were no GPU."""
    monkeypatch.delenv("COURSE_DEVICE", raising=False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)


def test_without_a_gpu_it_is_the_processor() -> None:
    assert pick_device() == torch.device("cpu")
    assert name_of(torch.device("cpu")).startswith("CPU, ")


def test_nvidia_comes_before_apple_and_both_before_the_processor(monkeypatch) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert pick_device().type == "mps"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert pick_device().type == "cuda"
    assert pick_device("cuda:1") == torch.device("cuda:1")
    with pytest.raises(ValueError, match="no device 'cuda:2'"):
        pick_device("cuda:2")


def test_the_environment_chooses_where_the_caller_does_not(monkeypatch) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    monkeypatch.setenv("COURSE_DEVICE", "cpu")
    assert pick_device().type == "cpu"
    assert pick_device("mps").type == "mps"


@pytest.mark.parametrize("name", ["cuda", "cuda:0", "mps", "tpu", "cpu:7"])
def test_a_device_that_is_not_here_is_an_error_with_those_that_are(name: str) -> None:
    with pytest.raises(ValueError, match=f"no device '{name}' here .* only: cpu"):
        pick_device(name)


def test_a_seed_starts_all_three_generators() -> None:
    def drawn() -> list[float]:
        return [random.random(), np.random.rand(), torch.rand(()).item()]

    set_seed(3)
    first = drawn()
    assert drawn() != first
    set_seed(3)
    assert drawn() == first
    set_seed(2**40)  # NumPy takes 32 bits only
    assert drawn() != first


def test_autocast_computes_in_the_precision_that_was_asked_for() -> None:
    x = torch.ones(2, 2)
    for precision, dtype in (("float32", torch.float32), ("bfloat16", torch.bfloat16)):
        with autocast(torch.device("cpu"), precision):
            assert (x @ x).dtype == dtype
    with pytest.raises(ValueError, match="precision 'half': there is 'float32' and 'bfloat16'"):
        autocast(torch.device("cpu"), "half")


def test_a_gpu_without_bfloat16_is_named(monkeypatch) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: (7, 5))
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: "Tesla T4")
    with pytest.raises(ValueError, match="Tesla T4 has no bfloat16"):
        autocast(torch.device("cuda"), "bfloat16")
