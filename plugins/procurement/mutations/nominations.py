"""How firms are proposed to CERN, and how that is taken back."""

from __future__ import annotations

from secrets import token_hex
from typing import Annotated, Final

import strawberry

from core.access.audit import record, record_update
from core.access.permission import refusal_unless
from core.access.viewer import Role, Viewer
from core.registry import models as registry
from core.registry.nodes import Organisation
from core.storage.imports import one_line
from core.storage.transactions import writing
from core.words import Refusal, country_code
from plugins.procurement import models
from plugins.procurement.models import STILL_OPEN, NominationStatus
from plugins.procurement.nodes.categories import keys_of
from plugins.procurement.nodes.exclusions import Exclusion, in_force
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.nodes.nominations import Nomination
from plugins.procurement.nodes.suppliers import Supplier
from plugins.procurement.nodes.tenders import Tender
from plugins.procurement.rules import nominations as rules
from plugins.procurement.rules.decisions import refusal_of
from schema.declare import mutation, scoped
from schema.relay import Ref

NOMINATE: Final = (Role.ILO, Role.TECHNICAL_OFFICER, Role.PROCUREMENT_OFFICER)
LONGEST_NOTE: Final = 500


@mutation
async def nominate_firm(
    viewer: Viewer,
    organisation: Annotated[Ref[Organisation], strawberry.argument(description="The firm, registered or not.")],
    category: Annotated[
        str | None, strawberry.argument(description="The code of the field that it is proposed for.")
    ] = None,
    tender: Annotated[
        Ref[Tender] | None, strawberry.argument(description="The call that it is proposed for, in place of a field.")
    ] = None,
    note: Annotated[str, strawberry.argument(description="Why this firm, in a sentence; may be empty.")] = "",
) -> Ref[Nomination] | Refusal:
    """Propose a firm: a liaison officer proposes those of the own state, technical and procurement officers any.

    A firm that is not registered becomes a prospect. Refused with NOT_ALLOWED, UNKNOWN_ORGANISATION,
    NOT_OF_YOUR_COUNTRY, EXCLUDED, PROPOSED_ALREADY, FIELD_OR_CALL, UNKNOWN_CATEGORY, UNKNOWN_TENDER, TAKES_NO_FIRMS or
    NOTE_TOO_LONG.
    """
    if refusal := refusal_unless(viewer, *NOMINATE):
        return refusal
    target = _Target(viewer, organisation, category, tender or None)
    async with writing():
        firm = await scoped(Organisation, viewer, registry.Organisation).get_or_none(id=organisation.key)
        field = await target.field()
        case = rules.NewNomination(
            firm=firm.name if firm else None,
            is_own=viewer.role is not Role.ILO or _is_at_home(viewer, firm),
            category=category,
            is_category_known=category is None or field is not None,
            names_call=target.tender is not None,
            call=await target.call(),
            is_excluded=await target.is_excluded(),
            is_proposed=await target.is_proposed(field),
            note=one_line(note),
            longest=LONGEST_NOTE,
        )
        return refusal_of(rules.nomination(case)) or await _written(target, firm, field, case.note)


def _is_at_home(viewer: Viewer, firm: registry.Organisation | None) -> bool:
    return firm is not None and country_code(firm.country) == country_code(viewer.country or "")


class _Target:
    """What a firm is proposed for, as the viewer may know of it."""

    def __init__(
        self, viewer: Viewer, organisation: Ref[Organisation], category: str | None, tender: Ref[Tender] | None
    ) -> None:
        self.viewer = viewer
        self.organisation = organisation
        self.category = category
        self.tender = tender

    async def field(self) -> int | None:
        code = self.category or ""
        return (await keys_of([code], self.viewer)).get(code)

    async def call(self) -> rules.Call | None:
        key = self.tender.key if self.tender else None
        row = await scoped(Tender, self.viewer, models.Tender).get_or_none(id=key)
        return rules.Call(reference=row.reference, takes_firms=row.status in STILL_OPEN) if row else None

    async def is_excluded(self) -> bool:
        rows = scoped(Exclusion, self.viewer, models.Exclusion).filter(organisation_id=self.organisation.key)
        return any(in_force(row.starts_on, row.ends_on, self.viewer) for row in await rows)

    async def is_proposed(self, field: int | None) -> bool:
        """Whether the same stands already, as far as the viewer may know."""
        rows = scoped(Nomination, self.viewer, models.Nomination).filter(
            organisation_id=self.organisation.key,
            status=NominationStatus.PROPOSED,
            category_id=field,
            tender_id=self.tender.key if self.tender else None,
        )
        return await rows.exists()


async def _written(
    target: _Target, firm: registry.Organisation | None, field: int | None, note: str
) -> Ref[Nomination]:
    assert firm is not None
    viewer = target.viewer
    supplier = await scoped(Supplier, viewer, models.Supplier).get_or_none(organisation_id=firm.id)
    row = await models.Nomination.create(
        # A made reference tells neither an order nor how many nominations there are.
        reference=f"NOM-{viewer.now.year}-{token_hex(4).upper()}",
        organisation_id=firm.id,
        supplier_id=supplier.id if supplier else None,
        category_id=field,
        tender_id=target.tender.key if target.tender else None,
        country=country_code(firm.country),
        proposed_by=viewer.role,
        proposed_by_unit=viewer.unit or "" if viewer.role is Role.TECHNICAL_OFFICER else "",
        proposed_on=today_in_geneva(viewer),
        note=note,
    )
    subject = Ref(Nomination, row.id)
    await record(viewer, "procurement.nominateFirm", subject, summary=f"Proposed as {row.reference}.")
    return subject


@mutation
async def withdraw_nomination(
    viewer: Viewer,
    nomination: Annotated[Ref[Nomination], strawberry.argument(description="The proposal that is taken back.")],
    expected_version: Annotated[int, strawberry.argument(description="The version of it that you have looked at.")],
) -> Ref[Nomination] | Refusal:
    """Take a proposal back: a liaison officer of the same state, the unit that made it, or a procurement officer.

    Refused with NOT_ALLOWED, UNKNOWN_NOMINATION, STALE_VERSION, NOT_YOURS or WITHDRAWN_ALREADY.
    """
    if refusal := refusal_unless(viewer, *NOMINATE):
        return refusal
    async with writing():
        row = await scoped(Nomination, viewer, models.Nomination).get_or_none(id=nomination.key)
        case = rules.Withdrawal(
            is_known=row is not None,
            is_own=row is None or _is_own(row, viewer),
            is_standing=row is None or row.status is NominationStatus.PROPOSED,
            version=row.version if row else 0,
            expected_version=expected_version,
        )
        return refusal_of(rules.withdrawal(case)) or await _withdrawn(viewer, row)


def _is_own(row: models.Nomination, viewer: Viewer) -> bool:
    """Whether it was made for the viewer's own state or unit; procurement officers speak for the department."""
    if viewer.role is Role.PROCUREMENT_OFFICER:
        return True
    of_state = (row.country, country_code(viewer.country or ""))
    theirs, own = of_state if viewer.role is Role.ILO else (row.proposed_by_unit, viewer.unit)
    return row.proposed_by is viewer.role and theirs == own


async def _withdrawn(viewer: Viewer, row: models.Nomination | None) -> Ref[Nomination]:
    assert row is not None
    row.status = NominationStatus.WITHDRAWN
    summary = f"{row.reference} was withdrawn."
    return await record_update(viewer, "procurement.withdrawNomination", Ref(Nomination, row.id), row, summary=summary)
