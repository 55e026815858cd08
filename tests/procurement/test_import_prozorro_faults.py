"""What cannot be read of Prozorro says where it stands and what to do next; nothing of it is stored."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.registry.models import Organisation
from core.storage.imports import RecordError
from plugins.procurement.importers.prozorro.reading import read_tender
from plugins.procurement.importers.prozorro.records import TenderRecord
from plugins.procurement.importers.prozorro.tenders import PROZORRO
from plugins.procurement.importers.prozorro.writing import check
from plugins.procurement.models import Tender
from tests.importing import column, empty_database, run
from tests.procurement.prozorro import Json, award, bid, hryvnias, in_lots, tender, written

TEXTS = {
    "no JSON": ("{'data': 1}", "record 1", "this is not JSON"),
    "a list": ("[{}, {}]", "the file", "no JSON object"),
    "a page of the list": ('{"data": [{"id": "1"}], "next_page": {}}', "data", "no JSON object"),
    "an empty object": ("{}", "id", "no identifier"),
    "a number of 5000 digits": ('{"data": {"id": ' + "9" * 5000 + "}}", "record 1", "too many digits"),
    "nested without end": ("[" * 100_000, "record 1", "nested too deeply"),
    "a cut file": (json.dumps({"data": tender()})[:-7], "record 1", "this is not JSON"),
}


@pytest.mark.parametrize("kind", TEXTS)
async def test_a_file_that_holds_no_tender_is_a_fault_and_the_others_go_on(tmp_path: Path, kind: str) -> None:
    text, place, reason = TEXTS[kind]
    (tmp_path / "bad.json").write_text(text, "utf-8")
    written(tmp_path, tender(), "good.json")
    async with empty_database() as opened:
        job = await run(PROZORRO, opened, tmp_path)
        assert [(one.file, one.place) for one in job.faults] == [("bad.json", place)]
        assert reason in job.faults[0].reason
        assert (job.exit_code, await Tender.all().count()) == (1, 1)


async def test_what_is_not_utf_8_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes(b'{"data": "\xff"}')
    async with empty_database() as opened:
        job = await run(PROZORRO, opened, tmp_path)
        assert [(one.place, one.reason) for one in job.faults] == [("byte 10", "this is not UTF-8")]


def of_bids(*bids: Json) -> Json:
    return tender("9", bids=list(bids), awards=[], contracts=[])


def lots_of(**changes: Any) -> Json:
    return in_lots("9") | changes


FAULTS: dict[str, tuple[Json, str, str]] = {
    "no id": (tender("9", id=None), "id", "no identifier"),
    "no date": (tender("9", dateModified=None), "dateModified", "get it again"),
    "no time zone": (tender("9", dateModified="2022-02-08T17:56:54"), "dateModified", "write it as"),
    "a day without a zone": (
        tender("9", tenderPeriod={"startDate": "2022-02-08"}),
        "tenderPeriod/startDate",
        "no time zone",
    ),
    "no time": (tender("9", dateModified="soon"), "dateModified", "no time"),
    "before all time": (tender("9", dateModified="0001-01-01T00:00:00+02:00"), "dateModified", "no time"),
    "unknown status": (tender("9", status="asleep"), "status", "it is one of draft"),
    "unknown kind": (tender("9", mainProcurementCategory="stars"), "mainProcurementCategory", "it is one of goods"),
    "no buyer": (tender("9", procuringEntity=None), "procuringEntity", "no JSON object"),
    "huge amount": (tender("9", value=hryvnias(10**400)), "value/amount", "no amount"),
    "larger than a column": (tender("9", value=hryvnias(10**18)), "value/amount", "more money than there is"),
    "amount in words": (tender("9", value=hryvnias("much")), "value/amount", "no number"),
    "no currency": (tender("9", value={"amount": 7}), "value/currency", "no currency"),
    "tax in words": (tender("9", value=hryvnias(7, taxed="yes")), "value/valueAddedTaxIncluded", "true nor false"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    "bids are no list": (tender("9", bids={}), "bids", "no list"),
    "bid without bidder": (of_bids(bid("x", "1", 5, tenderers=[])), "bids/0/tenderers", "look at it"),
    "bid without time": (of_bids(bid("x", "1", 5, date=None)), "bids/0/date", "when it came"),
    "two bids of one id": (
        of_bids(bid("x", "1", 5), bid("x", "2", 6)),
        "bids/1/id",
        "stands twice",
    ),
    "bid for an unknown lot": (
        lots_of(bids=[bid("x", "1", None, lotValues=[{"relatedLot": "lot7", "value": hryvnias(1)}])], awards=[]),
        "bids/0/lotValues/0/relatedLot",
        "'lot7' is no lot of the tender",
    ),
    "award for an unknown lot": (
        lots_of(awards=[award("a", "y", "42210926", "active", 1, lotID="lot7")]),
        "awards/0/lotID",
        "no lot of the tender",
    ),
    "award of an unknown bid": (
        tender("9", awards=[award("a", "nobody", "1", "active", 1)]),
        "awards/0/bid_id",
        "no bid of the tender",
    ),
    "award without winner": (
        tender("9", awards=[award("a", "cheap", "1", "active", 1, suppliers=[])], contracts=[]),
        "awards/0",
        "a date and a supplier",
    ),
    "contract without award": (
        tender("9", awards=[]),
        "contracts/0/awardID",
        "it names no award",
    ),
    "long number": (tender("9", id="x" * 200), "a text", "120 fit"),
}


@pytest.mark.parametrize("kind", FAULTS)
async def test_a_bad_tender_is_left_out_whole_and_the_others_go_on(tmp_path: Path, kind: str) -> None:
    bad, place, reason = FAULTS[kind]
    if bad["procuringEntity"]:
        bad["procuringEntity"]["name"] = "Never stored"
        bad["procuringEntity"]["identifier"]["id"] = "99999999"
    written(tmp_path, bad, "bad.json")
    written(tmp_path, tender(), "good.json")
    async with empty_database() as opened:
        job = await run(PROZORRO, opened, tmp_path)
        assert [(one.file, one.place) for one in job.faults] == [("bad.json", f"UA-2021-12-21-000009-c, {place}")]
        assert reason in job.faults[0].reason
        assert await column(Tender.all(), "reference") == ["UA-2021-12-21-000001-c"]
        assert await Organisation.filter(name="Never stored").count() == 0


async def test_two_tenders_with_one_number_are_a_fault_in_one_run_and_in_two(tmp_path: Path) -> None:
    other = tender(id="f" * 32, title="Another")
    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        folder.mkdir()
    written(first, tender(), "1.json")
    written(first, other, "2.json")
    written(second, other, "3.json")
    async with empty_database() as opened:
        told = [(await run(PROZORRO, opened, folder)).faults for folder in (first, second)]
        assert [[(one.file, one.place) for one in faults] for faults in told] == [
            [("2.json", "UA-2021-12-21-000001-c, id")],
            [("3.json", "UA-2021-12-21-000001-c, id")],
        ]
        assert await column(Tender.all(), "title") == ["Roof repair"]


async def test_one_version_told_in_two_ways_is_a_fault(tmp_path: Path) -> None:
    written(tmp_path, tender(), "1.json")
    written(tmp_path, tender(), "2.json")
    written(tmp_path, tender(title="Another"), "3.json")
    async with empty_database() as opened:
        job = await run(PROZORRO, opened, tmp_path)
        assert [(one.file, one.place) for one in job.faults] == [("3.json", "UA-2021-12-21-000001-c, dateModified")]
        assert "keep one of them" in job.faults[0].reason


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path to everything in a JSON value."""
    yield path
    parts: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in parts:
        yield from places(one, (*path, name))


WHOLE = {number: {"1": tender, "2": in_lots}[number](number) for number in ("1", "2")}
PLACES = [(number, path) for number, whole in WHOLE.items() for path in places(whole) if path]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**17)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.text(alphabet=st.characters(categories=["Cs", "Cc", "Nd"]))
    | st.datetimes().map(str)
    | st.sampled_from(["cancelled", "active", "deleted", "lot1", "cheap", "\ud800", "0001-01-01T00:00:00+14:00"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def changed(number: str, path: tuple[str | int, ...], value: Any) -> Json:
    """A tender in which something else stands in one place."""
    whole: Any = copy.deepcopy(WHOLE[number])
    at = whole
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return dict(whole)


def reading(value: Json) -> TenderRecord | RecordError:
    try:
        read = read_tender("x.json", value)
        check(read)
    except RecordError as error:
        return error
    return read


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(PLACES), value=ANYTHING)
def test_whatever_stands_somewhere_a_tender_is_read_or_is_a_fault_with_its_place(
    place: tuple[str, tuple[str | int, ...]], value: Any
) -> None:
    number, path = place

    read = reading(changed(number, path, value))

    if isinstance(read, RecordError):
        assert read.place
        assert read.reason
        return
    assert {row.lot for row in read.bids} | {row.lot for row in read.awards} <= {lot.number for lot in read.lots} | {
        None
    }
    assert {row.bidder for row in read.bids} | {row.winner for row in read.awards} <= read.mentions.keys()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=12, max_size=12))
async def test_whatever_is_read_can_be_stored(tmp_path: Path, places: list[Any]) -> None:
    for number, ((which, path), value) in enumerate(places):
        whole = changed(which, path, value) | {"tenderID": f"UA-{number}", "id": f"{number}"}
        (tmp_path / f"{number}.json").write_text(json.dumps(whole, default=float), "utf-8")
    async with empty_database() as opened:
        job = await run(PROZORRO, opened, tmp_path)
        assert await Tender.all().count() + len(job.faults) == len(places)
