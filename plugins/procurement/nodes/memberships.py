"""How states belong to CERN on a day, as the registry knows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from core.access.viewer import Viewer
from core.registry import models as registry
from core.registry.nodes import Membership
from plugins.procurement.rules.membership import Stretch, status_on
from schema.declare import scoped


async def statuses_on(day: date, countries: Collection[str], viewer: Viewer) -> dict[str, str | None]:
    """How each of these countries stands to CERN, by its code, such as member or outside; none if that is not known."""
    rows = scoped(Membership, viewer, registry.Membership).filter(member_state__country__in=countries)
    found: defaultdict[str, list[Stretch]] = defaultdict(list)
    columns = ("member_state__country", "status", "valid_from", "valid_to", "is_first_day")
    for code, status, first, last, began in await rows.values_list(*columns):
        found[code].append(Stretch(status=status.value, first=first, last=last, began=began))
    return {code: status_on(day, found[code]) for code in countries}
