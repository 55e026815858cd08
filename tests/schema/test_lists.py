"""Pages, filters and limits of lists, one thing at a time."""

from __future__ import annotations

from typing import Any

import pytest

from core.storage.connection import Database
from schema import GraphSchema
from schema.operation import Operations, Request
from tests.schema.contest import quiet
from tests.schema.world.opened import asked_by, world_schema
from tests.schema.world.rows import random_rows
from tests.schema.world.values import Viewer

INSPECTOR = Viewer("inspector")
PORTS = sorted(row["code"] for row in random_rows(seed=3)["Port"])


@pytest.fixture(scope="module")
async def schema(world: Database) -> GraphSchema:
    return world_schema()


class Asking:
    """Asks one schema on one database."""

    def __init__(self, schema: GraphSchema, world: Database) -> None:
        self.schema = schema
        self.world = world

    async def __call__(
        self, text: str, viewer: Viewer = INSPECTOR, /, *, cap: int = 100, most: int = 10**6, **given: Any
    ) -> Any:
        with quiet():
            context = asked_by(viewer, self.world, page_cap=cap, max_values=most)
            result = await Operations(self.schema).answer(Request(text, given), context)
        if result.errors:
            return [(error.extensions or {}).get("code", str(error)) for error in result.errors]
        return result.data


@pytest.fixture
def ask(schema: GraphSchema, world: Database) -> Asking:
    return Asking(schema, world)


async def codes(ask: Asking, arguments: str, **given: Any) -> list[str]:
    data = await ask(f"{{ ports{arguments} {{ nodes {{ code }} }} }}", **given)
    return [each["code"] for each in data["ports"]["nodes"]]


# ---------------------------------------------------------------- pages


async def test_a_list_has_twenty_items_by_default_and_never_more_than_the_cap(ask: Asking) -> None:
    assert await codes(ask, "") == PORTS[:20]
    assert await codes(ask, "", cap=7) == PORTS[:7]
    assert await codes(ask, "(first: null)") == PORTS[:20]


@pytest.mark.parametrize("size", [1, 2, 5, 7, 23, 24, 25])
@pytest.mark.parametrize(
    "words", [("first", "after", "endCursor", "hasNextPage"), ("last", "before", "startCursor", "hasPreviousPage")]
)
async def test_pages_one_after_the_other_are_the_list(ask: Asking, size: int, words: tuple[str, str, str, str]) -> None:
    count, beyond, end, more = words
    found: list[list[str]] = []
    place: str | None = None
    while True:
        arguments = f"{count}: {size}, {beyond}: $at, orderBy: {{field: TIER}}"
        items = f"nodes {{ code tier }} pageInfo {{ {end} {more} }}"
        text = f"query($at: String) {{ ports({arguments}) {{ {items} }} }}"
        page = (await ask(text, at=place))["ports"]
        found.append([each["code"] for each in page["nodes"]])
        place = page["pageInfo"][end]
        if not page["pageInfo"][more]:
            break
    whole = [code for page in (found if count == "first" else reversed(found)) for code in page]
    rows = sorted(random_rows(seed=3)["Port"], key=lambda row: (row["tier"], row["id"]))
    assert whole == [row["code"] for row in rows]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("(first: 1, last: 1)", "BAD_PAGE"),
        ("(first: -1)", "BAD_PAGE"),
        ("(last: -1)", "BAD_PAGE"),
        ("(first: 101)", "PAGE_TOO_LARGE"),
        ("(last: 101)", "PAGE_TOO_LARGE"),
        ('(after: "x")', "BAD_CURSOR"),
        ("(where: {code: {eq: null}})", "BAD_ARGUMENT"),
        ("(where: {code: null})", "BAD_ARGUMENT"),
        ("(where: {and: null})", "BAD_ARGUMENT"),
    ],
)
async def test_a_list_is_refused_with(ask: Asking, arguments: str, code: str) -> None:
    assert await ask(f"{{ ports{arguments} {{ nodes {{ id }} }} }}") == [code]
    assert await ask(f"{{ ports{arguments} {{ totalCount }} }}") == [code]


async def test_an_empty_page_knows_whether_there_is_more(ask: Asking) -> None:
    data = await ask("{ ports(first: 0) { nodes { id } pageInfo { hasNextPage endCursor } totalCount } }")
    assert data["ports"] == {"nodes": [], "pageInfo": {"hasNextPage": True, "endCursor": None}, "totalCount": 24}


# ---------------------------------------------------------------- where


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ('{code: {eq: "P07"}}', [code for code in PORTS if code == "P07"]),
        ('{code: {ne: "P07"}}', [code for code in PORTS if code != "P07"]),
        ('{code: {in: ["P07", "P09"]}}', [code for code in PORTS if code in ("P07", "P09")]),
        ("{code: {in: []}}", []),
        ('{code: {gt: "P07", lte: "P12"}}', [code for code in PORTS if "P07" < code <= "P12"]),
        ('{code: {startsWith: "P1"}}', [code for code in PORTS if code.startswith("P1")]),
        ('{code: {startsWith: "p1"}}', []),
        ('{code: {startsWith: ""}}', PORTS),
        ('{code: {startsWith: "%"}}', []),
        ("{}", PORTS),
        ("{and: []}", PORTS),
        ("{or: []}", []),
        ("{or: [{}]}", PORTS),
        ("{not: {}}", []),
        ('{not: {not: {code: {eq: "P07"}}}}', [code for code in PORTS if code == "P07"]),
        (
            '{or: [{code: {eq: "P01"}}, {and: [{code: {gte: "P20"}}, {code: {lt: "P22"}}]}]}',
            [code for code in PORTS if code == "P01" or "P20" <= code < "P22"],
        ),
    ],
)
async def test_where_keeps(ask: Asking, where: str, kept: list[str]) -> None:
    assert await codes(ask, f"(first: 100, where: {where})") == kept


async def test_a_missing_value_is_unequal_and_fulfils_no_other_test(ask: Asking) -> None:
    rows = {row["code"]: row["country"] for row in random_rows(seed=3)["Port"]}
    unlike = [code for code in PORTS if rows[code] != "PL"]
    like = [code for code in PORTS if rows[code] == "PL"]
    assert None in rows.values()
    assert await codes(ask, '(first: 100, where: {country: {ne: "PL"}})') == unlike
    assert await codes(ask, '(first: 100, where: {not: {country: {eq: "PL"}}})') == unlike
    assert await codes(ask, '(first: 100, where: {not: {country: {ne: "PL"}}})') == like
    assert await codes(ask, '(first: 100, where: {country: {gte: ""}})') == [code for code in PORTS if rows[code]]


async def test_instants_of_other_zones_are_the_same_instants(ask: Asking) -> None:
    text = "query($at: DateTime!) { voyages(where: {departsAt: {lt: $at}}) { totalCount } }"
    utc = await ask(text, at="2026-01-20T07:00:00+00:00")
    assert utc == await ask(text, at="2026-01-20T09:00:00+02:00") == await ask(text, at="2026-01-20T07:00:00Z")
    assert utc["voyages"]["totalCount"]
    assert await ask(text, at="2026-01-20T07:00:00") == ["BAD_ARGUMENT"]


async def test_a_uuid_is_the_same_in_capitals(ask: Asking) -> None:
    key = next(str(row["log_key"]) for row in random_rows(seed=3)["Voyage"] if row["log_key"])
    text = "query($key: ID!) { voyages(where: {logKey: {eq: $key}}) { totalCount } }"
    assert await ask(text, key=key) == await ask(text, key=key.upper()) == {"voyages": {"totalCount": 1}}
    assert await ask(text, key="x") == ["BAD_ID"]


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800", "a\udfff"])
async def test_text_that_no_database_takes_is_refused(ask: Asking, text: str) -> None:
    query = "query($text: String!) { ports(where: {name: {eq: $text}}) { totalCount } }"
    assert await ask(query, text=text) == ["BAD_ARGUMENT"]
    query = "query($text: String!) { ports(where: {name: {startsWith: $text}}) { totalCount } }"
    assert await ask(query, text=text) == ["BAD_ARGUMENT"]
    query = "query($text: String!) { ports(where: {name: {in: [$text]}}) { totalCount } }"
    assert await ask(query, text=text) == ["BAD_ARGUMENT"]


@pytest.mark.parametrize("text", ["\x00", "\ud800"])
async def test_functions_are_never_given_such_text(ask: Asking, text: str) -> None:
    assert await ask("query($imo: String!) { findShip(imo: $imo) { id } }", imo=text) == ["BAD_ARGUMENT"]
    port = (await ask("{ ports(first: 1) { nodes { id } } }"))["ports"]["nodes"][0]["id"]
    query = "query($port: ID!, $title: String!) { report(port: $port, options: {title: $title}) { title } }"
    assert await ask(query, port=port, title=text) == ["BAD_ARGUMENT"]


async def test_a_guard_hides_from_tests_what_it_hides_from_eyes(ask: Asking) -> None:
    text = (
        "{ owners(first: 100, where: {rating: {gte: 1}}) { nodes { rating } totalCount summary { sums { rating } } } }"
    )
    own = await ask(text, Viewer("owner", owner=next(r["id"] for r in random_rows(seed=3)["Owner"] if r["rating"])))
    assert len(own["owners"]["nodes"]) == own["owners"]["totalCount"] == 1
    assert own["owners"]["summary"]["sums"]["rating"] == own["owners"]["nodes"][0]["rating"]
    everything = await ask(text)
    assert everything["owners"]["totalCount"] > 10


async def test_a_filter_on_a_hidden_target_finds_as_little_as_its_field_shows(ask: Asking) -> None:
    async def ships(viewer: Viewer, **where: Any) -> dict[str, Any]:
        text = "query($w: CertificateFilter) { certificates(first: 200, where: $w) { nodes { id ship { id } } } }"
        nodes = (await ask(text, viewer, cap=200, w=where))["certificates"]["nodes"]
        return {each["id"]: each["ship"] and each["ship"]["id"] for each in nodes}

    public, known = Viewer(), await ships(INSPECTOR)
    every = await ships(public)
    hidden = {key for key, ship in every.items() if not ship}
    shown = every.keys() - hidden
    assert hidden
    assert shown
    assert (await ships(public, ship={"isNull": True})).keys() == hidden
    assert (await ships(public, ship={"isNull": False})).keys() == shown
    for key in [*sorted(hidden)[:3], *sorted(shown)[:3]]:
        found, target = {key} & shown, known[key]
        assert (await ships(public, ship={"eq": target})).keys() == found
        assert (await ships(public, ship={"in": [target]})).keys() == found
        assert (await ships(public, ship={"ne": target})).keys() == every.keys() - found
        assert (await ships(public, **{"not": {"ship": {"eq": target}}})).keys() == every.keys() - found
        assert (await ships(INSPECTOR, ship={"eq": target})).keys() == {key}


# ---------------------------------------------------------------- limits


async def test_what_could_have_too_many_values_is_refused_before_it_runs(schema: GraphSchema, world: Database) -> None:
    text = "{ ports(first: 100) { nodes { ships(first: 100) { nodes { voyages(first: 100) { nodes { id } } } } } } }"
    context = asked_by(INSPECTOR, world)
    with quiet():
        result = await Operations(schema).answer(Request(text, {}), context)
    assert result.data is None
    assert [(error.extensions or {})["code"] for error in result.errors] == ["TOO_MANY_VALUES"]
    assert not context.spent


async def test_more_groups_than_the_cap_are_refused(ask: Asking) -> None:
    assert await ask("{ ships { summary { groups(by: TONNAGE) { key } } } }", cap=20) == ["LIST_TOO_LONG"]


async def test_a_list_of_ids_is_as_long_as_the_cap_at_most(ask: Asking) -> None:
    port = (await ask("{ ports(first: 1) { nodes { id } } }"))["ports"]["nodes"][0]["id"]
    text = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert len((await ask(text, ids=[port] * 5, cap=5))["nodes"]) == 5
    assert await ask(text, ids=[port] * 6, cap=5) == ["LIST_TOO_LONG"]


async def test_a_list_argument_of_other_things_does_not_limit_the_answer(ask: Asking) -> None:
    assert len((await ask("{ price(amount: 1, factors: [2]) { amount } }"))["price"]) == 2
