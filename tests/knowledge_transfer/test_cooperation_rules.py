from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.policies.policies import Policies
from core.policies.reading import read_policy
from core.policies.version import PolicyVersion
from core.words import Confidence, Decision, Severity
from plugins.knowledge_transfer.plugin import policies
from plugins.knowledge_transfer.rules.cooperation import (
    NOT_YET,
    OPEN,
    UNKNOWN,
    Applicant,
    licence,
    research,
    service,
    spin_off,
)

POLICIES = Policies(version for path in policies() for version in read_policy(path, "knowledge_transfer"))
TODAY = date(2026, 6, 1)
SOURCE_DOCUMENT = "https://big-science.pl/en/how-can-industry-cooperate-with-cern"
PRINCIPLES = ("SUPPORT_GRANTED", "NO_CAPITAL", "NO_SHARES", "NO_BUDGET", "NO_SEAT_ON_BOARDS")


def on(policy: str, day: date = TODAY) -> PolicyVersion:
    found = POLICIES.on(f"knowledge_transfer.{policy}", day)
    assert found
    return found


def firm(*, is_company: bool = True, licences: int = 0, is_spin_off: bool = False) -> Applicant:
    return Applicant(name="Aurelia", is_company=is_company, licences=licences, is_spin_off=is_spin_off)


def codes(decision: Decision) -> list[str]:
    return [each.code for each in decision.reasons]


def test_a_licence_can_be_asked_for_while_a_technology_is_published() -> None:
    decision = licence(firm(licences=2), 17, on("contracts"), POLICIES.on("knowledge_transfer.easy_access", TODAY))

    assert decision.outcome == OPEN
    assert codes(decision) == ["TECHNOLOGIES_ON_OFFER", "LICENCES_HELD", "EASY_ACCESS", "NO_MILITARY_USE"]
    assert licence(firm(), 0, on("contracts"), None).outcome == NOT_YET


def test_before_easy_access_was_announced_nothing_is_said_of_it() -> None:
    assert POLICIES.on("knowledge_transfer.easy_access", date(2012, 5, 31)) is None
    assert "EASY_ACCESS" not in codes(licence(firm(), 3, on("contracts"), None))


def test_services_and_research_are_open_and_never_for_the_military() -> None:
    assert service(on("contracts")).outcome == research(on("contracts")).outcome == OPEN
    assert "NO_MILITARY_USE" in codes(service(on("contracts")))
    (told,) = [each.message for each in research(on("contracts")).reasons if each.code == "FIELDS_OF_RESEARCH"]
    assert told.startswith("CERN names these fields: superconductivity, ultra-high vacuum, detectors, ")


@pytest.mark.parametrize(
    ("who", "outcome", "missing"),
    [
        (firm(), NOT_YET, ["NO_TECHNOLOGY"]),
        (firm(licences=1), OPEN, []),
        (firm(is_company=False), NOT_YET, ["NO_COMPANY", "NO_TECHNOLOGY"]),
        (firm(is_spin_off=True), OPEN, []),
    ],
)
def test_a_spin_off_is_a_company_with_a_technology_of_cern(who: Applicant, outcome: str, missing: list[str]) -> None:
    decision = spin_off(who, on("spin_off"))

    assert decision.outcome == outcome
    assert [each.code for each in decision.reasons if each.severity is Severity.ERROR] == missing


def test_the_principles_of_the_policy_of_august_2018_are_reasons_with_their_source() -> None:
    reasons = {each.code: each for each in spin_off(firm(), on("spin_off")).reasons}

    for code in PRINCIPLES:
        assert (reasons[code].source, reasons[code].confidence) == (SOURCE_DOCUMENT, Confidence.CONFIRMED)
        assert reasons[code].policy == "knowledge_transfer.spin_off SPIN-OFF-2018"
    assert reasons["NO_SHARES"].message == "CERN does not take over shares in spin-off companies."


def test_before_that_policy_nothing_is_known() -> None:
    assert POLICIES.on("knowledge_transfer.spin_off", date(2018, 7, 31)) is None
    assert spin_off(firm(), None).outcome == UNKNOWN


@given(
    st.builds(
        Applicant,
        name=st.just("Aurelia"),
        is_company=st.booleans(),
        licences=st.integers(0, 3),
        is_spin_off=st.booleans(),
    ),
    st.integers(0, 3),
)
def test_whatever_is_missing_has_a_next_step(who: Applicant, on_offer: int) -> None:
    for decision in (licence(who, on_offer, on("contracts"), None), spin_off(who, on("spin_off"))):
        missing = [each for each in decision.reasons if each.severity is not Severity.INFO]
        assert (decision.outcome == OPEN) is not bool(missing)
        assert all(each.next_step for each in missing)
