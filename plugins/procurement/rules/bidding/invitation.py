"""Who is asked to bid: firms that CERN chooses, for larger purchases among those that a market survey qualified."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from core.policies.version import PolicyVersion
from plugins.procurement.rules.bidding.call import OPEN, OVER
from plugins.procurement.rules.bidding.case import Case
from plugins.procurement.rules.bidding.findings import BARS, DELAYS, EXPLAINS, LEAVES_OPEN, WARNS, Finding


def on_the_invitation(case: Case, policy: PolicyVersion) -> Iterator[Finding]:
    procedure, status = case.call.procedure, case.candidacy.status
    if procedure is None:
        yield Finding(
            weight=LEAVES_OPEN,
            code="PROCEDURE_UNKNOWN",
            message="It is not known in which way offers are sought.",
            next_step="Say which procedure it is; `requiredProcedure` tells which one a value asks for.",
        )
    elif procedure in policy.texts("by_invitation"):
        if status is None:
            yield _unknown(policy)
        elif status == "invited":
            message = f"{case.firm.name} is invited."
            yield Finding(weight=EXPLAINS, code="INVITED", message=message, policy=policy, on="by_invitation")
            yield from _after_late_answer(case, procedure, policy)
        elif procedure in policy.texts("by_survey"):
            yield BY_SURVEY[status](case, policy)
            if status == "qualified":
                yield from _after_late_answer(case, procedure, policy)
        else:
            yield _not_asked(case, procedure, policy)
    else:
        yield _of_no_rule(procedure, policy)


def _of_no_rule(procedure: str, policy: PolicyVersion) -> Finding:
    """CERN seeks offers by invitation alone, so this is another buyer's way, or a slip."""
    return Finding(
        weight=LEAVES_OPEN,
        code="PROCEDURE_NOT_OF_CERN",
        message=f"Offers are sought by the procedure '{procedure}'. CERN asks firms; who may bid where anybody else "
        "chooses is not told by these rules.",
        next_step="Read the call itself, or ask its buyer.",
        policy=policy,
        on="by_invitation",
    )


def _unknown(policy: PolicyVersion) -> Finding:
    return Finding(
        weight=LEAVES_OPEN,
        code="INVITATION_UNKNOWN",
        message="Only firms that CERN asks may bid, and it is not known whether this one is asked.",
        next_step="Say whether it is; the firm itself, its liaison office and procurement officers can see it.",
        policy=policy,
        on="by_invitation",
    )


def _not_asked(case: Case, procedure: str, policy: PolicyVersion) -> Finding:
    if procedure in policy.texts("by_liaison_office"):
        return _to_be_proposed(case, policy)
    return Finding(
        weight=BARS,
        code="NOT_INVITED",
        message=f"Only firms that CERN asks may bid for {case.call.reference}, and {case.firm.name} is not asked.",
        next_step="Make yourself known for the next time: register, name your fields, and tell your liaison office.",
        policy=policy,
        on="by_invitation",
    )


def _to_be_proposed(case: Case, policy: PolicyVersion) -> Finding:
    name, proposed = case.firm.name, case.candidacy.is_proposed
    is_it = f"{name} is proposed, and not asked yet." if proposed else f"{name} is not among them."
    return Finding(
        weight=DELAYS,
        code="PROPOSED" if proposed else "NOT_ASKED",
        message=f"{case.call.reference} is a price enquiry, which is not advertised: CERN asks firms, and liaison "
        f"officers propose some. {is_it}",
        next_step="Wait for CERN's enquiry." if proposed else "Ask the liaison office of your state to propose you.",
        policy=policy,
        on="by_liaison_office",
    )


# ---------------------------------------------------------------- by a market survey


def answered_in_time(answered_on: date, dispatched_on: date, policy: PolicyVersion) -> bool:
    """Whether an answer to a market survey came early enough before the invitation is sent."""
    return answered_on <= last_day_to_answer(dispatched_on, policy)


def last_day_to_answer(dispatched_on: date, policy: PolicyVersion) -> date:
    """The last day on which a firm can answer the market survey, whatever the survey's own letter says."""
    return dispatched_on - timedelta(days=policy.whole("answer_by"))


def on_the_survey(case: Case, policy: PolicyVersion) -> Iterator[Finding]:
    """What is asked is a market survey itself: a step towards bids, which takes none."""
    status = case.candidacy.status
    yield Finding(
        weight=DELAYS,
        code="ANSWERED_NOT_BID_FOR",
        message=f"{case.call.reference} is a market survey, which firms answer and do not bid for: those that qualify "
        "in it can be invited to bid later.",
        next_step=NEXT_IN_SURVEY.get(status or "", "Answer the market survey."),
        policy=policy,
        on="surveys",
    )
    if status == "disqualified":
        yield _disqualified(case, policy)


NEXT_IN_SURVEY: Final = {
    "answered": "Wait for the verdict, and answer what CERN asks back.",
    "qualified": "Wait for the invitation to bid.",
    "invited": "Bid for the call that you are invited to.",
    "disqualified": "See to the criteria that were not met, before the next survey in your field.",
}


def _after_late_answer(case: Case, procedure: str, policy: PolicyVersion) -> Iterator[Finding]:
    """A firm that has come on though it answered too late: the exception must have been made for it."""
    answered_on, dispatched_on = case.candidacy.answered_on, case.call.dispatched_on
    if procedure not in policy.texts("by_survey") or not (answered_on and dispatched_on):
        return
    if not answered_in_time(answered_on, dispatched_on, policy):
        yield Finding(
            weight=WARNS,
            code="ANSWERED_AFTER_THE_LAST_DAY",
            message=f"The market survey was answered on {answered_on}; the last day was "
            f"{last_day_to_answer(dispatched_on, policy)}. Only exceptionally is a firm added after that.",
            next_step="Ask the procurement officer whether that exception was made.",
            policy=policy,
            on="added_after_dispatch",
        )


def _potential(case: Case, policy: PolicyVersion) -> Finding:
    dispatched_on = case.call.dispatched_on
    last = last_day_to_answer(dispatched_on, policy) if dispatched_on else None
    if (last and last < case.at.date()) or case.call.status in (OPEN, *OVER):
        message = "Only firms that qualified in the market survey are invited, and it can be answered no more."
        return _left_out(case, "SURVEY_MISSED", message, policy, on="answer_by")
    until = f"until {last}" if last else f"until {policy.whole('answer_by')} days before the invitation is sent"
    return Finding(
        weight=DELAYS,
        code="SURVEY_NOT_ANSWERED",
        message=f"Only firms that qualify in the market survey are invited. It can be answered {until}, even after "
        "the day that its letter names.",
        next_step="Answer the market survey.",
        policy=policy,
        on="answer_by",
    )


def _answered(case: Case, policy: PolicyVersion) -> Finding:
    answered_on, dispatched_on = case.candidacy.answered_on, case.call.dispatched_on
    if answered_on and dispatched_on and not answered_in_time(answered_on, dispatched_on, policy):
        last = last_day_to_answer(dispatched_on, policy)
        message = f"The market survey was answered on {answered_on}; the last day was {last}."
        return _left_out(case, "ANSWERED_TOO_LATE", message, policy, on="answer_by")
    return Finding(
        weight=DELAYS,
        code="ANSWER_NOT_JUDGED",
        message=f"{case.firm.name} has answered the market survey, and whether it qualifies is not decided.",
        next_step="Wait for the verdict, and answer what CERN asks back.",
        policy=policy,
        on="by_survey",
    )


def _qualified(case: Case, policy: PolicyVersion) -> Finding:
    if case.call.status in (OPEN, *OVER):
        message = f"{case.firm.name} has qualified, and others were invited."
        return _left_out(case, "NOT_INVITED", message, policy)
    return Finding(
        weight=DELAYS,
        code="INVITATION_AWAITED",
        message=f"{case.firm.name} has qualified, and is not invited yet.",
        next_step="Wait for the invitation; of more qualified firms than may be invited, CERN chooses some.",
        policy=policy,
        on="by_survey",
    )


def _disqualified(case: Case, policy: PolicyVersion) -> Finding:
    return Finding(
        weight=BARS,
        code="DISQUALIFIED",
        message=f"{case.firm.name} answered the market survey and does not fulfil its criteria.",
        next_step="Ask which criteria were not met, and see to them before the next survey in your field.",
        policy=policy,
        on="by_survey",
    )


def _left_out(case: Case, code: str, message: str, policy: PolicyVersion, on: str = "by_survey") -> Finding:
    """Somebody whom only an exception can still bring in."""
    exceptionally = "Ask the procurement officer: exceptionally a firm is added after the invitation was sent."
    next_time = "Look for the next market survey in your field."
    may_be_added = policy.flag("added_after_dispatch") and case.call.status not in OVER
    return Finding(
        weight=BARS,
        code=code,
        message=message,
        next_step=exceptionally if may_be_added else next_time,
        policy=policy,
        on=on,
    )


BY_SURVEY: Final[Mapping[str, Callable[[Case, PolicyVersion], Finding]]] = {
    "potential": _potential,
    "answered": _answered,
    "qualified": _qualified,
    "disqualified": _disqualified,
}
"""What becomes of a firm that is not invited, by how far it has come."""
