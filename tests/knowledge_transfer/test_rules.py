"""What knowledge transfer says of a disclosure, and of publishing early."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.words import Confidence, Severity
from plugins.knowledge_transfer.models import Technology, TechnologyArea
from plugins.knowledge_transfer.rules import disclosure as rules
from plugins.knowledge_transfer.rules.disclosure import Disclosure, disclosure_decision, publication_risk

TODAY = date(2026, 6, 1)
TAKEN = {"names": ["Żółw Pump"], "references": ["KT-1"]}


def codes(disclosure: Disclosure, *, by_office: bool = False) -> list[str]:
    decision = disclosure_decision(disclosure, by_office=by_office, **TAKEN)
    assert (decision.outcome == rules.ACCEPTED) == (decision.reasons == [])
    return [reason.code for reason in decision.reasons]


def test_a_plain_disclosure_is_accepted() -> None:
    assert codes(Disclosure(name="New pump", areas=("vacuum",), trl=9)) == []


@pytest.mark.parametrize("name", ["Żółw Pump", "zolw pump", "ŻÓŁW-PUMP"])
def test_a_name_in_use_is_refused_whatever_its_accents(name: str) -> None:
    assert codes(Disclosure(name=name)) == ["DUPLICATE_NAME"]


@pytest.mark.parametrize("name", ["", "  ", "-?!"])
def test_a_name_says_something(name: str) -> None:
    assert codes(Disclosure(name=name)) == ["NAME_MISSING"]


def test_only_the_office_gives_a_reference_and_each_once() -> None:
    assert codes(Disclosure(name="New", reference="KT-2")) == ["REFERENCE_NOT_YOURS"]
    assert codes(Disclosure(name="New", reference="KT-2"), by_office=True) == []
    assert codes(Disclosure(name="New", reference="KT-1"), by_office=True) == ["DUPLICATE_REFERENCE"]
    assert codes(Disclosure(name="New", reference=" "), by_office=True) == ["REFERENCE_MISSING"]


def test_a_researcher_cannot_try_out_references() -> None:
    """A refusal that differed for one in use would tell that there is a disclosure of that number."""
    assert codes(Disclosure(name="New", reference="KT-1")) == codes(Disclosure(name="New", reference="KT-2"))


@pytest.mark.parametrize("trl", [-1, 0, 10])
def test_a_readiness_level_is_one_to_nine(trl: int) -> None:
    assert codes(Disclosure(name="New", trl=trl)) == ["TRL_OUT_OF_RANGE"]


def test_every_reason_is_told_at_once() -> None:
    areas = (*(f"area {number}" for number in range(20)), "a" * 121)

    found = codes(Disclosure(name="n" * 501, summary="s" * 10_001, areas=areas, trl=0))

    assert found == ["TRL_OUT_OF_RANGE", "TOO_MANY_AREAS", "TEXT_TOO_LONG", "TEXT_TOO_LONG", "TEXT_TOO_LONG"]


def test_what_is_accepted_fits_into_the_table() -> None:
    def longest(model: Any, name: str) -> int:
        return int(model._meta.fields_map[name].max_length)

    assert longest(Technology, "name") == rules.LONGEST_NAME
    assert longest(Technology, "reference") == rules.LONGEST_REFERENCE
    assert longest(TechnologyArea, "area") == rules.LONGEST_AREA


@pytest.mark.parametrize(
    ("is_protected", "is_published", "planned_on", "outcome", "code", "severity"),
    [
        (False, False, None, "CLEAR", "CONFIDENTIAL", Severity.INFO),
        (False, False, date(2026, 6, 2), "AT_RISK", "PUBLICATION_BEFORE_PROTECTION", Severity.WARNING),
        (False, False, TODAY, "AT_RISK", "PUBLICATION_DAY_REACHED", Severity.WARNING),
        (True, False, date(2026, 6, 2), "CLEAR", "PROTECTED", Severity.INFO),
        (False, True, date(2026, 6, 2), "CLEAR", "PUBLISHED", Severity.INFO),
    ],
)
def test_publishing_before_protection_is_a_risk_to_flag(
    is_protected: bool, is_published: bool, planned_on: date | None, outcome: str, code: str, severity: Severity
) -> None:
    decision = publication_risk(
        is_protected=is_protected, is_published=is_published, planned_on=planned_on, today=TODAY
    )

    (reason,) = decision.reasons
    assert (decision.outcome, reason.code, reason.severity) == (outcome, code, severity)
    assert (reason.source, reason.confidence) == (rules.INVENTORS_QUESTIONS, Confidence.UNCONFIRMED)
