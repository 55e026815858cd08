"""Which policies a tender goes by: those in force on the day that fixes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tortoise.queryset import QuerySet

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.words import Decision, word
from plugins.procurement import models
from plugins.procurement.models import TenderStatus
from plugins.procurement.nodes.geneva import ZURICH, today_in_geneva
from plugins.procurement.nodes.versions import OWN, in_force
from plugins.procurement.rules.pinning import Pinning, TenderDays, day_of_dispatch, is_sent, pinning_day


@word
class TenderPinning:
    """The day that fixes the policies of a tender."""

    day: date | None
    """The day whose policies apply to the end of the tender; null while nothing fixes them."""
    decision: Decision
    """PINNED or NOT_PINNED, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """What a tender's row says of its life."""

    status: TenderStatus
    published_on: date | None
    dispatch_on: date | None
    closes_at: datetime | None
    opens_at: datetime | None

    @property
    def dispatch(self) -> date | None:
        """The day on which it was sent to the firms, or is to be."""
        return day_of_dispatch(self.status.value, self.dispatch_on, self.published_on)

    def day(self, policies: Policies, viewer: Viewer) -> date:
        """The day whose policies apply: the one that fixes them, or today while nothing does."""
        return self.pinning(policies, viewer).day or today_in_geneva(viewer)

    def pinning(self, policies: Policies, viewer: Viewer) -> Pinning:
        """The day that fixes the tender's policies, by the policy in force when it was sent, or now if it was not."""
        today = today_in_geneva(viewer)
        days = TenderDays(
            dispatch=self.dispatch,
            closing=_day(self.closes_at),
            opening=_day(self.opens_at),
            is_sent=is_sent(self.status.value),
        )
        asked = min(self.dispatch or today, today) if days.is_sent else today
        return pinning_day(days, in_force(policies, "pinning", asked), today)


DATES: Final = ("status", "published_on", "dispatch_on", "closes_at", "opens_at")


async def dates_of(tenders: QuerySet[models.Tender]) -> dict[int, Dates]:
    """The dates of tenders, by their keys."""
    rows = await tenders.values_list("id", *DATES)
    return {key: Dates(**dict(zip(DATES, dates, strict=True))) for key, *dates in rows}


def told(found: Pinning) -> TenderPinning:
    """As the graph shows it."""
    return TenderPinning(day=found.day, decision=found.decision)


def applied(day: date, policies: Policies) -> list[str]:
    """The policies of procurement in force on a day, as decisions quote them."""
    versions = (policies.on(name, day) for name in policies.names if name.startswith(OWN))
    return [each.name for each in versions if each is not None]


def _day(instant: datetime | None) -> date | None:
    return instant and instant.astimezone(ZURICH).date()
