"""What the rule of bidding says of late answers, of the preference for a state, and of a registration that was left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.words import Confidence, Reason, Severity
from plugins.procurement.rules.bidding.case import Call, Candidacy, Case, Establishment
from plugins.procurement.rules.bidding.findings import MAY_BID, NOT_YET
from tests.procurement.test_may_bid import decision_on, told
from tests.procurement.vectors.bidding import invited

POLAND = Establishment(country="PL", name="Poland", status="member", balance="POORLY_BALANCED", balanced_in="supplies")


def test_an_answer_to_the_survey_that_came_too_late_is_told_with_its_last_day() -> None:
    call = Call(reference="IT-1", status="survey", procedure="invitation_to_tender", dispatched_on=date(2015, 9, 30))
    late = Candidacy(status="answered", answered_on=date(2015, 9, 17))
    case = replace(invited(day=date(2015, 9, 18)), call=call, candidacy=late)

    (reason,) = [each for each in decision_on(case).reasons if each.code == "ANSWERED_TOO_LATE"]

    assert reason.message == "The market survey was answered on 2015-09-17; the last day was 2015-09-16."
    assert reason.confidence is Confidence.CONFIRMED
    assert reason.policy == "procurement.eligibility ELIGIBLE-1"
    assert reason.source == "https://found.cern.ch/java-ext/found/CFTSingleSearch.do"


def after_survey(status: str, answered_on: date, call: str) -> Case:
    """A firm that has come so far with an answer to the survey; the invitation goes out on 26 November 2026."""
    case = invited(day=date(2026, 11, 27))
    return replace(
        case,
        call=replace(case.call, status=call, dispatched_on=date(2026, 11, 26)),
        candidacy=Candidacy(status=status, answered_on=answered_on),
    )


@pytest.mark.parametrize(
    ("status", "call", "outcome"), [("invited", "open", MAY_BID), ("qualified", "survey", NOT_YET)]
)
def test_who_came_on_after_a_late_answer_is_told_of_the_exception(status: str, call: str, outcome: str) -> None:
    late, in_time = (after_survey(status, day, call) for day in (date(2026, 11, 13), date(2026, 11, 12)))

    (reason,) = [each for each in decision_on(late).reasons if each.code == "ANSWERED_AFTER_THE_LAST_DAY"]

    assert decision_on(late).outcome == decision_on(in_time).outcome == outcome
    assert (reason.severity, reason.confidence) == (Severity.WARNING, Confidence.CONFIRMED)
    assert "the last day was 2026-11-12" in reason.message
    assert "exception" in reason.next_step
    assert "ANSWERED_AFTER_THE_LAST_DAY" not in told(in_time)


ALIGNED = Call(status="open", procedure="invitation_to_tender", kind="supply", value=Decimal("100000.01"))
"""A call for which alignment can apply."""


def of_poland(call: Call, balance: str | None = "POORLY_BALANCED") -> dict[str, str]:
    case = invited()
    firm = replace(case.firm, established=replace(POLAND, balance=balance))
    return told(replace(case, firm=firm, call=call))


@pytest.mark.parametrize("call", [ALIGNED, replace(ALIGNED, value=None)])
def test_matching_is_told_where_alignment_can_apply(call: Call) -> None:
    assert {"PREFERENCE_POSSIBLE", "MATCHING_POSSIBLE"} <= of_poland(call).keys()
    for balance in ("WELL_BALANCED", None):
        assert not {"PREFERENCE_POSSIBLE", "MATCHING_POSSIBLE"} & of_poland(call, balance).keys()


@pytest.mark.parametrize(
    "call",
    [
        replace(ALIGNED, kind="service"),
        replace(ALIGNED, kind=None),
        replace(ALIGNED, value=Decimal(100_000)),
        replace(ALIGNED, procedure="direct"),
    ],
)
def test_elsewhere_a_status_counts_when_firms_are_chosen_and_nothing_is_said_of_matching(call: Call) -> None:
    found = of_poland(call)

    assert "MATCHING_POSSIBLE" not in found
    assert "match" not in found["PREFERENCE_POSSIBLE"]


def test_a_preference_by_a_list_whose_period_is_over_says_so() -> None:
    over = Reason(code="LIST_CARRIED_OVER", message="The period of the list is over.", severity=Severity.WARNING)
    case = invited()
    firm = replace(case.firm, established=replace(POLAND, balance_doubts=(over,)))

    (reason,) = [each for each in decision_on(replace(case, firm=firm)).reasons if each.code == "PREFERENCE_POSSIBLE"]

    assert reason.message.endswith("which firms it asks. The period of the list is over.")
    assert "period" not in of_poland(ALIGNED)["PREFERENCE_POSSIBLE"]


def test_who_has_withdrawn_is_not_sent_to_register_anew() -> None:
    case = invited()
    gone = replace(case, firm=replace(case.firm, is_registered=False, is_withdrawn=True))

    (reason,) = [each for each in decision_on(gone).reasons if each.code == "WITHDRAWN"]

    assert reason.next_step.startswith("Ask the procurement service")
    assert "NOT_REGISTERED" not in told(gone)


def test_the_code_of_conduct_in_force_is_the_one_that_counts() -> None:
    case = invited()
    older = told(replace(case, firm=replace(case.firm, conduct=frozenset({"2019"}))))

    assert "of 2024" in older["CONDUCT_NOT_DECLARED"]
    assert "CONDUCT_NOT_DECLARED" not in told(case)
