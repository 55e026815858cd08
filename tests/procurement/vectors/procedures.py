"""Which procedure a purchase needs, with vectors 10 to 16 of the domain; amounts are in thousands of CHF."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, cast

from core.policies.policies import Policies
from core.policies.version import PolicyVersion
from core.words import Confidence, Severity
from plugins.procurement.rules.cost_range import cost_range
from plugins.procurement.rules.invitation import Invitation
from plugins.procurement.rules.market_survey import Survey, market_survey
from plugins.procurement.rules.procedure import Purchase
from plugins.procurement.rules.required_procedure import ProcedurePolicies, RequiredProcedure, required_procedure
from tests.procurement.vectors.cases import CENT, DAY, codes, thousands, variant, version


def required(
    policies: Policies,
    value: Decimal | int | str,
    *,
    on: date = DAY,
    thresholds: PolicyVersion | None = None,
    **facts: Any,
) -> RequiredProcedure:
    found = {each.name: version(policies, each.name, on) for each in fields(ProcedurePolicies)}
    if thresholds:
        found["thresholds"] = thresholds
    purchase = Purchase(**cast(Any, {"kind": "supply", **facts, "value": thousands(value)}))
    return required_procedure(purchase, on, ProcedurePolicies(**found))


def invited(policies: Policies, value: Decimal | int, **facts: Any) -> Invitation:
    found = required(policies, value, **facts).invitation
    assert found
    return found


def vector_10_below_50_an_order_is_placed(policies: Policies) -> None:
    found = required(policies, 45)
    assert found.decision.outcome == "ORDER"
    assert found.documents == ("order",)
    assert found.market_survey.outcome == "NOT_NEEDED"
    assert found.sent_to_ilos.outcome == "NOT_SENT"
    assert codes(found.decision) == ["VALUE_BAND"]
    assert required(policies, 50 - CENT).decision.outcome == "ORDER"
    assert required(policies, 50).decision.outcome == "PRICE_ENQUIRY"


def vector_11_a_supply_of_120_is_enquired_for_and_may_be_aligned(policies: Policies) -> None:
    found = required(policies, 120)
    assert found.decision.outcome == "PRICE_ENQUIRY"
    assert found.documents == ("DO",)
    assert found.alignment.outcome == "APPLICABLE"
    assert found.market_survey.outcome == "NOT_NEEDED"
    assert found.sent_to_ilos.outcome == "SENT"
    assert found.advance_information.outcome == "NOT_PUBLISHED"
    assert required(policies, 120, kind="service").alignment.outcome == "NOT_APPLICABLE"


def vector_12_exactly_100_is_not_aligned(policies: Policies) -> None:
    found = required(policies, 100)
    assert found.decision.outcome == "PRICE_ENQUIRY"
    assert found.alignment.outcome == "NOT_APPLICABLE"
    assert codes(found.alignment) == ["ALIGNMENT_TOO_SMALL"]
    assert required(policies, 100 + CENT).alignment.outcome == "APPLICABLE"


def vector_13_from_200_on_firms_are_surveyed_and_invited(policies: Policies) -> None:
    found = required(policies, 200)
    assert found.decision.outcome == "INVITATION_TO_TENDER"
    assert found.documents == ("MS", "IT")
    assert found.market_survey.outcome == "NEEDED"
    assert found.advance_information.outcome == "PUBLISHED"
    assert required(policies, 200 - CENT).decision.outcome == "PRICE_ENQUIRY"


def vector_14_a_recent_survey_may_be_waived(policies: Policies) -> None:
    for last, is_prototype, outcome in (
        (date(2020, 7, 1), False, "WAIVER_POSSIBLE"),
        (date(2020, 5, 1), False, "WAIVER_NEEDS_APPROVAL"),
        (date(2020, 1, 1), True, "WAIVER_POSSIBLE"),
    ):
        found = required(policies, 600, survey=Survey(last=last, is_prototype=is_prototype)).market_survey
        assert found.outcome == outcome
        assert codes(found)[-1] == "WAIVED_BY"
        assert "the Head of the Procurement Service" in found.reasons[-1].message


def vector_15_more_firms_are_invited_for_more_value(policies: Policies) -> None:
    small, large = (invited(policies, value, qualified_firms=12) for value in (600, 900))
    assert (small.most, small.decision.outcome) == (10, "SELECTION")
    assert (large.most, large.decision.outcome) == (15, "ALL")


def vector_16_letters_tell_the_value(policies: Policies) -> None:
    ranges = version(policies, "cost_ranges")
    for value, letter in (("749.999", "A"), (750, "B"), (5_001, "C"), (10_001, "D")):
        assert cost_range(thousands(value), ranges).outcome == letter


def vector_procedure_letters_meet_at_their_limits(policies: Policies) -> None:
    ranges = version(policies, "cost_ranges")
    for value, letter in ((750 - CENT, "A"), (5_000, "B"), (5_000 + CENT, "C"), (10_000, "C"), (10_000 + CENT, "D")):
        assert cost_range(thousands(value), ranges).outcome == letter
    doubted = cost_range(thousands(5_000), ranges).reasons[-1]
    assert (doubted.code, doubted.confidence) == ("EXACTLY_AT_LIMIT", Confidence.UNCONFIRMED)


def vector_procedure_a_band_of_its_own_below_10(policies: Policies) -> None:
    assert codes(required(policies, 10 - CENT).decision) == ["VALUE_BAND", "INTERNAL_BAND"]
    assert codes(required(policies, 10).decision) == ["VALUE_BAND"]


def vector_procedure_the_side_of_a_limit_is_doubted(policies: Policies) -> None:
    for value in (50, 200):
        reason = required(policies, value).decision.reasons[-1]
        assert (reason.code, reason.confidence) == ("EXACTLY_AT_LIMIT", Confidence.UNCONFIRMED)


def vector_procedure_a_contract_is_signed_above_750_or_at_high_risk(policies: Policies) -> None:
    assert required(policies, 750).agreement.outcome == "ORDER"
    assert required(policies, 750).agreement.reasons[0].confidence is Confidence.UNCONFIRMED
    assert required(policies, 750 + CENT).agreement.outcome == "SIGNED_CONTRACT"
    assert required(policies, 60, is_complex=True).agreement.outcome == "SIGNED_CONTRACT"


def vector_procedure_more_firms_above_750(policies: Policies) -> None:
    at, above = (invited(policies, value, qualified_firms=11) for value in (750, 750 + CENT))
    assert (at.decision.outcome, above.decision.outcome) == ("SELECTION", "ALL")
    for value, qualified, outcome in ((600, 10, "ALL"), (900, 15, "ALL"), (900, 16, "SELECTION")):
        assert invited(policies, value, qualified_firms=qualified).decision.outcome == outcome


def vector_procedure_three_tenders_are_sought(policies: Policies) -> None:
    few, enough = (invited(policies, 600, qualified_firms=firms) for firms in (2, 3))
    assert "TOO_FEW_FIRMS" in codes(few.decision)
    assert "TOO_FEW_FIRMS" not in codes(enough.decision)
    assert few.least == 3
    enquired = invited(policies, 120, qualified_firms=2)
    assert (enquired.most, enquired.least, codes(enquired.decision)) == (None, 3, ["TOO_FEW_FIRMS"])
    assert invited(policies, 120).decision.outcome == "OPEN"


def vector_procedure_a_limited_tender_is_for_supplies(policies: Policies) -> None:
    supply, service = (required(policies, 300, kind=kind, tendering="LIMITED") for kind in ("supply", "service"))
    assert supply.decision.outcome == "LIMITED"
    assert supply.invitation is None
    assert service.decision.outcome == "INVITATION_TO_TENDER"
    assert service.decision.reasons[0].severity is Severity.ERROR


def vector_procedure_one_firm_alone_is_asked(policies: Policies) -> None:
    found = required(policies, 300, tendering="DIRECT")
    assert found.decision.outcome == "DIRECT"
    assert "3 competitive tenders" in found.decision.reasons[0].message
    assert found.alignment.outcome == "NOT_APPLICABLE"
    assert found.market_survey.outcome == "NOT_NEEDED"


def vector_procedure_a_survey_counts_to_the_day(policies: Policies) -> None:
    policy = version(policies, "market_survey")
    for last, is_prototype, outcome in (
        (date(2020, 6, 1), False, "WAIVER_POSSIBLE"),
        (date(2020, 5, 31), False, "WAIVER_NEEDS_APPROVAL"),
        (date(2019, 12, 1), True, "WAIVER_POSSIBLE"),
        (date(2019, 11, 30), True, "WAIVER_NEEDS_APPROVAL"),
    ):
        assert market_survey(Survey(last=last, is_prototype=is_prototype), DAY, policy).outcome == outcome


def vector_procedure_what_distributors_alone_sell_needs_no_survey(policies: Policies) -> None:
    assert required(policies, 600).market_survey.outcome == "NEEDED"
    found = required(policies, 600, survey=Survey(only_from_distributors=True))
    assert found.market_survey.outcome == "WAIVER_POSSIBLE"


def vector_procedure_after_the_reform_the_set_is_doubted(policies: Policies) -> None:
    for day, expected in ((date(2024, 5, 31), []), (date(2024, 6, 1), ["REFORM_NOT_SEEN"])):
        found = required(policies, 300, on=day)
        for part in (found.decision, found.finance_committee, found.agreement, found.alignment):
            doubts = [each for each in part.reasons if each.code == "REFORM_NOT_SEEN"]
            assert [each.code for each in doubts] == expected
            assert all(each.confidence is Confidence.UNCONFIRMED for each in doubts)


def vector_procedure_the_doubled_set_can_be_tried(policies: Policies) -> None:
    doubled = variant(policies, "thresholds", "P-DOUBLED")
    for value, procedure in ((99, "ORDER"), (100, "PRICE_ENQUIRY"), (400 - CENT, "PRICE_ENQUIRY")):
        assert required(policies, value, thresholds=doubled).decision.outcome == procedure
    at_400 = required(policies, 400, thresholds=doubled)
    assert at_400.decision.outcome == "INVITATION_TO_TENDER"
    assert "SET_IS_TRIED" in codes(at_400.decision)
    assert at_400.decision.reasons[0].policy == "procurement.thresholds P-DOUBLED"
    assert required(policies, 100 - CENT, thresholds=doubled).decision.outcome == "ORDER"
    assert "INTERNAL_BAND" in codes(required(policies, 20 - CENT, thresholds=doubled).decision)
    assert "INTERNAL_BAND" not in codes(required(policies, 20, thresholds=doubled).decision)


def vector_procedure_the_doubled_set_has_one_limit_at_1500(policies: Policies) -> None:
    doubled = variant(policies, "thresholds", "P-DOUBLED")
    at, above = (required(policies, each, thresholds=doubled) for each in (1_500, 1_500 + CENT))
    assert (at.agreement.outcome, above.agreement.outcome) == ("ORDER", "SIGNED_CONTRACT")
    assert (at.finance_committee.outcome, above.finance_committee.outcome) == ("NOT_NEEDED", "NEEDED")
    assert [invited(policies, each, thresholds=doubled).most for each in (1_500, 1_500 + CENT)] == [10, 15]
    single, more = (
        required(policies, each, thresholds=doubled, tendering="DIRECT").finance_committee for each in (400, 400 + CENT)
    )
    assert (single.outcome, more.outcome) == ("NOT_NEEDED", "NEEDED")
