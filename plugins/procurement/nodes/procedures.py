"""What a purchase needs, as the graph shows it, and which policies decide that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date

from core.policies.policies import Policies
from core.words import Decision, word
from plugins.procurement.models import Procedure
from plugins.procurement.nodes.versions import versions
from plugins.procurement.rules import required_procedure as rule
from plugins.procurement.rules.invitation import Invitation
from plugins.procurement.rules.procedure import Purchase, procedure


@word
class FirmsInvited:
    """How many firms are asked for an offer."""

    decision: Decision
    """ALL of the firms found, a SELECTION of them, or OPEN while it is not told how many there are."""
    most: int | None
    """So many firms are normally invited at the most; null where no text tells how many."""
    least_tenders: int
    """So many competitive tenders are to be sought at least."""


@word
class RequiredProcedure:
    """The procedure for a purchase, and what follows from it and from the value; each part with its reasons."""

    day: date
    """The day that is asked about: the policies in force on it decide."""
    procedure: Procedure
    """The way in which offers are sought; an invitation to tender follows a market survey."""
    decision: Decision
    """The same with its reasons."""
    documents: list[str]
    """Its papers, by the letters of their references: DO, MS, IT; none if no text tells them."""
    market_survey: Decision
    """Whether firms are sought first: NOT_NEEDED, NEEDED, WAIVER_POSSIBLE or WAIVER_NEEDS_APPROVAL."""
    invitation: FirmsInvited | None
    """How many firms are asked; null where no text tells it."""
    cost_range: Decision
    """The letter by which advance information tells the value: A, B, C or D."""
    finance_committee: Decision
    """Whether the Finance Committee must approve: NEEDED or NOT_NEEDED."""
    alignment: Decision
    """Whether bids from poorly balanced states may match the lowest price: APPLICABLE or NOT_APPLICABLE."""
    agreement: Decision
    """What is signed in the end: SIGNED_CONTRACT or ORDER."""
    sent_to_ilos: Decision
    """Whether liaison officers receive the documents: SENT or NOT_SENT."""
    advance_information: Decision
    """Whether it is announced to all beforehand: PUBLISHED or NOT_PUBLISHED."""


def required(purchase: Purchase, day: date, policies: Policies, variants: Sequence[str] = ()) -> RequiredProcedure:
    """What a purchase needs by the policies of a day, or by `variants` of them."""
    names = [each.name for each in fields(rule.ProcedurePolicies)]
    found = rule.ProcedurePolicies(**versions(policies, names, day, variants))
    return _shown(rule.required_procedure(purchase, day, found), day)


def chosen(purchase: Purchase, day: date, policies: Policies) -> Decision:
    """The procedure alone that a purchase needs on a day."""
    return procedure(purchase, day, **versions(policies, ("thresholds", "procedures"), day))


def _shown(found: rule.RequiredProcedure, day: date) -> RequiredProcedure:
    return RequiredProcedure(
        day=day,
        procedure=Procedure[found.decision.outcome],
        decision=found.decision,
        documents=[*found.documents],
        market_survey=found.market_survey,
        invitation=_firms(found.invitation),
        cost_range=found.cost_range,
        finance_committee=found.finance_committee,
        alignment=found.alignment,
        agreement=found.agreement,
        sent_to_ilos=found.sent_to_ilos,
        advance_information=found.advance_information,
    )


def _firms(found: Invitation | None) -> FirmsInvited | None:
    if found is None:
        return None
    return FirmsInvited(decision=found.decision, most=found.most, least_tenders=found.least)
