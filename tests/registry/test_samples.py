"""The first rows: written once, with a source each, invented ones marked; and every example has an answer on them."""

from __future__ import annotations

from typing import Any

from graphql import parse

from core.registry.models import Contribution, Membership, MemberState, Organisation
from core.testing import fill, graph_of
from tests.databases import changes

OURS = ("registry", "eu_support")


def empty(value: Any) -> bool:
    """Whether an answer holds nothing: null, an empty list, or a page without items."""
    if isinstance(value, dict):
        return all(empty(each) for each in value.values())
    if isinstance(value, list):
        return all(empty(each) for each in value)
    return value is None or value == 0


async def test_a_second_run_writes_nothing() -> None:
    async with graph_of(*OURS, samples=True) as graph:
        before = await changes(graph.database)

        await fill(graph.host, graph.database, graph.clock)

        assert await changes(graph.database) == before


async def test_every_sample_has_a_source_and_says_if_it_is_invented() -> None:
    async with graph_of(*OURS, samples=True) as graph:
        apps = graph.database.context.apps
        assert apps is not None
        for department in graph.host.model_modules():
            for name, model in apps[department].items():
                if "source" in model._meta.fields_map:
                    assert not await model.filter(source="").exists(), f"{name} has a row without a source"
        invented = await Organisation.filter(source="sample")
        assert len(invented) == 5
        assert all(row.name.endswith("(sample)") for row in invented)


async def test_the_states_are_those_that_a_source_dates() -> None:
    async with graph_of("registry", samples=True):
        dated = {row.member_state_id for row in await Membership.all()}  # type: ignore[attr-defined]
        assert {row.id for row in await MemberState.all()} == dated
        shares = [row.percent_ppm for row in await Contribution.filter(year=2009)]
        assert (len(shares), sum(shares)) == (20, 1_000_000)


async def test_every_example_has_an_answer() -> None:
    async with graph_of(samples=True) as graph:
        for department in graph.host.departments:
            assert len(department.examples) >= 3
            for path in department.examples:
                text = path.read_text(encoding="utf-8")
                told = await graph.ask(text)
                assert not told.errors, f"{path.name}: {told.errors}"
                assert not empty(told.data), f"{path.name} has no answer"
                assert len(parse(text).definitions) == 1
