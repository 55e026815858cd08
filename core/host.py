"""The host: finds the departments, checks them against one another, and holds what they contribute."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pluggy import HookImpl, PluginManager, Result
from tortoise.apps import Apps
from tortoise.connection import ConnectionHandler
from tortoise.exceptions import ConfigurationError

from core.access.viewer import Viewer
from core.changes import Changes
from core.departments import LoadedDepartment, open_department
from core.discovery import REGISTRY, Found, choose, find
from core.errors import UserError
from core.hookspecs import PROJECT, Hooks
from core.names import clashes, department_names, host_names, names_beside_the_graph
from core.needs import with_needs
from core.policies.policies import Policies
from core.problems import DepartmentError, StartError
from core.questions import Answer
from core.settings import Settings
from core.supplied import TO_FIELDS, supplied
from core.words import fold
from schema.build import build
from schema.counting import Counted, counted_by
from schema.execute import GraphSchema
from schema.graph import Contribution, Graph
from schema.names import FIELD, ROOT_FIELD, TYPE_KINDS, Name, names_of
from schema.place import place_of


@dataclass(frozen=True)
class Host:
    """The departments of one running product, in the order in which they need one another."""

    settings: Settings
    departments: tuple[LoadedDepartment, ...]
    problems: tuple[DepartmentError, ...] = ()
    """Why departments that were chosen are not among them; only a lenient start (IPT_STRICT=0) has any."""

    @classmethod
    def load(cls, settings: Settings, found: Sequence[Found] | None = None) -> Host:
        """Load the departments that the settings choose, of those `found`, which are by default all there are.

        Raises StartError with every reason not to start: names that clash, the registry, and with `settings.strict` any
        department that cannot be loaded.
        """
        chosen = choose(find() if found is None else found, settings.departments)
        _refuse(clashes(department_names(chosen)))
        opened, broken = _open(chosen, _hooks(trace=settings.trace))
        kept, unmet = with_needs(opened)
        host = cls(settings, kept, (*broken, *unmet))
        _refuse([*host._fatal(), *clashes(host.names())])
        return host

    def on(self, database_url: str) -> Host:
        """The same departments and their graph, for another database."""
        other = replace(self, settings=replace(self.settings, database_url=database_url))
        vars(other).update(schema=self.schema, policies=self.policies)
        return other

    def under(self, policies: Policies) -> Host:
        """The same departments and their graph, ruled by other policies."""
        other = replace(self)
        vars(other).update(schema=self.schema, policies=policies)
        return other

    def _fatal(self) -> list[DepartmentError]:
        return [each for each in self.problems if self.settings.strict or each.department == REGISTRY]

    @cached_property
    def schema(self) -> GraphSchema:
        """The one schema of all departments; raises DeclarationError for a declaration that cannot be built."""
        _relate(self.model_modules())
        return build(self.contributions(), viewer=Viewer, supplied=TO_FIELDS, fold=fold)

    @cached_property
    def policies(self) -> Policies:
        """What the policies of all departments say, and said before."""
        return Policies(each for department in self.departments for each in department.policies)

    def supplied(self, changes: Changes) -> dict[type, Any]:
        """What functions of the graph are given when they ask for it by its class."""
        return supplied(changes, self.policies, self.answers())

    def answers(self) -> list[tuple[str, Answer[Any]]]:
        """What departments answer when another one asks, each with who does, in their order."""
        return [(each.name, answer) for each in self.departments for answer in each.answers]

    def counted(self) -> list[tuple[str, str, Counted]]:
        """Every field and every answer that counts rows which its viewer may not see: what, whose, and why."""
        fields = [(name, field.owner, each) for name, field, each in self.graph.counted()]
        answers = [(owner, answer.question.__name__, answer.function) for owner, answer in self.answers()]
        return fields + [
            (f"The answer to {question}", owner, each)
            for owner, question, function in answers
            for each in counted_by(function)
        ]

    @property
    def graph(self) -> Graph:
        """What the schema was woven from: every type and field with its source, its owner and its place."""
        return self.schema.graph

    def contributions(self) -> list[Contribution]:
        """What each department puts into the graph."""
        return [Contribution(each.name, declared) for each in self.departments for declared in each.declarations]

    def names(self) -> list[Name]:
        """Every name that the host or a department takes, of every kind."""
        beside = [name for each in self.departments for name in names_beside_the_graph(each)]
        return [*host_names(), *names_of(self.contributions()), *beside]

    def provenance(self, type_name: str, field_name: str | None = None) -> Name | None:
        """Who puts a type or a field into the graph, and where it is written; None when nobody does."""
        wanted = type_name if field_name is None else f"{type_name}.{field_name}"
        kinds = TYPE_KINDS if field_name is None else (FIELD, ROOT_FIELD)
        return next((each for each in self.names() if each.name == wanted and each.kind in kinds), None)

    def model_modules(self) -> dict[str, str]:
        """The module of tables by department."""
        return {each.name: each.models.__name__ for each in self.departments if each.models}


def _relate(modules: Mapping[str, str]) -> None:
    """Give foreign keys their columns, which they get once all models are known, without opening a database."""
    apps = Apps(None, ConnectionHandler())
    last = next(reversed([*modules]), None)
    try:
        for department, module in modules.items():
            apps.init_app(department, [module], _init_relations=department == last)
    except ConfigurationError as error:
        raise UserError(
            f"The tables of {', '.join(modules)} do not fit together: {error}",
            remedy="Load the department that the foreign key points to, and name it in `needs`.",
        ) from error


def _refuse(problems: Sequence[UserError]) -> None:
    if problems:
        raise StartError(problems)


def _hooks(*, trace: bool) -> PluginManager:
    hooks = PluginManager(PROJECT)
    hooks.add_hookspecs(Hooks)
    if trace:
        hooks.add_hookcall_monitoring(_before, _after)
    return hooks


def _before(hook: str, implementations: Sequence[HookImpl], _arguments: Mapping[str, object]) -> None:
    for each in implementations:
        sys.stderr.write(f"ipt: {each.plugin_name}.{hook}()  {place_of(each.function)}\n")


def _after(
    outcome: Result[object], hook: str, _implementations: Sequence[HookImpl], _arguments: Mapping[str, object]
) -> None:
    if outcome.exception:
        sys.stderr.write(f"ipt: {hook}() raised {outcome.exception!r}\n")


def _open(chosen: Sequence[Found], hooks: PluginManager) -> tuple[list[LoadedDepartment], list[DepartmentError]]:
    opened: list[LoadedDepartment] = []
    broken: list[DepartmentError] = []
    for each in chosen:
        try:
            opened.append(open_department(each, hooks))
        except DepartmentError as problem:
            broken.append(problem)
    return opened, broken
