"""How a list of balanced states comes to be: drafted, published, and amended within its period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final

import strawberry
from strawberry import UNSET
from tortoise.expressions import Q

from core.access.audit import record, record_update
from core.access.permission import refusal_unless
from core.access.viewer import Role, Viewer
from core.policies.policies import Policies
from core.registry import models as registry
from core.registry.models import MembershipStatus
from core.registry.nodes import Membership, MemberState
from core.storage.transactions import writing
from core.words import Refusal, country_code
from plugins.procurement import models
from plugins.procurement.models import BalanceListState, BalanceStatus, PurchaseKind
from plugins.procurement.nodes.balance import BalanceList, BalanceListEntry
from plugins.procurement.nodes.contracts import Contract
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.nodes.return_facts import FOUNDED, windows
from plugins.procurement.nodes.standing import calendar_on
from plugins.procurement.rules import balance_changes as rules
from plugins.procurement.rules.balance import Entry, Period, period_after
from plugins.procurement.rules.decisions import refusal_of
from schema.declare import mutation, scoped
from schema.errors import Code, fault
from schema.relay import Ref


@strawberry.input(description="How a state is balanced, by the word of an officer.")
class BalanceEntryInput:
    """How a state is balanced."""

    country: str = strawberry.field(description="The state: two letters of ISO 3166-1, such as PL.")
    status: BalanceStatus = strawberry.field(description="Its status; for services two of the three can be.")
    since: date | None = strawberry.field(
        default=None,
        description="The first day on which that holds; by default that of the list, or today if the list is published "
        "and begun.",
    )
    ceiling_reached_in: int | None = strawberry.field(
        default=UNSET,
        description="The year for which an Associate Member has reached the ceiling of its contracts: null takes that "
        "away; left out, an amendment keeps it.",
    )


WITH_CEILING: Final = (MembershipStatus.ASSOCIATE, MembershipStatus.PRE_STAGE)
"""How those states belong to CERN whose contracts have a ceiling."""

List = Annotated[Ref[BalanceList], strawberry.argument(description="The list that is meant.")]
Version = Annotated[int, strawberry.argument(description="The version of it that you have looked at.")]


@mutation
async def draft_balance_list(
    viewer: Viewer,
    policies: Policies,
    kind: Annotated[PurchaseKind, strawberry.argument(description="What the list is about.")],
    year: Annotated[
        int | None, strawberry.argument(description="The last year that it looks at; by default the one before this.")
    ] = None,
    entries: Annotated[
        list[BalanceEntryInput] | None,
        strawberry.argument(description="What it is to say; by default what follows from the return of each state."),
    ] = None,
) -> Ref[BalanceList] | Refusal:
    """Draft the list that follows a window of years, for procurement officers; nobody else sees it.

    Refused with NOT_ALLOWED, LIST_EXISTS, EMPTY_LIST, NAMED_TWICE, UNKNOWN_STATE, NO_SUCH_STATUS, OUTSIDE_PERIOD,
    NO_CEILING or CEILING_OUTSIDE_PERIOD.
    """
    if refusal := refusal_unless(viewer, Role.PROCUREMENT_OFFICER):
        return refusal
    today = today_in_geneva(viewer)
    last = _year(year, today)
    period = period_after(last, calendar_on(policies, today))
    async with writing():
        lists = scoped(BalanceList, viewer, models.BalanceList).filter(kind=kind, valid_from=period.begins)
        lines = _lines(entries, period.begins)
        if entries is None:
            lines = await _computed(viewer, policies, kind, last, period)
        case = rules.Draft(
            kind=kind.value,
            period=period,
            exists=await lists.exists(),
            lines=tuple(lines),
            states=await _states(viewer, period),
        )
        return refusal_of(rules.draft(case)) or await _drafted(viewer, kind, case)


@mutation
async def publish_balance_list(
    viewer: Viewer,
    balance_list: List,
    expected_version: Version,
    published_on: Annotated[
        date | None, strawberry.argument(description="The day, for a list of the past; today by default.")
    ] = None,
) -> Ref[BalanceList] | Refusal:
    """Publish a draft, for procurement officers: in force from its first day, or from its publication if that is later.

    A day before today changes what was in force since; the audit says so.
    Refused with NOT_ALLOWED, UNKNOWN_LIST, STALE_VERSION, ALREADY_PUBLISHED, EMPTY_LIST, BEFORE_ITS_YEARS_END or
    LATER_THAN_TODAY.
    """
    if refusal := refusal_unless(viewer, Role.PROCUREMENT_OFFICER):
        return refusal
    today = today_in_geneva(viewer)
    async with writing():
        row = await scoped(BalanceList, viewer, models.BalanceList).get_or_none(id=balance_list.key)
        found = await _standing(viewer, row) if row else None
        decision = rules.publish(found, expected_version=expected_version, on=published_on or today, today=today)
        return refusal_of(decision) or await _published(viewer, row, published_on or today, today)


@mutation
async def amend_balance_list(
    viewer: Viewer,
    balance_list: List,
    expected_version: Version,
    entries: Annotated[list[BalanceEntryInput], strawberry.argument(description="What it is to say from some day on.")],
) -> Ref[BalanceList] | Refusal:
    """Change what a list says of some states, for procurement officers: from a day within its period on.

    Of a state that is on the list already, what it said before ends the day before.
    Refused with NOT_ALLOWED, UNKNOWN_LIST, STALE_VERSION, EMPTY_LIST, NAMED_TWICE, UNKNOWN_STATE, NO_SUCH_STATUS,
    OUTSIDE_PERIOD, NO_CEILING or CEILING_OUTSIDE_PERIOD.
    """
    if refusal := refusal_unless(viewer, Role.PROCUREMENT_OFFICER):
        return refusal
    async with writing():
        row = await scoped(BalanceList, viewer, models.BalanceList).get_or_none(id=balance_list.key)
        found = await _standing(viewer, row) if row else None
        lines = _lines(entries, _from_now(found, today_in_geneva(viewer))) if found else []
        decision = rules.amend(found, expected_version=expected_version, lines=lines)
        return refusal_of(decision) or await _amended(viewer, row, lines, _silent_on_ceilings(entries))


def _year(given: int | None, today: date) -> int:
    if given is not None and not FOUNDED <= given <= today.year:
        raise fault(Code.BAD_ARGUMENT, f"No list looks at {given}. Give a year from {FOUNDED} to {today.year}.")
    return today.year - 1 if given is None else given


def _from_now(found: rules.Standing, today: date) -> date:
    """The day from which an amendment holds that names none: the past of a published list stays as it was."""
    return max(found.period.begins, today) if found.is_published else found.period.begins


def _silent_on_ceilings(given: Sequence[BalanceEntryInput]) -> frozenset[str]:
    return frozenset(country_code(each.country) for each in given if each.ceiling_reached_in is UNSET)


def _lines(given: Sequence[BalanceEntryInput] | None, first: date) -> list[Entry]:
    return [
        Entry(
            state=country_code(each.country),
            status=each.status.name,
            since=each.since or first,
            until=None,
            ceiling_reached_in=None if each.ceiling_reached_in is UNSET else each.ceiling_reached_in,
        )
        for each in given or ()
    ]


async def _computed(viewer: Viewer, policies: Policies, kind: PurchaseKind, last: int, period: Period) -> list[Entry]:
    """What follows from the return of each state; a state without a coefficient is left for the officer to add."""
    (window,) = await windows(scoped(Contract, viewer, models.Contract), kind, [last], viewer, policies)
    return [
        Entry(state=state, status=found.status.name, since=period.begins, until=None)
        for state, found in window.returns(viewer).items()
        if found.status
    ]


async def _states(viewer: Viewer, period: Period) -> rules.States:
    rows = scoped(MemberState, viewer, registry.MemberState)
    within = Q(valid_to__isnull=True) | Q(valid_to__gte=period.begins)
    begun = Q(is_first_day=False) | Q(valid_from__lte=period.ends)
    held = scoped(Membership, viewer, registry.Membership).filter(within & begun, status__in=WITH_CEILING)
    return rules.States(
        known=frozenset([state for (state,) in await rows.values_list("country")]),
        associates=frozenset([state for (state,) in await held.values_list("member_state__country")]),
    )


async def _standing(viewer: Viewer, row: models.BalanceList) -> rules.Standing:
    entries = scoped(BalanceListEntry, viewer, models.BalanceListEntry).filter(list_id=row.id)
    period = Period(begins=row.valid_from, ends=row.valid_to)
    return rules.Standing(
        kind=row.kind.value,
        period=period,
        version=row.version,
        is_published=row.state is BalanceListState.PUBLISHED,
        is_empty=not await entries.exists(),
        states=await _states(viewer, period),
    )


async def _drafted(viewer: Viewer, kind: PurchaseKind, case: rules.Draft) -> Ref[BalanceList]:
    row = await models.BalanceList.create(kind=kind, valid_from=case.period.begins, valid_to=case.period.ends)
    await models.BalanceListEntry.bulk_create([_row(row.id, line) for line in case.lines])
    summary = f"Drafted for {case.kind} from {case.period.begins}, with {len(case.lines)} states."
    await record(viewer, "procurement.draftBalanceList", Ref(BalanceList, row.id), summary=summary)
    return Ref(BalanceList, row.id)


async def _published(viewer: Viewer, row: models.BalanceList | None, on: date, today: date) -> Ref[BalanceList]:
    assert row is not None
    row.state, row.published_on = BalanceListState.PUBLISHED, on
    summary = f"Published for {row.kind.value} from {row.valid_from}, as of {on}."
    if on < today:
        summary += f" That is before today: it changes what was in force from {max(on, row.valid_from)} on."
    return await record_update(viewer, "procurement.publishBalanceList", Ref(BalanceList, row.id), row, summary=summary)


async def _amended(
    viewer: Viewer, row: models.BalanceList | None, lines: Sequence[Entry], silent: frozenset[str]
) -> Ref[BalanceList]:
    assert row is not None
    for line in lines:
        await _write(viewer, row, line, keeps_ceiling=line.state in silent)
    summary = "; ".join(f"{line.state} {line.status} since {line.since}" for line in lines) + "."
    return await record_update(viewer, "procurement.amendBalanceList", Ref(BalanceList, row.id), row, summary=summary)


async def _write(viewer: Viewer, row: models.BalanceList, line: Entry, *, keeps_ceiling: bool) -> None:
    """Write what the list says of a state with this line; an entry is found by its first day."""
    rows = scoped(BalanceListEntry, viewer, models.BalanceListEntry).filter(list_id=row.id, country=line.state)
    there = {each.since: each for each in await rows.order_by("since")}
    entries = [_entry(each) for each in there.values()]
    for entry in rules.amended(entries, line, keeps_ceiling=keeps_ceiling):
        written = there.get(entry.since) or _row(row.id, entry)
        written.status, written.until = BalanceStatus[entry.status], entry.until
        written.ceiling_reached_in = entry.ceiling_reached_in
        await written.save()


def _row(key: int, line: Entry) -> models.BalanceListEntry:
    return models.BalanceListEntry(
        list_id=key,
        country=line.state,
        status=BalanceStatus[line.status],
        since=line.since,
        until=line.until,
        ceiling_reached_in=line.ceiling_reached_in,
    )


def _entry(row: models.BalanceListEntry) -> Entry:
    return Entry(
        state=row.country,
        status=row.status.name,
        since=row.since,
        until=row.until,
        ceiling_reached_in=row.ceiling_reached_in,
    )
