"""How a state belongs to CERN on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A status of a state over a stretch of time."""

    status: str
    """member, associate, pre_stage or former."""
    first: date
    last: date | None
    """The last day; none while it lasts."""
    began: bool = True
    """Whether it began on the first day; false where no source tells of it before, so that it may be older."""


def status_on(day: date, stretches: Iterable[Stretch]) -> str | None:
    """The status that holds on a day, of several the one that began last; none if the state does not belong to CERN."""
    holding = [each for each in stretches if each.first <= day and (each.last is None or day <= each.last)]
    return max(holding, key=lambda each: each.first).status if holding else None


def is_untold_on(day: date, stretches: Iterable[Stretch]) -> bool:
    """Whether a state may have belonged to CERN on a day before the first source that tells of it."""
    found = [*stretches]
    return status_on(day, found) is None and any(day < each.first and not each.began for each in found)
