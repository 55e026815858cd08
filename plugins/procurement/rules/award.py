"""From bids to award, step by step: splitting, qualification, prices, then alignment or best value."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from core.words import Decision, Reason, Severity
from plugins.procurement.rules.adjudication import Ranked, Step, by_price, lowest_compliant
from plugins.procurement.rules.alignment import Alignment, Contest, alignment, applicability, contender
from plugins.procurement.rules.best_value import Weights, best_value, weighing
from plugins.procurement.rules.bids import CaseError, check, in_order
from plugins.procurement.rules.course import Case, Course, Phase, Rulebook, Stage, State
from plugins.procurement.rules.decisions import REFUSED
from plugins.procurement.rules.finance_committee import Commitment, finance_committee
from plugins.procurement.rules.offers import Offers
from plugins.procurement.rules.origin import Origin, origin
from plugins.procurement.rules.splitting import at_limit, splitting
from plugins.procurement.rules.thresholds import reform
from plugins.procurement.rules.wording import amount, named

LOWEST: Final = "lowest_compliant"
BEST: Final = "best_value"
OPEN: Final = State(phase=Phase.OPEN)
NOBODY: Final = State(phase=Phase.NO_AWARD)
TIED: Final = State(phase=Phase.TIE)


def adjudicate(case: Case, rules: Rulebook) -> Course:
    """How the tender goes, as far as the answers and choices that are given lead.

    Nothing hangs on the order of bids, answers or statuses. Raises CaseError, which names the bid, for what contradicts
    itself: prices, origins, weights, an answer of somebody who is not asked, a choice between bids that are not equal.
    """
    _check(case)
    over = at_limit([bid.bidder for bid in case.bids], case.won, rules.splitting)
    left = replace(case, bids=tuple(bid for bid in in_order(case.bids) if bid.bidder not in over))
    course = Course(stages=()) if over and not left.bids else _between(left, rules)
    _refuse_unused(case, course)
    return replace(course, stages=(*_split(left, case, rules), *course.stages), tried=(*_tried(rules),))


def _between(case: Case, rules: Rulebook) -> Course:
    return _by_value(case, case.weights, rules) if case.weights else _by_price(case, rules)


def _tried(rules: Rulebook) -> Iterator[Reason]:
    for each in rules:
        if each.is_variant:
            message = f"{each.name} was never in force: this is what would follow from it."
            step = "Leave it out of `variants` for the version in force."
            yield Reason(
                code="VARIANT_TRIED", message=message, next_step=step, severity=Severity.WARNING, policy=each.name
            )


def _check(case: Case) -> None:
    check(case.bids)
    if case.value < 0:
        raise CaseError(f"The contract is worth {amount(case.value, 'CHF')}. It cannot be worth less than nothing.")
    bidders = {bid.bidder for bid in case.bids}
    chosen = (case.tie_winner,) if case.tie_winner else ()
    strangers = sorted({*case.answers, *chosen, *case.chosen} - bidders)
    if strangers:
        raise CaseError(f"{named(strangers)} answered or was chosen, and made no bid. Name a bidder.")


def _refuse_unused(case: Case, course: Course) -> None:
    """An answer or a choice that decided nothing is a misunderstanding."""
    answered = course.offers.candidates[: len(course.offers.answers)]
    for bidder in sorted(case.answers.keys() - {*answered}):
        course.offers.after(bidder, accepts=case.answers[bidder])
    unused = (case.tie_winner and not course.ranked, case.chosen and not course.contenders)
    if any(unused):
        names = named([case.tie_winner, *case.chosen] if case.tie_winner else case.chosen)
        raise CaseError(f"{names} is chosen, and it does not come to that choice. Leave it out.")


def _split(left: Case, case: Case, rules: Rulebook) -> Iterator[Stage]:
    if case.won:
        decision = splitting([bid.bidder for bid in case.bids], case.won, rules.splitting)
        yield Stage(step=Step(name="SPLITTING", decision=decision), state=OPEN if left.bids else NOBODY)


def _leading(bid: Ranked) -> State:
    return State(phase=Phase.LEADING, bidder=bid.bidder, price=bid.price)


def _stages(steps: Sequence[Step], last: State) -> Iterator[Stage]:
    """Steps through which nothing is settled before the last."""
    yield from (Stage(step=step, state=OPEN) for step in steps[:-1])
    yield Stage(step=steps[-1], state=last)


# ---------------------------------------------------------------- the lowest price decides


def _by_price(case: Case, rules: Rulebook) -> Course:
    found = lowest_compliant(case.bids, rules.adjudication, tie_winner=case.tie_winner)
    if found.lowest is None:
        stages = _stages(found.steps, TIED if found.tied else NOBODY)
        return Course(stages=tuple(stages), ranked=found.ranked, tied=found.tied)
    course = Course(stages=tuple(_stages(found.steps, _leading(found.lowest))), ranked=found.ranked)
    return _with_alignment(course, found.lowest, case, rules)


def _with_alignment(course: Course, lowest: Ranked, case: Case, rules: Rulebook) -> Course:
    origins = {bid.bidder: origin(case.kind, bid, rules.origin) for bid in case.bids}
    contest = _contest(course.ranked, lowest, origins, case)
    found = alignment(contest, rules.alignment, chosen=case.chosen)
    course = replace(
        course,
        contenders=(contest.lowest, *contest.others),
        stages=(*course.stages, _origins(course, origins, case), _aligned(course, found, case, rules)),
    )
    if case.skips_alignment and (found.candidates or found.tied):
        return _skipping(course, case, rules)
    if found.tied:
        return replace(course, tied=found.tied)
    return _with_answers(course, lowest, Offers(found.candidates), rules, case)


def _contest(ranked: Sequence[Ranked], lowest: Ranked, origins: dict[str, Origin], case: Case) -> Contest:
    contenders = {bid.bidder: contender(bid, origins[bid.bidder].shares, case.statuses) for bid in ranked}
    return Contest(
        kind=case.kind,
        basis=LOWEST,
        value=case.value,
        lowest=contenders.pop(lowest.bidder),
        others=tuple(contenders.values()),
    )


def _origins(course: Course, origins: dict[str, Origin], case: Case) -> Stage:
    counted = [origins[bid.bidder] for bid in course.ranked]
    reasons = [reason for each in counted for reason in each.decision.reasons]
    countries = {country for each in counted for country in each.shares}
    if unlisted := sorted(countries - case.statuses.keys()):
        lacking = f"No status of {named(unlisted)} is among the balances that hold here"
        message = f"{lacking}: such an origin is not poorly balanced."
        give = "Give it in `balances`, or ask for a day on which a list names it."
        reasons.append(Reason(code="NO_BALANCE_STATUS", message=message, next_step=give, severity=Severity.WARNING))
    outcomes = sorted({each.decision.outcome for each in counted})
    step = Step(name="ORIGIN", decision=Decision(outcome=outcomes[-1], reasons=[*reasons, *case.doubts]))
    return Stage(step=step, state=course.state)


def _aligned(course: Course, found: Alignment, case: Case, rules: Rulebook) -> Stage:
    decision = _doubted(found.decision, case, rules, anybody=bool(found.candidates or found.tied))
    return Stage(step=Step(name="ALIGNMENT", decision=decision), state=TIED if found.tied else course.state)


def _doubted(decision: Decision, case: Case, rules: Rulebook, *, anybody: bool) -> Decision:
    """The decision with what else there is to say: that the value from which it applies may be another by now."""
    reasons = [*decision.reasons, *_nothing_skipped(case, anybody=anybody), *reform(rules.thresholds, case.day)]
    return Decision(outcome=decision.outcome, reasons=reasons)


def _nothing_skipped(case: Case, *, anybody: bool) -> Iterator[Reason]:
    """That the officer wants to skip candidates where there is not anybody to ask."""
    if case.skips_alignment and not anybody:
        message = "There is nobody to ask, so nothing is skipped."
        yield Reason(code="NOTHING_SKIPPED", message=message, severity=Severity.INFO)


def _skipping(course: Course, case: Case, rules: Rulebook) -> Course:
    """Awarding without asking the candidates is an exception, which somebody has to approve."""
    commitment = Commitment(value=case.value, exceptions=("ALIGNMENT",))
    decision = finance_committee(commitment, case.day, thresholds=rules.thresholds, policy=rules.finance_committee)
    waits = replace(_leading(course.contenders[0].bid), phase=Phase.APPROVAL)
    return replace(course, stages=(*course.stages, Stage(step=Step(name="APPROVAL", decision=decision), state=waits)))


# ---------------------------------------------------------------- who is asked answers


def _with_answers(course: Course, lowest: Ranked, offers: Offers, rules: Rulebook, case: Case) -> Course:
    stages = [*course.stages]
    while bidder := offers.offered:
        stages.append(_offer(bidder, offers, lowest, rules))
        if bidder not in case.answers:
            return replace(course, stages=tuple(stages), offers=offers)
        offers = offers.after(bidder, accepts=case.answers[bidder])
        stages.append(_answer(bidder, offers, lowest, rules))
    stages.append(_award_after(offers, lowest, rules))
    return replace(course, stages=tuple(stages), offers=offers)


def standing(offers: Offers, lowest: Ranked) -> State:
    """How things stand between the candidates and the lowest bid, with all that can follow."""
    if bidder := offers.offered:
        return State(
            phase=Phase.OFFER,
            bidder=bidder,
            price=lowest.price,
            if_accepted=standing(offers.after(bidder, accepts=True), lowest),
            if_declined=standing(offers.after(bidder, accepts=False), lowest),
        )
    return State(phase=Phase.AWARD, bidder=offers.accepted or lowest.bidder, price=lowest.price)


def _offer(bidder: str, offers: Offers, lowest: Ranked, rules: Rulebook) -> Stage:
    what = rules.alignment.text("to_match")
    message = f"{bidder} is asked to match the {what}, {lowest.says}, and wins if it does."
    reason = rules.alignment.reason("OFFERED", message, on="to_match", next_step=f"{bidder} accepts or declines.")
    decision = Decision(outcome="OFFERED", reasons=[reason])
    return Stage(step=Step(name="OFFER", decision=decision), state=standing(offers, lowest))


def _answer(bidder: str, offers: Offers, lowest: Ranked, rules: Rulebook) -> Stage:
    code = "ACCEPTED" if offers.accepted else "DECLINED"
    message = f"{bidder} {'matches' if offers.accepted else 'does not match'} {lowest.says}."
    decision = Decision(outcome=code, reasons=[rules.alignment.reason(code, message, on="to_match")])
    return Stage(step=Step(name="ANSWER", decision=decision), state=standing(offers, lowest))


def _award_after(offers: Offers, lowest: Ranked, rules: Rulebook) -> Stage:
    if offers.accepted:
        message = f"{offers.accepted} wins at {lowest.says}, which it matched."
        return _award(rules.alignment.reason("AWARD", message, on="to_match"), standing(offers, lowest))
    why = f", since {named(offers.candidates)} did not match it" if offers.candidates else ""
    what = rules.adjudication.text("awarded_to")
    message = f"{lowest.bidder} wins at {lowest.says}, the {what} that counts{why}."
    return _award(rules.adjudication.reason("AWARD", message, on="awarded_to"), standing(offers, lowest))


def _award(reason: Reason, state: State) -> Stage:
    return Stage(step=Step(name="AWARD", decision=Decision(outcome="AWARD", reasons=[reason])), state=state)


# ---------------------------------------------------------------- the best value decides


def _by_value(case: Case, weights: Weights, rules: Rulebook) -> Course:
    weighed = weighing(case.kind, weights, rules.best_value)
    if weighed.outcome == REFUSED:
        raise CaseError(" ".join(reason.message for reason in weighed.reasons))
    priced = by_price(case.bids, rules.adjudication)
    steps = (Step(name="WEIGHTS", decision=weighed), *priced.steps)
    if not priced.ranked:
        return Course(stages=tuple(_stages(steps, NOBODY)))
    points = {bid.bidder: bid.technical_points for bid in case.bids}
    found = best_value(priced.ranked, points, weights, rules.best_value, rules.adjudication, tie_winner=case.tie_winner)
    steps = (*steps, Step(name="SCORES", decision=found.decision))
    course = Course(stages=(), ranked=priced.ranked, scored=found.scored, tied=found.tied)
    if found.best is None:
        return replace(course, stages=tuple(_stages(steps, TIED)))
    applies = _doubted(applicability(case.kind, BEST, case.value, rules.alignment), case, rules, anybody=False)
    won = _leading(found.best)
    stages = (
        *_stages(steps, won),
        Stage(step=Step(name="ALIGNMENT", decision=applies), state=won),
        _best_award(found.best, rules),
    )
    return replace(course, stages=stages)


def _best_award(best: Ranked, rules: Rulebook) -> Stage:
    message = f"{best.bidder} wins at its own price, {best.says}: it has the {rules.best_value.text('awarded_to')}."
    reason = rules.best_value.reason("AWARD", message, on="awarded_to")
    return _award(reason, State(phase=Phase.AWARD, bidder=best.bidder, price=best.price))
