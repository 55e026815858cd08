"""What may be asked of a database's tables, and which migrations lead there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tortoise.migrations.graph import MigrationKey

from core.errors import StorageError
from core.storage.migrating.history import History


@dataclass(frozen=True, slots=True)
class Goal:
    """Where the tables should be brought; as it stands, every department to its newest migration."""

    department: str = ""
    """The only one to move, with what it needs; empty means all."""
    migration: str = ""
    """The department's last one afterwards, by its name or the beginning of it; empty means its newest."""
    back: bool = False
    """That what came after the migration may be undone; rows in tables and columns that go are lost."""
    remove: bool = False
    """That all of the department's tables go, and their rows."""
    with_dependents: bool = False
    """That migrations of other departments are undone too, where they stand on what goes."""


EVERYTHING = Goal()


@dataclass(frozen=True, slots=True)
class Plan:
    """Migrations in the order in which they are run, or undone."""

    keys: tuple[MigrationKey, ...]
    undo: bool = False


def plan_for(goal: Goal, history: History, applied: Collection[MigrationKey]) -> Plan:
    """The migrations between what is applied and a goal; what a goal does not say explicitly is refused."""
    missing = history.missing(applied)
    if not goal.department:
        return Plan(tuple(missing))
    if goal.remove:
        return _undo(goal, history, applied, history.of(goal.department))
    target = _target(goal, history)
    later = [key for key in history.after(target) if key.app_label == goal.department]
    if target in applied and any(key in applied for key in later):
        return _back(goal, history, applied, later)
    if goal.back:
        raise StorageError(
            f"There is nothing to go back from: {goal.department} has nothing that comes after {target.name}.",
            remedy="See where the departments are: ipt migrate --plan",
        )
    needed = {target, *history.before(target)}
    return Plan(tuple(key for key in missing if key in needed))


def _target(goal: Goal, history: History) -> MigrationKey:
    own = history.of(goal.department)
    exact = [key for key in own if key.name == goal.migration]
    named = exact or [key for key in own if key.name.startswith(goal.migration)]
    if goal.migration and len(named) != 1:
        how_many = "more than one" if named else "no"
        raise StorageError(
            f"{goal.department} has {how_many} migration that begins with {goal.migration!r}.",
            remedy=f"It has: {', '.join(key.name for key in own)}.",
        )
    return named[-1]


def _back(goal: Goal, history: History, applied: Collection[MigrationKey], later: Iterable[MigrationKey]) -> Plan:
    plan = _undo(goal, history, applied, later)
    if not goal.back:
        raise StorageError(
            f"That goes back: {_told(plan.keys)} would be undone, and what only they keep would be lost.",
            remedy="Look with --dry-run --back; then say it: --back",
        )
    return plan


def _undo(goal: Goal, history: History, applied: Collection[MigrationKey], own: Iterable[MigrationKey]) -> Plan:
    _require_all_known(history, applied)
    gone = {key for each in own if each in applied for key in (each, *history.after(each))}
    keys = tuple(key for key in reversed([*history.migrations]) if key in gone and key in applied)
    others = [key for key in keys if key.app_label != goal.department]
    if others and not goal.with_dependents:
        raise StorageError(
            f"Tables of other departments stand on what would go: {_told(others)} would have to be undone first.",
            remedy="Remove those departments first, or include them explicitly: --with-dependents",
        )
    return Plan(keys, undo=True)


def _require_all_known(history: History, applied: Collection[MigrationKey]) -> None:
    """A department that is not loaded may stand on what goes, and nobody would know."""
    loaded = {key.app_label for key in history.migrations}
    if unknown := sorted({key.app_label for key in applied} - loaded):
        raise StorageError(
            f"The database also has tables of {', '.join(unknown)}, which may stand on what would go.",
            remedy="Load every department whose tables are there (IPT_DEPARTMENTS), and ask again.",
        )


def _told(keys: Iterable[MigrationKey]) -> str:
    return ", ".join(map(str, keys))
