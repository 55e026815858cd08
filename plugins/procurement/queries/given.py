"""What somebody gives in a question on made-up facts: checked before a rule is given it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

import strawberry

from core.words import country_code, country_named
from schema.errors import Code, fault

LONGEST_NAME: Final = 100
"""So many characters a name has: it comes back in many sentences."""
DIGITS: Final = 15
"""So many digits a number has before the point."""
DECIMALS: Final = 6
"""So many digits a number has behind the point."""
LARGEST: Final = Decimal(10) ** DIGITS - Decimal(10) ** -DECIMALS
"""The largest of these numbers."""


@strawberry.input(description="How much of something comes from one country.")
class OriginShareInput:
    """How much of something comes from one country."""

    country: str = strawberry.field(description="Two letters of ISO 3166-1, such as PL; EL and UK are known as well.")
    percent: Decimal = strawberry.field(description="The share; those of one whole add up to 100.")


def wrong(message: str) -> Exception:
    """What is raised for something that cannot be: a fault BAD_ARGUMENT."""
    return fault(Code.BAD_ARGUMENT, message)


def name(given: str) -> str:
    """A name as it comes back; a fault for one that is too long."""
    if len(given) > LONGEST_NAME:
        raise wrong(f"The name '{given[:20]}…' has {len(given)} characters; {LONGEST_NAME} is the most.")
    return given.strip()


def country(given: str, where: str) -> str:
    """The code of a country; a fault for what is none."""
    code = country_code(given)
    if not code or country_named(code) != code:  # what it knows by other names is no code of two letters
        raise wrong(f"{where}: there is no country '{given[:LONGEST_NAME]}'. Give two letters of ISO 3166-1.")
    return code


def number(given: Decimal, where: str) -> Decimal:
    """A number that can be reckoned with in full; a fault for others."""
    if not is_between(given, -LARGEST, LARGEST, DECIMALS):
        raise wrong(f"{where}: a number here has at most {DIGITS} digits before the point and {DECIMALS} behind it.")
    return given


def is_between(given: Decimal, least: Decimal, most: Decimal, decimals: int) -> bool:
    """Whether a number is finite, within these bounds, and has no more than so many digits behind the point."""
    return given.is_finite() and least <= given <= most and -int(given.as_tuple().exponent) <= decimals


def refuse_twice(given: Iterable[str], where: str) -> None:
    """A fault for what is named twice."""
    twice = sorted(each for each, count in Counter(given).items() if count > 1)
    if twice:
        raise wrong(f"{where}: {', '.join(twice)} is named twice. Name it once.")


def origins_of(given: Sequence[OriginShareInput], who: str) -> dict[str, Decimal]:
    """The shares by country; a fault for what is no country or no number, and for a country named twice."""
    shares = [(country(each.country, f"{who}, origin"), number(each.percent, f"{who}, origin")) for each in given]
    refuse_twice((code for code, _ in shares), f"{who}, origins")
    return dict(shares)
