"""What a supplier says of itself, and its two accounts."""

from __future__ import annotations

from typing import Any, Final

import pytest

from core.access.viewer import Role, Viewer
from core.registry.models import AuditEntry
from plugins.procurement.models import AccountKind, Capability, Certificate, ConductDeclaration, SupplierAccount
from schema.relay import encode_id
from tests.procurement.story import Story

DESCRIBE: Final = """
mutation ($supplier: ID!, $what: String!, $category: String) {
  describeCapability(supplier: $supplier, description: $what, category: $category) {
    ... on Capability { description category { code } supplier { id } }
    ... on Refusal { code reasons { code message nextStep } }
  }
}
"""
CERTIFY: Final = """
mutation ($supplier: ID!, $certificate: CertificateInput!) {
  addCertificate(supplier: $supplier, certificate: $certificate) {
    ... on Certificate { standard number issuer expiresOn expired }
    ... on Refusal { code reasons { code message nextStep } }
  }
}
"""
DECLARE: Final = """
mutation ($supplier: ID!, $version: String!) {
  declareConduct(supplier: $supplier, codeVersion: $version) {
    ... on ConductDeclaration { codeVersion declaredOn }
    ... on Refusal { code reasons { code message nextStep policy } }
  }
}
"""
CHANGE: Final = """
mutation ($account: ID!, $state: AccountState!, $version: Int!) {
  changeAccount(account: $account, state: $state, expectedVersion: $version) {
    ... on SupplierAccount { kind state since version }
    ... on Refusal { code reasons { code message nextStep } }
  }
}
"""
REGISTER: Final = """
mutation ($firm: ID!) {
  registerSupplier(organisation: $firm, categories: ["vacuum"]) { ... on Supplier { id accounts { kind state } } }
}
"""
SUPPLIER: Final = encode_id("Supplier", 1)


async def told(story: Story, mutation: str, viewer: Viewer | None, **given: Any) -> Any:
    (answer,) = (await story.ask(mutation, viewer, supplier=SUPPLIER, **given)).values()
    return answer


def codes(refusal: Any) -> list[str]:
    return [each["code"] for each in refusal["reasons"]]


async def test_a_supplier_says_what_it_can_do_and_everybody_finds_it(story: Story) -> None:
    answer = await told(story, DESCRIBE, story.firm("aurelia"), what=" Welds  titanium\nbellows ", category="vacuum")

    assert answer["description"] == "Welds titanium bellows"
    assert answer["category"] == {"code": "vacuum"}
    found = await story.ask('{ search(text: "titanium") { nodes { ... on Capability { label supplier { id } } } } }')
    assert found["search"]["nodes"] == [{"label": "Welds titanium bellows", "supplier": {"id": SUPPLIER}}]


async def test_every_obstacle_to_a_capability_is_named(story: Story) -> None:
    answer = await told(story, DESCRIBE, story.firm("aurelia"), what="x" * 501, category="ufo")
    empty = await told(story, DESCRIBE, story.firm("aurelia"), what=" ")
    await told(story, DESCRIBE, story.firm("aurelia"), what="Welds")
    again = await told(story, DESCRIBE, story.firm("aurelia"), what="Welds")

    assert codes(answer) == ["DESCRIPTION_TOO_LONG", "UNKNOWN_CATEGORY"]
    assert all(each["nextStep"] for each in answer["reasons"])
    assert codes(empty) == ["DESCRIPTION_MISSING"]
    assert codes(again) == ["TOLD_ALREADY"]


async def test_a_certificate_is_shown_until_it_has_expired(story: Story) -> None:
    given = {"standard": "EN 15085", "expiresOn": "2026-06-01", "number": "7", "issuer": "A body (sample)"}

    answer = await told(story, CERTIFY, story.firm("aurelia"), certificate=given)

    assert answer == {**given, "expired": False}
    story.graph.clock.time = story.graph.clock.time.replace(hour=22)
    found = await story.ask("{ suppliers { nodes { certificates { standard expired } } } }")
    assert found["suppliers"]["nodes"][0]["certificates"] == [
        {"standard": "EN 15085", "expired": True},
        {"standard": "ISO 14001", "expired": True},
        {"standard": "ISO 9001", "expired": False},
    ]


async def test_every_obstacle_to_a_certificate_is_named(story: Story) -> None:
    wrong = {"standard": "", "expiresOn": "2026-05-31", "issuedOn": "2026-06-02", "issuer": "x" * 121}
    known = {"standard": "ISO 9001", "expiresOn": "2034-12-31"}

    assert codes(await told(story, CERTIFY, story.officer(), certificate=wrong)) == [
        "STANDARD_MISSING",
        "ISSUER_TOO_LONG",
        "EXPIRED",
        "ENDS_BEFORE_BEGIN",
    ]
    assert codes(await told(story, CERTIFY, story.officer(), certificate=known)) == ["SHOWN_ALREADY"]


async def test_no_more_certificates_are_taken_than_a_supplier_can_show(story: Story) -> None:
    for number in range(18):
        given = {"standard": f"S {number}", "expiresOn": "2030-01-01"}
        assert "standard" in await told(story, CERTIFY, story.officer(), certificate=given)

    refusal = await told(story, CERTIFY, story.officer(), certificate={"standard": "S", "expiresOn": "2030-01-01"})

    assert codes(refusal) == ["TOO_MANY_CERTIFICATES"]
    found = await story.ask("{ suppliers { nodes { certificates { standard } } } }")
    assert len(found["suppliers"]["nodes"][0]["certificates"]) == 20


async def test_the_code_in_force_is_declared_once(story: Story) -> None:
    with story.graph.database.current():
        await ConductDeclaration.all().delete()

    wrong = await told(story, DECLARE, story.firm("aurelia"), version="2023")
    answer = await told(story, DECLARE, story.firm("aurelia"), version="2024")
    again = await told(story, DECLARE, story.firm("aurelia"), version="2024")

    assert (codes(wrong), wrong["reasons"][0]["policy"]) == (["NOT_THE_CODE_IN_FORCE"], "procurement.conduct CONDUCT-1")
    assert answer == {"codeVersion": "2024", "declaredOn": "2026-06-01"}
    assert codes(again) == ["DECLARED_ALREADY"]


async def test_nothing_is_declared_before_there_was_a_code(story: Story) -> None:
    story.graph.clock.time = story.graph.clock.time.replace(year=2023)

    assert codes(await told(story, DECLARE, story.officer(), version="2024")) == ["NO_CODE_IN_FORCE"]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        (DESCRIBE, {"what": "Welds"}),
        (CERTIFY, {"certificate": {"standard": "S", "expiresOn": "2030-01-01"}}),
        (DECLARE, {"version": "2024"}),
    ],
)
async def test_a_firm_speaks_for_itself_alone_and_officers_for_anyone(
    story: Story, text: str, given: dict[str, Any]
) -> None:
    with story.graph.database.current():
        before = [await table.all().count() for table in (Capability, Certificate, ConductDeclaration, AuditEntry)]
    nobody = {"supplier": encode_id("Supplier", 999)}
    for viewer in story.strangers():
        assert (await told(story, text, viewer, **given))["code"] == "NOT_ALLOWED"
    stranger = next(each for each in story.strangers() if each.role is Role.FIRM)
    (hidden,) = (await story.ask(text, stranger, **given, **nobody)).values()
    (unknown,) = (await story.ask(text, story.officer(), **given, **nobody)).values()

    assert hidden == await told(story, text, stranger, **given)
    assert codes(unknown) == ["UNKNOWN_SUPPLIER"]
    with story.graph.database.current():
        assert before == [
            await table.all().count() for table in (Capability, Certificate, ConductDeclaration, AuditEntry)
        ]


async def test_registering_asks_for_both_accounts_which_are_two_things(story: Story) -> None:
    firm = story.firm("tagus")
    answer = (await story.ask(REGISTER, firm, firm=story.organisation_id("tagus")))["registerSupplier"]

    assert answer["accounts"] == [
        {"kind": "EPROCUREMENT", "state": "REQUESTED"},
        {"kind": "GUEST", "state": "REQUESTED"},
    ]
    text = "query ($id: ID!) { node(id: $id) { ... on Supplier { accounts { kind } } } }"
    for viewer, count in ((None, 0), (story.firm("aurelia"), 0), (story.ilo("PL"), 0), (story.ilo("PT"), 2)):
        found = await story.ask(text, viewer, id=answer["id"])
        assert len(found["node"]["accounts"]) == count


async def test_an_account_changes_its_state_by_itself_and_a_stale_change_is_refused(story: Story) -> None:
    with story.graph.database.current():
        guest = await SupplierAccount.get(kind=AccountKind.GUEST)
    account = encode_id("SupplierAccount", guest.id)

    async def change(state: str, version: int, viewer: Viewer | None = None) -> Any:
        given = {"account": account, "state": state, "version": version}
        return (await story.ask(CHANGE, viewer or story.officer(), **given))["changeAccount"]

    answer = await change("BLOCKED", 1)
    stale = await change("ACTIVE", 1)

    assert answer == {"kind": "GUEST", "state": "BLOCKED", "since": "2026-06-01", "version": 2}
    assert codes(stale) == ["STALE_VERSION"]
    assert "Version 2 is there" in stale["reasons"][0]["message"]
    assert "expectedVersion: 2" in stale["reasons"][0]["nextStep"]
    assert codes(await change("BLOCKED", 1)) == ["STALE_VERSION", "IN_THIS_STATE"]
    assert (await change("CLOSED", 2))["version"] == 3
    assert codes(await change("ACTIVE", 3)) == ["CLOSED_FOR_GOOD"]
    assert (await change("ACTIVE", 3, story.firm("aurelia")))["code"] == "NOT_ALLOWED"
    with story.graph.database.current():
        other = await SupplierAccount.get(kind=AccountKind.EPROCUREMENT)
        entries = await AuditEntry.all().order_by("id").values_list("action", "subject_version")
    assert other.version == 1
    assert entries == [("procurement.changeAccount", 2), ("procurement.changeAccount", 3)]
