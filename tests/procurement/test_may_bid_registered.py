"""What the graph tells a firm of its registration: one that it left, and a code of conduct no longer in force."""

from __future__ import annotations

from typing import Any

import pytest

from plugins.procurement.models import (
    AccountKind,
    AccountState,
    ConductDeclaration,
    Supplier,
    SupplierAccount,
    SupplierStatus,
)
from tests.procurement.story import OPEN_CALL, Story

ASKED = """query ($call: String!, $firm: ID!) { tenders(where: {reference: {eq: $call}}) {
  nodes { mayBid(organisation: $firm) { outcome reasons { code message nextStep } } } } }"""
REGISTER = """mutation ($firm: ID!) { registerSupplier(organisation: $firm, categories: ["cryogenics"]) {
  ... on Refusal { code reasons { nextStep } } } }"""


async def told(story: Story) -> dict[str, Any]:
    """What the sample firm of Poland is told of the open call, by the code of each reason."""
    firm = story.organisation_id("aurelia")
    found = await story.ask(ASKED, story.firm("aurelia"), call=OPEN_CALL, firm=firm)
    return {each["code"]: each for each in found["tenders"]["nodes"][0]["mayBid"]["reasons"]}


async def test_who_has_withdrawn_is_told_whom_to_ask_and_not_to_register(story: Story) -> None:
    with story.graph.database.current():
        await Supplier.filter(organisation_id=story.organisations["aurelia"]).update(status=SupplierStatus.WITHDRAWN)

    reasons = await told(story)
    again = await story.ask(REGISTER, story.firm("aurelia"), firm=story.organisation_id("aurelia"))

    assert "NOT_REGISTERED" not in reasons
    assert "procurement service" in reasons["WITHDRAWN"]["nextStep"]
    assert again["registerSupplier"]["code"] == "ALREADY_REGISTERED"
    assert "procurement service" in again["registerSupplier"]["reasons"][0]["nextStep"]


@pytest.mark.parametrize(
    ("state", "code", "next_step"),
    [
        (AccountState.BLOCKED, "IDENTITY_BLOCKED", "what would unblock it"),
        (AccountState.REQUESTED, "IDENTITY_REQUESTED", "Give what is still missing"),
        (AccountState.CLOSED, "IDENTITY_MISSING", "Open that account"),
    ],
)
async def test_an_account_that_cannot_be_used_is_told_apart_from_one_that_is_missing(
    story: Story, state: AccountState, code: str, next_step: str
) -> None:
    with story.graph.database.current():
        accounts = SupplierAccount.filter(supplier__organisation_id=story.organisations["aurelia"])
        for account in await accounts.filter(kind=AccountKind.GUEST):
            await SupplierAccount.filter(id=account.id).update(state=state)

    reasons = await told(story)

    assert [each for each in reasons if each.startswith("IDENTITY_")] == [code]
    assert next_step in reasons[code]["nextStep"]


async def test_a_declaration_counts_for_the_code_that_is_in_force(story: Story) -> None:
    assert "CONDUCT_NOT_DECLARED" not in await told(story)
    with story.graph.database.current():
        await ConductDeclaration.all().update(code_version="2019")

    (reason,) = [each for code, each in (await told(story)).items() if code == "CONDUCT_NOT_DECLARED"]

    assert "declareConduct" in reason["nextStep"]
