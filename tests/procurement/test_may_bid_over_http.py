"""What the graph answers to `mayBid`: on made-up facts, and for each who asks of a real call."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

import pytest

from core.testing import Client, as_role, served
from schema.relay import encode_id
from tests.procurement.asking import READY, asked, codes, made_up
from tests.procurement.story import OPEN_CALL

OF_CALL = """query ($call: String!, $firm: ID!) {
  tenders(where: {reference: {eq: $call}}) {
    nodes { mayBid(organisation: $firm) { outcome reasons { code severity message nextStep } } }
  }
}"""


@pytest.fixture(scope="module")
def client() -> Generator[Client]:
    with served("procurement", dev=True) as opened:
        yield opened


def firm(client: Client, name: str) -> str:
    text = 'query ($value: String!) { organisation(identifier: {scheme: "SAMPLE", value: $value}) { id } }'
    return str(asked(client, text, value=name)["organisation"]["id"])


def of_call(client: Client, name: str, viewer: Mapping[str, str] | None = None, call: str = OPEN_CALL) -> Any:
    found = asked(client, OF_CALL, viewer, call=call, firm=firm(client, name))
    return found["tenders"]["nodes"][0]["mayBid"]


# ---------------------------------------------------------------- made-up facts


@pytest.mark.parametrize(
    ("on", "outcome", "told"),
    [("2024-03-05", "MAY_NOT_BID", "STATE_NOT_OF_CERN"), ("2024-03-14", "MAY_BID", "STATE_OF_CERN")],
)
def test_vector_09_over_http(client: Client, on: str, outcome: str, told: str) -> None:
    """Brazil became an Associate Member State on 13 March 2024."""
    decision = made_up(client, on, establishedIn="BR", **READY)

    assert decision["outcome"] == outcome
    assert told in codes(decision)


def test_of_a_state_whose_beginning_no_source_tells_nothing_is_said_before(client: Client) -> None:
    assert made_up(client, "2021-03-02", establishedIn="HR", **READY)["outcome"] == "MAY_BID"
    before = made_up(client, "2020-03-02", establishedIn="HR", **READY)
    assert (before["outcome"], codes(before)[0]) == ("UNKNOWN", "STATE_UNKNOWN")


@pytest.mark.parametrize(
    ("answered", "outcome", "told"),
    [("2015-09-16", "NOT_YET", "ANSWER_NOT_JUDGED"), ("2015-09-17", "MAY_NOT_BID", "ANSWERED_TOO_LATE")],
)
def test_vector_17_over_http(client: Client, answered: str, outcome: str, told: str) -> None:
    """An invitation sent on 30 September 2015: a survey answered on the 16th counts, on the 17th no more."""
    survey = {"status": "SURVEY", "candidacy": "ANSWERED", "answeredOn": answered, "dispatchOn": "2015-09-30"}
    decision = made_up(client, "2015-09-20", establishedIn="PL", **{**READY, **survey})

    assert decision["outcome"] == outcome
    assert told in codes(decision)


def test_a_reason_tells_its_policy_its_source_and_what_to_do(client: Client) -> None:
    facts = {"establishedIn": "PL", **READY, "candidacy": "POTENTIAL", "status": "SURVEY", "dispatchOn": "2026-07-15"}

    decision = made_up(client, **facts)

    assert decision["outcome"] == "NOT_YET"
    assert [each for each in decision["reasons"] if each["code"] == "SURVEY_NOT_ANSWERED"] == [
        {
            "code": "SURVEY_NOT_ANSWERED",
            "severity": "ERROR",
            "confidence": "CONFIRMED",
            "policy": "procurement.eligibility ELIGIBLE-1",
            "source": "https://found.cern.ch/java-ext/found/CFTSingleSearch.do",
            "message": "Only firms that qualify in the market survey are invited. It can be answered until 2026-07-01, "
            "even after the day that its letter names.",
            "nextStep": "Answer the market survey.",
        }
    ]


def test_whoever_tells_nothing_learns_what_is_asked(client: Client) -> None:
    decision = made_up(client)

    assert decision["outcome"] == "UNKNOWN"
    assert codes(decision) == [
        "STATUS_UNKNOWN",
        "STATE_UNKNOWN",
        "EXCLUSION_UNKNOWN",
        "REGISTRATION_UNKNOWN",
        "IDENTITIES_UNKNOWN",
        "PROCEDURE_UNKNOWN",
    ]


def test_origin_is_added_up_over_the_states_of_cern(client: Client) -> None:
    def split(inside: str, outside: str) -> Any:
        parts = [{"country": "PL", "percent": inside}, {"country": "US", "percent": outside}]
        return made_up(client, establishedIn="PL", origins=parts, **READY)

    assert split("60", "40")["outcome"] == "MAY_BID"
    (told, *_), outcome = split("59.99", "40.01")["reasons"], split("59.99", "40.01")["outcome"]
    assert (outcome, told["code"], told["confidence"]) == ("UNKNOWN", "ORIGIN_OUTSIDE", "UNCONFIRMED")
    assert told["source"].startswith("No text was found")


@pytest.mark.parametrize(
    ("procedure", "outcome", "told"),
    [
        ("MARKET_SURVEY", "NOT_YET", "ANSWERED_NOT_BID_FOR"),
        ("OPEN", "UNKNOWN", "PROCEDURE_NOT_OF_CERN"),
        ("SELECTIVE", "UNKNOWN", "PROCEDURE_NOT_OF_CERN"),
        ("OTHER", "UNKNOWN", "PROCEDURE_UNKNOWN"),
    ],
)
def test_nobody_may_bid_where_nobody_is_invited(client: Client, procedure: str, outcome: str, told: str) -> None:
    decision = made_up(client, establishedIn="PL", **{**READY, "procedure": procedure})

    assert (decision["outcome"], codes(decision)[0]) == (outcome, told)
    assert decision["reasons"][0]["nextStep"]


def test_a_market_survey_can_be_answered_after_the_day_of_its_letter(client: Client) -> None:
    late = {**READY, "procedure": "MARKET_SURVEY", "candidacy": "POTENTIAL", "closesAt": "2020-01-01T12:00:00Z"}
    decision = made_up(client, establishedIn="PL", **late)

    assert decision["outcome"] == "NOT_YET"
    assert decision["reasons"][0]["nextStep"] == "Answer the market survey."


# ---------------------------------------------------------------- a call, and who asks


def test_a_firm_that_is_invited_is_told_so(client: Client) -> None:
    decision = of_call(client, "aurelia", as_role(role="firm", organisation="SAMPLE:aurelia"))

    assert decision["outcome"] == "MAY_BID"
    assert codes(decision) == ["TIME_LEFT", "STATE_OF_CERN", "PREFERENCE_POSSIBLE", "MATCHING_POSSIBLE", "INVITED"]


def test_its_liaison_officer_and_a_procurement_officer_are_told_the_same(client: Client) -> None:
    own = of_call(client, "aurelia", as_role(role="firm", organisation="SAMPLE:aurelia"))

    assert of_call(client, "aurelia", as_role(role="ilo", country="PL")) == own
    assert of_call(client, "aurelia", as_role(role="procurement_officer")) == own


def test_a_firm_that_has_bid_and_is_no_supplier_learns_what_it_lacks(client: Client) -> None:
    decision = of_call(client, "montbrillant", as_role(role="firm", organisation="SAMPLE:montbrillant"))

    assert decision["outcome"] == "NOT_YET"
    assert codes(decision)[:3] == ["NOT_REGISTERED", "IDENTITY_MISSING", "IDENTITY_MISSING"]


def test_a_disqualified_firm_may_not_bid(client: Client) -> None:
    decision = of_call(client, "nordkap", as_role(role="ilo", country="NO"))

    assert decision["outcome"] == "MAY_NOT_BID"
    assert "DISQUALIFIED" in codes(decision)


def test_a_technical_officer_of_the_unit_knows_the_invitation_and_not_the_firms_own_affairs(client: Client) -> None:
    decision = of_call(client, "aurelia", as_role(role="technical_officer", unit="IPT-KT"))

    assert "INVITED" in codes(decision)
    assert decision["outcome"] == "UNKNOWN"
    (told,) = [each["message"] for each in decision["reasons"] if each["code"] == "NOT_LOOKED_AT"]
    assert told == "Some of the firm's own affairs were not looked at: whether it is excluded, its accounts."


@pytest.mark.parametrize(
    "viewer",
    [
        {},
        as_role(role="firm", organisation="SAMPLE:tagus"),
        as_role(role="ilo", country="PT"),
        as_role(role="technical_officer", unit="BE"),
        as_role(role="admin"),
    ],
)
def test_others_are_told_the_same_of_a_firm_that_is_invited_and_of_one_that_is_not(
    client: Client, viewer: Mapping[str, str]
) -> None:
    invited, not_invited = of_call(client, "montbrillant", viewer), of_call(client, "donau", viewer)

    assert invited["outcome"] == not_invited["outcome"]
    assert codes(invited) == codes(not_invited)
    assert "INVITED" not in codes(invited)


def test_a_call_that_is_over_takes_no_bids(client: Client) -> None:
    decision = of_call(client, "aurelia", call="IT-4134/EN/LHC")

    assert decision["outcome"] == "MAY_NOT_BID"
    assert codes(decision)[:2] == ["CALL_OVER", "DEADLINE_PASSED"]


def test_an_organisation_that_is_not_there_is_an_error_with_what_to_do(client: Client) -> None:
    nobody = encode_id("Organisation", 10**9)
    answer = client.post("/graphql", json={"query": OF_CALL, "variables": {"call": OPEN_CALL, "firm": nobody}}).json()

    assert answer["errors"][0]["extensions"]["code"] == "BAD_ARGUMENT"
    assert "organisation(identifier:)" in answer["errors"][0]["message"]


def test_the_count_of_statements_does_not_depend_on_how_many_calls_there_are(client: Client) -> None:
    def statements(how_many: int) -> int:
        asks = "nodes { mayBid(organisation: $firm) { outcome } }"
        text = f"query ($firm: ID!) {{ tenders(first: {how_many}) {{ {asks} }} }}"
        body = {"query": text, "variables": {"firm": firm(client, "aurelia")}}
        told = client.post("/graphql", json=body, headers={"IPT-Explain": "plan"}).json()
        return int(told["extensions"]["plan"]["statements"])

    assert statements(9) <= statements(2) + 4


# ---------------------------------------------------------------- what comes before, and what belongs together


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("aurelia", "SURVEY_NOT_ANSWERED"),
        ("montbrillant", "ANSWER_NOT_JUDGED"),
        ("tagus", "INVITATION_AWAITED"),
    ],
)
def test_before_the_invitation_each_firm_is_told_how_far_it_has_come(client: Client, name: str, told: str) -> None:
    decision = of_call(client, name, as_role(role="firm", organisation=f"SAMPLE:{name}"), call="SAMPLE-IT-4")

    assert decision["outcome"] == "NOT_YET"
    assert {"NOT_OPEN_YET", told} <= {*codes(decision)}


def test_two_calls_of_which_nobody_wins_both_are_found_by_what_they_have_in_common(client: Client) -> None:
    group = "Consultants for the civil engineering of HL-LHC"
    text = "query ($group: String!) { tenders(where: {splittingGroup: {eq: $group}}) { nodes { reference } } }"

    found = asked(client, text, group=group)["tenders"]["nodes"]

    assert [each["reference"] for each in found] == ["IT-4144/SMB/HL-LHC", "IT-4155/SMB/HL-LHC"]
