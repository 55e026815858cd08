"""`mayBid` asked over HTTP, on made-up facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.testing import Client

MADE_UP = """query ($facts: BiddingFacts!, $on: Date) {
  mayBid(facts: $facts, on: $on) {
    outcome
    reasons { code severity confidence policy source message nextStep }
  }
}"""
READY: dict[str, Any] = {
    "isRegistered": True,
    "accounts": ["EPROCUREMENT", "GUEST"],
    "isExcluded": False,
    "hasDeclaredConduct": True,
    "status": "OPEN",
    "procedure": "INVITATION_TO_TENDER",
    "closesAt": "2030-01-01T15:00:00Z",
    "candidacy": "INVITED",
}
"""All that a firm can do."""


def asked(client: Client, text: str, viewer: Mapping[str, str] | None = None, **variables: Any) -> Any:
    told = client.post("/graphql", json={"query": text, "variables": variables}, headers=viewer or {}).json()
    assert "errors" not in told, told["errors"]
    return told["data"]


def made_up(client: Client, on: str | None = None, **facts: Any) -> Any:
    return asked(client, MADE_UP, facts=facts, on=on)["mayBid"]


def codes(decision: Any) -> list[str]:
    return [each["code"] for each in decision["reasons"]]
