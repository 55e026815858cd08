"""The operations that turn one state of the tables into another, renames among them that tortoise does not see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.migrations.operations import (
    AddField,
    AlterModelOptions,
    Operation,
    RemoveField,
    RenameField,
    RenameModel,
    RunSQL,
)
from tortoise.migrations.schema_generator.operation_generator import OperationGenerator
from tortoise.migrations.schema_generator.state import ModelState, State


def operations_between(before: State, after: State, department: str) -> list[Operation]:
    """What a migration of a department has to do, models and tables first."""
    found = OperationGenerator(before, after).generate(app_labels=[department])
    models = [each for each in found if isinstance(each, RenameModel)]
    tables = _renamed_tables(before, after, department, {each.new_name: each.old_name for each in models})
    return [*models, *tables, *_with_renamed_keys([each for each in found if each not in models], before, department)]


def _renamed_tables(before: State, after: State, department: str, was: dict[str, str]) -> list[Operation]:
    """Tortoise sees no change where only `Meta.table` is another one."""
    found: list[Operation] = []
    for (owner, name), table in after.models.items():
        old = before.models.get((owner, was.get(name, name)))
        if owner == department and old and old.options["table"] != table.options["table"]:
            found += _rename_table(name, old, table)
    return found


def _rename_table(name: str, old: ModelState, new: ModelState) -> list[Operation]:
    was, now = old.options["table"], new.options["table"]
    there, back = (f'ALTER TABLE "{one}" RENAME TO "{other}"' for one, other in ((was, now), (now, was)))
    return [RunSQL(there, reverse_sql=back), AlterModelOptions(name, {**old.options, "table": now})]


def _with_renamed_keys(found: Sequence[Operation], before: State, department: str) -> list[Operation]:
    """Tortoise drops a foreign key that was renamed, with what it pointed at, and adds another one."""
    renamed: list[Operation] = [*found]
    for added in [each for each in found if isinstance(each, AddField)]:
        fields = before.models[department, added.model_name].fields if isinstance(added.field, _Key) else {}
        for removed in [each for each in renamed if isinstance(each, RemoveField)]:
            is_one_model = removed.model_name == added.model_name
            if is_one_model and removed.name in fields and _traits(fields[removed.name]) == _traits(added.field):
                renamed[renamed.index(added)] = RenameField(added.model_name, removed.name, added.name)
                renamed.remove(removed)
                break
    return renamed


_Key = ForeignKeyFieldInstance


def _traits(field: Any) -> tuple[Any, ...] | None:
    """All of a foreign key but its name and that of its column."""
    if not isinstance(field, _Key):
        return None
    path, arguments, named = field.deconstruct()
    return path, arguments, {name: value for name, value in named.items() if name != "source_field"}
