from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.host import Host
from core.settings import Settings
from core.words import Severity
from plugins.procurement.rules.adjudication import (
    DAP,
    LOWEST_COMPLIANT,
    NO_BIDS,
    NONE_QUALIFIED,
    NOT_BY_PRICE,
    TIE,
    Adjudication,
    lowest_compliant,
)
from plugins.procurement.rules.bids import Bid, CaseError
from tests.procurement.vectors.cases import version

POLICY = version(Host.load(Settings(departments=("procurement",))).policies, "adjudication")

NAMES = ("Aalto", "Brno", "Coimbra", "Debrecen", "Espoo")
prices = st.integers(1, 6).map(lambda hundreds: Decimal(hundreds * 100))


@st.composite
def some_bids(draw: st.DrawFn) -> list[Bid]:
    """A few bids whose prices often are equal, in any order."""
    are_delivered = draw(st.booleans())
    made = [
        Bid(
            bidder=name,
            fca=draw(prices),
            dap=draw(prices) if are_delivered else None,
            options=draw(prices),
            status=draw(st.sampled_from(["submitted", "compliant", "late", "withdrawn", "disqualified"])),
        )
        for name in NAMES[: draw(st.integers(0, len(NAMES)))]
    ]
    return draw(st.permutations(made))


def bid(bidder: str, price: int | None, status: str = "submitted", dap: int | None = None) -> Bid:
    fca = None if price is None else Decimal(price)
    return Bid(bidder=bidder, fca=fca, dap=None if dap is None else Decimal(dap), status=status)


def adjudicated(*bids: Bid, tie_winner: str = "") -> Adjudication:
    return lowest_compliant(bids, POLICY, tie_winner=tie_winner)


def said(found: Adjudication, code: str) -> list[str]:
    return [reason.message for reason in found.decision.reasons if reason.code == code]


def test_a_cheaper_bid_that_fell_out_does_not_win_and_is_told_why() -> None:
    found = adjudicated(bid("Aalto", 100, "late"), bid("Brno", 90, "disqualified"), bid("Coimbra", 200))

    assert found.decision.outcome == LOWEST_COMPLIANT
    assert found.lowest
    assert found.lowest.bidder == "Coimbra"
    assert said(found, "BID_LATE") == ["The bid of Aalto is late: it is not considered."]
    assert said(found, "BID_DISQUALIFIED") == ["The bid of Brno is disqualified: it is not considered."]


def test_every_reason_of_the_policy_names_its_version_and_source() -> None:
    found = adjudicated(bid("Aalto", 100), bid("Brno", 200, "withdrawn"))

    assert {reason.policy for reason in found.decision.reasons} == {"procurement.adjudication ADJUDICATION-1"}
    assert all(reason.source for reason in found.decision.reasons)


def test_without_a_bid_that_counts_nobody_is_lowest() -> None:
    assert adjudicated().decision.outcome == NO_BIDS
    assert adjudicated(bid("Aalto", 100, "withdrawn")).decision.outcome == NONE_QUALIFIED


def test_a_bid_without_a_price_is_not_adjudicated_by_price() -> None:
    found = adjudicated(bid("Aalto", 100), bid("Brno", None))

    assert found.decision.outcome == NOT_BY_PRICE
    assert found.lowest is None


def test_equal_prices_wait_for_a_person() -> None:
    found = adjudicated(bid("Brno", 100), bid("Aalto", 100), bid("Coimbra", 101))

    assert found.decision.outcome == TIE
    assert (found.lowest, found.tied) == (None, ("Aalto", "Brno"))
    (tie,) = [reason for reason in found.decision.reasons if reason.code == TIE]
    assert "Aalto and Brno" in tie.message
    assert "procurement officer" in tie.next_step
    assert tie.severity is Severity.WARNING


def test_a_person_decides_between_equal_prices() -> None:
    found = adjudicated(bid("Aalto", 100), bid("Brno", 100), tie_winner="Brno")

    assert found.lowest
    assert found.lowest.bidder == "Brno"
    assert said(found, "TIE_DECIDED") == [
        "Aalto and Brno both ask 100 CHF. Brno was chosen, by the procurement officer."
    ]


def test_more_than_two_are_all() -> None:
    found = adjudicated(*[bid(name, 100) for name in NAMES[:3]], tie_winner="Brno")

    assert said(found, "TIE_DECIDED") == [
        "Aalto, Brno and Coimbra all ask 100 CHF. Brno was chosen, by the procurement officer."
    ]


@pytest.mark.parametrize("winner", ["Coimbra", "Debrecen"])
def test_nobody_is_chosen_who_is_not_equal(winner: str) -> None:
    with pytest.raises(CaseError, match=f"'{winner}' is chosen .* Aalto and Brno tie"):
        adjudicated(bid("Aalto", 100), bid("Brno", 100), bid("Coimbra", 101), tie_winner=winner)


def test_who_is_lowest_alone_needs_no_choice() -> None:
    with pytest.raises(CaseError, match="Aalto is first alone"):
        adjudicated(bid("Aalto", 100), bid("Brno", 101), tie_winner="Brno")


@pytest.mark.parametrize(
    ("bids", "says"),
    [
        ([bid("Aalto", 100, dap=120), bid("Brno", 100)], "DAP price of Brno is missing"),
        ([bid("Aalto", 100), bid("Aalto", 90)], "Several bids are named 'Aalto'"),
        ([bid("Aalto", -1)], "FCA price of Aalto is -1 CHF"),
        ([bid("Aalto", 1, dap=0)], "DAP price of Aalto is 0 CHF"),
        ([Bid(bidder="Aalto", fca=Decimal(1), options=Decimal(-5))], "options of Aalto cost -5 CHF"),
        ([Bid(bidder="Aalto", fca=Decimal(1), technical_points=Decimal(-5))], "Aalto has -5 technical points"),
        ([bid("Aalto", 1), Bid(bidder="Brno", fca=Decimal(1), currency="EUR")], "CHF and EUR cannot be compared"),
        ([bid(" ", 1)], "has no bidder"),
        (
            [Bid(bidder="Aalto", fca=Decimal(1), origins={"PL": Decimal(60), "FR": Decimal(39)})],
            "origins of Aalto add up to 99 %",
        ),
        ([Bid(bidder="Aalto", origins={"PL": Decimal(110), "FR": Decimal(-10)})], "Aalto states -10 % from FR"),
    ],
)
def test_what_contradicts_itself_is_told_with_the_name_of_the_bid(bids: list[Bid], says: str) -> None:
    with pytest.raises(CaseError, match=says):
        adjudicated(*bids)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(CaseError, match=r"Aalto is 0 CHF.* Brno is -1 CHF"):
        adjudicated(bid("Brno", -1), bid("Aalto", 0))


@given(some_bids(), st.data())
def test_nothing_hangs_on_the_order_of_bids(bids: list[Bid], data: st.DataObject) -> None:
    assert adjudicated(*bids) == adjudicated(*data.draw(st.permutations(bids)))


@given(some_bids())
def test_the_lowest_is_no_dearer_than_any_bid_that_counts(bids: list[Bid]) -> None:
    found = adjudicated(*bids)

    counting = [each for each in bids if each.status in ("submitted", "compliant")]
    assert len(found.ranked) == len(counting)
    is_delivered = any(step.decision.outcome == DAP for step in found.steps)
    asked = {each.bidder: (each.dap if is_delivered else each.fca) or Decimal(0) for each in counting}
    at_lowest = sorted(bidder for bidder, price in asked.items() if price == min(asked.values()))
    if len(at_lowest) == 1:
        assert found.lowest
        assert (found.lowest.bidder, found.lowest.price) == (at_lowest[0], min(asked.values()))
    else:
        assert found.lowest is None
        assert [*found.tied] == at_lowest


@given(some_bids())
def test_options_change_nothing_but_what_is_said_of_them(bids: list[Bid]) -> None:
    without = [Bid(bidder=each.bidder, fca=each.fca, dap=each.dap, status=each.status) for each in bids]

    assert adjudicated(*bids).ranked == adjudicated(*without).ranked
