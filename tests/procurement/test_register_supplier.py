from __future__ import annotations

import asyncio
from typing import Any, Final

import pytest

from core.access.viewer import Role, Viewer
from core.registry.models import AuditEntry
from plugins.procurement.models import Supplier, SupplierCategory
from schema.relay import encode_id
from tests.procurement.story import Story

REGISTER: Final = """
mutation ($organisation: ID!, $categories: [String!]!) {
  registerSupplier(organisation: $organisation, categories: $categories) {
    __typename
    ... on Supplier { organisation { name } status registeredOn categories { code } version }
    ... on Refusal { code reasons { code message } }
  }
}
"""


async def register(
    story: Story, viewer: Viewer | None, firm: str = "tagus", categories: tuple[str, ...] = ("vacuum", "cryogenics")
) -> Any:
    given = {"organisation": story.organisation_id(firm), "categories": [*categories]}
    return (await story.ask(REGISTER, viewer, **given))["registerSupplier"]


async def registered(story: Story) -> list[int]:
    """How many suppliers, categories of suppliers, and entries of the audit there are."""
    with story.graph.database.current():
        return [await table.all().count() for table in (Supplier, SupplierCategory, AuditEntry)]


async def test_a_firm_registers_itself_and_is_found_by_all(story: Story) -> None:
    answer = await register(story, story.firm("tagus"), categories=("vacuum", "cryogenics", "vacuum"))

    assert answer == {
        "__typename": "Supplier",
        "organisation": {"name": "Tagus Vacuum Systems (sample)"},
        "status": "REGISTERED",
        "registeredOn": "2026-06-01",
        "categories": [{"code": "cryogenics"}, {"code": "vacuum"}],
        "version": 1,
    }
    public = await story.ask(
        '{ organisation(identifier: {scheme: "SAMPLE", value: "tagus"}) { supplier { categories { code } } } '
        'search(text: "tagus") { nodes { __typename } } }'
    )
    assert public["organisation"]["supplier"]["categories"] == answer["categories"]
    assert {"__typename": "Supplier"} in public["search"]["nodes"]


async def test_it_is_recorded_who_registered_whom(story: Story) -> None:
    await register(story, story.firm("tagus"))

    with story.graph.database.current():
        entry = await AuditEntry.get()
        supplier = await Supplier.get(organisation_id=story.organisations["tagus"])
    assert (entry.role, entry.action) == (Role.FIRM, "procurement.registerSupplier")
    assert getattr(entry, "organisation_id") == story.organisations["tagus"]  # noqa: B009  # made at run time
    assert (entry.subject_type, entry.subject_key) == ("Supplier", str(supplier.id))
    assert entry.summary == "Registered for cryogenics, vacuum."


async def test_a_procurement_officer_registers_anyone(story: Story) -> None:
    assert (await register(story, story.officer(), "nordkap"))["__typename"] == "Supplier"


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.FIRM, Role.PROCUREMENT_OFFICER)])
async def test_other_roles_are_refused_and_write_nothing(story: Story, role: Role) -> None:
    before = await registered(story)
    viewer = next(each for each in story.strangers() if each.role is role)

    assert (await register(story, viewer))["code"] == "NOT_ALLOWED"

    assert await registered(story) == before


async def test_a_firm_cannot_register_another_nor_learn_of_its_state(story: Story) -> None:
    refusals = [await register(story, story.firm("tagus"), firm) for firm in ("montbrillant", "aurelia")]

    assert refusals[0] == refusals[1]
    assert refusals[0]["code"] == "NOT_ALLOWED"


async def test_a_second_registration_is_refused_with_its_reason(story: Story) -> None:
    before = await registered(story)

    refusal = await register(story, story.firm("aurelia"), "aurelia")

    assert refusal["code"] == "ALREADY_REGISTERED"
    assert "Aurelia" in refusal["reasons"][0]["message"]
    assert await registered(story) == before


async def test_an_unknown_organisation_and_unknown_fields_are_all_named(story: Story) -> None:
    answer = await story.ask(
        REGISTER,
        story.officer(),
        organisation=encode_id("Organisation", 987654),
        categories=["vacuum", "ufo", "u" * 61],
    )

    reasons = answer["registerSupplier"]["reasons"]
    assert [reason["code"] for reason in reasons] == [
        "UNKNOWN_ORGANISATION",
        "UNKNOWN_CATEGORY",
        "UNKNOWN_CATEGORY",
    ]
    assert "'ufo'" in reasons[1]["message"]


async def test_an_id_of_another_type_is_an_error_of_the_request(story: Story) -> None:
    told = await story.graph.ask(REGISTER, story.officer(), organisation=encode_id("Tender", 1), categories=["vacuum"])

    assert told.codes == ["BAD_ID"]


async def test_of_two_who_register_at_once_one_is_refused(story: Story) -> None:
    answers = await asyncio.gather(*(register(story, story.officer()) for _ in range(4)))

    assert sorted(answer.get("code", "") for answer in answers) == ["", *["ALREADY_REGISTERED"] * 3]
    assert await registered(story) == [2, 4, 1]
