"""What several tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["OMP_NUM_THREADS"] = "1"  # tests run side by side: threads of PyTorch would wait for each other
settings.register_profile("course", deadline=None)  # machines are slow at times; that is no failure
settings.load_profile("course")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `--full` train as long as the lessons do."""
    parser.addoption("--full", action="store_true", help="run the lessons with their trainings in full")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take long: at the end no worker is left alone with one."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).resolve().parents[1]
