"""The same policies with one value changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from core.policies.policies import Policies
from core.policies.version import Given, PolicyVersion, Said

TWO: Final = Decimal(2)


@dataclass(frozen=True)
class Value:
    """What one version of a policy says in one place."""

    version: PolicyVersion
    said: Said

    def __str__(self) -> str:
        return f"{self.version.name}: {self.said.name}"


def values(policies: Policies, owner: str, kind: type) -> Iterator[Value]:
    """Every value of a kind that the policies of an owner say, those of variants too."""
    for version in policies:
        if version.policy.startswith(owner):
            yield from (Value(version, said) for said in version.values if isinstance(said.given, kind))


def others(number: Value) -> tuple[Decimal, ...]:
    """Greater and smaller numbers: the next of as many digits, and ones that are far off; whole if it is."""
    given = number.said.given
    assert isinstance(given, Decimal)
    exponent = given.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    is_whole = given == given.to_integral_value()
    far = (given * TWO + 1, (given - 1) // TWO if is_whole else (given - 1) / TWO)
    return (given + step, given - step, *far)


def changed(policies: Policies, value: Value, to: Given) -> Policies:
    """The same policies with something else in this one place."""
    says = tuple(replace(each, given=to) if each is value.said else each for each in value.version.values)
    return Policies(replace(each, values=says) if each is value.version else each for each in policies)
