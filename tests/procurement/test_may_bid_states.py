"""What follows for a firm from where it is established: only states that are known to be outside CERN bar it."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date

import pytest

from core.testing import Client, served
from plugins.procurement.rules.membership import OUTSIDE, Stretch, status_on
from tests.procurement.asking import READY, codes, made_up

CROATIA = Stretch(status="associate", first=date(2021, 3, 1), last=None, began=False)
SLOVENIA = (
    Stretch(status="pre_stage", first=date(2017, 7, 4), last=date(2025, 6, 20)),
    Stretch(status="member", first=date(2025, 6, 21), last=None),
)


@pytest.fixture(scope="module")
def client() -> Generator[Client]:
    with served("procurement", dev=True) as opened:
        yield opened


@pytest.mark.parametrize("country", ["CY", "EE", "HR", "LT", "LV", "PK", "TR", "UA"])
def test_firms_of_states_whose_beginning_no_source_tells_may_bid(client: Client, country: str) -> None:
    decision = made_up(client, establishedIn=country, **READY)

    assert decision["outcome"] == "MAY_BID"
    assert "STATE_OF_CERN" in codes(decision)


@pytest.mark.parametrize(("country", "on"), [("HR", "2019-12-01"), ("CL", None), ("US", None)])
def test_where_no_source_tells_how_a_state_stood_nobody_is_barred(client: Client, country: str, on: str | None) -> None:
    decision = made_up(client, on, establishedIn=country, **READY)

    (told,) = [each for each in decision["reasons"] if each["code"] == "STATE_UNKNOWN"]
    assert (decision["outcome"], told["severity"]) == ("UNKNOWN", "WARNING")
    assert told["nextStep"]


def test_a_state_before_it_joined_is_known_to_be_outside(client: Client) -> None:
    decision = made_up(client, "1985-05-01", establishedIn="PL", **READY)

    assert decision["outcome"] == "MAY_NOT_BID"
    assert "STATE_NOT_OF_CERN" in codes(decision)


@pytest.mark.parametrize(
    ("stretches", "day", "status"),
    [
        ((), date(2026, 1, 1), None),
        ((CROATIA,), date(2021, 2, 28), None),
        ((CROATIA,), date(2021, 3, 1), "associate"),
        (SLOVENIA, date(2017, 7, 3), OUTSIDE),
        (SLOVENIA, date(2025, 6, 20), "pre_stage"),
        (SLOVENIA, date(2025, 6, 21), "member"),
        ((*SLOVENIA[:1],), date(2025, 6, 21), OUTSIDE),
    ],
)
def test_how_a_state_stands_on_a_day(stretches: tuple[Stretch, ...], day: date, status: str | None) -> None:
    assert status_on(day, stretches) == status
