"""An unpublished disclosure is noticed by nobody but its owners and the office, whatever is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from core.access.viewer import Role, Viewer
from plugins.knowledge_transfer.models import TechnologyStatus
from schema.relay import encode_id
from tests.knowledge_transfer.world import DISCLOSER, SECRET, World, disclose, technology, world

QUESTIONS = {
    "roots": """{
        technologies { nodes { name } edges { cursor } } technologyAreas { nodes { name technology { name } } }
        licences { nodes { reference technology { name } } } spinOffs { nodes { label technology { name } } }
    }""",
    "node": """query($technology: ID!, $licence: ID!) {
        technology: node(id: $technology) { id __typename ... on Technology { name } }
        licence: node(id: $licence) { id __typename ... on Licence { reference fieldOfUse } }
    }""",
    "nodes": "query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }",
    "links": """{
        organisations { nodes {
            name
            technologies { totalCount nodes { name } }
            licences { totalCount nodes { reference } }
            spinOff { technologyNote }
        } }
        orgUnits { nodes { technologies { totalCount nodes { name licences { nodes { reference } } } } } }
    }""",
    "links of what is published": """{ technologies(first: 5) { nodes {
        areas { name technology { areas { name } } } compatibilities { name }
        licences(first: 5) { nodes { technology { name } licensee { licences { nodes { reference } } } } }
        spinOffs { nodes { label } }
    } } }""",
    "count": """{
        technologies { totalCount } technologyAreas { totalCount } licences { totalCount } spinOffs { totalCount }
    }""",
    "filter": """query($technology: ID!) {
        byName: technologies(where: { name: { startsWith: "Xan" } }) { totalCount nodes { id } }
        byTrl: technologies(where: { trl: { lt: 3 } }) { totalCount nodes { id } }
        byStatus: technologies(where: { status: { ne: PUBLISHED } }) { totalCount nodes { id } }
        byReference: technologies(where: { reference: { eq: "T Xanadu" } }) { totalCount }
        byDay: technologies(where: { disclosedOn: { isNull: false } }) { totalCount }
        byArea: technologyAreas(where: { area: { eq: "Xanadu" } }) { totalCount }
        areasOf: technologyAreas(where: { technology: { eq: $technology } }) { totalCount }
        licencesOf: licences(where: { technology: { eq: $technology } }) { totalCount }
        spinOffsOf: spinOffs(where: { technology: { eq: $technology } }) { totalCount }
        byUse: licences(where: { fieldOfUse: { eq: "Xanadu" } }) { totalCount }
        notByUse: licences(where: { not: { fieldOfUse: { eq: "pumps" } } }) { totalCount }
    }""",
    "order": """{
        technologies(first: 1, orderBy: { field: NAME, direction: DESC }) { pageInfo { hasNextPage } nodes { name } }
        technologyAreas(last: 1) { pageInfo { hasPreviousPage } nodes { name } }
        licences(first: 1) { pageInfo { hasNextPage } nodes { reference } }
    }""",
    "summary": """{
        technologies { summary { count
            byStatus: groups(by: STATUS) { key count } byTrl: groups(by: TRL) { key count } } }
        technologyAreas { summary { count groups(by: AREA) { key count } } }
        licences { summary { count groups(by: KIND) { key count } } }
        spinOffs { summary { count groups(by: FOUNDED_YEAR) { key count } } }
    }""",
    "search": """{
        secret: search(text: "xanadu") { totalCount nodes { __typename } }
        reference: search(text: "L") { totalCount }
        firm: search(text: "spun off") { totalCount nodes { __typename } }
    }""",
}


OFFICE = (Role.KNOWLEDGE_TRANSFER_OFFICER, Role.ADMIN)

KINDS = ("Technology", "TechnologyArea", "TechnologyCompatibility", "Licence", "SpinOff")
NOWHERE = [encode_id(kind, 999_999) for kind in KINDS]
"""Ids of rows that there are not."""


async def answers(there: World, viewer: Viewer, ids: list[str]) -> dict[str, Any]:
    """What the viewer hears to every question; ids are asked for where a question names some."""
    given = {"ids": ids, "technology": ids[0], "licence": ids[3]}
    told: dict[str, Any] = {}
    for what, question in QUESTIONS.items():
        named = {name: value for name, value in given.items() if f"${name}:" in question}
        told[what] = await there.graph.data(question, viewer, **named)
    return told


@pytest.mark.parametrize("status", [TechnologyStatus.DISCLOSED, TechnologyStatus.PROTECTED, TechnologyStatus.ARCHIVED])
async def test_to_strangers_a_disclosure_is_as_if_it_were_not(status: TechnologyStatus) -> None:
    async with world() as there:
        # given what people of the same unit hear, in each role, while there is no disclosure
        strangers = [there.viewer(role) for role in Role if role not in OFFICE]
        before = [await answers(there, viewer, NOWHERE) for viewer in strangers]

        # when there is one
        hidden = await disclose(there, status)

        # then they hear the same, to every question
        for viewer, heard in zip(strangers, before, strict=True):
            hears = await answers(there, viewer, hidden.ids())
            differing = [what for what in hears if hears[what] != heard[what]]
            assert (viewer.role, differing, [*texts_with(SECRET, hears)]) == (viewer.role, [], [])


def texts_with(word: str, told: Any) -> Iterator[str]:
    """Every text in an answer that holds a word."""
    if isinstance(told, dict | list):
        for each in told.values() if isinstance(told, dict) else told:
            yield from texts_with(word, each)
    elif isinstance(told, str) and word in told:
        yield told


@pytest.mark.parametrize("role", OFFICE)
async def test_the_office_sees_it_by_every_question(role: Role) -> None:
    async with world() as there:
        officer = there.viewer(role)
        before = await answers(there, officer, NOWHERE)

        hidden = await disclose(there)

        after = await answers(there, officer, hidden.ids())
        assert [what for what, told in after.items() if told == before[what]] == []
        assert [each["id"] for each in after["nodes"]["nodes"]] == hidden.ids()


async def test_who_disclosed_it_sees_it_and_all_that_hangs_on_it() -> None:
    async with world() as there:
        hidden = await disclose(there)

        told = await answers(there, there.viewer(Role.RESEARCHER, person=DISCLOSER), hidden.ids())

        assert [each["id"] for each in told["nodes"]["nodes"]] == hidden.ids()
        assert told["count"]["technologies"] == {"totalCount": 2}


async def test_a_person_s_id_says_nothing_in_another_role() -> None:
    async with world() as there:
        hidden = await disclose(there)

        told = await answers(there, there.viewer(Role.ILO, person=DISCLOSER), hidden.ids())

        assert told["nodes"] == {"nodes": [None] * 5}


async def test_the_organisation_that_owns_it_sees_it() -> None:
    async with world() as there:
        hidden = await disclose(there)

        told = await answers(there, there.viewer(Role.FIRM, there.owner), hidden.ids())

        assert [each["id"] for each in told["nodes"]["nodes"]] == hidden.ids()


async def test_a_licensee_sees_the_licence_and_not_the_technology() -> None:
    async with world() as there:
        await disclose(there)

        told = await there.graph.data(
            "{ licences { nodes { reference fieldOfUse technology { name } } } technologies { totalCount } }",
            there.viewer(Role.FIRM, there.licensee),
        )

        assert told["licences"]["nodes"][0] == {"reference": f"L-{SECRET}", "fieldOfUse": SECRET, "technology": None}
        assert told["technologies"] == {"totalCount": 1}


STAGES = {
    "published, nobody knows when": (TechnologyStatus.PUBLISHED, None, True),
    "published today": (TechnologyStatus.PUBLISHED, date(2026, 6, 1), True),
    "published tomorrow": (TechnologyStatus.PUBLISHED, date(2026, 6, 2), False),
    "licensed": (TechnologyStatus.LICENSED, None, True),
    "archived, never published": (TechnologyStatus.ARCHIVED, None, False),
    "archived after publication": (TechnologyStatus.ARCHIVED, date(2020, 1, 1), True),
    "protected, with a day": (TechnologyStatus.PROTECTED, date(2020, 1, 1), False),
    "under evaluation": (TechnologyStatus.UNDER_EVALUATION, None, False),
}


async def test_it_is_everyone_s_from_the_day_of_its_publication() -> None:
    async with world() as there:
        for name, (status, published_on, _) in STAGES.items():
            await technology(name, status=status, published_on=published_on)

        told = await there.graph.data("{ technologies { nodes { name publicationRisk { outcome } } } }")

        seen = [name for name, (_, _, is_seen) in STAGES.items() if is_seen]
        assert {each["name"] for each in told["technologies"]["nodes"]} == {there.published.name, *seen}
        assert {each["publicationRisk"]["outcome"] for each in told["technologies"]["nodes"]} == {"CLEAR"}
