"""No rule holds a number that somebody decided: those stand in `policies/*.toml`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import Source, sources
from tests.house.test_imports import is_rule

HARMLESS = {0, 1, 100}
"""Nothing, one, and what makes a share a percentage."""
NUMERIC = {"Decimal", "Fraction", "int", "float"}
ROOM = {"plugins/knowledge_transfer/rules/disclosure.py", "plugins/eu_support/rules/proposals.py"}
"""Rules whose numbers say how much a column has room for."""


def decided(source: Source) -> Iterator[str]:
    """Every number in a rule that could be policy, also one in a text that is made a number."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and is_number(node.value) and node.value not in HARMLESS:
            yield f"{source.at(node)}: {node.value!r} is policy. Put it into policies/*.toml, with its source."
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NUMERIC:
            texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            yield from (f"{source.at(node)}: '{each}' is policy." for each in texts if each not in {"0", "1", "100"})


def is_number(value: object) -> bool:
    return isinstance(value, int | float | complex) and not isinstance(value, bool)


RULES = [each for each in sources("plugins") if is_rule(each) and each.path not in ROOM]


@pytest.mark.parametrize("source", RULES, ids=lambda each: each.path)
def test_a_rule_holds_no_number_that_is_policy(source: Source) -> None:
    assert not [*decided(source)]


@pytest.mark.parametrize(
    "text",
    ["LIMIT = 200_000", "x = value > 0.4", 'x = Decimal("0.40")', "x = [2] * n", "x = Fraction('1/3')", "x = -5"],
)
def test_a_number_that_is_policy_is_found(text: str) -> None:
    assert [*decided(Source("plugins/space/rules.py", text))]


@pytest.mark.parametrize(
    "text", ["x = a[0] + 1", "x = 100 * part / whole", "x = Decimal(0)", "x = True", "x = 'ALIGN-1'"]
)
def test_what_is_no_policy_is_left_in_peace(text: str) -> None:
    assert not [*decided(Source("plugins/space/rules.py", text))]
