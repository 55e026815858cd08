"""What CERN may promise before a contract is signed."""

from decimal import Decimal
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Severity
from plugins.procurement.rules.wording import francs

ALLOWED: Final = "ALLOWED"
REFUSED: Final = "REFUSED"


def letter_of_intent(compensation: Decimal, policy: PolicyVersion) -> Decision:
    """Whether a letter of intent may promise so much compensation, in CHF: ALLOWED or REFUSED."""
    most = policy.decimal("most_compensation")
    if compensation <= most:
        message = f"A compensation of {francs(compensation)} is not more than {francs(most)}."
        reason = policy.reason("COMPENSATION_WITHIN_LIMIT", message, on="most_compensation")
        return Decision(outcome=ALLOWED, reasons=[reason])
    reason = policy.reason(
        "COMPENSATION_ABOVE_LIMIT",
        f"A letter of intent may promise at most {francs(most)} as compensation, not {francs(compensation)}.",
        on="most_compensation",
        severity=Severity.ERROR,
        next_step="Lower the compensation, or wait for the signed contract.",
    )
    return Decision(outcome=REFUSED, reasons=[reason])
