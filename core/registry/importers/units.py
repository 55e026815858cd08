"""Departments and experiments of CERN, as its archive lists them: departments.yaml, experiments.yaml or both."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, cast

import yaml

from core.registry.models import OrgUnit, UnitLevel
from core.storage.documents import Document, Documents
from core.storage.imports import Import, Importer, RecordError, one_line
from core.storage.tables import Key, Row, Table
from core.words import fold

SOURCE: Final = "CERN units and experiments"
DEPARTMENTS: Final = "departments"
EXPERIMENTS: Final = "experiments"

UNITS_OF_CERN: Final = Table(
    OrgUnit,
    key=("code",),
    update=("name", "level", "activities", "valid_from", "valid_to", "source", "search_text"),
)

# "AB - Accelerators and Beams (2000-2009)": the code again, the name, and the years if it is no more.
_TITLE: Final = re.compile(r"(?:(?P<code>\S+) - )?(?P<name>.*?)(?: \((?P<first>\d{4})-(?P<last>\d{4})\))?")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a list tells it."""

    code: str
    name: str
    level: UnitLevel
    activities: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


async def run(job: Import) -> None:
    """Store every unit of the lists at a path; a code that stands twice in them keeps its first entry."""
    units: dict[Key, Unit] = {}
    try:
        for document in Documents(job.path, ".yaml"):
            _gather(job, document, units)
    except RecordError as error:
        job.report(job.path.name, error.place, error.reason)
    async with job.batch() as batch:
        await batch.lock(UNITS_OF_CERN)
        known = {row[0]: row[1] for row in await batch.find(UNITS_OF_CERN, units.keys(), "code", "activities")}
        await batch.upsert(UNITS_OF_CERN, (_row(unit, known.get(unit.code, "")) for unit in units.values()))
    job.progress(len(units), len(units))


UNITS: Final = Importer("units", "Departments and experiments of CERN, from departments.yaml and experiments.yaml", run)


def _gather(job: Import, document: Document, units: dict[Key, Unit]) -> None:
    for number, unit in enumerate(_units(job, document), start=1):
        if (unit.code,) in units:
            job.notice(document.file, f"entry {number}", f"{unit.code} stands there twice; the first entry counts")
        units.setdefault((unit.code,), unit)


def _row(unit: Unit, known_activities: str) -> Row:
    activities = unit.activities or known_activities
    return UNITS_OF_CERN.row(
        code=unit.code,
        name=unit.name,
        level=unit.level,
        activities=activities,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        source=SOURCE,
        search_text=fold(f"{unit.code} {unit.name} {activities}"),
    )


def _units(job: Import, document: Document) -> Iterator[Unit]:
    read = {DEPARTMENTS: _department, EXPERIMENTS: _experiment}.get(Path(document.file).stem)
    if read is None:
        job.notice(document.file, "the file", f"it is left out: it is called neither {DEPARTMENTS} nor {EXPERIMENTS}")
        return
    for number, entry in enumerate(_entries(job, document), start=1):
        try:
            unit = read(_identifier(entry), entry)
            UNITS_OF_CERN.check({"code": unit.code, "name": unit.name})
            yield unit
        except RecordError as error:
            job.report(document.file, f"entry {number}, {error.place}", error.reason)
        except ValueError as error:
            job.report(document.file, f"entry {number}", str(error))


def _entries(job: Import, document: Document) -> list[Any]:
    try:
        found = yaml.safe_load(document.data)
    except yaml.YAMLError as error:
        job.report(document.file, _place(error), "this is not YAML")
        return []
    if not isinstance(found, list):
        job.report(document.file, "line 1", "the file holds no list of units")
        return []
    entries: list[Any] = found
    return entries


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}" if mark else "the file"


def _identifier(entry: Any) -> str:
    if not isinstance(entry, Mapping):
        raise RecordError("the entry", "it has no fields")
    code = cast(Mapping[str, Any], entry).get("id")
    if not isinstance(code, str) or not code.strip():
        raise RecordError("id", f"'{code}' is no code")
    return one_line(code)


def _department(code: str, entry: Mapping[str, Any]) -> Unit:
    title = _TITLE.fullmatch(_english(entry, "title") or code)
    name = title["name"] if title else code
    level = UnitLevel.SECTOR if name.endswith(" Sector") else UnitLevel.DEPARTMENT
    if title is None or title["first"] is None:
        return Unit(code, name, level)
    return Unit(code, name, level, "", date(int(title["first"]), 1, 1), date(int(title["last"]), 12, 31))


def _experiment(code: str, entry: Mapping[str, Any]) -> Unit:
    return Unit(code, _english(entry, "title") or code, UnitLevel.EXPERIMENT, _english(entry, "description"))


def _english(entry: Mapping[str, Any], name: str) -> str:
    texts = entry.get(name)
    return one_line(str(cast(Mapping[str, Any], texts).get("en") or "")) if isinstance(texts, Mapping) else ""
