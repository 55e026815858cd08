"""Reads what the industrial return follows from: sums of contracts, contributions and states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby, product
from typing import Annotated, Final

import strawberry
from tortoise.expressions import Q, Subquery
from tortoise.functions import Count, Sum
from tortoise.queryset import QuerySet

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.policies.version import PolicyVersion
from core.registry import models as registry
from core.registry.nodes import Contribution, Identifier, MemberState
from core.words import Money, Share, country_code
from plugins.procurement import models
from plugins.procurement.models import ContractStatus, PurchaseKind
from plugins.procurement.nodes.buyer import CERN
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.nodes.returns import Window, sees_all
from plugins.procurement.nodes.standing import calendar_on
from plugins.procurement.rules.balance import last_year_on, period_after, window_to
from plugins.procurement.rules.industrial_return import Contribution as Paid
from plugins.procurement.rules.industrial_return import Facts, Origin, contributions, counts_where, why_not_counted
from plugins.procurement.rules.tally import Tally, sums
from schema.declare import scoped
from schema.errors import Code, fault

WHOLE: Final = 1_000_000
"""All of a contract, in parts per million."""
NOT_IN_FORCE: Final = (ContractStatus.PENDING, ContractStatus.CANCELLED)
SIGNED: Final = Q(signed_on__isnull=False) & ~Q(status=ContractStatus.PENDING)
"""Contracts of which others than those who make them may know that they are."""
FOUNDED: Final = 1954
"""The first year in which a state paid."""


LastYear = Annotated[
    int | None,
    strawberry.argument(description="The last year of the window; by default that of the latest list that is due."),
]


def last_year_for(year: int | None, viewer: Viewer, policies: Policies) -> int:
    """The last year of the window that is asked for; raises a fault for one of which there is nothing to tell.

    A window whose list is not due yet changes with every contract that is signed, so officers alone may follow it.
    """
    today = today_in_geneva(viewer)
    latest = last_year_on(today, calendar_on(policies, today))
    most = today.year if sees_all(viewer) else latest
    if year is not None and not FOUNDED <= year <= most:
        raise fault(Code.BAD_ARGUMENT, f"There are no figures for {year}. Ask for a year from {FOUNDED} to {most}.")
    return latest if year is None else year


def policy_for(last_year: int, policies: Policies) -> PolicyVersion:
    """The policy of a window: the one in force when the list that looks at it begins."""
    begins = period_after(last_year, calendar_on(policies, date(last_year, 12, 31))).begins
    found = policies.on("procurement.industrial_return", begins)
    assert found is not None, "the first version goes back for ever, and the last one lasts"
    return found


def years_to(last_year: int, policies: Policies) -> range:
    """The years of the window that ends with this one."""
    return window_to(last_year, calendar_on(policies, date(last_year, 12, 31)))


async def windows(
    rows: QuerySet[models.Contract], kind: PurchaseKind, last_years: Sequence[int], viewer: Viewer, policies: Policies
) -> list[Window]:
    """What the contracts and contributions of some windows add up to; `last_years` ascend.

    Contracts are read once for each version of the policy that says which of them count.
    """
    states = dict(await scoped(MemberState, viewer, registry.MemberState).values_list("country", "id"))
    cern = await _cern(viewer)
    made: list[Window] = []
    for policy, ends in groupby(last_years, key=lambda last: policy_for(last, policies)):
        spans = [years_to(last, policies) for last in ends]
        span = range(spans[0].start, spans[-1].stop)
        tallies = await _tallies(rows, kind, span, policy, cern)
        paid = await _paid(span, policy, viewer)
        made += [_window(kind, years, policy, states, tallies, paid) for years in spans]
    return made


def _window(
    kind: PurchaseKind,
    years: range,
    policy: PolicyVersion,
    states: dict[str, int],
    tallies: Sequence[Tally],
    paid: Sequence[Paid],
) -> Window:
    return Window(
        kind=kind,
        years=years,
        policy=policy,
        states=states,
        sums=sums(tallies, years, states),
        contributions=contributions([each for each in paid if each.year in years], years, policy),
    )


async def last_years(viewer: Viewer, policies: Policies) -> list[int]:
    """The last years of the windows of which a contribution is known, up to the latest whose list is due."""
    rows = scoped(Contribution, viewer, registry.Contribution).filter(year__gte=FOUNDED)
    known = {int(year) for (year,) in await rows.distinct().values_list("year")}
    latest = last_year_for(None, viewer, policies)
    ends = range(min(known, default=latest), latest + 1)
    return [last for last in ends if known & {*years_to(last, policies)}]


async def _cern(viewer: Viewer) -> int | None:
    rows = scoped(Identifier, viewer, registry.OrganisationIdentifier).filter(scheme=CERN[0], value=CERN[1])
    return next((int(key) for (key,) in await rows.values_list("organisation_id")), None)


async def _paid(years: range, policy: PolicyVersion, viewer: Viewer) -> list[Paid]:
    rows = scoped(Contribution, viewer, registry.Contribution).filter(year__gte=years[0], year__lte=years[-1])
    columns = ("member_state__country", "year", "percent_ppm", "amount_minor", "amount_currency")
    currency = policy.text("currency")
    return [
        Paid(
            state=state,
            year=year,
            percent=Share.from_ppm(ppm).percent,
            amount=Money.from_minor(minor, currency).amount if minor is not None and code == currency else None,
        )
        for state, year, ppm, minor, code in await rows.values_list(*columns)
    ]


# ---------------------------------------------------------------- contracts that count


async def _tallies(
    rows: QuerySet[models.Contract], kind: PurchaseKind, years: range, policy: PolicyVersion, cern: int | None
) -> list[Tally]:
    """The contracts that count, added up by the database, a statement for each year."""
    if cern is None:
        return []
    found = [tally for year in years for tally in await _tallies_of(rows, kind, year, policy, cern)]
    return found + await _partial(rows, kind, years, policy, cern)


async def _tallies_of(
    rows: QuerySet[models.Contract], kind: PurchaseKind, year: int, policy: PolicyVersion, cern: int
) -> list[Tally]:
    """Those of one year, alike in country and share: whole numbers alone are added, so that nothing is rounded."""
    is_stated = _is_stated(kind, policy)
    by = ("origins__country", "origins__share_ppm") if is_stated else ("contractor__country",)
    found = (
        await rows.filter(_counted(kind, range(year, year + 1), policy, cern))
        .annotate(contracts=Count("id"), total=Sum("amount_minor"))
        .group_by(*by)
        .values_list(*by, "contracts", "total")
    )
    return [_tally(year, *row) if is_stated else _tally(year, row[0], WHOLE, *row[1:]) for row in found]


def _tally(year: int, country: str, ppm: int, contracts: int, total: int) -> Tally:
    return Tally(
        country=country_code(country),
        year=year,
        contracts=contracts,
        number=contracts * ppm,
        value=int(total) * ppm,
    )


async def _partial(
    rows: QuerySet[models.Contract], kind: PurchaseKind, years: range, policy: PolicyVersion, cern: int
) -> list[Tally]:
    """What those are counted for whose stated origins are not all of them, to be taken off again.

    A statement for all years: to look in each of theirs whether the parts of a contract add up takes far longer.
    """
    if not _is_stated(kind, policy):
        return []
    columns = ("origins__country", "origins__share_ppm", "signed_on", "amount_minor")
    chosen = Q(origins__share_ppm__gt=0) & _states_a_part(rows.filter(_counted(kind, years, policy, cern)))
    return [
        Tally(country=country_code(country), year=day.year, contracts=-1, number=-ppm, value=-amount * ppm)
        for country, ppm, day, amount in await rows.filter(chosen).values_list(*columns)
    ]


def _counted(kind: PurchaseKind, years: range, policy: PolicyVersion, cern: int) -> Q:
    """What the rule `why_not_counted` finds no reason against, as a filter; but for origins that do not add up."""
    known = Q(buyer_id=cern, kind=kind, amount_currency=policy.text("currency"), amount_minor__isnull=False)
    has_origin = Q(origins__share_ppm__gt=0) if _is_stated(kind, policy) else ~Q(contractor__country="")
    return known & _signed_in(years) & ~Q(status__in=NOT_IN_FORCE) & has_origin


def _is_stated(kind: PurchaseKind, policy: PolicyVersion) -> bool:
    return counts_where(kind.value, policy) == "stated"


def _origins(rows: QuerySet[models.Contract], kind: PurchaseKind, policy: PolicyVersion) -> dict[Origin, Q]:
    """How to find those of some contracts of which so much of the origin is known."""
    if not _is_stated(kind, policy):
        return {Origin.WHOLE: ~Q(contractor__country=""), Origin.UNKNOWN: Q(contractor__country="")}
    is_stated, is_partial = Q(origins__share_ppm__isnull=False), _states_a_part(rows)
    return {Origin.WHOLE: is_stated & ~is_partial, Origin.PARTIAL: is_stated & is_partial, Origin.UNKNOWN: ~is_stated}


def _states_a_part(rows: QuerySet[models.Contract]) -> Q:
    """Those of some contracts of which origins are stated that are not all of it."""
    parts = rows.annotate(stated=Sum("origins__share_ppm")).filter(~Q(stated=WHOLE)).group_by("id")
    return Q(id__in=Subquery(parts.values("id")))


def _signed_in(years: range) -> Q:
    return Q(signed_on__gte=date(years[0], 1, 1), signed_on__lte=date(years[-1], 12, 31))


# ---------------------------------------------------------------- contracts that do not count


async def not_counted(
    rows: QuerySet[models.Contract], kind: PurchaseKind, last_year: int, viewer: Viewer, policies: Policies
) -> dict[str, tuple[str, int]]:
    """How many contracts do not count in a window, by the code of the reason, with what it says.

    Those are looked at that may belong there: of the kind and the years, or of which these are not known.
    """
    policy, cern = policy_for(last_year, policies), await _cern(viewer)
    told: dict[str, tuple[str, int]] = {}
    for facts, contracts in await _alike(rows, kind, years_to(last_year, policies), policy, cern):
        if reason := why_not_counted(facts, policy):
            told[reason.code] = (reason.message, told.get(reason.code, ("", 0))[1] + contracts)
    return told


async def _alike(
    rows: QuerySet[models.Contract], kind: PurchaseKind, years: range, policy: PolicyVersion, cern: int | None
) -> list[tuple[Facts, int]]:
    """How many contracts have which facts, a statement for each of the ways in which a fact may be missing."""
    by = ("buyer_id", "status", "kind", "amount_currency")
    dated = {True: _signed_in(years), False: Q(signed_on__isnull=True)}
    origins = _origins(rows, kind, policy)
    found: list[tuple[Facts, int]] = []
    for is_dated, is_priced, origin in product((True, False), (True, False), origins):
        chosen = dated[is_dated] & Q(amount_minor__isnull=not is_priced) & origins[origin]
        for buyer, status, known, currency, contracts in (
            await rows.filter(chosen & (Q(kind=kind) | Q(kind__isnull=True)))
            .annotate(contracts=Count("id", distinct=True))
            .group_by(*by)
            .values_list(*by, "contracts")
        ):
            facts = Facts(
                is_bought_by_cern=None if buyer is None else buyer == cern,
                is_in_force=ContractStatus(status) not in NOT_IN_FORCE,
                is_dated=is_dated,
                kind=PurchaseKind(known).value if known else None,
                currency=currency if is_priced else None,
                origin=origin,
            )
            found.append((facts, contracts))
    return found
