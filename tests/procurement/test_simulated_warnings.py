"""Who reads only the decision of a simulated adjudication reads every warning of the way to it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

import pytest

from core.testing import Client, served
from tests.procurement.simulating import BALANCES, bid, simulated, told

ANSWER: Final = """decision { outcome reasons { code message nextStep severity } }
steps { name decision { reasons { code severity } } }"""
BIDS: Final = [bid("A", 500, CH=100), bid("B", 520, PL=100)]


@pytest.fixture(scope="module")
def client() -> Generator[Client]:
    with served("procurement") as opened:
        yield opened


@pytest.fixture(scope="module")
def without_lists() -> Generator[Client]:
    with served("procurement", samples=False) as opened:
        yield opened


def by_list(client: Client, day: str, bids: list[str], balances: str = "") -> Any:
    tender = f"kind: SUPPLY, value: 600000, bids: [{', '.join(bids)}]{balances}"
    answered = told(client, f'{{ simulateAdjudication(tender: {{{tender}}}, on: "{day}") {{ {ANSWER} }} }}')
    return answered["data"]["simulateAdjudication"]


def warnings(answer: Any) -> list[str]:
    return [each["code"] for each in answer["decision"]["reasons"] if each["severity"] == "WARNING"]


def test_an_award_without_a_list_says_that_none_is_in_force(without_lists: Client) -> None:
    answer = by_list(without_lists, "2021-06-01", BIDS)

    assert answer["decision"]["outcome"] == "AWARD"
    assert warnings(answer) == ["NO_BALANCE_STATUS", "NO_LIST_IN_FORCE"]
    assert answer["decision"]["reasons"][1] == {
        "code": "NO_BALANCE_STATUS",
        "message": "No status of CH and PL is among the balances that hold here: "
        "such an origin is not poorly balanced.",
        "nextStep": "Give it in `balances`, or ask for a day on which a list names it.",
        "severity": "WARNING",
    }


def test_an_award_over_a_bid_whose_origin_is_not_told_says_so(client: Client) -> None:
    bids = [bid("A", 500, CH=100), '{bidder: "B", fca: 520000}']
    answer = by_list(client, "2021-06-01", bids, f", {BALANCES}")

    (unknown,) = [each for each in answer["decision"]["reasons"] if each["code"] == "ORIGIN_UNKNOWN"]
    assert answer["decision"]["outcome"] == "AWARD"
    assert unknown["message"] == "Where the bid of B comes from is not told: it counts for no country."
    assert warnings(answer) == ["ORIGIN_UNKNOWN"]


def test_what_rests_on_a_list_says_whether_it_is_confirmed_and_its_period_over(client: Client) -> None:
    in_time, carried = (by_list(client, day, BIDS) for day in ("2022-01-15", "2023-06-01"))

    assert in_time["decision"]["outcome"] == carried["decision"]["outcome"] == "OFFERED"
    assert warnings(in_time) == ["LIST_UNCONFIRMED"]
    assert warnings(carried) == ["LIST_UNCONFIRMED", "LIST_CARRIED_OVER"]
    assert carried["decision"]["reasons"][-1]["message"] == (
        "The period of the list ended on 2022-02-28, and it goes on because no newer list is published."
    )


def test_statuses_that_are_given_rest_on_no_list(client: Client) -> None:
    assert warnings(by_list(client, "2023-06-01", BIDS, f", {BALANCES}")) == []


def test_a_variant_that_is_tried_is_told_in_the_decision(client: Client) -> None:
    answer = simulated(client, BIDS, ANSWER, arguments=', variants: ["ALIGN-2", "P-DOUBLED"]')

    tried = [each["message"] for each in answer["decision"]["reasons"] if each["code"] == "VARIANT_TRIED"]
    assert tried == [
        "procurement.alignment ALIGN-2 was never in force: this is what would follow from it.",
        "procurement.thresholds P-DOUBLED was never in force: this is what would follow from it.",
    ]


@pytest.mark.parametrize("day", ["1999-06-01", "2021-06-01", "2026-06-01"])
def test_the_decision_has_every_warning_of_the_steps_once(client: Client, day: str) -> None:
    answer = by_list(client, day, [*BIDS, bid("U", 530, US=100), '{bidder: "X", fca: 540000}'])

    reasons = [reason for step in answer["steps"] for reason in step["decision"]["reasons"]]
    of_steps = {each["code"] for each in reasons if each["severity"] == "WARNING"}
    assert {"ORIGIN_UNKNOWN", "NO_BALANCE_STATUS"} <= of_steps
    assert sorted(warnings(answer)) == sorted(of_steps)
