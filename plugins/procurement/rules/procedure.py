"""Which procedure a purchase needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity
from plugins.procurement.rules.market_survey import NO_SURVEY, Survey
from plugins.procurement.rules.thresholds import doubts, reaches
from plugins.procurement.rules.wording import francs, named

ORDER: Final = "ORDER"
PRICE_ENQUIRY: Final = "PRICE_ENQUIRY"
INVITATION_TO_TENDER: Final = "INVITATION_TO_TENDER"
LIMITED: Final = "LIMITED"
DIRECT: Final = "DIRECT"

COMPETITIVE: Final = "COMPETITIVE"
"""Firms compete, and the value decides how; LIMITED and DIRECT are the other ways that can be wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """What is to be bought."""

    kind: str
    """`supply` or `service`."""
    value: Decimal
    """What it is expected to cost, in CHF."""
    tendering: str = COMPETITIVE
    """Whether firms are to compete (COMPETITIVE), few are asked (LIMITED), or one (DIRECT)."""
    is_complex: bool = False
    """Whether it is complex or of high risk."""
    survey: Survey = NO_SURVEY
    """What could stand for a new market survey."""
    qualified_firms: int | None = None
    """How many firms qualified in the survey, or were found for a price enquiry; none if that is not known yet."""
    exceptions: tuple[str, ...] = ()
    """The rules from which an exception is wanted, such as ALIGNMENT."""


def procedure(purchase: Purchase, day: date, *, thresholds: PolicyVersion, procedures: PolicyVersion) -> Decision:
    """ORDER, PRICE_ENQUIRY, INVITATION_TO_TENDER (after a market survey), LIMITED or DIRECT, on a day."""
    outcome, reasons = _chosen(purchase, thresholds, procedures)
    return Decision(outcome=outcome, reasons=[*reasons, *doubts(thresholds, day)])


def _chosen(purchase: Purchase, thresholds: PolicyVersion, procedures: PolicyVersion) -> tuple[str, list[Reason]]:
    if purchase.tendering == DIRECT:
        return DIRECT, [_direct(procedures)]
    if purchase.tendering == LIMITED and purchase.kind in procedures.texts("limited_kinds"):
        return LIMITED, [*_limited(procedures)]
    outcome, reasons = _by_value(purchase.value, thresholds)
    return outcome, [*_not_limited(purchase, procedures), *reasons]


def _direct(procedures: PolicyVersion) -> Reason:
    least = procedures.whole("least_tenders")
    return procedures.reason(
        "NO_COMPETITION",
        f"One firm alone is asked, where at least {least} competitive tenders are to be sought.",
        on="least_tenders",
        severity=Severity.WARNING,
        next_step="State why no other firm can deliver.",
    )


def _limited(procedures: PolicyVersion) -> Iterator[Reason]:
    message = f"A limited tender is possible for {_kinds(procedures)}."
    yield procedures.reason("LIMITED_POSSIBLE", message, on="limited_kinds")
    yield procedures.reason(
        "LIMITED_NOT_READ",
        "Which firms may be invited to a limited tender, and on which papers, is in no text that was read.",
        on="limited_documents",
        severity=Severity.WARNING,
        next_step="Propose it to Procurement, who know.",
    )


def _not_limited(purchase: Purchase, procedures: PolicyVersion) -> Iterator[Reason]:
    if purchase.tendering == LIMITED:
        yield procedures.reason(
            "LIMITED_NOT_FOR_KIND",
            f"A limited tender is possible for {_kinds(procedures)} only; this is {purchase.kind}.",
            on="limited_kinds",
            severity=Severity.ERROR,
            next_step="Follow the procedure that the value asks for.",
        )


def _kinds(procedures: PolicyVersion) -> str:
    return named(procedures.texts("limited_kinds"))


# ---------------------------------------------------------------- by its value


def _by_value(value: Decimal, thresholds: PolicyVersion) -> tuple[str, list[Reason]]:
    if reaches(value, "market_survey_from", thresholds):
        message = "firms are sought in a market survey, and those that qualify are invited to tender."
        return INVITATION_TO_TENDER, [*_from("market_survey_from", value, message, thresholds)]
    if reaches(value, "price_enquiry_from", thresholds):
        message = "firms are asked for a price, without a survey; the lowest compliant offer is taken."
        return PRICE_ENQUIRY, [*_from("price_enquiry_from", value, message, thresholds)]
    return ORDER, [*_order(value, thresholds)]


def _from(name: str, value: Decimal, what: str, thresholds: PolicyVersion) -> Iterator[Reason]:
    limit = thresholds.decimal(name)
    yield thresholds.reason("VALUE_BAND", f"From {francs(limit)} on {what}", on=name)
    if value == limit:
        message = f"That a value of exactly {francs(limit)} belongs to the upper procedure is not said by all sources."
        yield thresholds.reason("EXACTLY_AT_LIMIT", message, on="limit_belongs_above", severity=Severity.WARNING)


def _order(value: Decimal, thresholds: PolicyVersion) -> Iterator[Reason]:
    limit, inner = thresholds.decimal("price_enquiry_from"), thresholds.decimal("internal_band_below")
    message = f"Below {francs(limit)} CERN orders from firms that it picks: no price enquiry is needed, and no survey."
    yield thresholds.reason("VALUE_BAND", message, on="price_enquiry_from")
    if value < inner:
        message = f"Below {francs(inner)} there is a band of its own, whose rules could not be read."
        yield thresholds.reason("INTERNAL_BAND", message, on="internal_band_below")
