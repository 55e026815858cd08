"""Facts that cannot be are refused with what to write, before any rule is asked: never an internal error."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from core.testing import Client, served
from tests.procurement.asking import MADE_UP

BEFORE = {"procedure": "INVITATION_TO_TENDER", "candidacy": "POTENTIAL"}
NUMBERS = "a number here has at most 15 digits before the point and 6 behind it."
DAYS = "Give a day from 1954 to 2199."
CODES = "Give two letters of ISO 3166-1."


@pytest.fixture(scope="module")
def client() -> Generator[Client]:
    with served("procurement", dev=True) as opened:
        yield opened


def parts(**percents: str) -> dict[str, Any]:
    return {"origins": [{"country": country, "percent": percent} for country, percent in percents.items()]}


def refused(client: Client, facts: dict[str, Any], on: str | None = None) -> str:
    answer = client.post("/graphql", json={"query": MADE_UP, "variables": {"facts": facts, "on": on}}).json()
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "BAD_ARGUMENT", error
    return str(error["message"])


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"establishedIn": "Poland"}, f"`establishedIn`: there is no country 'Poland'. {CODES}"),
        ({"establishedIn": ""}, f"`establishedIn`: there is no country ''. {CODES}"),
        ({"establishedIn": "ZZ"}, f"`establishedIn`: there is no country 'ZZ'. {CODES}"),
        ({"establishedIn": "🚀🚀"}, "`establishedIn`: there is no country '🚀🚀'. " + CODES),
        ({"admits": ["Not a country"]}, f"`admits`: there is no country 'Not a country'. {CODES}"),
        (parts(ZZ="100"), f"`origins`, origin: there is no country 'ZZ'. {CODES}"),
        (
            {"origins": [{"country": "PL", "percent": "50"}, {"country": "pl", "percent": "50"}]},
            "`origins`, origins: PL is named twice. Name it once.",
        ),
        (parts(PL="60", DE="30"), "The parts of origin are 60, 30 percent. Write parts that add up to 100."),
        (parts(PL="110", DE="-10"), "The parts of origin are 110, -10 percent. Write parts that add up to 100."),
        (parts(PL="NaN"), f"`origins`, origin: {NUMBERS}"),
        (parts(PL="sNaN"), f"`origins`, origin: {NUMBERS}"),
        (parts(PL="Infinity"), f"`origins`, origin: {NUMBERS}"),
        ({"category": "no-such"}, "No field has the code 'no-such'. `purchaseCategories` lists all."),
        ({"categories": ["cryogenics", "nor"]}, "No field has the code 'nor'. `purchaseCategories` lists all."),
        (
            {"isExcluded": False, "excludedUntil": "2030-01-01"},
            "`excludedUntil` is the end of an exclusion, and `isExcluded` is not true. Make it so.",
        ),
        ({"closesAt": "9999-12-31T23:59:59Z"}, f"`closesAt` is in the year 9999. {DAYS}"),
        ({"closesAt": "0001-01-01T00:00:00+14:00"}, f"`closesAt` is in the year 1. {DAYS}"),
        ({"dispatchOn": "0001-01-05", **BEFORE}, f"`dispatchOn` is in the year 1. {DAYS}"),
        ({"answeredOn": "1953-12-31", **BEFORE}, f"`answeredOn` is in the year 1953. {DAYS}"),
        ({"isExcluded": True, "excludedUntil": "2200-01-01"}, f"`excludedUntil` is in the year 2200. {DAYS}"),
        ({"value": "NaN"}, "`value` is NaN, which is no amount of money. Write a decimal number such as 12.50."),
        ({"value": "-1"}, "`value` is -1, less than nothing."),
        ({"wonBeside": ["x" * 101]}, f"The name '{'x' * 20}…' has 101 characters; 100 is the most."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(client: Client, facts: dict[str, Any], told: str) -> None:
    assert refused(client, facts) == told


@pytest.mark.parametrize(("on", "year"), [("0001-01-01", 1), ("9999-12-31", 9999)])
def test_nobody_asks_as_of_a_day_on_which_there_is_no_cern(client: Client, on: str, year: int) -> None:
    assert refused(client, {}, on) == f"`on` is in the year {year}. {DAYS}"


@pytest.mark.parametrize("day", ["1954-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_are_days(client: Client, day: str) -> None:
    facts = {
        "dispatchOn": day,
        "answeredOn": day,
        "closesAt": f"{day}T12:00:00+14:00",
        **BEFORE,
        **parts(PL="100.000000"),
    }

    told = client.post("/graphql", json={"query": MADE_UP, "variables": {"facts": facts, "on": day}}).json()

    assert "errors" not in told
