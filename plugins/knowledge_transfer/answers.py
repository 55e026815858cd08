"""What knowledge transfer answers when other departments ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.questions import Answer, Answers, Way, WaysToCooperate
from core.registry import models as registry
from core.registry.models import OrganisationKind
from core.registry.nodes import Organisation
from plugins.knowledge_transfer import models
from plugins.knowledge_transfer.models import LicenceStatus
from plugins.knowledge_transfer.nodes import PUBLISHED, Licence, SpinOff, Technology
from plugins.knowledge_transfer.rules import cooperation as rules
from schema.declare import scoped

GROUP: Final = "Knowledge Transfer, the group IPT-KT"
CAN_BE_COMPANIES: Final = (OrganisationKind.COMPANY, OrganisationKind.OTHER)
"""Nobody has said of an organisation of another kind that it is no company."""


async def ways_to_cooperate(question: WaysToCooperate, viewer: Viewer, policies: Policies) -> Sequence[Way]:
    """Licences, services, research and development, and spin-off companies."""
    applicant, day = await _applicant(question.organisation, viewer), viewer.now.date()
    contracts = policies.on("knowledge_transfer.contracts", day)
    assert contracts is not None, "the first version goes back for ever, and the last one lasts"
    easy = policies.on("knowledge_transfer.easy_access", day)
    on_offer = await scoped(Technology, viewer, models.Technology).filter(status__in=PUBLISHED).count()
    spin_off = rules.spin_off(applicant, policies.on("knowledge_transfer.spin_off", day))
    found = (
        ("RESEARCH", "Research and development together with CERN", rules.research(contracts)),
        ("LICENCE", "Use a technology of CERN", rules.licence(applicant, on_offer, contracts, easy)),
        ("SERVICE", "Let CERN work for you: special technology and advice", rules.service(contracts)),
        ("SPIN_OFF", "Found a company on a technology of CERN", spin_off),
    )
    return [Way(kind=kind, title=title, decision=each, whom_to_ask=GROUP) for kind, title, each in found]


async def _applicant(organisation: int, viewer: Viewer) -> rules.Applicant:
    row = await scoped(Organisation, viewer, registry.Organisation).get(id=organisation)
    held = scoped(Licence, viewer, models.Licence).filter(licensee_id=organisation, status=LicenceStatus.ACTIVE)
    spin_offs = scoped(SpinOff, viewer, models.SpinOff).filter(organisation_id=organisation)
    return rules.Applicant(
        name=row.name,
        is_company=row.kind in CAN_BE_COMPANIES,
        licences=await held.count(),
        is_spin_off=await spin_offs.exists(),
    )


ANSWERS: Final[Answers] = [Answer(question=WaysToCooperate, function=ways_to_cooperate)]
