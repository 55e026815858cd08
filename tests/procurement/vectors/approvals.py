"""What the Finance Committee approves and what may be promised before, vectors 18 to 20 and 41; in thousands of CHF."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from core.policies.policies import Policies
from core.words import Decision
from plugins.procurement.rules.finance_committee import Commitment, finance_committee
from plugins.procurement.rules.letter_of_intent import letter_of_intent
from tests.procurement.vectors.cases import CENT, DAY, codes, thousands, version


def approval(policies: Policies, value: Decimal | int, **facts: Any) -> Decision:
    amounts = {name: thousands(given) for name, given in facts.items() if name in {"committed", "approved"}}
    case = Commitment(**cast(Any, {**facts, **amounts, "value": thousands(value)}))
    thresholds, policy = version(policies, "thresholds"), version(policies, "finance_committee")
    return finance_committee(case, DAY, thresholds=thresholds, policy=policy)


def vector_18_a_contract_above_750_or_a_single_tender_above_200(policies: Policies) -> None:
    for value, is_competitive, outcome in (
        (750, True, "NOT_NEEDED"),
        (750 + CENT, True, "NEEDED"),
        (751, True, "NEEDED"),
        (200, False, "NOT_NEEDED"),
        (200 + CENT, False, "NEEDED"),
        (201, False, "NEEDED"),
    ):
        assert approval(policies, value, is_competitive=is_competitive).outcome == outcome


def vector_19_a_supplement_counts_with_its_order(policies: Policies) -> None:
    found = approval(policies, 60, committed=700)
    assert found.outcome == "NEEDED"
    assert codes(found) == ["SUPPLEMENT_ABOVE_LIMIT"]
    assert "760,000 CHF" in found.reasons[0].message
    assert approval(policies, 50, committed=700).outcome == "NOT_NEEDED"
    assert codes(approval(policies, 1, committed=750)) == ["SUPPLEMENT_ABOVE_LIMIT"]
    assert codes(approval(policies, 1, committed=750 + CENT)) == ["SUPPLEMENT_ABOVE_LIMIT", "ABOVE_LIMIT_BEFORE"]


def vector_20_an_approved_price_may_be_exceeded_by_a_tenth(policies: Policies) -> None:
    for added, by_formula, outcome in (
        (90, False, "NOT_NEEDED"),
        (100, False, "NOT_NEEDED"),
        (100 + CENT, False, "NEEDED"),
        (110, False, "NEEDED"),
        (110, True, "NOT_NEEDED"),
    ):
        found = approval(policies, added, committed=1_000, approved=1_000, by_revision_formula=by_formula)
        assert found.outcome == outcome


def vector_approval_every_exception_needs_it(policies: Policies) -> None:
    found = approval(policies, 50, exceptions=("ALIGNMENT", "SPLITTING"))
    assert found.outcome == "NEEDED"
    assert codes(found) == ["EXCEPTION_FROM_ALIGNMENT", "EXCEPTION_FROM_SPLITTING"]


def vector_approval_all_that_asks_for_it_is_told(policies: Policies) -> None:
    found = approval(policies, 800, is_competitive=False, exceptions=("SPLITTING",))
    assert codes(found) == ["EXCEPTION_FROM_SPLITTING", "CONTRACT_ABOVE_LIMIT", "SINGLE_TENDER_ABOVE_LIMIT"]


def vector_41_a_letter_of_intent_promises_200_at_most(policies: Policies) -> None:
    policy = version(policies, "letter_of_intent")
    assert letter_of_intent(thousands(200), policy).outcome == "ALLOWED"
    assert letter_of_intent(thousands(200 + CENT), policy).outcome == "REFUSED"
    assert letter_of_intent(thousands(250), policy).outcome == "REFUSED"
