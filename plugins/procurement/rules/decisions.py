"""The outcomes of a rule that lets pass or refuses, and what a refusal says to whoever asked."""

from typing import Final

from core.words import Decision, Refusal

ALLOWED: Final = "ALLOWED"
REFUSED: Final = "REFUSED"


def refusal_of(decision: Decision) -> Refusal | None:
    """The refusal in a decision, under the code of its first reason; none if it allows what was asked."""
    if decision.outcome != REFUSED:
        return None
    return Refusal(code=decision.reasons[0].code, reasons=decision.reasons)
