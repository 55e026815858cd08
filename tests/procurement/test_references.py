"""A reference is found however its dashes are written, and by its beginning."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.procurement.models import Tender
from plugins.procurement.rules.references import normalised
from tests.procurement.story import Story

SPELLINGS = {
    "IT-4134/EN/LHC": "IT-4134/EN/LHC",
    "IT\N{EN DASH}4134/EN/LHC": "IT-4134/EN/LHC",
    "it \u2011 4134 / EN / LHC ": "IT-4134/EN/LHC",
    "IT 4103/EN/LHCb": "IT-4103/EN/LHCb",
    "IT4134/EN/": "IT-4134/EN",
    "MS\N{MINUS SIGN}6677/LHC/LHC": "MS-6677/LHC/LHC",
    "DO\N{EM DASH}28123": "DO-28123",
    "cern/fc/5312\N{EN DASH}II/Rev.": "CERN/FC/5312-II/Rev.",
    "CERN / FC / 4693": "CERN/FC/4693",
    "ocds-213czf-000-00001": "ocds-213czf-000-00001",
    "UA\N{EN DASH}2020\N{EN DASH}01\N{EN DASH}20\N{EN DASH}001169\N{EN DASH}c": "UA-2020-01-20-001169-c",
    "SAMPLE-IT-1": "SAMPLE-IT-1",
    "ITER-5": "ITER-5",
    "": "",
}


@pytest.mark.parametrize("written", SPELLINGS)
def test_a_reference_has_one_spelling(written: str) -> None:
    assert normalised(written) == SPELLINGS[written]


@given(st.text(alphabet=st.sampled_from("ITMSDOCERNF it-\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}/ 0123456789abR.")))
def test_a_spelling_that_is_normal_stays_as_it_is(written: str) -> None:
    assert normalised(normalised(written)) == normalised(written)


async def found(story: Story, reference: str, viewer: Any = None) -> str | None:
    asked = "query ($reference: String!) { tender(reference: $reference) { reference } }"
    tender = (await story.ask(asked, viewer, reference=reference))["tender"]
    return tender and str(tender["reference"])


@pytest.mark.parametrize(
    "written",
    [
        "IT\N{EN DASH}4134/EN",
        "it-4134",
        "it-4134/en/lhc",
        "IT-413",
        "IT-4134/E",
        "it-4134/en/lh",
        "IT-4134/EN/LHC",
        " IT \N{EM DASH} 4134 / EN / LHC ",
    ],
)
async def test_a_tender_is_found_by_what_papers_quote(story: Story, written: str) -> None:
    assert await found(story, written) == "IT-4134/EN/LHC"


@pytest.mark.parametrize("written", ["IT-4134/EN/LHC/5", "IT_4134", "IT-4%", "4134", "", "x" * 1000])
async def test_what_is_no_reference_and_no_beginning_of_one_is_found_nowhere(story: Story, written: str) -> None:
    assert await found(story, written) is None


async def test_a_beginning_that_fits_several_names_them_and_a_whole_reference_is_whole(story: Story) -> None:
    with story.graph.database.current():
        made = await Tender.get(reference="IT-4134/EN/LHC")
        for more in ("IT-4134/EN/LHC/1", "IT-4134/EN/LHC/2"):
            await Tender.create(reference=more, status=made.status, source=made.source)

    told = await story.graph.ask('{ tender(reference: "IT-4134") { reference } }')

    assert [error.message for error in told.errors] == [
        "'IT-4134' may be IT-4134/EN/LHC, IT-4134/EN/LHC/1, IT-4134/EN/LHC/2. Write more of the reference."
    ]
    assert await found(story, "IT-4134/EN/LHC") == "IT-4134/EN/LHC"


async def test_a_beginning_that_ends_at_a_slash_fits_better_than_a_longer_number(story: Story) -> None:
    with story.graph.database.current():
        made = await Tender.get(reference="IT-4134/EN/LHC")
        await Tender.create(reference="IT-41345/EN", status=made.status, source=made.source)

    told = await story.graph.ask('{ tender(reference: "it-413") { reference } }')

    assert await found(story, "it-4134") == "IT-4134/EN/LHC"
    assert [error.message for error in told.errors] == [
        "'IT-413' may be IT-4134/EN/LHC, IT-41345/EN. Write more of the reference."
    ]


async def test_nobody_finds_a_plan_by_its_reference_but_those_who_know_of_it(story: Story) -> None:
    assert await found(story, "SAMPLE-IT-3") is None
    assert await found(story, "SAMPLE-IT-3", story.officer()) == "SAMPLE-IT-3"
    assert await found(story, "SAMPLE-IT-3", story.technical_officer()) == "SAMPLE-IT-3"
