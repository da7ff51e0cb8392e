"""What several tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("course", deadline=None)  # machines are slow at times; that is no failure
settings.load_profile("course")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).resolve().parents[1]
