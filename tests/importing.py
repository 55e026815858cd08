"""Importers in tests: an empty database, one run, and what is stored told by natural keys alone."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, TypeAlias, cast

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.models import Model
from tortoise.queryset import QuerySet

from core.registry.models import (
    Contribution,
    MemberState,
    Organisation,
    OrganisationIdentifier,
    OrgUnit,
)
from core.storage.connection import Database, database
from core.storage.fresh import databases
from core.storage.imports import Import, Importer
from core.storage.migrations import migrate
from plugins.eu_support.models import Call, Participation, Programme, Project, ProjectProgramme, Topic
from plugins.knowledge_transfer.models import Technology, TechnologyArea, TechnologyCompatibility
from plugins.procurement.models import Award, Bid, Contract, Lot, Tender

Progress: TypeAlias = Callable[[int, int | None], None]

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
    Lot: ("tender_id", "number"),
    Bid: ("reference",),
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


async def _migrated(url: str) -> None:
    async with database(url, MODULES) as opened:
        await migrate(opened)


def migrated() -> AbstractAsyncContextManager[str]:
    """The URL of a database with the tables of every department, and no rows."""
    return databases().copy("every department", _migrated)


@asynccontextmanager
async def empty_database() -> AsyncGenerator[Database]:
    """The same, open."""
    async with migrated() as url, database(url, MODULES) as opened:
        yield opened


def job_at(opened: Database, path: Path, on_progress: Progress = lambda _done, _total: None) -> Import:
    """A run that is about to begin."""
    connection = cast(BaseDBAsyncClient, opened.connection)
    return Import(path, connection, on_progress=on_progress)


async def run(importer: Importer, opened: Database, path: Path) -> Import:
    """One run of an importer."""
    job = job_at(opened, path)
    await importer.run(job)
    return job


async def column(query: QuerySet[Any], name: str) -> list[Any]:
    """One field of the rows of a query."""
    return [row[name] for row in await query.values(name)]


async def stored(opened: Database) -> list[str]:
    """Every row of every table that importers write, without ids and in the order of its natural key."""
    names: dict[str, dict[Any, str]] = {}
    lines: list[str] = []
    for model, key in KEYS.items():
        rows = await opened.connection.execute_query_dict(f'SELECT * FROM "{model._meta.db_table}"')
        # Parents within a table come with their children: name rows by their own columns first.
        known = names.setdefault(model.__name__, {})
        for row in rows:
            known[row["id"]] = _line(model, row, key, names)
        lines += sorted(f"{model.__name__} {_line(model, row, [*row], names)}" for row in rows)
    return lines


def _line(model: type[Model], row: dict[str, Any], columns: Sequence[str], names: dict[str, dict[Any, str]]) -> str:
    targets = {f"{name}_id": model._meta.fields_map[name] for name in model._meta.fk_fields | model._meta.o2o_fields}
    return repr(
        [
            names.get(cast(Any, targets[one]).related_model.__name__, {}).get(row[one]) if one in targets else row[one]
            for one in columns
            if one not in ("id", "version")
        ]
    )
