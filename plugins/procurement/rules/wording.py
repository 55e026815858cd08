"""How rules write amounts, shares and names in sentences."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

CURRENCY: Final = "CHF"
"""The currency in which CERN's rules set their limits."""


def amount(value: Decimal, currency: str) -> str:
    """An amount as people write it, never rounded: 749,999.50 CHF, and 750,000 CHF without cents."""
    if _is_whole(value):
        return f"{value:,.0f} {currency}"
    return f"{value:,.2f} {currency}" if _is_whole(value * 100) else f"{value.normalize():,f} {currency}"


def francs(value: Decimal) -> str:
    """An amount in Swiss francs."""
    return amount(value, CURRENCY)


def percent(value: Decimal) -> str:
    """A share as people write it: 60 %."""
    return f"{value.normalize():f} %"


def named(names: Iterable[str]) -> str:
    """Names in a sentence: A, B and C."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def all_named(names: Sequence[str]) -> str:
    """Names in a sentence about each of them: A and B both, A, B and C all."""
    _, *others = names
    return f"{named(names)} {'both' if len(others) == 1 else 'all'}"


def counted(number: int, what: str) -> str:
    """So many of something: 1 firm, 2 firms."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()
