from __future__ import annotations

from typing import Any

import pytest

import plugins.procurement
from core.hookspecs import examples_in
from core.testing import GraphUnderTest
from plugins.procurement.samples import fill
from tests.databases import changes

EXAMPLES = {each.stem: each.read_text(encoding="utf-8") for each in examples_in(str(plugins.procurement.__file__))}


def is_empty(value: Any) -> bool:
    """Whether an answer holds no value but empty lists and nothings."""
    if isinstance(value, dict):
        return all(is_empty(each) for each in value.values())
    if isinstance(value, list):
        return all(is_empty(each) for each in value)
    return value in (None, 0)


async def test_telling_the_story_again_writes_nothing(graph: GraphUnderTest) -> None:
    connection: Any = graph.database.connection
    before = await changes(graph.database)

    await fill(connection, graph.clock)

    assert await changes(graph.database) == before


@pytest.mark.parametrize("example", EXAMPLES)
async def test_every_example_has_an_answer_for_the_public(graph: GraphUnderTest, example: str) -> None:
    text = EXAMPLES[example]

    data = await graph.data(text)

    assert not any(is_empty(each) for each in data.values())
    assert max(len(line) for line in text.splitlines()) <= 45


async def test_what_is_invented_says_so_and_what_is_real_names_its_source(graph: GraphUnderTest) -> None:
    found = await graph.data("{ tenders(first: 50) { nodes { reference title source } } }")

    for tender in found["tenders"]["nodes"]:
        invented = tender["reference"].startswith("SAMPLE")
        assert (tender["source"] == "sample") is invented
        assert tender["title"].endswith("(sample)") is invented
        assert invented or tender["source"].startswith("https://")


async def test_an_award_to_a_group_counts_its_price_once(graph: GraphUnderTest) -> None:
    found = await graph.data(
        '{ tenders(where: {reference: {in: ["IT-2539/LHC/LHC", "IT-2871/IT"]}}) { nodes { awards { '
        "nodes { winner { name country { code } } } summary { sums { amount { amount currency } } } } } } }"
    )

    awards = [tender["awards"] for tender in found["tenders"]["nodes"]]
    assert [[winner["winner"]["name"] for winner in each["nodes"]] for each in awards] == [
        ["ICARUS", "BUTTING"],
        ["DCS", "INTRASOFT"],
    ]
    assert [each["summary"]["sums"]["amount"] for each in awards] == [
        [{"amount": "22454774.00", "currency": "CHF"}],
        [{"amount": "2196588.00", "currency": "CHF"}],
    ]
