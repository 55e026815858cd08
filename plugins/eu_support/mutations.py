"""What EU support changes: check, write, answer."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from secrets import token_hex
from typing import Annotated, Final

import strawberry
from strawberry import UNSET

from core.access.audit import record
from core.access.permission import NOT_ALLOWED, refusal_unless
from core.access.viewer import Role, Viewer
from core.registry import models as registry
from core.registry.nodes import Identifier, Organisation, OrgUnit
from core.storage.imports import one_line
from core.storage.transactions import writing
from core.words import Money, Refusal, fold
from plugins.eu_support import models
from plugins.eu_support.models import ProposalStatus, TopicStatus
from plugins.eu_support.nodes import Proposal, Topic
from plugins.eu_support.rules import proposals as rules
from schema.declare import mutation, scoped
from schema.relay import Ref

AUTHORS: Final = tuple(Role(name) for name in rules.AUTHORS)
PIC_OF_CERN: Final = "999988133"
CURRENCY: Final = "EUR"
ENDED: Final = [status for status in ProposalStatus if status.value in rules.ENDED]


@strawberry.input(description="A proposal as it begins, in confidence to its owners and the EU office.")
class ProposalDraft:
    """A proposal as it begins, in confidence to its owners and the EU office."""

    acronym: str = strawberry.field(description="The short name that the project is to have, 255 letters at the most.")
    title: str = strawberry.field(description="The title that the project is to have, 500 letters at the most.")
    requested: Decimal | None = strawberry.field(
        default=UNSET, description="What the consortium asks of the EU in euros; leave it out while that is open."
    )


@mutation
async def draft_proposal(
    viewer: Viewer,
    draft: Annotated[ProposalDraft, strawberry.argument(description="What is proposed.")],
    topic: Annotated[Ref[Topic], strawberry.argument(description="The topic that it answers, open or forthcoming.")],
    owner: Annotated[
        Ref[Organisation], strawberry.argument(description="Whose proposal it is: a firm's own organisation, or CERN.")
    ],
    owner_unit: Annotated[
        Ref[OrgUnit] | None, strawberry.argument(description="The unit of CERN that writes it; CERN is then the owner.")
    ] = UNSET,
    coordinator: Annotated[
        Ref[Organisation] | None, strawberry.argument(description="Who is to lead the consortium, if that is settled.")
    ] = UNSET,
) -> Ref[Proposal] | Refusal:
    """Begins a proposal, for firms, researchers, technical officers and the EU office.

    Refused with NOT_ALLOWED to speak for others, and with every reason that stands against the draft: its text or sum,
    a closed topic, or a proposal of the same owner to the same topic under the same acronym.
    """
    if refusal := refusal_unless(viewer, *AUTHORS):
        return refusal
    parties = _Parties(topic, owner, owner_unit or None, coordinator or None)
    if refusal := await _refusal_to_speak(viewer, parties):
        return refusal
    async with writing():
        case = await _case(viewer, draft, parties)
        decision = rules.may_draft(case)
        if decision.outcome == rules.REFUSED:
            return Refusal(code=decision.reasons[0].code, reasons=decision.reasons)
        return await _written(viewer, case, parties)


@dataclass(frozen=True, slots=True)
class _Parties:
    """What a draft refers to."""

    topic: Ref[Topic]
    owner: Ref[Organisation]
    unit: Ref[OrgUnit] | None
    coordinator: Ref[Organisation] | None


async def _refusal_to_speak(viewer: Viewer, parties: _Parties) -> Refusal | None:
    """Firms speak for themselves, people of CERN for it and their own unit, the EU office for anybody."""
    if viewer.is_one_of(Role.EU_OFFICER, Role.ADMIN):
        return None
    if viewer.is_one_of(Role.FIRM):
        own = parties.owner.key == viewer.organisation and parties.unit is None
    else:
        own = await _is_cern(viewer, parties.owner) and await _is_own_unit(viewer, parties.unit)
    message = "You cannot draft in the name of others. Name your own organisation and unit, or ask the EU office."
    return None if own else Refusal.because(NOT_ALLOWED, message)


async def _is_cern(viewer: Viewer, owner: Ref[Organisation]) -> bool:
    rows = scoped(Identifier, viewer, registry.OrganisationIdentifier).filter(scheme="PIC", value=PIC_OF_CERN)
    return await rows.filter(organisation_id=owner.key).exists()


async def _is_own_unit(viewer: Viewer, unit: Ref[OrgUnit] | None) -> bool:
    if unit is None:
        return viewer.person is not None
    rows = scoped(OrgUnit, viewer, registry.OrgUnit).filter(id=unit.key, code=viewer.unit or "")
    return await rows.exists()


async def _case(viewer: Viewer, draft: ProposalDraft, parties: _Parties) -> rules.Draft:
    acronym, requested = one_line(draft.acronym), draft.requested
    return rules.Draft(
        acronym=acronym,
        title=one_line(draft.title),
        requested=None if requested is UNSET else requested,
        topic=await _topic(viewer, parties.topic),
        missing=tuple(await _missing(viewer, parties)),
        unit_of_other=parties.unit is not None and not await _is_cern(viewer, parties.owner),
        same=tuple(await _same(viewer, acronym, parties)),
        today=viewer.now.date(),
    )


async def _topic(viewer: Viewer, topic: Ref[Topic]) -> rules.TopicFacts | None:
    row = await scoped(Topic, viewer, models.Topic).get_or_none(id=topic.key)
    if row is None:
        return None
    is_closed = row.status is TopicStatus.CLOSED
    return rules.TopicFacts(identifier=row.identifier, is_closed=is_closed, deadline=row.deadline)


async def _missing(viewer: Viewer, parties: _Parties) -> list[str]:
    units = scoped(OrgUnit, viewer, registry.OrgUnit)
    organisations = scoped(Organisation, viewer, registry.Organisation)
    missing: list[str] = []
    if not await organisations.filter(id=parties.owner.key).exists():
        missing.append("owner")
    if parties.unit and not await units.filter(id=parties.unit.key).exists():
        missing.append("unit")
    if parties.coordinator and not await organisations.filter(id=parties.coordinator.key).exists():
        missing.append("coordinator")
    return missing


async def _same(viewer: Viewer, acronym: str, parties: _Parties) -> list[str]:
    """Proposals under way that the draft would repeat, of those that the viewer may know of."""
    rows = scoped(Proposal, viewer, models.Proposal).filter(
        topic_id=parties.topic.key, owner_id=parties.owner.key, status__not_in=ENDED
    )
    found = await rows.order_by("reference").values_list("reference", "acronym")
    return [reference for reference, other in found if fold(other) == fold(acronym)]


async def _written(viewer: Viewer, case: rules.Draft, parties: _Parties) -> Ref[Proposal]:
    # A made reference tells neither an order nor how many proposals there are.
    reference = f"EU-{viewer.now.year}-{token_hex(4).upper()}"
    requested = None if case.requested is None else Money(amount=case.requested, currency=CURRENCY)
    row = await models.Proposal.create(
        reference=reference,
        acronym=case.acronym,
        title=case.title,
        topic_id=parties.topic.key,
        owner_id=parties.owner.key,
        owner_unit_id=parties.unit.key if parties.unit else None,
        coordinator_id=parties.coordinator.key if parties.coordinator else None,
        drafted_by=viewer.person,
        requested_minor=requested.minor() if requested else None,
        requested_currency=CURRENCY if requested else None,
        source="draftProposal",
        search_text=fold(f"{case.acronym} {case.title} {reference}"),
    )
    subject = Ref(Proposal, row.id)
    await record(viewer, "eu_support.draftProposal", subject, summary=f"Drafted as {reference}.")
    return subject
