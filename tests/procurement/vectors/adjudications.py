"""Who would win, and by which rule: adjudication, alignment, best value, splitting and origin."""

from __future__ import annotations

from decimal import Decimal

from core.policies.policies import Policies
from core.policies.version import PolicyVersion
from plugins.procurement.rules.adjudication import DAP, FCA, LOWEST_COMPLIANT, Adjudication, lowest_compliant
from plugins.procurement.rules.bids import Bid


def version(policies: Policies, policy: str, name: str) -> PolicyVersion:
    """A version or variant of one of this department's policies."""
    found = policies.version(f"procurement.{policy}", name)
    assert found, f"{policy} has no version {name}"
    return found


def outcomes(adjudication: Adjudication) -> dict[str, str]:
    """What came of each step."""
    return {step.name: step.decision.outcome for step in adjudication.steps}


def by_price(policies: Policies, *bids: Bid) -> Adjudication:
    return lowest_compliant(bids, version(policies, "adjudication", "ADJUDICATION-1"))


def delivered(policies: Policies, x: tuple[int, int], y: tuple[int, int]) -> tuple[str, str]:
    """The basis of prices, and who is lowest, of two bids with FCA and DAP prices."""
    bids = [Bid(bidder=name, fca=Decimal(fca), dap=Decimal(dap)) for name, (fca, dap) in (("X", x), ("Y", y))]
    found = by_price(policies, *bids)
    assert found.lowest
    return outcomes(found)["PRICE_BASIS"], found.lowest.bidder


def vector_31(policies: Policies) -> None:
    """The lowest FCA bid costs 1.0727 times the lowest DAP price."""
    assert delivered(policies, (100, 118), (104, 110)) == (FCA, "X")


def vector_32(policies: Policies) -> None:
    """It costs 1.1161 times the lowest DAP price."""
    assert delivered(policies, (100, 125), (104, 112)) == (DAP, "Y")


def vector_33(policies: Policies) -> None:
    """It costs 1.10 times the lowest DAP price, which is not more."""
    assert delivered(policies, (100, 121), (104, 110)) == (FCA, "X")


def vector_34(policies: Policies) -> None:
    """Options are priced, and not compared."""
    base = Bid(bidder="base", fca=Decimal(400), options=Decimal(150))
    rival = Bid(bidder="rival", fca=Decimal(410), options=Decimal(20))
    found = by_price(policies, base, rival)
    assert found.decision.outcome == LOWEST_COMPLIANT
    assert found.lowest
    assert (found.lowest.bidder, found.lowest.price) == ("base", Decimal(400))
