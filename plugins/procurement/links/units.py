"""The unit of CERN as a client."""

from __future__ import annotations

from plugins.procurement.nodes.tenders import Tender
from schema.declare import extend, many
from schema.relay import Connection


@extend("OrgUnit")
class OrgUnitLinks:
    """A unit of CERN as a client of procurement."""

    tenders: Connection[Tender] = many("requesting_unit_id", order="reference")
    """The calls for what this unit needs; not those of the units below it."""
