"""What a proposal may become and who may take it there, and what a draft must fulfil."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.words import Decision, Money, Reason

DRAFTED: Final = "DRAFTED"
REFUSED: Final = "REFUSED"
FUNDING_CURRENCY: Final = "EUR"
LONGEST_ACRONYM: Final = 255
LONGEST_TITLE: Final = 500

# ---------------------------------------------------------------- from the idea to the grant

AUTHORS: Final = ("researcher", "technical_officer", "firm", "eu_officer", "admin")
EU_OFFICE: Final = ("eu_officer", "admin")


@dataclass(frozen=True, slots=True)
class Transition:
    """A step of a proposal, by the names of its states, and the roles that may take it."""

    source: str
    target: str
    roles: tuple[str, ...] = EU_OFFICE


def _steps(source: str, *targets: str, roles: tuple[str, ...] = EU_OFFICE) -> list[Transition]:
    return [Transition(source, target, roles) for target in targets]


TRANSITIONS: Final = (
    *_steps("idea", "draft", "withdrawn", roles=AUTHORS),
    *_steps("draft", "internal_review", "withdrawn", roles=AUTHORS),
    *_steps("internal_review", "draft", "edh_routing", "withdrawn"),
    *_steps("edh_routing", "approved", "rejected_internally", "withdrawn"),
    *_steps("approved", "submitted", "withdrawn"),
    *_steps("submitted", "stage_1", "under_evaluation", "ineligible", "withdrawn"),
    *_steps("stage_1", "invited", "not_invited", "ineligible", "withdrawn"),
    *_steps("invited", "under_evaluation", "withdrawn"),
    *_steps("under_evaluation", "main_list", "reserve_list", "rejected", "ineligible", "withdrawn"),
    *_steps("main_list", "grant_preparation", "withdrawn"),
    *_steps("reserve_list", "grant_preparation", "rejected", "withdrawn"),
    *_steps("grant_preparation", "signed", "withdrawn"),
)
"""Every step there is. Before the review it is the authors' own; from then on the EU office moves it.

Since 1 May 2015 every proposal needs an approved EDH document before its submission:
https://cerneu.web.cern.ch/internal-approval-and-submission-eu-projects. The order of the other states is ours.
"""

ENDED: Final = frozenset({"rejected_internally", "not_invited", "rejected", "ineligible", "signed", "withdrawn"})
"""The states that lead nowhere: the same topic may be answered again."""


def transitions_open(status: str, role: str) -> list[str]:
    """The states to which somebody in this role may take a proposal that is in `status`."""
    return [step.target for step in TRANSITIONS if step.source == status and role in step.roles]


# ---------------------------------------------------------------- whether a draft can be begun


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFacts:
    """What is known of the topic to which a draft answers."""

    identifier: str
    is_closed: bool
    deadline: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as somebody wants to begin it, with the references of proposals that it would repeat."""

    acronym: str
    title: str
    topic: TopicFacts | None
    requested: Money | None
    today: date
    same: tuple[str, ...] = ()


def may_draft(draft: Draft) -> Decision:
    """DRAFTED, or REFUSED with every reason against it."""
    reasons = [*_against_text(draft), *_against_topic(draft), *_against_money(draft), *_against_repetition(draft)]
    return Decision(outcome=REFUSED if reasons else DRAFTED, reasons=reasons)


def _against_text(draft: Draft) -> Iterator[Reason]:
    for name, text, longest in (("acronym", draft.acronym, LONGEST_ACRONYM), ("title", draft.title, LONGEST_TITLE)):
        if not text.strip():
            yield Reason(code=f"{name.upper()}_MISSING", message=f"The proposal has no {name}. Give it one.")
        elif len(text) > longest:
            yield Reason(
                code=f"{name.upper()}_TOO_LONG",
                message=f"The {name} has {len(text)} letters. Shorten it to {longest}.",
            )


def _against_topic(draft: Draft) -> Iterator[Reason]:
    topic = draft.topic
    if topic is None:
        message = "There is no such topic. Look for it with `topics` or `search`."
        yield Reason(code="TOPIC_UNKNOWN", message=message)
    elif topic.is_closed or (topic.deadline is not None and topic.deadline < draft.today):
        since = f" since {topic.deadline.isoformat()}" if topic.deadline else ""
        message = f"The topic {topic.identifier} takes no proposals{since}. Choose one that is open or forthcoming."
        yield Reason(code="TOPIC_CLOSED", message=message)


def _against_money(draft: Draft) -> Iterator[Reason]:
    money = draft.requested
    if money is None:
        return
    if money.currency != FUNDING_CURRENCY:
        message = (
            f"The Commission pays in {FUNDING_CURRENCY}, not in {money.currency}. Give the sum in {FUNDING_CURRENCY}."
        )
        yield Reason(code="WRONG_CURRENCY", message=message)
    if money.amount <= 0:
        message = f"{money.amount} {money.currency} is nothing to ask for. Give a sum above 0, or leave it out."
        yield Reason(code="AMOUNT_NOT_POSITIVE", message=message)


def _against_repetition(draft: Draft) -> Iterator[Reason]:
    for reference in draft.same:
        message = f"{reference} answers the same topic under the same acronym. Go on with it, or withdraw it first."
        yield Reason(code="DUPLICATE_PROPOSAL", message=message)
