"""What speaks for a firm and what against it, whichever other firms there are."""

from collections.abc import Iterator

from core.policies.version import PolicyVersion
from core.words import Reason, Severity
from plugins.procurement.rules.conduct import lacks_declaration
from plugins.procurement.rules.suppliers.case import PROSPECT, REGISTERED, Candidate, Purchase, SelectionPolicies


def obstacles(firm: Candidate, purchase: Purchase, policies: SelectionPolicies) -> list[Reason]:
    """Why a firm cannot be proposed at all; nothing if it can."""
    return [*_establishment(firm, policies.eligibility), *_standing(firm), *_exclusions(firm, purchase)]


def _establishment(firm: Candidate, eligibility: PolicyVersion) -> Iterator[Reason]:
    if firm.membership is not None and firm.membership not in eligibility.texts("statuses"):
        yield eligibility.reason(
            "STATE_NOT_OF_CERN",
            f"{firm.name} is established in {firm.country}, which is no state of CERN on that day.",
            on="statuses",
            severity=Severity.ERROR,
            next_step="Ask for it only if the entry of the call admits firms from there.",
        )


def _membership(firm: Candidate, eligibility: PolicyVersion) -> Iterator[Reason]:
    if firm.membership is None:
        yield eligibility.reason(
            "STATE_UNKNOWN",
            f"Whether {firm.country or 'the country of the firm'} is a state of CERN on that day is not known.",
            on="statuses",
            severity=Severity.WARNING,
            next_step="Find that out before you ask it.",
        )


def _standing(firm: Candidate) -> Iterator[Reason]:
    if firm.standing not in (REGISTERED, PROSPECT):
        yield Reason(
            code=f"SUPPLIER_{firm.standing}",
            message=f"The registration of {firm.name} is {firm.standing.lower()}.",
            next_step="Ask the procurement service whether it can be taken up again.",
        )


def _exclusions(firm: Candidate, purchase: Purchase) -> Iterator[Reason]:
    for each in sorted(firm.exclusions, key=lambda each: each.since):
        if each.holds_on(purchase.on):
            until = f"until {each.until}" if each.until else "until further notice"
            yield Reason(
                code="EXCLUDED",
                message=f"{firm.name} is excluded since {each.since}, {until}: {each.reason}",
                next_step="Take another firm, or wait until it is over.",
            )


def merits(firm: Candidate, purchase: Purchase, policies: SelectionPolicies) -> list[Reason]:
    """Everything about a firm that can be proposed, for and against."""
    return [
        *_membership(firm, policies.eligibility),
        *_field(firm, purchase),
        *_certificates(firm, purchase),
        *_conduct(firm, policies.conduct),
        *_registration(firm),
        *_nominations(firm),
    ]


def _field(firm: Candidate, purchase: Purchase) -> Iterator[Reason]:
    if firm.standing == PROSPECT:
        yield _told("PROPOSED_FOR_FIELD", f"{firm.name} is proposed for {', '.join(sorted(firm.categories))}.")
    elif purchase.category in firm.categories:
        yield _told("OFFERS_FIELD", f"{firm.name} offers {purchase.category}.")
    else:
        beside = ", ".join(sorted(firm.categories)) or "no field"
        message = f"{firm.name} offers {beside}, and not {purchase.category} itself."
        yield _told("OFFERS_NEAR_FIELD", message, Severity.WARNING, "Ask whether it can deliver this.")
    if purchase.category in firm.abilities:
        yield _told("SAYS_IT_CAN", f"{firm.name} says in its own words what it can do in {purchase.category}.")


def _certificates(firm: Candidate, purchase: Purchase) -> Iterator[Reason]:
    for standard in sorted(purchase.certificates):
        until = max((each.until for each in firm.certificates if each.standard == standard), default=None)
        if until is None:
            message = f"{firm.name} shows no certificate by {standard}."
            yield _told("CERTIFICATE_MISSING", message, Severity.WARNING, "Ask whether it has one.")
        elif until < purchase.on:
            message = f"Its certificate by {standard} ended on {until}."
            yield _told("CERTIFICATE_EXPIRED", message, Severity.WARNING, "Ask whether it was renewed.")
        else:
            yield _told("CERTIFIED", f"{firm.name} is certified by {standard} until {until}.")


def _conduct(firm: Candidate, conduct: PolicyVersion | None) -> Iterator[Reason]:
    if conduct is None:
        return
    code = conduct.text("code")
    if not lacks_declaration(firm.conduct, conduct):
        yield conduct.reason("CONDUCT_DECLARED", f"{firm.name} keeps to the code of conduct of {code}.", on="code")
    else:
        yield conduct.reason(
            "CONDUCT_NOT_DECLARED",
            f"{firm.name} has not declared to keep to the code of conduct of {code}.",
            on="declaration",
            severity=Severity.WARNING,
            next_step="Ask it to declare that, here by `declareConduct`.",
        )


def _registration(firm: Candidate) -> Iterator[Reason]:
    if firm.standing == PROSPECT:
        message = f"{firm.name} is not registered as a supplier."
        yield _told("NOT_REGISTERED", message, Severity.WARNING, "Ask it to register before it answers.")


def _nominations(firm: Candidate) -> Iterator[Reason]:
    if firm.nominations:
        times = "once" if firm.nominations == 1 else f"{firm.nominations} times"
        yield _told("NOMINATED", f"{firm.name} is proposed for the field {times}.")


def _told(code: str, message: str, severity: Severity = Severity.INFO, next_step: str = "") -> Reason:
    return Reason(code=code, message=message, severity=severity, next_step=next_step)
