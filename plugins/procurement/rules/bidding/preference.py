"""What the balance of a state does for its firms: a preference, and where alignment can apply a chance to match."""

from collections.abc import Iterator
from typing import Final

from core.policies.version import PolicyVersion
from plugins.procurement.rules.alignment import not_for_purchase
from plugins.procurement.rules.bidding.case import BiddingPolicies, Call, Firm
from plugins.procurement.rules.bidding.findings import EXPLAINS, Finding

WITHOUT_COMPETITION: Final = ("order", "direct")
"""The procedures in which no bids compete, so that there is no lowest price to match."""


def on_its_preference(firm: Firm, call: Call | None, policies: BiddingPolicies) -> Iterator[Finding]:
    """What a poorly balanced state does for a firm; matching is told of a call alone, and only if it can come to it."""
    state, policy, alignment = firm.established, policies.eligibility, policies.alignment
    if state is None or state.balance not in policy.texts("preferred_balance"):
        return
    doubts = "".join(f" {doubt.message}" for doubt in state.balance_doubts)
    words = str(state.balance).lower().replace("_", " ")
    yield Finding(
        weight=EXPLAINS,
        code="PREFERENCE_POSSIBLE",
        message=f"{state.name} is {words} in {state.balanced_in}: until a new list is published its firms can have "
        "preferential terms, and it counts when CERN chooses which firms it asks." + doubts,
        policy=policy,
        on="preferred_balance",
    )
    if call and alignment and state.balance in alignment.texts("counts_as_poor") and _can_apply(call, alignment):
        yield _matching(alignment)


def _can_apply(call: Call, alignment: PolicyVersion) -> bool:
    """Whether nothing that is known of a call keeps alignment from it; a value that is unknown does not."""
    if call.kind not in alignment.texts("applies_to") or call.procedure in WITHOUT_COMPETITION:
        return False
    return call.value is None or not [*not_for_purchase(call.kind, call.value, alignment)]


def _matching(alignment: PolicyVersion) -> Finding:
    return Finding(
        weight=EXPLAINS,
        code="MATCHING_POSSIBLE",
        message="If the lowest price decides and is not the firm's own, it can be asked to match it: at least "
        f"{alignment.decimal('origin_pct'):f} percent of its bid must be made in poorly balanced states.",
        policy=alignment,
        on="counts_as_poor",
    )
