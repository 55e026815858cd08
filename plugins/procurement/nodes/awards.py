"""What is decided on offers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core.registry.nodes import Organisation
from core.words import Money, money
from plugins.procurement import models
from plugins.procurement.models import AwardStatus
from plugins.procurement.nodes.scopes import known_awards
from plugins.procurement.nodes.tenders import Lot, Tender
from schema.declare import computed, many, node, one
from schema.relay import Connection

if TYPE_CHECKING:
    from plugins.procurement.nodes.contracts import Contract


@node(
    models.Award,
    scope=known_awards,
    filters=["reference", "status", "awarded_on", "tender_id", "lot_id", "winner_id"],
    orders=["reference"],
    sums=["amount"],
    groups=["status"],
)
class Award:
    """The decision to take an offer. Each of several winners has an award of its own, and the first one the amount."""

    reference: str
    """The tender's reference with the number of the decision."""
    tender: Tender | None = one("tender_id")
    """The call that is decided."""
    lot: Lot | None = one("lot_id")
    """The part that is decided; null if it is the whole."""
    winner: Organisation = one("winner_id")
    """Whose offer is taken; where it was decided not to take one, whose that was."""
    amount: Money | None = computed(money, "amount_minor", "amount_currency")
    """The price decided on, of all winners together; null if not told, or told with another winner."""
    status: AwardStatus
    """Whether the decision holds."""
    awarded_on: date | None
    """The day of the decision; null if unknown."""
    contracts: Connection[Contract] = many("award_id", order="reference")
    """What was signed in consequence."""
    source: str
    """The publication it is taken from: empty if decided here, `sample` if invented."""
