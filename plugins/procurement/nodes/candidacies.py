"""Who may come to bid: firms on their way to an invitation."""

from __future__ import annotations

from datetime import date

from core.registry.nodes import Organisation, text_or_none
from plugins.procurement import models
from plugins.procurement.models import CandidacyStatus
from plugins.procurement.nodes.scopes import known_candidacies
from plugins.procurement.nodes.tenders import Tender
from schema.declare import computed, node, one


@node(
    models.Candidacy,
    scope=known_candidacies,
    filters=["status", "tender_id", "organisation_id", "answered_on", "invited_on"],
    groups=["status"],
)
class Candidacy:
    """A firm on its way to bid for a tender.

    It is known to procurement officers and the technical officers of the requesting unit; to the firm and the liaison
    officer of its state once they may know of the call, to the firm also once it is asked or answers. For others it
    does not exist, and no firm ever learns of another one.
    """

    tender: Tender | None = one("tender_id")
    """The call; null while it is not public, for a firm that is asked."""
    organisation: Organisation = one("organisation_id")
    """The firm; of a group, its leader."""
    status: CandidacyStatus
    """How far it has come."""
    answered_on: date | None
    """The day on which it answered the market survey; null if it has not, or there is none."""
    invited_on: date | None
    """The day on which it was invited; null if it is not, or the day is unknown."""
    verdict: str | None = computed(text_or_none, "verdict")
    """Which criteria of the survey it fulfils or misses, in words; null while nothing is written."""
    source: str
    """The publication it is taken from: empty if written here, `sample` if invented."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""
