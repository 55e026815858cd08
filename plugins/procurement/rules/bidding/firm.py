"""What a firm must be and have done, whatever it bids for: where it is established, and how CERN knows it."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from core.policies.version import PolicyVersion
from plugins.procurement.rules.bidding.case import Establishment, Firm
from plugins.procurement.rules.bidding.findings import BARS, DELAYS, EXPLAINS, LEAVES_OPEN, WARNS, Finding
from plugins.procurement.rules.conduct import lacks_declaration
from plugins.procurement.rules.exclusions import Excluded

STATUSES: Final = {
    "member": "a Member State",
    "associate": "an Associate Member State",
    "pre_stage": "an Associate Member State in the pre-stage to membership",
    "former": "a former Member State",
}
IDENTITIES: Final = {
    "eprocurement": "the eProcurement account, for company data and orders",
    "guest": "the CERN guest account, for surveys, enquiries and invitations on e-tendering",
}


def on_the_firm(firm: Firm, day: date, admits: frozenset[str], policy: PolicyVersion) -> Iterator[Finding]:
    """Everything about the firm itself; `admits` are countries that a call takes beside the states of CERN."""
    yield from _establishment(firm, admits, policy)
    yield from _ceiling(firm, policy)
    yield from _exclusion(firm, day)
    yield from _registration(firm, policy)


def on_its_conduct(firm: Firm, policy: PolicyVersion | None) -> Iterator[Finding]:
    """Whether a declaration is missing; nothing before the code of conduct was published."""
    if policy and firm.conduct is not None and lacks_declaration(firm.conduct, policy):
        yield Finding(
            weight=WARNS,
            code="CONDUCT_NOT_DECLARED",
            message=f"{firm.name} has not declared that it keeps to CERN's code of conduct for suppliers of "
            f"{policy.text('code')}.",
            next_step="Read the code and, once you are registered, declare by `declareConduct` that you keep to it.",
            policy=policy,
            on="declaration",
        )


def _establishment(firm: Firm, admits: frozenset[str], policy: PolicyVersion) -> Iterator[Finding]:
    state = firm.established
    if state is None:
        told = "It is not known where the firm is established."
        yield _unknown(told, "Say in which country the firm has its registered seat.", policy)
    elif state.status in policy.texts("statuses"):
        yield Finding(
            weight=EXPLAINS,
            code="STATE_OF_CERN",
            message=f"{firm.name} is established in {state.name}, {STATUSES[state.status]} of CERN.",
            policy=policy,
            on="statuses",
        )
    elif policy.flag("entry_may_admit") and state.country in admits:
        message = f"This call admits firms from {state.name}."
        yield Finding(weight=EXPLAINS, code="STATE_ADMITTED", message=message, policy=policy, on="entry_may_admit")
    elif state.status is None:
        told = f"No source that was read tells whether {state.name} is a state of CERN on that day."
        yield _unknown(told, "Ask the procurement service; `memberStates` shows the states that are known.", policy)
    else:
        yield _foreign(firm, state, policy)


def _unknown(told: str, next_step: str, policy: PolicyVersion) -> Finding:
    return Finding(
        weight=LEAVES_OPEN, code="STATE_UNKNOWN", message=told, next_step=next_step, policy=policy, on="statuses"
    )


def _foreign(firm: Firm, state: Establishment, policy: PolicyVersion) -> Finding:
    is_now = STATUSES.get(state.status or "", "no Member State")
    return Finding(
        weight=BARS,
        code="STATE_NOT_OF_CERN",
        message=f"{firm.name} is established in {state.name}, on that day {is_now} of CERN. "
        "Firms of Member and Associate Member States may bid.",
        next_step="Look whether the entry of the call admits firms from elsewhere, or work with a bidder of a Member "
        "State as its subcontractor.",
        policy=policy,
        on="statuses",
    )


def _ceiling(firm: Firm, policy: PolicyVersion) -> Iterator[Finding]:
    state = firm.established
    if state is None or not state.ceiling_reached:
        return
    excludes = policy.flag("ceiling_excludes")
    told = "its firms are left out for the rest of the year" if excludes else "what follows for its firms is not known"
    yield Finding(
        weight=BARS if excludes else WARNS,
        code="CEILING_REACHED",
        message=f"{state.name} has reached its ceiling as an Associate Member State for the year: {told}.",
        next_step="Ask the procurement officer before you prepare a bid.",
        policy=policy,
        on="ceiling_excludes",
    )


def _exclusion(firm: Firm, day: date) -> Iterator[Finding]:
    if firm.exclusions is None:
        yield Finding(
            weight=LEAVES_OPEN,
            code="EXCLUSION_UNKNOWN",
            message="It is not known whether the firm is excluded from bidding.",
            next_step="Say whether the firm is excluded; the firm itself and its liaison office can see it.",
        )
    for each in firm.exclusions or ():
        if each.holds_on(day):
            yield _excluded(firm, each)


def _excluded(firm: Firm, exclusion: Excluded) -> Finding:
    end = f"until {exclusion.until}" if exclusion.until else "until further notice"
    again = f"after {exclusion.until}" if exclusion.until else "once it is lifted"
    return Finding(
        weight=BARS,
        code="EXCLUDED",
        message=f"{firm.name} is excluded from bidding {end}: {exclusion.reason}",
        next_step=f"Bid {again}, or ask the procurement service what would lift it.",
    )


def _registration(firm: Firm, policy: PolicyVersion) -> Iterator[Finding]:
    if firm.is_registered is None:
        yield Finding(
            weight=LEAVES_OPEN,
            code="REGISTRATION_UNKNOWN",
            message="It is not known whether the firm is registered as a supplier.",
            next_step="Say whether it is; `organisation` shows its `supplier`.",
            policy=policy,
            on="identities",
        )
    elif firm.is_withdrawn:
        yield Finding(
            weight=DELAYS,
            code="WITHDRAWN",
            message=f"{firm.name} has withdrawn its registration as a supplier.",
            next_step="Ask the procurement service to take it up again; `registerSupplier` takes only firms that never "
            "were suppliers.",
        )
    elif not firm.is_registered:
        yield Finding(
            weight=DELAYS,
            code="NOT_REGISTERED",
            message=f"{firm.name} is not registered as a supplier of CERN.",
            next_step="Register on the procurement portal, here by `registerSupplier`, with the fields it delivers in.",
            policy=policy,
            on="identities",
        )
    elif firm.is_suspended:
        yield Finding(
            weight=BARS,
            code="SUSPENDED",
            message=f"{firm.name} is suspended as a supplier: CERN asks it for no offers for the time being.",
            next_step="Ask the procurement service what would lift it; what is under contract goes on.",
        )
    yield from _identities(firm, policy)


def _identities(firm: Firm, policy: PolicyVersion) -> Iterator[Finding]:
    if firm.identities is None:
        yield Finding(
            weight=LEAVES_OPEN,
            code="IDENTITIES_UNKNOWN",
            message="It is not known which accounts the firm has with CERN.",
            next_step="Say which it has; it takes two: " + " and ".join(IDENTITIES.values()) + ".",
            policy=policy,
            on="identities",
        )
        return
    for name in policy.texts("identities"):
        if name not in firm.identities:
            code, message, next_step = _without_account(firm, name)
            yield Finding(
                weight=DELAYS, code=code, message=message, next_step=next_step, policy=policy, on="identities"
            )


def _without_account(firm: Firm, name: str) -> tuple[str, str, str]:
    """The code, the message and the next step of a firm that cannot use an account that it needs."""
    account = IDENTITIES.get(name, name)
    if name in firm.blocked:
        message = f"One of the firm's two accounts is blocked: {account}."
        return "IDENTITY_BLOCKED", message, "Ask the procurement service what would unblock it; a new one does not."
    if name in firm.requested:
        message = f"One of the firm's two accounts is asked for, and not open yet: {account}."
        next_step = (
            "Give what is still missing, such as the bank details, or ask the procurement service how far it is."
        )
        return "IDENTITY_REQUESTED", message, next_step
    message = f"The firm lacks one of its two accounts: {account}."
    return "IDENTITY_MISSING", message, "Open that account; the other one does not stand in for it."
