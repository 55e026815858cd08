"""Topics, owners and a project, and the proposals that hang on them, for tests of what is confidential."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.access.viewer import Role, Viewer
from core.registry.models import Organisation, OrganisationIdentifier, OrganisationKind, OrgUnit, UnitLevel
from core.testing import GraphUnderTest, graph_of
from core.words import fold
from plugins.eu_support.models import (
    Participation,
    ParticipationRole,
    Project,
    ProjectStatus,
    Proposal,
    ProposalStatus,
    Topic,
    TopicStatus,
)
from schema.relay import encode_id

SECRET = "Xanadu"
"""Stands in every text of a confidential proposal."""
AUTHOR = "person-7"


@dataclass(frozen=True)
class World:
    """A graph of the registry and EU support with CERN, two firms, two units and an open topic."""

    graph: GraphUnderTest
    cern: Organisation
    firm: Organisation
    stranger: Organisation
    unit: OrgUnit
    other_unit: OrgUnit
    topic: Topic

    def viewer(self, role: Role, **facts: Any) -> Viewer:
        """Somebody whom no proposal concerns, unless `facts` say otherwise."""
        known = {"organisation": self.stranger.id, "unit": self.other_unit.code, "person": "person-1", "country": "PL"}
        return self.graph.viewer(role, **{**known, **facts})

    def id(self, row: Organisation | OrgUnit | Topic | Proposal | Project) -> str:
        """The id of a row in the graph."""
        return encode_id(type(row).__name__, row.id)


@asynccontextmanager
async def world() -> AsyncGenerator[World]:
    """The world in a database of its own."""
    async with graph_of("registry", "eu_support") as graph:
        cern, firm, stranger = [await organisation(name) for name in ("CERN", "Firm", "Stranger")]
        await OrganisationIdentifier.create(
            organisation=cern, scheme="PIC", value="999988133", unique_key="PIC:999988133"
        )
        unit, other_unit = [
            await OrgUnit.create(code=code, name=code, level=UnitLevel.GROUP) for code in ("TE-XX", "EN-YY")
        ]
        open_topic = await topic("HORIZON-OPEN-01", deadline=date(2026, 9, 1))
        yield World(graph, cern, firm, stranger, unit, other_unit, open_topic)


async def organisation(name: str, country: str = "PL") -> Organisation:
    """A company of that name."""
    kind = OrganisationKind.COMPANY
    return await Organisation.create(
        name=name, folded_name=fold(name), search_text=fold(name), country=country, kind=kind
    )


async def topic(identifier: str, **facts: Any) -> Topic:
    """An open topic, unless told otherwise."""
    given: dict[str, Any] = {"status": TopicStatus.OPEN, "title": identifier, "search_text": fold(identifier), **facts}
    return await Topic.create(identifier=identifier, **given)


async def project(grant: str, **facts: Any) -> Project:
    """A project of Horizon Europe."""
    given: dict[str, Any] = {
        "framework": "HORIZON",
        "acronym": "P",
        "title": "Project",
        "status": ProjectStatus.SIGNED,
        **facts,
    }
    return await Project.create(grant_number=grant, **given)


async def part(of: Project, who: Organisation, role: ParticipationRole, order: int, cents: int | None) -> Participation:
    """A participation with the same contribution, gross and net."""
    currency = None if cents is None else "EUR"
    return await Participation.create(
        project=of,
        organisation=who,
        role=role,
        order=order,
        ec_contribution_minor=cents,
        ec_contribution_currency=currency,
        net_ec_contribution_minor=cents,
        net_ec_contribution_currency=currency,
    )


async def propose(there: World, status: ProposalStatus = ProposalStatus.DRAFT, **facts: Any) -> Proposal:
    """A confidential proposal of the firm's, to the open topic, unless told otherwise."""
    given: dict[str, Any] = {
        "owner": there.firm,
        "coordinator": there.cern,
        "topic": there.topic,
        "title": SECRET,
        **facts,
    }
    reference = facts.get("reference", f"EU-{SECRET}")
    return await Proposal.create(
        acronym=SECRET,
        status=status,
        requested_minor=123_456_789,
        requested_currency="EUR",
        submitted_on=date(2026, 5, 1),
        search_text=fold(f"{SECRET} {reference}"),
        **{**given, "reference": reference},
    )
