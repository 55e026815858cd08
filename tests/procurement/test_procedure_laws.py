"""Laws of the rules on procedures: limits are exact, ranges have no gap, and more value never needs less."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.host import Host
from core.policies.version import PolicyVersion
from core.settings import Settings
from plugins.procurement.rules.clarification import Question, clarification
from plugins.procurement.rules.cost_range import cost_range
from plugins.procurement.rules.deadlines import time_limit
from plugins.procurement.rules.finance_committee import Commitment
from plugins.procurement.rules.finance_committee import finance_committee as approval
from plugins.procurement.rules.market_survey import Survey, market_survey, months_later
from plugins.procurement.rules.procedure import Purchase, procedure
from plugins.procurement.rules.required_procedure import RequiredProcedure
from tests.procurement.vectors.cases import DAY, version
from tests.procurement.vectors.procedures import required

POLICIES = Host.load(Settings(departments=("procurement",))).policies
THRESHOLDS = version(POLICIES, "thresholds")
SETS = [THRESHOLDS, *(each for each in POLICIES.history("procurement.thresholds") if each.is_variant)]
LIMITS = [
    limit + Decimal(offset) / 100
    for policy in (*SETS, version(POLICIES, "cost_ranges"))
    for said in policy.values
    if isinstance(limit := said.given, Decimal)
    for offset in (-1, 0, 1)
]
AMOUNTS = some.one_of(
    some.decimals(min_value=0, max_value=20_000_000, places=2), some.sampled_from(LIMITS), some.just(Decimal(0))
)
KINDS = some.sampled_from(["supply", "service"])
WAYS = some.sampled_from(["COMPETITIVE", "LIMITED", "DIRECT"])
DAYS = some.dates(min_value=date(1960, 1, 1), max_value=date(2100, 1, 1))

WEIGHT = {
    "ORDER": 0,
    "PRICE_ENQUIRY": 1,
    "INVITATION_TO_TENDER": 2,
    "LIMITED": 0,
    "DIRECT": 0,
    "NOT_NEEDED": 0,
    "NEEDED": 1,
    "NOT_SENT": 0,
    "SENT": 1,
    "NOT_PUBLISHED": 0,
    "PUBLISHED": 1,
    "SIGNED_CONTRACT": 3,
    **dict(zip("ABCD", range(4), strict=True)),
}
"""How much an outcome asks for, among those of the same question."""


def weights(found: RequiredProcedure) -> list[int]:
    decisions = (found.decision, found.finance_committee, found.agreement, found.cost_range)
    return [WEIGHT[each.outcome] for each in (*decisions, found.sent_to_ilos, found.advance_information)]


@given(kind=KINDS, tendering=WAYS, one=AMOUNTS, other=AMOUNTS, thresholds=some.sampled_from(SETS))
def test_more_value_never_needs_less(
    kind: str, tendering: str, one: Decimal, other: Decimal, thresholds: PolicyVersion
) -> None:
    less, more = (
        required(POLICIES, value / 1000, kind=kind, tendering=tendering, thresholds=thresholds)
        for value in sorted((one, other))
    )

    assert all(below <= above for below, above in zip(weights(less), weights(more), strict=True))
    if less.invitation and more.invitation and less.invitation.most and more.invitation.most:
        assert less.invitation.most <= more.invitation.most


@given(value=AMOUNTS, kind=KINDS, day=DAYS)
def test_every_value_has_one_procedure_and_the_same_one_each_time(value: Decimal, kind: str, day: date) -> None:
    purchase = Purchase(kind=kind, value=value)
    policies = {"thresholds": THRESHOLDS, "procedures": version(POLICIES, "procedures")}

    found = procedure(purchase, day, **policies)

    assert found.outcome in {"ORDER", "PRICE_ENQUIRY", "INVITATION_TO_TENDER"}
    assert found == procedure(replace(purchase), day, **policies)
    assert all(each.source and each.policy for each in found.reasons)


@given(value=AMOUNTS)
def test_ranges_cover_every_value_once_in_their_order(value: Decimal) -> None:
    ranges = version(POLICIES, "cost_ranges")
    b, c, d = (ranges.decimal(name) for name in ("b_from", "c_above", "d_above"))

    letter = cost_range(value, ranges).outcome

    assert {"A": value < b, "B": b <= value <= c, "C": c < value <= d, "D": value > d} == {
        each: each == letter for each in "ABCD"
    }


@pytest.mark.parametrize("thresholds", SETS, ids=lambda each: each.version)
@pytest.mark.parametrize(
    ("name", "below", "above"),
    [("price_enquiry_from", "ORDER", "PRICE_ENQUIRY"), ("market_survey_from", "PRICE_ENQUIRY", "INVITATION_TO_TENDER")],
)
def test_a_limit_belongs_to_the_stated_side(thresholds: PolicyVersion, name: str, below: str, above: str) -> None:
    limit, cent = thresholds.decimal(name), Decimal("0.01")

    outcomes = [
        required(POLICIES, value / 1000, thresholds=thresholds).decision.outcome
        for value in (limit - cent, limit, limit + cent)
    ]

    assert outcomes == [below, above if thresholds.flag("limit_belongs_above") else below, above]


@given(one=AMOUNTS, other=AMOUNTS, committed=AMOUNTS, is_competitive=some.booleans())
def test_approval_depends_on_the_total_and_is_never_lost_by_adding(
    one: Decimal, other: Decimal, committed: Decimal, is_competitive: bool
) -> None:
    def needed(value: Decimal, committed: Decimal) -> bool:
        case = Commitment(value=value, committed=committed, is_competitive=is_competitive)
        policy = version(POLICIES, "finance_committee")
        return approval(case, DAY, thresholds=THRESHOLDS, policy=policy).outcome == "NEEDED"

    less, more = sorted((one, other))
    assert needed(less, committed) <= needed(more, committed)
    assert needed(one, committed) == needed(committed, one) == needed(one + committed, Decimal(0))


@given(approved=AMOUNTS, value=AMOUNTS)
def test_what_the_revision_formula_adds_is_never_an_overrun(approved: Decimal, value: Decimal) -> None:
    case = Commitment(value=value, committed=approved, approved=approved, by_revision_formula=True)
    policy = version(POLICIES, "finance_committee")

    assert approval(case, DAY, thresholds=THRESHOLDS, policy=policy).outcome == "NOT_NEEDED"


@given(last=DAYS, age=some.integers(0, 2_000), is_prototype=some.booleans())
def test_a_survey_never_grows_younger(last: date, age: int, is_prototype: bool) -> None:
    policy, survey = version(POLICIES, "market_survey"), Survey(last=last, is_prototype=is_prototype)
    order = ["WAIVER_POSSIBLE", "WAIVER_NEEDS_APPROVAL"]

    now, later = (market_survey(survey, last + timedelta(days=each), policy).outcome for each in (age, age + 1))

    assert order.index(now) <= order.index(later)
    assert market_survey(survey, last, policy).outcome == "WAIVER_POSSIBLE"


@given(day=DAYS, months=some.integers(0, 60))
def test_months_later_is_the_same_day_or_the_last_of_its_month(day: date, months: int) -> None:
    found = months_later(day, months)

    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


def test_months_end_where_time_does() -> None:
    assert months_later(date(9999, 12, 1), 12) == date.max
    assert months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)


@given(day=DAYS)
def test_the_time_limit_is_at_four_on_the_clock_in_geneva(day: date) -> None:
    limit = time_limit(day, version(POLICIES, "time_limits"))

    local = limit.astimezone(ZoneInfo("Europe/Zurich"))
    assert (local.date(), local.hour, local.minute) == (day, 16, 0)


@given(
    bidders=some.lists(some.text(min_size=1), min_size=1, unique=True),
    minutes=some.integers(-30_000, 30_000),
    states_cut_off=some.booleans(),
)
def test_nobody_learns_who_asked(bidders: list[str], minutes: int, states_cut_off: bool) -> None:
    closes_at = datetime(2017, 10, 20, 14, tzinfo=UTC)
    asked_at = closes_at - timedelta(days=10) + timedelta(minutes=minutes)
    cut_off = closes_at - timedelta(days=12) if states_cut_off else None
    policy = version(POLICIES, "clarifications")
    cases = [
        Question(author=author, bidders=tuple(bidders), asked_at=asked_at, closes_at=closes_at, cut_off=cut_off)
        for author in bidders
    ]

    found = [clarification(each, policy) for each in cases]

    assert all(each == found[0] for each in found)
    assert found[0].sent_to in {(), tuple(bidders)}
