"""Amounts of money that somebody asks about, checked before a rule is given them."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from plugins.procurement.queries.given import wrong
from plugins.procurement.rules.wording import CURRENCY

TOO_MUCH: Final = Decimal(1_000_000_000_000)
"""A thousand times what CERN spends in a year: beyond it there is a slip of the pen."""


def francs_in(amount: Decimal, currency: str, argument: str) -> Decimal:
    """An amount in CHF as it is given; a fault BAD_ARGUMENT for one that no purchase can have."""
    if currency != CURRENCY:
        raise _fault(argument, f"is in {currency[:20]!r}. The limits are in CHF: convert it first")
    if not amount.is_finite():
        raise _fault(argument, f"is {amount}, which is no amount of money. Write a decimal number such as 12.50")
    if amount < 0:
        raise _fault(argument, f"is {short(amount)}, less than nothing")
    if amount >= TOO_MUCH:
        raise _fault(argument, f"is {short(amount)}, more than any purchase of CERN. Amounts are in CHF, not in cents")
    if amount != round(amount, 2):
        raise _fault(argument, f"is {short(amount)}, finer than a cent. Round it to two digits first")
    return abs(amount)  # of a zero with a sign, the zero


def short(amount: Decimal) -> str:
    """An amount for a sentence, however many digits it has."""
    text = str(amount)
    return text if len(text) <= 20 else f"{amount:.6E}"  # noqa: PLR2004


def _fault(argument: str, what: str) -> Exception:
    return wrong(f"`{argument}` {what}.")
