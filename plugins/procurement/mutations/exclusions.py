"""How a firm is excluded for a time, and how that ends."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

import strawberry

from core.access.audit import record, record_update
from core.access.permission import refusal_unless
from core.access.viewer import Role, Viewer
from core.registry import models as registry
from core.registry.nodes import Organisation
from core.storage.imports import one_line
from core.storage.transactions import writing
from core.words import Refusal
from plugins.procurement import models
from plugins.procurement.nodes.exclusions import Exclusion
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.rules import exclusions as rules
from plugins.procurement.rules.decisions import refusal_of
from schema.declare import mutation, scoped
from schema.relay import Ref

LONGEST_REASON: Final = 2000


@mutation
async def exclude_supplier(
    viewer: Viewer,
    organisation: Annotated[Ref[Organisation], strawberry.argument(description="The firm, registered or not.")],
    reason: Annotated[
        str, strawberry.argument(description="Why, for the firm, its liaison officer and procurement to read.")
    ],
    starts_on: Annotated[date | None, strawberry.argument(description="The first day; today by default.")] = None,
    ends_on: Annotated[
        date | None, strawberry.argument(description="The last day; leave it out while no end is set.")
    ] = None,
) -> Ref[Exclusion] | Refusal:
    """Exclude a firm for a time, for procurement officers: it gets nothing to answer or to deliver.

    Refused with NOT_ALLOWED, UNKNOWN_ORGANISATION, REASON_MISSING, REASON_TOO_LONG, ENDS_BEFORE_BEGIN, OVER_ALREADY
    or EXCLUDED_ALREADY.
    """
    if refusal := refusal_unless(viewer, Role.PROCUREMENT_OFFICER):
        return refusal
    today = today_in_geneva(viewer)
    days = rules.Days(since=starts_on or today, until=ends_on)
    async with writing():
        others = scoped(Exclusion, viewer, models.Exclusion).filter(organisation_id=organisation.key)
        known = scoped(Organisation, viewer, registry.Organisation).filter(id=organisation.key)
        case = rules.NewExclusion(
            is_known=await known.exists(),
            reason=one_line(reason),
            longest=LONGEST_REASON,
            days=days,
            others=tuple([_days(row) for row in await others.order_by("starts_on")]),
            today=today,
        )
        return refusal_of(rules.exclusion(case)) or await _written(viewer, organisation, case)


def _days(row: models.Exclusion) -> rules.Days:
    return rules.Days(since=row.starts_on, until=row.ends_on)


async def _written(viewer: Viewer, organisation: Ref[Organisation], case: rules.NewExclusion) -> Ref[Exclusion]:
    days = case.days
    row = await models.Exclusion.create(
        organisation_id=organisation.key, reason=case.reason, starts_on=days.since, ends_on=days.until
    )
    subject = Ref(Exclusion, row.id)
    summary = f"Excluded from {days.since} to {days.until or 'further notice'}."
    await record(viewer, "procurement.excludeSupplier", subject, summary=summary)
    return subject


@mutation
async def end_exclusion(
    viewer: Viewer,
    exclusion: Annotated[Ref[Exclusion], strawberry.argument(description="The one that is to end.")],
    expected_version: Annotated[int, strawberry.argument(description="The version of it that you have looked at.")],
    on: Annotated[date | None, strawberry.argument(description="Its last day; today by default.")] = None,
) -> Ref[Exclusion] | Refusal:
    """End an exclusion, for procurement officers, today or on a later day that comes before its end.

    Refused with NOT_ALLOWED, UNKNOWN_EXCLUSION, STALE_VERSION, OVER_ALREADY, LATER_THAN_ITS_END or END_IS_PAST.
    """
    if refusal := refusal_unless(viewer, Role.PROCUREMENT_OFFICER):
        return refusal
    today = today_in_geneva(viewer)
    async with writing():
        row = await scoped(Exclusion, viewer, models.Exclusion).get_or_none(id=exclusion.key)
        case = rules.Ending(
            days=_days(row) if row else None,
            version=row.version if row else 0,
            expected_version=expected_version,
            ends_on=on or today,
            today=today,
        )
        return refusal_of(rules.ending(case)) or await _ended(viewer, row, case.ends_on)


async def _ended(viewer: Viewer, row: models.Exclusion | None, last: date) -> Ref[Exclusion]:
    assert row is not None
    row.ends_on = last
    subject = Ref(Exclusion, row.id)
    return await record_update(viewer, "procurement.endExclusion", subject, row, summary=f"Ends on {last}.")
