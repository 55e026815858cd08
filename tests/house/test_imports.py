"""Imports run one way: schema <- core <- departments, which never import one another."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.house.source import Source, imports, sources

OWN = ("schema", "core", "plugins", "tests", "bench")
FORBIDDEN = {
    "schema": ("core", "plugins", "tests", "bench"),
    "core": ("plugins", "tests", "bench"),
    "plugins": ("tests", "bench"),
}
"""What a room may not import."""


def wrong_ways(source: Source) -> Iterator[str]:
    """Every import against the direction, with what to do instead."""
    for each in imports(source):
        if each.level:
            yield f"{source.at(each.node)}: a relative import. Write it absolute."
        for room in FORBIDDEN[source.room]:
            if each.is_of(room):
                yield f"{source.at(each.node)}: {source.room} imports {each.full}. {room} stands above it."
        if each.is_of("plugins") and source.package and not each.is_of(source.package):
            yield f"{source.at(each.node)}: {source.package} imports {each.full}. Name its types in quotes."


def is_rule(source: Source) -> bool:
    """Whether a file is a department's `rules.py`, or one of its folder `rules`."""
    return source.part == "rules"


def impurities(source: Source) -> Iterator[str]:
    """What a rule imports besides the standard library, shared words, policy versions and its department's rules."""
    for each in imports(source):
        is_shared = each.is_of("core.words") or each.is_of("core.policies.version")
        is_allowed = is_shared or each.is_of(f"{source.package}.rules")
        if not is_allowed and each.module.partition(".")[0] not in sys.stdlib_module_names:
            yield f"{source.at(each.node)}: a rule imports {each.full}. It takes values, words and policies only."


@pytest.mark.parametrize("source", sources(), ids=lambda each: each.path)
def test_imports_run_one_way(source: Source) -> None:
    assert not [*wrong_ways(source)]


@pytest.mark.parametrize("source", [each for each in sources() if is_rule(each)], ids=lambda each: each.path)
def test_rules_are_pure(source: Source) -> None:
    assert not [*impurities(source)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("schema/plan.py", "from core.words import Money"),
        ("schema/plan.py", "def f():\n    import plugins.procurement.nodes"),
        ("core/host.py", "from plugins import procurement"),
        ("core/host.py", "from . import words"),
        ("core/registry/nodes.py", "from plugins.procurement.nodes import Tender"),
        ("plugins/procurement/nodes.py", "from plugins.eu_support.nodes import Project"),
        ("plugins/procurement/nodes.py", "import plugins.procurement_old"),
        ("plugins/procurement/nodes.py", "from tests.importing import run"),
    ],
)
def test_an_import_the_wrong_way_is_found(path: str, text: str) -> None:
    assert [*wrong_ways(Source(path, text))]


@pytest.mark.parametrize(
    "text",
    ["from tortoise.expressions import Q", "from core.access.viewer import Viewer", "import plugins.space.models"],
)
def test_a_rule_that_knows_more_than_values_is_found(text: str) -> None:
    assert [*impurities(Source("plugins/space/rules.py", text))]
