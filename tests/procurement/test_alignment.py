from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.words import Severity
from plugins.procurement.rules.award import adjudicate
from plugins.procurement.rules.bids import Bid, CaseError
from plugins.procurement.rules.course import Case, Course, Phase
from plugins.procurement.rules.offers import Offers, OfferState
from tests.procurement.made_up_tenders import POLICIES, WEIGHTS
from tests.procurement.vectors.tenders import POOR, VERY_POOR, bid, codes, decided, mixed, rulebook, supply, winner

RULES = rulebook(POLICIES)
LOWEST = bid("W", 500)


def course(*bids: Bid, value: int = 150, **facts: object) -> Course:
    return adjudicate(replace(supply(LOWEST, *bids, value=value), **facts), RULES)  # type: ignore[arg-type]


# ---------------------------------------------------------------- equal candidates


def test_equal_candidates_at_the_cut_wait_for_a_person() -> None:
    found = course(bid("P1", 520, POOR), bid("P2", 530, POOR), bid("P3", 530, POOR))

    assert decided(found)["ALIGNMENT"] == "TIE"
    assert (found.state.phase, found.state.bidder, found.tied) == (Phase.TIE, None, ("P2", "P3"))
    (tie,) = [reason for reason in found.decision.reasons if reason.code == "TIE"]
    assert "P2 and P3" in tie.message
    assert "`chosen`" in tie.next_step
    assert tie.severity is Severity.WARNING


def test_a_person_says_which_of_equal_candidates_is_asked() -> None:
    found = course(bid("P1", 520, POOR), bid("P2", 530, POOR), bid("P3", 530, POOR), chosen=("P3",))

    assert found.offers.candidates == ("P1", "P3")


def test_equal_candidates_within_the_cut_wait_for_their_order() -> None:
    bids = bid("P1", 520, POOR), bid("P2", 520, POOR)

    assert course(*bids).tied == ("P1", "P2")
    assert course(*bids, chosen=("P2",)).offers.candidates == ("P2", "P1")
    assert course(*bids, chosen=("P1", "P2")).offers.candidates == ("P1", "P2")


def test_equal_bids_beyond_the_cut_need_nobody_to_decide() -> None:
    found = course(bid("P1", 510, POOR), bid("P2", 520, POOR), bid("P3", 530, POOR), bid("P4", 530, POOR))

    assert found.offers.candidates == ("P1", "P2")


def test_of_three_equal_candidates_two_have_to_be_named() -> None:
    bids = [bid(name, 520, POOR) for name in ("P1", "P2", "P3")]

    assert course(*bids, chosen=("P3",)).tied == ("P1", "P2", "P3")
    assert course(*bids, chosen=("P3", "P1")).offers.candidates == ("P3", "P1")


@pytest.mark.parametrize("chosen", [("P1",), ("W",), ("P2", "P2"), ("P4",)])
def test_nobody_is_chosen_who_is_not_equal(chosen: tuple[str, ...]) -> None:
    bids = [bid("P1", 510, POOR), bid("P2", 520, POOR), bid("P3", 520, POOR), bid("P4", 530, POOR)]

    with pytest.raises(CaseError, match=f"'{chosen[-1]}' is chosen between equal candidates, but P2 and P3 are equal"):
        course(*bids, chosen=chosen)


def test_the_variant_tells_very_poorly_balanced_states_apart_at_one_price() -> None:
    bids = LOWEST, bid("P", 520, POOR), bid("V", 520, VERY_POOR)

    assert adjudicate(supply(*bids), RULES).tied == ("P", "V")
    assert adjudicate(supply(*bids), rulebook(POLICIES, "ALIGN-2")).offers.candidates == ("V", "P")


def test_equal_lowest_bids_are_settled_before_anybody_is_asked() -> None:
    bids = bid("W2", 500), bid("P", 520, POOR)

    assert course(*bids).tied == ("W", "W2")
    assert winner(course(*bids, tie_winner="W2", answers={"P": False})) == ("W2", 500)


def test_a_poorly_balanced_bid_that_is_not_chosen_at_the_lowest_price_is_asked() -> None:
    bid_at_lowest = bid("P", 500, POOR)

    assert winner(course(bid_at_lowest, tie_winner="P")) == ("P", 500)
    assert course(bid_at_lowest, tie_winner="W").offers.candidates == ("P",)


# ---------------------------------------------------------------- answers


def test_an_answer_out_of_turn_is_refused() -> None:
    with pytest.raises(CaseError, match="'P2' gives an answer, and P1 is asked now"):
        course(bid("P1", 520, POOR), bid("P2", 530, POOR), answers={"P2": True})


@pytest.mark.parametrize("answers", [{"P1": True, "P2": True}, {"P1": True, "P2": False}])
def test_nobody_answers_after_one_has_accepted(answers: dict[str, bool]) -> None:
    with pytest.raises(CaseError, match="'P2' gives an answer, and nobody is asked now"):
        course(bid("P1", 520, POOR), bid("P2", 530, POOR), answers=answers)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"answers": {"X": True}}, "X answered or was chosen, and made no bid"),
        ({"tie_winner": "X"}, "X answered or was chosen, and made no bid"),
        ({"answers": {"W": True}}, "'W' gives an answer, and P1 is asked now"),
        ({"tie_winner": "P1"}, "'P1' is chosen between equal bids, but W is first alone"),
        ({"value": Decimal(-1)}, "worth -1 CHF"),
    ],
)
def test_what_leads_nowhere_is_refused(facts: dict[str, object], says: str) -> None:
    case = supply(LOWEST, bid("P1", 520, POOR))

    with pytest.raises(CaseError, match=says):
        adjudicate(replace(case, **facts), RULES)  # type: ignore[arg-type]


def test_a_choice_that_it_does_not_come_to_is_refused() -> None:
    late = bid("P", 500, status="late")

    with pytest.raises(CaseError, match="P is chosen, and it does not come to that choice"):
        adjudicate(supply(late, tie_winner="P"), RULES)
    with pytest.raises(CaseError, match="'A' gives an answer, and nobody is asked now"):
        adjudicate(supply(bid("A", 500), won={"A": ("IT-4144",)}, answers={"A": True}), RULES)


def test_offers_go_from_one_to_the_next() -> None:
    offers = Offers(("A", "B", "C"))
    states = [[offers.state_of(bidder) for bidder in offers.candidates]]
    for bidder, accepts in (("A", False), ("B", True)):
        offers = offers.after(bidder, accepts=accepts)
        states.append([offers.state_of(bidder) for bidder in offers.candidates])

    assert states == [
        [OfferState.OFFERED, OfferState.WAITING, OfferState.WAITING],
        [OfferState.DECLINED, OfferState.OFFERED, OfferState.WAITING],
        [OfferState.DECLINED, OfferState.ACCEPTED, OfferState.NOT_ASKED],
    ]


# ---------------------------------------------------------------- what is said


def test_an_origin_that_is_not_told_counts_for_no_state() -> None:
    found = course(bid("P", 520, {}))

    assert decided(found)["ALIGNMENT"] == "NO_CANDIDATES"
    reasons = [reason for stage in found.stages for reason in stage.step.decision.reasons]
    (unknown,) = [reason for reason in reasons if reason.code == "ORIGIN_UNKNOWN"]
    assert "P" in unknown.message
    assert unknown.next_step


def test_a_country_without_a_status_is_told_whether_balances_are_given_or_listed() -> None:
    found = course(bid("P", 520, mixed(US=100)))

    reasons = [reason for stage in found.stages for reason in stage.step.decision.reasons]
    assert [reason.message for reason in reasons if reason.code == "NO_BALANCE_STATUS"] == [
        "No status of US is among the balances that hold here: such an origin is not poorly balanced."
    ]


def test_every_obstacle_to_alignment_is_told() -> None:
    case = replace(supply(bid("P", 80, POOR, established_in="PL"), bid("Q", 85), value=90), kind="service")

    assert codes(adjudicate(case, RULES), "ALIGNMENT") == [
        "ALIGNMENT_NOT_FOR_KIND",
        "ALIGNMENT_TOO_SMALL",
        "LOWEST_IS_POORLY_BALANCED",
    ]


def test_after_the_reform_the_value_from_which_it_applies_is_doubtful() -> None:
    today = replace(supply(LOWEST, bid("P", 520, POOR)), day=date(2026, 6, 1))

    assert codes(adjudicate(today, RULES), "ALIGNMENT") == ["WINDOW", "CANDIDATE", "REFORM_NOT_SEEN"]


def test_nothing_is_skipped_where_nobody_would_be_asked() -> None:
    found = adjudicate(supply(LOWEST, bid("X", 510), skips_alignment=True), RULES)

    assert winner(found) == ("W", 500)
    assert codes(found, "ALIGNMENT")[-1] == "NOTHING_SKIPPED"


def test_nothing_is_skipped_where_the_best_value_decides() -> None:
    case = replace(supply(LOWEST, bid("P", 520, POOR), skips_alignment=True), weights=WEIGHTS)
    weighed = replace(case, bids=tuple(replace(each, technical_points=Decimal(20)) for each in case.bids))
    found = adjudicate(weighed, RULES)

    assert winner(found) == ("W", 500)
    assert codes(found, "ALIGNMENT") == ["ALIGNMENT_NOT_FOR_BASIS", "NOTHING_SKIPPED"]


def test_equal_candidates_are_not_skipped_without_approval_either() -> None:
    found = course(bid("P1", 520, POOR), bid("P2", 520, POOR), skips_alignment=True)

    assert (found.state.phase, found.state.bidder, found.tied) == (Phase.APPROVAL, "W", ())


# ---------------------------------------------------------------- without a winner, and in groups


def case_of(*bids: Bid, **facts: object) -> Case:
    return replace(supply(*bids), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bids", "outcome"),
    [
        ((), "NO_BIDS"),
        ((bid("A", 500, status="late"),), "NONE_QUALIFIED"),
        ((Bid(bidder="A"),), "NOT_BY_PRICE"),
    ],
)
def test_without_a_bid_that_counts_there_is_no_award(bids: tuple[Bid, ...], outcome: str) -> None:
    found = adjudicate(case_of(*bids), RULES)

    assert (found.decision.outcome, found.state.phase) == (outcome, Phase.NO_AWARD)


def test_a_group_leaves_nobody_over_who_has_won_enough() -> None:
    found = adjudicate(case_of(bid("A", 500), won={"A": ("IT-4144",)}), RULES)

    assert (found.decision.outcome, found.state.phase) == ("PASSED_OVER", Phase.NO_AWARD)
    reason, _ = found.decision.reasons
    assert reason.message.startswith("A has won IT-4144 of the same group, and one bidder wins 1 tender at the most")


def test_equal_totals_wait_for_a_person() -> None:
    equal = [bid(name, 500, established_in="CH", technical_points=Decimal(20)) for name in ("A", "B")]
    case = case_of(*equal, kind="service", weights=WEIGHTS)
    found = adjudicate(case, RULES)

    assert (found.state.phase, found.tied) == (Phase.TIE, ("A", "B"))
    assert winner(adjudicate(replace(case, tie_winner="B"), RULES)) == ("B", 500)


@pytest.mark.parametrize(
    ("points", "says"),
    [(None, "A has no technical points"), (Decimal(31), "A has 31 technical points, and 30 is the most")],
)
def test_technical_points_are_given_and_possible(points: Decimal | None, says: str) -> None:
    case = case_of(bid("A", 500, technical_points=points), kind="service", weights=WEIGHTS)

    with pytest.raises(CaseError, match=says):
        adjudicate(case, RULES)
