"""The tables as migrations leave them, an operation at a time."""

from __future__ import annotations

from collections.abc import Collection

from tortoise.exceptions import ConfigurationError
from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.migrations.operations import Operation, RenameField, RenameModel
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.schema_generator.state_apps import StateApps


class Tables(State):
    """Tortoise's state, with relations that follow when a model is renamed."""

    @classmethod
    def none(cls, departments: Collection[str]) -> Tables:
        """Before the first migration."""
        return cls(models={}, apps=StateApps(default_connections=dict.fromkeys(departments, "default")))

    def forward(self, operation: Operation, department: str) -> None:
        """Let an operation change the tables here, as it will in the database."""
        operation.state_forward(department, self)
        if isinstance(operation, RenameField):
            self._rename_key(department, operation)
        if isinstance(operation, RenameModel):
            self._relate_anew()

    def clone(self) -> Tables:
        """The same tables, of which one may go on without the other."""
        models = {key: model.clone() for key, model in self.models.items()}
        return Tables(models=models, apps=self.apps.clone(model_states=models))

    def _rename_key(self, department: str, operation: RenameField) -> None:
        """Tortoise renames the column of a foreign key in the database, and forgets it here."""
        field = self.models[department, operation.model_name].fields[operation.new_name]
        if isinstance(field, ForeignKeyFieldInstance) and field.source_field == f"{operation.old_name}_id":
            field.source_field = f"{operation.new_name}_id"
            self._relate_anew()

    def _reload(self, models_to_reload: set[tuple[str, str]]) -> None:
        try:
            super()._reload(models_to_reload)
        except ConfigurationError:
            # The other end of a relation still knows the model under its old name.
            self._relate_anew()

    def _relate_anew(self) -> None:
        self.apps = self.apps.clone(self.models)
