"""The importer of Prozorro's tenders: JSON as its API gives it, one or more tenders a file."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from io import BytesIO, TextIOWrapper
from typing import Any, Final, NamedTuple

from core.storage.batches import chunks
from core.storage.documents import Document, Documents, json_values
from core.storage.imports import Import, Importer, RecordError
from plugins.procurement.importers.given import fields_of, text_of
from plugins.procurement.importers.prozorro.reading import read_tender
from plugins.procurement.importers.prozorro.records import TenderRecord
from plugins.procurement.importers.prozorro.writing import check, write_tenders
from plugins.procurement.importers.tables import TENDERS

TENDERS_IN_A_BATCH: Final = 100


async def run(job: Import) -> None:
    """Store every tender that can be read, and the organisations in it; nobody becomes a registered supplier."""
    documents, unread = Documents(job.path, ".json"), Counter[str]()
    for part in chunks(_Reading(job).tenders(documents), TENDERS_IN_A_BATCH):
        async with job.batch() as batch:
            await batch.lock(TENDERS)
            await write_tenders(job, batch, (tender for _, tender in part))
        for _, tender in part:
            unread += tender.unread
        job.progress(part[-1][0], documents.total)
    if unread:
        told = ", ".join(f"{name} ({count})" for name, count in sorted(unread.items()))
        job.notice(job.path.name, "in all", f"the source tells more than there is a place for here: {told}")


PROZORRO: Final = Importer("prozorro", "Tenders of Prozorro with their bids, awards and contracts (JSON)", run)


class _Version(NamedTuple):
    """Which version of which tender stood under a number."""

    identifier: str
    date: datetime
    content: bytes


@dataclass(frozen=True, slots=True)
class _Reading:
    """The tenders of a path, each with how far the path is read with it."""

    job: Import
    seen: dict[str, _Version] = field(default_factory=dict[str, _Version])

    def tenders(self, documents: Documents) -> Iterator[tuple[int, TenderRecord]]:
        """Those that can be read; the others are reported."""
        try:
            for document in documents:
                for tender in self._of(document):
                    yield document.done, tender
        except RecordError as error:
            self.job.report(self.job.path.name, error.place, error.reason)

    def _of(self, document: Document) -> Iterator[TenderRecord]:
        text = TextIOWrapper(BytesIO(document.data), "utf-8-sig")
        try:
            for value in json_values(text):
                if tender := self._tender(document.file, value):
                    yield tender
        except RecordError as error:
            self.job.report(document.file, error.place, error.reason)
        except UnicodeDecodeError as error:
            self.job.report(document.file, f"byte {error.start}", "this is not UTF-8")

    def _tender(self, file: str, value: Any) -> TenderRecord | None:
        """The tender of a JSON value; none if it was reported."""
        name = ""
        try:
            given = fields_of(value, "the file")
            given = fields_of(given.get("data", given), "data")
            name = text_of(given, "tenderID")
            tender = read_tender(file, given)
            check(tender)
            self._check_version(tender, blake2b(repr(given).encode()).digest())
        except RecordError as error:
            self.job.report(file, f"{name}, {error.place}" if name else error.place, error.reason)
            return None
        return tender

    def _check_version(self, tender: TenderRecord, content: bytes) -> None:
        """Raises RecordError where two tenders have one number, or one version of a tender is told in two ways."""
        version = _Version(tender.identifier, tender.date, content)
        before = self.seen.setdefault(tender.reference, version)
        if before.identifier != version.identifier:
            raise RecordError("id", f"the tender {before.identifier} has that number, too: keep one of them")
        if before.date == version.date and before.content != version.content:
            raise RecordError("dateModified", "it stood before with this date and another content: keep one of them")
        self.seen[tender.reference] = version
