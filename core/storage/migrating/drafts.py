"""Migrations still to be written: where the models of a department say more than its migrations."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

from tortoise.context import TortoiseContext
from tortoise.fields import CharField
from tortoise.fields.base import Field
from tortoise.fields.data import CharEnumFieldInstance
from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.migrations.operations import Operation, RunSQL
from tortoise.migrations.schema_generator.state import ModelState, State
from tortoise.migrations.schema_generator.state_apps import StateApps
from tortoise.migrations.writer import ImportManager, MigrationWriter, format_migration_name
from tortoise.models import Model

from core.storage.migrating.history import migrations_package, read_history
from core.storage.migrating.renames import operations_between
from core.storage.migrating.structure import index_of_columns

PACKAGE = '"""How the tables of {department} came to be, step by step; written by `ipt migrate --make NAME`."""\n'


class _Writer(MigrationWriter):
    """Tortoise's own knows no statements."""

    def _format_operation(self, operation: Operation, imports: ImportManager, *, indent: str) -> list[str]:
        if isinstance(operation, RunSQL):
            return [f"{indent}ops.RunSQL({operation.sql!r}, reverse_sql={operation.reverse_sql!r}),"]
        return super()._format_operation(operation, imports, indent=indent)


@dataclass(frozen=True, slots=True)
class Draft:
    """One migration of one department, not written yet."""

    department: str
    name: str
    models_module: str
    operations: tuple[Operation, ...]
    dependencies: tuple[tuple[str, str], ...]

    def describe(self) -> list[str]:
        """What it would do, a line for each operation. A new name may show as a rename: read it before you write it."""
        return [operation.describe() for operation in self.operations]

    def write(self) -> Path:
        """Write the file beside the department's models and answer where."""
        folder = _migrations_folder(self)
        path = folder / f"{self.name}.py"
        path.write_text(_source(self), encoding="utf-8")
        return path


async def drafts(modules: Mapping[str, str], name: str = "initial") -> list[Draft]:
    """One draft for every department whose models and migrations differ; none means that they agree.

    Reads files and models only, no database.
    """
    history = read_history(modules)
    before = history.state(history.migrations)
    after = await declared_by(modules)
    newest = {department: history.newest(department) for department in modules}
    found: list[Draft] = []
    for department, module in modules.items():
        operations = operations_between(before, after, department)
        if operations:
            dependencies = _dependencies(department, after, newest)
            newest[department] = _next_name(newest[department], name)
            found.append(Draft(department, newest[department] or "", module, tuple(operations), dependencies))
    return found


async def declared_by(modules: Mapping[str, str]) -> State:
    """The tables as the models declare them."""
    context = TortoiseContext()
    apps = {department: {"models": [module]} for department, module in modules.items()}
    nowhere = {"default": "sqlite://:memory:"}
    await context.init({"connections": nowhere, "apps": apps}, init_connections=False)
    state = State(models={}, apps=StateApps())
    assert context.apps
    for department, models in context.apps.items():
        for model in models.values():
            state.models[department, model.__name__] = _table(department, model)
    return state


def _table(department: str, model: type[Model]) -> ModelState:
    """A model without what no database keeps: its bases, its docstring, its enums and its computed defaults.

    So a migration imports no code of ours, and a new sentence or a new member of an enum asks for none.
    """
    state = ModelState.make_from_model(department, model)
    state.bases = (Model,)
    state.options = {name: value for name, value in state.options.items() if name != "table_description"}
    if model._meta.indexes:
        state.options["indexes"] = tuple(index_of_columns(model, index) for index in model._meta.indexes)
    state.fields = {name: _column(field) for name, field in state.fields.items()}
    return state


def _column(declared: Field[Any]) -> Field[Any]:
    column = _as_text(declared) if isinstance(declared, CharEnumFieldInstance) else copy(declared)
    default = column.default
    column.description = None
    column.default = default.value if isinstance(default, Enum) else None if callable(default) else default
    return column


def _as_text(declared: CharEnumFieldInstance) -> Field[Any]:
    column: Field[Any] = CharField(max_length=declared.max_length)
    for name in ("null", "unique", "index", "default", "db_default", "source_field", "model_field_name"):
        setattr(column, name, getattr(declared, name))
    return column


def _dependencies(department: str, after: State, newest: Mapping[str, str | None]) -> tuple[tuple[str, str], ...]:
    """The department's own last migration, and the last one of every department that its tables point at."""
    pointed_at = {
        str(column.model_name).partition(".")[0]
        for (owner, _), table in after.models.items()
        for column in table.fields.values()
        if owner == department and isinstance(column, ForeignKeyFieldInstance)
    }
    needed = {other: newest.get(other) for other in {department, *pointed_at}}
    return tuple(sorted((other, name) for other, name in needed.items() if name))


def _next_name(newest: str | None, name: str) -> str:
    number = int(newest.partition("_")[0]) + 1 if newest else 1
    return format_migration_name(number, name if newest else "initial")


def _migrations_folder(draft: Draft) -> Path:
    models = import_module(draft.models_module)
    assert models.__file__
    file = Path(models.__file__)
    beside = file.parent if hasattr(models, "__path__") else file
    folder = beside.parent / "migrations"
    if not folder.exists():
        folder.mkdir()
        (folder / "__init__.py").write_text(PACKAGE.format(department=draft.department), encoding="utf-8")
    return folder


def _source(draft: Draft) -> str:
    return _Writer(
        draft.name,
        draft.department,
        draft.operations,
        dependencies=list(draft.dependencies),
        initial=draft.name.startswith("0001_") or None,
        migrations_module=migrations_package(draft.models_module),
    ).as_string()
