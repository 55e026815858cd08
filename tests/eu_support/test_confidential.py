"""A proposal is noticed by nobody but its owners and the EU office, whatever is asked."""

from __future__ import annotations

from typing import Any

import pytest

from core.access.viewer import Role, Viewer
from plugins.eu_support.models import Proposal, ProposalStatus
from schema.relay import encode_id
from tests.eu_support.world import AUTHOR, SECRET, World, propose, world

QUESTIONS = {
    "root": "{ proposals { nodes { reference } edges { cursor } pageInfo { hasNextPage endCursor } } }",
    "node": "query($id: ID!) { node(id: $id) { id __typename ... on Proposal { title status } } }",
    "nodes": "query($id: ID!) { nodes(ids: [$id]) { id __typename } }",
    "links": """{
        organisations { nodes { name proposals { totalCount nodes { reference } } } }
        orgUnits { nodes { code proposals { totalCount nodes { reference } } } }
        topics { nodes { identifier proposals { totalCount nodes { acronym owner { name } } } } }
    }""",
    "count": "{ proposals { totalCount } }",
    "filter": """query($owner: ID!, $topic: ID!) {
        byTitle: proposals(where: { title: { startsWith: "Xan" } }) { totalCount nodes { id } }
        byReference: proposals(where: { reference: { eq: "EU-Xanadu" } }) { totalCount }
        byStatus: proposals(where: { status: { ne: IDEA } }) { totalCount }
        byOwner: proposals(where: { owner: { eq: $owner } }) { totalCount }
        byTopic: proposals(where: { topic: { eq: $topic } }) { totalCount }
        byDay: proposals(where: { not: { submittedOn: { isNull: true } } }) { totalCount }
    }""",
    "order": """{
        proposals(first: 1, orderBy: { field: TITLE, direction: DESC }) { nodes { title } pageInfo { hasNextPage } }
        last: proposals(last: 1) { nodes { title } pageInfo { hasPreviousPage } }
    }""",
    "summary": """{
        proposals { summary { count sums { requested { amount currency } } groups(by: STATUS) { key count } } }
        topics { nodes { proposals { summary { count sums { requested { amount } } } } } }
        organisations { nodes { proposals { summary { count groups(by: STATUS) { key count } } } } }
    }""",
    "search": """{
        secret: search(text: "xanadu") { totalCount nodes { __typename } }
        reference: search(text: "eu") { totalCount }
    }""",
}

OFFICE = (Role.EU_OFFICER, Role.ADMIN)
OWN_UNIT = (Role.RESEARCHER, Role.TECHNICAL_OFFICER)


async def answers(there: World, viewer: Viewer, proposal: str) -> dict[str, Any]:
    """What the viewer hears to every question."""
    given = {"id": proposal, "owner": there.id(there.firm), "topic": there.id(there.topic)}
    told: dict[str, Any] = {}
    for what, question in QUESTIONS.items():
        named = {name: value for name, value in given.items() if f"${name}:" in question}
        told[what] = await there.graph.data(question, viewer, **named)
    return told


async def test_to_strangers_a_proposal_is_as_if_it_were_not() -> None:
    async with world() as there:
        # given what strangers hear in each role while there is no proposal
        strangers = [there.viewer(role) for role in Role if role not in OFFICE]
        before = [await answers(there, viewer, encode_id("Proposal", 999_999)) for viewer in strangers]

        # when there is one, of a firm and a unit that are not theirs
        hidden = await propose(there, owner_unit=there.unit, drafted_by=AUTHOR)

        # then they hear the same, to every question, however far it has come
        for status in ProposalStatus:
            await Proposal.all().update(status=status)
            after = [await answers(there, viewer, there.id(hidden)) for viewer in strangers]
            assert after == before, status


async def sees(there: World, viewer: Viewer, proposal: Proposal) -> bool:
    """Whether a viewer finds a proposal by its root, its id and its count alike."""
    question = "query($id: ID!) { proposals { totalCount nodes { reference } } node(id: $id) { id } }"
    told = await there.graph.data(question, viewer, id=there.id(proposal))
    listed = proposal.reference in [node["reference"] for node in told["proposals"]["nodes"]]
    assert listed == (told["node"] is not None)
    assert told["proposals"]["totalCount"] == len(told["proposals"]["nodes"])
    return listed


async def test_a_firm_sees_its_own_proposals_only() -> None:
    async with world() as there:
        # given a proposal of the firm and one of a stranger
        own = await propose(there)
        other = await propose(there, owner=there.stranger, reference="EU-OTHER")

        # then the firm sees the first, and the coordinator of both, who owns none, sees neither
        firm = there.viewer(Role.FIRM, organisation=there.firm.id)
        coordinator = there.viewer(Role.FIRM, organisation=there.cern.id)
        assert [await sees(there, firm, each) for each in (own, other)] == [True, False]
        assert [await sees(there, coordinator, each) for each in (own, other)] == [False, False]


@pytest.mark.parametrize("role", OWN_UNIT)
async def test_a_unit_sees_what_it_writes(role: Role) -> None:
    async with world() as there:
        proposal = await propose(there, owner=there.cern, owner_unit=there.unit)

        assert await sees(there, there.viewer(role, unit=there.unit.code), proposal)
        assert not await sees(there, there.viewer(role), proposal)


async def test_the_unit_of_another_role_opens_nothing() -> None:
    async with world() as there:
        proposal = await propose(there, owner=there.cern, owner_unit=there.unit, drafted_by=AUTHOR)

        others = [role for role in Role if role not in (*OFFICE, *OWN_UNIT)]
        for role in others:
            viewer = there.viewer(role, unit=there.unit.code, person=AUTHOR)
            assert not await sees(there, viewer, proposal), role


async def test_whoever_drafted_a_proposal_sees_it_without_a_unit() -> None:
    async with world() as there:
        proposal = await propose(there, owner=there.cern, drafted_by=AUTHOR)
        nobodys = await propose(there, owner=there.cern, reference="EU-NOBODY")

        author = there.viewer(Role.RESEARCHER, person=AUTHOR, unit=None)
        assert await sees(there, author, proposal)
        assert not await sees(there, author, nobodys)


@pytest.mark.parametrize("role", OFFICE)
async def test_the_eu_office_sees_all(role: Role) -> None:
    async with world() as there:
        await propose(there)
        told = await answers(there, there.viewer(role), encode_id("Proposal", 1))

        assert SECRET in repr(told["root"])
        assert told["count"] == {"proposals": {"totalCount": 1}}
        assert told["search"]["secret"]["totalCount"] == 1
        assert told["summary"]["proposals"]["summary"]["sums"] == {
            "requested": [{"amount": "1234567.89", "currency": "EUR"}]
        }


async def test_who_drafted_a_proposal_is_nowhere_to_be_read() -> None:
    async with world() as there:
        assert "draftedBy" not in there.graph.host.schema.as_str()
