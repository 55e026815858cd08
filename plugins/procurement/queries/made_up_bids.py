"""What can be made up for a simulated adjudication, and what of it is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

import strawberry

from plugins.procurement.models import BalanceStatus, BidStatus, PurchaseKind
from plugins.procurement.queries.given import OriginShareInput, country, name, number, origins_of, refuse_twice, wrong
from plugins.procurement.rules.best_value import Weights
from plugins.procurement.rules.bids import Bid
from plugins.procurement.rules.course import Case

MOST_BIDS: Final = 50
"""So many bids one simulation takes: its answer has lists of a hundred, and a step can tell of each bid twice."""
MOST_COUNTRIES: Final = 100
"""So many countries they can come from together: the answer tells of each."""


@strawberry.input(description="A bid that somebody made up.")
class MadeUpBidInput:
    """A bid that somebody made up."""

    bidder: str = strawberry.field(description="The name by which the answer speaks of it; each bid has its own.")
    fca: Decimal = strawberry.field(description="The price without transport (FCA), or the only one, in CHF.")
    dap: Decimal | None = strawberry.field(
        description="The price delivered (DAP), in CHF. Give it for all bids, or for none.", default=None
    )
    options: Decimal = strawberry.field(description="What options cost beside it, in CHF.", default=Decimal(0))
    origins: list[OriginShareInput] = strawberry.field(
        description="Where the goods are made; counts for supplies.", default_factory=list
    )
    established_in: str | None = strawberry.field(
        description="The country in which the bidder is established; counts for services.", default=None
    )
    technical_points: Decimal | None = strawberry.field(
        description="What the technical evaluation gave it; needed where `weights` are given.", default=None
    )
    status: BidStatus = strawberry.field(
        description="Whether it counts: late, withdrawn and disqualified bids do not.", default=BidStatus.SUBMITTED
    )


@strawberry.input(description="How much price and quality weigh where best value decides.")
class BestValueWeightsInput:
    """How much price and quality weigh where best value decides."""

    price: Decimal = strawberry.field(description="The points of the lowest price; 50 at least.")
    quality: Decimal = strawberry.field(description="The points of the best quality; together with the price 100.")
    most_points: Decimal = strawberry.field(description="The most technical points that a bid can have (QMAX).")


@strawberry.input(description="The balance status of a state.")
class BalanceStatusInput:
    """The balance status of a state."""

    country: str = strawberry.field(description="The state, by two letters of ISO 3166-1.")
    status: BalanceStatus = strawberry.field(description="How it is balanced, for the kind of purchase.")


@strawberry.input(description="What a bidder says that is asked to match the lowest price.")
class AlignmentAnswerInput:
    """What a bidder says that is asked to match the lowest price."""

    bidder: str = strawberry.field(description="Who was asked.")
    accepts: bool = strawberry.field(description="Whether it matches the price.")


@strawberry.input(description="A tender of the same group that a bidder has won already.")
class GroupAwardInput:
    """A tender of the same group that a bidder has won already."""

    bidder: str = strawberry.field(description="Who has won it.")
    tender: str = strawberry.field(description="The tender's reference, such as IT-4144.")


@strawberry.input(description="A tender that somebody made up, or one lot of it, with its bids.")
class MadeUpTenderInput:
    """A tender that somebody made up, or one lot of it, with its bids."""

    kind: PurchaseKind = strawberry.field(description="Whether goods or work are bought.")
    value: Decimal = strawberry.field(description="What the contract is worth, in CHF.")
    bids: list[MadeUpBidInput] = strawberry.field(description="The bids, in any order; 50 at the most.")
    weights: BestValueWeightsInput | None = strawberry.field(
        description="Given, best value for money decides; left out, the lowest price that counts.", default=None
    )
    balances: list[BalanceStatusInput] | None = strawberry.field(
        description="The balance of states; left out, what the list in force on the day says.", default=None
    )
    won_in_group: list[GroupAwardInput] = strawberry.field(
        description="What bidders have won of the same group, between whose bidders awards are split.",
        default_factory=list,
    )


@strawberry.input(description="What people have answered and chosen so far in a tender that somebody made up.")
class MadeUpChoicesInput:
    """What people have answered and chosen so far in a tender that somebody made up."""

    answers: list[AlignmentAnswerInput] = strawberry.field(
        description="What those said who were asked to match the lowest price.", default_factory=list
    )
    tie_winner: str | None = strawberry.field(
        description="Whom a person has chosen between equal prices, or equal totals.", default=None
    )
    chosen: list[str] = strawberry.field(
        description="Equal candidates, in the order in which a person wants them asked.", default_factory=list
    )
    skip_alignment: bool = strawberry.field(
        description="Whether the officer wants to award without asking the candidates.", default=False
    )


def bids_of(given: Sequence[MadeUpBidInput]) -> tuple[Bid, ...]:
    """The bids as rules take them; a fault names the one with a number or country that cannot be."""
    if len(given) > MOST_BIDS:
        raise wrong(f"{len(given)} bids are given; a simulation takes {MOST_BIDS} at the most.")
    return tuple(_bid(each) for each in given)


def _bid(given: MadeUpBidInput) -> Bid:
    who = f"The bid of '{name(given.bidder)}'"
    return Bid(
        bidder=name(given.bidder),
        fca=number(given.fca, f"{who}, FCA price"),
        dap=None if given.dap is None else number(given.dap, f"{who}, DAP price"),
        options=number(given.options, f"{who}, options"),
        status=given.status.value,
        origins=origins_of(given.origins, who),
        established_in=country(given.established_in, f"{who}, where established") if given.established_in else "",
        technical_points=_points(given.technical_points, who),
    )


def _points(given: Decimal | None, who: str) -> Decimal | None:
    return None if given is None else number(given, f"{who}, technical points")


def case_of(
    tender: MadeUpTenderInput,
    choices: MadeUpChoicesInput,
    bids: tuple[Bid, ...],
    statuses: Mapping[str, BalanceStatus],
    day: date,
) -> Case:
    """The tender as rules take it; a fault names what cannot be."""
    answers = [(name(each.bidder), each.accepts) for each in choices.answers]
    refuse_twice((bidder for bidder, _ in answers), "The answers")
    return Case(
        kind=tender.kind.value,
        value=number(tender.value, "The value of the contract"),
        day=day,
        bids=bids,
        statuses={state: status.name for state, status in statuses.items()},
        weights=_weights(tender.weights) if tender.weights else None,
        won=_won(tender.won_in_group),
        answers=dict(answers),
        tie_winner=name(choices.tie_winner or ""),
        chosen=tuple(name(each) for each in choices.chosen),
        skips_alignment=choices.skip_alignment,
    )


def statuses_of(given: Sequence[BalanceStatusInput]) -> dict[str, BalanceStatus]:
    """The balance of states, by code."""
    states = [(country(each.country, "The balances"), each.status) for each in given]
    refuse_twice((state for state, _ in states), "The balances")
    return dict(states)


def countries_of(bids: Sequence[Bid]) -> list[str]:
    """The countries that bids name, by code; a fault for more of them than an answer has room for."""
    found = {code for bid in bids for code in (*bid.origins, bid.established_in) if code}
    if len(found) > MOST_COUNTRIES:
        raise wrong(f"The bids name {len(found)} countries; a simulation takes {MOST_COUNTRIES} at the most.")
    return sorted(found)


def _won(given: Sequence[GroupAwardInput]) -> dict[str, list[str]]:
    awards = sorted((name(each.bidder), name(each.tender)) for each in given)
    refuse_twice((f"{tender} for {bidder}" for bidder, tender in awards), "What is won in the group")
    won: dict[str, list[str]] = {}
    for bidder, tender in awards:
        won.setdefault(bidder, []).append(tender)
    return won


def _weights(given: BestValueWeightsInput) -> Weights:
    return Weights(
        price=number(given.price, "The weight of the price"),
        quality=number(given.quality, "The weight of quality"),
        most_points=number(given.most_points, "The most technical points"),
    )
