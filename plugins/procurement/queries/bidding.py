"""May a firm bid: a question on made-up facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated

import strawberry

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.words import Decision, country_code
from plugins.procurement.models import AccountKind, CandidacyStatus, Procedure, PurchaseKind, TenderStatus
from plugins.procurement.nodes.bidding.answer import bidding_policies
from plugins.procurement.nodes.bidding.establishment import establishments
from plugins.procurement.nodes.scopes import ZURICH
from plugins.procurement.rules.bidding.case import Call, Candidacy, Case, Establishment, Exclusion, Firm, Origin
from plugins.procurement.rules.bidding.decision import may_bid as decided
from schema.declare import query
from schema.errors import Code, fault

WHOLE = Decimal(100)
LETTERS = 2
"""Of a country's code in ISO 3166-1."""


@strawberry.input(description="A part of what a bid delivers, by the country in which it is made.")
class OriginInput:
    """A part of what a bid delivers."""

    country: str = strawberry.field(description="Where it is made: two letters of ISO 3166-1, such as PL.")
    percent: Decimal = strawberry.field(description="How much of the whole it is; all parts add up to 100.")


@strawberry.input(description="A firm and a call for offers, as far as they are known; nothing of it is stored.")
class BiddingFacts:
    """A firm and a call for offers, as far as they are known."""

    established_in: str | None = strawberry.field(
        default=None, description="Where the firm has its registered seat: two letters of ISO 3166-1, such as PL."
    )
    is_registered: bool | None = strawberry.field(
        default=None, description="Whether it is registered as a supplier of CERN."
    )
    accounts: list[AccountKind] | None = strawberry.field(
        default=None, description="Which of the two accounts with CERN it can use."
    )
    is_excluded: bool | None = strawberry.field(default=None, description="Whether CERN takes no bids from it.")
    excluded_until: date | None = strawberry.field(
        default=None, description="The last day on which it is excluded, if it is and an end is set."
    )
    has_declared_conduct: bool | None = strawberry.field(
        default=None, description="Whether it has declared that it keeps to the code of conduct for suppliers."
    )
    categories: list[str] | None = strawberry.field(
        default=None, description="The fields in which it offers to deliver: codes of `purchaseCategories`."
    )
    origins: list[OriginInput] | None = strawberry.field(
        default=None, description="Where what it would deliver is made; left out, origin is not looked at."
    )
    kind: PurchaseKind | None = strawberry.field(default=None, description="Whether goods or work are bought.")
    procedure: Procedure | None = strawberry.field(
        default=None, description="The way in which offers are sought; `requiredProcedure` tells which one it takes."
    )
    status: TenderStatus | None = strawberry.field(default=None, description="How far the call has come.")
    category: str | None = strawberry.field(
        default=None, description="The field in which is bought: a code of `purchaseCategories`."
    )
    dispatch_on: date | None = strawberry.field(
        default=None, description="The day on which the invitation is, or is to be, sent to the firms."
    )
    closes_at: datetime | None = strawberry.field(default=None, description="When the time for bids ends.")
    admits: list[str] = strawberry.field(
        default_factory=list[str], description="Countries that the entry of the call admits beside the states of CERN."
    )
    candidacy: CandidacyStatus | None = strawberry.field(
        default=None, description="How far the firm has come towards an invitation to this call."
    )
    answered_on: date | None = strawberry.field(
        default=None, description="The day on which it answered the market survey, if it did."
    )
    won_beside: list[str] = strawberry.field(
        default_factory=list[str], description="The calls that belong together with this one and that it has won."
    )


@query
async def may_bid(
    viewer: Viewer,
    policies: Policies,
    facts: Annotated[BiddingFacts, strawberry.argument(description="What is known; leave out what is not.")],
    on: Annotated[
        date | None, strawberry.argument(description="As if asked when this day begins in Geneva; now by default.")
    ] = None,
) -> Decision:
    """Whether such a firm may bid for such a call: MAY_BID, MAY_NOT_BID, NOT_YET or UNKNOWN, with all reasons.

    NOT_YET means that something is missing that the firm can still do, UNKNOWN that a fact is missing; each reason says
    what to do next. How a state belongs to CERN is read from the registry, and policies are those of that day.
    """
    _check(facts)
    at = datetime.combine(on, time(), ZURICH) if on else viewer.now.astimezone(ZURICH)
    countries = {*([facts.established_in] if facts.established_in else []), *_origin_countries(facts)}
    states = await establishments(countries, at.date(), facts.kind, viewer, policies)
    return decided(_Made(facts, at, states).case(), bidding_policies(at.date(), policies))


def _origin_countries(facts: BiddingFacts) -> list[str]:
    return [each.country for each in facts.origins or ()]


def _check(facts: BiddingFacts) -> None:
    """Raises a fault for a country that is no code, and for parts that are not those of a whole."""
    for given in (*([facts.established_in] if facts.established_in is not None else []), *_origin_countries(facts)):
        if len(country_code(given)) != LETTERS:
            raise fault(Code.BAD_ARGUMENT, f"{given!r} is no country. Write two letters of ISO 3166-1, such as PL.")
    parts = [each.percent for each in facts.origins or ()]
    if parts and (min(parts) < 0 or sum(parts) != WHOLE):
        raise fault(
            Code.BAD_ARGUMENT,
            f"The parts of origin are {', '.join(map(str, parts))} percent. Write parts that add up to 100.",
        )


@dataclass(frozen=True)
class _Made:
    """A case made of what somebody assumes."""

    facts: BiddingFacts
    at: datetime
    states: dict[str, Establishment]

    def case(self) -> Case:
        return Case(
            firm=self._firm(),
            call=self._call(),
            candidacy=self._candidacy(),
            origins=tuple(self._origins()),
            at=self.at,
        )

    def _firm(self) -> Firm:
        facts = self.facts
        return Firm(
            established=self.states.get(facts.established_in or ""),
            is_registered=facts.is_registered,
            identities=None if facts.accounts is None else frozenset(each.value for each in facts.accounts),
            exclusions=self._exclusions(),
            has_declared_conduct=facts.has_declared_conduct,
            categories=None if facts.categories is None else frozenset(facts.categories),
        )

    def _exclusions(self) -> tuple[Exclusion, ...] | None:
        if not self.facts.is_excluded:
            return None if self.facts.is_excluded is None else ()
        return (Exclusion(reason="so it is assumed here.", since=date.min, until=self.facts.excluded_until),)

    def _call(self) -> Call:
        facts = self.facts
        return Call(
            status=_value(facts.status),
            procedure=_value(facts.procedure),
            category=facts.category,
            dispatched_on=facts.dispatch_on,
            closes_at=facts.closes_at and facts.closes_at.astimezone(ZURICH),
            admits=frozenset(country_code(each) for each in facts.admits),
        )

    def _candidacy(self) -> Candidacy:
        return Candidacy(
            status=_value(self.facts.candidacy),
            answered_on=self.facts.answered_on,
            won_beside=tuple(self.facts.won_beside),
        )

    def _origins(self) -> Iterator[Origin]:
        for each in self.facts.origins or ():
            state = self.states[each.country]
            yield Origin(country=state.country, status=state.status, percent=each.percent)


def _value(choice: TenderStatus | Procedure | CandidacyStatus | None) -> str | None:
    return choice.value if choice else None
