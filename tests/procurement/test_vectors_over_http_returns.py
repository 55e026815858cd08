"""The cases of the industrial return, as a client meets them."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from core.testing import Client, served


@pytest.fixture(scope="module")
def client() -> Generator[Client]:
    with served("procurement") as found:
        yield found


def asked(client: Client, query: str) -> Any:
    answer = client.post("/graphql", json={"query": query}).json()
    assert "errors" not in answer, answer
    return answer["data"]


def coefficient(client: Client, *years: tuple[str, str, str], kind: str = "SUPPLY", day: str = "2024-03-01") -> Any:
    """What follows from years of the state, of all, and of the contribution."""
    given = ", ".join(f'{{ofState: "{of}", ofAll: "{whole}", contribution: "{paid}"}}' for of, whole, paid in years)
    query = f"""{{ returnCoefficient(kind: {kind}, on: "{day}", years: [{given}]) {{
      coefficient status decision {{ outcome reasons {{ code policy source confidence }} }} }} }}"""
    return asked(client, query)["returnCoefficient"]


def answer(coefficient: str, status: str) -> Any:
    reason = {
        "code": status,
        "policy": "procurement.industrial_return RETURN-2",
        "source": "https://procurement.web.cern.ch/fr/node/7693",
        "confidence": "CONFIRMED",
    }
    return {
        "coefficient": coefficient,
        "status": status,
        "decision": {"outcome": status, "reasons": [reason]},
    }


@pytest.mark.parametrize(
    ("share", "told", "status"),
    [
        pytest.param("0.70", "0.2518", "VERY_POORLY_BALANCED", id="vector_01"),
        pytest.param("1.10", "0.3957", "VERY_POORLY_BALANCED", id="vector_02"),
        pytest.param("1.112", "0.4000", "POORLY_BALANCED", id="vector_03"),
        pytest.param("2.77", "0.9964", "POORLY_BALANCED", id="vector_04"),
        pytest.param("2.78", "1.0000", "WELL_BALANCED", id="vector_05"),
    ],
)
def test_vectors_01_to_05_supplies_have_three_classes(client: Client, share: str, told: str, status: str) -> None:
    assert coefficient(client, (share, "100", "2.78")) == answer(told, status)


@pytest.mark.parametrize(
    ("given", "told", "status"),
    [
        ("0.3999", "0.3999", "POORLY_BALANCED"),
        ("0.40", "0.4000", "WELL_BALANCED"),
        ("0.95", "0.9500", "WELL_BALANCED"),
    ],
)
def test_vector_06_services_have_two_classes(client: Client, given: str, told: str, status: str) -> None:
    assert coefficient(client, (given, "100", "1"), kind="SERVICE") == answer(told, status)


def test_vector_07_a_coefficient_is_one_of_totals(client: Client) -> None:
    years = [("1", "100", "2.5"), ("1", "100", "2.5"), ("1", "100", "2.5"), ("9", "300", "2.5")]

    assert coefficient(client, *years) == answer("0.8000", "POORLY_BALANCED")


def test_a_status_follows_from_the_exact_coefficient_and_its_policy_from_the_day(client: Client) -> None:
    found = coefficient(client, ("0.399999999", "1", "100"), day="2024-02-29")

    (reason,) = found["decision"]["reasons"]
    assert (found["coefficient"], found["status"]) == ("0.4000", "VERY_POORLY_BALANCED")
    assert (reason["policy"], reason["confidence"]) == ("procurement.industrial_return RETURN-1", "UNCONFIRMED")


@pytest.mark.parametrize(
    ("year", "told"),
    [
        (("2", "1", "1"), "Year 1: a state cannot have more than all. Raise `ofAll`."),
        (("-1", "1", "1"), "Year 1, `ofState` is -1: give a number from 0 to 1,000,000,000,000,000"),
        (("1", "1", "100.1"), "Year 1, `contribution` is 100.1: give a number from 0 to 100 "),
        (("Infinity", "1", "1"), "Year 1, `ofState` is Infinity"),
    ],
)
def test_a_year_that_cannot_be_is_refused(client: Client, year: tuple[str, str, str], told: str) -> None:
    of_state, of_all, contribution = year
    given = f'{{ofState: "{of_state}", ofAll: "{of_all}", contribution: "{contribution}"}}'
    query = f"{{ returnCoefficient(kind: SUPPLY, years: [{given}]) {{ coefficient }} }}"

    (error,) = client.post("/graphql", json={"query": query}).json()["errors"]

    assert error["extensions"]["code"] == "BAD_ARGUMENT"
    assert error["message"].startswith(told)


def test_no_coefficient_comes_with_the_reason(client: Client) -> None:
    found = coefficient(client, ("0", "0", "0"))

    assert (found["coefficient"], found["status"], found["decision"]["outcome"]) == (None, None, "UNKNOWN")
    assert [each["code"] for each in found["decision"]["reasons"]] == ["NO_CONTRACTS", "NO_CONTRIBUTION"]


def kingdom(client: Client, day: str) -> Any:
    query = f"""{{ memberStates(where: {{country: {{eq: "GB"}}}}) {{ nodes {{ name
      balance(kind: SUPPLY, on: "{day}") {{
        status carriedOver validFrom validTo decision {{ outcome reasons {{ code severity }} }}
      }} }} }} }}"""
    return asked(client, query)["memberStates"]["nodes"]


def test_vector_08_a_list_goes_on_until_a_new_one_is_published_and_says_so(client: Client) -> None:
    on_list = {"code": "ON_LIST", "severity": "INFO"}
    period = {"validFrom": "2021-03-01", "validTo": "2022-02-28"}

    assert kingdom(client, "2022-02-28") == [
        {
            "name": "United Kingdom",
            "balance": {
                "status": "VERY_POORLY_BALANCED",
                "carriedOver": False,
                **period,
                "decision": {"outcome": "VERY_POORLY_BALANCED", "reasons": [on_list]},
            },
        }
    ]
    assert kingdom(client, "2022-03-01") == [
        {
            "name": "United Kingdom",
            "balance": {
                "status": "VERY_POORLY_BALANCED",
                "carriedOver": True,
                **period,
                "decision": {
                    "outcome": "VERY_POORLY_BALANCED",
                    "reasons": [on_list, {"code": "LIST_CARRIED_OVER", "severity": "WARNING"}],
                },
            },
        }
    ]
    assert kingdom(client, "2021-02-28") == [
        {
            "name": "United Kingdom",
            "balance": {
                "status": None,
                "carriedOver": False,
                "validFrom": None,
                "validTo": None,
                "decision": {"outcome": "UNKNOWN", "reasons": [{"code": "NO_LIST_IN_FORCE", "severity": "WARNING"}]},
            },
        }
    ]
