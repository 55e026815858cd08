"""The same policies with one number changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from core.policies.policies import Policies
from core.policies.version import PolicyVersion, Said

TWO: Final = Decimal(2)


@dataclass(frozen=True)
class Number:
    """A number that one version of a policy says."""

    version: PolicyVersion
    said: Said

    def __str__(self) -> str:
        return f"{self.version.name}: {self.said.name}"

    def others(self) -> tuple[Decimal, ...]:
        """Greater and smaller numbers: the next of as many digits, and ones that are far off; whole if it is."""
        given = self.said.given
        assert isinstance(given, Decimal)
        exponent = given.as_tuple().exponent
        step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        is_whole = given == given.to_integral_value()
        far = (given * TWO + 1, (given - 1) // TWO if is_whole else (given - 1) / TWO)
        return (given + step, given - step, *far)


def numbers(policies: Policies) -> Iterator[Number]:
    """Every number that the policies say, those of variants too."""
    for version in policies:
        yield from (Number(version, said) for said in version.values if isinstance(said.given, Decimal))


def changed(policies: Policies, number: Number, to: Decimal) -> Policies:
    """The same policies with another number in this one place."""
    says = tuple(replace(each, given=to) if each is number.said else each for each in number.version.values)
    return Policies(replace(each, values=says) if each is number.version else each for each in policies)
