"""Countries as states of CERN on a day: how each belongs to it, and what the list of balanced states says."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.words import Country, country_code
from plugins.procurement.models import PurchaseKind
from plugins.procurement.nodes.memberships import statuses_on
from plugins.procurement.nodes.standing import balances_on
from plugins.procurement.rules.balance import doubts
from plugins.procurement.rules.bidding.case import Establishment

IN_WORDS: Final = {PurchaseKind.SUPPLY: "supplies", PurchaseKind.SERVICE: "services"}


async def establishments(
    countries: Collection[str], day: date, kind: PurchaseKind | None, viewer: Viewer, policies: Policies
) -> dict[str, Establishment]:
    """Each country, by its code as given, as a firm that bids for such a purchase is established there."""
    codes = {given: country_code(given) for given in countries}
    statuses = await statuses_on(day, {*codes.values()}, viewer)
    listed = await balances_on(day, kind or PurchaseKind.SUPPLY, [*codes.values()], viewer, policies)
    found: dict[str, Establishment] = {}
    for given, code in codes.items():
        country, balance = Country.of(code), listed[code]
        found[given] = Establishment(
            country=code,
            name=country.name if country else code,
            status=statuses[code],
            ceiling_reached=balance.ceiling_reached_in == day.year,
            balance=balance.status.name if kind and balance.status else None,
            balanced_in=IN_WORDS[kind] if kind else "",
            balance_doubts=doubts([balance.decision]) if kind else (),
        )
    return found
