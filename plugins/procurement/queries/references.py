"""Where a question begins that quotes a reference."""

from __future__ import annotations

from collections.abc import Iterator
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


@query
async def tender(
    viewer: Viewer,
    reference: Annotated[
        str,
        strawberry.argument(description="As papers quote it: IT-4134/EN/LHC, or its beginning; any dash, any case."),
    ],
) -> Ref[Tender] | None:
    """The tender with a reference; null if you may know of none, an error if its beginning fits several."""
    name = normalised(reference)
    if not name or len(name) > LONGEST:
        return None
    rows = scoped(Tender, viewer, models.Tender).order_by("reference").limit(TOLD + 1)
    for fitting in _closest_first(name):
        found = await rows.filter(fitting).values_list("reference", "id")
        if len(found) > 1:
            raise fault(Code.BAD_ARGUMENT, _several(name, [each for each, _ in found]))
        for _, key in found:
            return Ref(Tender, key)
    return None


def _closest_first(name: str) -> Iterator[Q]:
    """What a reference may fit: a whole one, one up to a slash, or any beginning."""
    yield Q(reference=name)
    yield Q(reference__iexact=name)
    yield Q(reference__istartswith=f"{name}/")
    yield Q(reference__istartswith=name)


def _several(name: str, found: list[str]) -> str:
    told = ", ".join(found[:TOLD]) + (" and more" if len(found) > TOLD else "")
    return f"'{name}' may be {told}. Write more of the reference."
