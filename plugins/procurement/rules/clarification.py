"""Whether a bidder's question is answered, and what everybody is told of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity

ANSWERED: Final = "ANSWERED"
REFUSED: Final = "REFUSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that a bidder asks in writing about a call."""

    author: str
    bidders: tuple[str, ...]
    """Everybody who was invited, the author among them."""
    asked_at: datetime
    closes_at: datetime
    """The time limit for bids."""
    cut_off: datetime | None = None
    """The end of the time for questions as the call states it; none if it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    """What becomes of a question."""

    decision: Decision
    """ANSWERED or REFUSED."""
    sent_to: tuple[str, ...] = ()
    """Who gets the question with its answer."""
    named_author: str | None = None
    """Who is named as having asked; none, since nobody is to know."""
    acknowledged_by: tuple[str, ...] = ()
    """Who has to acknowledge it in the cover letter of the bid."""


def clarification(question: Question, policy: PolicyVersion) -> Clarification:
    """Whether a question is answered, and if so, to whom, without its author, and who has to acknowledge it."""
    timing = _timing(question, policy)
    if timing.severity is Severity.ERROR:
        return Clarification(decision=Decision(outcome=REFUSED, reasons=[timing]))
    sent_to = question.bidders if policy.flag("told_to_all") else (question.author,)
    return Clarification(
        decision=Decision(outcome=ANSWERED, reasons=[timing, *_manner(policy)]),
        sent_to=sent_to,
        named_author=question.author if policy.flag("author_named") else None,
        acknowledged_by=sent_to if policy.flag("acknowledged") else (),
    )


def _timing(question: Question, policy: PolicyVersion) -> Reason:
    if question.cut_off is not None:
        return _by_the_call(question.asked_at <= question.cut_off, question.cut_off, policy)
    earliest = question.closes_at - timedelta(days=policy.whole("earliest_cut_off_days"))
    latest = question.closes_at - timedelta(days=policy.whole("latest_cut_off_days"))
    if question.asked_at <= earliest:
        message = f"The question comes before {earliest:%Y-%m-%d}, the earliest end of the time for questions."
        return policy.reason("ASKED_IN_TIME", message, on="earliest_cut_off_days")
    if question.asked_at <= latest:
        return policy.reason(
            "CUT_OFF_NOT_STATED",
            f"The call does not say when the time for questions ends; elsewhere it was between {earliest:%Y-%m-%d} "
            f"and {latest:%Y-%m-%d} for such a time limit.",
            on="earliest_cut_off_days",
            severity=Severity.WARNING,
            next_step="Ask at once, and read the call for its own cut-off.",
        )
    message = f"The time for questions was over on {latest:%Y-%m-%d} at the latest."
    return _over(message, policy, "latest_cut_off_days")


def _by_the_call(in_time: bool, cut_off: datetime, policy: PolicyVersion) -> Reason:
    end = f"{cut_off:%Y-%m-%d}"
    if in_time:
        return policy.reason("ASKED_IN_TIME", f"The call takes questions until {end}.", on="told_to_all")
    return _over(f"The call took questions until {end}.", policy, "told_to_all")


def _over(message: str, policy: PolicyVersion, name: str) -> Reason:
    return policy.reason(
        "ASKED_TOO_LATE",
        message,
        on=name,
        severity=Severity.ERROR,
        next_step="Bid on the documents as they are, and state in the bid what you assume.",
    )


def _manner(policy: PolicyVersion) -> Iterator[Reason]:
    if policy.flag("told_to_all"):
        yield policy.reason("TOLD_TO_ALL", "The question and its answer go to all bidders.", on="told_to_all")
    if not policy.flag("author_named"):
        yield policy.reason("AUTHOR_NOT_NAMED", "Nobody is told who asked.", on="author_named")
    if policy.flag("acknowledged"):
        message = "Each bidder acknowledges it in the cover letter of the bid."
        yield policy.reason("TO_BE_ACKNOWLEDGED", message, on="acknowledged")
