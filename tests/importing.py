"""Importers in tests: an empty database, one run, and what is stored told by natural keys alone."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise
from tortoise.models import Model

from core.registry.models import (
    Contribution,
    MemberState,
    Organisation,
    OrganisationIdentifier,
    OrgUnit,
)
from core.storage.connection import Database, database
from core.storage.imports import Import, Importer
from plugins.eu_support.models import Call, Participation, Programme, Project, ProjectProgramme, Topic
from plugins.knowledge_transfer.models import Technology, TechnologyArea, TechnologyCompatibility
from plugins.procurement.models import Award, Contract, Tender

MODULES = {
    "registry": "core.registry.models",
    "eu_support": "plugins.eu_support.models",
    "knowledge_transfer": "plugins.knowledge_transfer.models",
    "procurement": "plugins.procurement.models",
}

# What tells a row apart where its number is left out, parents first.
KEYS: dict[type[Model], tuple[str, ...]] = {
    Organisation: ("folded_name", "country", "source_rank", "search_text"),
    OrganisationIdentifier: ("scheme", "value", "organisation_id"),
    MemberState: ("country",),
    Contribution: ("member_state_id", "year"),
    OrgUnit: ("code",),
    Programme: ("code",),
    Call: ("identifier",),
    Topic: ("identifier",),
    Project: ("framework", "grant_number"),
    ProjectProgramme: ("project_id", "programme_id"),
    Participation: ("project_id", "organisation_id", "role", "order"),
    Technology: ("reference",),
    TechnologyArea: ("technology_id", "area"),
    TechnologyCompatibility: ("technology_id", "name"),
    Tender: ("reference",),
    Award: ("reference",),
    Contract: ("reference",),
}

shared_data = pytest.mark.skipif(
    not os.environ.get("IPT_SHARED_DATA"),
    reason="the real data is not here: set IPT_SHARED_DATA to its folder",
)


def real(name: str) -> Path:
    """A file of the real data."""
    return Path(os.environ["IPT_SHARED_DATA"]) / name


@asynccontextmanager
async def empty_database(folder: Path, name: str = "ipt.db") -> AsyncGenerator[Database]:
    """An SQLite file with the tables of every department, and no rows."""
    async with database(f"sqlite://{folder / name}", MODULES) as opened:
        await Tortoise.generate_schemas()
        yield opened


async def run(importer: Importer, opened: Database, path: Path) -> Import:
    """One run of an importer."""
    job = Import(path, opened.connection)
    await importer.run(job)
    return job


async def changes(opened: Database) -> int:
    """How many rows the connection has written since it was opened, by the driver's own counter."""
    _, rows = await opened.connection.execute_query("SELECT total_changes() AS changes")
    return int(rows[0]["changes"])


async def stored() -> list[str]:
    """Every row of every table that importers write, without ids and in the order of its natural key."""
    names: dict[str, dict[Any, str]] = {}
    lines: list[str] = []
    for model, key in KEYS.items():
        rows = await model.all().values()
        known = names.setdefault(model.__name__, {})
        # Parents within a table come with their children: name rows by their own columns first.
        for row in rows:
            known[row["id"]] = _line(model, row, key, names)
        lines += sorted(f"{model.__name__} {_line(model, row, [*row], names)}" for row in rows)
    return lines


def _line(model: type[Model], row: dict[str, Any], columns: Sequence[str], names: dict[str, dict[Any, str]]) -> str:
    targets = {
        f"{name}_id": model._meta.fields_map[name].related_model.__name__  # type: ignore[attr-defined]
        for name in model._meta.fk_fields | model._meta.o2o_fields
    }
    return repr(
        [
            names.get(targets[column], {}).get(row[column]) if column in targets else str(row[column])
            for column in columns
            if column not in ("id", "version")
        ]
    )
