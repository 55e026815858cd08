"""What has changed, written with the change itself: a row says which type and key, and followers read it from there."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from tortoise.backends.base.client import BaseDBAsyncClient

from core.registry.models import Change

KEPT: Final = timedelta(minutes=10)
"""So long a change can be read; who is further behind has lost some, and is told so."""
LOCK: Final = int.from_bytes(b"IPTC", "big")
"""The number of the lock on which PostgreSQL's writers of changes wait for one another."""
ROWS_IN_A_STATEMENT: Final = 1_000
READ_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Subject:
    """What changed: a type of the graph and the key of one of its rows."""

    type_name: str
    key: str


_noted: ContextVar[dict[Subject, None] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Generator[dict[Subject, None]]:
    """Gather what is noted in this block, in its order and each once."""
    noted: dict[Subject, None] = {}
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


def note(type_name: str, key: object) -> None:
    """Say, inside `writing()`, that a row has changed; followers hear of it once the transaction is committed."""
    noted = _noted.get()
    assert noted is not None, "what changes is noted inside writing()"
    noted[Subject(type_name, str(key))] = None


async def write_changes(connection: BaseDBAsyncClient, subjects: Iterable[Subject]) -> None:
    """Write what changed as the last act of a transaction, and let go of what is older than anyone may follow.

    Last, because of the lock: from here to the commit one writer goes at a time, so the numbers of changes stand in the
    order in which they become visible, and whoever has read one has missed none before it. SQLite has one writer
    anyway.
    """
    found = list(subjects)
    if not found:
        return
    now = datetime.now(UTC)
    if connection.capabilities.dialect != "sqlite":
        await connection.execute_query(f"SELECT pg_advisory_xact_lock({LOCK})")
    rows = [Change(happened_at=now, subject_type=each.type_name, subject_key=each.key) for each in found]
    await Change.bulk_create(rows, batch_size=ROWS_IN_A_STATEMENT, using_db=connection)
    await Change.filter(happened_at__lt=now - KEPT).using_db(connection).delete()


async def last_change() -> int:
    """The number of the latest change, from which a follower goes on."""
    latest = await Change.all().order_by("-id").first()
    return latest.id if latest else 0


async def changes_after(number: int) -> Sequence[tuple[int, Subject]]:
    """The changes after a number, in their order, at most a thousand at once."""
    rows = Change.filter(id__gt=number).order_by("id").limit(READ_AT_ONCE)
    return [
        (id_, Subject(type_, key)) for id_, type_, key in await rows.values_list("id", "subject_type", "subject_key")
    ]
