"""Splitting: one bidder does not win all of a group of tenders that belong together; the next best bid is taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity
from plugins.procurement.rules.wording import named

WITHIN_LIMIT: Final = "WITHIN_LIMIT"
PASSED_OVER: Final = "PASSED_OVER"
NO_BIDDER_LEFT: Final = "NO_BIDDER_LEFT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Awards:
    """Who wins the tenders of a group."""

    winners: Mapping[str, str | None]
    """The bidder by tender, in the order in which they were decided; none where everybody had won enough."""
    decision: Decision
    """WITHIN_LIMIT, or PASSED_OVER if a best bid was, with the reasons."""


def at_limit(bidders: Sequence[str], won: Mapping[str, Sequence[str]], policy: PolicyVersion) -> tuple[str, ...]:
    """Which bidders have won as many tenders of the group as one may; `won` names them by bidder."""
    most = policy.whole("max_awards")
    return tuple(sorted(bidder for bidder in bidders if len(won.get(bidder, ())) >= most))


def splitting(bidders: Sequence[str], won: Mapping[str, Sequence[str]], policy: PolicyVersion) -> Decision:
    """Whether somebody is passed over in a tender because of others in its group: WITHIN_LIMIT or PASSED_OVER.

    `policy` is a version of procurement.splitting.
    """
    over = at_limit(bidders, won, policy)
    if not over:
        message = f"No bidder has won {_limit(policy)} of the group yet."
        return Decision(outcome=WITHIN_LIMIT, reasons=[policy.reason(WITHIN_LIMIT, message, on="max_awards")])
    return Decision(outcome=PASSED_OVER, reasons=[*(_passed(each, won[each], policy) for each in over)])


def group_awards(best: Mapping[str, Sequence[str]], policy: PolicyVersion) -> Awards:
    """Who wins each tender of a group, one after another; `best` gives the bidders of each, the best first.

    Which tender comes first is a person's to decide, and decides which one is kept by a bidder that is best in several.
    """
    won: dict[str, list[str]] = {}
    winners: dict[str, str | None] = {}
    reasons = [*_orders(best, policy)]
    for tender, bidders in best.items():
        over = at_limit(bidders, won, policy)
        winner = next((bidder for bidder in bidders if bidder not in over), None)
        ahead = bidders[: bidders.index(winner)] if winner else bidders
        reasons += [_passed(bidder, won[bidder], policy, in_tender=tender) for bidder in ahead]
        winners[tender] = winner
        if winner:
            won.setdefault(winner, []).append(tender)
    passed = any(reason.code == PASSED_OVER for reason in reasons)
    return Awards(winners=winners, decision=Decision(outcome=PASSED_OVER if passed else WITHIN_LIMIT, reasons=reasons))


def _orders(best: Mapping[str, Sequence[str]], policy: PolicyVersion) -> Iterator[Reason]:
    """That the order matters, for each bidder that is best in more tenders than it may win."""
    led_by: dict[str, list[str]] = {}
    for tender, bidders in best.items():
        for first in bidders[:1]:
            led_by.setdefault(first, []).append(tender)
    for bidder, led in sorted(led_by.items()):
        if len(led) > policy.whole("max_awards"):
            message = f"{bidder} is best in {named(led)}. Which of them is decided first says what it keeps."
            step = f"Ask {policy.text('order_decided_by')} which comes first."
            yield policy.reason(
                "ORDER_MATTERS", message, on="order_decided_by", severity=Severity.WARNING, next_step=step
            )


def _passed(bidder: str, tenders: Sequence[str], policy: PolicyVersion, *, in_tender: str = "") -> Reason:
    place = f" in {in_tender}" if in_tender else ""
    message = (
        f"{bidder} has won {named(tenders)} of the same group, and one bidder wins {_limit(policy)} at the most: "
        f"the next best bid is taken{place}."
    )
    step = "An exception takes the approval of the Finance Committee."
    return policy.reason(PASSED_OVER, message, on="max_awards", next_step=step)


def _limit(policy: PolicyVersion) -> str:
    most = policy.whole("max_awards")
    return f"{most} {'tender' if most == 1 else 'tenders'}"
