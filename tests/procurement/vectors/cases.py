"""What the cases share: versions of policies, a day, amounts in thousands of CHF, and the codes of reasons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from core.policies.policies import Policies
from core.policies.version import PolicyVersion
from core.words import Decision

DAY = date(2021, 6, 1)
"""Before the Council's reform."""
CENT = Decimal("0.00001")
"""A cent, in thousands of CHF."""


def version(policies: Policies, name: str, day: date = DAY) -> PolicyVersion:
    found = policies.on(f"procurement.{name}", day)
    assert found
    return found


def variant(policies: Policies, name: str, its_name: str) -> PolicyVersion:
    found = policies.version(f"procurement.{name}", its_name)
    assert found
    return found


def thousands(value: Decimal | int | str) -> Decimal:
    return Decimal(value) * 1000


def codes(decision: Decision) -> list[str]:
    return [each.code for each in decision.reasons]
