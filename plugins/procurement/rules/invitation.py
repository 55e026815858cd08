"""How many firms are asked for an offer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity
from plugins.procurement.rules.thresholds import doubts

ALL: Final = "ALL"
SELECTION: Final = "SELECTION"
OPEN: Final = "OPEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """How many firms are asked, and whether those that qualify must be chosen from."""

    decision: Decision
    """ALL of the firms found, a SELECTION of them, or OPEN while their number is not told."""
    most: int | None
    """So many firms at the most; none where no text tells how many."""
    least: int
    """So many competitive tenders are to be sought at least."""


def price_enquiry(found: int | None, procedures: PolicyVersion) -> Invitation:
    """Whom to ask for a price, where so many firms were found: no text tells how many at the most."""
    least = procedures.whole("least_tenders")
    outcome = OPEN if found is None else ALL
    decision = Decision(outcome=outcome, reasons=[_least(least, found, procedures)])
    return Invitation(decision=decision, most=None, least=least)


def invitation(
    value: Decimal,
    qualified: int | None,
    day: date,
    *,
    thresholds: PolicyVersion,
    invitations: PolicyVersion,
    procedures: PolicyVersion,
) -> Invitation:
    """Whom to invite to tender for a purchase of so many CHF, where so many firms qualified in the market survey."""
    name = "most_firms_for_large" if value > thresholds.decimal("more_firms_above") else "most_firms"
    most, least = invitations.whole(name), procedures.whole("least_tenders")
    reasons = [
        invitations.reason("MOST_FIRMS", f"For this value at most {most} firms are normally invited.", on=name),
        *_choice(most, qualified, invitations, name),
        _least(least, qualified, procedures),
        *doubts(thresholds, day),
    ]
    return Invitation(decision=Decision(outcome=_outcome(most, qualified), reasons=reasons), most=most, least=least)


def _outcome(most: int, qualified: int | None) -> str:
    if qualified is None:
        return OPEN
    return SELECTION if qualified > most else ALL


def _choice(most: int, qualified: int | None, invitations: PolicyVersion, name: str) -> Iterator[Reason]:
    if qualified is not None and qualified > most:
        yield invitations.reason(
            "SELECTION_NEEDED",
            f"{qualified} firms qualified, and no more than {most} are normally invited.",
            on=name,
            severity=Severity.WARNING,
            next_step=f"Select {most} of them; the balance of their states counts.",
        )


def _least(least: int, found: int | None, procedures: PolicyVersion) -> Reason:
    sought = f"At least {least} competitive tenders are to be sought"
    if found is None or found >= least:
        return procedures.reason("LEAST_TENDERS", f"{sought}.", on="least_tenders")
    return procedures.reason(
        "TOO_FEW_FIRMS",
        f"{sought}, and there are {found} firms.",
        on="least_tenders",
        severity=Severity.WARNING,
        next_step="Look for more firms, with the liaison officers of the states, before the call is sent.",
    )
