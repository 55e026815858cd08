"""Which firms could supply something."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

import strawberry

from core.access.permission import NOT_ALLOWED
from core.access.viewer import Role, Viewer
from core.policies.policies import Policies
from core.registry.nodes import Organisation
from core.words import Decision, Refusal, country_code, word
from plugins.procurement.models import PurchaseKind
from plugins.procurement.nodes.candidates import candidates, fields_near, firms_of
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.nodes.standing import balances_on
from plugins.procurement.nodes.suppliers import Supplier
from plugins.procurement.nodes.versions import in_force
from plugins.procurement.queries.amounts import francs_in
from plugins.procurement.rules.suppliers.case import (
    Choice,
    Purchase,
    SelectionPolicies,
    Sight,
)
from plugins.procurement.rules.suppliers.proposal import proposal
from plugins.procurement.rules.wording import CURRENCY
from schema.declare import query
from schema.errors import Code, fault
from schema.relay import Ref

MOST: Final = 100
"""How many firms a page can hold."""
ASK: Final = (Role.ILO, Role.TECHNICAL_OFFICER, Role.PROCUREMENT_OFFICER, Role.ADMIN)
NOT_FOR_ALL: Final = (
    "Which firms to ask is prepared by technical and procurement officers, and by liaison officers for their own "
    "state. Anybody can see who offers what: ask `purchaseCategories` for its `suppliers`."
)
KNOW_EXCLUSIONS: Final = (Role.ILO, Role.PROCUREMENT_OFFICER, Role.ADMIN)


@strawberry.input(description="What is to be bought, and what a firm should have for it; nothing of it is stored.")
class SupplyInput:
    """What is to be bought, and what a firm should have for it."""

    kind: PurchaseKind = strawberry.field(description="Whether goods or work are bought.")
    category: str = strawberry.field(description="The field in which is bought: a code of `purchaseCategories`.")
    value: Decimal = strawberry.field(description="What it is expected to cost in all, such as 450000.")
    currency: str = strawberry.field(default=CURRENCY, description="That of the value; the limits are in CHF alone.")
    certificates: list[str] = strawberry.field(
        default_factory=list[str], description="The standards by which a firm should be certified, such as ISO 9001."
    )


@word
class FirmChoice:
    """A firm that could supply something, and what speaks for it and against it."""

    organisation: Ref[Organisation]
    """The firm."""
    supplier: Ref[Supplier] | None
    """Its registration; null for a prospect."""
    decision: Decision
    """PROPOSED, RESERVE or LEFT_OUT, with all reasons."""


@word
class FirmsProposal:
    """Which firms could supply something, in the order in which they are taken."""

    decision: Decision
    """Whether there are ENOUGH for a competition, or TOO_FEW; and how many are normally asked."""
    total_count: int
    """How many firms were looked at."""
    firms: list[FirmChoice]
    """A page of them: first those that are proposed, spread over the states, then the reserve, then those left out.

    Of exclusions it tells only if you may know of them.
    """


@query
async def suppliers_for(
    viewer: Viewer,
    policies: Policies,
    purchase: Annotated[SupplyInput, strawberry.argument(description="What is to be bought.")],
    on: Annotated[
        date | None,
        strawberry.argument(
            description="The day whose policies, balance, states of CERN, exclusions and certificates decide; today by "
            "default. What firms have registered, offered and declared is always that of today, nominations too."
        ),
    ] = None,
    first: Annotated[int, strawberry.argument(description="So many firms, 100 at the most.")] = 20,
    after: Annotated[
        Ref[Organisation] | None, strawberry.argument(description="The last firm of the page before.")
    ] = None,
) -> FirmsProposal | Refusal:
    """Which firms to ask for something, with the reasons for and against each; it proposes, and decides nothing.

    For technical and procurement officers; a liaison officer is told of the firms of the own state alone. Firms are
    found by the field in which they offer to deliver, or for which they are nominated. Refused with NOT_ALLOWED.
    """
    if not viewer.is_one_of(*ASK):
        return Refusal.because(NOT_ALLOWED, NOT_FOR_ALL)
    day = on or today_in_geneva(viewer)
    asked = Purchase(
        category=purchase.category,
        value=francs_in(purchase.value, purchase.currency, "purchase.value"),
        on=day,
        certificates=frozenset(each.strip() for each in purchase.certificates),
    )
    sight = _sight(viewer, day)
    near = await fields_near(purchase.category, viewer)
    if not near:
        raise fault(
            Code.BAD_ARGUMENT,
            f"`purchase.category` {purchase.category[:60]!r} is no field. Take a code of `purchaseCategories`.",
        )
    firms = await firms_of(near, viewer, sight.country)
    found = await candidates(firms, near, viewer, day)
    balances = await balances_on(day, purchase.kind, sorted({each.country for each in firms}), viewer, policies)
    statuses = {country: each.status.name if each.status else None for country, each in balances.items()}
    suppliers = {each.organisation: each.supplier for each in firms}
    said = proposal(asked, found, statuses, _in_force(policies, day), sight)
    page = _page(said.choices, first, after or None)
    return FirmsProposal(
        decision=said.decision,
        total_count=len(said.choices),
        firms=[_firm(each, suppliers[each.candidate.key]) for each in page],
    )


def _sight(viewer: Viewer, day: date) -> Sight:
    return Sight(
        exclusions=viewer.is_one_of(*KNOW_EXCLUSIONS),
        country=country_code(viewer.country or "") if viewer.role is Role.ILO else "",
        is_today=day == today_in_geneva(viewer),
    )


def _in_force(policies: Policies, day: date) -> SelectionPolicies:
    return SelectionPolicies(
        selection=in_force(policies, "suppliers", day),
        eligibility=in_force(policies, "eligibility", day),
        invitations=in_force(policies, "invitations", day),
        thresholds=in_force(policies, "thresholds", day),
        procedures=in_force(policies, "procedures", day),
        conduct=policies.on("procurement.conduct", day),
    )


def _page(choices: Sequence[Choice], first: int, after: Ref[Organisation] | None) -> Sequence[Choice]:
    if not 0 <= first <= MOST:
        raise fault(
            Code.BAD_ARGUMENT, f"`first` is {first}. Ask for {MOST} firms at the most, and for the next `after`."
        )
    keys = [each.candidate.key for each in choices]
    if after is not None and after.key not in keys:
        raise fault(Code.BAD_ARGUMENT, "`after` is no firm of this proposal. Give the last one of the page before.")
    begin = keys.index(int(after.key)) + 1 if after is not None else 0
    return choices[begin : begin + first]


def _firm(choice: Choice, supplier: int | None) -> FirmChoice:
    return FirmChoice(
        organisation=Ref(Organisation, choice.candidate.key),
        supplier=None if supplier is None else Ref(Supplier, supplier),
        decision=choice.decision,
    )
