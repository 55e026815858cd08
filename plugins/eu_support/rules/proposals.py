"""What a proposal may become and who may take it there, and what a draft must fulfil."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from core.words import Decision, Reason

DRAFTED: Final = "DRAFTED"
REFUSED: Final = "REFUSED"
LONGEST_ACRONYM: Final = 255
LONGEST_TITLE: Final = 500
CENT: Final = Decimal("0.01")
MOST_EUROS: Final = 10_000_000_000
"""More than any call spends: beyond it, somebody has mistyped."""

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
    """A draft as somebody wants to begin it, and what it would meet."""

    acronym: str
    title: str
    requested: Decimal | None
    """In euros."""
    topic: TopicFacts | None
    missing: tuple[str, ...] = ()
    """What it refers to and is not there: the owner, the unit, the coordinator."""
    unit_of_other: bool = False
    """Whether a unit of CERN is to write it for an owner that is not CERN."""
    same: tuple[str, ...] = ()
    """The references of proposals under way with this owner, topic and acronym."""
    today: date


def may_draft(draft: Draft) -> Decision:
    """DRAFTED, or REFUSED with every reason against it."""
    reasons = [*_against_text(draft), *_against_topic(draft), *_against_parties(draft), *_against_repetition(draft)]
    return Decision(outcome=REFUSED if reasons else DRAFTED, reasons=reasons)


def _against_text(draft: Draft) -> Iterator[Reason]:
    for name, text, longest in (("acronym", draft.acronym, LONGEST_ACRONYM), ("title", draft.title, LONGEST_TITLE)):
        if not text:
            yield Reason(code=f"{name.upper()}_MISSING", message=f"The proposal has no {name}. Give it one.")
        elif len(text) > longest:
            message = f"The {name} has {len(text)} letters. Shorten it to {longest}."
            yield Reason(code=f"{name.upper()}_TOO_LONG", message=message)
    yield from _against_money(draft.requested)


def _against_money(requested: Decimal | None) -> Iterator[Reason]:
    if requested is None:
        return
    if not 0 < requested <= MOST_EUROS:
        message = f"{requested} EUR cannot be asked for. Give a sum above 0 and up to {MOST_EUROS}, or leave it out."
        yield Reason(code="REQUESTED_OUT_OF_RANGE", message=message)
    elif requested != requested.quantize(CENT):
        message = f"{requested} EUR is finer than a cent. Round it."
        yield Reason(code="REQUESTED_TOO_FINE", message=message)


def _against_topic(draft: Draft) -> Iterator[Reason]:
    topic = draft.topic
    if topic is None:
        message = "There is no such topic. Look for it with `topics` or `search`."
        yield Reason(code="TOPIC_UNKNOWN", message=message)
    elif topic.deadline is not None and topic.deadline < draft.today:
        message = (
            f"The deadline of {topic.identifier} was {topic.deadline}. Choose a topic that is open or forthcoming."
        )
        yield Reason(code="TOPIC_CLOSED", message=message)
    elif topic.is_closed:
        message = f"{topic.identifier} takes no proposals any more. Choose a topic that is open or forthcoming."
        yield Reason(code="TOPIC_CLOSED", message=message)


def _against_parties(draft: Draft) -> Iterator[Reason]:
    for name in draft.missing:
        message = f"There is no such {name}. Take an id that an earlier answer gave."
        yield Reason(code=f"{name.upper()}_UNKNOWN", message=message)
    if draft.unit_of_other:
        message = "A unit of CERN writes proposals of CERN. Name CERN as the owner, or leave out the unit."
        yield Reason(code="UNIT_OF_OTHER_OWNER", message=message)


def _against_repetition(draft: Draft) -> Iterator[Reason]:
    for reference in draft.same:
        message = f"{reference} answers the same topic under the same acronym. Go on with it, or withdraw it first."
        yield Reason(code="DUPLICATE_PROPOSAL", message=message)
