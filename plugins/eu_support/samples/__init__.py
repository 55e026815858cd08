"""A small story for an empty database: an invented project and proposals, a real project of CERN and a real topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, TypeVar

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
    Proposal,
    ProposalStatus,
    Topic,
    TopicStatus,
)
from plugins.eu_support.samples import facts as story

M = TypeVar("M", bound=Model)

CURRENCY: Final = "EUR"


def money(name: str, euros: int, cents: int = 0) -> dict[str, Any]:
    """The two columns of an amount."""
    return {f"{name}_minor": euros * 100 + cents, f"{name}_currency": CURRENCY}


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

    async def programmes(self) -> dict[str, Programme]:
        """Horizon Europe and the parts of it that the story needs, by code."""
        known: dict[str, Programme] = {}
        for part in story.PROGRAMMES:
            known[part.code] = await self.once(
                Programme,
                {"code": part.code},
                title=part.title,
                framework="HORIZON",
                is_part=part.is_basis,
                parent=known[part.parent] if part.parent else None,
                source=part.source,
                search_text=fold(f"{part.code} {part.title}"),
            )
        return known

    async def call(self, named: tuple[str, str], programme: Programme, source: str) -> Call:
        identifier, title = named
        facts = {"title": title, "source": source, "search_text": fold(f"{identifier} {title}")}
        return await self.once(Call, {"identifier": identifier}, programme=programme, **facts)

    async def topic(self, named: tuple[str, str], call: Call, **facts: Any) -> Topic:
        identifier, title = named
        programme = call.programme_id  # type: ignore[attr-defined]
        search_text = fold(f"{identifier} {title}")
        key = {"identifier": identifier}
        return await self.once(
            Topic, key, title=title, call=call, programme_id=programme, search_text=search_text, **facts
        )

    async def real_topic(self, programme: Programme) -> None:
        call = await self.call(story.REAL_CALL, programme, story.PORTAL)
        page = story.PORTAL + story.REAL_TOPIC[0].lower()
        await self.topic(
            story.REAL_TOPIC,
            call,
            status=TopicStatus.FORTHCOMING,
            deadline=story.REAL_DEADLINE,
            deadline_model=DeadlineModel.SINGLE_STAGE,
            types_of_action=story.TYPE_OF_ACTION,
            expected_grants=2,
            portal_url=page,
            source=page,
            **money("budget_min", 10_000_000),
            **money("budget_max", 15_000_000),
        )

    async def invented_topic(self, programme: Programme) -> Topic:
        call = await self.call(story.INVENTED_CALL, programme, story.SAMPLE)
        return await self.topic(
            story.INVENTED_TOPIC,
            call,
            status=TopicStatus.OPEN,
            deadline=(self.clock() + timedelta(days=120)).date(),
            deadline_model=DeadlineModel.SINGLE_STAGE,
            types_of_action=story.TYPE_OF_ACTION,
            expected_grants=2,
            source=story.SAMPLE,
            **money("budget_max", 4_000_000),
        )

    async def project(self, told: Mapping[str, Any], topic: Topic, **facts: Any) -> Project:
        key = {name: told[name] for name in ("framework", "grant_number")}
        words = [told["acronym"], told["title"], told["grant_number"], told["keywords"]]
        programme = topic.programme_id  # type: ignore[attr-defined]
        project = await self.once(
            Project,
            key,
            **{name: value for name, value in told.items() if name not in key},
            topic=topic,
            call_id=topic.call_id,  # type: ignore[attr-defined]
            programme_id=programme,
            search_text=fold(" ".join(words)),
            **facts,
        )
        await self.once(ProjectProgramme, {"project_id": project.id, "programme_id": programme}, is_main=True)
        return project

    async def coldlink(self, topic: Topic) -> None:
        """The invented project: firms and institutes that do not exist share money that nobody gave."""
        today = self.clock().date()
        project = await self.project(
            story.COLDLINK,
            topic,
            signed_on=today - timedelta(days=400),
            starts_on=today - timedelta(days=365),
            ends_on=today + timedelta(days=3 * 365),
            **money("total_cost", sum(partner.cost for partner in story.PARTNERS)),
            **money("ec_max_contribution", sum(partner.contribution for partner in story.PARTNERS)),
        )
        for order, partner in enumerate(story.PARTNERS, start=1):
            organisation = await self.organisation(partner.number)
            await self.once(
                Participation,
                {"project_id": project.id, "organisation_id": organisation, "role": partner.role, "order": order},
                is_sme=partner.number == "SAMPLE:aurelia",
                source=story.SAMPLE,
                **money("ec_contribution", partner.contribution),
                **money("net_ec_contribution", partner.contribution),
                **money("total_cost", partner.cost),
            )

    async def fellowship(self, programme: Programme) -> None:
        """The real project, with CERN alone in it; its rows are found again by an import of CORDIS."""
        source = story.FELLOWSHIP["source"]
        call = await self.call(story.FELLOWSHIP_CALL, programme, source)
        topic = await self.topic(story.FELLOWSHIP_TOPIC, call, source=source)
        granted, none = money("ec_max_contribution", 0, story.FELLOWSHIP_CENTS), money("total_cost", 0)
        project = await self.project(story.FELLOWSHIP, topic, **granted, **none)
        cern = await self.organisation(story.CERN)
        await self.once(
            Participation,
            {"project_id": project.id, "organisation_id": cern, "role": ParticipationRole.COORDINATOR, "order": 1},
            is_sme=False,
            source=source,
            **money("ec_contribution", 0, story.FELLOWSHIP_CENTS),
            **money("net_ec_contribution", 0, story.FELLOWSHIP_CENTS),
            **none,
        )

    async def proposal(self, reference: str, acronym: str, title: str, euros: int, **facts: Any) -> None:
        await self.once(
            Proposal,
            {"reference": reference},
            acronym=acronym,
            title=f"{title} (sample)",
            source=story.SAMPLE,
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
        cern = await self.organisation(story.CERN)
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
            drafted_by=story.RESEARCHER,
            submitted_on=self.clock().date() - timedelta(days=30),
        )


async def fill(connection: BaseDBAsyncClient, clock: Clock) -> None:
    """Write the programmes, the topics, the projects and proposals that are not there yet."""
    writer = _Writer(connection, clock)
    programmes = await writer.programmes()
    await writer.real_topic(programmes[story.INFRASTRUCTURES])
    await writer.fellowship(programmes[story.FELLOWSHIPS])
    topic = await writer.invented_topic(programmes[story.INFRASTRUCTURES])
    await writer.coldlink(topic)
    await writer.proposals(topic)
