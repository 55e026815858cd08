"""Which firms are proposed for a purchase: those that can be, in a fixed order, spread over the states."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity, fold
from plugins.procurement.rules.invitation import Invitation, invitation, price_enquiry
from plugins.procurement.rules.suppliers.case import (
    ENOUGH,
    LEFT_OUT,
    PROPOSED,
    RESERVE,
    TOO_FEW,
    Candidate,
    Choice,
    Proposal,
    Purchase,
    SelectionPolicies,
    Sight,
)
from plugins.procurement.rules.suppliers.firm import merits, obstacles
from plugins.procurement.rules.thresholds import reaches
from plugins.procurement.rules.wording import counted

ALL_OF_IT: Final = Sight()
_ORDER: Final = (PROPOSED, RESERVE, LEFT_OUT)


def proposal(
    purchase: Purchase,
    candidates: Iterable[Candidate],
    statuses: Mapping[str, str | None],
    policies: SelectionPolicies,
    sight: Sight = ALL_OF_IT,
) -> Proposal:
    """The firms that are proposed, the reserve, and those that are left out, each with all reasons.

    `statuses` are those of the countries by the list in force on the day, none where it is unknown. The order of the
    candidates is no matter.
    """
    looked_at = [_looked_at(firm, statuses.get(firm.country), purchase, policies) for firm in candidates]
    looked_at.sort(key=lambda each: _place(each, purchase, policies.selection))
    limits = _limits(purchase, policies)
    proposed = _chosen([each.firm for each in looked_at if not each.against], limits, policies.selection)
    chosen = frozenset(firm.key for firm in proposed)
    choices = [_choice(each, chosen, limits, policies) for each in looked_at]
    reasons = [*limits.decision.reasons, *_crowded(proposed, policies.selection), *_unseen(sight)]
    return Proposal(
        decision=_whole(len(chosen), limits, reasons, policies.procedures),
        choices=tuple(sorted(choices, key=lambda each: _ORDER.index(each.decision.outcome))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _LookedAt:
    """A firm, and what there is to say of it whichever other firms there are."""

    firm: Candidate
    status: str | None
    """That of its state; none if it is unknown."""
    against: list[Reason]
    """Why it cannot be proposed; nothing if it can."""
    merits: list[Reason]

    @property
    def warnings(self) -> int:
        """How much of it wants a person's attention."""
        return len([each for each in self.merits if each.severity is Severity.WARNING])


def _looked_at(firm: Candidate, status: str | None, purchase: Purchase, policies: SelectionPolicies) -> _LookedAt:
    against = obstacles(firm, purchase, policies)
    return _LookedAt(firm=firm, status=status, against=against, merits=merits(firm, purchase, policies))


def _limits(purchase: Purchase, policies: SelectionPolicies) -> Invitation:
    """How many firms are asked: below a market survey no text tells how many at the most."""
    if not reaches(purchase.value, "market_survey_from", policies.thresholds):
        return price_enquiry(None, policies.procedures)
    return invitation(
        purchase.value,
        None,
        purchase.on,
        thresholds=policies.thresholds,
        invitations=policies.invitations,
        procedures=policies.procedures,
    )


# ---------------------------------------------------------------- in which order


def _place(found: _LookedAt, purchase: Purchase, selection: PolicyVersion) -> tuple[int, bool, int, str, int]:
    """The status of the state first, then whether it is the field itself, then the fewest warnings, then the name."""
    firm = found.firm
    is_beside = purchase.category not in firm.categories
    return _favour(found.status, selection), is_beside, found.warnings, fold(firm.name), firm.key


def _favour(status: str | None, selection: PolicyVersion) -> int:
    favoured = selection.texts("favoured") if selection.flag("status_counts") else ()
    return favoured.index(status) if status in favoured else len(favoured)


# ---------------------------------------------------------------- how many, and of which states


def _chosen(able: Sequence[Candidate], limits: Invitation, selection: PolicyVersion) -> list[Candidate]:
    """The firms that are proposed."""
    spread = [*_spread(able, selection.whole("most_per_state"))][: limits.most]
    if selection.flag("spread_yields") and len(spread) < limits.least:
        others = [firm for firm in able if firm not in spread]
        spread += others[: limits.least - len(spread)]
    return spread


def _spread(able: Sequence[Candidate], most: int) -> Iterator[Candidate]:
    taken: Counter[str] = Counter()
    for firm in able:
        taken[firm.country] += 1
        if taken[firm.country] <= most:
            yield firm


# ---------------------------------------------------------------- what is said


def _choice(found: _LookedAt, chosen: frozenset[int], limits: Invitation, policies: SelectionPolicies) -> Choice:
    firm = found.firm
    if found.against:
        return Choice(candidate=firm, decision=Decision(outcome=LEFT_OUT, reasons=found.against))
    reasons = [_status(firm, found.status, policies.selection), *found.merits]
    if firm.key in chosen:
        return Choice(candidate=firm, decision=Decision(outcome=PROPOSED, reasons=reasons))
    beside = _reserve(firm, len(chosen), limits, policies)
    return Choice(candidate=firm, decision=Decision(outcome=RESERVE, reasons=[beside, *reasons]))


def _status(firm: Candidate, status: str | None, selection: PolicyVersion) -> Reason:
    if status is None:
        message = f"No list says how {firm.country} is balanced on that day."
        return selection.reason("STATUS_UNKNOWN", message, on="status_counts", severity=Severity.WARNING)
    message = f"{firm.country} is {status.lower().replace('_', ' ')}."
    return selection.reason("STATE_STATUS", message, on="favoured")


def _reserve(firm: Candidate, chosen: int, limits: Invitation, policies: SelectionPolicies) -> Reason:
    if limits.most is not None and chosen >= limits.most:
        message = f"{limits.most} firms are proposed, which is the most for this value."
        return policies.invitations.reason("MOST_FIRMS_REACHED", message, on=_most_on(limits, policies))
    most = policies.selection.whole("most_per_state")
    message = f"{most} other firms of {firm.country} are proposed, and firms are spread over the states."
    return policies.selection.reason("STATE_HAS_ENOUGH", message, on="most_per_state")


def _most_on(limits: Invitation, policies: SelectionPolicies) -> str:
    """The value of the policy that the limit comes from."""
    is_normal = limits.most == policies.invitations.whole("most_firms")
    return "most_firms" if is_normal else "most_firms_for_large"


def _whole(chosen: int, limits: Invitation, reasons: list[Reason], procedures: PolicyVersion) -> Decision:
    if chosen >= limits.least:
        return Decision(outcome=ENOUGH, reasons=reasons)
    few = procedures.reason(
        "TOO_FEW_FIRMS",
        f"{counted(chosen, 'firm')} can be proposed, and {limits.least} competitive tenders are to be sought.",
        on="least_tenders",
        severity=Severity.WARNING,
        next_step="Ask the liaison officers to nominate firms for the field, here by `nominateFirm`.",
    )
    return Decision(outcome=TOO_FEW, reasons=[few, *reasons])


def _crowded(proposed: Sequence[Candidate], selection: PolicyVersion) -> Iterator[Reason]:
    most = selection.whole("most_per_state")
    for country, firms in sorted(Counter(firm.country for firm in proposed).items()):
        if firms > most:
            message = f"{firms} firms of {country} are proposed, more than {most}, since there are too few of others."
            yield selection.reason("SPREAD_YIELDS", message, on="spread_yields", severity=Severity.WARNING)


def _unseen(sight: Sight) -> Iterator[Reason]:
    if not sight.exclusions:
        yield Reason(
            code="EXCLUSIONS_NOT_SEEN",
            message="Which firms are excluded is not for you to know, so nobody is left out for it here.",
            severity=Severity.WARNING,
            next_step="Have the proposal checked by a procurement officer before any firm is asked.",
        )
    if sight.country:
        message = f"The firms of {sight.country} alone are looked at: those of other states are not for you to compare."
        yield Reason(code="ONE_STATE_ALONE", message=message, severity=Severity.INFO)
    if not sight.is_today:
        message = (
            "Registrations, fields, capabilities, declarations and nominations are those of today. Certificates, "
            "exclusions, the states of CERN, their balance and all policies are those of the day."
        )
        yield Reason(code="FIRMS_AS_OF_TODAY", message=message, severity=Severity.WARNING)
