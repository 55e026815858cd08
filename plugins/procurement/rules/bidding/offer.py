"""What a firm offers, and what it has won beside: its fields, the origin of its goods, and calls of one group."""

from collections.abc import Iterator
from decimal import Decimal

from core.policies.version import PolicyVersion
from plugins.procurement.rules.bidding.case import Case
from plugins.procurement.rules.bidding.findings import BARS, LEAVES_OPEN, WARNS, Finding
from plugins.procurement.rules.splitting import at_limit
from plugins.procurement.rules.wording import named


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
            weight=LEAVES_OPEN,
            code="ORIGIN_OUTSIDE",
            message=f"Goods are to be made in states of CERN unless the entry of the call says otherwise; {share:f} "
            f"percent of these are known to be. How much is enough is in no text that was read; {least:f} are taken "
            "for it here.",
            next_step="Ask the procurement officer, have more of it made in Member or Associate Member States, or look "
            "whether the entry of the call admits other origins.",
            policy=policy,
            on="member_origin",
        )


def on_splitting(case: Case, policy: PolicyVersion | None) -> Iterator[Finding]:
    """Whether the firm has won as many calls as one bidder may of those that belong together with this one."""
    won, name = case.candidacy.won_beside, case.firm.name
    if policy and name in at_limit([name], {name: won}, policy):
        yield Finding(
            weight=BARS,
            code="WON_BESIDE",
            message=f"{name} has won {named(won)}, and nobody wins more of the calls that belong together.",
            next_step="Leave this one to others; an exception takes the Finance Committee.",
            policy=policy,
            on="max_awards",
        )
