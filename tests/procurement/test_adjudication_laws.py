"""Laws of adjudication that hold for every tender, whatever is offered, answered and chosen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.procurement.rules.alignment import price_limit
from plugins.procurement.rules.award import adjudicate
from plugins.procurement.rules.course import Case, Course, Phase, Rulebook
from tests.procurement.made_up_tenders import NAMES, RULES, Moment, alignable, cases, played, weighed

rulebooks = st.sampled_from(RULES)
often = settings(max_examples=400, deadline=None)
"""For laws that only a rare tender could break."""


def moments(case: Case, rules: Rulebook, data: st.DataObject) -> list[Moment]:
    return [*played(case, rules, data.draw)]


@given(alignable(), rulebooks, st.data())
def test_nobody_is_paid_more_than_the_lowest_price(case: Case, rules: Rulebook, data: st.DataObject) -> None:
    for moment in moments(case, rules, data):
        if moment.course.state.price is not None:
            assert moment.course.state.price == min(each.price for each in moment.course.ranked)


@often
@given(alignable(), rulebooks, st.data())
def test_nobody_wins_or_is_asked_from_beyond_the_window(case: Case, rules: Rulebook, data: st.DataObject) -> None:
    for moment in moments(case, rules, data):
        own = {each.bidder: each.price for each in moment.course.ranked}
        limit = price_limit(min(own.values()), rules.alignment)
        concerned = {*moment.course.offers.candidates, moment.course.state.bidder or moment.course.ranked[0].bidder}
        assert all(own[bidder] <= limit for bidder in concerned)


@given(alignable(), rulebooks, st.data())
def test_nobody_is_skipped(case: Case, rules: Rulebook, data: st.DataObject) -> None:
    asked: list[str] = []
    for moment in moments(case, rules, data):
        offers, state = moment.course.offers, moment.course.state
        if state.phase is Phase.OFFER and state.bidder:
            assert [*offers.candidates[: len(asked) + 1]] == [*asked, state.bidder]
            assert not any(moment.case.answers.values())
            asked.append(state.bidder)
        if state.phase is Phase.AWARD and state.bidder in offers.candidates:
            assert asked[-1] == state.bidder
            assert [*moment.case.answers.values()] == [False] * (len(asked) - 1) + [True]


@often
@given(alignable(), rulebooks, st.data())
def test_only_poorly_balanced_bids_that_count_are_asked(case: Case, rules: Rulebook, data: st.DataObject) -> None:
    for moment in moments(case, rules, data):
        for bidder in moment.course.offers.candidates:
            (bid,) = [each for each in case.bids if each.bidder == bidder]
            assert bid.status in ("submitted", "compliant")
            assert bid.origins.get("PL", 0) + bid.origins.get("NO", 0) >= Decimal(60)


@given(cases, rulebooks, st.data())
def test_nothing_hangs_on_the_order_in_which_things_are_given(case: Case, rules: Rulebook, data: st.DataObject) -> None:
    for moment in moments(case, rules, data):
        other = replace(
            moment.case,
            bids=tuple(data.draw(st.permutations(moment.case.bids))),
            answers=dict(data.draw(st.permutations([*moment.case.answers.items()]))),
            statuses=dict(data.draw(st.permutations([*moment.case.statuses.items()]))),
        )
        assert adjudicate(other, rules) == moment.course


@often
@given(cases, rulebooks, st.data())
def test_nothing_hangs_on_names(case: Case, rules: Rulebook, data: st.DataObject) -> None:
    """Whoever took equal bids by name, or by place, would take another one after everybody changed names."""
    names = dict(zip(NAMES, data.draw(st.permutations(NAMES)), strict=True))
    for moment in moments(case, rules, data):
        assert essence(adjudicate(renamed(moment.case, names), rules)) == essence(moment.course, names)


def renamed(case: Case, names: dict[str, str]) -> Case:
    return replace(
        case,
        bids=tuple(replace(bid, bidder=names[bid.bidder]) for bid in case.bids),
        won={names[bidder]: tenders for bidder, tenders in case.won.items()},
        answers={names[bidder]: accepts for bidder, accepts in case.answers.items()},
        tie_winner=names.get(case.tie_winner, ""),
        chosen=tuple(names[bidder] for bidder in case.chosen),
    )


def essence(course: Course, names: dict[str, str] | None = None) -> tuple[object, ...]:
    """What came of it, under the new names."""
    new = names or {name: name for name in NAMES}
    return (
        course.state.phase,
        new.get(course.state.bidder or ""),
        course.state.price,
        {new[bidder] for bidder in course.tied},
        tuple(new[bidder] for bidder in course.offers.candidates),
        [(stage.step.name, stage.step.decision.outcome) for stage in course.stages],
    )


@given(cases, rulebooks, st.data())
def test_equal_bids_wait_for_a_person(case: Case, rules: Rulebook, data: st.DataObject) -> None:
    for moment in moments(case, rules, data):
        course = moment.course
        assert (course.state.phase is Phase.TIE) == bool(course.tied)
        if course.tied:
            assert course.state.bidder is None
            assert len(course.tied) > 1


@given(cases, rulebooks, st.data())
def test_what_each_answer_leads_to_is_what_comes_of_it(case: Case, rules: Rulebook, data: st.DataObject) -> None:
    for moment in moments(case, rules, data):
        state = moment.course.state
        if state.phase is Phase.OFFER and state.bidder:
            for accepts, foretold in ((True, state.if_accepted), (False, state.if_declined)):
                answered = replace(moment.case, answers={**moment.case.answers, state.bidder: accepts})
                assert adjudicate(answered, rules).state == foretold


@given(cases, rulebooks, st.data())
def test_the_same_case_is_always_decided_alike(case: Case, rules: Rulebook, data: st.DataObject) -> None:
    for moment in moments(case, rules, data):
        assert adjudicate(moment.case, rules) == moment.course


@given(weighed, rulebooks, st.data())
def test_the_lowest_price_has_all_points_for_the_price(case: Case, rules: Rulebook, data: st.DataObject) -> None:
    course = moments(case, rules, data)[-1].course
    for each in course.scored:
        assert 0 <= each.price_score <= 70
        if each.bid.rank == 1:
            assert each.price_score == 70


@given(weighed, rulebooks, st.data())
def test_nobody_with_fewer_points_wins_by_best_value(case: Case, rules: Rulebook, data: st.DataObject) -> None:
    course = moments(case, rules, data)[-1].course
    if course.state.phase is Phase.AWARD:
        (won,) = [each for each in course.scored if each.bid.bidder == course.state.bidder]
        assert won.total == max(each.total for each in course.scored)
        assert course.state.price == won.bid.price


@given(cases, rulebooks, st.data())
def test_a_tender_ends(case: Case, rules: Rulebook, data: st.DataObject) -> None:
    phases = [moment.course.state.phase for moment in moments(case, rules, data)]

    assert phases[-1] in (Phase.AWARD, Phase.NO_AWARD, Phase.APPROVAL)
    assert len(phases) <= 2 + len(NAMES)
