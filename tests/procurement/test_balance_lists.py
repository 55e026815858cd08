"""Lists of balanced states: drafted, published, amended, and who sees them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from bench.decade import made_up, write
from core.access.viewer import Role, Viewer
from core.testing import GraphUnderTest, graph_of
from schema.relay import encode_id

ENTRY = "country { code } status since until ceilingReachedIn"
LIST = f"id kind validFrom validTo state publishedOn version entries {{ nodes {{ {ENTRY} }} }}"
ANSWER = f"__typename ... on BalanceList {{ {LIST} }} ... on Refusal {{ code reasons {{ code message nextStep }} }}"
DRAFT = f"""mutation ($kind: PurchaseKind!, $year: Int, $entries: [BalanceEntryInput!]) {{
  draftBalanceList(kind: $kind, year: $year, entries: $entries) {{ {ANSWER} }} }}"""
PUBLISH = f"""mutation ($list: ID!, $version: Int!, $on: Date) {{
  publishBalanceList(balanceList: $list, expectedVersion: $version, publishedOn: $on) {{ {ANSWER} }} }}"""
AMEND = f"""mutation ($list: ID!, $version: Int!, $entries: [BalanceEntryInput!]!) {{
  amendBalanceList(balanceList: $list, expectedVersion: $version, entries: $entries) {{ {ANSWER} }} }}"""
POLAND = {"country": "PL", "status": "POORLY_BALANCED"}


@pytest.fixture
async def graph() -> AsyncGenerator[GraphUnderTest]:
    async with graph_of("procurement", samples=True) as found:
        yield found


def officer(graph: GraphUnderTest) -> Viewer:
    return graph.viewer(Role.PROCUREMENT_OFFICER, person="officer-1")


async def done(graph: GraphUnderTest, text: str, viewer: Viewer | None = None, **given: Any) -> Any:
    """What the only mutation of an operation answers, to an officer by default."""
    (answer,) = (await graph.data(text, viewer or officer(graph), **given)).values()
    return answer


async def drafted(graph: GraphUnderTest, **given: Any) -> Any:
    facts: dict[str, Any] = {"kind": "SUPPLY", "year": 2025, "entries": [POLAND], **given}
    return await done(graph, DRAFT, **facts)


async def published(graph: GraphUnderTest, **given: Any) -> Any:
    found = await drafted(graph, **given)
    return await done(graph, PUBLISH, list=found["id"], version=1)


async def balance(graph: GraphUnderTest, state: str, day: str, viewer: Viewer | None = None) -> Any:
    asked = f"""{{ memberStates(where: {{country: {{eq: "{state}"}}}}) {{ nodes {{
      balance(kind: SUPPLY, on: "{day}") {{ status carriedOver validFrom ceilingReachedIn }} }} }} }}"""
    return (await graph.data(asked, viewer))["memberStates"]["nodes"][0]["balance"]


async def test_a_draft_has_the_period_after_its_years_and_is_seen_by_officers_alone(graph: GraphUnderTest) -> None:
    found = await drafted(graph)

    assert (found["validFrom"], found["validTo"], found["state"]) == ("2026-03-01", "2027-02-28", "DRAFT")
    assert found["entries"]["nodes"] == [
        {
            "country": {"code": "PL"},
            "status": "POORLY_BALANCED",
            "since": "2026-03-01",
            "until": None,
            "ceilingReachedIn": None,
        }
    ]
    asked = "{ balanceLists { totalCount nodes { state } } }"
    assert (await graph.data(asked, officer(graph)))["balanceLists"]["totalCount"] == 2
    for viewer in (graph.viewer(), graph.viewer(Role.ILO, country="PL")):
        assert (await graph.data(asked, viewer))["balanceLists"] == {"totalCount": 1, "nodes": [{"state": "PUBLISHED"}]}
    assert (await balance(graph, "PL", "2026-06-01", officer(graph)))["carriedOver"] is True


async def test_a_list_is_in_force_once_it_is_published(graph: GraphUnderTest) -> None:
    graph.clock.time = graph.clock.time.replace(month=3, day=10)

    found = await published(graph)

    assert (found["state"], found["publishedOn"], found["version"]) == ("PUBLISHED", "2026-03-10", 2)
    assert await balance(graph, "PL", "2026-03-09") == {
        "status": "POORLY_BALANCED",
        "carriedOver": True,
        "validFrom": "2021-03-01",
        "ceilingReachedIn": None,
    }
    assert (await balance(graph, "PL", "2026-03-10"))["validFrom"] == "2026-03-01"
    assert (await balance(graph, "PL", "2026-03-10"))["carriedOver"] is False
    assert (await balance(graph, "GB", "2026-03-10"))["status"] is None


async def test_a_list_of_the_past_is_in_force_as_of_the_day_of_its_publication(graph: GraphUnderTest) -> None:
    found = await drafted(graph, year=2021)

    await done(graph, PUBLISH, list=found["id"], version=1, on="2022-02-20")

    assert (await balance(graph, "PL", "2022-02-28"))["validFrom"] == "2021-03-01"
    assert (await balance(graph, "PL", "2022-03-01"))["validFrom"] == "2022-03-01"


async def test_an_amendment_holds_from_its_day_on_and_the_past_stays(graph: GraphUnderTest) -> None:
    """As when Brazil became an Associate Member on 13 March 2024, on a list from 1 March."""
    found = await published(graph)
    poland = {**POLAND, "status": "WELL_BALANCED", "since": "2026-05-13"}
    india = {"country": "IN", "status": "VERY_POORLY_BALANCED", "since": "2026-04-01", "ceilingReachedIn": 2026}

    amended = await done(graph, AMEND, list=found["id"], version=2, entries=[poland, india])

    assert amended["version"] == 3
    assert [tuple(each.values())[1:4] for each in amended["entries"]["nodes"]] == [
        ("VERY_POORLY_BALANCED", "2026-04-01", None),
        ("POORLY_BALANCED", "2026-03-01", "2026-05-12"),
        ("WELL_BALANCED", "2026-05-13", None),
    ]
    graph.clock.move(timedelta(days=30))
    assert (await balance(graph, "PL", "2026-06-01"))["status"] == "WELL_BALANCED"
    assert (await balance(graph, "IN", "2026-06-01"))["ceilingReachedIn"] == 2026


async def test_an_amendment_of_a_published_list_holds_from_today_and_keeps_the_ceiling(graph: GraphUnderTest) -> None:
    """Whoever names no day does not rewrite the past, and whoever says nothing of the ceiling does not take it away."""
    india = {"country": "IN", "status": "POORLY_BALANCED"}
    found = await published(graph, entries=[{**india, "ceilingReachedIn": 2026}])
    graph.clock.move(timedelta(days=30))

    better = [{**india, "status": "WELL_BALANCED"}]
    await done(graph, AMEND, list=found["id"], version=2, entries=better)

    before, after = [await balance(graph, "IN", day) for day in ("2026-06-30", "2026-07-01")]
    assert (before["status"], before["ceilingReachedIn"]) == ("POORLY_BALANCED", 2026)
    assert (after["status"], after["ceilingReachedIn"]) == ("WELL_BALANCED", 2026)

    taken_away = [{**india, "status": "WELL_BALANCED", "since": "2026-07-02", "ceilingReachedIn": None}]
    await done(graph, AMEND, list=found["id"], version=3, entries=taken_away)
    assert (await balance(graph, "IN", "2026-07-01"))["ceilingReachedIn"] == 2026
    assert (await balance(graph, "IN", "2026-07-02"))["ceilingReachedIn"] is None


async def test_what_comes_before_is_corrected_without_touching_what_comes_later(graph: GraphUnderTest) -> None:
    found = await drafted(graph)
    for version, (day, status) in enumerate(
        [("2026-09-01", "WELL_BALANCED"), ("2026-06-01", "VERY_POORLY_BALANCED"), ("2026-06-01", "WELL_BALANCED")],
        start=1,
    ):
        entries = [{"country": "PL", "status": status, "since": day}]
        found = await done(graph, AMEND, list=found["id"], version=version, entries=entries)

    assert [tuple(each.values())[1:4] for each in found["entries"]["nodes"]] == [
        ("POORLY_BALANCED", "2026-03-01", "2026-05-31"),
        ("WELL_BALANCED", "2026-09-01", None),
        ("WELL_BALANCED", "2026-06-01", "2026-08-31"),
    ]


async def test_a_draft_says_what_follows_from_the_returns() -> None:
    async with graph_of("procurement") as graph:
        with graph.database.current():
            await write(made_up(800, Random(2)), Random(3))
        asked = """{ returnRanking(kind: SUPPLY, year: 2024) { memberState { country { code } } status } }"""
        ranking = (await graph.data(asked, officer(graph)))["returnRanking"]

        found = await done(graph, DRAFT, kind="SUPPLY", year=2024)

        entries = await graph.data(
            "query ($list: ID!) { node(id: $list) { ... on BalanceList { entries(first: 50) { nodes "
            "{ country { code } status } } } } }",
            officer(graph),
            list=found["id"],
        )
        assert {each["country"]["code"]: each["status"] for each in entries["node"]["entries"]["nodes"]} == {
            each["memberState"]["country"]["code"]: each["status"] for each in ranking
        }


async def codes(graph: GraphUnderTest, text: str, viewer: Viewer | None = None, **given: Any) -> list[str]:
    """Why a change is refused; the first reason names the refusal."""
    answer = await done(graph, text, viewer, **given)
    assert answer["__typename"] == "Refusal"
    found = [reason["code"] for reason in answer["reasons"]]
    assert found[0] == answer["code"]
    return found


async def test_every_obstacle_to_a_draft_is_told(graph: GraphUnderTest) -> None:
    await drafted(graph)
    entries = [POLAND, POLAND, {"country": "QQ", "status": "WELL_BALANCED", "since": "2027-03-01"}]

    assert await codes(graph, DRAFT, kind="SUPPLY", year=2025, entries=entries) == [
        "LIST_EXISTS",
        "NAMED_TWICE",
        "UNKNOWN_STATE",
        "OUTSIDE_PERIOD",
    ]
    worst = [{"country": "PL", "status": "VERY_POORLY_BALANCED"}]
    assert await codes(graph, DRAFT, kind="SERVICE", year=2025, entries=worst) == ["NO_SUCH_STATUS"]
    assert await codes(graph, DRAFT, kind="SERVICE", year=2025, entries=[]) == ["EMPTY_LIST"]
    assert await codes(graph, DRAFT, kind="SERVICE", year=2025) == ["EMPTY_LIST"]


async def test_only_an_associate_has_a_ceiling_and_only_for_a_year_of_the_period(graph: GraphUnderTest) -> None:
    germany = {"country": "DE", "status": "POORLY_BALANCED", "ceilingReachedIn": -5}
    assert await codes(graph, DRAFT, kind="SUPPLY", year=2025, entries=[germany]) == [
        "NO_CEILING",
        "CEILING_OUTSIDE_PERIOD",
    ]
    found = await published(graph)
    for year in (0, 2025, 2028):
        india = {"country": "IN", "status": "POORLY_BALANCED", "ceilingReachedIn": year}
        assert await codes(graph, AMEND, list=found["id"], version=2, entries=[india]) == ["CEILING_OUTSIDE_PERIOD"]
    india = {"country": "IN", "status": "POORLY_BALANCED", "ceilingReachedIn": 2027}
    assert (await done(graph, AMEND, list=found["id"], version=2, entries=[india]))["version"] == 3


async def test_a_list_is_not_published_before_its_years_are_over(graph: GraphUnderTest) -> None:
    found = await drafted(graph)

    for day in ("0001-01-01", "2025-12-31"):
        assert await codes(graph, PUBLISH, list=found["id"], version=1, on=day) == ["BEFORE_ITS_YEARS_END"]
    assert (await done(graph, PUBLISH, list=found["id"], version=1, on="2026-01-01"))["state"] == "PUBLISHED"


async def test_a_list_of_officers_stands_on_their_word(graph: GraphUnderTest) -> None:
    await published(graph)
    asked = """{ balanceLists(where: {validFrom: {eq: "2026-03-01"}}) { nodes { source confidence } } }"""

    assert (await graph.data(asked))["balanceLists"]["nodes"] == [{"source": None, "confidence": None}]


async def test_every_obstacle_to_a_publication_is_told(graph: GraphUnderTest) -> None:
    found = await published(graph)

    assert await codes(graph, PUBLISH, list=found["id"], version=1, on="2026-06-02") == [
        "STALE_VERSION",
        "ALREADY_PUBLISHED",
        "LATER_THAN_TODAY",
    ]


async def test_every_obstacle_to_an_amendment_is_told(graph: GraphUnderTest) -> None:
    found = await published(graph)
    early = [{**POLAND, "since": "2026-02-28"}]

    assert await codes(graph, AMEND, list=found["id"], version=1, entries=early) == ["STALE_VERSION", "OUTSIDE_PERIOD"]
    assert await codes(graph, AMEND, list=found["id"], version=2, entries=[]) == ["EMPTY_LIST"]


async def test_a_list_that_is_not_there_cannot_be_changed(graph: GraphUnderTest) -> None:
    nowhere = encode_id("BalanceList", 999)

    assert await codes(graph, PUBLISH, list=nowhere, version=1) == ["UNKNOWN_LIST"]
    assert await codes(graph, AMEND, list=nowhere, version=1, entries=[POLAND]) == ["UNKNOWN_LIST"]


async def test_only_procurement_officers_change_lists(graph: GraphUnderTest) -> None:
    found = await drafted(graph)
    for viewer in (graph.viewer(), graph.viewer(Role.ILO, country="PL"), graph.viewer(Role.ADMIN)):
        assert await codes(graph, DRAFT, viewer, kind="SUPPLY") == ["NOT_ALLOWED"]
        assert await codes(graph, PUBLISH, viewer, list=found["id"], version=1) == ["NOT_ALLOWED"]
        assert await codes(graph, AMEND, viewer, list=found["id"], version=1, entries=[POLAND]) == ["NOT_ALLOWED"]


async def test_each_change_is_in_the_audit(graph: GraphUnderTest) -> None:
    found = await published(graph)
    await done(graph, AMEND, list=found["id"], version=2, entries=[{**POLAND, "since": "2026-05-01"}])

    asked = "{ auditEntries { nodes { action person subjectVersion summary } } }"
    entries = (await graph.data(asked, graph.viewer(Role.ADMIN)))["auditEntries"]["nodes"]

    assert sorted(tuple(each.values()) for each in entries) == [
        ("procurement.amendBalanceList", "officer-1", 3, "PL POORLY_BALANCED since 2026-05-01."),
        ("procurement.draftBalanceList", "officer-1", 1, "Drafted for supply from 2026-03-01, with 1 states."),
        ("procurement.publishBalanceList", "officer-1", 2, "Published for supply from 2026-03-01, as of 2026-06-01."),
    ]


async def test_a_publication_of_the_past_is_told_to_change_what_was_in_force(graph: GraphUnderTest) -> None:
    found = await drafted(graph)
    await done(graph, PUBLISH, list=found["id"], version=1, on="2026-02-20")

    asked = """{ auditEntries(where: {action: {eq: "procurement.publishBalanceList"}}) { nodes { summary } } }"""
    (entry,) = (await graph.data(asked, graph.viewer(Role.ADMIN)))["auditEntries"]["nodes"]

    assert entry["summary"] == (
        "Published for supply from 2026-03-01, as of 2026-02-20. "
        "That is before today: it changes what was in force from 2026-03-01 on."
    )


async def test_a_list_looks_at_years_that_can_be(graph: GraphUnderTest) -> None:
    for year in (1953, 2027):
        answer = await graph.ask(DRAFT, officer(graph), kind="SUPPLY", year=year, entries=[POLAND])
        assert [each.message for each in answer.errors] == [f"No list looks at {year}. Give a year from 1954 to 2026."]
