"""How an organisation becomes a supplier."""

from __future__ import annotations

from typing import Annotated

import strawberry

from core.access.audit import record
from core.access.permission import refusal_unless
from core.access.viewer import Role, Viewer
from core.registry import models as registry
from core.registry.nodes import Organisation
from core.storage.transactions import writing
from core.words import Refusal, country_code, fold
from plugins.procurement import models
from plugins.procurement.models import AccountKind
from plugins.procurement.mutations.speaking import refusal_to_speak
from plugins.procurement.nodes.categories import keys_of
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.nodes.nominations import Nomination
from plugins.procurement.nodes.suppliers import Supplier
from plugins.procurement.rules.decisions import refusal_of
from plugins.procurement.rules.registration import Registration, registration
from schema.declare import mutation, scoped
from schema.relay import Ref

Codes = Annotated[
    list[str],
    strawberry.argument(description="The fields in which it offers to deliver: codes of `purchaseCategories`."),
]


@mutation
async def register_supplier(
    viewer: Viewer,
    organisation: Annotated[
        Ref[Organisation], strawberry.argument(description="The firm or institute that is to become a supplier.")
    ],
    categories: Codes,
) -> Ref[Supplier] | Refusal:
    """Register an organisation as a supplier of CERN: a firm does it for itself, a procurement officer for anyone.

    Both of its accounts are asked for thereby. Refused with NOT_ALLOWED, UNKNOWN_ORGANISATION, ALREADY_REGISTERED,
    NO_CATEGORY or UNKNOWN_CATEGORY.
    """
    if refusal := refusal_unless(viewer, Role.FIRM, Role.PROCUREMENT_OFFICER):
        return refusal
    if refusal := refusal_to_speak(viewer, organisation.key):
        return refusal
    codes = tuple(dict.fromkeys(categories))
    async with writing():
        found = await scoped(Organisation, viewer, registry.Organisation).get_or_none(id=organisation.key)
        known = await keys_of(codes, viewer)
        suppliers = scoped(Supplier, viewer, models.Supplier).filter(organisation_id=organisation.key)
        case = Registration(
            organisation=found.name if found else None,
            is_registered=await suppliers.exists(),
            categories=codes,
            unknown=tuple(code for code in codes if code not in known),
        )
        return refusal_of(registration(case)) or await _written(viewer, found, known)


async def _written(viewer: Viewer, organisation: registry.Organisation | None, known: dict[str, int]) -> Ref[Supplier]:
    assert organisation is not None
    row = await models.Supplier.create(
        organisation_id=organisation.id,
        registered_on=today_in_geneva(viewer),
        country=country_code(organisation.country),
        search_text=fold(f"{organisation.name} {organisation.short_name}"),
    )
    offers = [models.SupplierCategory(supplier_id=row.id, category_id=key) for key in known.values()]
    await models.SupplierCategory.bulk_create(offers)
    await models.SupplierAccount.bulk_create(
        [models.SupplierAccount(supplier_id=row.id, kind=kind, since=row.registered_on) for kind in AccountKind]
    )
    proposed = scoped(Nomination, viewer, models.Nomination).filter(organisation_id=organisation.id)
    await proposed.update(supplier_id=row.id)
    subject = Ref(Supplier, row.id)
    await record(viewer, "procurement.registerSupplier", subject, summary=f"Registered for {', '.join(known)}.")
    return subject
