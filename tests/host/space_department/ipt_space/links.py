"""What space applications add to types of other departments."""

from ipt_space.nodes import Mission
from schema.declare import extend, many
from schema.relay import Connection


@extend("Organisation")
class OrganisationLinks:
    """The missions of an organisation."""

    space_missions: Connection[Mission] = many("organisation_id", order="name")
    """The missions that this organisation flies."""
