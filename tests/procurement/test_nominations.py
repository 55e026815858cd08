"""Which firms are proposed, by whom, and who gets to know of it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pytest

from core.access.viewer import Role, Viewer
from core.registry.models import Organisation
from plugins.procurement.models import (
    Award,
    AwardStatus,
    Contract,
    Exclusion,
    Nomination,
    Procedure,
    Tender,
    TenderStatus,
)
from schema.relay import encode_id
from tests.procurement.story import OPEN_CALL, PLAN, Story

NOMINATE: Final = """
mutation ($firm: ID!, $category: String, $tender: ID, $note: String! = "") {
  nominateFirm(organisation: $firm, category: $category, tender: $tender, note: $note) {
    ... on Nomination {
      id status proposedBy proposedOn country { code } category { code } tender { reference } supplier { status } note
    }
    ... on Refusal { code reasons { code message nextStep } }
  }
}
"""
WITHDRAW: Final = """
mutation ($nomination: ID!, $version: Int!) {
  withdrawNomination(nomination: $nomination, expectedVersion: $version) {
    ... on Nomination { status version }
    ... on Refusal { code reasons { code message } }
  }
}
"""
REGISTER: Final = """
mutation ($firm: ID!) {
  registerSupplier(organisation: $firm, categories: ["vacuum"]) { ... on Supplier { nominations { totalCount } } }
}
"""


async def nominate(story: Story, viewer: Viewer, firm: str, **given: Any) -> Any:
    return (await story.ask(NOMINATE, viewer, firm=story.organisation_id(firm), **given))["nominateFirm"]


async def withdraw(story: Story, viewer: Viewer, nomination: str, version: int = 1) -> Any:
    return (await story.ask(WITHDRAW, viewer, nomination=nomination, version=version))["withdrawNomination"]


def codes(refusal: Any) -> list[str]:
    return [each["code"] for each in refusal["reasons"]]


async def known(story: Story, viewer: Viewer | None, root: str = "nominations") -> set[str]:
    text = f"{{ {root} {{ totalCount nodes {{ organisation {{ name }} }} }} }}"
    found = (await story.ask(text, viewer))[root]
    assert len(found["nodes"]) == found["totalCount"]
    return {each["organisation"]["name"].split()[0] for each in found["nodes"]}


async def tender(story: Story, reference: str) -> str:
    with story.graph.database.current():
        return encode_id("Tender", (await Tender.get(reference=reference)).id)


async def test_a_liaison_officer_proposes_a_firm_of_the_own_state_for_a_field(story: Story) -> None:
    answer = await nominate(story, story.ilo("PL"), "aurelia", category="computing", note=" Knows  it ")

    assert answer.pop("id")
    assert answer == {
        "status": "PROPOSED",
        "proposedBy": "ILO",
        "proposedOn": "2026-06-01",
        "country": {"code": "PL"},
        "category": {"code": "computing"},
        "tender": None,
        "supplier": {"status": "REGISTERED"},
        "note": "Knows it",
    }


async def test_a_firm_of_another_state_is_left_to_its_own_liaison_officer(story: Story) -> None:
    assert codes(await nominate(story, story.ilo("PL"), "tagus", category="computing")) == ["NOT_OF_YOUR_COUNTRY"]


async def test_what_a_firm_is_proposed_for_must_be_one_thing_and_known(story: Story) -> None:
    ilo, call = story.ilo("PL"), await tender(story, OPEN_CALL)

    assert codes(await nominate(story, ilo, "aurelia")) == ["FIELD_OR_CALL"]
    assert codes(await nominate(story, ilo, "aurelia", category="vacuum", tender=call)) == ["FIELD_OR_CALL"]
    assert codes(await nominate(story, ilo, "aurelia", category="u" * 61, note="x" * 501)) == [
        "UNKNOWN_CATEGORY",
        "NOTE_TOO_LONG",
    ]
    assert codes(await nominate(story, ilo, "aurelia", tender=await tender(story, PLAN))) == ["UNKNOWN_TENDER"]
    assert codes(await nominate(story, ilo, "aurelia", tender=await tender(story, "SAMPLE-IT-1"))) == ["TAKES_NO_FIRMS"]
    assert "id" in await nominate(story, ilo, "aurelia", tender=call)
    assert codes(await nominate(story, ilo, "aurelia", tender=call)) == ["PROPOSED_ALREADY"]


async def test_an_excluded_firm_is_proposed_by_nobody_who_knows_of_it(story: Story) -> None:
    with story.graph.database.current():
        owner = story.organisations["aurelia"]
        await Exclusion.create(organisation_id=owner, reason="So.", starts_on=date(2026, 6, 1))

    assert codes(await nominate(story, story.ilo("PL"), "aurelia", category="computing")) == ["EXCLUDED"]
    assert "id" in await nominate(story, story.technical_officer(), "aurelia", category="computing")


async def test_a_nomination_is_known_to_the_firm_its_officer_and_who_buys(story: Story) -> None:
    assert await known(story, story.officer()) == {"Tagus", "Nordkap"}
    assert await known(story, story.technical_officer()) == {"Tagus", "Nordkap"}
    assert await known(story, story.ilo("PT")) == {"Tagus"}
    assert await known(story, story.firm("tagus")) == {"Tagus"}
    for viewer in (None, story.firm("aurelia"), story.ilo("PL"), story.graph.viewer(Role.EU_OFFICER)):
        assert await known(story, viewer) == set()


async def test_technical_officers_know_of_nominations_for_calls_of_their_own_unit(story: Story) -> None:
    await nominate(story, story.ilo("PL"), "aurelia", tender=await tender(story, OPEN_CALL))

    assert "Aurelia" in await known(story, story.technical_officer())
    assert "Aurelia" not in await known(story, story.technical_officer("BE"))


async def test_a_prospect_becomes_a_supplier(story: Story) -> None:
    assert await known(story, story.officer(), "prospects") == {"Tagus", "Nordkap"}

    answer = await story.ask(REGISTER, story.firm("tagus"), firm=story.organisation_id("tagus"))

    assert answer["registerSupplier"]["nominations"] == {"totalCount": 1}
    assert await known(story, story.officer(), "prospects") == {"Nordkap"}
    assert await known(story, story.officer()) == {"Tagus", "Nordkap"}


async def test_whoever_made_a_nomination_takes_it_back_once(story: Story) -> None:
    ilo = story.ilo("PL")
    mine = (await nominate(story, ilo, "aurelia", category="computing"))["id"]

    assert codes(await withdraw(story, ilo, mine, 7)) == ["STALE_VERSION"]
    assert codes(await withdraw(story, story.technical_officer(), mine)) == ["NOT_YOURS"]
    assert codes(await withdraw(story, story.ilo("PT"), mine)) == ["UNKNOWN_NOMINATION"]
    assert await withdraw(story, ilo, mine) == {"status": "WITHDRAWN", "version": 2}
    assert codes(await withdraw(story, story.officer(), mine, 2)) == ["WITHDRAWN_ALREADY"]
    assert "id" in await nominate(story, ilo, "aurelia", category="computing")


async def test_a_technical_officer_takes_back_what_the_own_unit_has_proposed_alone(story: Story) -> None:
    theirs = (await nominate(story, story.technical_officer("TE-CRG"), "aurelia", category="computing"))["id"]

    assert codes(await withdraw(story, story.technical_officer("TE-VSC"), theirs)) == ["NOT_YOURS"]
    assert await withdraw(story, story.technical_officer("TE-CRG"), theirs) == {"status": "WITHDRAWN", "version": 2}


async def test_what_a_unit_has_proposed_is_taken_back_by_procurement_and_by_no_liaison_officer(story: Story) -> None:
    theirs = (await nominate(story, story.technical_officer(), "aurelia", category="computing"))["id"]

    assert codes(await withdraw(story, story.ilo("PL"), theirs)) == ["NOT_YOURS"]
    assert await withdraw(story, story.officer(), theirs) == {"status": "WITHDRAWN", "version": 2}


async def test_a_liaison_officer_takes_back_no_proposal_of_another_state(story: Story) -> None:
    theirs = (await nominate(story, story.ilo("PL"), "aurelia", category="computing"))["id"]
    with story.graph.database.current():
        await Organisation.filter(id=story.organisations["aurelia"]).update(country="PT")

    assert codes(await withdraw(story, story.ilo("PT"), theirs)) == ["NOT_YOURS"]


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.FIRM, Role.RESEARCHER, Role.EU_OFFICER, Role.ADMIN])
async def test_others_propose_nobody(story: Story, role: Role) -> None:
    viewer = next(each for each in story.strangers() if each.role is role)

    assert (await nominate(story, viewer, "aurelia", category="vacuum"))["code"] == "NOT_ALLOWED"

    with story.graph.database.current():
        assert await Nomination.all().count() == 2


# ---------------------------------------------------------------- what a liaison officer sees


async def enquiry(story: Story, **facts: Any) -> str:
    with story.graph.database.current():
        row = await Tender.create(
            reference="DO-1", title="Pumps", procedure=Procedure.PRICE_ENQUIRY, status=TenderStatus.OPEN, **facts
        )
        won: dict[str, Any] = {"tender": row, "status": AwardStatus.ACTIVE}
        award = await Award.create(reference="DO-1/1", winner_id=story.organisations["montbrillant"], **won)
        signed: dict[str, Any] = {"contractor_id": story.organisations["montbrillant"], "tender": row, "award": award}
        await Contract.create(reference="DO-1/C", **signed)
    return encode_id("Tender", row.id)


CIRCULATE: Final = """
mutation ($id: ID!, $version: Int!) {
  circulateTender(tender: $id, expectedVersion: $version) {
    ... on Tender { reference circulatedToIlosOn version }
    ... on Refusal { code reasons { code message policy nextStep } }
  }
}
"""
SEEN: Final = """
query ($id: ID!) {
  node(id: $id) { ... on Tender { reference awards { totalCount } contracts { totalCount } bids { totalCount } } }
}
"""


async def test_a_price_enquiry_is_seen_by_liaison_officers_from_the_day_it_is_sent_to_them(story: Story) -> None:
    call = await enquiry(story, circulated_to_ilos_on=date(2026, 6, 2))
    assert await story.ask(SEEN, story.ilo("PL"), id=call) == {"node": None}

    story.graph.clock.time = story.graph.clock.time.replace(day=2)

    nothing = {"totalCount": 0}
    assert await story.ask(SEEN, story.ilo("PL"), id=call) == {
        "node": {"reference": "DO-1", "awards": nothing, "contracts": nothing, "bids": nothing}
    }
    for viewer in (None, story.firm("montbrillant"), story.technical_officer()):
        assert (await story.ask(SEEN, viewer, id=call))["node"] is None
    assert "id" in await nominate(story, story.ilo("PL"), "aurelia", tender=call)


async def test_a_liaison_officer_finds_the_firms_of_the_own_state_by_the_state(story: Story) -> None:
    text = """{ memberStates(where: {country: {eq: "PL"}}) { nodes {
      suppliers { nodes { organisation { name } accounts { state } } }
      nominations { totalCount } balance(kind: SUPPLY) { status }
    } } }"""

    (own,) = (await story.ask(text, story.ilo("PL")))["memberStates"]["nodes"]
    (others,) = (await story.ask(text, story.ilo("PT")))["memberStates"]["nodes"]

    (firm,) = own["suppliers"]["nodes"]
    assert firm["accounts"] == [{"state": "ACTIVE"}, {"state": "ACTIVE"}]
    assert others["suppliers"]["nodes"][0]["accounts"] == []


async def circulate(story: Story, call: str, version: int = 1, viewer: Viewer | None = None) -> Any:
    return (await story.ask(CIRCULATE, viewer or story.officer(), id=call, version=version))["circulateTender"]


async def test_an_officer_sends_a_call_to_liaison_officers_once(story: Story) -> None:
    call = await enquiry(story)
    assert (await story.ask(SEEN, story.ilo("PL"), id=call))["node"] is None

    assert codes(await circulate(story, call, 2)) == ["STALE_VERSION"]
    assert await circulate(story, call) == {"reference": "DO-1", "circulatedToIlosOn": "2026-06-01", "version": 2}

    assert (await story.ask(SEEN, story.ilo("PL"), id=call))["node"]["reference"] == "DO-1"
    assert codes(await circulate(story, call, 2)) == ["SENT_ALREADY"]


async def test_a_call_of_which_liaison_officers_are_not_told_is_not_sent(story: Story) -> None:
    call = await enquiry(story)
    with story.graph.database.current():
        await Tender.filter(reference="DO-1").update(procedure=Procedure.DIRECT, status=TenderStatus.AWARDED)

    refusal = await circulate(story, call)

    assert codes(refusal) == ["NOT_TOLD_TO_ILOS", "TAKES_NO_FIRMS"]
    assert refusal["reasons"][0]["policy"] == "procurement.procedures PROC-1"
    assert codes(await circulate(story, encode_id("Tender", 999))) == ["UNKNOWN_TENDER"]
    for viewer in story.strangers():
        assert (await circulate(story, call, viewer=viewer))["code"] == "NOT_ALLOWED"
