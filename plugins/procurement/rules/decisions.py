"""The outcomes of a rule that lets pass or refuses, and what a refusal says to whoever asked."""

from collections.abc import Iterator, Sequence
from typing import Final

from core.words import Decision, Reason, Refusal

ALLOWED: Final = "ALLOWED"
REFUSED: Final = "REFUSED"


def decided(against: Sequence[Reason]) -> Decision:
    """REFUSED with everything that speaks against it, or ALLOWED if nothing does."""
    return Decision(outcome=REFUSED if against else ALLOWED, reasons=[*against])


def refusal_of(decision: Decision) -> Refusal | None:
    """The refusal in a decision, under the code of its first reason; none if it allows what was asked."""
    if decision.outcome != REFUSED:
        return None
    return Refusal(code=decision.reasons[0].code, reasons=decision.reasons)


def against_version(expected: int, current: int) -> Iterator[Reason]:
    """That somebody has changed a row since whoever wants to change it has looked at it."""
    if expected != current:
        yield Reason(
            code="STALE_VERSION",
            message=f"Version {current} is there, and version {expected} was expected: somebody has changed it since.",
            next_step=f"Look at it again, and send the change with `expectedVersion: {current}` if it still holds.",
        )


def against_text(name: str, text: str, longest: int) -> Iterator[Reason]:
    """That a text is missing, or longer than there is room for."""
    if not text:
        yield Reason(code=f"{name.upper()}_MISSING", message=f"The {name} is empty.", next_step="Write one.")
    yield from against_length(name, text, longest)


def against_length(name: str, text: str, longest: int) -> Iterator[Reason]:
    """That a text, which may be empty, is longer than there is room for."""
    if len(text) > longest:
        yield Reason(
            code=f"{name.upper()}_TOO_LONG",
            message=f"The {name} has {len(text)} letters.",
            next_step=f"Shorten it to {longest}.",
        )
