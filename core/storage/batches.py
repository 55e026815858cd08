"""Rows in bulk: the statements of one transaction, and which of two sources has the last word."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby, islice
from typing import Any, Final, TypeVar

from tortoise.backends.base.client import BaseDBAsyncClient

from core.storage.changes import Subject
from core.storage.tables import POSTGRES, SQLITE, Dialect, Key, Row, Table

T = TypeVar("T")

# Both databases take 32,766 parameters in a statement.
MOST_PARAMETERS: Final = 30_000
MOST_KEYS: Final = 900
BEGINNING: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Standing:
    """A row that is there: its id, and how recent the record was that it was written from."""

    id: int
    rank: tuple[datetime, str]


@dataclass(slots=True)
class Batch:
    """Statements of one transaction, with counts of the rows that were offered and of those that changed."""

    connection: BaseDBAsyncClient
    offered: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Hashes of the natural keys that were offered, by table: a row counts once, however often it comes."""
    written: Counter[str] = field(default_factory=Counter[str])
    changed: dict[Subject, None] = field(default_factory=dict[Subject, None])
    """The rows whose followers hear of it, in their order and each once."""

    @property
    def dialect(self) -> Dialect:
        """The words of the database that is connected."""
        return SQLITE if self.is_sqlite else POSTGRES

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is connected."""
        return self.connection.capabilities.dialect == "sqlite"

    async def lock(self, table: Table) -> None:
        """Wait for other writers now: an SQLite transaction that has read may no longer wait for them."""
        await self.connection.execute_query(f'DELETE FROM "{table.name}" WHERE 1 = 0')

    async def upsert(self, table: Table, rows: Iterable[Row]) -> None:
        """Write rows by their natural key; of two rows with one key the later counts."""
        offered = {table.key_of(row): row for row in rows}
        self.offered[table.name].update(map(hash, offered))
        for part in chunks(offered.values(), MOST_PARAMETERS // len(table.columns)):
            sql = table.upsert(self.dialect, len(part))
            changed = await self.connection.execute_query_dict(sql, [value for row in part for value in row])
            self.written[table.name] += len(changed)
            if table.told_as:
                self.changed |= {Subject(table.told_as, str(row["told"])): None for row in changed}

    async def find(self, table: Table, keys: Collection[Key], *names: str) -> list[Row]:
        """The named fields of the rows whose natural keys are given."""
        found: list[Row] = []
        for head, tails in _grouped(keys):
            for part in chunks(tails, MOST_KEYS):
                found += await self.select(*self._by_key(table, head, part, names))
        return found

    def _by_key(self, table: Table, head: Key, tails: Sequence[Any], names: Iterable[str]) -> tuple[str, list[Any]]:
        *first, last = (table.quoted(name) for name in table.key)
        equal = [f"{name} = {self.dialect.list(1, place)}" for place, name in enumerate(first)]
        where = " AND ".join([*equal, f"{last} IN ({self.dialect.list(len(tails), len(first))})"])
        shown = ", ".join(table.quoted(name) for name in names)
        return f'SELECT {shown} FROM "{table.name}" WHERE {where}', [*head, *tails]

    async def select(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """The rows of a query, as plain tuples."""
        _, rows = await self.connection.execute_query(sql, list(values))
        return [tuple(row) if self.is_sqlite else tuple(row.values()) for row in rows]

    async def ids(self, table: Table, keys: Collection[Key]) -> dict[Key, int]:
        """The ids of the rows whose natural keys are given."""
        return {row[1:]: row[0] for row in await self.find(table, keys, "id", *table.key)}

    async def standing(self, table: Table, keys: Collection[Key]) -> dict[Key, Standing]:
        """What is there of the given keys in a table whose rows say how recent their source is."""
        rows = await self.find(table, keys, "id", "source_date", "source_rank", *table.key)
        return {row[3:]: Standing(row[0], rank_of(row[1], row[2])) for row in rows}

    async def settle(self, table: Table, claims: Mapping[Key, "Claim"]) -> dict[Key, int]:
        """Write what sources say of each key unless a more recent one has spoken; the ids of all."""
        there = await self.standing(table, claims.keys())
        fresh = [claim for key, claim in claims.items() if key not in there or claim.rank >= there[key].rank]
        await self.upsert(table, (claim.row for claim in fresh))
        missing = claims.keys() - there.keys()
        return {key: found.id for key, found in there.items()} | await self.ids(table, missing)

    async def replace(self, table: Table, owners: Collection[int], rows: Iterable[Row]) -> None:
        """Write the rows that hang on some owners, the first field of the key; those no longer named go away."""
        named = {table.key_of(row): row for row in rows}
        hanging = Table(table.model, key=table.key[:1])
        there = await self.find(hanging, [(owner,) for owner in owners], "id", *table.key)
        await self._delete(table, (row[0] for row in there if row[1:] not in named))
        await self.upsert(table, named.values())

    async def _delete(self, table: Table, ids: Iterable[int]) -> None:
        for part in chunks(ids, MOST_KEYS):
            where = f'"id" IN ({self.dialect.list(len(part))})'
            await self.connection.execute_query(f'DELETE FROM "{table.name}" WHERE {where}', list(part))
            self.written[table.name] += len(part)

    async def new_ids(self, table: Table, count: int) -> list[int]:
        """Ids that no row has, for a table whose rows have no key of their own to be found by."""
        if not count:
            return []
        if self.is_sqlite:
            first = 1 + (await self.select(_LAST_ID.format(name=table.name)))[0][0]
            return [*range(first, first + count)]
        return [row[0] for row in await self.select(_NEXT_IDS.format(name=table.name), [count])]


_LAST_ID: Final = """SELECT max(
    coalesce((SELECT max("id") FROM "{name}"), 0),
    coalesce((SELECT "seq" FROM "sqlite_sequence" WHERE "name" = '{name}'), 0))"""
_NEXT_IDS: Final = "SELECT nextval(pg_get_serial_sequence('\"{name}\"', 'id')) FROM generate_series(1, $1::int)"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one record says of a row, and how recent that record is."""

    row: Row
    rank: tuple[datetime, str]


def rank_of(when: datetime | str | None, tie: str) -> tuple[datetime, str]:
    """The order in which records count: the latest date wins, then the greater tie-breaker; no date comes first."""
    if when is None:
        return BEGINNING, tie
    read = datetime.fromisoformat(when) if isinstance(when, str) else when
    if read.tzinfo is UTC:
        return read, tie
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC), tie


def offer(claims: dict[Key, Claim], key: Key, claim: Claim) -> None:
    """Keep the claim if it is the first for its key, or more recent than the one that is kept."""
    if key not in claims or claim.rank > claims[key].rank:
        claims[key] = claim


def chunks(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """The values in lists of at most `size`."""
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part


def _grouped(keys: Collection[Key]) -> Iterator[tuple[Key, list[Any]]]:
    for head, group in groupby(sorted(keys, key=lambda key: key[:-1]), key=lambda key: key[:-1]):
        yield head, [key[-1] for key in group]
