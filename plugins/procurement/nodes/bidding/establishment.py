"""Countries as states of CERN on a day: how each belongs to it, and what the list of balanced states says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Final

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.registry import models as registry
from core.registry.nodes import Membership
from core.words import Country, country_code
from plugins.procurement.models import PurchaseKind
from plugins.procurement.nodes.standing import balances_on
from plugins.procurement.rules.bidding.case import Establishment
from plugins.procurement.rules.bidding.membership import Stretch, status_on
from schema.declare import scoped

IN_WORDS: Final = {PurchaseKind.SUPPLY: "supplies", PurchaseKind.SERVICE: "services"}


async def establishments(
    countries: Collection[str], day: date, kind: PurchaseKind | None, viewer: Viewer, policies: Policies
) -> dict[str, Establishment]:
    """Each country, by its code as given, as a firm that bids for such a purchase is established there."""
    codes = {given: country_code(given) for given in countries}
    stretches = await _stretches({*codes.values()}, viewer)
    listed = await balances_on(day, kind or PurchaseKind.SUPPLY, [*codes.values()], viewer, policies)
    found: dict[str, Establishment] = {}
    for given, code in codes.items():
        country, balance = Country.of(code), listed[code]
        found[given] = Establishment(
            country=code,
            name=country.name if country else code,
            status=status_on(day, stretches.get(code, ())),
            ceiling_reached=balance.ceiling_reached_in == day.year,
            balance=balance.status.name if kind and balance.status else None,
            balanced_in=IN_WORDS[kind] if kind else "",
        )
    return found


async def _stretches(codes: Collection[str], viewer: Viewer) -> dict[str, list[Stretch]]:
    rows = scoped(Membership, viewer, registry.Membership).filter(member_state__country__in=codes)
    found: defaultdict[str, list[Stretch]] = defaultdict(list)
    columns = ("member_state__country", "status", "valid_from", "valid_to", "is_first_day")
    for code, status, first, last, began in await rows.values_list(*columns):
        found[code].append(Stretch(status=status.value, first=first, last=last, began=began))
    return found
