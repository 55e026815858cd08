"""CORDIS, the Commission's register of funded projects: an archive, a folder, a zip or a single XML file."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from core.registry.importers.organisations import Mention, write_organisations
from core.storage.batches import Batch, Claim, offer, rank_of
from core.storage.documents import Document, Documents
from core.storage.imports import Import, Importer, RecordError, Remark
from core.storage.tables import Key, Row, Table
from core.words import fold
from plugins.eu_support.importers.project_xml import SOURCE, Entry, ProjectRecord, read_project
from plugins.eu_support.models import Call, Participation, Programme, Project, ProjectProgramme, Topic

PROJECTS_IN_A_BATCH: Final = 250

PROGRAMMES: Final = Table(Programme, key=("code",))
PLACES: Final = Table(Programme, key=("code",), update=("parent_id",))
CALLS: Final = Table(Call, key=("identifier",), update=("title", "source", "source_date", "source_rank", "search_text"))
TOPICS: Final = Table(
    Topic,
    key=("identifier",),
    update=("title", "call_id", "programme_id", "source", "source_date", "source_rank", "search_text"),
)
PROJECTS: Final = Table(Project, key=("framework", "grant_number"))
LEGAL_BASES: Final = Table(ProjectProgramme, key=("project_id", "programme_id"))
PARTICIPATIONS: Final = Table(Participation, key=("project_id", "organisation_id", "role", "order"))


@dataclass(slots=True)
class Reading:
    """Projects that were read and checked, what could not be, and how far the source has been read."""

    records: list[ProjectRecord] = field(default_factory=list[ProjectRecord])
    faults: list[Remark] = field(default_factory=list[Remark])
    done: int = 0

    def take(self, document: Document) -> None:
        """Read one more project, or note why it cannot be read."""
        self.done = document.done
        try:
            self.records.append(_checked(read_project(document.file, document.data)))
        except RecordError as error:
            self.faults.append(Remark(document.file, error.place, error.reason))


async def run(job: Import) -> None:
    """Store every project that can be read; the next ones are read while a batch is written."""
    documents = Documents(job.path, ".xml")
    readings = _readings(documents)
    following = asyncio.create_task(asyncio.to_thread(next, readings, None))
    try:
        while (reading := await following) is not None:
            following = asyncio.create_task(asyncio.to_thread(next, readings, None))
            for fault in reading.faults:
                job.report(fault.file, fault.place, fault.reason)
            await _store(job, reading.records)
            job.progress(reading.done, documents.total)
    finally:
        following.cancel()


CORDIS: Final = Importer("cordis", "EU projects and their participants, from the CORDIS XML export", run)


def _readings(documents: Documents) -> Iterator[Reading]:
    reading = Reading()
    try:
        for document in documents:
            reading.take(document)
            if len(reading.records) >= PROJECTS_IN_A_BATCH:
                yield reading
                reading = Reading()
    except RecordError as error:
        reading.faults.append(Remark(documents.path.name, error.place, error.reason))
    yield reading


def _checked(record: ProjectRecord) -> ProjectRecord:
    """The record, if every text in it fits its column."""
    try:
        PROJECTS.check({"framework": record.framework, "grant_number": record.grant, **record.values})
        for part in record.parts:
            PROGRAMMES.check({"code": part.code, "title": part.title})
        for table, entry in ((CALLS, record.call), (TOPICS, record.topic)):
            table.check({"identifier": entry.identifier, "title": entry.title} if entry else {})
        for mention in record.mentions.values():
            mention.check()
    except ValueError as error:
        raise RecordError(f"project {record.grant}", str(error)) from error
    return record


async def _store(job: Import, records: Sequence[ProjectRecord]) -> None:
    async with job.batch() as batch:
        await batch.lock(PROJECTS)
        organisations = await write_organisations(batch, _mentions(records), job.notice)
        programmes = await _write_programmes(batch, records)
        calls = await batch.settle(CALLS, _call_claims(records))
        topics = await batch.settle(TOPICS, _topic_claims(records, calls, programmes))
        await _Projects(batch, organisations, programmes, calls, topics).write(records)


def _mentions(records: Iterable[ProjectRecord]) -> dict[Key, Mention]:
    """What the most recent record says of each organisation, with the identifiers that any of them gives."""
    found: dict[Key, Mention] = {}
    for record in records:
        for pic, mention in record.mentions.items():
            found[pic,] = _merged(found[pic,], mention) if (pic,) in found else mention
    return found


def _merged(one: Mention, other: Mention) -> Mention:
    older, newer = sorted((one, other), key=lambda mention: mention.rank)
    if {*older.identifiers} <= {*newer.identifiers}:
        return newer
    return replace(newer, identifiers=tuple(sorted({*older.identifiers, *newer.identifiers})))


async def _write_programmes(batch: Batch, records: Iterable[ProjectRecord]) -> dict[Key, int]:
    """Write the parts and, above them, the programmes that they are parts of."""
    lines = {(*part.line, part.code): part.framework for record in records for part in record.parts}
    parents: dict[Key, Key | None] = {}
    frameworks: dict[Key, str] = {}
    for line, framework in lines.items():
        for above, code in zip((None, *line), line, strict=False):
            parents[code,] = (above,) if above else None
            frameworks[code,] = framework
    ids = await batch.ids(PROGRAMMES, parents.keys())
    missing = parents.keys() - ids.keys()
    await batch.upsert(PLACES, (_programme(code, frameworks[code], None) for code in missing))
    ids |= await batch.ids(PROGRAMMES, missing)
    places = {code: ids[above] if above else None for code, above in parents.items()}
    await batch.upsert(PLACES, (_programme(code, frameworks[code], place) for code, place in places.items()))
    await batch.settle(PROGRAMMES, _part_claims(records, places))
    return ids


def _programme(code: Key, framework: str, parent: int | None) -> Row:
    return PLACES.row(code=code[0], framework=framework, parent_id=parent, source=SOURCE, search_text=fold(code[0]))


def _part_claims(records: Iterable[ProjectRecord], places: dict[Key, int | None]) -> dict[Key, Claim]:
    claims: dict[Key, Claim] = {}
    for record in records:
        for part in record.parts:
            row = PROGRAMMES.row(
                code=part.code,
                title=part.title,
                framework=part.framework,
                is_part=True,
                parent_id=places[part.code,],
                source=SOURCE,
                source_date=record.source_date,
                source_rank=record.grant,
                search_text=fold(f"{part.code} {part.title}"),
            )
            offer(claims, (part.code,), Claim(row, record.rank))
    return claims


def _call_claims(records: Iterable[ProjectRecord]) -> dict[Key, Claim]:
    claims: dict[Key, Claim] = {}
    for record in records:
        if record.call:
            row = CALLS.row(**_said(record.call, record))
            offer(claims, (record.call.identifier,), Claim(row, record.rank))
    return claims


def _topic_claims(
    records: Iterable[ProjectRecord], calls: dict[Key, int], programmes: dict[Key, int]
) -> dict[Key, Claim]:
    claims: dict[Key, Claim] = {}
    for record in records:
        if record.topic:
            row = TOPICS.row(
                **_said(record.topic, record),
                call_id=_id_of(record.call, calls),
                programme_id=_main_part(record, programmes),
            )
            offer(claims, (record.topic.identifier,), Claim(row, record.rank))
    return claims


def _said(entry: Entry, record: ProjectRecord) -> dict[str, object]:
    return {
        "identifier": entry.identifier,
        "title": entry.title,
        "source": SOURCE,
        "source_date": record.source_date,
        "source_rank": record.grant,
        "search_text": fold(f"{entry.identifier} {entry.title}"),
    }


def _id_of(entry: Entry | None, ids: dict[Key, int]) -> int | None:
    return ids[entry.identifier,] if entry else None


def _main_part(record: ProjectRecord, programmes: dict[Key, int]) -> int | None:
    return next((programmes[part.code,] for part in record.parts if part.is_main), None)


@dataclass(frozen=True, slots=True)
class _Projects:
    """Projects and what hangs on them, written whole: what a more recent record no longer names goes away."""

    batch: Batch
    organisations: dict[Key, int]
    programmes: dict[Key, int]
    calls: dict[Key, int]
    topics: dict[Key, int]

    async def write(self, records: Iterable[ProjectRecord]) -> None:
        """Write the records unless a more recent one of the same project is there."""
        latest = {(record.framework, record.grant): record for record in sorted(records, key=lambda one: one.rank)}
        there = await self._there(latest)
        fresh = {key: one for key, one in latest.items() if key not in there or one.rank >= there[key][1]}
        await self.batch.upsert(PROJECTS, (self._row(record) for record in fresh.values()))
        ids = {key: there[key][0] for key in fresh.keys() & there.keys()}
        known = {*ids.values()}
        ids |= await self.batch.ids(PROJECTS, fresh.keys() - ids.keys())
        bases = (row for key, one in fresh.items() for row in self._legal_bases(ids[key], one))
        await self.batch.replace(LEGAL_BASES, known, bases)
        partners = (row for key, one in fresh.items() for row in self._participations(ids[key], one))
        await self.batch.replace(PARTICIPATIONS, known, partners)

    async def _there(self, keys: Iterable[Key]) -> dict[Key, tuple[int, Key]]:
        rows = await self.batch.find(PROJECTS, [*keys], "id", "source_date", *PROJECTS.key)
        return {row[2:]: (row[0], rank_of(row[1], row[3])) for row in rows}

    def _row(self, record: ProjectRecord) -> Row:
        return PROJECTS.row(
            framework=record.framework,
            grant_number=record.grant,
            call_id=_id_of(record.call, self.calls),
            topic_id=_id_of(record.topic, self.topics),
            programme_id=_main_part(record, self.programmes),
            **record.values,
        )

    def _legal_bases(self, project: int, record: ProjectRecord) -> Iterator[Row]:
        for part in record.parts:
            programme = self.programmes[part.code,]
            yield LEGAL_BASES.row(project_id=project, programme_id=programme, is_main=part.is_main)

    def _participations(self, project: int, record: ProjectRecord) -> Iterator[Row]:
        for partner in record.partners:
            organisation = self.organisations[partner.pic,]
            yield PARTICIPATIONS.row(project_id=project, organisation_id=organisation, **partner.values)
