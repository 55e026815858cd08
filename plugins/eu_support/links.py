"""What EU support knows of organisations and units that the registry owns."""

from __future__ import annotations

from plugins.eu_support.nodes import Participation, Proposal
from schema.declare import extend, many
from schema.relay import Connection


@extend("Organisation")
class OrganisationLinks:
    """An organisation in the programmes of the European Union."""

    participations: Connection[Participation] = many("organisation_id")
    """The parts it has in EU projects; `summary` counts them and adds up what it gets."""
    proposals: Connection[Proposal] = many("owner_id", order="reference")
    """Its proposals that you may see, being an owner or the EU office."""


@extend("OrgUnit")
class OrgUnitLinks:
    """A unit of CERN in the programmes of the European Union."""

    proposals: Connection[Proposal] = many("owner_unit_id", order="reference")
    """The proposals that it writes and that you may see."""
