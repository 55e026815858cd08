"""Whether the thresholds of value that a rule is given can be relied on."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from core.policies.version import PolicyVersion
from core.words import Reason, Severity


def reaches(value: Decimal, name: str, thresholds: PolicyVersion) -> bool:
    """Whether a value in CHF belongs to the procedure that begins with the threshold `name`."""
    limit = thresholds.decimal(name)
    return value > limit or (value == limit and thresholds.flag("limit_belongs_above"))


def doubts(thresholds: PolicyVersion, day: date) -> Iterator[Reason]:
    """Why the set may not be the one in force on a day: it is only tried, or a reform was not seen."""
    if thresholds.is_variant:
        yield thresholds.reason(
            "SET_IS_TRIED",
            f"The thresholds {thresholds.version} were never seen in force: this is what would follow from them.",
            on="doubtful_from",
            severity=Severity.WARNING,
            next_step="Leave out `variants` for the set in force.",
        )
    yield from reform(thresholds, day)


def reform(thresholds: PolicyVersion, day: date) -> Iterator[Reason]:
    """That limits of value may have been replaced by a reform that was not seen, on a day when that can be so."""
    begins = thresholds.text("doubtful_from")
    if begins and day >= date.fromisoformat(begins):
        yield thresholds.reason(
            "REFORM_NOT_SEEN",
            f"The Council approved new thresholds, all but one of them doubled. Their values, and the day from which "
            f"they hold, were not seen; it is {begins} at the earliest. This answer takes the set from before.",
            on="doubtful_from",
            severity=Severity.WARNING,
            next_step="Ask Procurement for the thresholds in force. A variant of `policyHistory` can be tried.",
        )
