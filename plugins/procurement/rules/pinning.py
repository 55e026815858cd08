"""Which day fixes the policies of a tender."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinning:
    """The day that fixes the policies of a tender, and why it is that one."""

    day: date | None
    """None while nothing fixes them: whoever asks then applies those of the day of asking."""
    decision: Decision
    """PINNED or NOT_PINNED."""


def pinning_day(days: TenderDays, pinning: PolicyVersion) -> Pinning:
    """The day that fixes a tender's policies, by the policy `procurement.pinning`; none if that day is not known."""
    event = pinning.text("pinned_by")
    day: date | None = getattr(days, event)
    reason = _pinned(event, day, pinning) if day else _open(event, pinning)
    return Pinning(day=day, decision=Decision(outcome=PINNED if day else NOT_PINNED, reasons=[reason]))


def _pinned(event: str, day: date, pinning: PolicyVersion) -> Reason:
    message = f"{EVENTS[event].capitalize()} on {day}: the policies in force on that day apply to the tender's end."
    return pinning.reason(f"PINNED_BY_{event.upper()}", message, on="pinned_by")


def _open(event: str, pinning: PolicyVersion) -> Reason:
    message = f"It is not known when the tender was or will be {EVENTS[event]}, so nothing fixes its policies."
    return pinning.reason(
        f"NO_DAY_OF_{event.upper()}",
        message,
        on="pinned_by",
        severity=Severity.WARNING,
        next_step="Until then the policies of the day of asking apply, and they may still change.",
    )
