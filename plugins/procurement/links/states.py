"""A state as it shares in the contracts of CERN."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import strawberry

from core.access.viewer import Viewer
from core.policies.policies import Policies
from plugins.procurement.models import PurchaseKind
from plugins.procurement.nodes.balance import Balance
from plugins.procurement.nodes.scopes import ZURICH
from plugins.procurement.nodes.standing import balances_on
from schema.declare import batched, extend


async def balances_of(
    states: Sequence[str],
    viewer: Viewer,
    policies: Policies,
    kind: Annotated[PurchaseKind, strawberry.argument(description="Supplies or services: each has lists of its own.")],
    on: Annotated[date | None, strawberry.argument(description="The day asked about; today by default.")] = None,
) -> dict[str, Balance]:
    """What the list in force on a day says of each state."""
    return await balances_on(on or viewer.now.astimezone(ZURICH).date(), kind, states, viewer, policies)


@extend("MemberState")
class MemberStateLinks:
    """A state as it shares in the contracts of CERN."""

    balance: Balance = batched(balances_of, key="country")
    """How it is balanced on a day by the list in force; until a new list is published, the last one goes on."""
