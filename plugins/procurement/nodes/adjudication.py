"""How an adjudication went, as the graph tells it: its steps, how things stand after each, and every bid's part."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core.words import Country, Decision, word
from plugins.procurement.models import BalanceStatus, BidStatus
from plugins.procurement.rules.best_value import shown
from plugins.procurement.rules.bids import Bid
from plugins.procurement.rules.course import Case, Course, Phase, Rulebook, Stage, State
from plugins.procurement.rules.offers import OfferState


@word
class AdjudicationState:
    """How things stand after a step, with what each answer would lead to."""

    phase: Phase
    """How far it has come."""
    bidder: str | None
    """Who leads, is asked to match the lowest price, or wins; null while nobody is."""
    price: Decimal | None
    """What that bidder would be paid, in CHF."""
    if_accepted: AdjudicationState | None = None
    """How things stand once the bidder that is asked accepts; null while nobody is asked."""
    if_declined: AdjudicationState | None = None
    """How things stand once it declines: the next one is asked, or the lowest bid wins."""


@word
class AdjudicationStep:
    """One step on the way from bids to award."""

    name: str
    """Such as QUALIFICATION, PRICE_BASIS, RANKING, ORIGIN, ALIGNMENT, OFFER, ANSWER or AWARD."""
    decision: Decision
    """What came of it, with all reasons: source, policy version and confidence."""
    state: AdjudicationState
    """How things stand after it."""


@word
class AdjudicatedBid:
    """A bid with all that was found of it."""

    bidder: str
    """The name that was given."""
    status: BidStatus
    """What was given of it; late, withdrawn and disqualified bids have no rank."""
    rank: int | None
    """Its place by price, from 1, where equal prices share one; null if it does not count."""
    price: Decimal | None
    """The price that is compared, in CHF, on the basis that was found; null if it does not count."""
    options: Decimal
    """What its options cost, in CHF, beside that price."""
    poorly_balanced: Decimal | None
    """How many percent of it come from states that count as poorly balanced; null where that decides nothing."""
    offer: OfferState | None
    """Whether it was asked to match the lowest price, and what it said; null if it is no candidate."""
    price_score: Decimal | None
    """Its points for the price; null unless best value decides."""
    quality_score: Decimal | None
    """Its points for quality; null unless best value decides."""
    total_score: Decimal | None
    """Its points together, rounded as shown and compared in full; null unless best value decides."""


@word
class CountryBalance:
    """The balance status by which the bids from a country are treated."""

    country: Country
    """Where a bid, or a part of one, comes from."""
    status: BalanceStatus | None
    """Its status; null if none is known, and then it does not count as poorly balanced."""
    why: str
    """Whether it was given, or what the list in force on that day says."""


@word
class SimulatedAdjudication:
    """Who would win a made-up tender, by which rules, step by step."""

    decision: Decision
    """What the last step came to: AWARD, OFFERED, TIE, NEEDED (an approval), or why nobody can win.

    Its reasons include every warning of the steps before."""
    state: AdjudicationState
    """How things stand in the end, with all that further answers can lead to."""
    steps: list[AdjudicationStep]
    """Every step, in order, as far as the answers and choices that were given lead."""
    bids: list[AdjudicatedBid]
    """Every bid: those that count by rank, or by total where best value decides, then those that are out."""
    tied: list[str]
    """The bidders between which a person has to choose before it goes on; empty if nobody has to."""
    balances: list[CountryBalance]
    """The status of each country that a bid comes from, by its code."""
    policies: list[str]
    """The versions of the policies that hold for it."""


def told(case: Case, course: Course, rules: Rulebook, balances: Sequence[CountryBalance]) -> SimulatedAdjudication:
    """A course as the graph tells it."""
    order = [each.bid.bidder for each in course.scored] or [each.bidder for each in course.ranked]
    places = {bidder: place for place, bidder in enumerate(order)}
    bids = sorted(case.bids, key=lambda bid: (places.get(bid.bidder, len(places)), bid.bidder))
    return SimulatedAdjudication(
        decision=course.decision,
        state=_state(course.state),
        steps=[_step(stage) for stage in course.stages],
        bids=[_bid(bid, course, rules) for bid in bids],
        tied=[*course.tied],
        balances=[*balances],
        policies=[each.name for each in rules],
    )


def _step(stage: Stage) -> AdjudicationStep:
    return AdjudicationStep(name=stage.step.name, decision=stage.step.decision, state=_state(stage.state))


def _state(state: State) -> AdjudicationState:
    return AdjudicationState(
        phase=state.phase,
        bidder=state.bidder,
        price=state.price,
        if_accepted=_state(state.if_accepted) if state.if_accepted else None,
        if_declined=_state(state.if_declined) if state.if_declined else None,
    )


def _bid(bid: Bid, course: Course, rules: Rulebook) -> AdjudicatedBid:
    ranked = next((each for each in course.ranked if each.bidder == bid.bidder), None)
    contender = next((each for each in course.contenders if each.bid.bidder == bid.bidder), None)
    scored = next((each for each in course.scored if each.bid.bidder == bid.bidder), None)
    is_candidate = bid.bidder in course.offers.candidates
    return AdjudicatedBid(
        bidder=bid.bidder,
        status=BidStatus(bid.status),
        rank=ranked.rank if ranked else None,
        price=ranked.price if ranked else None,
        options=bid.options,
        poorly_balanced=contender.share_of(rules.alignment.texts("counts_as_poor")) if contender else None,
        offer=course.offers.state_of(bid.bidder) if is_candidate else None,
        price_score=shown(scored.price_score, rules.best_value) if scored else None,
        quality_score=shown(scored.quality_score, rules.best_value) if scored else None,
        total_score=shown(scored.total, rules.best_value) if scored else None,
    )
