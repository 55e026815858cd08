"""Calls as whoever asks may know them, and how far a firm has come in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from core.access.viewer import Role, Viewer
from core.words import Money
from plugins.procurement import models
from plugins.procurement.models import (
    AwardStatus,
    CandidacyStatus,
    NominationStatus,
    Procedure,
    PurchaseKind,
    TenderStatus,
)
from plugins.procurement.nodes.awards import Award
from plugins.procurement.nodes.bidding.firm import KnownFirm
from plugins.procurement.nodes.buyer import BOUGHT_BY_CERN
from plugins.procurement.nodes.candidacies import Candidacy
from plugins.procurement.nodes.geneva import ZURICH
from plugins.procurement.nodes.nominations import Nomination
from plugins.procurement.nodes.pinning import Dates
from plugins.procurement.nodes.tenders import Tender
from plugins.procurement.rules.bidding import case as rules
from plugins.procurement.rules.wording import CURRENCY
from schema.declare import scoped

UNTOLD: Final = rules.Candidacy()
NOTHING: Final = rules.Candidacy(status=CandidacyStatus.POTENTIAL.value)
"""How a firm stands that has neither answered nor been asked."""


class CallRow(NamedTuple):
    """What a case needs of a tender's row."""

    id: int
    reference: str
    status: TenderStatus
    procedure: Procedure
    kind: PurchaseKind | None
    category__code: str | None
    published_on: date | None
    dispatch_on: date | None
    closes_at: datetime | None
    opens_at: datetime | None
    admits: str
    splitting_group: str | None
    requesting_unit__code: str | None
    estimate_minor: int | None
    estimate_currency: str | None

    def call(self, *, of_cern: bool) -> rules.Call:
        """The call as the rule takes it."""
        return rules.Call(
            reference=self.reference,
            of_cern=of_cern,
            status=self.status.value,
            procedure=None if self.procedure is Procedure.OTHER else self.procedure.value,
            kind=self.kind and self.kind.value,
            value=self._value(),
            category=self.category__code,
            dispatched_on=self.dates().dispatch,
            closes_at=self.closes_at and self.closes_at.astimezone(ZURICH),
            admits=frozenset(self.admits.split()),
        )

    def _value(self) -> Decimal | None:
        """Its estimate, if that is told in the currency of the limits."""
        if self.estimate_minor is None or self.estimate_currency != CURRENCY:
            return None
        return Money.from_minor(self.estimate_minor, CURRENCY).amount

    def dates(self) -> Dates:
        """Its days, and what they decide: when it was sent, and which policies apply to it."""
        return Dates(
            status=self.status,
            published_on=self.published_on,
            dispatch_on=self.dispatch_on,
            closes_at=self.closes_at,
            opens_at=self.opens_at,
        )


async def call_rows(tenders: Sequence[int], viewer: Viewer) -> list[CallRow]:
    """The rows of tenders that the viewer may know of."""
    rows = scoped(Tender, viewer, models.Tender).filter(id__in=tenders)
    return [CallRow(*row) for row in await rows.values_list(*CallRow._fields)]


async def bought_by_cern(rows: Sequence[CallRow], viewer: Viewer) -> set[int]:
    """Those of the calls in which CERN buys."""
    found = scoped(Tender, viewer, models.Tender).filter(**BOUGHT_BY_CERN, id__in=[row.id for row in rows])
    return {key for (key,) in await found.values_list("id")}


async def candidacies(firm: KnownFirm, rows: Sequence[CallRow], viewer: Viewer) -> dict[int, rules.Candidacy]:
    """How far the firm has come in each call; nothing is said of a call in which the viewer may not know it."""
    found, proposed = await _standing(firm, rows, viewer), await _proposed(firm, rows, viewer)
    won = await _won(firm, rows, viewer)
    return {
        row.id: replace(
            found.get(row.id, NOTHING) if firm.inside or _asks_for(viewer, row) else UNTOLD,
            is_proposed=row.id in proposed,
            won_beside=won.get(row.id, ()),
        )
        for row in rows
    }


async def _standing(firm: KnownFirm, rows: Sequence[CallRow], viewer: Viewer) -> dict[int, rules.Candidacy]:
    found = scoped(Candidacy, viewer, models.Candidacy).filter(
        organisation_id=firm.key, tender_id__in=[row.id for row in rows]
    )
    return {
        tender: rules.Candidacy(status=status.value, answered_on=day)
        for tender, status, day in await found.values_list("tender_id", "status", "answered_on")
    }


async def _proposed(firm: KnownFirm, rows: Sequence[CallRow], viewer: Viewer) -> set[int]:
    """The calls for which somebody has proposed the firm."""
    found = scoped(Nomination, viewer, models.Nomination).filter(
        organisation_id=firm.key, tender_id__in=[row.id for row in rows], status=NominationStatus.PROPOSED
    )
    return {tender for (tender,) in await found.values_list("tender_id")}


def _asks_for(viewer: Viewer, row: CallRow) -> bool:
    """Whether the call is for what the viewer's unit needs."""
    return viewer.role is Role.TECHNICAL_OFFICER and viewer.unit == row.requesting_unit__code


async def _won(firm: KnownFirm, rows: Sequence[CallRow], viewer: Viewer) -> dict[int, tuple[str, ...]]:
    """The calls that the firm has won, by each call that belongs together with them."""
    groups = {row.splitting_group for row in rows if row.splitting_group}
    if not groups:
        return {}
    awards = scoped(Award, viewer, models.Award).filter(
        winner_id=firm.key, status=AwardStatus.ACTIVE, tender__splitting_group__in=groups
    )
    won = set(await awards.values_list("tender__splitting_group", "tender_id", "tender__reference"))
    return {
        row.id: tuple(sorted(name for group, key, name in won if group == row.splitting_group and key != row.id))
        for row in rows
    }
