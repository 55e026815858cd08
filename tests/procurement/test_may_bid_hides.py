"""What is nobody else's business makes no difference to what others are told of who may bid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from core.access.viewer import Viewer
from plugins.procurement import models
from plugins.procurement.models import CandidacyStatus, SupplierStatus
from tests.procurement.story import BEYOND, OPEN_CALL, Story

ASKED = """query ($firm: ID!, $call: String!) {
  tenders(where: {reference: {eq: $call}}) {
    nodes { mayBid(organisation: $firm) { outcome reasons { code message nextStep } } }
  }
  waysToCooperate(organisation: $firm) { way { decision { outcome reasons { code message nextStep } } } }
}"""


def outsiders(story: Story) -> Sequence[Viewer | None]:
    """Everybody who has no business with Aurelia of Poland, or with what IPT-KT buys."""
    return (None, story.firm("tagus"), story.firm("montbrillant"), story.ilo("PT"), story.technical_officer(BEYOND))


async def told(story: Story, viewers: Sequence[Viewer | None]) -> list[Any]:
    firm = story.organisation_id("aurelia")
    return [await story.ask(ASKED, viewer, firm=firm, call=OPEN_CALL) for viewer in viewers]


async def changed(story: Story, what: str) -> None:
    """Something that concerns Aurelia alone, or those who buy."""
    key = story.organisations["aurelia"]
    today = story.graph.clock().date()
    with story.graph.database.current():
        match what:
            case "an exclusion":
                await models.Exclusion.create(organisation_id=key, reason="A reason.", starts_on=today)
            case "no invitation":
                await models.Candidacy.filter(organisation_id=key).delete()
            case "a disqualification":
                await models.Candidacy.filter(organisation_id=key).update(status=CandidacyStatus.DISQUALIFIED)
            case "no bid":
                await models.BidOrigin.filter(bid__bidder_id=key).delete()
                await models.Bid.filter(bidder_id=key).delete()
            case "no accounts":
                await models.SupplierAccount.filter(supplier__organisation_id=key).delete()
            case _:
                raise AssertionError(what)


@pytest.mark.parametrize("what", ["an exclusion", "no invitation", "a disqualification", "no bid", "no accounts"])
async def test_what_is_changed_in_secret_changes_no_answer_to_an_outsider(story: Story, what: str) -> None:
    before = await told(story, outsiders(story))

    await changed(story, what)

    assert await told(story, outsiders(story)) == before


@pytest.mark.parametrize("what", ["an exclusion", "no invitation", "a disqualification", "no accounts"])
async def test_and_the_firm_its_liaison_officer_and_procurement_are_told(story: Story, what: str) -> None:
    insiders = (story.firm("aurelia"), story.ilo("PL"), story.officer())
    before = await told(story, insiders)

    await changed(story, what)

    after = await told(story, insiders)
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert {each["tenders"]["nodes"][0]["mayBid"]["outcome"] for each in before} == {"MAY_BID"}
    assert "MAY_BID" not in {each["tenders"]["nodes"][0]["mayBid"]["outcome"] for each in after}


async def test_a_bid_makes_no_difference_to_anybody(story: Story) -> None:
    insiders = (story.firm("aurelia"), story.ilo("PL"), story.officer())
    before = await told(story, insiders)

    await changed(story, "no bid")

    assert await told(story, insiders) == before


async def test_a_suspended_supplier_looks_to_others_as_one_that_never_was(story: Story) -> None:
    with story.graph.database.current():
        await models.Supplier.all().update(status=SupplierStatus.SUSPENDED)
    suspended = await told(story, outsiders(story))
    (own,) = await told(story, [story.firm("aurelia")])
    assert "SUSPENDED" in str(own)

    with story.graph.database.current():
        await models.SupplierCategory.all().delete()
        for each in (models.SupplierAccount, models.Capability, models.Certificate, models.ConductDeclaration):
            await each.all().delete()
        await models.Supplier.all().delete()

    assert await told(story, outsiders(story)) == suspended
