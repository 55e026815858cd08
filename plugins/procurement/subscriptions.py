"""What can be followed in procurement."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry

from core.changes import Changes
from plugins.procurement.nodes.tenders import Tender
from schema.declare import subscription
from schema.relay import Ref


@subscription
async def tender_changed(
    changes: Changes,
    tender: Annotated[
        Ref[Tender] | None, strawberry.argument(description="Only this one; by default every call that you may see.")
    ] = None,
) -> AsyncGenerator[Ref[Tender]]:
    """A call for offers each time that it, an award or a contract of it has changed, as you may see it then.

    Of a call that you may not see nothing is told, and of bids never anything.
    """
    async for changed in changes.of(Tender, tender):
        yield changed
