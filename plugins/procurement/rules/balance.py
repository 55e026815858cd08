"""The lists of well and poorly balanced states: when one is in force and what it says of a state."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Confidence, Decision, Reason, Severity
from plugins.procurement.rules.industrial_return import UNKNOWN

A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days for which a list is made."""

    begins: date
    ends: date
    """The last day."""

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.begins <= day <= self.ends


def period_after(year: int, calendar: PolicyVersion) -> Period:
    """The period of the list that looks at the years up to this one."""
    begins = _begin(year + 1, calendar)
    return Period(begins=begins, ends=_begin(begins.year + 1, calendar) - A_DAY)


def window_to(year: int, calendar: PolicyVersion) -> range:
    """The calendar years that are looked at together, up to this one."""
    return range(year + 1 - calendar.whole("window_years"), year + 1)


def last_year_on(day: date, calendar: PolicyVersion) -> int:
    """The last year of the latest window whose list has been due by a day: of the official figures of that day."""
    begun = day.year if day >= _begin(day.year, calendar) else day.year - 1
    return begun - 1


def _begin(year: int, calendar: PolicyVersion) -> date:
    return date(year, calendar.whole("begins_month"), calendar.whole("begins_day"))


# ---------------------------------------------------------------- what a list says


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A list that officers have published."""

    key: int
    period: Period
    published_on: date | None
    """The day of its publication; none if no source tells it."""
    source: str = ""
    """The publication it is taken from; empty for a list of officers."""
    confidence: Confidence | None = None
    """Whether the source says what the list says; none for a list of officers, whose word it is."""

    @property
    def since(self) -> date:
        """The day from which it is in force: its first, unless it is known to be published later."""
        return max(self.period.begins, self.published_on or self.period.begins)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The status of a state on a list, for the time in which it holds."""

    state: str
    status: str
    since: date
    until: date | None
    """The last day; none if it holds as long as the list."""
    ceiling_reached_in: int | None = None
    """The year for which an Associate Member has reached the ceiling of its contracts."""

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


def listed(lists: Sequence[Published], day: date, calendar: PolicyVersion) -> Published | None:
    """The list in force on a day: until a new one is published, the last one goes on. None before the first."""
    begun = [each for each in lists if each.since <= day]
    last = max(begun, key=lambda each: (each.period.begins, each.since), default=None)
    if last and day > last.period.ends and not calendar.flag("carries_over"):
        return None
    return last


def is_carried_over(found: Published, day: date) -> bool:
    """Whether the period of a list is over on a day on which it is still in force."""
    return day > found.period.ends


def status_on(found: Published | None, entry: Entry | None, day: date, calendar: PolicyVersion) -> Decision:
    """The status of a state on a day, by the list in force and its entry there; UNKNOWN, and why, if there is none."""
    if found is None:
        reason = Reason(
            code="NO_LIST_IN_FORCE",
            message=f"No list is in force on {day}: {_why_none(calendar)}.",
            severity=Severity.WARNING,
        )
        return Decision(outcome=UNKNOWN, reasons=[reason])
    carried = [*_carried_over(found, day, calendar)]
    if entry is None:
        reason = Reason(
            code="NOT_ON_LIST",
            message=f"The list from {found.period.begins} to {found.period.ends} does not name the state on {day}.",
            severity=Severity.WARNING,
            source=found.source,
            confidence=found.confidence,
        )
        return Decision(outcome=UNKNOWN, reasons=[reason, *carried])
    message = f"So says the list from {found.period.begins} to {found.period.ends}, since {entry.since}."
    said = Reason(
        code="ON_LIST", message=message, severity=Severity.INFO, source=found.source, confidence=found.confidence
    )
    return Decision(outcome=entry.status, reasons=[said, *carried])


def doubts(said: Iterable[Decision]) -> tuple[Reason, ...]:
    """Why statuses on a list may be others, each told once: no list, one whose period is over, or one not confirmed."""
    return tuple(dict.fromkeys(doubt for decision in said for reason in decision.reasons for doubt in _doubts(reason)))


def _doubts(reason: Reason) -> Iterator[Reason]:
    if reason.code in ("NO_LIST_IN_FORCE", "LIST_CARRIED_OVER"):
        yield reason
    elif reason.confidence is Confidence.UNCONFIRMED:
        yield Reason(
            code="LIST_UNCONFIRMED",
            message="What is in the list in force was inferred from its source, which does not say it.",
            next_step="Ask Procurement how the states are balanced before you rely on it.",
            severity=Severity.WARNING,
            source=reason.source,
            confidence=reason.confidence,
        )


def _why_none(calendar: PolicyVersion) -> str:
    """A list that goes on until there is a newer one is in force from the first one on."""
    none_begun = "none had begun by then"
    return none_begun if calendar.flag("carries_over") else f"{none_begun}, or the last one had ended"


def _carried_over(found: Published, day: date, calendar: PolicyVersion) -> Iterator[Reason]:
    if is_carried_over(found, day):
        yield calendar.reason(
            "LIST_CARRIED_OVER",
            f"The period of the list ended on {found.period.ends}, and it goes on because no newer list is published.",
            on="carries_over",
            severity=Severity.WARNING,
        )
