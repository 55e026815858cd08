"""Who is asked to match the lowest price, and what each answer leads to."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from core.policies.policies import Policies
from plugins.procurement.rules.alignment import NO_CANDIDATES, NOT_APPLICABLE
from plugins.procurement.rules.award import adjudicate
from plugins.procurement.rules.course import Phase
from plugins.procurement.rules.finance_committee import NEEDED
from tests.procurement.vectors.tenders import (
    POOR,
    VERY_POOR,
    bid,
    codes,
    decided,
    mixed,
    rulebook,
    supply,
    weights,
    winner,
)

THREE: Final = (bid("P1", 560, POOR), bid("P2", 590, POOR), bid("P3", 599, POOR), bid("W", 500))


def vector_21(policies: Policies) -> None:
    """Who would have to be asked cannot be left out by the officer alone."""
    course = adjudicate(supply(bid("W", 500), bid("P", 560, POOR), skips_alignment=True), rulebook(policies))
    assert decided(course)["APPROVAL"] == NEEDED
    assert codes(course, "APPROVAL")[0] == "EXCEPTION_FROM_ALIGNMENT"
    assert (course.state.phase, course.state.bidder) == (Phase.APPROVAL, "W")


def vector_22(policies: Policies) -> None:
    """The two lowest within a fifth of the lowest price are asked; the first accepts."""
    case = supply(*THREE)
    asked = adjudicate(case, rulebook(policies))
    assert asked.offers.candidates == ("P1", "P2")
    assert (asked.state.phase, asked.state.bidder, asked.state.price) == (Phase.OFFER, "P1", Decimal(500_000))
    assert winner(adjudicate(replace(case, answers={"P1": True}), rulebook(policies))) == ("P1", 500)


def vector_23(policies: Policies) -> None:
    """The first declines, and the second is asked."""
    case, rules = supply(*THREE), rulebook(policies)
    assert adjudicate(replace(case, answers={"P1": False}), rules).state.bidder == "P2"
    assert winner(adjudicate(replace(case, answers={"P1": False, "P2": True}), rules)) == ("P2", 500)
    assert winner(adjudicate(replace(case, answers={"P1": False, "P2": False}), rules)) == ("W", 500)


def vector_24(policies: Policies) -> None:
    """The lowest is poorly balanced itself."""
    course = adjudicate(supply(bid("P", 500, mixed(PL=80, CH=20)), bid("W", 510)), rulebook(policies))
    assert winner(course) == ("P", 500)
    assert codes(course, "ALIGNMENT") == ["LOWEST_IS_POORLY_BALANCED"]


def vector_25(policies: Policies) -> None:
    """A bid beyond the window is not asked; one at its end is."""
    course = adjudicate(supply(bid("W", 500), bid("P1", 601, POOR)), rulebook(policies))
    assert (winner(course), decided(course)["ALIGNMENT"]) == (("W", 500), NO_CANDIDATES)
    at_end = adjudicate(supply(bid("W", 500), bid("P1", 600, POOR)), rulebook(policies))
    assert at_end.offers.candidates == ("P1",)


def vector_26(policies: Policies) -> None:
    """60 percent from poorly balanced states is enough, 59 is not."""
    bids = bid("W", 500), bid("P1", 520, mixed(PL=60, CH=40)), bid("P2", 540, mixed(PL=59, CH=41))
    assert adjudicate(supply(*bids), rulebook(policies)).offers.candidates == ("P1",)


FOUR: Final = (
    bid("W1", 400),
    bid("P1", 450, mixed(PL=35, NO=35, CH=30)),
    bid("V1", 470, VERY_POOR),
    bid("V2", 475, mixed(NO=70, CH=30)),
)


def vector_27(policies: Policies) -> None:
    """Shares of poorly and very poorly balanced states add up; the variant asks the latter first."""
    assert adjudicate(supply(*FOUR), rulebook(policies)).offers.candidates == ("P1", "V1")
    assert adjudicate(supply(*FOUR), rulebook(policies, "ALIGN-2")).offers.candidates == ("V1", "V2")


def vector_28(policies: Policies) -> None:
    """A contract that is not worth more than 100,000 CHF."""
    course = adjudicate(supply(bid("W", 80), bid("P", 85, POOR), value=90), rulebook(policies))
    assert (winner(course), codes(course, "ALIGNMENT")) == (("W", 80), ["ALIGNMENT_TOO_SMALL"])


def vector_29(policies: Policies) -> None:
    """Alignment is not for best value."""
    bids = (
        bid("W", 500, established_in="CH", technical_points=Decimal(25)),
        bid("P", 525, established_in="PL", technical_points=Decimal(25)),
    )
    case = replace(supply(*bids), kind="service", weights=weights(70, 30))
    course = adjudicate(case, rulebook(policies))
    assert (winner(course), decided(course)["ALIGNMENT"]) == (("W", 500), NOT_APPLICABLE)
    assert "ALIGNMENT_NOT_FOR_BASIS" in codes(course, "ALIGNMENT")


def vector_30(policies: Policies) -> None:
    """The lowest is from poorly balanced states by less than 60 percent."""
    bids = bid("W", 500, mixed(PL=55, CH=45)), bid("P1", 530, POOR)
    assert adjudicate(supply(*bids), rulebook(policies)).state.bidder == "P1"


def vector_alignment_needs_more_than_100_000(policies: Policies) -> None:
    """Exactly 100,000 CHF is not more; the variant says the same."""
    for align in ("ALIGN-1", "ALIGN-2"):
        for value, outcome in ((100, NOT_APPLICABLE), (Decimal("100.00001"), "CANDIDATES")):
            course = adjudicate(supply(bid("W", 80), bid("P", 85, POOR), value=value), rulebook(policies, align))
            assert decided(course)["ALIGNMENT"] == outcome


def vector_alignment_of_the_variant(policies: Policies) -> None:
    """Window, origin and number of candidates are the same in the variant."""
    rules = rulebook(policies, "ALIGN-2")
    assert adjudicate(supply(*THREE), rules).offers.candidates == ("P1", "P2")
    ends = bid("W", 500), bid("P1", 600, POOR), bid("P2", 601, POOR)
    assert adjudicate(supply(*ends), rules).offers.candidates == ("P1",)
    origins = bid("W", 500), bid("P1", 520, mixed(PL=60, CH=40)), bid("P2", 540, mixed(PL=59, CH=41))
    assert adjudicate(supply(*origins), rules).offers.candidates == ("P1",)
