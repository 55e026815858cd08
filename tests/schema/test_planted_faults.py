"""Faults planted into the engine one at a time: the oracle must find each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast

import pytest
from graphql import is_non_null_type

from schema import connection, everyone, figures, page, plans, values, where
from schema.calls import Bound, Call
from schema.conditions import Sql
from schema.connection import ConnectionLink
from schema.graph import NodeType
from schema.page import Page
from schema.paging import Paging
from schema.settle import Settlement
from schema.statement import Order, Statement, Window
from schema.table import Column
from tests.schema.contest import Contest, quiet
from tests.schema.world.opened import opened, world_schema
from tests.schema.world.rows import random_rows

MOST = 2_000
"""Operations in which a fault must show."""
Plant = Callable[[pytest.MonkeyPatch], None]


def a_scope_is_dropped(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(NodeType, "scope", property(lambda self: everyone))


def a_cursor_has_no_tie_breaker(patch: pytest.MonkeyPatch) -> None:
    def beyond(self: Statement, order: Order, place: tuple[Any, ...], word: str) -> Sql:
        turned = {">": "<", "<": ">"}[word] if order.descending else word
        return Sql(f"{self.row.sql(order.column)} {turned} ?", place[:1])

    patch.setattr(Statement, "_beyond", beyond)


def a_page_is_off_by_one(patch: pytest.MonkeyPatch) -> None:
    def longer(rows: Sequence[Any], asked: Any) -> Page:
        made = page.page_of(rows, asked)
        return replace(made, rows=list(rows[: len(made.rows) + 1]) if asked.from_start else made.rows)

    patch.setattr(connection, "page_of", longer)


def an_alias_is_lost(patch: pytest.MonkeyPatch) -> None:
    real = Paging._each  # noqa: SLF001

    def each(self: Paging, definition: Any, details: Any) -> list[tuple[str, Any, Any]]:
        return [(inner[0].node.name.value, inner, part) for _, inner, part in real(self, definition, details)]

    patch.setattr(Paging, "_each", each)


def a_guard_is_ignored_in_filters(patch: pytest.MonkeyPatch) -> None:
    def seen(guard: Sql | None) -> list[Sql]:
        return []

    patch.setattr(where, "_seen", seen)


def a_hidden_target_is_found_by_filters(patch: pytest.MonkeyPatch) -> None:
    def shows(self: Statement, column: Column, target: NodeType) -> None:
        return None

    patch.setattr(Statement, "shows", shows)


def a_guard_is_ignored_in_links(patch: pytest.MonkeyPatch) -> None:
    def seen(self: Statement, column: Column) -> None:
        pass

    patch.setattr(Statement, "_seen", seen)


def the_last_page_is_read_from_the_wrong_end(patch: pytest.MonkeyPatch) -> None:
    real = Statement._ordering  # noqa: SLF001

    def ordering(self: Statement, window: Window) -> str:
        return real(self, replace(window, backward=False))

    patch.setattr(Statement, "_ordering", ordering)


def a_count_ignores_where(patch: pytest.MonkeyPatch) -> None:
    narrow, count = ConnectionLink._narrow, Statement.figures  # noqa: SLF001

    def narrowed(self: ConnectionLink, statement: Any, asked: Any) -> None:
        before = len(statement.parts)
        narrow(self, statement, asked)
        statement.asked = statement.parts[before:]

    def figures_of_all(self: Any, group: Sequence[Sql], measures: Sequence[Sql]) -> Sql:
        self.parts = [part for part in self.parts if part not in getattr(self, "asked", ())]
        return count(self, group, measures)

    patch.setattr(ConnectionLink, "_narrow", narrowed)
    patch.setattr(Statement, "figures", figures_of_all)


def missing_values_are_lost_in_ne(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(where, "_HOLDS_WITHOUT_VALUE", set[str]())


def a_sum_adds_what_is_guarded(patch: pytest.MonkeyPatch) -> None:
    def total(statement: Statement, column: Column) -> Sql:
        return Sql(f"SUM({statement.row.sql(column)})")

    patch.setattr(figures, "_total", total)


def nulls_rise_too_little(patch: pytest.MonkeyPatch) -> None:
    real = Settlement._protected  # noqa: SLF001

    def protected(self: Settlement, of: Any, *rest: Any) -> Any:
        return real(self, of.of_type if is_non_null_type(of) else of, *rest)

    patch.setattr(Settlement, "_protected", protected)


def a_null_is_dropped_from_a_list(patch: pytest.MonkeyPatch) -> None:
    real = values._placed  # noqa: SLF001

    def placed(slot: values.Slot, found: Any, in_list: bool) -> Any:  # as the real one
        return values.HIDDEN if in_list and found is None else real(slot, found, in_list)

    patch.setattr(values, "_placed", placed)


def a_plan_forgets_skip(patch: pytest.MonkeyPatch) -> None:
    def shaping(nodes: Sequence[Any]) -> list[str]:
        return []

    patch.setattr(plans, "_shaping", shaping)


def an_order_forgets_its_direction(patch: pytest.MonkeyPatch) -> None:
    real = page._asked_order  # noqa: SLF001

    def asked_order(*given: Any) -> Order:
        return replace(real(*given), descending=False)

    patch.setattr(page, "_asked_order", asked_order)


def more_pages_are_promised_than_there_are(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Page, "has_next", property(lambda self: self.more))


def ties_are_ordered_at_random(patch: pytest.MonkeyPatch) -> None:
    def ordering(self: Statement, window: Window) -> str:
        direction = "DESC" if window.order.descending != window.backward else "ASC"
        return f"{self.row.sql(window.order.column)} {direction}, random()"

    patch.setattr(Statement, "_ordering", ordering)


def arguments_are_remembered_from_one_run_to_the_next(patch: pytest.MonkeyPatch) -> None:
    real, kept = Call.bind, dict[int, Any]()

    def bind(self: Call, run: Any, variables: Any) -> Bound | None:
        bound = real(self, run, variables)
        run.bound[id(self)] = kept.setdefault(id(self), run.bound[id(self)])
        return bound

    patch.setattr(Call, "bind", bind)


FAULTS: Sequence[Plant] = (
    a_scope_is_dropped,
    a_cursor_has_no_tie_breaker,
    a_page_is_off_by_one,
    an_alias_is_lost,
    a_guard_is_ignored_in_filters,
    a_hidden_target_is_found_by_filters,
    a_guard_is_ignored_in_links,
    the_last_page_is_read_from_the_wrong_end,
    a_count_ignores_where,
    missing_values_are_lost_in_ne,
    a_sum_adds_what_is_guarded,
    nulls_rise_too_little,
    a_null_is_dropped_from_a_list,
    a_plan_forgets_skip,
    an_order_forgets_its_direction,
    more_pages_are_promised_than_there_are,
    ties_are_ordered_at_random,
    arguments_are_remembered_from_one_run_to_the_next,
)


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: cast(Plant, plant).__name__)
async def test_the_oracle_finds_a_fault_where(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = random_rows(seed=2)
    async with opened(rows) as database:
        plant(monkeypatch)
        contest = Contest(database, world_schema(), rows, seed=7)
        with quiet():
            assert await contest.run(MOST) is not None


async def test_without_a_fault_it_finds_none() -> None:
    rows = random_rows(seed=2)
    async with opened(rows) as database:
        contest = Contest(database, world_schema(), rows, seed=7)
        with quiet():
            difference = await contest.run(200)
    assert difference is None, str(difference)
