"""Who a request is believed to come from, and that the public writes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from core.access.viewer import Role
from core.testing import as_role, served
from tests.databases import rows

PROPOSALS = "{ proposals { totalCount } }"
OFFICER = as_role(role="eu_officer")
DEPARTMENTS = ("procurement", "knowledge_transfer", "eu_support")

MUTATIONS = {
    "registerSupplier": 'registerSupplier(organisation: $organisation, categories: ["cryogenics"])',
    "discloseTechnology": 'discloseTechnology(disclosure: {name: "Anything"})',
    "draftProposal": 'draftProposal(draft: {acronym: "A", title: "T"}, topic: $topic, owner: $organisation)',
    "changeAccount": "changeAccount(account: $account, state: BLOCKED, expectedVersion: 1)",
    "describeCapability": 'describeCapability(supplier: $supplier, description: "Welds thin steel")',
    "addCertificate": 'addCertificate(supplier: $supplier, certificate: {standard: "X", expiresOn: "2030-01-01"})',
    "declareConduct": 'declareConduct(supplier: $supplier, codeVersion: "2024")',
    "excludeSupplier": 'excludeSupplier(organisation: $organisation, reason: "Whatever")',
    "endExclusion": "endExclusion(exclusion: $exclusion, expectedVersion: 1)",
    "nominateFirm": 'nominateFirm(organisation: $organisation, category: "vacuum")',
    "withdrawNomination": "withdrawNomination(nomination: $nomination, expectedVersion: 1)",
    "circulateTender": "circulateTender(tender: $tender, expectedVersion: 1)",
    "draftBalanceList": 'draftBalanceList(kind: SUPPLY, year: 2025, entries: [{country: "PL", status: WELL_BALANCED}])',
    "publishBalanceList": "publishBalanceList(balanceList: $list, expectedVersion: 1)",
    "amendBalanceList": (
        'amendBalanceList(balanceList: $list, expectedVersion: 1, entries: [{country: "PL", status: WELL_BALANCED}])'
    ),
}
"""One that would be fine, if somebody else sent it."""
OF_LIAISON_OFFICERS = {"nominateFirm", "withdrawNomination"}
"""What a liaison officer may do, for firms of the own state."""
SUBJECTS = {
    "organisation": 'organisation(identifier: {scheme: "PIC", value: "999988133"}) { id }',
    "topic": "topics { nodes { id } }",
    "supplier": "suppliers { nodes { id } }",
    "account": "suppliers { nodes { accounts { id } } }",
    "exclusion": "exclusions { nodes { id } }",
    "nomination": "nominations { nodes { id } }",
    "tender": "tenders { nodes { id } }",
    "list": "balanceLists { nodes { id } }",
}
"""How to find what each is about."""


def ask(client: TestClient, text: str, headers: Any = None, **variables: Any) -> Any:
    return client.post("/graphql", json={"query": text, "variables": variables}, headers=headers).json()


def proposals(client: TestClient, headers: Any = None) -> int:
    return int(ask(client, PROPOSALS, headers)["data"]["proposals"]["totalCount"])


def test_a_developers_server_believes_the_header(developer: TestClient) -> None:
    assert proposals(developer) == 0
    assert proposals(developer, OFFICER) > 0


def test_a_server_for_everybody_does_not(client: TestClient) -> None:
    assert proposals(client, OFFICER) == 0


@pytest.mark.parametrize("address", ["192.0.2.7", "testclient", "::ffff:192.0.2.7"])
def test_nor_does_a_developers_server_from_another_machine(address: str) -> None:
    with served("eu_support", dev=True, address=address) as client:
        assert proposals(client, OFFICER) == 0


@pytest.mark.parametrize("address", ["::1", "127.0.0.9", "::ffff:127.0.0.1"])
def test_every_loopback_address_is_this_machine(address: str) -> None:
    with served("eu_support", dev=True, address=address) as client:
        assert proposals(client, OFFICER) > 0


def test_a_setting_says_who_everyone_is() -> None:
    with served("eu_support", dev_viewer="role=eu_officer") as client:
        assert proposals(client) > 0


@pytest.mark.parametrize("claim", ["role=king", "country=PL", "role=ilo", "role=firm,organisation=PIC:1", "nonsense"])
def test_a_header_that_says_nobody_is_a_bad_request(developer: TestClient, claim: str) -> None:
    told = developer.post("/graphql", json={"query": PROPOSALS}, headers={"IPT-Viewer": claim})

    assert told.status_code == 400
    assert told.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_a_firm_is_named_by_its_number_in_a_register(developer: TestClient) -> None:
    firm = as_role(role="firm", organisation="SAMPLE:aurelia")
    text = "{ tenders { nodes { bids { nodes { bidder { name } } } } } }"

    def bidders(headers: Any) -> set[str]:
        tenders = ask(developer, text, headers)["data"]["tenders"]["nodes"]
        return {bid["bidder"]["name"] for tender in tenders for bid in tender["bids"]["nodes"]}

    assert bidders(firm) == {"Aurelia Cryogenics (sample)"}
    assert bidders(None) == set()


# ---------------------------------------------------------------- writing


@pytest.fixture(scope="module")
def ids(developer: TestClient) -> dict[str, str]:
    text = f"{{ {' '.join(f'{name}: {asked}' for name, asked in SUBJECTS.items())} }}"
    found = ask(developer, text, as_role(role=Role.PROCUREMENT_OFFICER.value))["data"]
    return {name: first_id(answer) for name, answer in found.items()}


def first_id(found: Any) -> str:
    """The first id in an answer, at whatever depth."""
    if isinstance(found, dict):
        return str(found["id"]) if "id" in found else first_id(next(iter(found.values())))
    return first_id(found[0])


def used_by(name: str, ids: dict[str, str]) -> dict[str, str]:
    """The variables that a mutation asks for."""
    return {key: value for key, value in ids.items() if f"${key}" in MUTATIONS[name]}


def sent(name: str) -> str:
    declared = ", ".join(f"${each}: ID!" for each in used_by(name, dict.fromkeys(SUBJECTS, "")))
    head = f"mutation ({declared})" if declared else "mutation"
    return f"{head} {{ {MUTATIONS[name]} {{ __typename ... on Refusal {{ code reasons {{ message }} }} }} }}"


def test_these_are_all_mutations_that_there_are(client: TestClient) -> None:
    told = ask(client, "{ __schema { mutationType { fields { name } } } }")

    assert {each["name"] for each in told["data"]["__schema"]["mutationType"]["fields"]} == {*MUTATIONS}


def test_the_public_writes_nothing(ids: dict[str, str]) -> None:
    with served(*DEPARTMENTS) as client:
        before = rows(client.url)
        for name in MUTATIONS:
            refusal = ask(client, sent(name), **used_by(name, ids))["data"][name]
            assert (refusal["__typename"], refusal["code"]) == ("Refusal", "NOT_ALLOWED")
            assert refusal["reasons"][0]["message"]
        assert rows(client.url) == before


@pytest.mark.parametrize("name", sorted(MUTATIONS.keys() - OF_LIAISON_OFFICERS))
def test_an_industrial_liaison_officer_writes_nothing_either(
    developer: TestClient, ids: dict[str, str], name: str
) -> None:
    officer = as_role(role=Role.ILO.value, country="PL")
    refusal = ask(developer, sent(name), officer, **used_by(name, ids))["data"][name]

    assert refusal["code"] == "NOT_ALLOWED"
