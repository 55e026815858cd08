"""The migrations that departments ship: read from disk, put in order, and replayed into a state of tables."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from importlib.util import find_spec

from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.loader import MigrationLoader
from tortoise.migrations.migration import Migration
from tortoise.migrations.recorder import MigrationRecorder

from core.errors import StorageError
from core.storage.migrating.state import Tables


@dataclass(frozen=True, slots=True)
class History:
    """Every migration of the loaded departments, each after those it depends on.

    Tortoise's own graph takes a department's newest migration for applied as soon as another department depends on it;
    so the order and the leaves are computed here.
    """

    migrations: Mapping[MigrationKey, Migration]

    def newest(self, department: str) -> str | None:
        """The name of a department's last migration; None before its first. Two last ones are an error."""
        own = [key for key in self.migrations if key.app_label == department]
        followed = {parent for key in own for parent in _parents(self.migrations[key])}
        leaves = [key.name for key in own if key not in followed]
        if len(leaves) > 1:
            raise StorageError(
                f"Two migrations of {department} claim to be its last one: {', '.join(leaves)}.",
                remedy=f"Write ('{department}', '{leaves[0]}') into the dependencies of {leaves[1]}, and renumber it.",
            )
        return leaves[0] if leaves else None

    def missing(self, applied: Collection[MigrationKey]) -> list[MigrationKey]:
        """The migrations that are not applied, in the order in which they run."""
        departments = {key.app_label for key in self.migrations}
        unknown = [key for key in applied if key.app_label in departments and key not in self.migrations]
        if unknown:
            raise StorageError(
                f"The database was migrated further than this version knows: {', '.join(map(str, unknown))}.",
                remedy="Install the version that wrote them, or restore a backup from before.",
            )
        return [key for key in self.migrations if key not in applied]

    def of(self, department: str) -> list[MigrationKey]:
        """A department's own migrations, in their order."""
        own = [key for key in self.migrations if key.app_label == department]
        if not own:
            loaded = sorted({key.app_label for key in self.migrations})
            raise StorageError(
                f"There are no migrations of {department!r}.",
                remedy=f"These departments have some: {', '.join(loaded)}.",
            )
        return own

    def before(self, key: MigrationKey) -> set[MigrationKey]:
        """Every migration that a migration stands on, of whichever department."""
        return _reached(key, self._parents)

    def after(self, key: MigrationKey) -> set[MigrationKey]:
        """Every migration that stands on a migration, of whichever department."""
        children: dict[MigrationKey, set[MigrationKey]] = {each: set() for each in self.migrations}
        for child, parents in self._parents.items():
            for parent in parents:
                children[parent].add(child)
        return _reached(key, children)

    @property
    def _parents(self) -> dict[MigrationKey, set[MigrationKey]]:
        parents = {key: set(_parents(migration)) for key, migration in self.migrations.items()}
        for key, migration in self.migrations.items():
            for child in _keys(migration.run_before):
                parents[child].add(key)
        return parents

    def state(self, applied: Collection[MigrationKey]) -> Tables:
        """The tables as the applied migrations leave them."""
        state = Tables.none({key.app_label for key in self.migrations})
        state.replay(
            (operation, key.app_label)
            for key, migration in self.migrations.items()
            if key in applied
            for operation in migration.operations
        )
        state.validate_relations_initialized()
        return state


def read_history(modules: Mapping[str, str]) -> History:
    """Read the migrations beside each module of models: beside `ipt_space.models`, `ipt_space.migrations`."""
    importlib.invalidate_caches()
    packages = {department: migrations_package(module) for department, module in modules.items()}
    shipped = {
        department: {"models": [], "migrations": package}
        for department, package in packages.items()
        if find_spec(package)
    }
    loader = MigrationLoader(shipped, MigrationRecorder(None))
    loader.load_disk()
    history = History(_ordered(loader.disk_migrations))
    for department in modules:
        history.newest(department)
    return history


def migrations_package(models_module: str) -> str:
    """Where the migrations of a module of models are."""
    return models_module.rpartition(".")[0] + ".migrations"


def _ordered(migrations: Mapping[MigrationKey, Migration]) -> dict[MigrationKey, Migration]:
    sorter: TopologicalSorter[MigrationKey] = TopologicalSorter()
    for key, migration in migrations.items():
        sorter.add(key, *_parents(migration))
        for child in _keys(migration.run_before):
            sorter.add(child, key)
        _require_known(key, migration, migrations)
    try:
        return {key: migrations[key] for key in sorter.static_order()}
    except CycleError as error:
        circle = " -> ".join(str(key) for key in error.args[1])
        raise StorageError(
            f"Migrations wait for one another: {circle}.",
            remedy="Take one of these out of the `dependencies`.",
        ) from error


def _reached(start: MigrationKey, steps: Mapping[MigrationKey, Collection[MigrationKey]]) -> set[MigrationKey]:
    found: set[MigrationKey] = set()
    waiting = [*steps[start]]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += steps[key]
    return found


def _require_known(key: MigrationKey, migration: Migration, known: Collection[MigrationKey]) -> None:
    for needed in _keys([*migration.dependencies, *migration.run_before]):
        if needed not in known:
            raise StorageError(
                f"Migration {key} needs {needed}, which is not there.",
                remedy=f"Load {needed.app_label} too (IPT_DEPARTMENTS), or correct the `dependencies` of {key}.",
            )


def _parents(migration: Migration) -> list[MigrationKey]:
    return _keys(migration.dependencies)


def _keys(pairs: Iterable[tuple[str, str]]) -> list[MigrationKey]:
    return [MigrationKey(app_label=department, name=name) for department, name in pairs]
