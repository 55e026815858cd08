from __future__ import annotations

from typing import Any

import pytest

import plugins.procurement
from core.hookspecs import examples_in
from core.testing import GraphUnderTest
from plugins.procurement.samples import fill
from tests.databases import changes

EXAMPLES = {each.stem: each.read_text(encoding="utf-8") for each in examples_in(str(plugins.procurement.__file__))}

PARTS = {"Lot"}
"""What is told beside the name of something invented, and needs no mark of its own."""


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


async def test_every_row_is_invented_and_says_so_or_names_its_source(graph: GraphUnderTest) -> None:
    apps = graph.database.context.apps
    assert apps is not None
    sourced = {name: model for name, model in apps["procurement"].items() if "source" in model._meta.fields_map}
    assert {"Tender", "Bid", "Award", "Contract", "Supplier", "BalanceList"} <= sourced.keys()

    for name, model in sourced.items():
        for row in await model.all().values():
            is_invented = row["source"] == "sample"
            assert is_invented or row["source"].startswith("https://"), f"{name} {row['id']}"
            title = row.get("title") or row.get("name")
            if title and name not in PARTS:
                assert title.endswith("(sample)") is is_invented, f"{name} {title}"


async def test_contracts_of_real_cases_say_where_they_are_made_and_not_when_they_were_signed(
    graph: GraphUnderTest,
) -> None:
    found = await graph.data(
        """{ contracts(where: {reference: {startsWith: "IT-"}}) { nodes {
             reference signedOn startsOn endsOn source
             contractor { name } amount { amount currency } origins { country { code } share { percent } } } } }"""
    )

    told = {
        each["reference"].removesuffix("/contract/1"): (
            each["contractor"]["name"],
            each["amount"]["amount"],
            {part["country"]["code"]: part["share"]["percent"] for part in each["origins"]},
        )
        for each in found["contracts"]["nodes"]
    }
    assert told == {
        "IT-2539/LHC/LHC": ("ICARUS", "22454774.00", {}),
        "IT-2540/LHC/LHC": ("ANTEC", "4072134.00", {}),
        "IT-2871/IT": ("DCS", "2196588.00", {"CH": "55.0000", "GR": "45.0000"}),
        "IT-3255/TS/CMS": (
            "ZEC",
            "3825632.00",
            {"PL": "80.0000", "DE": "5.0000", "ES": "5.0000", "FR": "5.0000", "IT": "5.0000"},
        ),
    }
    assert {each["signedOn"] for each in found["contracts"]["nodes"]} == {None}
    assert {(each["startsOn"], each["endsOn"]) for each in found["contracts"]["nodes"]} == {
        (None, None),
        ("2001-10-01", "2004-09-30"),
    }


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
