"""The rules answer every vector, and no number in the policies can change without one that notices."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from core.host import Host
from core.policies.policies import Policies
from core.settings import Settings
from tests.procurement.changed import Value, changed, others, values
from tests.procurement.vectors import Vector, vectors

POLICIES = Host.load(Settings(departments=("procurement",))).policies
VECTORS = [*vectors()]
NUMBERS = [*values(POLICIES, "procurement.", Decimal)]
FLAGS = [*values(POLICIES, "procurement.", bool)]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda each: each.__name__)
def test_a_vector_holds(vector: Vector) -> None:
    vector(POLICIES)


@pytest.mark.parametrize("number", NUMBERS, ids=str)
def test_another_number_is_noticed(number: Value) -> None:
    for other in others(number):
        assert is_noticed(changed(POLICIES, number, other)), f"{number} could be {other}: no vector hangs on it"


@pytest.mark.parametrize("flag", FLAGS, ids=str)
def test_the_other_answer_is_noticed(flag: Value) -> None:
    assert is_noticed(changed(POLICIES, flag, not flag.said.given)), f"{flag} could be turned: no vector hangs on it"


def is_noticed(policies: Policies) -> bool:
    """Whether any vector fails; a rule that cannot use the number at all, and says so, has noticed it too."""
    for vector in VECTORS:
        try:
            vector(policies)
        except (AssertionError, ArithmeticError, ValueError, LookupError):
            return True
    return False


def test_no_change_is_not_noticed() -> None:
    assert not is_noticed(Policies(POLICIES))


def test_every_vector_is_there_and_no_name_twice() -> None:
    names = [each.__name__ for each in VECTORS]
    numbered = {int(found[1]) for name in names if (found := re.match(r"vector_(\d+)", name))}

    assert numbered == {*range(1, 45)}
    assert sorted(set(names)) == sorted(names)


def test_a_number_is_changed_in_its_own_place_alone() -> None:
    number = NUMBERS[0]
    same = [*changed(POLICIES, number, Decimal(12345))]

    differing = [each for each, before in zip(same, POLICIES, strict=True) if each != before]

    assert [each.name for each in differing] == [number.version.name]
    assert differing[0].decimal(number.said.name) == Decimal(12345)
