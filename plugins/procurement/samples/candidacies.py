"""Who is invited in the invented calls, and a call whose market survey can still be answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import uuid4

from core.storage.batches import Batch
from core.storage.tables import Key, Table
from plugins.procurement.models import Candidacy, CandidacyStatus, Tender

SAMPLE: Final = "sample"
CANDIDACIES: Final = Table(Candidacy, key=("tender_id", "organisation_id"), update=())
TENDERS: Final = Table(Tender, key=("reference",), update=())
ANSWERED, QUALIFIED = CandidacyStatus.ANSWERED, CandidacyStatus.QUALIFIED
INVITED, DISQUALIFIED = CandidacyStatus.INVITED, CandidacyStatus.DISQUALIFIED
STANDING: Final[Mapping[str, Mapping[str, CandidacyStatus]]] = {
    "SAMPLE-IT-1": {"aurelia": INVITED, "montbrillant": INVITED, "tagus": INVITED},
    "SAMPLE-IT-2": {"aurelia": INVITED, "montbrillant": INVITED, "tagus": INVITED, "nordkap": DISQUALIFIED},
    "SAMPLE-IT-4": {"montbrillant": ANSWERED, "tagus": QUALIFIED},
}
"""How far each invented firm came in each invented call."""
VERDICTS: Final = {
    QUALIFIED: "Fulfils every criterion. (sample)",
    INVITED: "Fulfils every criterion. (sample)",
    DISQUALIFIED: "Builds detectors, and has delivered no cryostat yet. (sample)",
}


async def fill(batch: Batch, organisations: Mapping[Key, int], now: datetime) -> None:
    """Write who was invited; what is there already stays as it is."""
    keys = await batch.ids(TENDERS, [(reference,) for reference in STANDING])
    sent = {"SAMPLE-IT-1": _day(now, -300), "SAMPLE-IT-2": _day(now, -20), "SAMPLE-IT-4": _day(now, 40)}
    rows = [
        CANDIDACIES.row(
            id=str(uuid4()),
            tender_id=keys[reference,],
            organisation_id=organisations[SAMPLE.upper(), firm],
            status=status,
            answered_on=sent[reference] - timedelta(days=45),
            invited_on=sent[reference] if status is INVITED else None,
            verdict=VERDICTS.get(status, ""),
            source=SAMPLE,
        )
        for reference, firms in STANDING.items()
        for firm, status in firms.items()
    ]
    await batch.upsert(CANDIDACIES, rows)


def _day(now: datetime, days: int) -> date:
    return (now + timedelta(days=days)).date()
