"""What importers share: one run with its path, progress, faults and counts, and the mending of text."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import ftfy
from ftfy.badness import is_bad
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.transactions import in_transaction

from core.storage.batches import Batch
from core.storage.changes import write_changes
from core.words import Money

MOST_MINOR_UNITS: Final = 2**63 - 1
"""What a column of an amount holds."""


class RecordError(Exception):
    """A record that cannot be taken; nothing of it is stored."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a record that its sender should know: where it stands, and what it is."""

    file: str
    place: str
    reason: str


def _silent(*_: object) -> None:
    pass


def now() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Import:
    """One run of an importer over one path.

    Faults are records left out: a run with any ends with exit code 1. Notices, such as possible duplicates, do not.
    """

    path: Path
    connection: BaseDBAsyncClient
    clock: Callable[[], datetime] = now
    on_fault: Callable[[Remark], None] = _silent
    on_notice: Callable[[Remark], None] = _silent
    on_progress: Callable[[int, int | None], None] = _silent
    faults: list[Remark] = field(default_factory=list[Remark])
    notices: list[Remark] = field(default_factory=list[Remark])
    offered: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    written: Counter[str] = field(default_factory=Counter[str])

    def report(self, file: str, place: str, reason: str) -> None:
        """Say that a record is left out."""
        self.faults.append(Remark(file, place, reason))
        self.on_fault(self.faults[-1])

    def notice(self, file: str, place: str, reason: str) -> None:
        """Say something that a person should look at; the record is stored."""
        self.notices.append(Remark(file, place, reason))
        self.on_notice(self.notices[-1])

    def progress(self, done: int, total: int | None) -> None:
        """Say how far the run has come, in whatever unit `total` is in; none where the end is not known."""
        self.on_progress(done, total)

    @property
    def seen(self) -> dict[str, int]:
        """How many different rows the input has, by table."""
        return {table: len(keys) for table, keys in self.offered.items()}

    @property
    def exit_code(self) -> int:
        """0 if every record was taken, else 1."""
        return 1 if self.faults else 0

    @asynccontextmanager
    async def batch(self) -> AsyncGenerator[Batch]:
        """One transaction: all of it is stored, or nothing. Its rows count once it is committed."""
        async with in_transaction(self.connection.connection_name) as connection:
            batch = Batch(connection)
            yield batch
            await write_changes(connection, batch.changed)
        for table, keys in batch.offered.items():
            self.offered[table] |= keys
        self.written.update(batch.written)


@dataclass(frozen=True)
class Importer:
    """A kind of input that `ipt import <kind> <path>` reads."""

    kind: str
    summary: str
    run: Callable[[Import], Awaitable[None]]


# Typographic quotes, ligatures and wide letters are meant as they are; only what a wrong decoding broke is mended.
# Text in which nothing but these goes beyond ASCII was never decoded wrongly, and looking closer takes long.
_HARMLESS: Final = re.compile("[\\x00-\\x7f\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022]*")
_MENDING: Final = ftfy.TextFixerConfig(uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False)


def mended(text: str | None) -> str:
    """Text as it was meant: mojibake and HTML entities undone, letters composed, white space at the ends gone."""
    if not text:
        return ""
    plain = _encodable(text.replace("\x00", "")).strip()
    if "&" not in plain and _HARMLESS.fullmatch(plain):
        return plain
    if "&" in plain or is_bad(plain):
        return ftfy.fix_text(plain, _MENDING).strip()
    return unicodedata.normalize("NFC", plain)


def _encodable(text: str) -> str:
    """Half of a pair of surrogates, which JSON can write and no database holds, becomes the sign for what is lost."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@lru_cache(maxsize=1 << 16)
def one_line(text: str | None) -> str:
    """Mended text with every run of white space as one space: for names and titles."""
    return " ".join(mended(text).split())


def day(text: str | None, place: str) -> date | None:
    """The day in an ISO 8601 date or instant; none if there is no text."""
    if not text or not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise RecordError(place, f"'{text}' is no date: write it as 2026-08-17") from None


def instant(text: str | None, place: str) -> datetime | None:
    """The instant in ISO 8601 text, in UTC to the second; UTC is taken where no offset is written."""
    if not text or not text.strip():
        return None
    try:
        read = datetime.fromisoformat(text.strip())
        aware = read if read.tzinfo else read.replace(tzinfo=UTC)
        return aware.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise RecordError(place, f"'{text}' is no time: write it as 2026-08-17T16:00:00Z") from None


def minor_units(text: str | None, currency: str, place: str) -> int | None:
    """An amount in minor units, rounded half to even; none where no amount is given ("" or "-"): absent is not 0."""
    if text is None or text.strip() in ("", "-"):
        return None
    try:
        minor = _minor(text, currency)
    except (ValueError, ArithmeticError):
        raise RecordError(place, f"'{text}' is no amount: write a number such as 1250.50") from None
    if abs(minor) > MOST_MINOR_UNITS:
        raise RecordError(place, f"'{text}' is more money than there is: look at it in the source")
    return minor


# One amount stands in several columns of a record, and 0 in most records.
@lru_cache(maxsize=1 << 12)
def _minor(text: str, currency: str) -> int:
    return Money.parse(text, currency).minor()
