"""How states are balanced on a day, for all who ask: by the list in force, whoever is looking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.policies.version import PolicyVersion
from plugins.procurement import models
from plugins.procurement.models import BalanceListState, BalanceStatus, PurchaseKind
from plugins.procurement.nodes.balance import Balance, BalanceList, BalanceListEntry, confidence_of
from plugins.procurement.rules import balance as rules
from plugins.procurement.rules.industrial_return import UNKNOWN
from schema.declare import scoped
from schema.relay import Ref


def calendar_on(policies: Policies, day: date) -> PolicyVersion:
    """When lists begin and end, by the policy of a day."""
    found = policies.on("procurement.balance_lists", day)
    assert found is not None, "the first version goes back for ever, and the last one lasts"
    return found


async def balances_on(
    day: date, kind: PurchaseKind, states: Sequence[str], viewer: Viewer, policies: Policies
) -> dict[str, Balance]:
    """What the list in force on a day says of states, by their ISO codes; each of them has an answer."""
    calendar = calendar_on(policies, day)
    found = rules.listed(await _published(kind, viewer), day, calendar)
    rows = await _entries(found, states, viewer) if found else []
    entries = {row.country: row for row in rows if _entry(row).holds(day)}
    return {state: _balance(found, entries.get(state), day, calendar) for state in states}


async def _published(kind: PurchaseKind, viewer: Viewer) -> list[rules.Published]:
    rows = scoped(BalanceList, viewer, models.BalanceList).filter(kind=kind, state=BalanceListState.PUBLISHED)
    return [
        rules.Published(
            key=row.id,
            period=rules.Period(begins=row.valid_from, ends=row.valid_to),
            published_on=row.published_on,
            source=row.source,
            confidence=confidence_of(row.source, row.is_inferred),
        )
        for row in await rows
    ]


async def _entries(found: rules.Published, states: Sequence[str], viewer: Viewer) -> list[models.BalanceListEntry]:
    rows = scoped(BalanceListEntry, viewer, models.BalanceListEntry)
    return await rows.filter(list_id=found.key, country__in=states)


def _entry(row: models.BalanceListEntry) -> rules.Entry:
    return rules.Entry(state=row.country, status=row.status.name, since=row.since, until=row.until)


def _balance(
    found: rules.Published | None, row: models.BalanceListEntry | None, day: date, calendar: PolicyVersion
) -> Balance:
    decision = rules.status_on(found, _entry(row) if row else None, day, calendar)
    return Balance(
        status=None if decision.outcome == UNKNOWN else BalanceStatus[decision.outcome],
        decision=decision,
        balance_list=Ref(BalanceList, found.key) if found else None,
        valid_from=found.period.begins if found else None,
        valid_to=found.period.ends if found else None,
        carried_over=found is not None and rules.is_carried_over(found, day),
        ceiling_reached_in=row.ceiling_reached_in if row else None,
    )
