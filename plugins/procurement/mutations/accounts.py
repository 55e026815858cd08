"""How the state of a supplier's account changes."""

from __future__ import annotations

from typing import Annotated

import strawberry

from core.access.audit import record_update
from core.access.permission import refusal_unless
from core.access.viewer import Role, Viewer
from core.storage.transactions import writing
from core.words import Refusal
from plugins.procurement import models
from plugins.procurement.models import AccountState
from plugins.procurement.nodes.accounts import SupplierAccount
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.rules.accounts import StateChange, state_change
from plugins.procurement.rules.decisions import refusal_of
from schema.declare import mutation, scoped
from schema.relay import Ref


@mutation
async def change_account(
    viewer: Viewer,
    account: Annotated[Ref[SupplierAccount], strawberry.argument(description="One of the two of a supplier.")],
    state: Annotated[AccountState, strawberry.argument(description="The state in which it is to be.")],
    expected_version: Annotated[int, strawberry.argument(description="The version of it that you have looked at.")],
) -> Ref[SupplierAccount] | Refusal:
    """Bring one of the two accounts of a supplier into another state, for procurement officers.

    Refused with NOT_ALLOWED, UNKNOWN_ACCOUNT, STALE_VERSION, IN_THIS_STATE or CLOSED_FOR_GOOD.
    """
    if refusal := refusal_unless(viewer, Role.PROCUREMENT_OFFICER):
        return refusal
    async with writing():
        row = await scoped(SupplierAccount, viewer, models.SupplierAccount).get_or_none(id=account.key)
        case = StateChange(
            state=row.state.name if row else None,
            wanted=state.name,
            version=row.version if row else 0,
            expected_version=expected_version,
        )
        return refusal_of(state_change(case)) or await _changed(viewer, row, state)


async def _changed(viewer: Viewer, row: models.SupplierAccount | None, state: AccountState) -> Ref[SupplierAccount]:
    assert row is not None
    row.state, row.since = state, today_in_geneva(viewer)
    summary = f"The account {row.kind.value} is {state.value}."
    return await record_update(viewer, "procurement.changeAccount", Ref(SupplierAccount, row.id), row, summary=summary)
