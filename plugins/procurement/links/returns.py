"""How much of what a state contributes comes back to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

import strawberry

from core.access.viewer import Viewer
from core.policies.policies import Policies
from plugins.procurement import models
from plugins.procurement.models import PurchaseKind
from plugins.procurement.nodes.contracts import Contract
from plugins.procurement.nodes.return_facts import LastYear, last_year_for, last_years, windows
from plugins.procurement.nodes.returns import IndustrialReturn
from schema.declare import batched, counting, extend, in_full
from schema.errors import Code, fault

LONGEST: Final = 40
"""So many windows one history may have."""
THE_SAME: Final = "A state's part of all contracts is the same whoever asks, and small groups are withheld."
Kind = Annotated[PurchaseKind, strawberry.argument(description="Supplies or services: each is counted by itself.")]
Since = Annotated[int | None, strawberry.argument(description="Only windows that end in this year, or later.")]


@counting(Contract, because=THE_SAME)
async def returns_of(
    states: Sequence[str], viewer: Viewer, policies: Policies, kind: Kind, year: LastYear = None
) -> dict[str, IndustrialReturn]:
    """The return of each state in one window."""
    last = last_year_for(year, viewer, policies)
    (window,) = await windows(in_full(Contract, models.Contract), kind, [last], viewer, policies)
    found = window.returns(viewer)
    return {state: found[state] for state in states}


@counting(Contract, because=THE_SAME)
async def histories_of(
    states: Sequence[str], viewer: Viewer, policies: Policies, kind: Kind, since: Since = None
) -> dict[str, list[IndustrialReturn]]:
    """The returns of each state in all windows of which a contribution is known, the earliest first."""
    lasts = [last for last in await last_years(viewer, policies) if since is None or last >= since]
    if len(lasts) > LONGEST:
        raise fault(Code.LIST_TOO_LONG, f"There are {len(lasts)} windows. Ask with `since: {lasts[-LONGEST]}`.")
    found = await windows(in_full(Contract, models.Contract), kind, lasts, viewer, policies)
    told = [window.returns(viewer) for window in found]
    return {state: [each[state] for each in told] for state in states}


@extend("MemberState")
class MemberStateReturns:
    """A state as it is paid back in contracts."""

    industrial_return: IndustrialReturn = batched(returns_of, key="country")
    """How much of what it contributes comes back in contracts; withheld from the public where they are few."""
    return_history: list[IndustrialReturn] = batched(histories_of, key="country", max=LONGEST)
    """The same for each window of which contributions are known, the earliest first; up to the latest list due."""
