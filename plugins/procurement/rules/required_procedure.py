"""Everything that follows from what is to be bought, for everybody who has a part in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason
from plugins.procurement.rules.alignment import APPLICABLE, NOT_APPLICABLE, no_obstacle, not_for_purchase
from plugins.procurement.rules.cost_range import cost_range
from plugins.procurement.rules.finance_committee import Commitment, finance_committee
from plugins.procurement.rules.invitation import Invitation, invitation, price_enquiry
from plugins.procurement.rules.market_survey import NOT_NEEDED, market_survey
from plugins.procurement.rules.procedure import DIRECT, INVITATION_TO_TENDER, PRICE_ENQUIRY, Purchase, procedure
from plugins.procurement.rules.thresholds import doubts, reform
from plugins.procurement.rules.wording import francs

SIGNED_CONTRACT: Final = "SIGNED_CONTRACT"
SENT: Final = "SENT"
NOT_SENT: Final = "NOT_SENT"
PUBLISHED: Final = "PUBLISHED"
NOT_PUBLISHED: Final = "NOT_PUBLISHED"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedurePolicies:
    """The versions of the policies that decide, each under its name in procurement."""

    thresholds: PolicyVersion
    procedures: PolicyVersion
    invitations: PolicyVersion
    market_survey: PolicyVersion
    cost_ranges: PolicyVersion
    finance_committee: PolicyVersion
    alignment: PolicyVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredProcedure:
    """The procedure for a purchase, and what follows from it and from the value."""

    decision: Decision
    """ORDER, PRICE_ENQUIRY, INVITATION_TO_TENDER, LIMITED or DIRECT."""
    documents: tuple[str, ...]
    market_survey: Decision
    """NOT_NEEDED, NEEDED, WAIVER_POSSIBLE or WAIVER_NEEDS_APPROVAL."""
    invitation: Invitation | None
    """None where no text tells how many firms are asked."""
    cost_range: Decision
    """A, B, C or D."""
    finance_committee: Decision
    """NEEDED or NOT_NEEDED."""
    alignment: Decision
    """APPLICABLE or NOT_APPLICABLE."""
    agreement: Decision
    """SIGNED_CONTRACT or ORDER."""
    sent_to_ilos: Decision
    """SENT or NOT_SENT."""
    advance_information: Decision
    """PUBLISHED or NOT_PUBLISHED."""


def required_procedure(purchase: Purchase, day: date, policies: ProcedurePolicies) -> RequiredProcedure:
    """What a purchase needs on a day; every part that rests on thresholds says whether they are doubtful."""
    chosen = procedure(purchase, day, thresholds=policies.thresholds, procedures=policies.procedures)
    return RequiredProcedure(
        decision=chosen,
        documents=policies.procedures.texts(f"{chosen.outcome.lower()}_documents"),
        market_survey=_survey(purchase, chosen.outcome, day, policies),
        invitation=_invitation(purchase, chosen.outcome, day, policies),
        cost_range=cost_range(purchase.value, policies.cost_ranges),
        finance_committee=_approval(purchase, day, policies),
        alignment=_alignment(purchase, day, policies),
        agreement=_agreement(purchase, day, policies.thresholds),
        sent_to_ilos=_sent_to_ilos(chosen.outcome, policies.procedures),
        advance_information=_advance_information(chosen.outcome, policies.procedures),
    )


def _survey(purchase: Purchase, chosen: str, day: date, policies: ProcedurePolicies) -> Decision:
    if chosen == INVITATION_TO_TENDER:
        return market_survey(purchase.survey, day, policies.market_survey)
    limit = francs(policies.thresholds.decimal("market_survey_from"))
    message = f"A market survey is for competitive purchases from {limit} on."
    reason = policies.thresholds.reason("NO_SURVEY", message, on="market_survey_from")
    return Decision(outcome=NOT_NEEDED, reasons=[reason, *doubts(policies.thresholds, day)])


def _invitation(purchase: Purchase, chosen: str, day: date, policies: ProcedurePolicies) -> Invitation | None:
    if chosen == PRICE_ENQUIRY:
        return price_enquiry(purchase.qualified_firms, policies.procedures)
    if chosen != INVITATION_TO_TENDER:
        return None
    return invitation(
        purchase.value,
        purchase.qualified_firms,
        day,
        thresholds=policies.thresholds,
        invitations=policies.invitations,
        procedures=policies.procedures,
    )


def _approval(purchase: Purchase, day: date, policies: ProcedurePolicies) -> Decision:
    is_competitive = purchase.tendering != DIRECT
    case = Commitment(value=purchase.value, is_competitive=is_competitive, exceptions=purchase.exceptions)
    return finance_committee(case, day, thresholds=policies.thresholds, policy=policies.finance_committee)


def _alignment(purchase: Purchase, day: date, policies: ProcedurePolicies) -> Decision:
    obstacles = [*_alignment_obstacles(purchase, policies.alignment)]
    reasons = obstacles or [no_obstacle(policies.alignment)]
    outcome = NOT_APPLICABLE if obstacles else APPLICABLE
    return Decision(outcome=outcome, reasons=[*reasons, *reform(policies.thresholds, day)])


def _alignment_obstacles(purchase: Purchase, alignment: PolicyVersion) -> Iterator[Reason]:
    if purchase.tendering == DIRECT:
        message = "Without competition there is nothing to align."
        yield alignment.reason("ALIGNMENT_WITHOUT_BIDS", message, on="applies_to")
    yield from not_for_purchase(purchase.kind, purchase.value, alignment)


def _agreement(purchase: Purchase, day: date, thresholds: PolicyVersion) -> Decision:
    contract = [*_contract(purchase, thresholds)]
    outcome = SIGNED_CONTRACT if contract else thresholds.text("agreement_up_to_it")
    reasons = contract or [_no_contract(thresholds)]
    return Decision(outcome=outcome, reasons=[*reasons, *doubts(thresholds, day)])


def _contract(purchase: Purchase, thresholds: PolicyVersion) -> Iterator[Reason]:
    limit, name = thresholds.decimal("signed_contract_above"), "signed_contract_above"
    if purchase.value > limit:
        yield thresholds.reason("CONTRACT_BY_VALUE", f"Above {francs(limit)} a contract is signed.", on=name)
    if purchase.is_complex:
        message = "What is complex or of high risk needs a signed contract, whatever it is worth."
        yield thresholds.reason("CONTRACT_BY_RISK", message, on=name)


def _no_contract(thresholds: PolicyVersion) -> Reason:
    message = f"Up to {francs(thresholds.decimal('signed_contract_above'))} a purchase order will do."
    return thresholds.reason("ORDER_IS_ENOUGH", message, on="agreement_up_to_it")


def _sent_to_ilos(chosen: str, procedures: PolicyVersion) -> Decision:
    if chosen in procedures.texts("told_to_ilos"):
        message = "Liaison officers receive the documents, so that they can recommend firms."
        return Decision(outcome=SENT, reasons=[procedures.reason("ILOS_RECOMMEND", message, on="told_to_ilos")])
    message = "No text says that liaison officers receive the documents of this procedure."
    return Decision(outcome=NOT_SENT, reasons=[procedures.reason("ILOS_NOT_TOLD", message, on="told_to_ilos")])


def _advance_information(chosen: str, procedures: PolicyVersion) -> Decision:
    if chosen in procedures.texts("announced"):
        message = "It is published as advance information, before the survey is sent."
        return Decision(outcome=PUBLISHED, reasons=[procedures.reason("ANNOUNCED", message, on="announced")])
    message = "No text says that this procedure is published as advance information."
    return Decision(outcome=NOT_PUBLISHED, reasons=[procedures.reason("NOT_ANNOUNCED", message, on="announced")])
