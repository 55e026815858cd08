"""Which calls are sent to liaison officers, so that they can recommend firms."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity
from plugins.procurement.rules.decisions import against_version, decided

SURVEYED: Final = {"MARKET_SURVEY": "INVITATION_TO_TENDER"}
"""A survey is a part of the procedure to which it leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circulation:
    """A call that is to be sent to liaison officers."""

    procedure: str | None
    """The way in which offers are sought, such as PRICE_ENQUIRY; none if there is no such call."""
    takes_firms: bool
    """Whether firms can still come in: it is planned, surveyed or open."""
    sent_on: date | None
    """The day on which it was sent to them; none if it was not."""
    version: int
    expected_version: int


def circulation(case: Circulation, procedures: PolicyVersion) -> Decision:
    """Whether a call can be sent to liaison officers; every obstacle is a reason."""
    if case.procedure is None:
        message = "No call that you may know of has this id."
        return decided([Reason(code="UNKNOWN_TENDER", message=message, next_step="Ask for `tenders`.")])
    found = [*_against_procedure(case.procedure, procedures), *_against_state(case)]
    return decided([*against_version(case.expected_version, case.version), *found])


def _against_procedure(procedure: str, procedures: PolicyVersion) -> Iterator[Reason]:
    if SURVEYED.get(procedure, procedure) not in procedures.texts("told_to_ilos"):
        yield procedures.reason(
            "NOT_TOLD_TO_ILOS",
            f"Liaison officers are not told of a call by {procedure.lower().replace('_', ' ')}.",
            on="told_to_ilos",
            severity=Severity.ERROR,
            next_step="Ask for `suppliersFor` to find firms without them.",
        )


def _against_state(case: Circulation) -> Iterator[Reason]:
    if not case.takes_firms:
        message = "It takes no more firms: it is neither planned, nor surveyed, nor open."
        yield Reason(code="TAKES_NO_FIRMS", message=message, next_step="Send them the next call for this field.")
    if case.sent_on is not None:
        message = f"It was sent to them on {case.sent_on}."
        yield Reason(code="SENT_ALREADY", message=message, next_step="Nothing more is needed.")
