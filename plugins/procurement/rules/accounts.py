"""How the state of an account changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from core.words import Decision, Reason
from plugins.procurement.rules.decisions import against_version, decided

CLOSED: Final = "CLOSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChange:
    """An account that is to come into another state."""

    state: str | None
    """The state in which it is; none if there is no such account."""
    wanted: str
    version: int
    expected_version: int


def state_change(case: StateChange) -> Decision:
    """Whether an account can come into a state: any but its own, and a closed one stays closed."""
    if case.state is None:
        message = "No account has this id, or you may not know of it."
        reason = Reason(code="UNKNOWN_ACCOUNT", message=message, next_step="Ask for the `accounts` of the supplier.")
        return decided([reason])
    return decided([*against_version(case.expected_version, case.version), *_against_state(case.state, case.wanted)])


def _against_state(state: str, wanted: str) -> Iterator[Reason]:
    if state == wanted:
        message = f"The account is {state.lower()} already."
        yield Reason(code="IN_THIS_STATE", message=message, next_step="Nothing more is needed.")
    elif state == CLOSED:
        message = "The account is closed, and stays so."
        yield Reason(
            code="CLOSED_FOR_GOOD", message=message, next_step="Ask the procurement service how to begin anew."
        )
