"""When the time for bids ends, whether a bid is in time, and when bids may be opened."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.policies.version import PolicyVersion
from core.words import Decision, Severity

IN_TIME: Final = "IN_TIME"
LATE: Final = "LATE"
MAY_OPEN: Final = "MAY_OPEN"
TOO_EARLY: Final = "TOO_EARLY"


def time_limit(day: date, policy: PolicyVersion) -> datetime:
    """The instant at which the time for bids usually ends on a day, in UTC."""
    local = datetime(day.year, day.month, day.day, policy.whole("hour"), tzinfo=zone(policy))
    return local.astimezone(UTC)


def zone(policy: PolicyVersion) -> ZoneInfo:
    """The time zone of the clock that counts."""
    return ZoneInfo(policy.text("zone"))


def bid_in_time(submitted_at: datetime, closes_at: datetime, policy: PolicyVersion) -> Decision:
    """Whether a bid has arrived in time: at the time limit it has, any later it is LATE."""
    limit = f"{closes_at.astimezone(zone(policy)):%Y-%m-%d %H:%M %Z}"
    if submitted_at <= closes_at:
        message = f"The bid arrived before the time limit of {limit} was over."
        return Decision(outcome=IN_TIME, reasons=[policy.reason("BID_IN_TIME", message, on="zone")])
    who = policy.text("late_allowed_by")
    late = policy.reason(
        "BID_LATE", f"The bid arrived after the time limit of {limit}.", on="zone", severity=Severity.ERROR
    )
    excuse = policy.reason(
        "LATE_BID_ALLOWED_BY",
        f"Historic rules let {who} alone allow a short excess.",
        on="late_allowed_by",
        next_step="Ask Procurement at once whether that still holds.",
    )
    return Decision(outcome=LATE, reasons=[late, excuse])


def opening(opens_at: datetime, closes_at: datetime, policy: PolicyVersion) -> Decision:
    """Whether bids may be opened then, so many calendar days after the day of the time limit: MAY_OPEN or TOO_EARLY."""
    days = policy.whole("opened_after_days")
    first = closes_at.astimezone(zone(policy)).date() + timedelta(days=days)
    may_open = opens_at.astimezone(zone(policy)).date() >= first
    reason = policy.reason(
        "OPENING_DAY",
        f"Bids are opened {days} calendar days after the closing day or later: from {first} on.",
        on="opened_after_days",
        severity=Severity.INFO if may_open else Severity.ERROR,
        next_step="" if may_open else f"Set the opening to {first} or later.",
    )
    return Decision(outcome=MAY_OPEN if may_open else TOO_EARLY, reasons=[reason])
