"""A cache of its own for every test, no mirror, and a host on this machine."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from loopback import Host

from course_utils.data import idx, registry


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty cache."""
    monkeypatch.setenv("COURSE_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COURSE_DATA_MIRROR", raising=False)
    monkeypatch.setenv("NO_PROXY", "*")
    idx.stood_in.clear()
    return tmp_path / "home"


@pytest.fixture
def host() -> Iterator[Host]:
    """A host that gives what a test puts there."""
    opened = Host()
    yield opened
    opened.close()


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch) -> Callable[..., registry.Entry]:
    """A function that makes the registry hold one set alone, of files with these contents."""

    def entered(folder: str, contents: dict[str, bytes], *hosts: str) -> registry.Entry:
        files = tuple(
            registry.File(
                name,
                len(content),
                (hashlib.sha256(content).hexdigest(),),
                tuple(f"{host}/{name}" for host in hosts),
            )
            for name, content in contents.items()
        )
        entry = registry.Entry(folder, folder.upper(), files)
        monkeypatch.setattr(registry, "ENTRIES", (entry,))
        return entry

    return entered
