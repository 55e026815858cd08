"""Best value for money: price and technical quality become points, and the highest total is taken."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity
from plugins.procurement.rules.adjudication import TIE, Ranked, decided, tie_reasons
from plugins.procurement.rules.bids import CaseError
from plugins.procurement.rules.decisions import ALLOWED, REFUSED
from plugins.procurement.rules.wording import named

BEST_VALUE: Final = "BEST_VALUE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much price and quality weigh against one another."""

    price: Decimal
    """The points that the lowest price gets."""
    quality: Decimal
    """The points that the best technical evaluation possible gets."""
    most_points: Decimal
    """How many technical points that is (QMAX)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A bid with its points, exact."""

    bid: Ranked
    price_score: Fraction
    quality_score: Fraction

    @property
    def total(self) -> Fraction:
        """What bids are compared by."""
        return self.price_score + self.quality_score


@dataclass(frozen=True, slots=True, kw_only=True)
class BestValue:
    """Who gives the best value."""

    decision: Decision
    """BEST_VALUE, or TIE while a person has to choose between equal totals."""
    scored: tuple[Scored, ...]
    """Every bid, the highest total first; equal ones by name."""
    best: Ranked | None
    """The bid that is taken; none while equal totals wait for a person."""
    tied: tuple[str, ...] = ()
    """Between whom a person has to choose."""


def weighing(kind: str, weights: Weights, policy: PolicyVersion) -> Decision:
    """Whether a purchase of this kind can be adjudicated with these weights: ALLOWED or REFUSED, with all reasons.

    `policy` is a version of procurement.best_value.
    """
    reasons = [*_weight_faults(weights, policy)]
    outcome = REFUSED if reasons else ALLOWED
    if kind not in policy.texts("applies_to"):
        message = f"Best value is meant for {named(policy.texts('applies_to'))}, and this is {kind}."
        reasons.append(policy.reason("UNUSUAL_KIND", message, on="applies_to", severity=Severity.WARNING))
    if outcome == ALLOWED:
        whole = policy.decimal("weights_total")
        message = f"The price weighs {weights.price:f} and quality {weights.quality:f} points of {whole:f}."
        reasons.append(policy.reason("WEIGHTS", message, on="weights_total"))
    return Decision(outcome=outcome, reasons=reasons)


def _weight_faults(weights: Weights, policy: PolicyVersion) -> Iterator[Reason]:
    least = policy.decimal("min_price_weight")
    if weights.price < least:
        message = f"The price weighs {weights.price:f}. It must weigh {least:f} at least."
        yield policy.reason("PRICE_WEIGHT_TOO_LOW", message, on="min_price_weight", severity=Severity.ERROR)
    total, whole = weights.price + weights.quality, policy.decimal("weights_total")
    if weights.quality < 0:
        message = f"Quality weighs {weights.quality:f}. It cannot weigh less than nothing."
        yield policy.reason("QUALITY_WEIGHT_TOO_LOW", message, on="weights_total", severity=Severity.ERROR)
    if total != whole:
        parts = f"Price {weights.price:f} and quality {weights.quality:f} weigh {total:f} together"
        message = f"{parts}. They must weigh {whole:f}."
        yield policy.reason("WEIGHTS_ARE_NOT_100", message, on="weights_total", severity=Severity.ERROR)
    if weights.most_points <= 0:
        given = f"The best evaluation has {weights.most_points:f} points"
        message = f"{given}. It must have more than none: quality counts as the {policy.text('quality_score')}."
        yield policy.reason("NO_POINTS", message, on="quality_score", severity=Severity.ERROR)


def best_value(
    ranked: Sequence[Ranked],
    points: Mapping[str, Decimal | None],
    weights: Weights,
    policy: PolicyVersion,
    adjudication: PolicyVersion,
    *,
    tie_winner: str = "",
) -> BestValue:
    """Which of the bids that count has the highest total; `points` are the technical ones, by bidder.

    `policy` is a version of procurement.best_value, `adjudication` of procurement.adjudication. Equal totals are a TIE
    that a person decides by `tie_winner`. Raises CaseError for technical points that are missing or too many.
    """
    scored = scores(ranked, _checked(ranked, points, weights), weights, policy)
    tied = [each.bid.bidder for each in scored if each.total == scored[0].total]
    winner = decided(tied, tie_winner)
    what = f"have {shown(scored[0].total, policy)} points, the most"
    reasons = [
        *(_score(each, policy) for each in scored),
        *tie_reasons(tied, what, winner, adjudication),
    ]
    best = next((each.bid for each in scored if each.bid.bidder == winner), None)
    return BestValue(
        decision=Decision(outcome=BEST_VALUE if best else TIE, reasons=reasons),
        scored=scored,
        best=best,
        tied=() if best else tuple(tied),
    )


def scores(
    ranked: Sequence[Ranked], points: Mapping[str, Decimal], weights: Weights, policy: PolicyVersion
) -> tuple[Scored, ...]:
    """The points of each bid, the highest total first; the lowest price gets the whole weight of the price."""
    curve = CURVES[policy.text("curve")]
    lowest = min(Fraction(bid.price) for bid in ranked)
    found = [
        Scored(
            bid=bid,
            price_score=Fraction(weights.price) * curve(lowest, Fraction(bid.price)),
            quality_score=Fraction(weights.quality) * Fraction(points[bid.bidder]) / Fraction(weights.most_points),
        )
        for bid in ranked
    ]
    return tuple(sorted(found, key=lambda each: (-each.total, each.bid.bidder)))


def _proportional(lowest: Fraction, price: Fraction) -> Fraction:
    return lowest / price


def _linear(lowest: Fraction, price: Fraction) -> Fraction:
    return max(Fraction(0), 1 - (price - lowest) / lowest)


CURVES: Final[Mapping[str, Callable[[Fraction, Fraction], Fraction]]] = {
    "proportional": _proportional,
    "linear": _linear,
}
"""From the lowest price and a price to the part of the price's weight that it gets, by the policy's word for it."""


def _checked(ranked: Sequence[Ranked], points: Mapping[str, Decimal | None], weights: Weights) -> Mapping[str, Decimal]:
    found = {bid.bidder: points.get(bid.bidder) for bid in sorted(ranked, key=lambda bid: bid.bidder)}
    faults = [f"{bidder} has no technical points. Give them." for bidder, given in found.items() if given is None]
    known = {bidder: given for bidder, given in found.items() if given is not None}
    faults += [
        f"{bidder} has {given:f} technical points, and {weights.most_points:f} is the most. Give no more."
        for bidder, given in known.items()
        if given > weights.most_points
    ]
    if faults:
        raise CaseError(" ".join(faults))
    return known


def _score(each: Scored, policy: PolicyVersion) -> Reason:
    price, quality, total = (shown(part, policy) for part in (each.price_score, each.quality_score, each.total))
    message = f"{each.bid.bidder}: {price} points for {each.bid.says} and {quality} for quality make {total}."
    return policy.reason("SCORE", message, on="curve")


def shown(score: Fraction, policy: PolicyVersion) -> Decimal:
    """A score as it is shown, rounded half to even; scores are compared in full."""
    decimals = policy.whole("shown_decimals")
    rounded = round(score, decimals)
    return round(Decimal(rounded.numerator) / Decimal(rounded.denominator), decimals)
