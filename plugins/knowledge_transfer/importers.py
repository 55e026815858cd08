"""The Open Hardware Repository: projects with their repository, tags and what they work with."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import yaml

from core.storage.imports import Import, Importer, RecordError, one_line
from core.storage.tables import Table
from core.words import fold
from plugins.knowledge_transfer.models import (
    Technology,
    TechnologyArea,
    TechnologyCompatibility,
    TechnologyStatus,
)

SOURCE: Final = "Open Hardware Repository"

TECHNOLOGIES: Final = Table(
    Technology, key=("reference",), update=("name", "status", "trl", "repository", "source", "search_text")
)
AREAS: Final = Table(TechnologyArea, key=("technology_id", "area"))
COMPATIBILITIES: Final = Table(TechnologyCompatibility, key=("technology_id", "name"))

_TRL: Final = re.compile(r"TRL([1-9])")


@dataclass(frozen=True, slots=True)
class HardwareProject:
    """A project as the repository lists it; its contact is a person and is not read."""

    identifier: str
    repository: str | None
    trl: int | None
    areas: tuple[str, ...]
    compatibilities: tuple[str, ...]

    @property
    def reference(self) -> str:
        """The key of the technology."""
        return f"ohwr/{self.identifier}"


async def run(job: Import) -> None:
    """Store every project that can be read, as a published technology."""
    projects = {project.reference: project for project in _projects(job)}
    async with job.batch() as batch:
        await batch.lock(TECHNOLOGIES)
        await batch.upsert(TECHNOLOGIES, (TECHNOLOGIES.row(**_values(one)) for one in projects.values()))
        ids = await batch.ids(TECHNOLOGIES, {(reference,) for reference in projects})
        await batch.replace(
            AREAS,
            ids.values(),
            (
                AREAS.row(technology_id=ids[one.reference,], area=area)
                for one in projects.values()
                for area in one.areas
            ),
        )
        await batch.replace(
            COMPATIBILITIES,
            ids.values(),
            (
                COMPATIBILITIES.row(technology_id=ids[one.reference,], name=name)
                for one in projects.values()
                for name in one.compatibilities
            ),
        )
    job.progress(len(projects), len(projects))


OHWR: Final = Importer("ohwr", "Open hardware projects, from the list of the Open Hardware Repository (YAML)", run)

IMPORTERS: Final[tuple[Importer, ...]] = (OHWR,)


def _values(project: HardwareProject) -> dict[str, Any]:
    return {
        "reference": project.reference,
        "name": project.identifier,
        "status": TechnologyStatus.PUBLISHED,
        "trl": project.trl,
        "repository": project.repository,
        "source": SOURCE,
        "search_text": fold(" ".join([project.identifier, *project.areas])),
    }


def _projects(job: Import) -> Iterator[HardwareProject]:
    for number, entry in enumerate(_entries(job), start=1):
        try:
            yield _checked(_project(entry))
        except RecordError as error:
            job.report(job.path.name, f"project {number}, {error.place}", error.reason)


def _entries(job: Import) -> Sequence[Any]:
    try:
        found = yaml.safe_load(job.path.read_bytes())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        job.report(job.path.name, f"line {mark.line + 1}" if mark else "the file", "this is not YAML")
        return ()
    entries = cast(Mapping[str, Any], found).get("projects") if isinstance(found, Mapping) else None
    if not isinstance(entries, list):
        job.report(job.path.name, "line 1", "the file has no list called projects")
        return ()
    projects: list[Any] = entries
    return projects


def _project(entry: Any) -> HardwareProject:
    if not isinstance(entry, Mapping):
        raise RecordError("the entry", "it has no fields")
    given = cast(Mapping[str, Any], entry)
    identifier = given.get("id")
    if not isinstance(identifier, str) or not identifier.strip():
        raise RecordError("id", f"'{identifier}' is no identifier")
    tags = _texts(given, "tags")
    levels = [int(found[1]) for tag in tags if (found := _TRL.fullmatch(tag))]
    return HardwareProject(
        identifier=identifier.strip(),
        repository=one_line(str(given.get("repository") or "")) or None,
        trl=max(levels, default=None),
        areas=tuple(tag for tag in tags if not _TRL.fullmatch(tag)),
        compatibilities=_texts(given, "compatibles"),
    )


def _checked(project: HardwareProject) -> HardwareProject:
    try:
        TECHNOLOGIES.check(_values(project))
        for area in project.areas:
            AREAS.check({"area": area})
        for name in project.compatibilities:
            COMPATIBILITIES.check({"name": name})
    except ValueError as error:
        raise RecordError(project.identifier, str(error)) from error
    return project


def _texts(given: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The different texts of a list, in their order."""
    found = given.get(name) or []
    if not isinstance(found, list):
        raise RecordError(name, "it is no list")
    return tuple(dict.fromkeys(one_line(str(text)) for text in cast(Iterable[Any], found)))
