"""Names are read from declarations before anything is built: they must be the ones that the schema then has."""

from __future__ import annotations

from graphql import GraphQLInterfaceType, GraphQLObjectType, build_schema

from tests.host.house import House

MODELS = """
from enum import Enum
from tortoise import fields
from tortoise.models import Model

class MoonKind(Enum):
    ICE = "ice"
    ROCK = "rock"

class Planet(Model):
    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=20, db_index=True)

    class Meta(Model.Meta):
        table = "space_planet"

class Moon(Model):
    id = fields.IntField(primary_key=True)
    planet = fields.ForeignKeyField("space.Planet", related_name="moons", db_index=True)
    name = fields.CharField(max_length=20, db_index=True)
    kind = fields.CharEnumField(MoonKind, max_length=10, db_index=True)
    craters = fields.IntField(db_index=True)
    seen_on = fields.DateField(db_index=True)

    class Meta(Model.Meta):
        table = "space_moon"
"""
NODES = """
from datetime import date
from typing import Annotated
import strawberry
from core.words import Money, Refusal
from schema.declare import column, computed, everyone, extend, interface, many, mutation, node, one, query
from schema.relay import Connection, Ref
from {house}.space import models

@interface
class Named:
    '''Something with a name.'''
    label: str

@node(models.Planet, scope=everyone)
class Planet:
    '''What goes round a star.'''
    name: str

def price(craters: int) -> Money:
    return Money.from_minor(craters, "EUR")

@node(
    models.Moon, scope=everyone, filters=["name", "kind", "seen_on", "planet_id"], orders=["name"],
    sums=["craters"], groups=["kind"], search=["name"],
)
class Moon(Named):
    '''What goes round a planet.'''
    label: str = column("name")
    kind: models.MoonKind
    craters: int
    seen_on: date
    planet: Planet = one("planet_id")
    price: Money = computed(price)

@strawberry.input
class Wish:
    '''What is wished for.'''
    crater_depth: int

@extend("Planet")
class PlanetLinks:
    moons: Connection[Moon] = many("planet_id", order="name")

@extend("Query")
class Queries:
    moons: Connection[Moon] = many(order="name")

@query
async def best_moon(wish: Wish) -> Annotated[Moon | Planet, strawberry.union("Body")] | None: ...

@mutation
async def name_moon(moon: Ref[Moon], name: str) -> Ref[Moon] | Refusal: ...
"""
HOOKS = """
from schema.declare import declared_in
from {house}.space import models, nodes

@hookimpl
def declarations():
    return declared_in(nodes)

@hookimpl
def tables():
    return models
"""


def test_every_type_and_field_of_the_schema_is_a_name_with_an_owner(house: House) -> None:
    named = {"house": house.root.name}
    house.add("space", HOOKS.format(**named), files={"models": MODELS, "nodes": NODES.format(**named)})

    host = house.load()

    names = {each.name for each in host.names()}
    printed = build_schema(host.schema.as_str())
    types = {name: each for name, each in printed.type_map.items() if not name.startswith("__")}
    assert types.keys() - names == set()
    for name, made in types.items():
        declared = host.graph.nodes.keys() | host.graph.interfaces.keys() | host.graph.roots.keys()
        if isinstance(made, GraphQLObjectType | GraphQLInterfaceType) and name in declared:
            assert {f"{name}.{field}" for field in made.fields} - names == set()
