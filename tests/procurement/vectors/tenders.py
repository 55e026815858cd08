"""Made-up tenders for the cases of adjudication: bids in thousands of CHF, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from core.policies.policies import Policies
from plugins.procurement.rules.best_value import Weights
from plugins.procurement.rules.bids import Bid
from plugins.procurement.rules.course import Case, Course, Phase, Rulebook
from tests.procurement.vectors.cases import DAY, thousands, variant, version

STATUSES: Final = {"CH": "WELL_BALANCED", "PL": "POORLY_BALANCED", "NO": "VERY_POORLY_BALANCED"}
WELL, POOR, VERY_POOR = ({country: Decimal(100)} for country in STATUSES)


def rulebook(policies: Policies, align: str = "ALIGN-1", curve: str = "BEST-VALUE-1") -> Rulebook:
    return Rulebook(
        adjudication=version(policies, "adjudication"),
        alignment=variant(policies, "alignment", align),
        best_value=variant(policies, "best_value", curve),
        finance_committee=version(policies, "finance_committee"),
        origin=version(policies, "origin"),
        splitting=version(policies, "splitting"),
        thresholds=version(policies, "thresholds"),
    )


def bid(bidder: str, price: int, origins: Mapping[str, Decimal] = WELL, **facts: Any) -> Bid:
    return Bid(bidder=bidder, fca=thousands(price), origins=origins, **facts)


def mixed(**shares: int) -> dict[str, Decimal]:
    """Origins in percent: `mixed(PL=80, CH=20)`."""
    return {country: Decimal(share) for country, share in shares.items()}


def supply(*bids: Bid, value: Decimal | int = 150, **facts: Any) -> Case:
    """A purchase of goods, worth so many thousand CHF."""
    return Case(kind="supply", value=thousands(value), day=DAY, bids=bids, statuses=STATUSES, **facts)


def winner(course: Course) -> tuple[str | None, int]:
    """Who wins, and for how many thousand CHF."""
    assert course.state.phase is Phase.AWARD, course.state
    assert course.state.price
    return course.state.bidder, int(course.state.price / 1000)


def decided(course: Course) -> dict[str, str]:
    """What came of each step."""
    return {stage.step.name: stage.step.decision.outcome for stage in course.stages}


def codes(course: Course, step: str) -> list[str]:
    """The codes of the reasons of a step."""
    return [reason.code for stage in course.stages if stage.step.name == step for reason in stage.step.decision.reasons]


def weights(price: int, quality: int) -> Weights:
    return Weights(price=Decimal(price), quality=Decimal(quality), most_points=Decimal(30))


def service(*bids: tuple[str, int, int]) -> Case:
    """A service for which best value decides between bids of a price, in thousand CHF, and points."""
    made = [bid(name, price, established_in="CH", technical_points=Decimal(points)) for name, price, points in bids]
    return replace(supply(*made), kind="service", weights=weights(70, 30))
