"""The gradebook may lie on a server of PostgreSQL, which one run at a time writes."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from course_utils.grading.gradebook.coordinator import Grading
from course_utils.grading.gradebook.turns import Busy

CHAPTER = "02_edges"
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))  # where Debian's package puts them

pytest.importorskip("psycopg2", reason="the extra [cluster] is not installed")
pytestmark = pytest.mark.skipif(not BINARIES, reason="Debian's package postgresql is not installed")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a database on a server that listens in a folder only."""
    folder = tempfile.mkdtemp(prefix="pg-")  # its socket's path has to be short
    become = []
    if os.geteuid() == 0:  # whom PostgreSQL refuses
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        become = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    own = pwd.getpwnam("postgres").pw_name if become else pwd.getpwuid(os.geteuid()).pw_name
    data = f"{folder}/data"

    def run(program: str, *arguments: str) -> None:
        command = [*become, str(BINARIES[-1] / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)

    run("initdb", "--no-sync", "--auth=trust", "-D", data)
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    run("pg_ctl", "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start")
    try:
        yield f"postgresql+psycopg2://{own}@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture
def graded_there(course: Path, server: str) -> str:
    """The course keeps its gradebook on the server."""
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {server!r}\n")
    return server


def test_marks_on_a_server_are_those_of_a_file_and_stay_when_graded_again(
    course, graded_there, quick, hand_in, solved, release
):
    hand_in("ada", solved)
    hand_in("bea", release)
    first, second = (Grading(CHAPTER, course, executor=quick, sandboxed=False).run() for _ in range(2))
    assert {one.student: one.mark.points > 0 for one in first.graded} == {"ada": True, "bea": False}
    assert [(one.student, one.mark) for one in second.graded] == [
        (one.student, one.mark) for one in first.graded
    ]
    assert [one.is_new for one in (*first.graded, *second.graded)] == [True, True, False, False]


def test_a_second_run_on_another_machine_says_that_the_first_one_writes(
    course, graded_there, quick, hand_in, solved, tmp_path, monkeypatch
):
    hand_in("ada", solved)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(course, elsewhere)
    told = []

    def meanwhile(things, description, total):
        with pytest.raises(Busy, match="another `course grade` writes into this gradebook") as busy:
            Grading(CHAPTER, elsewhere, executor=quick, sandboxed=False).run()
        told.append(busy)
        return things

    report = Grading(CHAPTER, course, executor=quick, sandboxed=False, track=meanwhile).run()
    assert (len(told), len(report.graded)) == (1, 1)
