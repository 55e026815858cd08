"""Which kinds of name departments can contribute, and what happens when two of them claim the same one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final, cast

from starlette.routing import BaseRoute, Mount
from tortoise.fields.relational import BackwardFKRelation, RelationalField
from tortoise.models import Model
from typer import Typer

from core.departments import LoadedDepartment
from core.discovery import Found
from core.hookspecs import Command
from core.problems import ClashError
from schema.names import FIELD, ROOT_FIELD, TYPE_KINDS, Name
from schema.place import Place, place_of


@dataclass(frozen=True)
class Kind:
    """A sort of name; kinds of one space may not share a name."""

    name: str
    space: str
    remedy: str


RENAME_TYPE: Final = "Rename one of the two classes: all types of all departments share one namespace."

KINDS: Final = (
    Kind("department", "department", "Remove one of the two, or rename its folder or entry point."),
    *(Kind(sort, "type", RENAME_TYPE) for sort in TYPE_KINDS),
    Kind(ROOT_FIELD, "root field", "Rename one of the two: a root field says whose it is, as in `spaceMissions`."),
    Kind(FIELD, "field", "Rename one of the two, or leave the field to the department that owns the answer."),
    Kind("table", "table", "Set `table` in the Meta of one of the two: a table is called `<department>_<thing>`."),
    Kind("model attribute", "model attribute", "Give the foreign key in one of the two another `related_name`."),
    Kind("command", "command", "Rename one of the two, or put it into a Typer named after its department."),
    Kind("route", "route", "Move one of the two under its department's name, as in `/space/missions.ics`."),
    Kind("importer", "importer", "Rename the kind of one of the two, after the format or the publisher."),
)
"""Every kind of name; whoever lets departments contribute another kind adds it here."""

HOST: Final = "the host"
HOST_COMMANDS: Final = ("serve", "migrate", "samples", "import", "schema", "departments", "check")
HOST_TABLES: Final = ("core_migration",)
HOST_ROUTES: Final = ("/", "/graphql", "/policies", "/health/live", "/health/ready", "/explorer/*")

_KINDS: Final = {kind.name: kind for kind in KINDS}
_ROUTE: Final = _KINDS["route"]


def host_names() -> Iterator[Name]:
    """The names that the host keeps for itself."""
    yield from (Name("command", command, HOST, None) for command in HOST_COMMANDS)
    yield from (Name("route", route, HOST, None) for route in HOST_ROUTES)
    yield from (Name("table", table, HOST, None) for table in HOST_TABLES)


def department_names(found: Iterable[Found]) -> Iterator[Name]:
    """The names of departments themselves, each owned by what brings it."""
    yield from (Name("department", each.name, str(each), each.place) for each in found)


def names_beside_the_graph(department: LoadedDepartment) -> Iterator[Name]:
    """The names of a department's tables, their attributes, its commands, routes and importers."""
    owner, hooks = department.name, department.hooks
    for model in models_of(department):
        yield Name("table", _table(model), owner, place_of(model))
        yield from _attributes(department, model)
    for command in department.commands:
        yield Name("command", command_name(command), owner, _command_place(command) or hooks["commands"])
    for route in department.routes:
        yield Name("route", route_name(route), owner, _route_place(route) or hooks["routes"])
    for importer in department.importers:
        yield Name("importer", importer.kind, owner, hooks["importers"])


def clashes(names: Iterable[Name]) -> list[ClashError]:
    """Every name that more than one owner claims, or one owner twice."""
    claims: defaultdict[tuple[str, str], list[Name]] = defaultdict(list)
    for name in dict.fromkeys(names):
        claims[_KINDS[name.kind].space, _folded(name)].append(name)
    routes = [claim for (space, _), same in claims.items() if space == _ROUTE.space for claim in same]
    return [
        *(_clash(same) for (space, _), same in claims.items() if space != _ROUTE.space and len(same) > 1),
        *(_clash(pair) for pair in combinations(routes, 2) if _meet(*pair)),
    ]


def models_of(department: LoadedDepartment) -> list[type[Model]]:
    """The models that a department's own module declares; a package, those that it brings together."""
    module = department.models
    if module is None:
        return []
    classes = [thing for thing in vars(module).values() if isinstance(thing, type) and issubclass(thing, Model)]
    return [each for each in classes if not each._meta.abstract and _is_in(module.__name__, each)]


def command_name(command: Command) -> str:
    """What one types after `ipt`."""
    if isinstance(command, Typer):
        return cast(str, command.info.name)
    return command.__name__.strip("_").replace("_", "-")


def route_name(route: BaseRoute) -> str:
    """A route's path with its parameters left blank; a mount takes every path below it."""
    path = re.sub(r"\{[^}]*\}", "{}", getattr(route, "path", repr(route)))
    return f"{path}/*" if isinstance(route, Mount) else path


def _clash(names: Iterable[Name]) -> ClashError:
    same = list(names)
    return ClashError(same, remedy=_KINDS[same[0].kind].remedy)


def _folded(name: Name) -> str:
    # SQLite's tables differ by more than capitals.
    return name.name.lower() if name.kind == "table" else name.name


def _is_in(module: str, model: type[Model]) -> bool:
    return f"{model.__module__}.".startswith(f"{module}.")


def _meet(one: Name, other: Name) -> bool:
    """Whether a path could be answered by either; one owner may share a path among methods."""
    paths = {one.name, other.name}
    below = any(_is_below(one.name, mount) or _is_below(other.name, mount) for mount in paths)
    return one.owner != other.owner and (len(paths) == 1 or below)


def _is_below(path: str, mount: str) -> bool:
    return mount.endswith("/*") and path != mount and path.startswith(mount[:-1])


def _table(model: type[Model]) -> str:
    return model._meta.db_table or model.__name__.lower()


def _attributes(department: LoadedDepartment, model: type[Model]) -> Iterator[Name]:
    """A model's own fields, and those that its foreign keys give to the models they point to."""
    place = place_of(model)
    for name, field in model._meta.fields_map.items():
        if isinstance(field, BackwardFKRelation):
            continue
        yield Name("model attribute", f"{department.name}.{model.__name__}.{name}", department.name, place)
        if isinstance(field, RelationalField) and (given := getattr(field, "related_name", None)) is not False:
            target = getattr(field, "model_name", "")
            yield Name("model attribute", f"{target}.{given or _table(model) + 's'}", department.name, place)


def _command_place(command: Command) -> Place | None:
    return None if isinstance(command, Typer) else place_of(command)


def _route_place(route: BaseRoute) -> Place | None:
    endpoint = getattr(route, "endpoint", None)
    return place_of(endpoint) if endpoint else None
