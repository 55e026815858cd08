"""How a firm or an institute can do research with CERN in projects of the European Union."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity

OPEN: Final = "OPEN"
NOT_YET: Final = "NOT_YET"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """What topics there are, and what the organisation does already."""

    name: str
    open_topics: int
    next_deadline: date | None
    """The first deadline of those that are open."""
    forthcoming_topics: int
    participations: int
    """In how many projects it takes, or took, part."""


def research(chances: Chances, approval: PolicyVersion | None) -> Decision:
    """OPEN if proposals are taken, NOT_YET while none are. `approval` is a version of eu_support.internal_approval."""
    reasons = [_topics(chances), *_experience(chances), *_approval(approval)]
    return Decision(outcome=OPEN if chances.open_topics else NOT_YET, reasons=reasons)


def _topics(chances: Chances) -> Reason:
    if chances.open_topics:
        until = f", the next until {chances.next_deadline}" if chances.next_deadline else ""
        return Reason(
            code="TOPICS_OPEN",
            message=f"Topics that take proposals: {chances.open_topics}{until}.",
            next_step="Choose among `topics(where: {status: {eq: OPEN}})`, and ask the EU office whether CERN joins.",
            severity=Severity.INFO,
        )
    if chances.forthcoming_topics:
        return Reason(
            code="TOPICS_FORTHCOMING",
            message=f"No topic takes proposals at present. Forthcoming topics: {chances.forthcoming_topics}.",
            next_step="Prepare for one of `topics(where: {status: {eq: FORTHCOMING}})`, and look for partners.",
        )
    return Reason(
        code="NO_TOPIC",
        message="No topic that takes proposals is known here.",
        next_step="Ask the EU office of CERN what is planned.",
    )


def _experience(chances: Chances) -> Iterator[Reason]:
    if chances.participations:
        message = f"Projects of the EU in which {chances.name} takes or took part: {chances.participations}."
        yield Reason(code="TAKES_PART", message=message, severity=Severity.INFO)


def _approval(policy: PolicyVersion | None) -> Iterator[Reason]:
    if policy and policy.flag("approval"):
        message = "CERN takes part in a proposal only once it has approved that inside, coordinator or not"
        ending = "; without it, it may withdraw." if policy.flag("may_withdraw") else "."
        step = "Tell the EU office of CERN early, with a summary of the project."
        yield policy.reason("APPROVAL_FIRST", message + ending, on="approval", next_step=step)
