from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.policies.policies import Policies
from core.policies.reading import read_policy
from core.words import Decision, Severity
from plugins.procurement.plugin import policies
from plugins.procurement.rules.bidding.case import Call, Candidacy, Case, Establishment, Firm, Origin
from plugins.procurement.rules.bidding.decision import OWN_AFFAIRS, may_bid
from plugins.procurement.rules.bidding.findings import MAY_BID, MAY_NOT_BID, NOT_YET, UNKNOWN
from plugins.procurement.rules.exclusions import Excluded
from plugins.procurement.rules.membership import OUTSIDE
from tests.procurement.vectors.bidding import bidding_policies, invited

POLICIES = Policies(version for path in policies() for version in read_policy(path, "procurement"))


def decision_on(case: Case) -> Decision:
    return may_bid(case, bidding_policies(POLICIES, case.at.date()))


def told(case: Case) -> dict[str, str]:
    """Every reason by its code, with what it says."""
    return {each.code: each.message for each in decision_on(case).reasons}


def with_call(**facts: Any) -> Case:
    case = invited()
    return replace(case, call=replace(case.call, **facts))


def with_firm(**facts: Any) -> Case:
    case = invited()
    return replace(case, firm=replace(case.firm, **facts))


def established(country: str, status: str | None) -> Case:
    return with_firm(established=Establishment(country=country, name=country, status=status))


def with_candidacy(status: str, call: str = "open", **facts: Any) -> Case:
    return replace(with_call(status=call, **facts), candidacy=Candidacy(status=status))


def proposed(procedure: str) -> Case:
    return replace(with_call(procedure=procedure), candidacy=Candidacy(status="potential", is_proposed=True))


def test_a_firm_that_has_done_everything_may_bid_and_is_told_why() -> None:
    decision = decision_on(invited())

    assert decision.outcome == MAY_BID
    assert [(each.code, each.severity) for each in decision.reasons] == [
        ("TIME_LEFT", Severity.INFO),
        ("STATE_OF_CERN", Severity.INFO),
        ("INVITED", Severity.INFO),
    ]
    assert told(invited())["TIME_LEFT"] == "Bids are taken until 2024-04-22 12:00 UTC: 20 whole days are left."


@pytest.mark.parametrize(
    ("case", "outcome", "code"),
    [
        (with_firm(is_registered=False), NOT_YET, "NOT_REGISTERED"),
        (with_firm(identities=frozenset({"guest"})), NOT_YET, "IDENTITY_MISSING"),
        (with_firm(identities=frozenset(), blocked=frozenset({"guest"})), NOT_YET, "IDENTITY_BLOCKED"),
        (with_firm(identities=frozenset(), requested=frozenset({"guest"})), NOT_YET, "IDENTITY_REQUESTED"),
        (with_firm(conduct=frozenset()), MAY_BID, "CONDUCT_NOT_DECLARED"),
        (with_firm(conduct=frozenset({"2019"})), MAY_BID, "CONDUCT_NOT_DECLARED"),
        (with_firm(is_registered=False, is_withdrawn=True), NOT_YET, "WITHDRAWN"),
        (with_firm(categories=frozenset({"vacuum"})), MAY_BID, "FIELD_NOT_OFFERED"),
        (established("US", OUTSIDE), MAY_NOT_BID, "STATE_NOT_OF_CERN"),
        (established("US", None), UNKNOWN, "STATE_UNKNOWN"),
        (established("RS", "pre_stage"), MAY_BID, "STATE_OF_CERN"),
        (with_call(status="planned"), NOT_YET, "NOT_OPEN_YET"),
        (with_call(status="closed"), MAY_NOT_BID, "CALL_OVER"),
        (with_call(status="cancelled"), MAY_NOT_BID, "CALL_OVER"),
        (with_call(closes_at=datetime(2024, 4, 2, 11, 59, tzinfo=UTC)), MAY_NOT_BID, "DEADLINE_PASSED"),
        (with_call(closes_at=None), UNKNOWN, "DEADLINE_UNKNOWN"),
        (with_call(of_cern=False), UNKNOWN, "ANOTHER_BUYER"),
        (with_call(procedure=None), UNKNOWN, "PROCEDURE_UNKNOWN"),
        (with_candidacy("potential", "survey"), NOT_YET, "SURVEY_NOT_ANSWERED"),
        (with_candidacy("potential"), MAY_NOT_BID, "SURVEY_MISSED"),
        (with_candidacy("potential", "survey", dispatched_on=date(2024, 4, 15)), MAY_NOT_BID, "SURVEY_MISSED"),
        (with_candidacy("potential", "survey", dispatched_on=date(2024, 4, 16)), NOT_YET, "SURVEY_NOT_ANSWERED"),
        (with_candidacy("answered", "survey"), NOT_YET, "ANSWER_NOT_JUDGED"),
        (with_candidacy("qualified", "survey"), NOT_YET, "INVITATION_AWAITED"),
        (with_candidacy("qualified"), MAY_NOT_BID, "NOT_INVITED"),
        (with_candidacy("disqualified"), MAY_NOT_BID, "DISQUALIFIED"),
        (with_candidacy("potential", procedure="price_enquiry"), NOT_YET, "NOT_ASKED"),
        (proposed("price_enquiry"), NOT_YET, "PROPOSED"),
        (with_candidacy("potential", procedure="limited"), MAY_NOT_BID, "NOT_INVITED"),
        (replace(invited(), candidacy=Candidacy()), UNKNOWN, "INVITATION_UNKNOWN"),
        (replace(invited(), candidacy=Candidacy(status="invited", won_beside=("IT-4144",))), MAY_NOT_BID, "WON_BESIDE"),
    ],
)  # fmt: skip
def test_whatever_is_in_the_way_is_told(case: Case, outcome: str, code: str) -> None:
    assert decision_on(case).outcome == outcome
    assert code in told(case)


def test_the_entry_of_a_call_may_admit_another_country_and_its_goods() -> None:
    japan = Establishment(country="JP", name="Japan", status=OUTSIDE)
    made_there = (Origin(country="JP", status=OUTSIDE, percent=Decimal(100)),)
    case = replace(with_firm(established=japan), origins=made_there)
    assert decision_on(case).outcome == MAY_NOT_BID

    admitted = replace(case, call=replace(case.call, admits=frozenset({"JP"})))
    assert decision_on(admitted).outcome == MAY_BID
    assert "STATE_ADMITTED" in told(admitted)


@pytest.mark.parametrize(
    ("until", "outcome", "next_step"),
    [
        (date(2024, 4, 1), MAY_BID, None),
        (date(2024, 4, 2), MAY_NOT_BID, "Bid after 2024-04-02, or ask the procurement service what would lift it."),
        (None, MAY_NOT_BID, "Bid once it is lifted, or ask the procurement service what would lift it."),
    ],
)
def test_an_exclusion_holds_through_its_last_day(until: date | None, outcome: str, next_step: str | None) -> None:
    exclusion = Excluded(reason="False certificates.", since=date(2024, 1, 1), until=until)
    decision = decision_on(with_firm(exclusions=(exclusion,)))

    assert decision.outcome == outcome
    assert [each.next_step for each in decision.reasons if each.code == "EXCLUDED"] == [next_step] * bool(next_step)


def test_all_reasons_are_told_and_the_heaviest_first() -> None:
    case = replace(with_firm(is_registered=False, exclusions=None, identities=frozenset()), origins=())
    case = replace(case, call=replace(case.call, status="cancelled"))

    assert [each.code for each in decision_on(case).reasons] == [
        "CALL_OVER",
        "NOT_REGISTERED",
        "IDENTITY_MISSING",
        "IDENTITY_MISSING",
        "EXCLUSION_UNKNOWN",
        "TIME_LEFT",
        "STATE_OF_CERN",
        "INVITED",
    ]


def test_an_outsider_is_told_what_was_not_looked_at() -> None:
    established = invited().firm.established
    case = replace(invited(), firm=Firm(established=established), candidacy=Candidacy(), by_outsider=True)

    decision = decision_on(case)

    assert decision.outcome == UNKNOWN
    assert not {each.code for each in decision.reasons} & OWN_AFFAIRS.keys()
    assert told(case)["NOT_LOOKED_AT"] == (
        "Some of the firm's own affairs were not looked at: whether it is excluded, whether it is registered, "
        "its accounts, its invitation."
    )


# ---------------------------------------------------------------- laws

DAYS = st.dates(date(2023, 6, 1), date(2024, 12, 31))
STATES = st.builds(
    Establishment,
    country=st.sampled_from(["PL", "BR", "US"]),
    name=st.just("Somewhere"),
    status=st.sampled_from(["member", "associate", "pre_stage", "former", OUTSIDE, None]),
    ceiling_reached=st.booleans(),
    balance=st.none() | st.sampled_from(["WELL_BALANCED", "POORLY_BALANCED", "VERY_POORLY_BALANCED"]),
    balanced_in=st.just("supplies"),
)
EXCLUSIONS = st.builds(Excluded, reason=st.just("A reason."), since=DAYS, until=st.none() | DAYS)
FIRMS = st.builds(
    Firm,
    established=st.none() | STATES,
    is_registered=st.none() | st.booleans(),
    identities=st.none() | st.frozensets(st.sampled_from(["eprocurement", "guest"])),
    exclusions=st.none() | st.lists(EXCLUSIONS, max_size=2).map(tuple),
    is_withdrawn=st.booleans(),
    conduct=st.none() | st.frozensets(st.sampled_from(["2019", "2024"])),
    categories=st.none() | st.frozensets(st.sampled_from(["cryogenics", "vacuum"])),
)
MOMENTS = DAYS.map(lambda day: datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
PROCEDURES = ("order", "price_enquiry", "market_survey", "invitation_to_tender", "limited", "open", "selective")
CALLS = st.builds(
    Call,
    of_cern=st.booleans(),
    status=st.none() | st.sampled_from(["planned", "survey", "open", "closed", "awarded", "cancelled"]),
    procedure=st.none() | st.sampled_from([*PROCEDURES]),
    kind=st.none() | st.sampled_from(["supply", "service"]),
    value=st.none() | st.decimals(0, 1_000_000, places=2),
    category=st.none() | st.sampled_from(["cryogenics", "vacuum"]),
    dispatched_on=st.none() | DAYS,
    closes_at=st.none() | MOMENTS,
    admits=st.frozensets(st.sampled_from(["US", "BR"])),
)
CANDIDACIES = st.builds(
    Candidacy,
    status=st.none() | st.sampled_from(["potential", "answered", "qualified", "disqualified", "invited"]),
    answered_on=st.none() | DAYS,
    is_proposed=st.booleans(),
    won_beside=st.sampled_from([(), ("IT-2",)]),
)
ORIGINS = st.builds(
    Origin,
    country=st.sampled_from(["PL", "US"]),
    status=st.sampled_from(["member", OUTSIDE, None]),
    percent=st.decimals(0, 100, places=2),
)
CASES = st.builds(
    Case,
    firm=FIRMS,
    call=CALLS,
    candidacy=CANDIDACIES,
    origins=st.lists(ORIGINS, max_size=3).map(tuple),
    at=MOMENTS,
    by_outsider=st.booleans(),
)
PARTS = ("firm", "call", "candidacy")


@given(CASES, CASES, st.sampled_from(PARTS))
def test_a_fact_that_was_missing_never_mends_what_speaks_against_a_bid(known: Case, more: Case, part: str) -> None:
    before = decision_on(known)
    assume(any(each.severity is Severity.ERROR for each in before.reasons))
    mine, other = getattr(known, part), getattr(more, part)
    missing = [each.name for each in fields(mine) if getattr(mine, each.name) is None]
    added = replace(mine, **{name: getattr(other, name) for name in missing})

    after = decision_on(replace(known, **{part: added}))

    assert after.outcome != MAY_BID
    assert before.outcome != MAY_NOT_BID or after.outcome == MAY_NOT_BID


@given(CASES)
def test_every_reason_that_is_not_mere_information_has_a_next_step(case: Case) -> None:
    decision = decision_on(case)

    assert not [each.code for each in decision.reasons if each.severity is not Severity.INFO and not each.next_step]
    assert decision.outcome == MAY_BID or decision.reasons


@given(CASES)
def test_an_outcome_follows_from_the_heaviest_reason(case: Case) -> None:
    decision = decision_on(case)
    severities = {each.severity for each in decision.reasons}

    assert (decision.outcome in (MAY_NOT_BID, NOT_YET)) == (Severity.ERROR in severities)
    assert decision.outcome != UNKNOWN or Severity.WARNING in severities


@given(CASES)
def test_the_same_facts_always_give_the_same_decision(case: Case) -> None:
    assert decision_on(case) == decision_on(replace(case))
