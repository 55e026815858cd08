"""Adjudication to the lowest compliant bid: which bids count, at which of their prices, and which is lowest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity
from plugins.procurement.rules.bids import Bid, CaseError, check, in_order
from plugins.procurement.rules.wording import all_named, amount, named

QUALIFIED: Final = "QUALIFIED"
NO_BIDS: Final = "NO_BIDS"
NONE_QUALIFIED: Final = "NONE_QUALIFIED"
FCA: Final = "FCA"
DAP: Final = "DAP"
NOT_BY_PRICE: Final = "NOT_BY_PRICE"
LOWEST_COMPLIANT: Final = "LOWEST_COMPLIANT"
TIE: Final = "TIE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of an adjudication."""

    name: str
    """What is decided in it, such as QUALIFICATION."""
    decision: Decision
    """What came of it, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A bid in the order of prices."""

    bidder: str
    price: Decimal
    """The price that is compared."""
    rank: int
    """Its place, from 1; equal prices share one."""
    currency: str

    @property
    def says(self) -> str:
        """Its price as people write it."""
        return amount(self.price, self.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjudication:
    """How a tender, or one lot of it, went: what was decided, and who is lowest."""

    steps: tuple[Step, ...]
    """Qualification, the basis of prices, and the ranking, as far as it came."""
    ranked: tuple[Ranked, ...] = ()
    """The bids that count, the lowest price first; equal prices by name."""
    lowest: Ranked | None = None
    """The lowest bid; none where there is none, or while equal prices wait for a person."""
    tied: tuple[str, ...] = ()
    """The bidders between which a person has to decide."""

    @property
    def decision(self) -> Decision:
        """What came of it all: the outcome of the last step, with the reasons of each."""
        reasons = [reason for step in self.steps for reason in step.decision.reasons]
        return Decision(outcome=self.steps[-1].decision.outcome, reasons=reasons)


def lowest_compliant(bids: Sequence[Bid], policy: PolicyVersion, *, tie_winner: str = "") -> Adjudication:
    """Which bid for a tender without lots, or for one lot, is the lowest of those that count.

    `policy` is a version of procurement.adjudication. The outcome is LOWEST_COMPLIANT; TIE, which a person decides by
    `tie_winner`; NO_BIDS or NONE_QUALIFIED; or NOT_BY_PRICE where a bid that counts has no price. Options are priced
    and not compared. Nothing hangs on the order of the bids. Raises CaseError for bids that contradict themselves.
    """
    priced = by_price(bids, policy)
    if not priced.ranked:
        return priced
    tied = tuple(each.bidder for each in priced.ranked if each.rank == 1)
    lowest = decided(tied, tie_winner)
    step = Step(name="RANKING", decision=_lowest(qualified(bids, policy), priced.ranked, lowest, policy))
    found = next((each for each in priced.ranked if each.bidder == lowest), None)
    return replace(priced, steps=(*priced.steps, step), lowest=found, tied=() if found else tied)


def by_price(bids: Sequence[Bid], policy: PolicyVersion) -> Adjudication:
    """The bids that count in the order of the prices that are compared; none where there is no order by price.

    Raises CaseError for bids that contradict themselves.
    """
    check(bids)
    steps = [Step(name="QUALIFICATION", decision=qualification(bids, policy))]
    counting = qualified(bids, policy)
    if not counting:
        return Adjudication(steps=tuple(steps))
    steps.append(Step(name="PRICE_BASIS", decision=price_basis(counting, policy)))
    basis = steps[-1].decision.outcome
    return Adjudication(steps=tuple(steps), ranked=() if basis == NOT_BY_PRICE else ranking(counting, basis, policy))


# ---------------------------------------------------------------- which bids count


def qualified(bids: Sequence[Bid], policy: PolicyVersion) -> tuple[Bid, ...]:
    """The bids that are considered, by name."""
    return tuple(bid for bid in in_order(bids) if bid.status not in policy.texts("falls_out"))


def qualification(bids: Sequence[Bid], policy: PolicyVersion) -> Decision:
    """Whether there is a bid to consider: QUALIFIED, NO_BIDS or NONE_QUALIFIED, with a reason for each that is out."""
    if not bids:
        return Decision(outcome=NO_BIDS, reasons=[Reason(code=NO_BIDS, message="No bid was made.")])
    counting = qualified(bids, policy)
    out = [bid for bid in in_order(bids) if bid not in counting]
    reasons = [_is_out(bid, policy) for bid in out]
    said = f"{len(counting)} of {len(bids)} bids are considered."
    summary = policy.reason(QUALIFIED if counting else NONE_QUALIFIED, said, on="falls_out")
    return Decision(outcome=summary.code, reasons=[summary, *reasons])


def _is_out(bid: Bid, policy: PolicyVersion) -> Reason:
    message = f"The bid of {bid.bidder} is {bid.status}: it is not considered."
    return policy.reason(f"BID_{bid.status.upper()}", message, on="falls_out")


# ---------------------------------------------------------------- at which price


def price_basis(bids: Sequence[Bid], policy: PolicyVersion) -> Decision:
    """Whether FCA or DAP prices are compared, or none because a bid has none: FCA, DAP or NOT_BY_PRICE.

    Raises CaseError when only some of the bids have a DAP price.
    """
    unpriced = [bid.bidder for bid in in_order(bids) if bid.fca is None]
    if unpriced:
        return Decision(outcome=NOT_BY_PRICE, reasons=[_unpriced(unpriced)])
    lacking = [bid.bidder for bid in in_order(bids) if bid.dap is None]
    if len(lacking) == len(bids):
        message = "No bid tells what it costs delivered (DAP), so the FCA prices are compared."
        return Decision(outcome=FCA, reasons=[policy.reason("NO_DAP_PRICES", message, on="fca_dap_ratio")])
    if lacking:
        raise CaseError(f"The DAP price of {named(lacking)} is missing, and others have one. Give all, or none.")
    return _cheaper_basis(bids, policy)


def _unpriced(bidders: Sequence[str]) -> Reason:
    message = f"{named(bidders)} named no price, so the lowest price decides nothing here."
    return Reason(code=NOT_BY_PRICE, message=message, severity=Severity.WARNING)


def _cheaper_basis(bids: Sequence[Bid], policy: PolicyVersion) -> Decision:
    """Of several bids that are lowest FCA, the one that is lowest DAP is looked at."""
    lowest_fca = min(map(_fca, bids))
    delivered, one = min((_dap(bid), bid.bidder) for bid in bids if _fca(bid) == lowest_fca)
    lowest_dap = min(map(_dap, bids))
    ratio = policy.decimal("fca_dap_ratio")
    says = bids[0].says
    is_exceeded = delivered > ratio * lowest_dap
    message = (
        f"{one} is lowest FCA at {says(lowest_fca)} and costs {says(delivered)} delivered (DAP), "
        f"{'more than' if is_exceeded else 'not more than'} {ratio} times the lowest DAP price of {says(lowest_dap)}: "
        f"{DAP if is_exceeded else FCA} prices are compared."
    )
    outcome = DAP if is_exceeded else FCA
    return Decision(outcome=outcome, reasons=[policy.reason(f"{outcome}_PRICES", message, on="fca_dap_ratio")])


def _fca(bid: Bid) -> Decimal:
    assert bid.fca is not None
    return bid.fca


def _dap(bid: Bid) -> Decimal:
    assert bid.dap is not None
    return bid.dap


# ---------------------------------------------------------------- which is lowest


def ranking(bids: Sequence[Bid], basis: str, policy: PolicyVersion) -> tuple[Ranked, ...]:
    """Bids in the order of the prices that are compared, equal ones by name and with one rank."""
    priced = sorted((compared_price(bid, basis, policy), bid.bidder, bid.currency) for bid in bids)
    prices = [price for price, _, _ in priced]
    return tuple(
        Ranked(bidder=bidder, price=price, rank=prices.index(price) + 1, currency=currency)
        for price, bidder, currency in priced
    )


def compared_price(bid: Bid, basis: str, policy: PolicyVersion) -> Decimal:
    """The price of a bid that counts, on a basis."""
    price = _dap(bid) if basis == DAP else _fca(bid)
    return price + bid.options if policy.flag("options_count") else price


def decided(tied: Sequence[str], winner: str) -> str | None:
    """Who is first: the only one, or of several whom a person chose; none while nobody has chosen.

    Raises CaseError for a choice that is none of them.
    """
    if winner and winner not in tied:
        what = f"{named(tied)} tie" if len(tied) > 1 else f"{named(tied)} is first alone"
        raise CaseError(f"'{winner}' is chosen between equal bids, but {what}. Choose one of those, or leave it out.")
    return winner or (tied[0] if len(tied) == 1 else None)


def tie_reasons(tied: Sequence[str], what: str, winner: str | None, policy: PolicyVersion) -> Iterator[Reason]:
    """What is said of equal bids: that a person decides, or has decided; `what` they do is said after their names."""
    if len(tied) == 1:
        return
    who, equal = policy.text("ties_decided_by"), f"{all_named(tied)} {what}"
    if winner:
        message = f"{equal}. {winner} was chosen, by {who}."
        yield policy.reason("TIE_DECIDED", message, on="ties_decided_by")
    else:
        message = f"{equal}. A person decides between equal bids, never the order in which they are given."
        step = f"Ask {who} to decide. To see what follows, name one of them as `tieWinner`."
        yield policy.reason(TIE, message, on="ties_decided_by", severity=Severity.WARNING, next_step=step)


def _lowest(bids: Sequence[Bid], ranked: Sequence[Ranked], lowest: str | None, policy: PolicyVersion) -> Decision:
    tied = [each.bidder for each in ranked if each.rank == 1]
    reasons = [*_option_reasons(bids, policy), *tie_reasons(tied, f"ask {ranked[0].says}", lowest, policy)]
    if lowest:
        message = f"{lowest} has the {policy.text('awarded_to')} that counts, {ranked[0].says}."
        reasons.append(policy.reason("LOWEST_PRICE", message, on="awarded_to"))
    return Decision(outcome=LOWEST_COMPLIANT if lowest else TIE, reasons=reasons)


def _option_reasons(bids: Sequence[Bid], policy: PolicyVersion) -> Iterator[Reason]:
    offering = [bid.bidder for bid in bids if bid.options]
    if offering:
        how = "are counted" if policy.flag("options_count") else "are priced, and not a part of the price compared"
        message = f"The options of {named(offering)} {how}."
        yield policy.reason("OPTIONS", message, on="options_count")
