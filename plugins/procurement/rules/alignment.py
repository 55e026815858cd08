"""Alignment: whether bids from poorly balanced states may match the lowest price, which ones, and in which order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import accumulate, groupby
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity
from plugins.procurement.rules.adjudication import TIE, Ranked
from plugins.procurement.rules.bids import CaseError
from plugins.procurement.rules.wording import amount, francs, named, percent

APPLICABLE: Final = "APPLICABLE"
NOT_APPLICABLE: Final = "NOT_APPLICABLE"
NO_CANDIDATES: Final = "NO_CANDIDATES"
CANDIDATES: Final = "CANDIDATES"
PRICE: Final = "PRICE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """A ranked bid, with the balance statuses of the states that it originates in."""

    bid: Ranked
    shares: Mapping[str, Decimal]
    """How many percent come from states of each status; of states without one, nothing is told."""

    def share_of(self, statuses: Sequence[str]) -> Decimal:
        """How many percent come from states of any of these statuses."""
        return sum((self.shares.get(status, Decimal(0)) for status in statuses), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """What alignment is asked about: a tender whose lowest bid is settled."""

    kind: str
    """`supply` or `service`."""
    basis: str
    """`lowest_compliant` or `best_value`."""
    value: Decimal
    """What the contract is worth, in CHF."""
    lowest: Contender
    """The lowest bid."""
    others: tuple[Contender, ...]
    """Every other bid that counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Who is asked to match the lowest price."""

    decision: Decision
    """NOT_APPLICABLE, NO_CANDIDATES, CANDIDATES, or TIE while a person has to choose between equal bids."""
    candidates: tuple[str, ...] = ()
    """In the order in which they are asked; with a TIE, those that come before it."""
    tied: tuple[str, ...] = ()
    """Between whom a person has to choose."""


def contender(bid: Ranked, origin: Mapping[str, Decimal], statuses: Mapping[str, str]) -> Contender:
    """A bid with its origin by status; `origin` in percent and `statuses`, of the list in force, are by country."""
    shares: dict[str, Decimal] = {}
    for country, share in origin.items():
        if status := statuses.get(country):
            shares[status] = shares.get(status, Decimal(0)) + share
    return Contender(bid=bid, shares=shares)


def alignment(contest: Contest, policy: PolicyVersion, *, chosen: Sequence[str] = ()) -> Alignment:
    """Who may match the lowest price, in which order; `policy` is a version of procurement.alignment.

    Where candidates are equal, `chosen` names them as a person wants them asked; without it the outcome is TIE. Raises
    CaseError for a choice between bids that are not equal.
    """
    if obstacles := [
        *not_for_basis(contest.basis, policy),
        *not_for_purchase(contest.kind, contest.value, policy),
        *_lowest_is_poor(contest, policy),
    ]:
        _refuse_unused(chosen, ())
        return Alignment(decision=Decision(outcome=NOT_APPLICABLE, reasons=obstacles))
    groups = _reached(contest, policy)
    _refuse_unused(chosen, [each.bid.bidder for group in groups if len(group) > 1 for each in group])
    asked, tied = _settled(groups, policy.whole("max_candidates"), chosen)
    outcome = TIE if tied else CANDIDATES if asked else NO_CANDIDATES
    reasons = [_window(contest, policy), *_told_of_each(contest, asked, tied, policy)]
    return Alignment(decision=Decision(outcome=outcome, reasons=reasons), candidates=asked, tied=tied)


def applicability(kind: str, basis: str, value: Decimal, policy: PolicyVersion) -> Decision:
    """Whether alignment can apply to a purchase at all, before any bid is looked at: APPLICABLE or NOT_APPLICABLE."""
    if obstacles := [*not_for_basis(basis, policy), *not_for_purchase(kind, value, policy)]:
        return Decision(outcome=NOT_APPLICABLE, reasons=obstacles)
    return Decision(outcome=APPLICABLE, reasons=[no_obstacle(policy)])


def no_obstacle(policy: PolicyVersion) -> Reason:
    """Why alignment can apply."""
    message = f"The contract is worth more than {francs(policy.decimal('min_value'))}: bids may be aligned."
    return policy.reason(APPLICABLE, message, on="min_value")


def price_limit(lowest: Decimal, policy: PolicyVersion) -> Decimal:
    """The price at the end of the window."""
    return lowest * (100 + policy.decimal("window_pct")) / 100


# ---------------------------------------------------------------- whether it applies


def not_for_purchase(kind: str, value: Decimal, policy: PolicyVersion) -> Iterator[Reason]:
    """Why a purchase, worth so much in CHF, is none for alignment, whoever bids; nothing if it can be one."""
    kinds, least = policy.texts("applies_to"), policy.decimal("min_value")
    if kind not in kinds:
        message = f"Alignment is for {named(kinds)} only; this is {kind}."
        yield policy.reason("ALIGNMENT_NOT_FOR_KIND", message, on="applies_to")
    if value <= least:
        message = f"{francs(value)} is not more than {francs(least)}."
        yield policy.reason("ALIGNMENT_TOO_SMALL", message, on="min_value")


def not_for_basis(basis: str, policy: PolicyVersion) -> Iterator[Reason]:
    """Why a way to adjudicate is none for alignment."""
    if basis != policy.text("basis"):
        meant, given = (word.replace("_", " ") for word in (policy.text("basis"), basis))
        message = f"Alignment is for adjudication by {meant} only; this is by {given}."
        yield policy.reason("ALIGNMENT_NOT_FOR_BASIS", message, on="basis")


def _lowest_is_poor(contest: Contest, policy: PolicyVersion) -> Iterator[Reason]:
    if _is_poor(contest.lowest, policy):
        bidder = contest.lowest.bid.bidder
        message = f"{bidder}, the lowest, is poorly balanced itself: {_origin(contest.lowest, policy)}."
        yield policy.reason("LOWEST_IS_POORLY_BALANCED", message, on="origin_pct")


def _is_poor(each: Contender, policy: PolicyVersion) -> bool:
    return each.share_of(policy.texts("counts_as_poor")) >= policy.decimal("origin_pct")


def _is_within(each: Contender, contest: Contest, policy: PolicyVersion) -> bool:
    limit = price_limit(contest.lowest.bid.price, policy)
    return each.bid.price < limit or (policy.flag("inclusive_window") and each.bid.price == limit)


# ---------------------------------------------------------------- who is asked, and when


def _reached(contest: Contest, policy: PolicyVersion) -> list[list[Contender]]:
    """The bids that can be asked, equal ones together, as far as there is room for them."""
    eligible = [each for each in contest.others if _is_poor(each, policy) and _is_within(each, contest, policy)]
    turn = partial(_turn, policy)
    ordered = sorted(eligible, key=lambda each: (turn(each), each.bid.bidder))
    groups = [[*group] for _, group in groupby(ordered, key=turn)]
    before = accumulate((len(group) for group in groups), initial=0)
    return [group for group, taken in zip(groups, before, strict=False) if taken < policy.whole("max_candidates")]


def _turn(policy: PolicyVersion, each: Contender) -> tuple[bool | Decimal, ...]:
    """What the order of asking goes by; the same for bids between which the rule knows no difference."""
    enough = policy.decimal("origin_pct")
    return tuple(each.bid.price if word == PRICE else each.share_of([word]) < enough for word in policy.texts("order"))


def _settled(
    groups: Sequence[Sequence[Contender]], most: int, chosen: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The candidates in their order; or those so far, and between whom a person has to choose before it goes on."""
    asked: list[str] = []
    for group in groups:
        free = most - len(asked)
        names = [each.bid.bidder for each in group]
        first = [name for name in chosen if name in names]
        if len(first) < min(free, len(names) - 1):
            return tuple(asked), tuple(names)
        asked += [*first, *(name for name in names if name not in first)][:free]
    return tuple(asked), ()


def _refuse_unused(chosen: Sequence[str], equal: Sequence[str]) -> None:
    for name in chosen:
        if name not in equal or chosen.count(name) > 1:
            who = f"{named(equal)} are" if equal else "no candidates are"
            raise CaseError(f"'{name}' is chosen between equal candidates, but {who} equal. Name each of those once.")


# ---------------------------------------------------------------- in words


def _window(contest: Contest, policy: PolicyVersion) -> Reason:
    lowest = contest.lowest.bid
    limit = amount(price_limit(lowest.price, policy), lowest.currency)
    how = "up to" if policy.flag("inclusive_window") else "below"
    more = percent(policy.decimal("window_pct"))
    message = f"{lowest.bidder} asks {lowest.says}, the lowest price. Bids {how} {limit}, {more} more, can be asked."
    return policy.reason("WINDOW", message, on="window_pct")


def _told_of_each(
    contest: Contest, asked: Sequence[str], tied: Sequence[str], policy: PolicyVersion
) -> Iterator[Reason]:
    """A reason for each bid but the lowest, the cheapest first, and one for those that are equal."""
    for each in sorted(contest.others, key=lambda each: (each.bid.price, each.bid.bidder)):
        if each.bid.bidder not in tied:
            yield _told(each, contest, asked, policy)
    if tied:
        message = f"{named(tied)} are equal here. A person says in which order they are asked, and who is not."
        step = "To see what follows, name them as `chosen`, in that order."
        yield policy.reason(TIE, message, on="max_candidates", severity=Severity.WARNING, next_step=step)


def _told(each: Contender, contest: Contest, asked: Sequence[str], policy: PolicyVersion) -> Reason:
    bidder, says = each.bid.bidder, each.bid.says
    if bidder in asked:
        message = f"{bidder}, at {says}, is asked as number {asked.index(bidder) + 1}: {_origin(each, policy)}."
        return policy.reason("CANDIDATE", message, on="origin_pct")
    if not _is_poor(each, policy):
        return policy.reason("NOT_POORLY_BALANCED", f"{bidder} is not asked: {_origin(each, policy)}.", on="origin_pct")
    if not _is_within(each, contest, policy):
        return policy.reason("BEYOND_WINDOW", f"{bidder} is not asked: {says} is beyond the window.", on="window_pct")
    most = policy.whole("max_candidates")
    message = f"{bidder}, at {says}, is not asked: {most} at the most are, and others come before it."
    return policy.reason("BEYOND_THE_MOST", message, on="max_candidates")


def _origin(each: Contender, policy: PolicyVersion) -> str:
    needed = percent(policy.decimal("origin_pct"))
    share = percent(each.share_of(policy.texts("counts_as_poor")))
    return f"{share} of it is from poorly balanced states, and {needed} is needed"
