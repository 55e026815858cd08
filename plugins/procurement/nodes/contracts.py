"""What is signed, and where the goods come from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.access.viewer import Viewer
from core.registry.nodes import Organisation, Searchable, text_or_none
from core.words import Money, money
from plugins.procurement import models
from plugins.procurement.models import ContractStatus, PurchaseKind
from plugins.procurement.nodes.awards import Award
from plugins.procurement.nodes.origins import OriginShare, by_key
from plugins.procurement.nodes.scopes import known_contracts
from plugins.procurement.nodes.tenders import Tender, title_or_reference
from schema.declare import batched, computed, node, one, scoped


async def origins_of(contracts: Sequence[int], viewer: Viewer) -> dict[int, list[OriginShare]]:
    """The stated shares of each contract, the largest first."""
    rows = scoped(Contract, viewer, models.Contract).filter(id__in=contracts, origins__share_ppm__gte=0)
    stated = rows.order_by("-origins__share_ppm", "origins__country")
    return by_key(await stated.values_list("id", "origins__country", "origins__share_ppm"))


@node(
    models.Contract,
    scope=known_contracts,
    filters=[
        "reference",
        "title",
        "kind",
        "status",
        "signed_on",
        "starts_on",
        "ends_on",
        "tender_id",
        "award_id",
        "contractor_id",
        "buyer_id",
    ],
    orders=["reference", "title"],
    sums=["amount"],
    groups=["status", "kind"],
    search=["search_text"],
)
class Contract(Searchable):
    """What CERN, or another buyer, and a contractor have signed."""

    label: str = computed(title_or_reference)
    reference: str
    """The number of the contract, unique among all buyers."""
    title: str | None = computed(text_or_none, "title")
    """What is to be delivered, in a line; null if the source gives no title."""
    kind: PurchaseKind | None
    """Whether goods or work are bought; null if the source does not say."""
    tender: Tender | None = one("tender_id")
    """The call that it follows from; null for a contract without one."""
    award: Award | None = one("award_id")
    """The decision that it carries out."""
    contractor: Organisation = one("contractor_id")
    """Who delivers."""
    buyer: Organisation | None = one("buyer_id")
    """Who buys: CERN, or another buyer in imported data; null if nobody says."""
    origins: list[OriginShare] = batched(origins_of, max=50)
    """Where the goods come from, the largest share first; none if it is not stated. Work comes from the contractor."""
    amount: Money | None = computed(money, "amount_minor", "amount_currency")
    """The price agreed when it was signed; null if not told."""
    status: ContractStatus
    """Whether it is in force."""
    signed_on: date | None
    """The day of the last signature; null if unknown."""
    starts_on: date | None
    """The first day of its term; null if unknown."""
    ends_on: date | None
    """The last day of its term, without options to extend; null if open or unknown."""
    source: str
    """The publication it is taken from: empty if signed here, `sample` if invented."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""
