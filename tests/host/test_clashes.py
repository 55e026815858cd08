"""Two owners of one name, for every kind of name: the host refuses and names both, both places and the remedy."""

from __future__ import annotations

from itertools import combinations_with_replacement
from pathlib import Path

import pytest

from core.discovery import in_folders
from core.host import Host
from core.names import HOST, HOST_COMMANDS, KINDS, Kind, clashes
from core.problems import StartError
from core.settings import Settings
from schema.names import Name, names_of
from tests.host.house import House

# How a department contributes a name of each kind; {me} is the department, {name} the name.
GRAPH = {
    "object": "@strawberry.type\nclass {name}:\n    a: int\n\n@query\ndef ask_{me}() -> {name}: ...",
    "enum": "class {name}(Enum):\n    A = 'a'\n\n@query\ndef ask_{me}() -> {name}: ...",
    "input": "@strawberry.input\nclass {name}:\n    a: int\n\n@query\ndef ask_{me}(about: {name}) -> int: ...",
    "interface": "@interface\nclass {name}:\n    a: int",
    "union": (
        "@strawberry.type\nclass A{me}:\n    a: int\n\n@strawberry.type\nclass B{me}:\n    b: int\n\n"
        "@query\ndef ask_{me}() -> Annotated[A{me} | B{me}, strawberry.union('{name}')]: ..."
    ),
    "root field": "@query\ndef {name}() -> int: ...",
    "field": "@extend('Organisation', optional=True)\nclass Links:\n    {name}: int",
}
MODEL = "class Thing(Model):\n    id = fields.IntField(primary_key=True)\n"
MODELS = {
    "table": MODEL + "    class Meta(Model.Meta):\n        table = '{name}'",
    "model attribute": MODEL + "    one = fields.ForeignKeyField('registry.Organisation', related_name='{name}')",
}
HOOKS = {
    "command": "@hookimpl\ndef commands():\n    def {name}(): ...\n    return [{name}]",
    "route": "@hookimpl\ndef routes():\n    return [Route('/{name}', print)]",
    "importer": "@hookimpl\ndef importers():\n    return [Importer('{name}', '', print)]",
}
PARTS = """
from enum import Enum
from typing import Annotated
import strawberry
from schema.declare import extend, interface, query
from tortoise import fields
from tortoise.models import Model

"""
PLUGIN = """
from core.storage.imports import Importer
from schema.declare import declared_in
from starlette.routing import Mount, Route
from {house}.{me} import parts

@hookimpl
def declarations():
    return declared_in(parts)

@hookimpl
def tables():
    return parts

"""
BY_NAME = {kind.name: kind for kind in KINDS}
PAIRS = [
    (one, other)
    for one, other in combinations_with_replacement(KINDS, 2)
    if one.space == other.space and one.space != "department" and other.name != "scalar" and one.name != "scalar"
]


def contribute(house: House, me: str, kind: str, name: str) -> Path:
    """A department that contributes a name of a kind, and the file in which it does so."""
    part = PARTS + {**GRAPH, **MODELS}.get(kind, "").format(me=me, name=name)
    hooks = PLUGIN.format(house=house.root.name, me=me) + HOOKS.get(kind, "").format(name=name)
    plugin = house.add(me, hooks, files={"parts": part})
    return plugin if kind in HOOKS else plugin.with_name("parts.py")


def test_every_kind_in_the_list_is_tried_here() -> None:
    assert set(BY_NAME) == {*GRAPH, *MODELS, *HOOKS, "department", "scalar"}


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda kind: kind.name)
def test_two_departments_with_one_name_are_both_named(house: House, one: Kind, other: Kind) -> None:
    first = contribute(house, "alpha", one.name, "clash")
    second = contribute(house, "beta", other.name, "clash")

    refusal = house.refusal()

    assert f"{one.name} of alpha and a" in refusal
    assert f"{other.name} of beta." in refusal
    assert f"alpha: {first}" in refusal
    assert f"beta: {second}" in refusal
    assert one.remedy in refusal


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.space == "type" and kind.name != "scalar"], ids=str)
def test_a_type_named_like_a_scalar_is_refused(house: House, kind: Kind) -> None:
    contribute(house, "alpha", kind.name, "DateTime")

    assert (
        f"'DateTime' is a scalar of schema and a{'n' * (kind.name[0] in 'aeiou')} {kind.name} of alpha"
        in house.refusal()
    )


@pytest.mark.parametrize("kind", ["enum", "input"])
def test_a_type_that_only_an_argument_of_a_batched_field_takes_is_a_name_too(house: House, kind: str) -> None:
    declared = GRAPH[kind].partition("@query")[0].format(name="Clash")
    for me in ("alpha", "beta"):
        parts = (
            f"{PARTS}from schema.declare import batched\n\n{declared}\n"
            "async def answers(keys: list[int], about: Clash) -> dict[int, str]: ...\n\n"
            f"@extend('Organisation', optional=True)\nclass Links:\n    {me}: str = batched(answers)\n"
        )
        house.add(me, PLUGIN.format(house=house.root.name, me=me), files={"parts": parts})

    refusal = house.refusal()

    assert f"'Clash' is an {kind} of alpha and an {kind} of beta." in refusal


def test_two_departments_of_one_name_are_named_by_what_brings_them(house: House, tmp_path: Path) -> None:
    house.add("space")
    other = House(tmp_path / "other_house")
    other.root.mkdir()
    (other.root / "__init__.py").touch()
    other.add("space")

    with pytest.raises(StartError) as caught:
        Host.load(Settings(strict=False), [*house.found(), *in_folders("other_house")])

    assert f"{house.root.name}.space.plugin of ipt-graph" in str(caught.value)
    assert "other_house.space.plugin of ipt-graph" in str(caught.value)
    assert BY_NAME["department"].remedy in str(caught.value)


def test_all_clashes_are_told_at_once_and_also_at_a_lenient_start(house: House) -> None:
    for me in ("alpha", "beta"):
        both = GRAPH["object"].format(me=me, name="Thing") + "\n\n" + MODELS["table"].format(name="one_table")
        hooks = PLUGIN.format(house=house.root.name, me=me) + HOOKS["command"].format(name="report")
        house.add(me, hooks, files={"parts": PARTS + both.replace("class Thing(Model)", "class Row(Model)")})

    refusal = house.refusal(strict=False)

    assert "3 problems" in refusal
    assert all(name in refusal for name in ("'Thing'", "'one_table'", "'report'"))


@pytest.mark.parametrize("command", HOST_COMMANDS)
def test_the_commands_of_the_host_are_taken(house: House, command: str) -> None:
    house.add("alpha", f"import typer\n@hookimpl\ndef commands():\n    return [typer.Typer(name='{command}')]\n")

    assert f"'{command}' is a command of {HOST} and a command of alpha" in house.refusal()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Route('/a/{id}', print)", "Route('/a/{slug:path}', print)"),
        ("Mount('/a', routes=[])", "Route('/a/b', print)"),
        ("Route('/a/b/c', print)", "Mount('/a/b', routes=[])"),
        ("Mount('/a', routes=[])", "Mount('/a/b', routes=[])"),
    ],
)
def test_routes_that_could_answer_the_same_path_clash(house: House, one: str, other: str) -> None:
    for me, route in (("alpha", one), ("beta", other)):
        house.add(me, f"from starlette.routing import Mount, Route\n@hookimpl\ndef routes():\n    return [{route}]\n")

    assert "a route of alpha and a route of beta" in house.refusal()


def test_one_department_may_answer_a_path_by_several_methods(house: House) -> None:
    routes = "[Route('/a', print, methods=['GET']), Route('/a', repr, methods=['POST'])]"
    house.add("alpha", f"from starlette.routing import Route\n@hookimpl\ndef routes():\n    return {routes}\n")

    assert house.load().problems == ()


def test_one_department_with_one_name_twice_is_refused_too() -> None:
    twice = [Name("enum", "Status", "alpha", None), Name("object", "Status", "alpha", None)]

    (clash,) = clashes(twice)

    assert clash.what == "'Status' is an enum of alpha and an object of alpha."


def test_a_type_that_two_departments_share_from_the_core_is_no_clash(house: House) -> None:
    for me in ("alpha", "beta"):
        parts = PARTS + f"from core.words import Money\n\n@query\ndef ask_{me}() -> Money: ...\n"
        house.add(me, PLUGIN.format(house=house.root.name, me=me), files={"parts": parts})

    host = house.load()

    assert [each.owner for each in host.names() if each.name == "Money"] == ["core"]


def test_every_name_of_a_graph_is_of_a_kind_in_the_list(house: House) -> None:
    for me, kind in enumerate(GRAPH):
        contribute(house, f"d{me}", kind, f"name_{me}")

    assert {name.kind for name in house.load().names()} <= set(BY_NAME)


def test_provenance_says_who_owns_a_type_or_field_and_where(house: House) -> None:
    parts = contribute(house, "alpha", "root field", "moons")

    host = house.load()

    found = host.provenance("Query", "moons")
    assert found is not None
    assert (found.owner, found.place and found.place.file) == ("alpha", str(parts))
    assert host.provenance("Query", "suns") is None


def test_the_engine_keeps_its_own_names() -> None:
    assert {"PageInfo", "Node", "Query", "StringFilter"} <= {name.name for name in names_of([])}
