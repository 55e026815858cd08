"""Asking which procedure a purchase needs: bad questions, sets of thresholds to try, and what is not known."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from core.testing import Client, served


@pytest.fixture(scope="module")
def client() -> Generator[Client]:
    with served("procurement", samples=False) as opened:
        yield opened


def ask(client: Client, field: str) -> Any:
    return client.post("/graphql", json={"query": f"{{ {field} }}"}).json()


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ('value: "-0.01"', "`purchase.value` is -0.01, less than nothing."),
        ('value: "1.001"', "`purchase.value` is 1.001, finer than a cent. Round it to two digits first."),
        (
            'value: "450000", currency: "EUR"',
            "`purchase.value` is in 'EUR'. The limits are in CHF: convert it first.",
        ),
        (
            'value: "1e999999"',
            "`purchase.value` is 1E+999999, more than any purchase of CERN. Amounts are in CHF, not in cents.",
        ),
        (
            'value: "1000000000000"',
            "`purchase.value` is 1000000000000, more than any purchase of CERN. Amounts are in CHF, not in cents.",
        ),
        ('value: "1e-999999"', "`purchase.value` is 1E-999999, finer than a cent. Round it to two digits first."),
        (
            'value: "NaN"',
            "`purchase.value` is NaN, which is no amount of money. Write a decimal number such as 12.50.",
        ),
        (
            'value: "-Infinity"',
            "`purchase.value` is -Infinity, which is no amount of money. Write a decimal number such as 12.50.",
        ),
        ("value: 1, qualifiedFirms: -1", "`purchase.qualifiedFirms` is -1. Give a number from 0 to 10000."),
        (
            'value: 1, lastSurvey: "2026-06-02"',
            "`purchase.lastSurvey` is 2026-06-02, after 2026-06-01. Give the day of one that was made.",
        ),
    ],
)
def test_a_bad_purchase_is_told_what_is_wrong_with_it(client: Client, facts: str, message: str) -> None:
    answer = ask(client, f"requiredProcedure(purchase: {{kind: SUPPLY, {facts}}}) {{ procedure }}")

    assert [(each["message"], each["extensions"]["code"]) for each in answer["errors"]] == [(message, "BAD_ARGUMENT")]


@pytest.mark.parametrize("name", ["value", "committed", "approved"])
def test_a_bad_commitment_is_told_which_amount_is_wrong(client: Client, name: str) -> None:
    facts = {"value": 1, "committed": 1, "approved": 1, name: -1}
    given = ", ".join(f"{each}: {amount}" for each, amount in facts.items())

    answer = ask(client, f"financeCommitteeApproval(commitment: {{{given}}}) {{ outcome }}")

    assert answer["errors"][0]["message"] == f"`commitment.{name}` is -1, less than nothing."


def test_words_and_numbers_that_are_none_are_refused_before(client: Client) -> None:
    for facts in ('kind: SUPPLY, value: "much"', "kind: WORKS, value: 1", "kind: SUPPLY", "value: 1"):
        answer = ask(client, f"requiredProcedure(purchase: {{{facts}}}) {{ procedure }}")
        assert answer["errors"][0]["extensions"]["code"] in {"VALIDATION_FAILED", "BAD_REQUEST", "BAD_ARGUMENT"}


def test_a_variable_may_be_a_number_or_a_text(client: Client) -> None:
    asked = "query ($of: PurchaseInput!) { requiredProcedure(purchase: $of) { procedure } }"

    for value in (450_000, "450000", "450000.00", 449_999.5):
        given = {"of": {"kind": "SUPPLY", "value": value}}
        answer = client.post("/graphql", json={"query": asked, "variables": given}).json()
        assert answer == {"data": {"requiredProcedure": {"procedure": "INVITATION_TO_TENDER"}}}


def test_a_set_that_was_never_in_force_can_be_tried_and_says_so(client: Client) -> None:
    asked = "day procedure decision { reasons { code severity confidence policy } }"

    answer = ask(
        client,
        f'requiredProcedure(purchase: {{kind: SUPPLY, value: 300000}}, variants: ["P-DOUBLED"]) {{ {asked} }}',
    )

    told = {"confidence": "UNCONFIRMED", "policy": "procurement.thresholds P-DOUBLED"}
    assert answer["data"]["requiredProcedure"] == {
        "day": "2026-06-01",
        "procedure": "PRICE_ENQUIRY",
        "decision": {
            "reasons": [
                {"code": "VALUE_BAND", "severity": "INFO", **told},
                {"code": "SET_IS_TRIED", "severity": "WARNING", **told},
            ]
        },
    }


@pytest.mark.parametrize(
    "field",
    [
        "requiredProcedure(purchase: {kind: SUPPLY, value: 1}, variants: %s) { procedure }",
        "financeCommitteeApproval(commitment: {value: 1}, variants: %s) { outcome }",
    ],
)
def test_a_version_that_nobody_knows_is_answered_with_those_there_are(client: Client, field: str) -> None:
    unknown, twice = (ask(client, field % each)["errors"][0] for each in ('["Q", "Z"]', '["P", "P-DOUBLED"]'))

    assert unknown["message"].startswith("There is no version Q and Z of these policies. There are: P, P-DOUBLED, ")
    assert twice["message"] == "`variants` names two versions of thresholds. Name one."
    assert {each["extensions"]["code"] for each in (unknown, twice)} == {"BAD_ARGUMENT"}


def test_after_the_reform_every_part_that_rests_on_thresholds_says_that_they_may_be_others(client: Client) -> None:
    parts = ("decision", "marketSurvey", "financeCommittee", "alignment", "agreement")
    asked = " ".join(f"{each} {{ reasons {{ code confidence nextStep }} }}" for each in parts)

    answer = ask(client, f"requiredProcedure(purchase: {{kind: SUPPLY, value: 120000}}) {{ {asked} }}")

    for part in parts:
        last = answer["data"]["requiredProcedure"][part]["reasons"][-1]
        assert last == {
            "code": "REFORM_NOT_SEEN",
            "confidence": "UNCONFIRMED",
            "nextStep": "Ask Procurement for the thresholds in force. A variant of `policyHistory` can be tried.",
        }


def test_a_limited_tender_is_refused_for_services_and_says_what_is_not_known_for_supplies(client: Client) -> None:
    asked = "procedure documents invitation { most } decision { reasons { code severity nextStep } }"
    supply, service = (
        ask(client, f"requiredProcedure(purchase: {{kind: {kind}, value: 300000, tendering: LIMITED}}) {{ {asked} }}")
        for kind in ("SUPPLY", "SERVICE")
    )

    limited, refused = (each["data"]["requiredProcedure"] for each in (supply, service))
    assert (limited["procedure"], limited["documents"], limited["invitation"]) == ("LIMITED", [], None)
    assert limited["decision"]["reasons"][1] == {
        "code": "LIMITED_NOT_READ",
        "severity": "WARNING",
        "nextStep": "Propose it to Procurement, who know.",
    }
    assert refused["procedure"] == "INVITATION_TO_TENDER"
    assert refused["decision"]["reasons"][0] == {
        "code": "LIMITED_NOT_FOR_KIND",
        "severity": "ERROR",
        "nextStep": "Follow the procedure that the value asks for.",
    }
