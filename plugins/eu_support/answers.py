"""What EU support answers when other departments ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tortoise.expressions import Q

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.questions import Answer, Answers, Way, WaysToCooperate
from core.registry import models as registry
from core.registry.nodes import Organisation
from plugins.eu_support import models
from plugins.eu_support.models import TopicStatus
from plugins.eu_support.nodes import Participation, Topic
from plugins.eu_support.rules.research import Chances, research
from schema.declare import scoped

OFFICE: Final = "European Union Support, the group IPT-EU"


async def ways_to_cooperate(question: WaysToCooperate, viewer: Viewer, policies: Policies) -> Sequence[Way]:
    """Research in projects of the European Union."""
    chances = await _chances(question.organisation, viewer)
    decision = research(chances, policies.on("eu_support.internal_approval", viewer.now.date()))
    title = "A project of the European Union together with CERN"
    return [Way(kind="RESEARCH", title=title, decision=decision, whom_to_ask=OFFICE)]


async def _chances(organisation: int, viewer: Viewer) -> Chances:
    row = await scoped(Organisation, viewer, registry.Organisation).get(id=organisation)
    ahead = Q(deadline__isnull=True) | Q(deadline__gte=viewer.now.date())
    open_now = scoped(Topic, viewer, models.Topic).filter(ahead, status=TopicStatus.OPEN)
    first = await open_now.filter(deadline__isnull=False).order_by("deadline").limit(1).values_list("deadline")
    parts = scoped(Participation, viewer, models.Participation).filter(organisation_id=organisation)
    return Chances(
        name=row.name,
        open_topics=await open_now.count(),
        next_deadline=first[0][0] if first else None,
        forthcoming_topics=await scoped(Topic, viewer, models.Topic).filter(status=TopicStatus.FORTHCOMING).count(),
        participations=len(set(await parts.values_list("project_id"))),
    )


ANSWERS: Final[Answers] = [Answer(question=WaysToCooperate, function=ways_to_cooperate)]
