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
