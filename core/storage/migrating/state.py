"""The tables as migrations leave them, an operation at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.migrations.operations import AddIndex, Operation, RenameField
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.schema_generator.state_apps import StateApps


class Tables(State):
    """Tortoise's state, whose models are related anew after an operation instead of within it.

    Tortoise relates all that it can reach while an operation is still at work: it stumbles over a model that has two
    names just then, and a replay of some sixty new indexes takes it a second and a half instead of a few hundredths.
    """

    @classmethod
    def none(cls, departments: Collection[str]) -> Tables:
        """Before the first migration."""
        return cls(models={}, apps=StateApps(default_connections=dict.fromkeys(departments, "default")))

    def forward(self, operation: Operation, department: str) -> None:
        """Let an operation change the tables here, as it will in the database."""
        self.replay([(operation, department)])

    def replay(self, operations: Iterable[tuple[Operation, str]]) -> None:
        """Let the operations of departments change the tables here, as they did in the database."""
        is_related = True
        for operation, department in operations:
            operation.state_forward(department, self)
            if isinstance(operation, RenameField):
                self._rename_key(department, operation)
            is_related = is_related and isinstance(operation, AddIndex)
        if not is_related:
            self.apps = self.clone().apps

    def clone(self) -> Tables:
        """The same tables, of which one may go on without the other."""
        models = {key: model.clone() for key, model in self.models.items()}
        return Tables(models=models, apps=self.apps.clone(model_states=models))

    def reload_model(self, app_label: str, model_name: str) -> None:
        """Asked for by an operation; see above."""

    def reload_models(self, model_tuples: Iterable[tuple[str, str]]) -> None:
        """Asked for by an operation; see above."""

    def _rename_key(self, department: str, operation: RenameField) -> None:
        """Tortoise renames the column of a foreign key in the database, and forgets it here."""
        field = self.models[department, operation.model_name].fields[operation.new_name]
        if isinstance(field, ForeignKeyFieldInstance) and field.source_field == f"{operation.old_name}_id":
            field.source_field = f"{operation.new_name}_id"
