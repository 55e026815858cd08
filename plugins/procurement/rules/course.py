"""How a tender goes from bids to award: what is known of it, and how things stand after each step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import Enum

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity
from plugins.procurement.rules.adjudication import Ranked, Step
from plugins.procurement.rules.alignment import Contender
from plugins.procurement.rules.best_value import Scored, Weights
from plugins.procurement.rules.bids import Bid
from plugins.procurement.rules.offers import Offers


class Phase(Enum):
    """How far a tender has come on its way from bids to award."""

    OPEN = "open"
    """The bids are looked at; nobody leads yet."""
    LEADING = "leading"
    """One bid is the lowest, or the best; what follows can still change who wins."""
    OFFER = "offer"
    """A bidder is asked to match the lowest price, and its answer is awaited."""
    TIE = "tie"
    """Bids are equal, and a person has to choose."""
    APPROVAL = "approval"
    """The award waits for the approval of the Finance Committee."""
    AWARD = "award"
    """It is decided who wins, at which price."""
    NO_AWARD = "no_award"
    """There is no bid to which the tender can be awarded by this rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How things stand after a step."""

    phase: Phase
    bidder: str | None = None
    """Who leads, is asked, or wins; none while nobody is."""
    price: Decimal | None = None
    """What that bidder would be paid."""
    if_accepted: "State | None" = None
    """How things stand once the bidder that is asked accepts."""
    if_declined: "State | None" = None
    """How things stand once it declines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A tender, or one lot of it, with its bids and what people have answered and chosen so far."""

    kind: str
    """`supply` or `service`."""
    value: Decimal
    """What the contract is worth, in CHF."""
    day: date
    """The day whose policies hold."""
    bids: tuple[Bid, ...]
    statuses: Mapping[str, str] = field(default_factory=dict[str, str])
    """The balance status of states, by the country's code, as the list in force has it."""
    doubts: tuple[Reason, ...] = ()
    """Why those statuses may be others, such as that the period of the list is over."""
    weights: Weights | None = None
    """Where best value decides; none where the lowest price does."""
    won: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    """The tenders that a bidder has won of a group between whose bidders awards are split, by bidder."""
    answers: Mapping[str, bool] = field(default_factory=dict[str, bool])
    """Whether a bidder that was asked matches the lowest price, by bidder."""
    tie_winner: str = ""
    """Whom a person has chosen between equal prices or totals."""
    chosen: tuple[str, ...] = ()
    """Equal candidates in the order in which a person wants them asked."""
    skips_alignment: bool = False
    """Whether the officer wants to award without asking the candidates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The versions of the policies that the tender goes by, each under its name in procurement."""

    adjudication: PolicyVersion
    alignment: PolicyVersion
    best_value: PolicyVersion
    finance_committee: PolicyVersion
    origin: PolicyVersion
    splitting: PolicyVersion
    thresholds: PolicyVersion

    def __iter__(self) -> Iterator[PolicyVersion]:
        """Each of them, by name."""
        yield from (getattr(self, each.name) for each in fields(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A step, and how things stand after it."""

    step: Step
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How it went, as far as the answers go."""

    stages: tuple[Stage, ...]
    ranked: tuple[Ranked, ...] = ()
    """The bids that count, by price."""
    contenders: tuple[Contender, ...] = ()
    """The same with the balance of their origin; none where price alone does not decide."""
    scored: tuple[Scored, ...] = ()
    """The same with their points; none where best value does not decide."""
    offers: Offers = field(default_factory=lambda: Offers(()))
    """The candidates of alignment, with their answers."""
    tied: tuple[str, ...] = ()
    """Between whom a person has to choose before it goes on."""
    tried: tuple[Reason, ...] = ()
    """That it goes by versions of policies that were never in force."""

    @property
    def decision(self) -> Decision:
        """What the last step said, with every warning on the way to it, so that it can be read alone."""
        last = self.stages[-1].step.decision
        said = (reason for stage in self.stages for reason in stage.step.decision.reasons)
        warnings = (reason for reason in said if reason.severity is Severity.WARNING)
        return Decision(outcome=last.outcome, reasons=[*dict.fromkeys((*last.reasons, *warnings, *self.tried))])

    @property
    def state(self) -> State:
        """How things stand in the end."""
        return self.stages[-1].state
