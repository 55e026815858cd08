"""Which departments have what they need, and the order in which they load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.departments import LoadedDepartment, is_in_range
from core.discovery import REGISTRY
from core.problems import DepartmentError


def with_needs(opened: Iterable[LoadedDepartment]) -> tuple[tuple[LoadedDepartment, ...], list[DepartmentError]]:
    """The departments that have all they need, each after those it needs, else by name; and why others do not."""
    kept = {each.name: each for each in opened}
    problems: list[DepartmentError] = []
    while unmet := [problem for each in kept.values() if (problem := _unmet(each, kept))]:
        problems += unmet
        for problem in unmet:
            del kept[problem.department]
    placed, circle = _in_order(kept)
    return placed, [*problems, *(_circular(each, circle) for each in circle)]


def _unmet(department: LoadedDepartment, kept: Mapping[str, LoadedDepartment]) -> DepartmentError | None:
    lacks = [
        *(lack for name, allowed in department.needs.items() if (lack := _lack(kept.get(name), name, allowed))),
        *(lack for name, allowed in department.optional.items() if (lack := _misfit(kept.get(name), allowed))),
    ]
    if not lacks:
        return None
    return DepartmentError(
        department.found,
        f"lacks what it needs: {'; '.join(lacks)}.",
        where=_stated_at(department),
        remedy="Install what is missing and choose it (IPT_DEPARTMENTS), mend what is broken, or leave this one out.",
    )


def _lack(needed: LoadedDepartment | None, name: str, allowed: str) -> str | None:
    return f"{name!r} {allowed} is not loaded" if needed is None else _misfit(needed, allowed)


def _misfit(other: LoadedDepartment | None, allowed: str) -> str | None:
    if other is None or is_in_range(other.version, allowed):
        return None
    return f"{other.name!r} is version {other.version}, not {allowed}"


def _in_order(kept: Mapping[str, LoadedDepartment]) -> tuple[tuple[LoadedDepartment, ...], list[LoadedDepartment]]:
    waiting = sorted(kept.values(), key=lambda each: (each.name != REGISTRY, each.name))
    placed: dict[str, LoadedDepartment] = {}
    while ready := next((each for each in waiting if placed.keys() >= each.needs.keys()), None):
        placed[ready.name] = ready
        waiting.remove(ready)
    return tuple(placed.values()), waiting


def _circular(department: LoadedDepartment, circle: Iterable[LoadedDepartment]) -> DepartmentError:
    names = ", ".join(repr(each.name) for each in circle)
    return DepartmentError(
        department.found,
        f"waits in a circle of needs among {names}.",
        where=_stated_at(department),
        remedy="Move one of the needs to `optional`, and mark the links to it as optional.",
    )


def _stated_at(department: LoadedDepartment) -> str:
    return str(department.hooks["department"] or "")
