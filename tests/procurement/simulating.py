"""Made-up tenders as a client asks about them."""

from __future__ import annotations

from typing import Any, Final

from core.testing import Client

BALANCES: Final = """balances: [
  {country: "CH", status: WELL_BALANCED}
  {country: "PL", status: POORLY_BALANCED}
  {country: "NO", status: VERY_POORLY_BALANCED}
]"""
STATE: Final = "phase bidder price"
LEADS_TO: Final = f"ifAccepted {{ {STATE} }} ifDeclined {{ {STATE} }}"
TREE: Final = f"state {{ {STATE} ifAccepted {{ {STATE} }} ifDeclined {{ {STATE} {LEADS_TO} }} }}"
REASONS: Final = "reasons { code message nextStep severity policy confidence }"


def told(client: Client, asked: str) -> Any:
    return client.post("/graphql", json={"query": asked}).json()


def bid(bidder: str, fca: int, *facts: str, **origins: int) -> str:
    """A bid at a price in thousands, with its origins in percent."""
    shares = ", ".join(f'{{country: "{country}", percent: {share}}}' for country, share in origins.items())
    return f'{{bidder: "{bidder}", fca: {fca * 1000}, origins: [{shares}]{"".join(f", {fact}" for fact in facts)}}}'


def asked(bids: list[str], answer: str, *, facts: str = "kind: SUPPLY, value: 150000", arguments: str = "") -> str:
    tender = f"{facts}, {BALANCES}, bids: [{', '.join(bids)}]"
    return f'{{ simulateAdjudication(tender: {{{tender}}}, on: "2021-06-01"{arguments}) {{ {answer} }} }}'


def simulated(client: Client, bids: list[str], answer: str, **more: str) -> Any:
    answered = told(client, asked(bids, answer, **more))
    assert "errors" not in answered, answered["errors"]
    return answered["data"]["simulateAdjudication"]


def refused(client: Client, bids: list[str], **more: str) -> tuple[str, str]:
    """The code and the message of the only error."""
    (error,) = told(client, asked(bids, "tied", **more))["errors"]
    return error["extensions"]["code"], error["message"]


def choices(text: str) -> str:
    return f", choices: {{{text}}}"


def state(phase: str, bidder: str | None, thousands: int | None) -> dict[str, Any]:
    return {"phase": phase, "bidder": bidder, "price": None if thousands is None else str(thousands * 1000)}


def award(bidder: str, thousands: int) -> dict[str, Any]:
    """The end, from which nothing follows."""
    return {"state": state("AWARD", bidder, thousands) | {"ifAccepted": None, "ifDeclined": None}}


def by_name(told: Any) -> dict[str, Any]:
    """Of each step what came of it, by the step's name."""
    return {step["name"]: step["decision"]["outcome"] for step in told["steps"]}


OUTCOMES: Final = "steps { name decision { outcome } }"
OFFERS: Final = "bids { bidder offer }"


def offers(told: Any) -> dict[str, str | None]:
    return {each["bidder"]: each["offer"] for each in told["bids"]}


def service(price: int, quality: int) -> str:
    return f"kind: SERVICE, value: 1000000, weights: {{price: {price}, quality: {quality}, mostPoints: 30}}"
