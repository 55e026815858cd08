"""Contracts and years that somebody makes up, to see what would follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

import strawberry

from core.words import Money, Share
from plugins.procurement.nodes.return_facts import WHOLE
from plugins.procurement.queries.given import OriginShareInput, is_between, origins_of, wrong
from plugins.procurement.rules.industrial_return import Year
from plugins.procurement.rules.tally import Tally
from plugins.procurement.rules.wording import CURRENCY

LARGEST: Final = Decimal(10) ** 15
"""More than CERN will ever spend, in any currency."""
FINEST: Final = 9
"""So many decimal places a made-up number may have."""


@strawberry.input(description="A contract that does not exist: give its country, or its origins.")
class WhatIfContract:
    """A contract that does not exist."""

    amount: Decimal = strawberry.field(description="What it would be worth, in Swiss francs.")
    country: str | None = strawberry.field(
        default=None, description="Where all of it would come from: two letters of ISO 3166-1, such as PL."
    )
    origins: list[OriginShareInput] | None = strawberry.field(
        default=None, description="Where its parts would come from, if it is more than one country."
    )


@strawberry.input(description="One year of one state, as somebody makes it up.")
class ReturnYear:
    """One year of one state."""

    of_state: Decimal = strawberry.field(description="The value, or number, of the contracts from the state.")
    of_all: Decimal = strawberry.field(description="That of all contracts, those of the state included.")
    contribution: Decimal = strawberry.field(description="What the state pays, in percent of all contributions.")


def tallies_of(contracts: Sequence[WhatIfContract], year: int) -> list[Tally]:
    """Made-up contracts as they would be counted in a year; raises a fault for one that cannot be."""
    _refuse_unless(len(contracts) > 0, "`contracts` is empty: give at least one.")
    named = ((f"Contract {place}", each) for place, each in enumerate(contracts, start=1))
    return [tally for where, contract in named for tally in _tallies(contract, where, year)]


def years_of(given: Sequence[ReturnYear]) -> list[Year]:
    """Made-up years as the rule takes them; raises a fault for one that cannot be."""
    _refuse_unless(len(given) > 0, "`years` is empty: give at least one.")
    return [_year(each, f"Year {place}") for place, each in enumerate(given, start=1)]


def _year(given: ReturnYear, where: str) -> Year:
    year = Year(
        of_state=_number(given.of_state, f"{where}, `ofState`", LARGEST),
        of_all=_number(given.of_all, f"{where}, `ofAll`", LARGEST),
        contribution=_number(given.contribution, f"{where}, `contribution`", Decimal(100)),
    )
    _refuse_unless(year.of_state <= year.of_all, f"{where}: a state cannot have more than all. Raise `ofAll`.")
    return year


def _tallies(contract: WhatIfContract, where: str, year: int) -> Iterator[Tally]:
    is_one_of_both = (contract.country is None) != (contract.origins is None)
    _refuse_unless(is_one_of_both, f"{where}: give `country` or `origins`, and not both.")
    value = _number(contract.amount, f"{where}, `amount`", LARGEST)
    parts = contract.origins
    if parts is None:
        parts = [OriginShareInput(country=contract.country or "", percent=Decimal(100))]
    shares = {code: _ppm(percent, where) for code, percent in origins_of(parts, where).items()}
    _refuse_unless(sum(shares.values()) == WHOLE, f"{where}: its origins do not add up to 100 percent.")
    for country, ppm in shares.items():
        yield Tally(country=country, year=year, contracts=1, number=ppm, value=_cents(value, where) * ppm)


def _number(given: Decimal, what: str, most: Decimal) -> Decimal:
    is_sound = is_between(given, Decimal(0), most, FINEST)
    _refuse_unless(is_sound, f"{what} is {given}: give a number from 0 to {most:,f} with at most {FINEST} decimals.")
    return given


def _cents(amount: Decimal, where: str) -> int:
    try:
        return Money(amount=amount, currency=CURRENCY).minor()
    except ValueError as error:
        raise wrong(f"{where}: {error}.") from None


def _ppm(percent: Decimal, where: str) -> int:
    try:
        return Share(percent=_number(percent, f"{where}, `percent`", Decimal(100))).ppm()
    except ValueError as error:
        raise wrong(f"{where}: {error}.") from None


def _refuse_unless(holds: bool, message: str) -> None:
    if not holds:
        raise wrong(message)
