"""Which firms are proposed for a purchase, asked of the graph by those who choose firms and by those who do not."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pytest

from core.access.viewer import Role, Viewer
from core.registry.models import Organisation
from plugins.procurement.models import Exclusion, PurchaseCategory, Supplier, SupplierCategory
from schema.relay import encode_id
from tests.procurement.story import Story

ASKED: Final = """
query ($category: String!, $value: Decimal!, $on: Date, $first: Int! = 20, $after: ID) {
  suppliersFor(
    purchase: {kind: SUPPLY, category: $category, value: $value, certificates: ["ISO 14001"]}
    on: $on
    first: $first
    after: $after
  ) {
    __typename
    ... on Refusal { code reasons { message } }
    ... on FirmsProposal {
      totalCount
      decision { outcome reasons { code } }
      firms {
        organisation { id name }
        supplier { status }
        decision { outcome reasons { code message policy nextStep } }
      }
    }
  }
}
"""
AURELIA, NORDKAP = "Aurelia Cryogenics (sample)", "Nordkap Institute of Detectors (sample)"


async def asked(story: Story, viewer: Viewer | None, category: str = "cryogenics", **more: Any) -> Any:
    return (await story.ask(ASKED, viewer, category=category, value="450000", **more))["suppliersFor"]


def named(found: Any, outcome: str = "PROPOSED") -> list[str]:
    return [each["organisation"]["name"] for each in found["firms"] if each["decision"]["outcome"] == outcome]


def codes(decision: Any) -> list[str]:
    return [each["code"] for each in decision["reasons"]]


async def test_suppliers_and_prospects_are_proposed_with_their_reasons(story: Story) -> None:
    found = await asked(story, story.officer())

    assert found["decision"]["outcome"] == "TOO_FEW"
    assert named(found) == [NORDKAP, AURELIA]
    prospect, supplier = found["firms"]
    assert prospect["supplier"] is None
    assert {"NOT_REGISTERED", "NOMINATED"} <= {*codes(prospect["decision"])}
    assert supplier["supplier"] == {"status": "REGISTERED"}
    assert codes(supplier["decision"])[:3] == ["STATE_STATUS", "OFFERS_FIELD", "SAYS_IT_CAN"]
    assert {"CERTIFICATE_EXPIRED", "CONDUCT_DECLARED"} <= {*codes(supplier["decision"])}
    assert supplier["decision"]["reasons"][0]["policy"] == "procurement.suppliers FIRMS-1"


async def test_the_same_question_has_the_same_answer(story: Story) -> None:
    assert await asked(story, story.officer()) == await asked(story, story.officer())


async def test_the_day_decides_which_certificates_and_which_declarations_count(story: Story) -> None:
    before = await asked(story, story.officer(), on="2021-06-01")

    (supplier,) = (each for each in before["firms"] if each["organisation"]["name"] == AURELIA)
    assert "CERTIFIED" in codes(supplier["decision"])
    assert not [code for code in codes(supplier["decision"]) if code.startswith("CONDUCT")]


async def test_of_another_day_it_says_which_facts_are_those_of_today(story: Story) -> None:
    today = await asked(story, story.officer(), on="2026-06-01")
    before = await asked(story, story.officer(), on="2026-05-31")

    assert "FIRMS_AS_OF_TODAY" not in codes(today["decision"])
    assert codes(before["decision"])[-1] == "FIRMS_AS_OF_TODAY"
    assert [each["organisation"] for each in before["firms"]] == [each["organisation"] for each in today["firms"]]


async def test_a_wider_field_finds_the_firms_of_its_parts(story: Story) -> None:
    found = await asked(story, story.officer(), "accelerator-technology")

    (supplier,) = (each for each in found["firms"] if each["organisation"]["name"] == AURELIA)
    assert "OFFERS_NEAR_FIELD" in codes(supplier["decision"])


async def test_an_excluded_firm_is_named_only_to_who_may_know_of_it(story: Story) -> None:
    with story.graph.database.current():
        owner = story.organisations["aurelia"]
        await Exclusion.create(organisation_id=owner, reason="Hush money.", starts_on=date(2026, 1, 1))

    officer = await asked(story, story.officer())
    ilo = await asked(story, story.ilo("PL"))
    technical = await asked(story, story.technical_officer())
    abroad = await asked(story, story.ilo("NO"))

    for found in (officer, ilo):
        assert named(found, "LEFT_OUT") == [AURELIA]
        assert "Hush money." in str(found["firms"])
    assert AURELIA in named(technical)
    assert "EXCLUSIONS_NOT_SEEN" in codes(technical["decision"])
    for found in (technical, abroad):
        assert "Hush money." not in str(found)


async def test_a_liaison_officer_is_told_of_the_firms_of_the_own_state_alone(story: Story) -> None:
    found = await asked(story, story.ilo("PL"))

    assert named(found) == [AURELIA]
    assert len(found["firms"]) == 1
    assert "ONE_STATE_ALONE" in codes(found["decision"])
    assert "Nordkap" not in str(found)


@pytest.mark.parametrize(
    "role", [Role.PUBLIC, Role.FIRM, Role.RESEARCHER, Role.KNOWLEDGE_TRANSFER_OFFICER, Role.EU_OFFICER]
)
async def test_others_are_refused_and_told_whom_to_ask(story: Story, role: Role) -> None:
    viewer = next(each for each in story.strangers() if each.role is role)

    found = await asked(story, viewer)

    assert (found["__typename"], found["code"]) == ("Refusal", "NOT_ALLOWED")
    assert "purchaseCategories" in found["reasons"][0]["message"]


async def test_an_unknown_field_and_an_impossible_value_are_errors_of_the_question(story: Story) -> None:
    wrong: list[dict[str, Any]] = [
        {"category": "ufo"},
        {"category": "u" * 61},
        {"value": "-1"},
        {"first": 101},
        {"first": -1},
        {"after": encode_id("Organisation", 999)},
    ]
    for each in wrong:
        given: dict[str, Any] = {"category": "vacuum", "value": "450000", **each}
        told = await story.graph.ask(ASKED, story.officer(), **given)
        assert told.codes == ["BAD_ARGUMENT"]


async def test_it_takes_as_many_statements_for_three_firms_as_for_three_hundred(story: Story) -> None:
    few = await story.graph.ask(ASKED, story.officer(), category="vacuum", value="450000")
    with story.graph.database.current():
        category = await PurchaseCategory.get(code="vacuum")
        for number in range(150):
            firm = await Organisation.create(name=f"Firm {number:03}", country="PT")
            supplier = await Supplier.create(organisation=firm, registered_on=date(2026, 1, 1), country="PT")
            await SupplierCategory.create(supplier=supplier, category=category)

    many = await story.graph.ask(ASKED, story.officer(), category="vacuum", value="450000")
    rest = await asked(
        story, story.officer(), "vacuum", first=100, after=many.data["suppliersFor"]["firms"][-1]["organisation"]["id"]
    )
    last = await asked(story, story.officer(), "vacuum", first=100, after=rest["firms"][-1]["organisation"]["id"])

    assert many.statements == few.statements
    pages = [*many.data["suppliersFor"]["firms"], *rest["firms"], *last["firms"]]
    assert len({each["organisation"]["id"] for each in pages}) == len(pages) == rest["totalCount"] == 152
    assert [each["decision"]["outcome"] for each in pages] == ["PROPOSED"] * 3 + ["RESERVE"] * 149
