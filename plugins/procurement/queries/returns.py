"""What can be asked about the industrial return: all states in order, what is not counted, and what would be if."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import strawberry
from tortoise.expressions import Q

from core.access.viewer import Viewer
from core.policies.policies import Policies
from plugins.procurement import models
from plugins.procurement.models import PurchaseKind
from plugins.procurement.nodes.contracts import Contract
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.nodes.return_facts import SIGNED, LastYear, last_year_for, not_counted, policy_for, windows
from plugins.procurement.nodes.returns import (
    WITHHELD,
    IndustrialReturn,
    NotCounted,
    ReturnCoefficient,
    ReturnMove,
    ReturnWhatIf,
    coefficient_of,
    cut_offs,
    sees_all,
    share_of,
    status_of,
)
from plugins.procurement.queries.made_up_contracts import ReturnYear, WhatIfContract, tallies_of, years_of
from plugins.procurement.rules import industrial_return as rules
from schema.declare import counting, in_full, query

Kind = Annotated[PurchaseKind, strawberry.argument(description="Supplies or services: each is counted by itself.")]


@query
async def return_coefficient(
    viewer: Viewer,
    policies: Policies,
    kind: Kind,
    years: Annotated[list[ReturnYear], strawberry.argument(description="The years of the window, in any order.")],
    on: Annotated[date | None, strawberry.argument(description="Whose cut-offs apply; today by default.")] = None,
) -> ReturnCoefficient:
    """The return coefficient and status that follow from made-up facts: of their totals, and no mean of the years."""
    policy = policies.on("procurement.industrial_return", on or today_in_geneva(viewer))
    assert policy is not None
    found = rules.totals(years_of(years))
    decision = rules.balance(found, kind.value, policy)
    contribution = share_of(found.contribution, policy)
    assert contribution is not None
    return ReturnCoefficient(
        share=share_of(found.share, policy),
        contribution=contribution,
        coefficient=coefficient_of(found, policy),
        status=status_of(decision),
        decision=decision,
        cut_offs=cut_offs(kind, policy),
    )


@query
@counting(Contract, because="A state's part of all contracts is the same whoever asks, and small groups are withheld.")
async def return_ranking(
    viewer: Viewer, policies: Policies, kind: Kind, year: LastYear = None
) -> list[IndustrialReturn]:
    """The industrial return of all states, the best balanced first; those without a coefficient come last."""
    last = last_year_for(year, viewer, policies)
    (window,) = await windows(in_full(Contract, models.Contract), kind, [last], viewer, policies)
    return sorted(window.returns(viewer).values(), key=_place)


@query
@counting(Contract, because="What a contract would change is measured against all contracts, whoever asks.")
async def return_what_if(
    viewer: Viewer,
    policies: Policies,
    kind: Kind,
    contracts: Annotated[
        list[WhatIfContract], strawberry.argument(description="The contracts to add, signed within the window.")
    ],
    year: LastYear = None,
) -> ReturnWhatIf:
    """What contracts that do not exist would do to all states."""
    last = last_year_for(year, viewer, policies)
    more = tallies_of(contracts, last)
    (window,) = await windows(in_full(Contract, models.Contract), kind, [last], viewer, policies)
    before, after = window.returns(viewer), window.with_more(more).returns(viewer)
    moves = [
        ReturnMove(member_state=was.member_state, moved=was.status is not will.status, before=was, after=will)
        for was, will in ((each, after[state]) for state, each in before.items())
        if was.decision.outcome != WITHHELD
    ]
    moves.sort(key=lambda move: (not move.moved, _place(move.after)))
    return ReturnWhatIf(moves=moves, withheld=len(before) - len(moves))


@query
@counting(Contract, because="What is left out of the figures belongs to them, and small numbers are withheld.")
async def return_not_counted(viewer: Viewer, policies: Policies, kind: Kind, year: LastYear = None) -> list[NotCounted]:
    """The contracts that count in no state's return, by the reason, the most frequent first.

    Those of the kind and window are looked at, and those of which the kind or the day of signature is not known. Who
    may not see all contracts is told of signed and dated ones alone, since a contract is a secret until then, and of no
    reason that too few have: even that there is one would tell of them.
    """
    last = last_year_for(year, viewer, policies)
    rows = in_full(Contract, models.Contract).filter(Q() if sees_all(viewer) else SIGNED)
    found = await not_counted(rows, kind, last, viewer, policies)
    smallest = 1 if sees_all(viewer) else policy_for(last, policies).whole("smallest_group")
    told = [
        NotCounted(code=code, message=message, contracts=contracts)
        for code, (message, contracts) in found.items()
        if contracts >= smallest
    ]
    return sorted(told, key=lambda each: (-each.contracts, each.code))


def _place(found: IndustrialReturn) -> tuple[bool, bool, Decimal]:
    coefficient = found.value.coefficient if found.value else None
    return found.decision.outcome == WITHHELD, coefficient is None, -(coefficient or Decimal(0))
