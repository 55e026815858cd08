"""Where a bid comes from: of goods where they are made, of services where the bidder is established."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Severity
from plugins.procurement.rules.bids import Bid
from plugins.procurement.rules.wording import named, percent

MANUFACTURE: Final = "MANUFACTURE"
ESTABLISHMENT: Final = "ESTABLISHMENT"
UNKNOWN: Final = "UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The countries that a bid counts for."""

    shares: Mapping[str, Decimal]
    """How many percent count for each country, by its code; together 100, or none at all while they are not known."""
    decision: Decision
    """MANUFACTURE, ESTABLISHMENT or UNKNOWN, and why."""


def origin(kind: str, bid: Bid, policy: PolicyVersion) -> Origin:
    """The origin of a bid for `supply` or `service`; `policy` is a version of procurement.origin."""
    is_made = policy.text(kind) == "manufacture"
    own = {bid.established_in: Decimal(100)} if bid.established_in else {}
    shares = dict(sorted(bid.origins.items())) if is_made else own
    if not shares:
        return Origin(shares={}, decision=_unknown(kind, bid, policy, is_made=is_made))
    where = named(f"{country} {percent(share)}" for country, share in shares.items())
    how = "where the goods are made, as it states" if is_made else "where the bidder is established"
    code = MANUFACTURE if is_made else ESTABLISHMENT
    reason = policy.reason(f"ORIGIN_OF_{code}", f"The bid of {bid.bidder} counts for {where}: {how}.", on=kind)
    return Origin(shares=shares, decision=Decision(outcome=code, reasons=[reason]))


def _unknown(kind: str, bid: Bid, policy: PolicyVersion, *, is_made: bool) -> Decision:
    step = "State how many percent come from each country." if is_made else "State where the bidder is established."
    message = f"Where the bid of {bid.bidder} comes from is not told: it counts for no country."
    reason = policy.reason("ORIGIN_UNKNOWN", message, on=kind, severity=Severity.WARNING, next_step=step)
    return Decision(outcome=UNKNOWN, reasons=[reason])
