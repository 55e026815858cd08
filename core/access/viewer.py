"""Who is looking: the argument of every scope and every mutation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from core.errors import UserError


class Role(Enum):
    """In which capacity somebody looks."""

    PUBLIC = "public"
    """Anybody: reads what is published, writes nothing."""
    FIRM = "firm"
    """Speaks for one organisation: its bids, its licences, its proposals."""
    ILO = "ilo"
    """Industrial liaison officer of one country."""
    TECHNICAL_OFFICER = "technical_officer"
    """Follows the purchases of one unit of CERN."""
    PROCUREMENT_OFFICER = "procurement_officer"
    """Runs tenders and contracts."""
    KNOWLEDGE_TRANSFER_OFFICER = "knowledge_transfer_officer"
    """Evaluates disclosures, runs licences and spin-offs."""
    EU_OFFICER = "eu_officer"
    """Accompanies proposals and projects of the European Union."""
    RESEARCHER = "researcher"
    """Discloses technologies and drafts proposals."""
    ADMIN = "admin"
    """Runs this installation."""


# A scope that compares a column with a missing value would ask for the rows where it is null.
WANTED: Final[dict[Role, str]] = {
    Role.FIRM: "organisation",
    Role.ILO: "country",
    Role.TECHNICAL_OFFICER: "unit",
    Role.RESEARCHER: "person",
}
"""What the scopes of a role compare with: a viewer in that role cannot be made without it."""


class ViewerError(UserError):
    """Somebody is described as a viewer who cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who is looking, in which capacity, and when."""

    role: Role
    now: datetime
    """When the request came, in UTC: the only clock that scopes and fields know."""
    person: str | None = None
    """The person's id in the identity provider."""
    organisation: int | None = None
    """The key of the organisation that the viewer speaks for."""
    country: str | None = None
    """ISO 3166-1, two letters."""
    unit: str | None = None
    """The code of a unit of CERN, such as `BE-OP`."""

    def __post_init__(self) -> None:
        if self.now.utcoffset() != timedelta(0):
            raise ViewerError(
                f"The viewer's clock says {self.now.isoformat()}, which is not in UTC.",
                remedy="Give Viewer(now=…) an aware time: datetime.now(UTC).",
            )
        if (wanted := WANTED.get(self.role)) and getattr(self, wanted) is None:
            raise ViewerError(
                f"A viewer in the role {self.role.value!r} has no {wanted}.",
                remedy=f"Say which: role={self.role.value},{wanted}=…",
            )

    @property
    def is_public(self) -> bool:
        """Whether nothing is known of who is looking."""
        return self.role is Role.PUBLIC

    def is_one_of(self, *roles: Role) -> bool:
        """Whether the viewer looks in one of these roles."""
        return self.role in roles
