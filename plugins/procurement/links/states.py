"""A state as it shares in the contracts of CERN, and as the home of suppliers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import strawberry

from core.access.viewer import Viewer
from core.policies.policies import Policies
from plugins.procurement.models import PurchaseKind
from plugins.procurement.nodes.balance import Balance
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.nodes.nominations import Nomination
from plugins.procurement.nodes.standing import balances_on
from plugins.procurement.nodes.suppliers import Supplier
from schema.declare import batched, extend, many
from schema.relay import Connection


async def balances_of(
    states: Sequence[str],
    viewer: Viewer,
    policies: Policies,
    kind: Annotated[PurchaseKind, strawberry.argument(description="Supplies or services: each has lists of its own.")],
    on: Annotated[date | None, strawberry.argument(description="The day asked about; today by default.")] = None,
) -> dict[str, Balance]:
    """What the list in force on a day says of each state."""
    return await balances_on(on or today_in_geneva(viewer), kind, states, viewer, policies)


@extend("MemberState")
class MemberStateLinks:
    """A state as it shares in the contracts of CERN, and as the home of suppliers."""

    balance: Balance = batched(balances_of, key="country")
    """How it is balanced on a day by the list in force; until a new list is published, the last one goes on."""
    suppliers: Connection[Supplier] = many("country", key="country", order="registered_on")
    """The suppliers that were established there when they registered; its liaison officer sees suspended ones too."""
    nominations: Connection[Nomination] = many("country", key="country", order="-proposed_on")
    """The firms from there that somebody proposes, if you may know of that, the latest first."""
