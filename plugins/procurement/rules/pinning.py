"""Which day fixes the policies of a tender."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity
from plugins.procurement.rules.bidding.call import BEFORE

PINNED: Final = "PINNED"
NOT_PINNED: Final = "NOT_PINNED"

EVENTS: Final = {"dispatch": "sent to the firms", "closing": "closed for bids", "opening": "opened"}
"""What can fix the policies of a tender, and how a sentence says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderDays:
    """The days of a tender's life that can fix its policies, in Geneva; none where one is not known."""

    dispatch: date | None = None
    closing: date | None = None
    opening: date | None = None
    is_sent: bool = True
    """Whether it is out with the firms; while it is prepared, its days are plans, even those that have passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinning:
    """The day that fixes the policies of a tender, and why it is that one."""

    day: date | None
    """None while nothing fixes them: whoever asks then applies those of the day of asking."""
    decision: Decision
    """PINNED or NOT_PINNED."""


def is_sent(status: str) -> bool:
    """Whether a tender of this status is out with the firms."""
    return status not in BEFORE


def day_of_dispatch(status: str, stated: date | None, published: date | None) -> date | None:
    """The day on which the invitation was sent to the firms, or is to be; none if nobody has told it.

    Old calls, and those of other buyers, state no day of their own for it: they were published on the day on which
    they were sent. A call that is prepared may be published long before.
    """
    return stated or (published if is_sent(status) else None)


def pinning_day(days: TenderDays, pinning: PolicyVersion, today: date) -> Pinning:
    """The day that fixes a tender's policies, by the policy `procurement.pinning`; none until that day has come."""
    event = pinning.text("pinned_by")
    day: date | None = getattr(days, event)
    if day is None:
        return _not_pinned(_unknown(event), pinning)
    if not days.is_sent or today < day:
        return _not_pinned(_to_come(event, day), pinning)
    return Pinning(day=day, decision=Decision(outcome=PINNED, reasons=[_pinned(event, day, pinning)]))


def of_another_buyer() -> Pinning:
    """Of a tender that is not known to be CERN's: no policy of CERN rules it, on any day."""
    reason = Reason(
        code="ANOTHER_BUYER",
        message="The tender is not known to be CERN's: CERN's policies do not rule the tender of another buyer.",
        next_step="Ask its buyer which rules it goes by, or read the publication it comes from: `source`.",
        severity=Severity.INFO,
    )
    return Pinning(day=None, decision=Decision(outcome=NOT_PINNED, reasons=[reason]))


def _pinned(event: str, day: date, pinning: PolicyVersion) -> Reason:
    message = f"{EVENTS[event].capitalize()} on {day}: the policies in force on that day apply to the tender's end."
    return pinning.reason(f"PINNED_BY_{event.upper()}", message, on="pinned_by")


def _unknown(event: str) -> tuple[str, str]:
    message = f"It is not known when the tender was or will be {EVENTS[event]}, so nothing fixes its policies."
    return f"NO_DAY_OF_{event.upper()}", message


def _to_come(event: str, day: date) -> tuple[str, str]:
    message = (
        f"The tender is to be {EVENTS[event]} on {day}, and is not yet: the policies of the day on which it is apply."
    )
    return f"DAY_OF_{event.upper()}_TO_COME", message


def _not_pinned(why: tuple[str, str], pinning: PolicyVersion) -> Pinning:
    code, message = why
    reason = pinning.reason(
        code,
        message,
        on="pinned_by",
        severity=Severity.WARNING,
        next_step="Until then the policies of the day of asking apply, and they may still change.",
    )
    return Pinning(day=None, decision=Decision(outcome=NOT_PINNED, reasons=[reason]))
