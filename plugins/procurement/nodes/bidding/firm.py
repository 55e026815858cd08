"""A firm as whoever asks may know it: its registration, its accounts, its exclusions."""

from __future__ import annotations

from dataclasses import dataclass

from core.access.viewer import Role, Viewer
from core.registry import models as registry
from core.registry.nodes import Organisation
from core.words import country_code
from plugins.procurement import models
from plugins.procurement.models import AccountState, SupplierStatus
from plugins.procurement.nodes.accounts import SupplierAccount
from plugins.procurement.nodes.exclusions import Exclusion
from plugins.procurement.nodes.qualifications import ConductDeclaration
from plugins.procurement.nodes.suppliers import Supplier, SupplierCategory
from plugins.procurement.rules.bidding import case as rules
from plugins.procurement.rules.exclusions import Excluded
from schema.declare import scoped
from schema.errors import Code, fault
from schema.relay import Ref


@dataclass(frozen=True)
class KnownFirm:
    """A firm as its viewer may know it."""

    key: int
    country: str
    inside: bool
    """Whether whoever asks may look into its own affairs."""
    registered: rules.Firm
    """What is known of it, but for where it is established."""


async def known_firm(organisation: Ref[Organisation], viewer: Viewer) -> KnownFirm:
    """What may be known of a firm; a fault for an organisation that is not there."""
    found = await scoped(Organisation, viewer, registry.Organisation).get_or_none(id=organisation.key)
    if found is None:
        message = "No organisation has this id. Find it with `organisation(identifier:)` or `search(text:)`."
        raise fault(Code.BAD_ARGUMENT, message)
    inside = looks_inside(viewer, found.id, found.country)
    return KnownFirm(found.id, found.country, inside, await _registered(found, viewer, inside=inside))


def looks_inside(viewer: Viewer, organisation: int, country: str) -> bool:
    """Whether somebody may know a firm's own affairs: itself, its state's liaison officer, procurement officers."""
    if viewer.role is Role.FIRM:
        return viewer.organisation == organisation
    if viewer.role is Role.ILO:
        return country_code(viewer.country or "") == country_code(country)
    return viewer.role is Role.PROCUREMENT_OFFICER


async def _registered(found: registry.Organisation, viewer: Viewer, *, inside: bool) -> rules.Firm:
    supplier = await scoped(Supplier, viewer, models.Supplier).get_or_none(organisation_id=found.id)
    of_firm = {"supplier__organisation_id": found.id}
    offered = scoped(SupplierCategory, viewer, models.SupplierCategory).filter(**of_firm)
    declared = scoped(ConductDeclaration, viewer, models.ConductDeclaration).filter(**of_firm)
    is_known = inside or supplier is not None
    return rules.Firm(
        name=found.name,
        is_registered=_is_registered(supplier) if is_known else None,
        is_withdrawn=supplier is not None and supplier.status is SupplierStatus.WITHDRAWN,
        is_suspended=supplier is not None and supplier.status is SupplierStatus.SUSPENDED,
        identities=await _accounts(AccountState.ACTIVE, found.id, viewer) if inside else None,
        requested=await _accounts(AccountState.REQUESTED, found.id, viewer) if inside else frozenset(),
        blocked=await _accounts(AccountState.BLOCKED, found.id, viewer) if inside else frozenset(),
        exclusions=await _exclusions(found.id, viewer) if inside else None,
        conduct=frozenset(code for (code,) in await declared.values_list("code_version")) if is_known else None,
        categories=frozenset(code for (code,) in await offered.values_list("category__code")) if is_known else None,
    )


def _is_registered(supplier: models.Supplier | None) -> bool:
    return supplier is not None and supplier.status is not SupplierStatus.WITHDRAWN


async def _accounts(state: AccountState, organisation: int, viewer: Viewer) -> frozenset[str]:
    """The kinds of its accounts that are in a state."""
    rows = scoped(SupplierAccount, viewer, models.SupplierAccount).filter(supplier__organisation_id=organisation)
    return frozenset(kind.value for (kind,) in await rows.filter(state=state).values_list("kind"))


async def _exclusions(organisation: int, viewer: Viewer) -> tuple[Excluded, ...]:
    rows = scoped(Exclusion, viewer, models.Exclusion).filter(organisation_id=organisation)
    found = await rows.order_by("starts_on").values_list("reason", "starts_on", "ends_on")
    return tuple(Excluded(reason=reason, since=first, until=last) for reason, first, last in found)
