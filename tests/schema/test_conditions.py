"""Our SQL for a scope finds the rows that tortoise's own filter finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tortoise.expressions import Q
from tortoise.models import Model

from core.storage.connection import Database
from schema import DeclarationError
from schema.conditions import Aliases, Conditions, Row
from schema.dialect import dialect_of
from schema.table import table_of
from tests.schema.world.models import Agency, Owner, Parcel, Port, Ship, Status, Voyage
from tests.schema.world.rows import COUNTRIES, PORTS, SHIPS

Leaf = st.SearchStrategy[Any]

NUMBERS = st.sampled_from([0, 1, 2, 3, 300, 500, 5000])
DAYS = st.dates(date(1990, 1, 1), date(2026, 1, 1))
# Only in UTC: tortoise compares other zones' instants as text on SQLite, and finds the wrong rows.
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 10), timezones=st.just(UTC))  # noqa: DTZ001
PLACES = st.sampled_from([each for each in COUNTRIES if each])
NAMES = st.sampled_from([*SHIPS, *PORTS])

PATHS: dict[type[Model], dict[str, Leaf]] = {
    Ship: {
        "name": NAMES,
        "status": st.sampled_from(Status),
        "tonnage": NUMBERS,
        "launched_on": DAYS,
        "seen_at": INSTANTS,
        "insured": st.booleans(),
        "owner_id": NUMBERS,
        "home_port__country": PLACES,
        "home_port__opened_on": DAYS,
        "owner__parent__name": NAMES,
        "owner__parent__parent_id": NUMBERS,
        "agency__port__tier": NUMBERS,
        "agency__port__guarded": st.booleans(),
    },
    Voyage: {
        "log_key": st.uuids(),
        "departs_at": INSTANTS,
        "to_port__name": NAMES,
        "ship__owner__country": PLACES,
        "ship__home_port__tier": NUMBERS,
        "ship__agency_id": NUMBERS,
    },
    Parcel: {
        "weight": NUMBERS,
        "owner__rating": NUMBERS,
        "voyage__ship__status": st.sampled_from(Status),
        "voyage__to_port__country": PLACES,
        "voyage__arrived_on": DAYS,
    },
}
RELATED: dict[type[Model], dict[str, Leaf]] = {
    Port: {
        "ships__tonnage": NUMBERS,
        "arrivals__ship__status": st.sampled_from(Status),
        "agencies__ships__name": NAMES,
    },
    Owner: {"ships__voyages__miles": NUMBERS, "parcels__weight": NUMBERS, "subsidiaries__country": PLACES},
    Agency: {"ships__insured": st.booleans(), "ships__voyages__to_port__country": PLACES, "ships__owner_id": NUMBERS},
}
ORDERED = ("lt", "lte", "gt", "gte")


@st.composite
def leaves(draw: st.DrawFn, paths: dict[str, Leaf]) -> Q:
    """One comparison."""
    path = draw(st.sampled_from(sorted(paths)))
    lookup = draw(st.sampled_from(["", "not", "in", "not_in", *ORDERED, "isnull", "not_isnull"]))
    value: Any
    match lookup:
        case "isnull" | "not_isnull":
            value = draw(st.booleans())
        case "in" | "not_in":
            value = draw(st.lists(paths[path], max_size=4))
        case "":
            value = draw(paths[path] | st.none())
        case _:
            value = draw(paths[path])
    return Q(**{f"{path}__{lookup}".removesuffix("__"): value})


def combined(paths: dict[str, Leaf]) -> st.SearchStrategy[Q]:
    """Comparisons joined and negated in any way."""

    def joined(inner: st.SearchStrategy[Q]) -> st.SearchStrategy[Q]:
        return st.one_of(st.builds(_both, inner, inner), st.builds(_either, inner, inner), st.builds(_not, inner))

    return st.recursive(leaves(paths), joined, max_leaves=6)


def _both(one: Q, other: Q) -> Q:
    return one & other


def _either(one: Q, other: Q) -> Q:
    return one | other


def _not(one: Q) -> Q:
    return ~one


async def ours(database: Database, model: type[Model], q: Q) -> list[Any]:
    row = Row(table_of(model), "t")
    client = database.context.db()
    dialect = dialect_of(client.capabilities.dialect)
    where = Conditions(dialect, Aliases()).of(q, row)
    text = dialect.number(f'SELECT "t"."id" FROM "{row.table.name}" t WHERE {where.text}')
    _, rows = await client.execute_query(text, list(where.values))
    return sorted(str(each[0]) for each in rows)


async def tortoises(database: Database, model: type[Model], q: Q) -> list[Any]:
    found = await model.filter(q).using_db(database.context.db()).distinct().values_list("id", flat=True)
    return sorted(str(key) for key in found)


QUIET = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


Asked = tuple[type[Model], Q]


def spoken(q: Q) -> str:
    """A scope as a reader would write it."""
    parts = [*(f"{path}={value!r}" for path, value in q.filters.items()), *(spoken(each) for each in q.children)]
    return f"{'~' if q._is_negated else ''}{q.join_type}({', '.join(parts)})"  # noqa: SLF001  # it has no public name


def over(paths: dict[type[Model], dict[str, Leaf]], scopes: Callable[[dict[str, Leaf]], st.SearchStrategy[Q]]) -> Any:
    """A model and a scope over it."""
    return st.sampled_from(list(paths)).flatmap(lambda model: st.tuples(st.just(model), scopes(paths[model])))


def any_of(paths: dict[str, Leaf]) -> st.SearchStrategy[Q]:
    """At least one of several comparisons along one path: none that asks whether there is a related row.

    Along two paths that meet in one table tortoise mixes up the rows of the two, so it cannot be the judge there.
    """
    return st.sampled_from(sorted(paths)).flatmap(lambda path: _along({path: paths[path]}))


def _along(path: dict[str, Leaf]) -> st.SearchStrategy[Q]:
    positive = leaves(path).filter(lambda q: None not in q.filters.values() and not _asks_for_absence(q))
    return st.lists(positive, min_size=1, max_size=3).map(lambda inner: Q(*inner, join_type=Q.OR))


def _asks_for_absence(q: Q) -> bool:
    return next(iter(q.filters)).rpartition("__")[2] in ("not", "not_in", "isnull", "not_isnull")


@given(asked=over(PATHS, combined))
@QUIET
async def test_any_scope_over_columns_and_foreign_keys_finds_the_same_rows(world: Database, asked: Asked) -> None:
    assert await ours(world, *asked) == await tortoises(world, *asked), spoken(asked[1])


@given(asked=over(RELATED, any_of))
@QUIET
async def test_scopes_across_to_many_relations_find_each_row_once(world: Database, asked: Asked) -> None:
    assert await ours(world, *asked) == await tortoises(world, *asked), spoken(asked[1])


async def test_two_tests_in_one_q_speak_of_the_same_related_row(world: Database) -> None:
    both = Q(ships__status=Status.DRAFT, ships__insured=True)
    found = await ours(world, Owner, both)
    assert found == await tortoises(world, Owner, both)
    assert found != await ours(world, Owner, Q(ships__status=Status.DRAFT) & Q(ships__insured=True))


async def test_a_model_can_stand_for_its_key(world: Database) -> None:
    owner = await Owner.get(id=3, using_db=world.context.db())
    assert await ours(world, Ship, Q(owner=owner)) == await ours(world, Ship, Q(owner_id=3)) != []


@pytest.mark.parametrize(
    ("q", "said"),
    [
        (Q(colour="red"), "filters by 'colour', which is no column, relation or lookup"),
        (Q(owner__colour="red"), "filters by 'owner__colour'"),
        (Q(name__contains="a"), "filters by 'name__contains'"),
        (Q(name__eq="a"), "filters by 'name__eq'"),
    ],
    ids=["an unknown column", "an unknown column of another table", "an unknown lookup", "another unknown lookup"],
)
async def test_what_a_scope_cannot_say_is_refused_by_name(world: Database, q: Q, said: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        await ours(world, Ship, q)
    assert said in str(caught.value)
    assert "Lookups: not, in, not_in, lt, lte, gt, gte, isnull, not_isnull." in str(caught.value)
