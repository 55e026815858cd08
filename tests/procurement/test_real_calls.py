"""Of the real calls in the samples nothing is said that no paper tells."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

import pytest

from core.testing import Client, served
from plugins.procurement.samples.cases import CASES

KINDS: Final = {
    "IT-2539/LHC/LHC": "SUPPLY",
    "IT-2540/LHC/LHC": "SUPPLY",
    "IT-2871/IT": "SERVICE",
    "IT-3255/TS/CMS": "SUPPLY",
    "IT-3972/EN": "SERVICE",
    "IT-4144/SMB/HL-LHC": "SERVICE",
    "IT-4155/SMB/HL-LHC": "SERVICE",
    "IT-4360/SMB": "SERVICE",
}
"""The kind of each call whose paper tells it."""
DUE: Final = ("IT-3927/EN", "IT-4134/EN/LHC", "IT-4144/SMB/HL-LHC", "IT-4155/SMB/HL-LHC", "IT-4344/EP", "IT-4360/SMB")
"""The calls of which a paper tells when bids were due, and none an award."""
AWARDED: Final = ("IT-2539/LHC/LHC", "IT-2540/LHC/LHC", "IT-2871/IT", "IT-3255/TS/CMS", "CERN/FC/4693")


@pytest.fixture(scope="module")
def client() -> Generator[Client]:
    with served("procurement", "registry") as opened:
        yield opened


def calls(client: Client, fields: str) -> dict[str, Any]:
    """Every real call, by its reference."""
    query = f"{{ tenders(first: 100) {{ nodes {{ reference {fields} }} }} }}"
    answer = client.post("/graphql", json={"query": query}).json()
    assert "errors" not in answer, answer["errors"]
    references = {each.reference for each in CASES}
    return {each["reference"]: each for each in answer["data"]["tenders"]["nodes"] if each["reference"] in references}


def test_a_call_has_the_kind_that_its_paper_tells_and_otherwise_none(client: Client) -> None:
    found = calls(client, "kind")

    assert {reference: each["kind"] for reference, each in found.items() if each["kind"]} == KINDS
    assert len(found) == len(CASES)


def test_a_call_has_a_status_only_where_its_paper_tells_one(client: Client) -> None:
    told = {**dict.fromkeys(DUE, "CLOSED"), **dict.fromkeys(AWARDED, "AWARDED")}

    assert {reference: each["status"] for reference, each in calls(client, "status").items()} == {
        each.reference: told.get(each.reference, "UNKNOWN") for each in CASES
    }


def test_what_became_of_a_contract_of_long_ago_is_not_told(client: Client) -> None:
    found = calls(client, "contracts { nodes { status } }")

    statuses = [each["status"] for call in found.values() for each in call["contracts"]["nodes"]]
    assert statuses == ["UNKNOWN"] * 4


def may_bid(client: Client, reference: str) -> dict[str, str]:
    """What is said about bidding for a call, by code."""
    asked = "{ organisations(first: 1) { nodes { id } } }"
    firm = client.post("/graphql", json={"query": asked}).json()["data"]["organisations"]["nodes"][0]["id"]
    query = (
        f'{{ tenders(where: {{reference: {{eq: "{reference}"}}}}) '
        f'{{ nodes {{ mayBid(organisation: "{firm}") {{ outcome reasons {{ code message }} }} }} }} }}'
    )
    (found,) = client.post("/graphql", json={"query": query}).json()["data"]["tenders"]["nodes"]
    return {each["code"]: each["message"] for each in found["mayBid"]["reasons"]}


def test_of_a_call_whose_course_nobody_tells_it_is_not_said_that_bids_are_judged(client: Client) -> None:
    said = may_bid(client, "MS-6677/LHC/LHC")

    assert said["STATUS_UNKNOWN"] == "It is not known how far the call has come."
    assert "CALL_OVER" not in said


def test_of_an_old_call_that_closed_no_award_is_known(client: Client) -> None:
    said = may_bid(client, "IT-4344/EP")

    assert said["CALL_OVER"] == ("IT-4344/EP takes no bids any more. The time for bids is over, and no award is known.")


def test_the_addresses_of_papers_have_no_dot_too_many() -> None:
    assert not [each.source for each in CASES if "./" in each.source]
