"""What knowledge transfer adds to the types of the registry."""

from __future__ import annotations

from plugins.knowledge_transfer.nodes import Licence, SpinOff, Technology
from schema.declare import extend, many, one
from schema.relay import Connection


@extend("Organisation")
class OrganisationLinks:
    """An organisation as a licensee, as a spin-off and as an owner."""

    licences: Connection[Licence] = many("licensee_id", order="-signed_on")
    """The technologies that it may use, by licence, the latest first."""
    spin_off: SpinOff | None = one(by="organisation_id")
    """Its record as a company based on technologies of CERN; null if it is none."""
    technologies: Connection[Technology] = many("owner_id", order="name")
    """The technologies whose rights it holds, by name."""


@extend("OrgUnit")
class OrgUnitLinks:
    """A unit as a place where technologies are made."""

    technologies: Connection[Technology] = many("origin_unit_id", order="name")
    """The technologies that were made in this unit, by name; not those of the units below it."""
