"""Where a question to knowledge transfer can begin."""

from __future__ import annotations

from plugins.knowledge_transfer.nodes import Licence, SpinOff, Technology, TechnologyArea
from schema.declare import extend, many
from schema.relay import Connection


@extend("Query")
class Queries:
    """The lists of knowledge transfer."""

    technologies: Connection[Technology] = many(order="name")
    """Every published technology, by name; and the confidential ones that are yours, or your office's."""
    technology_areas: Connection[TechnologyArea] = many(order="area")
    """Which technology belongs to which field, by field: a way to find, and to count, the technologies of one."""
    licences: Connection[Licence] = many(order="-signed_on")
    """Every signed licence of a published technology, the latest first; and the others that are yours."""
    spin_offs: Connection[SpinOff] = many()
    """Every company based on technologies of CERN, in the order in which they were recorded."""
