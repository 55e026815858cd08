"""How the real calls are written, with who won them and what was signed, each row with its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from core.registry.importers.organisations import Mention, write_organisations
from core.registry.models import OrganisationKind
from core.storage.batches import Batch
from core.storage.tables import Key, Row
from core.words import fold
from plugins.procurement.models import ContractStatus
from plugins.procurement.samples.cases import CASES, Case
from plugins.procurement.samples.rows import AWARDS, CONTRACTS, in_geneva, money, write_origins, write_tenders

DUE: Final = 16
"""The hour in Geneva at which the bids of every call were due whose hour is known."""


async def write_calls(batch: Batch, cern: int, categories: Mapping[str, int]) -> None:
    """Calls that public papers tell of, who won them, and their contracts, of which no paper tells the day."""
    keys = await write_tenders(batch, cern, *(_call(case, categories) for case in CASES))
    winners = await write_organisations(batch, _winners(CASES), _say_nothing)
    await batch.upsert(AWARDS, [row for case in CASES for row in _awards(case, keys[case.reference], winners)])
    for case in CASES:
        if case.winners:
            await _write_contract(batch, case, keys[case.reference], cern, winners[case.winners[0]])


def _call(case: Case, categories: Mapping[str, int]) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "title": case.title,
        "description": case.description,
        "kind": case.kind,
        "procedure": case.procedure,
        "status": case.status,
        "category_id": categories[case.category] if case.category else None,
        "published_on": case.sent,
        "closes_at": in_geneva(case.closes, DUE) if case.closes else None,
        "admits": case.admits,
        "splitting_group": case.splitting_group,
        "source": case.source,
    }


def _awards(case: Case, tender: int, winners: Mapping[Key, int]) -> Iterable[Row]:
    for place, winner in enumerate(case.winners, start=1):
        yield AWARDS.row(
            reference=_award(case) + (f"/{place}" if place > 1 else ""),
            tender_id=tender,
            winner_id=winners[winner],
            source=case.source,
            **money("amount", case.francs if place == 1 else None),
        )


def _award(case: Case) -> str:
    return f"{case.reference}/award/1"


async def _write_contract(batch: Batch, case: Case, tender: int, cern: int, contractor: int) -> None:
    """One contract with the leader of the group; no paper tells what became of it."""
    reference = f"{case.reference}/contract/1"
    starts_on, ends_on = case.term or (None, None)
    row = CONTRACTS.row(
        reference=reference,
        tender_id=tender,
        award_id=(await batch.ids(AWARDS, [(_award(case),)]))[_award(case),],
        contractor_id=contractor,
        buyer_id=cern,
        title=case.title,
        kind=case.kind,
        status=ContractStatus.UNKNOWN,
        starts_on=starts_on,
        ends_on=ends_on,
        source=case.source,
        search_text=fold(f"{case.title} {case.reference}"),
        **money("amount", case.francs),
    )
    await batch.upsert(CONTRACTS, [row])
    await write_origins(batch, (await batch.ids(CONTRACTS, [(reference,)]))[reference,], case.origins)


def _winners(cases: Iterable[Case]) -> dict[Key, Mention]:
    return {
        (name, country): Mention(
            name=name,
            country=country,
            source=case.source,
            source_date=None,
            source_rank="",
            facts={"kind": OrganisationKind.COMPANY},
        )
        for case in cases
        for name, country in case.winners
    }


def _say_nothing(file: str, place: str, reason: str) -> None:
    """The samples have no reader who could look at a possible duplicate."""
