"""The letter by which a forthcoming purchase tells its expected value."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity
from plugins.procurement.rules.wording import francs

A: Final = "A"
B: Final = "B"
C: Final = "C"
D: Final = "D"


def cost_range(value: Decimal, policy: PolicyVersion) -> Decision:
    """The range A to D of a value in CHF."""
    if value < policy.decimal("b_from"):
        return _in(A, "b_from", f"{francs(value)} is less than {francs(policy.decimal('b_from'))}.", policy, value)
    for letter, name in ((D, "d_above"), (C, "c_above")):
        if _above(value, name, policy):
            message = f"{francs(value)} is more than {francs(policy.decimal(name))}."
            return _in(letter, name, message, policy, value)
    limits = f"{francs(policy.decimal('b_from'))} and {francs(policy.decimal('c_above'))}"
    return _in(B, "b_from", f"{francs(value)} lies between {limits}.", policy, value)


def _above(value: Decimal, name: str, policy: PolicyVersion) -> bool:
    limit = policy.decimal(name)
    return value > limit or (value == limit and not policy.flag("upper_limit_belongs_below"))


def _in(letter: str, name: str, message: str, policy: PolicyVersion, value: Decimal) -> Decision:
    return Decision(outcome=letter, reasons=[policy.reason("COST_RANGE", message, on=name), *_edge(value, policy)])


def _edge(value: Decimal, policy: PolicyVersion) -> Iterator[Reason]:
    if value in {policy.decimal("c_above"), policy.decimal("d_above")}:
        message = f"The source leaves open to which range exactly {francs(value)} belongs."
        yield policy.reason("EXACTLY_AT_LIMIT", message, on="upper_limit_belongs_below", severity=Severity.WARNING)
