"""A confidential disclosure with everything that can hang on one, for tests that look for it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.access.viewer import Role, Viewer
from core.registry.models import Organisation, OrgUnit, UnitLevel
from core.testing import GraphUnderTest, graph_of
from core.words import fold
from plugins.knowledge_transfer.models import (
    Licence,
    LicenceKind,
    SpinOff,
    Technology,
    TechnologyArea,
    TechnologyCompatibility,
    TechnologyStatus,
)
from schema.relay import encode_id

DISCLOSER = "person-7"
SECRET = "Xanadu"
"""Stands in every text of the disclosure and of what hangs on it."""

ORGANISATIONS = ("Owner", "Licensee", "Spun Off", "Stranger")


@dataclass(frozen=True)
class World:
    """A published technology with a licence, and those whom the confidential one concerns."""

    graph: GraphUnderTest
    unit: OrgUnit
    owner: Organisation
    licensee: Organisation
    spun_off: Organisation
    stranger: Organisation
    published: Technology

    def viewer(self, role: Role, organisation: Organisation | None = None, person: str = "person-1") -> Viewer:
        """Somebody of the disclosing unit and of the owner's country."""
        facts = {"person": person, "country": "AT", "unit": self.unit.code}
        return self.graph.viewer(role, organisation=(organisation or self.stranger).id, **facts)


@asynccontextmanager
async def world() -> AsyncGenerator[World]:
    """A graph of the registry and knowledge transfer with a few rows in a database of its own."""
    async with graph_of("registry", "knowledge_transfer") as graph:
        unit = await OrgUnit.create(code="TE-XX", name="Unit", level=UnitLevel.GROUP)
        owner, licensee, spun_off, stranger = [await _organisation(name) for name in ORGANISATIONS]
        published = await technology("Open Pump", status=TechnologyStatus.PUBLISHED, trl=5)
        await licence("L-1", published, stranger, signed_on=date(2020, 1, 1))
        yield World(graph, unit, owner, licensee, spun_off, stranger, published)


async def _organisation(name: str) -> Organisation:
    return await Organisation.create(name=name, folded_name=fold(name), search_text=fold(name), country="AT")


async def technology(name: str, **values: Any) -> Technology:
    """A technology in the area `vacuum`."""
    row = await Technology.create(reference=f"T {name}", name=name, search_text=fold(name), **values)
    await TechnologyArea.create(technology=row, area="vacuum")
    return row


async def licence(reference: str, of: Technology, to: Organisation, **values: Any) -> Licence:
    """A licence, commercial and active unless told otherwise."""
    given: dict[str, Any] = {
        "kind": LicenceKind.COMMERCIAL,
        "signed_on": date(2024, 5, 1),
        "field_of_use": "pumps",
        **values,
    }
    return await Licence.create(
        reference=reference, technology=of, licensee=to, search_text=fold(reference), territory="Earth", **given
    )


@dataclass(frozen=True)
class Hidden:
    """The rows that nobody but the owners and the office may notice."""

    technology: Technology
    area: TechnologyArea
    compatibility: TechnologyCompatibility
    licence: Licence
    spin_off: SpinOff

    def ids(self) -> list[str]:
        """Their ids in the graph."""
        return [encode_id(type(row).__name__, row.id) for row in vars(self).values()]


async def disclose(there: World, status: TechnologyStatus = TechnologyStatus.DISCLOSED) -> Hidden:
    """A disclosure by DISCLOSER, owned by the owner, with a licence and a spin-off that were agreed early."""
    row = await technology(
        SECRET,
        status=status,
        trl=2,
        summary=SECRET,
        repository=SECRET,
        origin_unit=there.unit,
        owner=there.owner,
        disclosed_by=DISCLOSER,
        disclosed_on=date(2026, 3, 1),
        publication_planned_on=date(2026, 9, 1),
    )
    return Hidden(
        row,
        await TechnologyArea.create(technology=row, area=SECRET),
        await TechnologyCompatibility.create(technology=row, name=SECRET),
        await licence(f"L-{SECRET}", row, there.licensee, field_of_use=SECRET),
        await SpinOff.create(
            organisation=there.spun_off, technology=row, technology_note=SECRET, search_text=fold(f"Spun Off {SECRET}")
        ),
    )
