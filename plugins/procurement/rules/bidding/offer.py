"""What a firm offers, and what it has won beside: its fields, the origin of its goods, and calls of one group."""

from collections.abc import Iterator
from decimal import Decimal

from core.policies.version import PolicyVersion
from plugins.procurement.rules.bidding.case import Candidacy, Case
from plugins.procurement.rules.bidding.findings import BARS, WARNS, Finding


def on_its_field(case: Case) -> Iterator[Finding]:
    wanted, offered = case.call.category, case.firm.categories
    if wanted and offered is not None and wanted not in offered:
        yield Finding(
            weight=WARNS,
            code="FIELD_NOT_OFFERED",
            message=f"The call is in the field '{wanted}', in which {case.firm.name} does not offer to deliver.",
            next_step="Add the field to your registration, so that you are found for it.",
        )


def on_its_origin(case: Case, policy: PolicyVersion) -> Iterator[Finding]:
    if not case.origins:
        return
    allowed = policy.texts("statuses")
    admits = case.call.admits if policy.flag("entry_may_admit") else frozenset[str]()
    inside = [each for each in case.origins if each.status in allowed or each.country in admits]
    share, least = sum((each.percent for each in inside), Decimal(0)), policy.decimal("member_origin")
    if share < least:
        yield Finding(
            weight=BARS,
            code="ORIGIN_OUTSIDE",
            message=f"{share:f} percent of what is offered is made in states of CERN, and {least:f} are wanted.",
            next_step="Have more of it made in Member or Associate Member States, or look whether the entry of the "
            "call admits other origins.",
            policy=policy,
            on="member_origin",
        )


def on_splitting(candidacy: Candidacy) -> Iterator[Finding]:
    for reference in candidacy.won_beside:
        yield Finding(
            weight=BARS,
            code="WON_BESIDE",
            message=f"The firm has won {reference}, and nobody may win both that and this call.",
            next_step="Leave this one to others; an exception takes the Finance Committee.",
        )
