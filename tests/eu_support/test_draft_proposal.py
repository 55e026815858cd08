"""Who may begin a proposal, and what is refused with which reasons."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.access.viewer import Role, Viewer
from core.registry.models import AuditEntry
from plugins.eu_support.models import Proposal, ProposalStatus, Topic, TopicStatus
from schema.relay import encode_id
from tests.eu_support.world import AUTHOR, World, propose, topic, world

DRAFT = """
mutation($draft: ProposalDraft!, $topic: ID!, $owner: ID!, $unit: ID, $coordinator: ID) {
  draftProposal(draft: $draft, topic: $topic, owner: $owner, ownerUnit: $unit, coordinator: $coordinator) {
    __typename
    ... on Proposal {
      acronym title status transitions requested { amount currency } topic { identifier }
      owner { name } ownerUnit { code } coordinator { name } version
    }
    ... on Refusal { code reasons { code message severity } }
  }
}
"""


async def draft(there: World, viewer: Viewer, **given: Any) -> Any:
    """The answer to a draft, of CERN's unless told otherwise, to the open topic."""
    text = {name: given.pop(name) for name in ("acronym", "title", "requested") if name in given}
    variables = {"topic": there.id(there.topic), "owner": there.id(there.cern), **given}
    told = await there.graph.data(DRAFT, viewer, draft={"acronym": "COLD", "title": "Cold", **text}, **variables)
    return told["draftProposal"]


def codes(answer: Any) -> list[str]:
    """The codes of all reasons of a refusal."""
    assert answer["__typename"] == "Refusal", answer
    assert answer["code"] == answer["reasons"][0]["code"]
    return [reason["code"] for reason in answer["reasons"]]


def of_the_unit(there: World) -> Viewer:
    """A researcher of the unit."""
    return there.viewer(Role.RESEARCHER, person=AUTHOR, unit=there.unit.code)


async def test_a_researcher_drafts_for_the_own_unit() -> None:
    async with world() as there:
        # when somebody of the unit drafts
        answer = await draft(
            there,
            of_the_unit(there),
            unit=there.id(there.unit),
            coordinator=there.id(there.firm),
            requested="1250000.50",
            acronym="  COLD \n",
        )

        # then the answer is the proposal as they may read it
        assert answer == {
            "__typename": "Proposal",
            "acronym": "COLD",
            "title": "Cold",
            "status": "DRAFT",
            "transitions": ["INTERNAL_REVIEW", "WITHDRAWN"],
            "requested": {"amount": "1250000.50", "currency": "EUR"},
            "topic": {"identifier": "HORIZON-OPEN-01"},
            "owner": {"name": "CERN"},
            "ownerUnit": {"code": "TE-XX"},
            "coordinator": {"name": "Firm"},
            "version": 1,
        }
        assert await Proposal.filter(drafted_by=AUTHOR).count() == 1


async def test_it_is_recorded_who_drafted_what() -> None:
    async with world() as there:
        await draft(there, of_the_unit(there))

        entry, proposal = await AuditEntry.get(), await Proposal.get()
        assert (entry.role, entry.person, entry.unit) == (Role.RESEARCHER, AUTHOR, "TE-XX")
        assert (entry.action, entry.happened_at) == ("eu_support.draftProposal", there.graph.clock())
        assert (entry.subject_type, entry.subject_key) == ("Proposal", str(proposal.id))
        assert entry.summary == f"Drafted as {proposal.reference}."


async def test_a_researcher_without_a_unit_reads_the_own_draft() -> None:
    async with world() as there:
        answer = await draft(there, there.viewer(Role.RESEARCHER, person=AUTHOR, unit=None))
        assert answer["ownerUnit"] is None


async def test_a_firm_drafts_for_itself_alone() -> None:
    async with world() as there:
        firm = there.viewer(Role.FIRM, organisation=there.firm.id)

        assert (await draft(there, firm, owner=there.id(there.firm)))["owner"] == {"name": "Firm"}
        assert codes(await draft(there, firm)) == ["NOT_ALLOWED"]
        assert codes(await draft(there, firm, owner=there.id(there.firm), unit=there.id(there.unit))) == ["NOT_ALLOWED"]
        assert await Proposal.all().count() == 1


async def test_people_of_cern_speak_for_cern_and_their_unit_alone() -> None:
    async with world() as there:
        for role in (Role.RESEARCHER, Role.TECHNICAL_OFFICER):
            viewer = there.viewer(role, unit=there.unit.code)
            assert codes(await draft(there, viewer, owner=there.id(there.firm))) == ["NOT_ALLOWED"]
            assert codes(await draft(there, viewer, unit=there.id(there.other_unit))) == ["NOT_ALLOWED"]
        unknown = there.graph.viewer(Role.TECHNICAL_OFFICER, unit=there.unit.code)
        assert codes(await draft(there, unknown)) == ["NOT_ALLOWED"], "nobody could read what it would write"
        assert not await Proposal.exists()


@pytest.mark.parametrize(
    "role",
    [Role.PUBLIC, Role.ILO, Role.PROCUREMENT_OFFICER, Role.KNOWLEDGE_TRANSFER_OFFICER],
    ids=lambda role: role.value,
)
async def test_other_roles_draft_nothing(role: Role) -> None:
    async with world() as there:
        assert codes(await draft(there, there.viewer(role))) == ["NOT_ALLOWED"]
        assert not await Proposal.exists()
        assert not await AuditEntry.exists()


async def test_the_eu_office_drafts_for_anybody() -> None:
    async with world() as there:
        answer = await draft(there, there.viewer(Role.EU_OFFICER), owner=there.id(there.firm))
        assert answer["owner"] == {"name": "Firm"}


@pytest.mark.parametrize(
    "facts",
    [{"status": TopicStatus.CLOSED}, {"deadline": date(2026, 5, 31)}, {"status": None, "deadline": date(2020, 1, 1)}],
)
async def test_a_closed_topic_is_refused(facts: dict[str, Any]) -> None:
    async with world() as there:
        closed = await topic("HORIZON-CLOSED-01", **facts)
        answer = await draft(there, of_the_unit(there), topic=there.id(closed))
        assert codes(answer) == ["TOPIC_CLOSED"]
        assert "HORIZON-CLOSED-01" in answer["reasons"][0]["message"]


@pytest.mark.parametrize(
    "facts", [{"deadline": date(2026, 6, 1)}, {"status": TopicStatus.FORTHCOMING}, {"status": None}]
)
async def test_a_topic_that_is_not_closed_can_be_answered(facts: dict[str, Any]) -> None:
    async with world() as there:
        coming = await topic("HORIZON-LATER-01", **facts)
        answer = await draft(there, of_the_unit(there), topic=there.id(coming))
        assert answer["topic"] == {"identifier": "HORIZON-LATER-01"}


async def test_all_reasons_are_given_at_once() -> None:
    async with world() as there:
        answer = await draft(
            there,
            there.viewer(Role.EU_OFFICER),
            topic=encode_id("Topic", 999),
            owner=encode_id("Organisation", 999),
            unit=encode_id("OrgUnit", 999),
            coordinator=encode_id("Organisation", 998),
            acronym=" ",
            title="x" * 501,
            requested="-1",
        )
        assert codes(answer) == [
            "ACRONYM_MISSING",
            "TITLE_TOO_LONG",
            "REQUESTED_OUT_OF_RANGE",
            "TOPIC_UNKNOWN",
            "OWNER_UNKNOWN",
            "UNIT_UNKNOWN",
            "COORDINATOR_UNKNOWN",
            "UNIT_OF_OTHER_OWNER",
        ]


async def test_a_sum_finer_than_a_cent_is_refused() -> None:
    async with world() as there:
        assert codes(await draft(there, of_the_unit(there), requested="10.001")) == ["REQUESTED_TOO_FINE"]
        assert not await AuditEntry.exists()


async def test_a_duplicate_is_refused_by_name_until_the_first_has_ended() -> None:
    async with world() as there:
        # given a draft of CERN's
        viewer = of_the_unit(there)
        await draft(there, viewer, unit=there.id(there.unit))
        first = await Proposal.get()

        # then another under that acronym, however it is written, is refused
        answer = await draft(there, viewer, unit=there.id(there.unit), acronym="Çold")
        assert codes(answer) == ["DUPLICATE_PROPOSAL"]
        assert first.reference in answer["reasons"][0]["message"]

        # and not any more once the first has ended
        await Proposal.all().update(status=ProposalStatus.WITHDRAWN)
        assert (await draft(there, viewer, unit=there.id(there.unit)))["__typename"] == "Proposal"


async def test_a_refusal_tells_nothing_of_proposals_that_are_hidden() -> None:
    async with world() as there:
        # given a proposal of CERN's that another unit writes
        await propose(there, owner=there.cern, owner_unit=there.other_unit)

        # then a draft under the same acronym is no duplicate for whoever may not know of it
        answer = await draft(there, of_the_unit(there), acronym="Xanadu")
        assert answer["__typename"] == "Proposal"


async def test_a_topic_id_of_another_type_is_a_fault() -> None:
    async with world() as there:
        firm, text = there.id(there.firm), {"acronym": "A", "title": "T"}
        told = await there.graph.ask(DRAFT, of_the_unit(there), draft=text, topic=firm, owner=firm)
        assert told.codes == ["BAD_ID"]
        assert not await Proposal.exists()
        assert await Topic.all().count() == 1
