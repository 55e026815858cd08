"""Where a question about space applications can begin."""

from ipt_space.nodes import Mission
from schema.declare import extend, many
from schema.relay import Connection


@extend("Query")
class Queries:
    """Lists of space applications."""

    space_missions: Connection[Mission] = many(order="name")
    """All missions, by name."""
