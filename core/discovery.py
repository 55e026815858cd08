"""Which departments there are: the registry, the folders of `plugins`, and the entry points of other distributions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import Distribution, EntryPoint, PackageNotFoundError, distribution, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from core.errors import UserError
from schema.place import Place

DISTRIBUTION: Final = "ipt-graph"
GROUP: Final = "ipt.departments"
FOLDERS: Final = "plugins"
REGISTRY: Final = "registry"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A department that could be loaded: its name, the module with its hooks, and the distribution that brings it."""

    name: str
    module: str
    distribution: str
    place: Place | None = None

    def __str__(self) -> str:
        return f"{self.module} of {self.distribution}"


def find() -> list[Found]:
    """Every department there is: the registry, then folders, then entry points, each in name order."""
    return [_registry(), *in_folders(FOLDERS), *in_entry_points(GROUP)]


def choose(found: Sequence[Found], names: Sequence[str] | None) -> list[Found]:
    """The departments of these names and the registry; all when no names are given."""
    known = [each.name for each in found]
    unknown = [name for name in names or () if name not in known]
    if unknown:
        raise UserError(
            f"There is no department {_listed(unknown)}.",
            where="IPT_DEPARTMENTS names it.",
            remedy=f"Choose from {_listed(known)}, or install the distribution that brings it.",
        )
    return [each for each in found if names is None or each.name in (REGISTRY, *names)]


def in_folders(package: str) -> list[Found]:
    """The departments that are folders of a package."""
    return [
        Found(
            name=folder.name,
            module=f"{package}.{folder.name}.plugin",
            distribution=_own_distribution(),
            place=Place(str(folder / "plugin.py"), 1),
        )
        for folder in sorted(_folders(package))
    ]


def in_entry_points(group: str) -> list[Found]:
    """The departments that installed distributions announce, each by the module with its hooks."""
    announced = sorted(entry_points(group=group), key=lambda each: (each.name, each.value))
    return [
        Found(
            name=each.name,
            module=each.value,
            distribution=_label(each.dist),
            place=_place(each),
        )
        for each in announced
    ]


def _registry() -> Found:
    return Found(name=REGISTRY, module="core.registry.plugin", distribution=_own_distribution())


def _folders(package: str) -> Iterator[Path]:
    # A folder without a source file is what is left of a department that was removed.
    for root in import_module(package).__path__:
        yield from (folder for folder in Path(root).iterdir() if any(folder.glob("*.py")))


def _own_distribution() -> str:
    try:
        return _label(distribution(DISTRIBUTION))
    except PackageNotFoundError:
        return DISTRIBUTION


def _label(of: Distribution | None) -> str:
    return f"{of.name} {of.version}" if of else "an unknown distribution"


def _place(announced: EntryPoint) -> Place | None:
    # Of the package alone, which is found without running any of its code.
    spec = find_spec(announced.value.partition(".")[0].partition(":")[0])
    return Place(spec.origin, 1) if spec and spec.origin else None


def _listed(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names)
