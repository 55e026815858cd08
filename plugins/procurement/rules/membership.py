"""How a state belongs to CERN on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

OUTSIDE: Final = "outside"
"""How a state stands to CERN that is known not to belong to it."""


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
    """The status that holds on a day, of several the one that began last.

    `outside` for a state that is known not to belong to CERN on that day; None where that is not known: of a state of
    which nothing is told, and before the earliest day that a source tells of.
    """
    told = [*stretches]
    holding = [each for each in told if each.first <= day and (each.last is None or day <= each.last)]
    if holding:
        return max(holding, key=_first).status
    later = min((each for each in told if day < each.first), key=_first, default=None)
    is_known = later.began if later else bool(told)
    return OUTSIDE if is_known else None


def _first(stretch: Stretch) -> date:
    return stretch.first
