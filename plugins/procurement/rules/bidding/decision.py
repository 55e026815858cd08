"""Whether a firm may bid for a call: all that speaks against it, all that is still missing, and what to do next."""

from collections.abc import Iterator
from typing import Final

from core.words import Decision
from plugins.procurement.rules.bidding.call import of_somebody_else, on_its_progress, on_its_time
from plugins.procurement.rules.bidding.case import BiddingPolicies, Case
from plugins.procurement.rules.bidding.findings import LEAVES_OPEN, Finding, decided
from plugins.procurement.rules.bidding.firm import on_its_conduct, on_the_firm
from plugins.procurement.rules.bidding.invitation import on_the_invitation, on_the_survey
from plugins.procurement.rules.bidding.offer import on_its_field, on_its_origin, on_splitting
from plugins.procurement.rules.bidding.preference import on_its_preference

OWN_AFFAIRS: Final = {
    "EXCLUSION_UNKNOWN": "whether it is excluded",
    "REGISTRATION_UNKNOWN": "whether it is registered",
    "IDENTITIES_UNKNOWN": "its accounts",
    "INVITATION_UNKNOWN": "its invitation",
}
"""What a firm, the liaison office of its state and procurement officers know, and nobody else."""


def may_bid(case: Case, policies: BiddingPolicies) -> Decision:
    """MAY_BID, MAY_NOT_BID, NOT_YET (something is missing that the firm can do) or UNKNOWN (a fact is missing)."""
    if not case.call.of_cern:
        return decided([of_somebody_else(case.call)])
    found = [*_findings(case, policies)]
    return decided(without_own_affairs(found) if case.by_outsider else found)


def _findings(case: Case, policies: BiddingPolicies) -> Iterator[Finding]:
    policy = policies.eligibility
    yield from on_its_progress(case.call)
    is_survey = case.call.procedure in policy.texts("surveys")
    if not is_survey:
        yield from on_its_time(case)
    yield from on_the_firm(case.firm, case.at.date(), case.call.admits, policy)
    yield from on_its_preference(case.firm, case.call, policies)
    yield from on_its_conduct(case.firm, policies.conduct)
    yield from (on_the_survey if is_survey else on_the_invitation)(case, policy)
    yield from on_its_field(case)
    yield from on_its_origin(case, policy)
    yield from on_splitting(case, policies.splitting)


def without_own_affairs(found: list[Finding]) -> Iterator[Finding]:
    """What is found, with one sentence for all that an outsider is not told."""
    yield from (each for each in found if each.code not in OWN_AFFAIRS)
    if untold := [OWN_AFFAIRS[each.code] for each in found if each.code in OWN_AFFAIRS]:
        yield Finding(
            weight=LEAVES_OPEN,
            code="NOT_LOOKED_AT",
            message=f"Some of the firm's own affairs were not looked at: {', '.join(untold)}.",
            next_step="The firm itself, the liaison officer of its state or a procurement officer can ask for all.",
        )
