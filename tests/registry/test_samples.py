"""The first rows: written once, with a source each, invented ones marked; and every example has an answer on them."""

from __future__ import annotations

from datetime import date
from typing import Any

from graphql import parse
from tortoise.expressions import Q

from core.registry.models import Contribution, Membership, MemberState, Organisation
from core.testing import fill, graph_of
from plugins.procurement.models import BalanceListEntry
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
        coming = [row.country for row in await MemberState.all() if row.id not in dated]
        assert coming == ["CL"]
        shares = [row.percent_ppm for row in await Contribution.filter(year=2009)]
        assert (len(shares), sum(shares)) == (20, 1_000_000)


async def test_a_status_whose_beginning_no_source_tells_says_so() -> None:
    async with graph_of("registry", samples=True) as graph:
        asked = """{ memberStates(where: {country: {in: ["HR", "CY", "EE", "LV", "BR", "CL"]}}) { nodes {
            country { code } status memberships { status validFrom isFirstDay source } } } }"""
        found = (await graph.data(asked))["memberStates"]["nodes"]

        told = {state["country"]["code"]: state for state in found}
        assert {code: state["status"] for code, state in told.items()} == {
            "HR": "ASSOCIATE",
            "CY": "PRE_STAGE",
            "EE": "MEMBER",
            "LV": "ASSOCIATE",
            "BR": "ASSOCIATE",
            "CL": None,
        }
        begun = {code: [each["isFirstDay"] for each in state["memberships"]] for code, state in told.items()}
        assert begun == {"HR": [False], "CY": [False], "EE": [False, False], "LV": [False], "BR": [True], "CL": []}
        assert all(each["source"].startswith("https://") for state in found for each in state["memberships"])


async def test_every_state_of_the_list_of_2021_is_a_state_of_cern_in_it() -> None:
    async with graph_of("procurement", samples=True):
        listed = set(await BalanceListEntry.all().values_list("country", flat=True))
        lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=date(2021, 3, 1))
        known = Membership.filter(lasting, valid_from__lte=date(2021, 3, 1))

        assert len(listed) == 32
        assert listed <= set(await known.values_list("member_state__country", flat=True))


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
