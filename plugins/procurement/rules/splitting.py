"""Splitting: one bidder does not win all of a group of tenders that belong together; the next best bid is taken."""

from collections.abc import Mapping, Sequence
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity
from plugins.procurement.rules.wording import named

WITHIN_LIMIT: Final = "WITHIN_LIMIT"
PASSED_OVER: Final = "PASSED_OVER"


def at_limit(bidders: Sequence[str], won: Mapping[str, Sequence[str]], policy: PolicyVersion) -> tuple[str, ...]:
    """Which bidders have won as many tenders of a group as one may; `won` gives the tenders by bidder."""
    most = policy.whole("max_awards")
    return tuple(sorted(bidder for bidder in bidders if len(won.get(bidder, ())) >= most))


def splitting(bidders: Sequence[str], won: Mapping[str, Sequence[str]], policy: PolicyVersion) -> Decision:
    """Whether bidders of a tender are passed over because of what they have won in its group.

    `policy` is a version of procurement.splitting. The outcome is WITHIN_LIMIT or PASSED_OVER; what else speaks for or
    against a bid is decided without those that are passed over.
    """
    over = at_limit(bidders, won, policy)
    if over:
        reasons = [*(_passed_over(bidder, won[bidder], policy) for bidder in over), _order(policy)]
        return Decision(outcome=PASSED_OVER, reasons=reasons)
    message = f"No bidder has won {_limit(policy)} of the group yet."
    return Decision(outcome=WITHIN_LIMIT, reasons=[policy.reason(WITHIN_LIMIT, message, on="max_awards")])


def _passed_over(bidder: str, tenders: Sequence[str], policy: PolicyVersion) -> Reason:
    message = (
        f"{bidder} has won {named(tenders)} of the same group, and one bidder wins {_limit(policy)} at the most: "
        "the next best bid is taken."
    )
    step = "An exception takes the approval of the Finance Committee."
    return policy.reason(PASSED_OVER, message, on="max_awards", severity=Severity.WARNING, next_step=step)


def _order(policy: PolicyVersion) -> Reason:
    who = policy.text("order_decided_by")
    message = f"Which tender is decided first says what a bidder keeps that is best in several. That is for {who}."
    return policy.reason("ORDER_MATTERS", message, on="order_decided_by")


def _limit(policy: PolicyVersion) -> str:
    most = policy.whole("max_awards")
    return f"{most} {'tender' if most == 1 else 'tenders'}"
