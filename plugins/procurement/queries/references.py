"""Where a question begins that quotes a reference."""

from __future__ import annotations

from typing import Annotated, Final

import strawberry
from tortoise.expressions import Q

from core.access.viewer import Viewer
from plugins.procurement import models
from plugins.procurement.nodes.tenders import Tender
from plugins.procurement.rules.references import normalised
from schema.declare import query, scoped
from schema.errors import Code, fault
from schema.relay import Ref

LONGEST: Final = 190
"""What the table has room for: no tender has a longer reference."""
TOLD: Final = 5
"""How many tenders an answer names that could not choose between them."""
AFTER_SLASH: Final = chr(ord("/") + 1)


@query
async def tender(
    viewer: Viewer,
    reference: Annotated[
        str,
        strawberry.argument(description="As papers quote it: IT-4134/EN/LHC, with any dash, or its beginning IT-4134."),
    ],
) -> Ref[Tender] | None:
    """The tender with a reference; null if you may know of none, an error if its beginning fits several."""
    name = normalised(reference)
    if not name or len(name) > LONGEST:
        return None
    longer = Q(reference__gte=f"{name}/", reference__lt=f"{name}{AFTER_SLASH}")
    rows = scoped(Tender, viewer, models.Tender).filter(Q(reference=name) | longer)
    found = await rows.order_by("reference").limit(TOLD + 1).values_list("reference", "id")
    if not found:
        return None
    first, key = found[0]
    if first != name and len(found) > 1:
        raise fault(Code.BAD_ARGUMENT, _several(name, [each for each, _ in found]))
    return Ref(Tender, key)


def _several(name: str, found: list[str]) -> str:
    told = ", ".join(found[:TOLD]) + (" and more" if len(found) > TOLD else "")
    return f"'{name}' may be {told}. Write more of the reference."
