"""What a supplier can say of itself: what it can do, what others certify of it, and how it conducts itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.policies.version import PolicyVersion
from core.words import Decision, Reason
from plugins.procurement.rules.decisions import against_length, against_text, decided


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCapability:
    """Something that a supplier wants to say it can do."""

    is_known: bool
    """Whether there is such a supplier."""
    description: str
    longest: int
    """How many letters there is room for."""
    unknown_category: str = ""
    """The code of the field in which it matters, if no field has it."""
    is_told: bool = False
    """Whether the supplier has said the same before."""


def capability(case: NewCapability) -> Decision:
    """Whether a capability can be added; every obstacle is a reason."""
    return decided([*_against_capability(case)])


def _against_capability(case: NewCapability) -> Iterator[Reason]:
    yield from _against_supplier(case.is_known)
    yield from against_text("description", case.description, case.longest)
    if case.unknown_category:
        yield Reason(
            code="UNKNOWN_CATEGORY",
            message=f"No field has the code '{case.unknown_category}'.",
            next_step="Ask for `purchaseCategories` to see the codes there are, or leave it out.",
        )
    if case.is_told:
        message = "The supplier has said the same before."
        yield Reason(code="TOLD_ALREADY", message=message, next_step="Say what is new about it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCertificate:
    """A certificate that a supplier wants to show."""

    is_known: bool
    """Whether there is such a supplier."""
    standard: str
    number: str = ""
    issuer: str = ""
    longest: int
    """How many letters there is room for in each of these."""
    issued_on: date | None
    expires_on: date
    held: tuple[tuple[str, date], ...] = ()
    """Those it shows already: their standard, and the last day on which each holds."""
    most: int
    """How many a supplier can show."""
    today: date


def certificate(case: NewCertificate) -> Decision:
    """Whether a certificate can be added; every obstacle is a reason."""
    return decided([*_against_certificate(case)])


def _against_certificate(case: NewCertificate) -> Iterator[Reason]:
    yield from _against_supplier(case.is_known)
    yield from against_text("standard", case.standard, case.longest)
    yield from against_length("number", case.number, case.longest)
    yield from against_length("issuer", case.issuer, case.longest)
    yield from _against_days(case)
    if (case.standard, case.expires_on) in case.held:
        message = f"A certificate by {case.standard} until {case.expires_on} is shown already."
        yield Reason(code="SHOWN_ALREADY", message=message, next_step="Give the last day of the renewed one.")
    elif len(case.held) >= case.most:
        message = f"The supplier shows {case.most} certificates, which is the most."
        yield Reason(code="TOO_MANY_CERTIFICATES", message=message, next_step="Ask a procurement officer.")


def _against_days(case: NewCertificate) -> Iterator[Reason]:
    if case.expires_on < case.today:
        message = f"The certificate ended on {case.expires_on}."
        yield Reason(code="EXPIRED", message=message, next_step="Have it renewed, and show the new one.")
    if case.issued_on is not None and case.issued_on > case.expires_on:
        message = f"It would begin on {case.issued_on} and end on {case.expires_on}, before that."
        yield Reason(code="ENDS_BEFORE_BEGIN", message=message, next_step="Look at both days once more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A declaration to keep to a version of the Supplier Code of Conduct."""

    is_known: bool
    """Whether there is such a supplier."""
    code_version: str
    declared: frozenset[str]
    """The versions that it has declared before."""


def declaration(case: Declaration, policy: PolicyVersion | None) -> Decision:
    """Whether a version of the code can be declared: the one in force by the policy of the day, once."""
    return decided([*_against_supplier(case.is_known), *_against_declaration(case, policy)])


def _against_declaration(case: Declaration, policy: PolicyVersion | None) -> Iterator[Reason]:
    if policy is None:
        message = "There was no Supplier Code of Conduct on that day."
        yield Reason(code="NO_CODE_IN_FORCE", message=message, next_step="Declare it once there is one.")
    elif case.code_version != policy.text("code"):
        yield Reason(
            code="NOT_THE_CODE_IN_FORCE",
            message=f"The code in force is of {policy.text('code')}, and not '{case.code_version}'.",
            next_step=f'Read it, and declare `codeVersion: "{policy.text("code")}"`.',
            policy=policy.name,
        )
    elif case.code_version in case.declared:
        message = f"The code of {case.code_version} is declared already."
        yield Reason(code="DECLARED_ALREADY", message=message, next_step="Nothing more is needed.")


def _against_supplier(is_known: bool) -> Iterator[Reason]:
    if not is_known:
        yield Reason(
            code="UNKNOWN_SUPPLIER",
            message="No supplier has this id.",
            next_step="Find it with `organisation(identifier:)`, and take the id of its `supplier`.",
        )
