"""Whether tenders are a way in which a firm can work with CERN: what it lacks, and which calls are in its fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.words import Decision
from plugins.procurement.rules.bidding.case import BiddingPolicies, Firm
from plugins.procurement.rules.bidding.decision import without_own_affairs
from plugins.procurement.rules.bidding.findings import (
    DELAYS,
    EXPLAINS,
    MAY_BID,
    MAY_NOT_BID,
    NOT_YET,
    UNKNOWN,
    WARNS,
    Finding,
    decided,
)
from plugins.procurement.rules.bidding.firm import on_its_conduct, on_the_firm
from plugins.procurement.rules.bidding.preference import on_its_preference

OPEN: Final = "OPEN"
CLOSED: Final = "CLOSED"
AS_A_WAY: Final = {MAY_BID: OPEN, MAY_NOT_BID: CLOSED, NOT_YET: NOT_YET, UNKNOWN: UNKNOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospects:
    """A firm, and the calls in the fields in which it offers to deliver."""

    firm: Firm
    calls: tuple[str, ...]
    """The references of some that are planned, in their survey or open, the first to close first."""
    how_many: int
    """How many there are of them in all."""
    day: date
    by_outsider: bool
    """Whether whoever asks may not look into the firm's own affairs."""


def tendering(prospects: Prospects, policies: BiddingPolicies) -> Decision:
    """OPEN, NOT_YET with what the firm can still do, CLOSED, or UNKNOWN where a fact is missing."""
    found = [
        *on_the_firm(prospects.firm, prospects.day, frozenset(), policies.eligibility),
        *on_its_preference(prospects.firm, None, policies),
        *on_its_conduct(prospects.firm, policies.conduct),
        *_fields(prospects),
        *_selective(policies),
    ]
    decision = decided(without_own_affairs(found) if prospects.by_outsider else found)
    return Decision(outcome=AS_A_WAY[decision.outcome], reasons=decision.reasons)


def _fields(prospects: Prospects) -> Iterator[Finding]:
    firm = prospects.firm
    if firm.categories is None:
        return
    if not firm.categories:
        yield Finding(
            weight=DELAYS,
            code="NO_FIELD",
            message=f"{firm.name} has named no field in which it delivers, and is found by its fields.",
            next_step="Name your fields with your registration; `purchaseCategories` lists them.",
        )
    elif prospects.calls:
        yield _calls(prospects)
    else:
        yield Finding(
            weight=WARNS,
            code="NO_CALL_IN_ITS_FIELDS",
            message="No call is planned or open at present in the fields of the firm.",
            next_step="Follow `tenderChanged`, or ask your liaison office: it has the advance information.",
        )


def _calls(prospects: Prospects) -> Finding:
    some = ", ".join(prospects.calls)
    more = ", and more" if prospects.how_many > len(prospects.calls) else ""
    return Finding(
        weight=EXPLAINS,
        code="CALLS_IN_ITS_FIELDS",
        message=f"Calls that are planned or open in the fields of the firm: {prospects.how_many} ({some}{more}).",
        next_step="Ask `mayBid(organisation:)` of each.",
    )


def _selective(policies: BiddingPolicies) -> Iterator[Finding]:
    yield Finding(
        weight=EXPLAINS,
        code="BY_INVITATION",
        message="Calls of CERN are selective: it asks firms that it knows, for larger purchases those that qualified "
        "in a market survey.",
        next_step="Answer market surveys in your fields, and let your liaison office know what you can do.",
        policy=policies.eligibility,
        on="by_invitation",
    )
