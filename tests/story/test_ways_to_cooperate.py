"""How a firm can work with CERN: each department tells its ways, and those of one that is not there are absent."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pytest

from core.testing import Client, as_role, served
from schema.relay import encode_id
from tests.story.conftest import DEPARTMENTS

WAYS = """query ($firm: ID!) {
  waysToCooperate(organisation: $firm) {
    department
    way { kind title whomToAsk decision { outcome reasons { code severity message nextStep policy source } } }
    liaisonOffices { institution }
  }
}"""
OF_DEPARTMENT = {
    "procurement": ["TENDER"],
    "knowledge_transfer": ["RESEARCH", "LICENCE", "SERVICE", "SPIN_OFF"],
    "eu_support": ["RESEARCH"],
}
AURELIA = as_role(role="firm", organisation="SAMPLE:aurelia")


def ways(client: Client, firm: str, viewer: Mapping[str, str] | None = None) -> list[Any]:
    find = 'query ($value: String!) { organisation(identifier: {scheme: "SAMPLE", value: $value}) { id } }'
    found = client.post("/graphql", json={"query": find, "variables": {"value": firm}}).json()["data"]["organisation"]
    body = {"query": WAYS, "variables": {"firm": found["id"]}}
    told = client.post("/graphql", json=body, headers=viewer or {}).json()
    assert "errors" not in told, told["errors"]
    return list(told["data"]["waysToCooperate"])


def outcomes(found: list[Any]) -> dict[tuple[str, str], str]:
    return {(each["department"], each["way"]["kind"]): each["way"]["decision"]["outcome"] for each in found}


def codes(found: list[Any], kind: str) -> list[str]:
    return [
        reason["code"] for each in found if each["way"]["kind"] == kind for reason in each["way"]["decision"]["reasons"]
    ]


def test_a_firm_from_poland_sees_every_way_and_whom_to_ask() -> None:
    with served(*DEPARTMENTS, dev=True) as client:
        found = ways(client, "aurelia", AURELIA)

    assert outcomes(found) == {
        ("procurement", "TENDER"): "OPEN",
        ("knowledge_transfer", "RESEARCH"): "OPEN",
        ("knowledge_transfer", "LICENCE"): "OPEN",
        ("knowledge_transfer", "SERVICE"): "OPEN",
        ("knowledge_transfer", "SPIN_OFF"): "OPEN",
        ("eu_support", "RESEARCH"): "OPEN",
    }
    assert {office["institution"] for each in found for office in each["liaisonOffices"]} == {"Wrocław Technology Park"}
    assert {each["way"]["whomToAsk"].rpartition(" ")[2] for each in found} == {"IPT-PI", "IPT-KT", "IPT-EU"}
    assert "CALLS_IN_ITS_FIELDS" in codes(found, "TENDER")
    assert "IS_SPIN_OFF" in codes(found, "SPIN_OFF")


def test_what_is_missing_comes_with_what_to_do_next() -> None:
    with served(*DEPARTMENTS, dev=True) as client:
        found = ways(client, "tagus", as_role(role="ilo", country="PT"))

    assert outcomes(found)["procurement", "TENDER"] != "OPEN"
    assert outcomes(found)["knowledge_transfer", "SPIN_OFF"] == "NOT_YET"
    assert "NO_TECHNOLOGY" in codes(found, "SPIN_OFF")
    for each in found:
        for reason in each["way"]["decision"]["reasons"]:
            assert reason["nextStep"] or reason["severity"] == "INFO"


def test_the_public_is_told_what_was_not_looked_at() -> None:
    with served(*DEPARTMENTS) as client:
        found = ways(client, "aurelia")

    assert outcomes(found)["procurement", "TENDER"] == "UNKNOWN"
    assert "NOT_LOOKED_AT" in codes(found, "TENDER")


def test_a_licence_under_negotiation_is_not_counted_as_held() -> None:
    with served("knowledge_transfer", dev=True) as client:
        assert "LICENCES_HELD" not in codes(ways(client, "tagus"), "LICENCE")
        assert "LICENCES_HELD" not in codes(
            ways(client, "tagus", as_role(role="firm", organisation="SAMPLE:tagus")), "LICENCE"
        )


@pytest.mark.parametrize("present", [each for size in (1, 2) for each in combinations(DEPARTMENTS, size)])
def test_the_ways_of_a_department_that_is_left_out_are_absent(present: tuple[str, ...]) -> None:
    with served(*present) as client:
        found = ways(client, "aurelia")

    told = {(each["department"], each["way"]["kind"]) for each in found}
    assert told == {(name, kind) for name in present for kind in OF_DEPARTMENT[name]}
    assert all(each["liaisonOffices"] for each in found)


def test_without_departments_nobody_knows_a_way_and_that_is_no_error() -> None:
    with served("registry") as client:
        assert ways(client, "aurelia") == []


def test_an_organisation_that_is_not_there_is_an_error_with_what_to_do() -> None:
    with served("registry") as client:
        body = {"query": WAYS, "variables": {"firm": encode_id("Organisation", 10**9)}}
        (error,) = client.post("/graphql", json=body).json()["errors"]

    assert error["extensions"]["code"] == "BAD_ARGUMENT"
    assert "search(text:)" in error["message"]
