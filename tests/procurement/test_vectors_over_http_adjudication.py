"""Vectors 31 to 38, and 42, as a client asks them; answers are compared whole."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

import pytest

from core.testing import Client, served
from tests.procurement.simulating import (
    OUTCOMES,
    TREE,
    award,
    bid,
    by_name,
    refused,
    service,
    simulated,
)


@pytest.fixture(scope="module")
def client() -> Generator[Client]:
    with served("procurement", samples=False) as opened:
        yield opened


# ---------------------------------------------------------------- the lowest price


@pytest.mark.parametrize(
    ("x", "y", "basis", "winner"),
    [
        pytest.param((100, 118), (104, 110), "FCA", ("X", 100), id="31"),
        pytest.param((100, 125), (104, 112), "DAP", ("Y", 112), id="32"),
        pytest.param((100, 121), (104, 110), "FCA", ("X", 100), id="33"),
    ],
)
def test_31_to_33_prices_are_compared_on_the_basis_that_the_ratio_says(
    client: Client, x: tuple[int, int], y: tuple[int, int], basis: str, winner: tuple[str, int]
) -> None:
    bids = [bid(name, fca, f"dap: {dap * 1000}", CH=100) for name, (fca, dap) in (("X", x), ("Y", y))]
    answer = simulated(client, bids, f"{OUTCOMES} {TREE}")

    assert by_name(answer)["PRICE_BASIS"] == basis
    assert answer["state"] == award(*winner)["state"]


def test_34_options_are_priced_and_not_compared(client: Client) -> None:
    bids = [bid("base", 400, "options: 150000", CH=100), bid("rival", 410, "options: 20000", CH=100)]
    answer = simulated(client, bids, f"{TREE} bids {{ bidder rank price options }}")

    assert answer == award("base", 400) | {
        "bids": [
            {"bidder": "base", "rank": 1, "price": "400000", "options": "150000"},
            {"bidder": "rival", "rank": 2, "price": "410000", "options": "20000"},
        ]
    }


# ---------------------------------------------------------------- best value


def scored(a: int, b: int) -> list[str]:
    """Two bids for a service; the second is better, and dearer."""
    return [
        bid("a", a, "technicalPoints: 18", 'establishedIn: "CH"'),
        bid("b", b, "technicalPoints: 28", 'establishedIn: "CH"'),
    ]


SCORES: Final = f"{TREE} bids {{ bidder priceScore qualityScore totalScore }}"


@pytest.mark.parametrize(
    ("price", "quality", "message"),
    [
        (45, 55, "The price weighs 45. It must weigh 50 at least."),
        (70, 20, "Price 70 and quality 20 weigh 90 together. They must weigh 100."),
    ],
)
def test_35_weights_that_are_not_allowed_are_refused(client: Client, price: int, quality: int, message: str) -> None:
    assert refused(client, scored(1_000, 1_080), facts=service(price, quality)) == ("BAD_ARGUMENT", message)


def test_36_quality_makes_up_for_a_higher_price(client: Client) -> None:
    assert simulated(client, scored(1_000, 1_080), SCORES, facts=service(70, 30)) == award("b", 1_080) | {
        "bids": [
            {"bidder": "b", "priceScore": "64.815", "qualityScore": "28.000", "totalScore": "92.815"},
            {"bidder": "a", "priceScore": "70.000", "qualityScore": "18.000", "totalScore": "88.000"},
        ]
    }


def test_37_at_some_price_it_does_not(client: Client) -> None:
    assert simulated(client, scored(1_000, 1_200), SCORES, facts=service(70, 30)) == award("a", 1_000) | {
        "bids": [
            {"bidder": "a", "priceScore": "70.000", "qualityScore": "18.000", "totalScore": "88.000"},
            {"bidder": "b", "priceScore": "58.333", "qualityScore": "28.000", "totalScore": "86.333"},
        ]
    }


@pytest.mark.parametrize("curve", ["BEST-VALUE-1", "BEST-VALUE-LINEAR"])
def test_38_the_lowest_price_has_the_whole_weight_of_the_price(client: Client, curve: str) -> None:
    arguments = f', variants: ["{curve}"]'
    answer = simulated(client, scored(1_000, 1_100), SCORES, facts=service(70, 30), arguments=arguments)

    (lowest,) = [each for each in answer["bids"] if each["bidder"] == "a"]
    assert lowest == {"bidder": "a", "priceScore": "70.000", "qualityScore": "18.000", "totalScore": "88.000"}


# ---------------------------------------------------------------- origin


def test_42_a_service_comes_from_where_its_bidder_is_established(client: Client) -> None:
    bids = [bid("S", 500, 'establishedIn: "CH"', PT=100)]
    answer = simulated(
        client, bids, "steps { name decision { outcome reasons { message } } }", facts="kind: SERVICE, value: 500000"
    )

    (origin,) = [step["decision"] for step in answer["steps"] if step["name"] == "ORIGIN"]
    assert origin == {
        "outcome": "ESTABLISHMENT",
        "reasons": [{"message": "The bid of S counts for CH 100 %: where the bidder is established."}],
    }
