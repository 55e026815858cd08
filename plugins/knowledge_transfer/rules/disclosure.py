"""What knowledge transfer says of a disclosure: whether it can be taken, and what publishing too early would risk."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.words import Confidence, Decision, Reason, Severity, fold

INVENTORS_QUESTIONS: Final = "http://kt.cern/frequently-asked-questions/faq-on-technology-transfer-for-cerns-inventors"
"""Asks whether one can publish and still protect; of the answers only the headings were read."""

ACCEPTED: Final = "ACCEPTED"
REFUSED: Final = "REFUSED"
CLEAR: Final = "CLEAR"
AT_RISK: Final = "AT_RISK"

TRL: Final = range(1, 10)
LONGEST_NAME: Final = 500
LONGEST_REFERENCE: Final = 190
LONGEST_AREA: Final = 120
LONGEST_SUMMARY: Final = 10_000
MOST_AREAS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What somebody discloses; the reference is the file number that the office gives it, if it gives one."""

    name: str
    reference: str | None = None
    summary: str = ""
    areas: tuple[str, ...] = ()
    trl: int | None = None


def disclosure_decision(
    disclosure: Disclosure, *, by_office: bool, names: Collection[str], references: Collection[str]
) -> Decision:
    """ACCEPTED, or REFUSED with every reason.

    `names` and `references` are those in use that the discloser may know of: a refusal must not tell of a disclosure
    that is kept from them.
    """
    reasons = [
        *_name_reasons(disclosure.name, names),
        *_reference_reasons(disclosure.reference, references, by_office=by_office),
        *_size_reasons(disclosure),
    ]
    return Decision(outcome=REFUSED if reasons else ACCEPTED, reasons=reasons)


def _name_reasons(name: str, names: Collection[str]) -> Iterator[Reason]:
    if not fold(name):
        yield Reason(code="NAME_MISSING", message="The name holds no letter or digit. Write what you call it.")
    elif fold(name) in {fold(taken) for taken in names}:
        message = f"There is a technology called '{name[:80]}' already. Add to that one, or choose another name."
        yield Reason(code="DUPLICATE_NAME", message=message)


def _reference_reasons(reference: str | None, references: Collection[str], *, by_office: bool) -> Iterator[Reason]:
    if reference is None:
        return
    if not by_office:
        message = "File numbers are given by knowledge transfer. Leave the reference out."
        yield Reason(code="REFERENCE_NOT_YOURS", message=message)
    elif not reference.strip():
        yield Reason(code="REFERENCE_MISSING", message="The reference is empty. Leave it out, and one is made.")
    elif reference in references:
        message = f"The reference '{reference[:80]}' belongs to another technology. Choose a free one, or leave it out."
        yield Reason(code="DUPLICATE_REFERENCE", message=message)


def _size_reasons(disclosure: Disclosure) -> Iterator[Reason]:
    if disclosure.trl is not None and disclosure.trl not in TRL:
        message = f"{disclosure.trl} is no technology readiness level. Write 1 to 9, or leave it out."
        yield Reason(code="TRL_OUT_OF_RANGE", message=message)
    if len(disclosure.areas) > MOST_AREAS:
        message = f"{len(disclosure.areas)} areas are named. Name the {MOST_AREAS} that matter most, or fewer."
        yield Reason(code="TOO_MANY_AREAS", message=message)
    for what, text, longest in _texts(disclosure):
        if len(text) > longest:
            message = f"The {what} has {len(text)} characters, and {longest} fit. Shorten it."
            yield Reason(code="TEXT_TOO_LONG", message=message)


def _texts(disclosure: Disclosure) -> Iterator[tuple[str, str, int]]:
    yield "name", disclosure.name, LONGEST_NAME
    yield "summary", disclosure.summary, LONGEST_SUMMARY
    yield "reference", disclosure.reference or "", LONGEST_REFERENCE
    for area in disclosure.areas:
        yield f"area '{area[:40]}'", area, LONGEST_AREA


def publication_risk(*, is_protected: bool, is_published: bool, planned_on: date | None, today: date) -> Decision:
    """AT_RISK if something is to be published before it is protected, else CLEAR; the reason says what to do.

    That publishing before filing is a risk is taken from the topics of the inventors' questions: UNCONFIRMED.
    """
    if is_published:
        return _clear("PUBLISHED", "It is published: there is nothing left to keep confidential.")
    if is_protected:
        return _clear("PROTECTED", "It is protected: agree the day of a publication with knowledge transfer.")
    if planned_on is None:
        return _clear("CONFIDENTIAL", "It is confidential until it is protected: tell us of a planned paper or talk.")
    return Decision(outcome=AT_RISK, reasons=[_early(planned_on, today)])


def _clear(code: str, message: str) -> Decision:
    return Decision(outcome=CLEAR, reasons=[_reason(code, message, Severity.INFO)])


def _early(planned_on: date, today: date) -> Reason:
    if planned_on <= today:
        message = f"A publication was planned for {planned_on}, nothing is protected. Tell knowledge transfer today."
        return _reason("PUBLICATION_DAY_REACHED", message, Severity.WARNING)
    message = (
        f"A publication is planned for {planned_on}, and nothing is protected: publishing before filing can cost the "
        "protection. Talk to knowledge transfer before that day."
    )
    return _reason("PUBLICATION_BEFORE_PROTECTION", message, Severity.WARNING)


def _reason(code: str, message: str, severity: Severity) -> Reason:
    return Reason(
        code=code, message=message, severity=severity, source=INVENTORS_QUESTIONS, confidence=Confidence.UNCONFIRMED
    )
