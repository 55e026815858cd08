"""Which procedure a purchase needs, and when the Finance Committee is asked: questions on made-up facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated

import strawberry

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.words import Decision
from plugins.procurement.models import PurchaseKind
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.nodes.procedures import RequiredProcedure, required
from plugins.procurement.nodes.versions import versions
from plugins.procurement.queries.amounts import francs_in
from plugins.procurement.rules.finance_committee import Commitment, finance_committee
from plugins.procurement.rules.market_survey import Survey
from plugins.procurement.rules.procedure import Purchase
from plugins.procurement.rules.wording import CURRENCY
from schema.declare import query
from schema.errors import Code, fault

MOST_FIRMS = 10_000
"""More firms than any survey has asked."""


class Tendering(Enum):
    """How far firms are to compete for a purchase."""

    COMPETITIVE = "competitive"
    """As its value asks."""
    LIMITED = "limited"
    """Few firms are asked, for a stated reason."""
    DIRECT = "direct"
    """One firm is asked, without competition."""


class ExceptionFrom(Enum):
    """A rule from which an exception can be wanted."""

    ALIGNMENT = "alignment"
    """Bids that could be aligned are not asked to match the lowest price."""
    SPLITTING = "splitting"
    """One bidder is to win more than the limits of splitting allow."""


@strawberry.input(description="What is to be bought, as far as it is known; nothing of it is stored.")
class PurchaseInput:
    """What is to be bought."""

    kind: PurchaseKind = strawberry.field(description="Whether goods or work are bought.")
    value: Decimal = strawberry.field(description="What it is expected to cost in all, such as 450000 or 449999.50.")
    currency: str = strawberry.field(default=CURRENCY, description="That of the value; the limits are in CHF alone.")
    tendering: Tendering = strawberry.field(
        default=Tendering.COMPETITIVE, description="How far firms are to compete for it."
    )
    is_complex: bool = strawberry.field(default=False, description="Whether it is complex or of high risk.")
    is_prototype: bool = strawberry.field(default=False, description="Whether it is prototype work.")
    last_survey: date | None = strawberry.field(
        default=None, description="The day of the last market survey for the same or a similar purchase, if any."
    )
    only_from_distributors: bool = strawberry.field(
        default=False, description="Whether these are catalogue parts that only official distributors offer."
    )
    qualified_firms: int | None = strawberry.field(
        default=None, description="How many firms qualified in the market survey, or were found, if that is known."
    )
    exceptions: list[ExceptionFrom] = strawberry.field(
        default_factory=list[ExceptionFrom], description="The rules from which an exception is wanted."
    )


@strawberry.input(description="What CERN is about to add to a contract or order; nothing of it is stored.")
class CommitmentInput:
    """What CERN is about to commit itself to."""

    value: Decimal = strawberry.field(
        description="What is added now: a new contract or order, a supplement, or what the price is likely to grow by."
    )
    committed: Decimal = strawberry.field(
        default=Decimal(0), description="What is committed under the same contract or order already."
    )
    approved: Decimal | None = strawberry.field(
        default=None, description="The price that the Finance Committee has approved for it, if it has."
    )
    currency: str = strawberry.field(default=CURRENCY, description="That of all amounts; the limits are in CHF alone.")
    is_competitive: bool = strawberry.field(
        default=True, description="Whether firms competed for it; false for a single tender."
    )
    by_revision_formula: bool = strawberry.field(
        default=False, description="Whether what is added comes from the contract's formula for price revision."
    )
    exceptions: list[ExceptionFrom] = strawberry.field(
        default_factory=list[ExceptionFrom], description="The rules from which an exception is wanted."
    )


Day = Annotated[
    date | None, strawberry.argument(description="The day whose policies decide; today in Geneva by default.")
]
Variants = Annotated[
    list[str] | None,
    strawberry.argument(description="Versions of policies in the place of those in force, such as P-DOUBLED."),
]


@query
async def required_procedure(
    viewer: Viewer,
    policies: Policies,
    purchase: Annotated[PurchaseInput, strawberry.argument(description="What is to be bought.")],
    on: Day = None,
    variants: Variants = None,
) -> RequiredProcedure:
    """Which procedure a purchase needs, on which papers, who is invited, and who must agree."""
    day = on or today_in_geneva(viewer)
    return required(_purchase(purchase, day), day, policies, variants or ())


@query
async def finance_committee_approval(
    viewer: Viewer,
    policies: Policies,
    commitment: Annotated[CommitmentInput, strawberry.argument(description="What is added, and to what.")],
    on: Day = None,
    variants: Variants = None,
) -> Decision:
    """Whether the Finance Committee must approve a contract, a supplement or a higher price: NEEDED or NOT_NEEDED."""
    day = on or today_in_geneva(viewer)
    found = versions(policies, ("thresholds", "finance_committee"), day, variants or ())
    case = _commitment(commitment)
    return finance_committee(case, day, thresholds=found["thresholds"], policy=found["finance_committee"])


def _purchase(given: PurchaseInput, day: date) -> Purchase:
    if given.last_survey and given.last_survey > day:
        what = f"`purchase.lastSurvey` is {given.last_survey}, after {day}. Give the day of one that was made."
        raise fault(Code.BAD_ARGUMENT, what)
    if given.qualified_firms is not None and not 0 <= given.qualified_firms <= MOST_FIRMS:
        what = f"`purchase.qualifiedFirms` is {given.qualified_firms}. Give a number from 0 to {MOST_FIRMS}."
        raise fault(Code.BAD_ARGUMENT, what)
    return Purchase(
        kind=given.kind.value,
        value=francs_in(given.value, given.currency, "purchase.value"),
        tendering=given.tendering.name,
        is_complex=given.is_complex,
        survey=Survey(
            last=given.last_survey,
            is_prototype=given.is_prototype,
            only_from_distributors=given.only_from_distributors,
        ),
        qualified_firms=given.qualified_firms,
        exceptions=_names(given.exceptions),
    )


def _commitment(given: CommitmentInput) -> Commitment:
    approved = given.approved
    return Commitment(
        value=francs_in(given.value, given.currency, "commitment.value"),
        committed=francs_in(given.committed, given.currency, "commitment.committed"),
        approved=None if approved is None else francs_in(approved, given.currency, "commitment.approved"),
        is_competitive=given.is_competitive,
        by_revision_formula=given.by_revision_formula,
        exceptions=_names(given.exceptions),
    )


def _names(exceptions: list[ExceptionFrom]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.name for each in exceptions))
