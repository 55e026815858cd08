"""When a call closes, opens and takes questions, and which policies it keeps, with vectors 39 and 40 of the domain."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from core.policies.policies import Policies
from core.words import Confidence
from plugins.procurement.rules.advance_information import newness
from plugins.procurement.rules.clarification import Question, clarification
from plugins.procurement.rules.deadlines import bid_in_time, opening, time_limit
from plugins.procurement.rules.pinning import TenderDays, day_of_dispatch, pinning_day
from tests.procurement.vectors.cases import DAY, codes, variant, version

CLOSING = datetime(2017, 10, 20, 14, tzinfo=UTC)
"""The time limit of IT-4344."""
MOMENT = timedelta(seconds=1)


def question(asked_at: datetime, cut_off: datetime | None = None) -> Question:
    return Question(author="B", bidders=("A", "B", "C"), asked_at=asked_at, closes_at=CLOSING, cut_off=cut_off)


def vector_39_time_limits_are_told_on_the_clock_in_geneva(policies: Policies) -> None:
    policy = version(policies, "time_limits")
    for day, hour in ((date(2013, 5, 8), 14), (date(2015, 11, 12), 15), (date(2017, 10, 20), 14)):
        limit = time_limit(day, policy)
        assert limit == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        assert bid_in_time(limit, limit, policy).outcome == "IN_TIME"
        late = bid_in_time(limit + MOMENT, limit, policy)
        assert late.outcome == "LATE"
        assert codes(late) == ["BID_LATE", "LATE_BID_ALLOWED_BY"]


def vector_40_a_question_is_answered_to_all_without_its_author(policies: Policies) -> None:
    policy, cut_off = version(policies, "clarifications"), datetime(2017, 10, 6, 22, tzinfo=UTC)
    answered = clarification(question(cut_off, cut_off), policy)
    assert answered.decision.outcome == "ANSWERED"
    assert answered.sent_to == answered.acknowledged_by == ("A", "B", "C")
    assert answered.named_author is None
    refused = clarification(question(cut_off + MOMENT, cut_off), policy)
    assert refused.decision.outcome == "REFUSED"
    assert refused.sent_to == refused.acknowledged_by == ()
    assert refused.named_author is None


def vector_tendering_questions_where_the_call_states_no_cut_off(policies: Policies) -> None:
    policy = version(policies, "clarifications")
    for asked_at, code in (
        (datetime(2017, 10, 6, 14, tzinfo=UTC), "ASKED_IN_TIME"),
        (datetime(2017, 10, 6, 14, tzinfo=UTC) + MOMENT, "CUT_OFF_NOT_STATED"),
        (datetime(2017, 10, 10, 14, tzinfo=UTC), "CUT_OFF_NOT_STATED"),
        (datetime(2017, 10, 10, 14, tzinfo=UTC) + MOMENT, "ASKED_TOO_LATE"),
    ):
        reason = clarification(question(asked_at), policy).decision.reasons[0]
        assert (reason.code, reason.confidence) == (code, Confidence.UNCONFIRMED)


def vector_tendering_bids_are_opened_four_days_later(policies: Policies) -> None:
    policy = version(policies, "time_limits")
    for opens_at, outcome in (
        (datetime(2017, 10, 23, 21, 59, tzinfo=UTC), "TOO_EARLY"),
        (datetime(2017, 10, 23, 22, 0, tzinfo=UTC), "MAY_OPEN"),
    ):
        assert opening(opens_at, CLOSING, policy).outcome == outcome


def vector_tendering_advance_information_is_new_for_eight_weeks(policies: Policies) -> None:
    policy, posted = version(policies, "advance_information"), date(2021, 1, 4)
    for day, outcome in ((posted, "NEW"), (date(2021, 3, 1), "NEW"), (date(2021, 3, 2), "NOT_NEW")):
        assert newness(posted, day, policy).outcome == outcome


def vector_tendering_dispatch_fixes_the_policies(policies: Policies) -> None:
    days = TenderDays(dispatch=date(2020, 1, 1), closing=date(2020, 2, 1), opening=date(2020, 2, 5))
    found = pinning_day(days, version(policies, "pinning"), DAY)
    assert (found.day, found.decision.outcome) == (date(2020, 1, 1), "PINNED")
    assert found.decision.reasons[0].confidence is Confidence.UNCONFIRMED
    unsent = pinning_day(TenderDays(closing=date(2020, 2, 1)), version(policies, "pinning"), DAY)
    assert (unsent.day, unsent.decision.outcome, codes(unsent.decision)) == (None, "NOT_PINNED", ["NO_DAY_OF_DISPATCH"])
    for name, day in (("PIN-CLOSING", date(2020, 2, 1)), ("PIN-OPENING", date(2020, 2, 5))):
        assert pinning_day(days, variant(policies, "pinning", name), DAY).day == day


def vector_tendering_a_day_to_come_fixes_nothing_yet(policies: Policies) -> None:
    pinning, dispatch = version(policies, "pinning"), date(2020, 1, 2)
    for today, is_sent, outcome in (
        (dispatch - timedelta(days=1), True, "NOT_PINNED"),
        (dispatch, True, "PINNED"),
        (dispatch, False, "NOT_PINNED"),
    ):
        found = pinning_day(TenderDays(dispatch=dispatch, is_sent=is_sent), pinning, today)
        assert (found.day, found.decision.outcome) == (dispatch if outcome == "PINNED" else None, outcome)


def vector_tendering_old_calls_were_published_on_the_day_of_dispatch(_: Policies) -> None:
    stated, published = date(2020, 3, 1), date(2020, 1, 10)
    for status in ("planned", "survey"):
        assert day_of_dispatch(status, None, published) is None
        assert day_of_dispatch(status, stated, published) == stated
    for status in ("open", "closed", "awarded", "cancelled"):
        assert day_of_dispatch(status, None, published) == published
        assert day_of_dispatch(status, stated, published) == stated
