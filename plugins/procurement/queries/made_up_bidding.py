"""A firm and a call that somebody makes up to ask whether it may bid, and what of them is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

import strawberry

from plugins.procurement.models import AccountKind, CandidacyStatus, Procedure, PurchaseKind, TenderStatus
from plugins.procurement.nodes.geneva import ZURICH
from plugins.procurement.queries.amounts import francs_in
from plugins.procurement.queries.given import LONGEST_NAME, OriginShareInput, country, name, origins_of, wrong
from plugins.procurement.rules.bidding.case import BiddingPolicies, Call, Candidacy, Case, Establishment, Firm, Origin
from plugins.procurement.rules.exclusions import Excluded
from plugins.procurement.rules.wording import CURRENCY

WHOLE: Final = Decimal(100)
FOUNDED: Final = 1954
"""The year in which CERN began: nobody could bid before."""
LAST: Final = 2199
"""A year beyond it is a slip of the pen."""


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
        default=None, description="Whether it has declared that it keeps to the code of conduct for suppliers in force."
    )
    categories: list[str] | None = strawberry.field(
        default=None, description="The fields in which it offers to deliver: codes of `purchaseCategories`."
    )
    origins: list[OriginShareInput] | None = strawberry.field(
        default=None, description="Where what it would deliver is made; left out, origin is not looked at."
    )
    kind: PurchaseKind | None = strawberry.field(default=None, description="Whether goods or work are bought.")
    value: Decimal | None = strawberry.field(default=None, description="What the contract is expected to cost, in CHF.")
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


@dataclass(frozen=True, slots=True)
class Countries:
    """The countries that made-up facts name, by their codes."""

    established_in: str | None
    origins: Mapping[str, Decimal]
    admits: frozenset[str]

    @property
    def standing(self) -> frozenset[str]:
        """Those whose standing towards CERN matters."""
        return frozenset([*self.origins, *([self.established_in] if self.established_in else [])])


def countries_of(facts: BiddingFacts) -> Countries:
    """The countries of made-up facts; a fault for what is no country, named twice, or no part of a whole."""
    seat = facts.established_in
    origins = origins_of(facts.origins or (), "`origins`")
    if origins and (min(origins.values()) < 0 or sum(origins.values()) != WHOLE):
        parts = ", ".join(map(str, origins.values()))
        raise wrong(f"The parts of origin are {parts} percent. Write parts that add up to 100.")
    return Countries(
        established_in=None if seat is None else country(seat, "`establishedIn`"),
        origins=origins,
        admits=frozenset(country(each, "`admits`") for each in facts.admits),
    )


def refuse_impossible_days(facts: BiddingFacts, on: date | None) -> None:
    """A fault for a day on which nobody bids, and for the end of an exclusion that is not there."""
    given = {
        "on": on,
        "excludedUntil": facts.excluded_until,
        "dispatchOn": facts.dispatch_on,
        "answeredOn": facts.answered_on,
        "closesAt": facts.closes_at,
    }
    for argument, day in given.items():
        if day and not FOUNDED <= day.year <= LAST:
            raise wrong(f"`{argument}` is in the year {day.year}. Give a day from {FOUNDED} to {LAST}.")
    if facts.excluded_until and not facts.is_excluded:
        raise wrong("`excludedUntil` is the end of an exclusion, and `isExcluded` is not true. Make it so.")


def fields_in(facts: BiddingFacts) -> frozenset[str]:
    """The codes of all fields that made-up facts name."""
    return frozenset([*(facts.categories or ()), *([] if facts.category is None else [facts.category])])


def refuse_unknown_fields(facts: BiddingFacts, known: Iterable[str]) -> None:
    """A fault for a code that no field has."""
    if unknown := sorted(fields_in(facts) - {*known}):
        raise wrong(f"No field has the code '{unknown[0][:LONGEST_NAME]}'. `purchaseCategories` lists all.")


@dataclass(frozen=True)
class MadeUp:
    """A case made of what somebody assumes."""

    facts: BiddingFacts
    countries: Countries
    at: datetime
    states: dict[str, Establishment]
    policies: BiddingPolicies

    def case(self) -> Case:
        """The case as the rule takes it; a fault for a name that is too long, or a value that cannot be."""
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
            established=self.states.get(self.countries.established_in or ""),
            is_registered=facts.is_registered,
            identities=None if facts.accounts is None else frozenset(each.value for each in facts.accounts),
            exclusions=self._exclusions(),
            conduct=self._conduct(),
            categories=None if facts.categories is None else frozenset(facts.categories),
        )

    def _conduct(self) -> frozenset[str] | None:
        """Who has declared, has declared the code in force."""
        if not self.facts.has_declared_conduct:
            return None if self.facts.has_declared_conduct is None else frozenset()
        return frozenset([self.policies.conduct.text("code")] if self.policies.conduct else [])

    def _exclusions(self) -> tuple[Excluded, ...] | None:
        if not self.facts.is_excluded:
            return None if self.facts.is_excluded is None else ()
        return (Excluded(reason="so it is assumed here.", since=date.min, until=self.facts.excluded_until),)

    def _call(self) -> Call:
        facts = self.facts
        return Call(
            status=_value(facts.status),
            procedure=None if facts.procedure is Procedure.OTHER else _value(facts.procedure),
            kind=facts.kind and facts.kind.value,
            value=None if facts.value is None else francs_in(facts.value, CURRENCY, "value"),
            category=facts.category,
            dispatched_on=facts.dispatch_on,
            closes_at=facts.closes_at and facts.closes_at.astimezone(ZURICH),
            admits=self.countries.admits,
        )

    def _candidacy(self) -> Candidacy:
        return Candidacy(
            status=_value(self.facts.candidacy),
            answered_on=self.facts.answered_on,
            won_beside=tuple(name(each) for each in self.facts.won_beside),
        )

    def _origins(self) -> Iterator[Origin]:
        for code, percent in self.countries.origins.items():
            yield Origin(country=code, status=self.states[code].status, percent=percent)


def _value(choice: TenderStatus | Procedure | CandidacyStatus | None) -> str | None:
    return choice.value if choice else None
