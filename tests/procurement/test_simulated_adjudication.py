from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

import pytest

from core.testing import Client, served
from tests.procurement.simulating import (
    OFFERS,
    TREE,
    asked,
    award,
    bid,
    choices,
    offers,
    refused,
    service,
    simulated,
    told,
)

EVERYTHING: Final = """
decision { outcome reasons { code message nextStep severity source policy confidence } }
state { phase bidder price ifAccepted { phase bidder price } ifDeclined { phase bidder price } }
steps {
  name
  decision { outcome reasons { code message nextStep severity source policy confidence } }
  state { phase bidder price ifAccepted { phase bidder price } ifDeclined { phase bidder price } }
}
bids { bidder status rank price options poorlyBalanced offer priceScore qualityScore totalScore }
tied
balances { country { code name } status why }
policies
"""
LOWEST: Final = bid("W", 500, CH=100)


@pytest.fixture(scope="module")
def client() -> Generator[Client]:
    with served("procurement") as opened:
        yield opened


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (bid("Aurelia", 510, PL=60, CH=39), "The origins of Aurelia add up to 99 %. They must add up to 100 %."),
        (bid("Aurelia", -510, PL=100), "The FCA price of Aurelia is -510,000 CHF. A price is more than nothing."),
        (bid("W", 510, PL=100), "Several bids are named 'W'. Give each bidder a name of its own, and one bid."),
        (
            bid("Aurelia", 510, QQ=100),
            "The bid of 'Aurelia', origin: there is no country 'QQ'. Give two letters of ISO 3166-1.",
        ),
        (
            bid("Aurelia", 510, GR=50, EL=50),
            "The bid of 'Aurelia', origins: GR is named twice. Name it once.",
        ),
        (
            bid("Aurelia", 510, 'establishedIn: "Poland"'),
            "The bid of 'Aurelia', where established: there is no country 'Poland'. Give two letters of ISO 3166-1.",
        ),
        (
            bid("Aurelia", 510, "dap: 520000"),
            "The DAP price of W is missing, and others have one. Give all, or none.",
        ),
        (
            bid("Aurelia", 510, 'options: "1e999999"'),
            "The bid of 'Aurelia', options: a number here has at most 15 digits before the point and 6 behind it.",
        ),
        (
            bid("Aurelia", 510, 'dap: "NaN"'),
            "The bid of 'Aurelia', DAP price: a number here has at most 15 digits before the point and 6 behind it.",
        ),
        (
            bid("A" * 101, 510),
            f"The name '{'A' * 20}…' has 101 characters; 100 is the most.",
        ),
    ],
)
def test_a_bid_that_cannot_be_is_named(client: Client, wrong: str, says: str) -> None:
    assert refused(client, [LOWEST, wrong]) == ("BAD_ARGUMENT", says)


def test_a_quality_that_is_not_told_is_named(client: Client) -> None:
    code, message = refused(client, [LOWEST, bid("X", 510, "technicalPoints: 31")], facts=service(70, 30))

    assert code == "BAD_ARGUMENT"
    assert message == (
        "W has no technical points. Give them. X has 31 technical points, and 30 is the most. Give no more."
    )


def test_a_simulation_takes_fifty_bids(client: Client) -> None:
    bids = [bid(f"B{number}", 500 + number, PL=100) for number in range(51)]

    assert refused(client, bids) == ("BAD_ARGUMENT", "51 bids are given; a simulation takes 50 at the most.")


def test_more_countries_of_origin_than_a_list_may_hold_are_refused_with_the_place(client: Client) -> None:
    origins = ", ".join(['{country: "PL", percent: 1}'] * 101)
    answered = refused(client, [bid("A", 500, PL=100), f'{{bidder: "B", fca: 510000, origins: [{origins}]}}'])

    message = "tender.bids[1].origins holds 101 items, and 100 at the most can be given at once. Give fewer."
    assert answered == ("LIST_TOO_LONG", message)


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ('"ALIGN-9"', "There is no version ALIGN-9 of these policies. There are: ADJUDICATION-1, ALIGN-1, ALIGN-2,"),
        ('"ALIGN-1", "ALIGN-2"', "`variants` names two versions of alignment. Name one."),
    ],
)
def test_a_version_that_is_not_there_is_told_with_those_that_are(client: Client, names: str, says: str) -> None:
    code, message = refused(client, [LOWEST], arguments=f", variants: [{names}]")

    assert code == "BAD_ARGUMENT"
    assert message.startswith(says)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ('answers: [{bidder: "P", accepts: true}, {bidder: "P", accepts: false}]', "The answers: P is named twice."),
        ('answers: [{bidder: "X", accepts: true}]', "X answered or was chosen, and made no bid."),
        ('tieWinner: "P"', "'P' is chosen between equal bids, but W is first alone."),
    ],
)
def test_an_answer_or_a_choice_that_cannot_be_is_refused(client: Client, given: str, says: str) -> None:
    code, message = refused(client, [LOWEST, bid("P", 510, PL=100)], arguments=choices(given))

    assert code == "BAD_ARGUMENT"
    assert message.startswith(says)


# ---------------------------------------------------------------- what is answered


def test_everything_can_be_asked_of_as_many_bids_as_there_may_be(client: Client) -> None:
    late = "status: LATE"
    bids = [bid(f"B{number}", 500, *([late] if number % 5 == 0 else []), PL=59, CH=41) for number in range(49)]
    answer = simulated(client, [*bids, bid("W", 490, CH=100)], EVERYTHING)

    assert answer["state"]["bidder"] == "W"
    assert len(answer["bids"]) == 50
    assert {each["bidder"] for each in answer["bids"] if each["rank"] is None} == {f"B{n}" for n in range(0, 49, 5)}


def test_many_equal_bids_are_told_and_asked_in_the_order_that_a_person_wants(client: Client) -> None:
    bids = [bid(f"P{number}", 510, PL=100) for number in range(49)]
    waiting = simulated(client, [LOWEST, *bids], EVERYTHING)
    chosen = simulated(client, [LOWEST, *bids], OFFERS, arguments=choices('chosen: ["P7", "P3"]'))

    assert waiting["state"]["phase"] == "TIE"
    assert len(waiting["tied"]) == 49
    assert [(name, state) for name, state in offers(chosen).items() if state] == [("P3", "WAITING"), ("P7", "OFFERED")]


def test_the_list_in_force_on_the_day_says_who_is_poorly_balanced(client: Client) -> None:
    tender = f"kind: SUPPLY, value: 600000, bids: [{LOWEST}, {bid('N', 520, NO=100)}, {bid('U', 530, US=100)}]"
    fields = "balances { country { code } status why } bids { bidder offer }"
    answer = told(client, f'{{ simulateAdjudication(tender: {{{tender}}}, on: "2021-06-01") {{ {fields} }} }}')

    found = answer["data"]["simulateAdjudication"]
    assert offers(found) == {"W": None, "N": "OFFERED", "U": None}
    assert [(each["country"]["code"], each["status"]) for each in found["balances"]] == [
        ("CH", "WELL_BALANCED"),
        ("NO", "VERY_POORLY_BALANCED"),
        ("US", None),
    ]
    assert found["balances"][0]["why"].startswith("So says the list from 2021-03-01 to 2022-02-28")
    assert "does not name the state" in found["balances"][2]["why"]


def test_before_the_first_list_nobody_is_poorly_balanced(client: Client) -> None:
    tender = f"kind: SUPPLY, value: 600000, bids: [{LOWEST}, {bid('N', 520, NO=100)}]"
    fields = "balances { status why } state { phase bidder price ifAccepted { phase } ifDeclined { phase } }"
    answer = told(client, f'{{ simulateAdjudication(tender: {{{tender}}}, on: "1999-06-01") {{ {fields} }} }}')

    found = answer["data"]["simulateAdjudication"]
    assert [each["status"] for each in found["balances"]] == [None, None]
    assert {each["why"] for each in found["balances"]} == {"No list is in force on 1999-06-01: none had begun by then."}
    assert found["state"] == award("W", 500)["state"]


def test_equal_prices_wait_for_a_person_and_go_on_with_the_choice(client: Client) -> None:
    bids = [LOWEST, bid("V", 500, CH=100)]
    waiting = simulated(client, bids, f"tied {TREE} decision {{ outcome reasons {{ code nextStep }} }}")

    assert (waiting["tied"], waiting["state"]["phase"], waiting["state"]["bidder"]) == (["V", "W"], "TIE", None)
    (reason,) = waiting["decision"]["reasons"]
    assert (waiting["decision"]["outcome"], reason["code"]) == ("TIE", "TIE")
    assert reason["nextStep"] == (
        "Ask the procurement officer to decide. To see what follows, name one of them as `tieWinner`."
    )
    assert simulated(client, bids, TREE, arguments=choices('tieWinner: "W"')) == award("W", 500)


def test_who_has_won_enough_of_a_group_is_passed_over(client: Client) -> None:
    facts = 'kind: SUPPLY, value: 150000, wonInGroup: [{bidder: "W", tender: "IT-4144"}]'
    answer = simulated(client, [LOWEST, bid("V", 510, CH=100)], "state { bidder } steps { name }", facts=facts)

    assert answer["state"]["bidder"] == "V"
    assert answer["steps"][0]["name"] == "SPLITTING"


def test_the_order_in_which_bids_are_given_is_no_matter(client: Client) -> None:
    bids = [LOWEST, *(bid(name, 510 + place, PL=100) for place, name in enumerate("CAB"))]

    assert told(client, asked(bids, EVERYTHING)) == told(client, asked(bids[::-1], EVERYTHING))


def test_every_reason_of_a_policy_names_its_version_and_source(client: Client) -> None:
    bids = [bid("late", 400, "status: LATE", CH=100), LOWEST, bid("P", 510, PL=100), bid("Q", 900, PL=100)]
    steps: list[dict[str, Any]] = simulated(client, bids, EVERYTHING)["steps"]

    reasons = [reason for step in steps for reason in step["decision"]["reasons"]]
    assert {each["policy"].partition(" ")[0] for each in reasons} == {
        "procurement.adjudication",
        "procurement.alignment",
        "procurement.origin",
    }
    assert all(each["source"] for each in reasons)
    assert {each["code"] for each in reasons if each["confidence"] == "UNCONFIRMED"} == {
        "WINDOW",
        "BEYOND_WINDOW",
        "OFFERED",
    }
