"""What can be done in knowledge transfer."""

from __future__ import annotations

from datetime import date
from secrets import token_hex
from typing import Annotated, TypeVar

import strawberry
from strawberry import UNSET
from tortoise.expressions import Q

from core.access.audit import record
from core.access.permission import refusal_unless
from core.access.viewer import Role, Viewer
from core.registry.models import OrgUnit as OrgUnitRow
from core.registry.nodes import OrgUnit
from core.storage.imports import mended, one_line
from core.storage.transactions import writing
from core.words import Refusal, fold
from plugins.knowledge_transfer import models
from plugins.knowledge_transfer.nodes import Technology
from plugins.knowledge_transfer.rules.disclosure import REFUSED, Disclosure, disclosure_decision
from schema.declare import mutation, scoped
from schema.relay import Ref

T = TypeVar("T")


@strawberry.input(description="What somebody made, told in confidence to knowledge transfer.")
class TechnologyDisclosure:
    """What somebody made, told in confidence to knowledge transfer."""

    name: str = strawberry.field(description="What its makers call it, in 500 characters at the most.")
    summary: str | None = strawberry.field(
        default=UNSET, description="What it does and what for; leave out names of persons."
    )
    areas: list[str] = strawberry.field(
        default_factory=list, description="The fields it belongs to or could be used in, 20 at the most."
    )
    trl: int | None = strawberry.field(
        default=UNSET, description="Technology readiness level, 1 to 9; leave it out if nobody has assessed it."
    )
    publication_planned_on: date | None = strawberry.field(
        default=UNSET, description="The day of a planned paper, talk or release: before protection it is a risk."
    )
    reference: str | None = strawberry.field(
        default=UNSET, description="The office's file number, for its officers only; one is made if it is left out."
    )


@mutation
async def disclose_technology(
    viewer: Viewer,
    disclosure: Annotated[TechnologyDisclosure, strawberry.argument(description="What is disclosed.")],
    origin_unit: Annotated[
        Ref[OrgUnit] | None, strawberry.argument(description="The unit of CERN, or the experiment, where it was made.")
    ] = UNSET,
) -> Ref[Technology] | Refusal:
    """Tells knowledge transfer of a technology, for researchers and the office.

    It stays confidential, to whoever disclosed it and the office, until it is published. Ask for its publicationRisk.
    """
    if refusal := refusal_unless(viewer, Role.RESEARCHER, Role.KNOWLEDGE_TRANSFER_OFFICER):
        return refusal
    told = _told(disclosure)
    async with writing():
        refusal = await _refusal(viewer, told, origin_unit)
        return refusal or await _written(viewer, told, _given(disclosure.publication_planned_on), origin_unit)


def _told(given: TechnologyDisclosure) -> Disclosure:
    reference = _given(given.reference)
    areas = (one_line(area) for area in given.areas)
    return Disclosure(
        name=one_line(given.name),
        reference=None if reference is None else one_line(reference),
        summary=mended(_given(given.summary)),
        areas=tuple(dict.fromkeys(area for area in areas if area)),
        trl=_given(given.trl),
    )


def _given(value: T | None) -> T | None:
    return None if value is UNSET else value


async def _refusal(viewer: Viewer, told: Disclosure, origin_unit: Ref[OrgUnit] | None) -> Refusal | None:
    if origin_unit and not await scoped(OrgUnit, viewer, OrgUnitRow).filter(id=origin_unit.key).exists():
        return Refusal.because("UNKNOWN_UNIT", "There is no such unit. Take the id of one from orgUnits.")
    decision = disclosure_decision(
        told,
        by_office=viewer.is_one_of(Role.KNOWLEDGE_TRANSFER_OFFICER),
        names=await _names_like(viewer, told.name),
        references=await _references(viewer, told.reference),
    )
    if decision.outcome == REFUSED:
        return Refusal(code=decision.reasons[0].code, reasons=decision.reasons)
    return None


async def _names_like(viewer: Viewer, name: str) -> list[str]:
    """Names that may differ in accents and case only: the text for searches begins with the folded name."""
    folded = fold(name)
    same = Q(search_text=folded) | Q(search_text__startswith=f"{folded} ")
    rows = scoped(Technology, viewer, models.Technology).filter(same) if folded else None
    return [row.name for row in await rows] if rows else []


async def _references(viewer: Viewer, reference: str | None) -> list[str]:
    rows = scoped(Technology, viewer, models.Technology).filter(reference=reference) if reference else None
    return [row.reference for row in await rows] if rows else []


async def _written(
    viewer: Viewer, told: Disclosure, planned_on: date | None, origin_unit: Ref[OrgUnit] | None
) -> Ref[Technology]:
    # A made reference tells neither an order nor how many disclosures there are.
    reference = told.reference or f"KT-{viewer.now.year}-{token_hex(4)}"
    row = await models.Technology.create(
        reference=reference,
        name=told.name,
        summary=told.summary,
        trl=told.trl,
        origin_unit_id=origin_unit.key if origin_unit else None,
        disclosed_by=viewer.person,
        disclosed_on=viewer.now.date(),
        publication_planned_on=planned_on,
        source="discloseTechnology",
        search_text=fold(" ".join([told.name, *told.areas, reference])),
    )
    await models.TechnologyArea.bulk_create([models.TechnologyArea(technology=row, area=area) for area in told.areas])
    subject = Ref(Technology, row.id)
    await record(viewer, "knowledge_transfer.discloseTechnology", subject, summary=f"Disclosed as {reference}.")
    return subject
