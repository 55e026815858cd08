"""The firms that could supply something, with what whoever asks may know of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from core.access.viewer import Viewer
from core.registry import models as registry
from core.registry.nodes import Organisation
from core.words import country_code
from plugins.procurement import models
from plugins.procurement.models import NominationStatus
from plugins.procurement.nodes.categories import PurchaseCategory, keys_of
from plugins.procurement.nodes.exclusions import Exclusion
from plugins.procurement.nodes.memberships import statuses_on
from plugins.procurement.nodes.nominations import Nomination
from plugins.procurement.nodes.qualifications import Capability, Certificate, ConductDeclaration
from plugins.procurement.nodes.suppliers import Supplier, SupplierCategory
from plugins.procurement.rules.exclusions import Excluded
from plugins.procurement.rules.suppliers.case import PROSPECT, Candidate, Held
from schema.declare import scoped

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm that offers, or is proposed for, one of the fields."""

    organisation: int
    supplier: int | None
    """None for a prospect."""
    name: str
    country: str
    standing: str
    categories: frozenset[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of firms, by the keys of their organisations; of suppliers, by their own."""

    abilities: Mapping[int, list[str]]
    certificates: Mapping[int, list[Held]]
    conduct: Mapping[int, list[str]]
    exclusions: Mapping[int, list[Excluded]]
    nominations: Mapping[int, list[str]]
    memberships: Mapping[str, str | None]

    def candidate(self, firm: Firm) -> Candidate:
        """A firm as the rule is given it."""
        supplier = firm.supplier or 0
        return Candidate(
            key=firm.organisation,
            name=firm.name,
            country=firm.country,
            membership=self.memberships.get(firm.country),
            standing=firm.standing,
            categories=firm.categories,
            abilities=frozenset(self.abilities.get(supplier, ())),
            certificates=frozenset(self.certificates.get(supplier, ())),
            conduct=frozenset(self.conduct.get(supplier, ())),
            exclusions=frozenset(self.exclusions.get(firm.organisation, ())),
            nominations=len(self.nominations.get(firm.organisation, ())),
        )


async def fields_near(code: str, viewer: Viewer) -> dict[int, str]:
    """A field, the wider one that it is a part of, and those it falls into: codes by key; nothing if unknown."""
    key = (await keys_of([code], viewer)).get(code)
    if key is None:
        return {}
    rows = scoped(PurchaseCategory, viewer, models.PurchaseCategory)
    ((parent,),) = await rows.filter(id=key).values_list("parent_id")
    above = await rows.filter(id__in=[key, parent or key]).values_list("id", "code")
    below = await rows.filter(parent_id=key).values_list("id", "code")
    return dict([*above, *below])


async def firms_of(fields: Mapping[int, str], viewer: Viewer, country: str) -> list[Firm]:
    """The suppliers that offer one of these fields and the prospects proposed for one; of one country, or of all."""
    found = [*await _suppliers(fields, viewer), *await _prospects(fields, viewer)]
    return [firm for firm in found if country in ("", firm.country)]


async def _suppliers(fields: Mapping[int, str], viewer: Viewer) -> list[Firm]:
    rows = scoped(SupplierCategory, viewer, models.SupplierCategory).filter(category_id__in=[*fields])
    offered = _gathered((key, fields[field]) for key, field in await rows.values_list("supplier_id", "category_id"))
    known = scoped(Supplier, viewer, models.Supplier).filter(id__in=[*offered])
    named = known.values_list("id", "status", "organisation_id", "organisation__name", "organisation__country")
    return [
        Firm(organisation, key, name, country_code(country), status.name, frozenset(offered[key]))
        for key, status, organisation, name, country in await named
    ]


async def _prospects(fields: Mapping[int, str], viewer: Viewer) -> list[Firm]:
    proposed = await _proposed(fields, viewer, supplier_id__isnull=True)
    rows = scoped(Organisation, viewer, registry.Organisation).filter(id__in=[*proposed])
    return [
        Firm(key, None, name, country_code(country), PROSPECT, frozenset(proposed[key]))
        for key, name, country in await rows.values_list("id", "name", "country")
    ]


async def _proposed(fields: Mapping[int, str], viewer: Viewer, **which: Any) -> dict[int, list[str]]:
    """The fields for which organisations are proposed, once for each proposal that stands."""
    rows = scoped(Nomination, viewer, models.Nomination).filter(
        status=NominationStatus.PROPOSED, category_id__in=[*fields], **which
    )
    found = await rows.values_list("organisation_id", "category_id")
    return _gathered((organisation, fields[field]) for organisation, field in found)


async def candidates(firms: Collection[Firm], fields: Mapping[int, str], viewer: Viewer, day: date) -> list[Candidate]:
    """The firms with everything about them that the rule looks at."""
    of_supplier = {"supplier_id__in": [each.supplier for each in firms if each.supplier is not None]}
    able = scoped(Capability, viewer, models.Capability).filter(category_id__in=[*fields], **of_supplier)
    held = scoped(Certificate, viewer, models.Certificate).filter(**of_supplier)
    conduct = scoped(ConductDeclaration, viewer, models.ConductDeclaration).filter(**of_supplier)
    out = scoped(Exclusion, viewer, models.Exclusion).filter(organisation_id__in=[each.organisation for each in firms])
    facts = Facts(
        abilities=_gathered([(key, fields[at]) for key, at in await able.values_list("supplier_id", "category_id")]),
        certificates=_gathered(
            (key, Held(standard=standard, until=until))
            for key, standard, until in await held.values_list("supplier_id", "standard", "expires_on")
        ),
        conduct=_gathered(await conduct.values_list("supplier_id", "code_version")),
        exclusions=_gathered(
            (key, Excluded(reason=reason, since=since, until=until))
            for key, reason, since, until in await out.values_list("organisation_id", "reason", "starts_on", "ends_on")
        ),
        nominations=await _proposed(fields, viewer),
        memberships=await statuses_on(day, {firm.country for firm in firms}, viewer),
    )
    return [facts.candidate(firm) for firm in firms]


def _gathered(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)
