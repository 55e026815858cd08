"""One story of each department, told over HTTP by those who take part in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from core.testing import as_role
from tests.story.telling import (
    AURELIA,
    BUYER,
    EU_OFFICE,
    EVERYBODY,
    MONTBRILLANT,
    POLISH_OFFICER,
    RESEARCHER,
    TRANSFER,
    Told,
)


def test_a_firm_looks_for_who_helps_it_and_whom_to_ask(story: Told) -> None:
    poland = story.ask("""{ memberStates(where: {country: {eq: "PL"}}) { nodes {
      name status liaisonOffices { institution } organisations { nodes { name } } } } }""")
    units = story.ask(
        """{ orgUnits(where: {code: {eq: "IPT"}}) { nodes { name level children { nodes { code } } } } }"""
    )

    (state,) = poland["memberStates"]["nodes"]
    assert (state["name"], state["status"]) == ("Poland", "MEMBER")
    assert "Wrocław" in state["liaisonOffices"][0]["institution"]
    assert "Aurelia Cryogenics (sample)" in [each["name"] for each in state["organisations"]["nodes"]]
    (department,) = units["orgUnits"]["nodes"]
    assert {"IPT-PI", "IPT-KT", "IPT-EU"} <= {each["code"] for each in department["children"]["nodes"]}


# ---------------------------------------------------------------- procurement

SUPPLIER = """{ organisation(identifier: {scheme: "SAMPLE", value: "montbrillant"}) {
  supplier { status registeredOn categories { code } } } }"""
REGISTER = """mutation ($firm: ID!) { registerSupplier(organisation: $firm, categories: ["cryogenics", "vacuum"]) {
  ... on Supplier { label categories { code } } ... on Refusal { code } } }"""
BIDS = """{ tenders(where: {reference: {eq: "SAMPLE-IT-2"}}) { nodes { opened
  bids { totalCount nodes { bidder { name } amount { amount } } summary { count sums { amount { amount } } } } } } }"""


def test_a_firm_becomes_a_supplier_once(story: Told) -> None:
    firm = story.firm("montbrillant")
    assert story.ask(SUPPLIER)["organisation"]["supplier"] is None

    assert story.ask(REGISTER, firm=firm)["registerSupplier"] == {"code": "NOT_ALLOWED"}
    assert story.ask(REGISTER, AURELIA, firm=firm)["registerSupplier"] == {"code": "NOT_ALLOWED"}
    registered = story.ask(REGISTER, MONTBRILLANT, firm=firm)["registerSupplier"]
    again = story.ask(REGISTER, BUYER, firm=firm)["registerSupplier"]

    assert registered["label"] == "Montbrillant Instruments (sample)"
    assert again == {"code": "ALREADY_REGISTERED"}
    supplier = story.ask(SUPPLIER)["organisation"]["supplier"]
    assert supplier["registeredOn"] == "2026-06-01"
    assert {each["code"] for each in supplier["categories"]} == {"cryogenics", "vacuum"}


def bids(story: Told, viewer: Mapping[str, str]) -> list[str]:
    (tender,) = story.ask(BIDS, viewer)["tenders"]["nodes"]
    found = [each["bidder"]["name"].split()[0] for each in tender["bids"]["nodes"]]
    assert tender["bids"]["totalCount"] == tender["bids"]["summary"]["count"] == len(found)
    assert bool(found) == bool(tender["bids"]["summary"]["sums"]["amount"])
    return sorted(found)


def test_a_bid_is_sealed_until_the_opening_and_to_competitors_for_ever(story: Told) -> None:
    requesting = as_role(role="technical_officer", unit=unit_of(story, "SAMPLE-IT-2"))
    for viewer in (EVERYBODY, POLISH_OFFICER, TRANSFER, requesting):
        assert bids(story, viewer) == []
    assert bids(story, AURELIA) == ["Aurelia"]
    assert bids(story, MONTBRILLANT) == ["Montbrillant"]

    story.clock.move(timedelta(days=60))

    assert bids(story, requesting) == ["Aurelia", "Montbrillant", "Tagus"]
    assert bids(story, AURELIA) == ["Aurelia"]
    assert bids(story, EVERYBODY) == []


def unit_of(story: Told, reference: str) -> str:
    text = "query ($r: String) { tenders(where: {reference: {eq: $r}}) { nodes { requestingUnit { code } } } }"
    (tender,) = story.ask(text, r=reference)["tenders"]["nodes"]
    return str(tender["requestingUnit"]["code"])


# ---------------------------------------------------------------- knowledge transfer

DISCLOSE = """mutation { discloseTechnology(disclosure: {
    name: "Whispering Bolometer", summary: "Hears heat.", areas: ["detectors"], trl: 2
    publicationPlannedOn: "2026-08-01"
  }) { ... on Technology { id status publicationRisk { outcome reasons { code } } } ... on Refusal { code } } }"""
FIND = """query ($id: ID!) { node(id: $id) { id } search(text: "whispering") { totalCount }
  technologies(where: {name: {eq: "Whispering Bolometer"}}) { totalCount nodes { name } } }"""


def test_a_disclosure_is_between_its_maker_and_the_office(story: Told) -> None:
    assert story.ask(DISCLOSE)["discloseTechnology"] == {"code": "NOT_ALLOWED"}
    disclosed = story.ask(DISCLOSE, RESEARCHER)["discloseTechnology"]
    assert disclosed["status"] == "DISCLOSED"
    assert disclosed["publicationRisk"]["outcome"] == "AT_RISK"

    colleague = as_role(role="researcher", person="a-colleague")
    for viewer in (EVERYBODY, AURELIA, BUYER, EU_OFFICE, colleague):
        found = story.ask(FIND, viewer, id=disclosed["id"])
        assert found["node"] is None
        assert found["search"]["totalCount"] == found["technologies"]["totalCount"] == 0
    for viewer in (RESEARCHER, TRANSFER):
        found = story.ask(FIND, viewer, id=disclosed["id"])
        assert found["node"] == {"id": disclosed["id"]}
        assert found["search"]["totalCount"] == found["technologies"]["totalCount"] == 1


def test_a_firm_reads_the_terms_of_its_own_licences_alone(story: Told) -> None:
    text = "{ licences(first: 50) { nodes { licensee { name } kind fieldOfUse } } }"
    for viewer, own in ((AURELIA, "Aurelia"), (MONTBRILLANT, "Montbrillant")):
        for each in story.ask(text, viewer)["licences"]["nodes"]:
            is_own = each["licensee"]["name"].startswith(own)
            assert (each["fieldOfUse"] is not None) == (is_own or each["kind"] == "EASY_ACCESS")


# ---------------------------------------------------------------- EU support

TOPIC = '{ topics(where: {identifier: {eq: "SAMPLE-INFRA-COLD-01"}}) { nodes { id } } }'
DRAFT = """mutation ($topic: ID!, $firm: ID!) {
  draftProposal(
    draft: {acronym: "ICEBOX", title: "Cold for all", requested: "1250000.50"}, topic: $topic, owner: $firm
  ) {
    ... on Proposal { reference status requested { amount currency } owner { name } }
    ... on Refusal { code reasons { code } } } }"""
MINE = '{ proposals(where: {acronym: {eq: "ICEBOX"}}) { totalCount } }'


def test_a_firm_drafts_a_proposal_that_nobody_else_hears_of(story: Told) -> None:
    given = {"topic": story.ask(TOPIC)["topics"]["nodes"][0]["id"], "firm": story.firm("aurelia")}

    assert story.ask(DRAFT, MONTBRILLANT, **given)["draftProposal"]["code"] == "NOT_ALLOWED"
    drafted = story.ask(DRAFT, AURELIA, **given)["draftProposal"]
    assert drafted["requested"] == {"amount": "1250000.50", "currency": "EUR"}
    assert story.ask(DRAFT, AURELIA, **given)["draftProposal"]["code"] == "DUPLICATE_PROPOSAL"

    seen = [story.ask(MINE, each)["proposals"]["totalCount"] for each in (AURELIA, EU_OFFICE)]
    unseen = [story.ask(MINE, each)["proposals"]["totalCount"] for each in (EVERYBODY, MONTBRILLANT, BUYER, TRANSFER)]
    assert seen == [1, 1]
    assert unseen == [0, 0, 0, 0]


def test_a_topic_takes_no_proposal_after_its_deadline(story: Told) -> None:
    given = {"topic": story.ask(TOPIC)["topics"]["nodes"][0]["id"], "firm": story.firm("aurelia")}

    story.clock.move(timedelta(days=200))

    refused = story.ask(DRAFT, AURELIA, **given)["draftProposal"]
    assert [each["code"] for each in refused["reasons"]] == ["TOPIC_CLOSED"]
