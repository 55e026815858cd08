"""A small true-to-life story: an invented project and two proposals, beside a real topic of the Commission's portal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple, TypeVar

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.models import Model

from core.hookspecs import Clock
from core.registry.models import OrganisationIdentifier, OrgUnit
from core.words import fold
from plugins.eu_support.models import (
    Call,
    DeadlineModel,
    Participation,
    ParticipationRole,
    Programme,
    Project,
    ProjectProgramme,
    ProjectStatus,
    Proposal,
    ProposalStatus,
    Topic,
    TopicStatus,
)

M = TypeVar("M", bound=Model)

SAMPLE: Final = "sample"
"""The source of what is invented."""
RESEARCHER: Final = "sample-researcher"
"""The invented person who drafts for a unit: `role=researcher,person=sample-researcher,unit=TE`."""

CORDIS: Final = "https://cordis.europa.eu"
PORTAL: Final = "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities/topic-details/"
CURRENCY: Final = "EUR"

PROGRAMMES: Final = (("HORIZON", "Horizon Europe", None), ("HORIZON.1.3", "Research infrastructures", "HORIZON"))

REAL_CALL: Final = ("HORIZON-INFRA-2027-01", "Research Infrastructures 2027")
REAL_TOPIC: Final = (
    "HORIZON-INFRA-2027-TECH-01-01",
    "Testing and optimising models of co-creation of advanced research infrastructure technologies",
)
REAL_DEADLINE: Final = date(2027, 6, 15)
TYPE_OF_ACTION: Final = "HORIZON Research and Innovation Actions"

INVENTED_CALL: Final = ("SAMPLE-INFRA-COLD", "Cold technologies for research infrastructures (sample)")
INVENTED_TOPIC: Final = ("SAMPLE-INFRA-COLD-01", "Leak-free cryogenics for the next colliders (sample)")

COLDLINK: Final = {
    "framework": "HORIZON",
    "grant_number": "SAMPLE-001",
    "acronym": "COLDLINK",
    "title": "Leak-free cryogenic lines for the accelerators of tomorrow (sample)",
    "objective": "An invented project: four partners from four countries make cryogenic lines that lose no helium.",
    "keywords": "cryogenics, helium, superconducting links",
}


class Partner(NamedTuple):
    """Who takes part in COLDLINK, by a number in a register, with its euros."""

    number: str
    role: ParticipationRole
    contribution: int
    cost: int


PARTNERS: Final = (
    Partner("SAMPLE:nordkap", ParticipationRole.COORDINATOR, 1_400_000, 1_400_000),
    Partner("SAMPLE:aurelia", ParticipationRole.PARTICIPANT, 950_000, 1_200_000),
    Partner("SAMPLE:donau", ParticipationRole.PARTICIPANT, 850_000, 850_000),
    Partner("PIC:999988133", ParticipationRole.PARTICIPANT, 750_000, 750_000),
)


def money(name: str, euros: int) -> dict[str, Any]:
    """The two columns of an amount."""
    return {f"{name}_minor": euros * 100, f"{name}_currency": CURRENCY}


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes what is not there yet: what somebody imported or changed stays as it is."""

    connection: BaseDBAsyncClient
    clock: Clock

    async def once(self, model: type[M], key: Mapping[str, Any], **facts: Any) -> M:
        row, _ = await model.get_or_create(facts, self.connection, **key)
        return row

    async def organisation(self, number: str) -> int:
        scheme, _, value = number.partition(":")
        row = await OrganisationIdentifier.get(using_db=self.connection, scheme=scheme, value=value)
        return int(row.organisation_id)  # type: ignore[attr-defined]

    async def programme(self) -> Programme:
        """The part Research infrastructures, below Horizon Europe."""
        known: dict[str | None, Programme | None] = {None: None}
        for code, title, parent in PROGRAMMES:
            known[code] = await self.once(
                Programme,
                {"code": code},
                title=title,
                framework="HORIZON",
                is_part=parent is not None,
                parent=known[parent],
                source=CORDIS,
                search_text=fold(f"{code} {title}"),
            )
        found = known["HORIZON.1.3"]
        assert found is not None
        return found

    async def call(self, named: tuple[str, str], programme: Programme, source: str) -> Call:
        identifier, title = named
        facts = {"title": title, "source": source, "search_text": fold(f"{identifier} {title}")}
        return await self.once(Call, {"identifier": identifier}, programme=programme, **facts)

    async def topic(self, named: tuple[str, str], call: Call, programme: Programme, **facts: Any) -> Topic:
        identifier, title = named
        return await self.once(
            Topic,
            {"identifier": identifier},
            title=title,
            call=call,
            programme=programme,
            deadline_model=DeadlineModel.SINGLE_STAGE,
            types_of_action=TYPE_OF_ACTION,
            search_text=fold(f"{identifier} {title}"),
            **facts,
        )

    async def real_topic(self, programme: Programme) -> None:
        call = await self.call(REAL_CALL, programme, PORTAL)
        page = PORTAL + REAL_TOPIC[0].lower()
        await self.topic(
            REAL_TOPIC,
            call,
            programme,
            status=TopicStatus.FORTHCOMING,
            deadline=REAL_DEADLINE,
            expected_grants=2,
            portal_url=page,
            source=page,
            **money("budget_min", 10_000_000),
            **money("budget_max", 15_000_000),
        )

    async def invented_topic(self, programme: Programme) -> Topic:
        call = await self.call(INVENTED_CALL, programme, SAMPLE)
        deadline = (self.clock() + timedelta(days=120)).date()
        facts = {"status": TopicStatus.OPEN, "deadline": deadline, "expected_grants": 2, "source": SAMPLE}
        return await self.topic(INVENTED_TOPIC, call, programme, **facts, **money("budget_max", 4_000_000))

    async def project(self, topic: Topic, programme: Programme) -> None:
        today = self.clock().date()
        key = {name: COLDLINK[name] for name in ("framework", "grant_number")}
        project = await self.once(
            Project,
            key,
            **{name: value for name, value in COLDLINK.items() if name not in key},
            status=ProjectStatus.SIGNED,
            funding_scheme="HORIZON-RIA",
            signed_on=today - timedelta(days=400),
            starts_on=today - timedelta(days=365),
            ends_on=today + timedelta(days=3 * 365),
            topic=topic,
            call_id=topic.call_id,  # type: ignore[attr-defined]
            programme=programme,
            source=SAMPLE,
            search_text=fold(f"{COLDLINK['acronym']} {COLDLINK['title']} {COLDLINK['keywords']}"),
            **money("total_cost", sum(partner.cost for partner in PARTNERS)),
            **money("ec_max_contribution", sum(partner.contribution for partner in PARTNERS)),
        )
        await self.once(ProjectProgramme, {"project_id": project.id, "programme_id": programme.id}, is_main=True)
        await self.partners(project)

    async def partners(self, project: Project) -> None:
        for order, partner in enumerate(PARTNERS, start=1):
            organisation = await self.organisation(partner.number)
            await self.once(
                Participation,
                {"project_id": project.id, "organisation_id": organisation, "role": partner.role, "order": order},
                is_sme=partner.number == "SAMPLE:aurelia",
                source=SAMPLE,
                **money("ec_contribution", partner.contribution),
                **money("net_ec_contribution", partner.contribution),
                **money("total_cost", partner.cost),
            )

    async def proposal(self, reference: str, acronym: str, title: str, euros: int, **facts: Any) -> None:
        await self.once(
            Proposal,
            {"reference": reference},
            acronym=acronym,
            title=f"{title} (sample)",
            source=SAMPLE,
            search_text=fold(f"{acronym} {title} {reference}"),
            **money("requested", euros),
            **facts,
        )

    async def proposals(self, topic: Topic) -> None:
        """A draft of the firm Aurelia, and one of CERN's that the unit TE writes and that is being evaluated."""
        await self.proposal(
            "EU-SAMPLE-A",
            "COLDCHAIN",
            "Cold chains from the laboratory to the hospital",
            3_200_000,
            topic=topic,
            status=ProposalStatus.DRAFT,
            owner_id=await self.organisation("SAMPLE:aurelia"),
            coordinator_id=await self.organisation("SAMPLE:donau"),
        )
        unit = await OrgUnit.get(using_db=self.connection, code="TE")
        cern = await self.organisation("PIC:999988133")
        await self.proposal(
            "EU-SAMPLE-B",
            "HELIOSAVE",
            "Recovery of helium from large installations",
            3_900_000,
            topic=topic,
            status=ProposalStatus.UNDER_EVALUATION,
            owner_id=cern,
            owner_unit=unit,
            coordinator_id=cern,
            drafted_by=RESEARCHER,
            submitted_on=self.clock().date() - timedelta(days=30),
        )


async def fill(connection: BaseDBAsyncClient, clock: Clock) -> None:
    """Write the programme, the topics, the project and proposals that are not there yet."""
    writer = _Writer(connection, clock)
    programme = await writer.programme()
    await writer.real_topic(programme)
    topic = await writer.invented_topic(programme)
    await writer.project(topic, programme)
    await writer.proposals(topic)
