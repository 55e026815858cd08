"""When a firm can be excluded, and when that can end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.words import Decision, Reason
from plugins.procurement.rules.decisions import against_text, against_version, decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days of an exclusion."""

    since: date
    until: date | None
    """None while no end is set."""

    def holds_on(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.since <= day and (self.until is None or day <= self.until)

    def meets(self, other: "Days") -> bool:
        """Whether they have a day in common."""
        begins_in_time = other.until is None or self.since <= other.until
        return begins_in_time and (self.until is None or other.since <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded(Days):
    """A time in which CERN takes nothing from a firm."""

    reason: str
    """Why, in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewExclusion:
    """A firm that is to be excluded."""

    is_known: bool
    """Whether there is such an organisation."""
    reason: str
    longest: int
    """How many letters there is room for."""
    days: Days
    others: tuple[Days, ...]
    """When it was excluded before."""
    today: date


def exclusion(case: NewExclusion) -> Decision:
    """Whether a firm can be excluded for these days; every obstacle is a reason."""
    return decided([*_against_exclusion(case)])


def _against_exclusion(case: NewExclusion) -> Iterator[Reason]:
    if not case.is_known:
        yield Reason(
            code="UNKNOWN_ORGANISATION",
            message="No organisation has this id.",
            next_step="Find it with `organisation(identifier:)` or `search(text:)`.",
        )
    yield from against_text("reason", case.reason, case.longest)
    yield from _against_days(case.days, case.today)
    for other in case.others:
        if case.days.meets(other):
            until = f"until {other.until}" if other.until else "without an end"
            message = f"It is excluded from {other.since} {until}, which has days in common with this."
            yield Reason(
                code="EXCLUDED_ALREADY", message=message, next_step="End that one first, or choose other days."
            )


def _against_days(days: Days, today: date) -> Iterator[Reason]:
    if days.until is not None and days.until < days.since:
        message = f"It would end on {days.until}, before it begins on {days.since}."
        yield Reason(code="ENDS_BEFORE_BEGIN", message=message, next_step="Look at both days once more.")
    elif days.until is not None and days.until < today:
        message = f"It would be over on {days.until}, before today."
        yield Reason(code="OVER_ALREADY", message=message, next_step="Give a later day, or leave it out.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """An exclusion that is to end."""

    days: Days | None
    """Its days; none if there is no such exclusion."""
    version: int
    expected_version: int
    ends_on: date
    """The last day that it is to have."""
    today: date


def ending(case: Ending) -> Decision:
    """Whether an exclusion can end on a day: today or later, and not later than it ends anyhow."""
    if case.days is None:
        message = "No exclusion has this id, or you may not know of it."
        return decided([Reason(code="UNKNOWN_EXCLUSION", message=message, next_step="Ask for `exclusions`.")])
    return decided([*against_version(case.expected_version, case.version), *_against_end(case, case.days)])


def _against_end(case: Ending, days: Days) -> Iterator[Reason]:
    if days.until is not None and days.until < case.today:
        message = f"It was over on {days.until}."
        yield Reason(code="OVER_ALREADY", message=message, next_step="Nothing more is needed.")
    elif days.until is not None and case.ends_on > days.until:
        message = f"It ends on {days.until}, before {case.ends_on}."
        yield Reason(code="LATER_THAN_ITS_END", message=message, next_step="Exclude the firm anew for a longer time.")
    elif case.ends_on < max(case.today, days.since):
        message = f"It cannot end on {case.ends_on}, which is before {max(case.today, days.since)}."
        yield Reason(code="END_IS_PAST", message=message, next_step="Give a later day, or leave it out.")
