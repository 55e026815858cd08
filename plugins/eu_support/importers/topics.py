"""The open and forthcoming topics of the Funding & Tenders Portal: JSON objects, one after another."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from core.storage.batches import Batch, Claim, chunks, offer, rank_of
from core.storage.documents import json_values, opened
from core.storage.imports import Import, Importer, RecordError, day, mended, minor_units, one_line
from core.storage.tables import Key, Row, Table
from core.words import fold
from plugins.eu_support.models import Call, DeadlineModel, Programme, Topic, TopicStatus

SOURCE: Final = "Funding & Tenders Portal"
CURRENCY: Final = "EUR"
TOPICS_IN_A_BATCH: Final = 200

# The portal names programmes, CORDIS gives them codes: these are the same ones.
CODES: Final = {"Horizon Europe": "HORIZON", "Euratom": "EURATOM2027"}

_SOURCED: Final = ("source", "source_date", "source_rank", "search_text")
PROGRAMMES: Final = Table(Programme, key=("code",), update=("title", *_SOURCED))
CALLS: Final = Table(Call, key=("identifier",), update=("title", *_SOURCED))
CALL_PROGRAMMES: Final = Table(Call, key=("identifier",), update=("programme_id",))
TOPICS: Final = Table(Topic, key=("identifier",), update=("title", "call_id", "programme_id", *_SOURCED))
# What only the portal tells, so that no more recent source can speak against it.
CONDITIONS: Final = Table(
    Topic,
    key=("identifier",),
    update=(
        "description",
        "status",
        "deadline",
        "deadline_model",
        "budget_min_minor",
        "budget_min_currency",
        "budget_max_minor",
        "budget_max_currency",
        "expected_grants",
        "types_of_action",
        "portal_url",
    ),
)

_STATUSES: Final = {status.value: status for status in TopicStatus}
# `stage` says two-stage for all of them; only the deadline model tells.
_DEADLINES: Final = {
    "": None,
    "single-stage": DeadlineModel.SINGLE_STAGE,
    "two-stage": DeadlineModel.TWO_STAGE,
    "multiple cut-off": DeadlineModel.MULTIPLE_CUT_OFF,
}

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TopicRecord:
    """A topic with its call and programme."""

    identifier: str
    title: str
    call: str
    call_title: str
    programme: str
    conditions: dict[str, Any]


async def run(job: Import) -> None:
    """Store every topic that can be read."""
    done = 0
    for records in chunks(_records(job), TOPICS_IN_A_BATCH):
        async with job.batch() as batch:
            await _store(batch, {record.identifier: record for record in records}.values())
        done += len(records)
        job.progress(done, None)


TOPICS_OF_THE_PORTAL: Final = Importer(
    "topics", "Open and forthcoming topics, from an extract of the Funding & Tenders Portal (JSON, may be gzipped)", run
)


def _records(job: Import) -> Iterator[TopicRecord]:
    file = job.path.name
    try:
        with opened(job.path) as text:
            for number, given in enumerate(json_values(text), start=1):
                try:
                    yield _topic(given)
                except RecordError as error:
                    job.report(file, f"record {number}, {error.place}", error.reason)
    except RecordError as error:
        job.report(file, error.place, error.reason)
    except (UnicodeDecodeError, EOFError, OSError) as error:
        job.report(file, "the file", f"it cannot be read on: {error}")


def _topic(given: Any) -> TopicRecord:
    if not isinstance(given, dict):
        raise RecordError("the record", "it is no JSON object: a topic is written as {…}")
    found = cast(Given, given)
    identifier = one_line(_text(found, "topicId"))
    if not identifier:
        raise RecordError("topicId", "the topic has no identifier")
    programme = one_line(_text(found, "programme"))
    record = TopicRecord(
        identifier=identifier,
        title=one_line(_text(found, "title")),
        call=one_line(_text(found, "callIdentifier")),
        call_title=one_line(_text(found, "callTitle")),
        programme=CODES.get(programme, programme),
        conditions=_conditions(found),
    )
    return _checked(record)


def _checked(record: TopicRecord) -> TopicRecord:
    try:
        CONDITIONS.check({"identifier": record.identifier, "title": record.title, **record.conditions})
        CALLS.check({"identifier": record.call, "title": record.call_title})
        PROGRAMMES.check({"code": record.programme})
    except ValueError as error:
        raise RecordError(record.identifier, str(error)) from error
    return record


def _text(given: Given, name: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RecordError(name, f"{value!r} is no text")
    return value


def _conditions(given: Given) -> dict[str, Any]:
    return {
        "description": mended(_text(given, "description")),
        "status": _chosen(_STATUSES, given, "callStatus"),
        "deadline": day(_text(given, "deadline"), "deadline"),
        "deadline_model": _chosen(_DEADLINES, given, "deadlineModel"),
        **_money("budget_min", given, "budgetMin"),
        **_money("budget_max", given, "budgetMax"),
        "expected_grants": _whole(given, "expectedGrants"),
        "types_of_action": one_line(_text(given, "typesOfAction")),
        "portal_url": _text(given, "portalUrl").strip() or None,
    }


def _chosen(choices: Mapping[str, Any], given: Given, name: str) -> Any:
    value = _text(given, name).strip().lower()
    if value not in choices:
        raise RecordError(name, f"'{value}' is unknown: it is one of {', '.join(filter(None, choices))}")
    return choices[value]


def _money(column: str, given: Given, name: str) -> dict[str, Any]:
    value = given.get(name)
    minor = minor_units(None if value is None else str(value), CURRENCY, name)
    return {f"{column}_minor": minor, f"{column}_currency": None if minor is None else CURRENCY}


def _whole(given: Given, name: str) -> int | None:
    value = given.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise RecordError(name, f"{value!r} is no whole number")
    return value


async def _store(batch: Batch, records: Iterable[TopicRecord]) -> None:
    found = [*records]
    await batch.lock(CONDITIONS)
    programmes = await batch.settle(PROGRAMMES, _programmes(found))
    calls = await _write_calls(batch, found, programmes)
    rows = {(record.identifier,): _topic_row(record, calls, programmes) for record in found}
    await batch.upsert(CONDITIONS, rows.values())
    await batch.settle(TOPICS, {key: Claim(row, rank_of(None, key[0])) for key, row in rows.items()})


def _programmes(records: Iterable[TopicRecord]) -> dict[Key, Claim]:
    claims: dict[Key, Claim] = {}
    names = {code: name for name, code in CODES.items()}
    for record in records:
        if record.programme:
            title = names.get(record.programme, record.programme)
            row = PROGRAMMES.row(
                code=record.programme, framework=record.programme, **_said(title, record.programme, record.programme)
            )
            offer(claims, (record.programme,), Claim(row, rank_of(None, record.programme)))
    return claims


async def _write_calls(batch: Batch, records: Iterable[TopicRecord], programmes: Mapping[Key, int]) -> dict[Key, int]:
    claims: dict[Key, Claim] = {}
    for record in records:
        if record.call:
            row = CALLS.row(
                identifier=record.call,
                programme_id=programmes.get((record.programme,)),
                **_said(record.call_title, record.call, record.identifier),
            )
            offer(claims, (record.call,), Claim(row, rank_of(None, record.identifier)))
    await batch.upsert(CALL_PROGRAMMES, (claim.row for claim in claims.values()))
    return await batch.settle(CALLS, claims)


def _topic_row(record: TopicRecord, calls: Mapping[Key, int], programmes: Mapping[Key, int]) -> Row:
    return TOPICS.row(
        identifier=record.identifier,
        call_id=calls.get((record.call,)),
        programme_id=programmes.get((record.programme,)),
        **_said(record.title, record.identifier, record.identifier),
        **record.conditions,
    )


def _said(title: str, code: str, rank: str) -> dict[str, Any]:
    return {"title": title, "source": SOURCE, "source_rank": rank, "search_text": fold(f"{code} {title}")}
