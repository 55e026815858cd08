"""What space applications add to types of other departments."""

from collections.abc import Mapping, Sequence

from tortoise.functions import Count

from core.words import Share
from ipt_space import models
from ipt_space.nodes import Mission
from schema.declare import batched, counting, extend, in_full, many
from schema.relay import Connection


@counting(Mission, because="A share is of all missions, also of those that you may not see.")
async def shares(organisations: Sequence[int]) -> Mapping[int, Share]:
    """Whoever flies none has no share."""
    missions = in_full(Mission, models.Mission)
    of_all = await missions.count()
    counted = missions.filter(organisation_id__in=organisations).annotate(flown=Count("id"))
    rows = await counted.group_by("organisation_id").values("organisation_id", "flown")
    return {row["organisation_id"]: Share.from_ppm(1_000_000 * row["flown"] // of_all) for row in rows}


@extend("Organisation")
class OrganisationLinks:
    """The missions of an organisation."""

    space_missions: Connection[Mission] = many("organisation_id", order="name")
    """The missions that this organisation flies."""
    space_share: Share | None = batched(shares)
    """How many of all missions this organisation flies."""
