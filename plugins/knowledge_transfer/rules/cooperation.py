"""How a firm or an institute can work with knowledge transfer: licences, services, research, spin-off companies."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity

OPEN: Final = "OPEN"
NOT_YET: Final = "NOT_YET"
UNKNOWN: Final = "UNKNOWN"
ASK: Final = "Ask the Knowledge Transfer group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who wants to work with CERN, as far as it is known."""

    name: str
    is_company: bool
    """Whether it is a firm, or can be one for all that is known."""
    licences: int
    """How many licences in force it holds."""
    is_spin_off: bool


def licence(applicant: Applicant, on_offer: int, contracts: PolicyVersion, easy: PolicyVersion | None) -> Decision:
    """OPEN, or NOT_YET while no technology is published. `contracts` is a version of knowledge_transfer.contracts."""
    return _decided([*_on_offer(on_offer, contracts), *_held(applicant), *_easy_access(easy), *_military(contracts)])


def service(contracts: PolicyVersion) -> Decision:
    """OPEN: CERN also works for others, as far as its time and expertise go."""
    message = f"Against a contract CERN also works for others: it offers {contracts.text('service')}."
    step = f"{ASK} whether it can do what you need, and tell what, when and what for."
    return _decided([contracts.reason("SERVICE_OFFERED", message, on="service", next_step=step), *_military(contracts)])


def research(contracts: PolicyVersion) -> Decision:
    """OPEN: research and development to which both sides commit resources."""
    message = f"Research and development with CERN is {contracts.text('research')}."
    areas = f"CERN names these fields: {', '.join(contracts.texts('areas'))}."
    step = f"{ASK} for a partner at CERN, and tell what you would bring."
    return _decided(
        [
            contracts.reason("RESEARCH_OFFERED", message, on="research", next_step=step),
            contracts.reason("FIELDS_OF_RESEARCH", areas, on="areas"),
            *_military(contracts),
        ]
    )


def spin_off(applicant: Applicant, policy: PolicyVersion | None) -> Decision:
    """OPEN, NOT_YET with what is missing, or UNKNOWN before the policy of August 2018."""
    if policy is None:
        message = "Before the policy of August 2018 no text tells how CERN supported companies on its technologies."
        reason = Reason(code="NO_POLICY", message=message, severity=Severity.WARNING, next_step=f"{ASK}.")
        return Decision(outcome=UNKNOWN, reasons=[reason])
    return _decided([*_missing_of_spin_off(applicant, policy), *_principles(policy)])


# ---------------------------------------------------------------- licences


def _on_offer(count: int, contracts: PolicyVersion) -> Iterator[Reason]:
    if count:
        message = f"Published technologies: {count}. A licence is {contracts.text('licence')}."
        step = f"Choose among `technologies`, then: {ASK[0].lower()}{ASK[1:]} on what terms."
        yield contracts.reason("TECHNOLOGIES_ON_OFFER", message, on="licence", next_step=step)
    else:
        message = "No technology is published at present."
        step = f"{ASK} what is about to be published."
        yield contracts.reason("NOTHING_ON_OFFER", message, on="licence", severity=Severity.ERROR, next_step=step)


def _held(applicant: Applicant) -> Iterator[Reason]:
    if applicant.licences:
        message = f"Licences in force that {applicant.name} holds: {applicant.licences}."
        yield Reason(code="LICENCES_HELD", message=message, severity=Severity.INFO)


def _easy_access(policy: PolicyVersion | None) -> Iterator[Reason]:
    if policy and not policy.flag("fee"):
        in_return = ", ".join(policy.texts("conditions"))
        message = f"Some technologies can be had by Easy Access: no fee and no royalty; the licensee {in_return}."
        yield policy.reason("EASY_ACCESS", message, on="conditions")


def _military(contracts: PolicyVersion) -> Iterator[Reason]:
    if not contracts.flag("military_use"):
        yield contracts.reason("NO_MILITARY_USE", "The contract prohibits military use.", on="military_use")


# ---------------------------------------------------------------- spin-off companies


def _missing_of_spin_off(applicant: Applicant, policy: PolicyVersion) -> Iterator[Reason]:
    name = applicant.name
    if applicant.is_spin_off:
        yield policy.reason("IS_SPIN_OFF", f"{name} is known as a company based on CERN's technologies.", on="based_on")
        return
    if not applicant.is_company:
        message = f"A spin-off is a company, and {name} is none."
        step = "Found a company, or find one, that is to bring the technology into use."
        yield policy.reason("NO_COMPANY", message, on="based_on", severity=Severity.ERROR, next_step=step)
    if not applicant.licences:
        message = f"A spin-off is based on {policy.text('based_on')}, and {name} holds no licence to use one."
        step = "Choose a technology and ask for a licence first: see the way LICENCE."
        yield policy.reason("NO_TECHNOLOGY", message, on="based_on", severity=Severity.ERROR, next_step=step)


DENIED: Final = {
    "invests_capital": ("NO_CAPITAL", "CERN does not invest capital in spin-off companies."),
    "takes_shares": ("NO_SHARES", "CERN does not take over shares in spin-off companies."),
    "pays_from_budget": ("NO_BUDGET", "CERN gives spin-offs no financial support from its regular budget."),
    "sits_on_boards": ("NO_SEAT_ON_BOARDS", "CERN cannot have representatives on the boards of spin-off companies."),
    "at_cern": ("NOT_AT_CERN", "The company cannot be established, have its address or do business on CERN's site."),
    "for_ever": ("FOR_A_TIME", "The support ends: the company must stand on its own within a reasonable time."),
}
"""What the policy says no to, by its values, and how that is told."""


def _principles(policy: PolicyVersion) -> Iterator[Reason]:
    granted = "; ".join(policy.texts("granted"))
    message = f"CERN grants, subject to what is available and to its international legal status: {granted}."
    step = f"{ASK} which of it you can have, and on what terms."
    yield policy.reason("SUPPORT_GRANTED", message, on="granted", next_step=step)
    for value, (code, told) in DENIED.items():
        if not policy.flag(value):
            yield policy.reason(code, told, on=value)


def _decided(reasons: Iterable[Reason]) -> Decision:
    found = [*reasons]
    is_missing = any(each.severity is Severity.ERROR for each in found)
    return Decision(outcome=NOT_YET if is_missing else OPEN, reasons=found)
