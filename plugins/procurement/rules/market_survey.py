"""Whether a market survey that the value asks for may be waived."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity

NOT_NEEDED: Final = "NOT_NEEDED"
NEEDED: Final = "NEEDED"
WAIVER_POSSIBLE: Final = "WAIVER_POSSIBLE"
WAIVER_NEEDS_APPROVAL: Final = "WAIVER_NEEDS_APPROVAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What could stand for a new market survey."""

    last: date | None = None
    """The day of the last survey for the same or a similar purchase; none if there was none."""
    is_prototype: bool = False
    only_from_distributors: bool = False
    """Whether these are catalogue parts that only official distributors offer."""


NO_SURVEY: Final = Survey()
"""Nothing is told of an earlier one."""


def market_survey(survey: Survey, day: date, policy: PolicyVersion) -> Decision:
    """Whether a survey that the value asks for may be waived on a day; every ground for it is a reason."""
    reasons = [*_distributors(survey, policy), *_last(survey, day, policy)]
    outcome = _outcome({each.code for each in reasons})
    if outcome != NEEDED:
        reasons.append(_who(policy))
    return Decision(outcome=outcome, reasons=reasons)


def _outcome(grounds: set[str]) -> str:
    if grounds & {"DISTRIBUTORS_ALONE", "RECENT_SURVEY"}:
        return WAIVER_POSSIBLE
    return WAIVER_NEEDS_APPROVAL if "OLD_SURVEY_IF_APPROVED" in grounds else NEEDED


def _distributors(survey: Survey, policy: PolicyVersion) -> Iterator[Reason]:
    if survey.only_from_distributors and policy.flag("distributors_alone"):
        message = "Catalogue parts that only official distributors offer need no market survey."
        yield policy.reason("DISTRIBUTORS_ALONE", message, on="distributors_alone")


def _last(survey: Survey, day: date, policy: PolicyVersion) -> Iterator[Reason]:
    name = "prototype_months" if survey.is_prototype else "valid_months"
    months = policy.whole(name)
    for_what = " for prototype work" if survey.is_prototype else ""
    if survey.last is None:
        yield policy.reason(
            "NO_RECENT_SURVEY",
            f"No earlier survey is told of. One of the last {months} months{for_what} could stand for a new one.",
            on=name,
            next_step="Make a market survey, or give the day of the last one in `lastSurvey`.",
        )
    elif day <= months_later(survey.last, months):
        message = (
            f"The survey of {survey.last} is no older than {months} months{for_what}, and may stand for a new one."
        )
        yield policy.reason("RECENT_SURVEY", message, on=name)
    else:
        yield from _too_old(survey.last, f"{months} months{for_what}", name, policy)


def _too_old(last: date, limit: str, name: str, policy: PolicyVersion) -> Iterator[Reason]:
    message = f"The survey of {last} is older than {limit}."
    yield policy.reason("SURVEY_TOO_OLD", message, on=name, next_step="Make a market survey.")
    if policy.flag("longer_if_approved"):
        yield policy.reason(
            "OLD_SURVEY_IF_APPROVED",
            "An older survey may stand for a new one only if that is approved.",
            on="longer_if_approved",
            severity=Severity.WARNING,
            next_step="Have the longer time approved before the survey is left out.",
        )


def _who(policy: PolicyVersion) -> Reason:
    who = policy.text("waived_by")
    message = f"A survey is waived by {who} alone."
    return policy.reason("WAIVED_BY", message, on="waived_by", severity=Severity.WARNING, next_step=f"Ask {who}.")


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month; the last day there is, where time ends before."""
    first = day.replace(day=1)
    try:
        for _ in range(months):
            first += timedelta(days=_length(first))
    except OverflowError:
        return date.max
    return first.replace(day=min(day.day, _length(first)))


def _length(month: date) -> int:
    return monthrange(month.year, month.month)[1]
