"""What several tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["OMP_NUM_THREADS"] = "1"  # tests run side by side: threads of PyTorch would wait for each other
settings.register_profile("course", deadline=None)  # machines are slow at times; that is no failure
settings.load_profile("course")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).resolve().parents[1]
