"""What one operation may ask for, and how it is told that it asks for too much."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest

from core.testing import GraphUnderTest, graph_of


@pytest.fixture
async def graph() -> AsyncGenerator[GraphUnderTest]:
    async with graph_of(samples=True) as opened:
        yield opened


async def test_aliases_below_an_amount_count_as_values(graph: GraphUnderTest) -> None:
    many = " ".join(f"a{at}: amount" for at in range(1200))
    page = f"{{ projects(first: 100) {{ nodes {{ ecMaxContribution {{ {many} }} }} }} }}"

    told = await graph.ask(page)

    assert told.codes == ["TOO_MANY_VALUES"]
    assert told.statements == 0


async def test_aliases_below_a_search_count_as_values(graph: GraphUnderTest) -> None:
    many = " ".join(f"c{at}: cursor" for at in range(1200))

    told = await graph.ask(f'{{ search(text: "sample") {{ edges {{ {many} }} }} }}')

    assert told.codes == ["TOO_MANY_VALUES"]


async def test_hundreds_of_counts_in_one_operation_are_refused(graph: GraphUnderTest) -> None:
    many = " ".join(f"t{at}: tenders {{ totalCount }}" for at in range(600))

    told = await graph.ask(f"{{ {many} }}")

    assert told.codes == ["TOO_MANY_VALUES"]
    assert told.statements == 0


async def test_one_field_repeated_hundreds_of_times_never_reaches_validation(graph: GraphUnderTest) -> None:
    told = await graph.ask(f"{{ {'tenders { nodes { title } } ' * 300} }}")

    assert told.codes == ["VALIDATION_FAILED"]
    assert "more than 20 times" in told.errors[0].message


async def test_fragments_spread_by_the_dozen_are_refused_too(graph: GraphUnderTest) -> None:
    spreads = " ".join(f"...F{at}" for at in range(60))
    fragments = " ".join(f"fragment F{at} on Query {{ tenders {{ totalCount }} }}" for at in range(60))

    told = await graph.ask(f"{{ {spreads} }} {fragments}")

    assert told.codes == ["VALIDATION_FAILED"]


@pytest.mark.parametrize(
    "where",
    [
        "{ or: [" + ", ".join('{ title: { eq: "x" } }' for _ in range(300)) + "] }",
        "{ not: " * 30 + '{ title: { eq: "x" } }' + " }" * 30,
        '{ opensAt: { lt: "0001-01-01T00:00:00+14:00" } }',
    ],
)
async def test_a_filter_beyond_reason_is_an_error_of_its_argument(graph: GraphUnderTest, where: str) -> None:
    told = await graph.ask(f"{{ tenders(where: {where}) {{ totalCount }} }}")

    assert told.codes == ["BAD_ARGUMENT"]


async def test_a_value_that_no_row_can_have_matches_nothing(graph: GraphUnderTest) -> None:
    country = await graph.data('{ organisations(where: { country: { eq: "Poland" } }) { totalCount } }')
    long = await graph.data(
        'query($v: String!) { organisation(identifier: { scheme: "PIC", value: $v }) { name } }', v="9" * 600
    )

    assert country == {"organisations": {"totalCount": 0}}
    assert long == {"organisation": None}


async def test_the_largest_groups_can_be_asked_for(graph: GraphUnderTest) -> None:
    all_of_them = "{ organisations { summary { groups(by: COUNTRY) { key count } } } }"
    first = "{ organisations { summary { groups(by: COUNTRY, first: 2) { key count } } } }"

    groups = (await graph.data(all_of_them))["organisations"]["summary"]["groups"]
    largest = (await graph.data(first))["organisations"]["summary"]["groups"]

    assert largest == groups[:2]


async def test_search_counts_only_when_asked(graph: GraphUnderTest) -> None:
    counted = await graph.ask('{ search(text: "aurelia") { totalCount } }')
    found = await graph.ask('{ search(text: "aurelia") { edges { cursor } } }')

    assert counted.statements == found.statements + 1
