"""Made-up tenders in great number, and somebody who answers and chooses until each is decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from hypothesis import strategies as st

from core.host import Host
from core.settings import Settings
from plugins.procurement.rules.award import adjudicate
from plugins.procurement.rules.best_value import Weights
from plugins.procurement.rules.bids import Bid
from plugins.procurement.rules.course import Case, Course, Phase, Rulebook
from tests.procurement.vectors.cases import DAY
from tests.procurement.vectors.tenders import STATUSES, mixed, rulebook

WEIGHTS: Final = Weights(price=Decimal(70), quality=Decimal(30), most_points=Decimal(30))
POLICIES: Final = Host.load(Settings(departments=("procurement",))).policies
NAMES: Final[tuple[str, ...]] = ("Aalto", "Brno", "Coimbra", "Debrecen", "Espoo")
RULES: Final = [
    rulebook(POLICIES, align, curve) for align, curve in (("ALIGN-1", "BEST-VALUE-1"), ("ALIGN-2", "BEST-VALUE-LINEAR"))
]

prices = st.sampled_from([500, 520, 520, 560, 560, 600, 601, 601]).map(lambda price: Decimal(price * 1000))
statuses = st.sampled_from([*["submitted", "compliant"] * 5, "late", "withdrawn", "disqualified"])
origins = st.sampled_from(
    [
        *[mixed(PL=100), mixed(NO=100)] * 3,
        mixed(CH=100),
        mixed(PL=60, CH=40),
        mixed(PL=59, CH=41),
        mixed(PL=35, NO=35, CH=30),
        mixed(NO=60, US=40),
        mixed(US=100),
        {},
    ]
)
"""Around the 60 percent that matter; the United States are on no list."""


@st.composite
def bids(draw: st.DrawFn, name: str, *, is_delivered: bool) -> Bid:
    """Any bid."""
    return Bid(
        bidder=name,
        fca=draw(prices),
        dap=draw(prices) if is_delivered else None,
        options=draw(prices),
        status=draw(statuses),
        origins=draw(origins),
        established_in=draw(st.sampled_from(["", "CH", "PL", "NO"])),
        technical_points=Decimal(draw(st.sampled_from([10, 20, 30]))),
    )


@st.composite
def alignable(draw: st.DrawFn) -> Case:
    """Supplies whose lowest bid is well balanced: there is somebody to ask more often than not."""
    is_delivered = draw(st.integers(0, 3)) == 3
    lowest, *others = [draw(bids(name, is_delivered=is_delivered)) for name in NAMES[draw(st.integers(0, 2)) :]]
    cheapest = Decimal(500_000)
    lowest = replace(lowest, fca=cheapest, dap=lowest.dap and cheapest, status="compliant", origins=mixed(CH=100))
    made = tuple(draw(st.permutations([lowest, *others])))
    return Case(kind="supply", value=Decimal(600_000), day=DAY, bids=made, statuses=STATUSES)


@st.composite
def any_cases(draw: st.DrawFn) -> Case:
    """Tenders of up to five bids, of any kind and value, with or without weights, some in a group."""
    is_delivered = draw(st.integers(0, 3)) == 3
    made = [draw(bids(name, is_delivered=is_delivered)) for name in NAMES[draw(st.integers(0, 5)) :]]
    return Case(
        kind=draw(st.sampled_from(["supply", "service"])),
        value=draw(st.sampled_from([Decimal(600_000), Decimal(100_000)])),
        day=DAY,
        bids=tuple(draw(st.permutations(made))),
        statuses=STATUSES,
        weights=draw(st.sampled_from([None, WEIGHTS])),
        won=dict[str, list[str]]() if draw(st.booleans()) else {"Aalto": ["IT-4144"]},
        skips_alignment=draw(st.integers(0, 7)) == 7,
    )


weighed = any_cases().map(lambda case: replace(case, weights=WEIGHTS))
cases = st.one_of(alignable(), any_cases())


@dataclass(frozen=True)
class Moment:
    """What is known of a tender at one time, and what follows from it."""

    case: Case
    course: Course


def played(case: Case, rules: Rulebook, draw: Callable[[st.SearchStrategy[object]], object]) -> Iterator[Moment]:
    """A tender from the bids to the end: who is asked answers, and where bids are equal somebody chooses."""
    while True:
        course = adjudicate(case, rules)
        yield Moment(case, course)
        match course.state.phase:
            case Phase.OFFER:
                assert course.state.bidder
                case = replace(case, answers={**case.answers, course.state.bidder: bool(draw(st.booleans()))})
            case Phase.TIE if course.contenders:
                order = draw(st.permutations(course.tied))
                assert isinstance(order, list)
                case = replace(case, chosen=(*case.chosen, *order))
            case Phase.TIE:
                case = replace(case, tie_winner=str(draw(st.sampled_from(course.tied))))
            case _:
                return
