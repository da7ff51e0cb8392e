"""The gradebook, opened: faults of it are explained in a sentence, and records are kept in it.

A record is beside the marks that it is about, so a backup of the gradebook holds both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from nbgrader.api import Course, Gradebook, get_alembic_version
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import Column, MetaData, String, Table, Text, delete, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from .turns import Busy

RECORDS = Table(
    "course_records",
    MetaData(),
    Column("name", String(300), primary_key=True),  # e.g. "02_edges/ada"
    Column("content", Text, nullable=False),
)
FAULTS = {  # part of what a database complains of: what that is, and what to do
    "readonly": "cannot be written: change the rights of the file and its folder",
    "locked": "is in use by another program: close that, or wait for it, then grade again",
    "disk is full": "cannot be written, for the disk is full: make room, then grade again",
    "disk I/O": "cannot be read or written: look after the disk, then grade again",
    "not a database": "is damaged: put a backup in its place, then grade again",
    "malformed": "is damaged: put a backup in its place, then grade again",
    "unable to open": "cannot be opened: is its folder there, and may you write in it?",
}


class Unusable(Exception):
    """The gradebook cannot be used as it is; the message says why, and what to do."""


@contextmanager
def opened(coursedir: CourseDirectory) -> Iterator[Gradebook]:
    """The gradebook, open. Raises Unusable."""
    try:
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            try:
                yield gradebook
            except BaseException:
                with suppress(SQLAlchemyError):
                    gradebook.db.rollback()  # it may be in use by others, too: see `kept_open`
                raise
    except DBAPIError as error:
        raise Unusable(fault(error, coursedir.db_url)) from error


@contextmanager
def kept_open(coursedir: CourseDirectory) -> Iterator[None]:
    """Open the gradebook once for the whole block: nbgrader opens it eleven times a submission.

    Every `Gradebook` that is made in the block, in the same thread, is this one. Raises Busy if another run,
    perhaps on another machine, has opened a gradebook on a server in this way.
    """
    with opened(coursedir) as gradebook, _held(gradebook):
        init, close = Gradebook.__init__, Gradebook.close

        def share(one: Gradebook, *args: Any, **kwargs: Any) -> None:
            one.__dict__ = gradebook.__dict__

        Gradebook.__init__, Gradebook.close = share, lambda one: None
        try:
            yield
        finally:
            Gradebook.__init__, Gradebook.close = init, close


@contextmanager
def _held(gradebook: Gradebook) -> Iterator[None]:
    """Lock a gradebook on a PostgreSQL server; one in a file is locked with its folder. Raises Busy."""
    if gradebook.engine.dialect.name != "postgresql":
        yield
        return
    with gradebook.engine.connect() as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(hashtext('course grade'))")):
            raise Busy("another `course grade` writes into this gradebook: wait for it, or stop it.")
        connection.commit()
        yield


@contextmanager
def at_once(coursedir: CourseDirectory) -> Iterator[None]:
    """Make the commits of a block one transaction; the gradebook stays open."""
    with opened(coursedir) as gradebook:
        session = gradebook.db()

        def wait() -> None:
            session.flush()
            session.expire_all()

        session.commit = wait
        try:
            yield
        finally:
            del session.commit
        session.commit()


def require(coursedir: CourseDirectory) -> None:
    """Make sure that the gradebook is sound and can be written; create a missing one. Raises Unusable."""
    with opened(coursedir) as gradebook:
        if gradebook.engine.dialect.name != "sqlite" and not gradebook.db.get(Course, coursedir.course_id):
            gradebook.db.add(Course(id=coursedir.course_id))  # nbgrader makes none without a name
            gradebook.db.commit()
        tables = inspect(gradebook.engine).get_table_names()
        if "alembic_version" not in tables:  # nbgrader was stopped when it made it
            gradebook.db.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        if not gradebook.db.execute(text("SELECT version_num FROM alembic_version")).first():
            version = {"version": get_alembic_version()}
            gradebook.db.execute(text("INSERT INTO alembic_version (version_num) VALUES (:version)"), version)
        put(gradebook, "", "")  # one that cannot be written is found out before anything runs
        gradebook.db.rollback() if "alembic_version" in tables else gradebook.db.commit()


def fault(error: BaseException | None, url: str) -> str:
    """The complaint of a database in a sentence; empty if an error does not come from one."""
    while error is not None and not isinstance(error, DBAPIError):
        error = error.__cause__ or error.__context__
    if error is None:
        return ""
    said = str(error.orig)
    known = next((told for part, told in FAULTS.items() if part in said), f"cannot be used: {said}")
    return f"the gradebook {url.removeprefix('sqlite:///')} {known}."


def records(gradebook: Gradebook) -> dict[str, str]:
    """Everything recorded, by name."""
    RECORDS.create(gradebook.db.connection(), checkfirst=True)
    return {row.name: row.content for row in gradebook.db.execute(select(RECORDS))}


def get(gradebook: Gradebook, name: str) -> str | None:
    """What was recorded under a name."""
    RECORDS.create(gradebook.db.connection(), checkfirst=True)
    found: str | None = gradebook.db.scalar(select(RECORDS.c.content).where(RECORDS.c.name == name))
    return found


def put(gradebook: Gradebook, name: str, content: str | None) -> None:
    """Record something under a name, in place of an older record; None removes it. The caller commits."""
    RECORDS.create(gradebook.db.connection(), checkfirst=True)
    gradebook.db.execute(delete(RECORDS).where(RECORDS.c.name == name))
    if content is not None:
        gradebook.db.execute(insert(RECORDS).values(name=name, content=content))
