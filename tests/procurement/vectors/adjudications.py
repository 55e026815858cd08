"""Which bid is the lowest that counts, where it comes from, and how a group of tenders is split."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from core.policies.policies import Policies
from plugins.procurement.rules.adjudication import DAP, FCA, LOWEST_COMPLIANT, Adjudication, lowest_compliant
from plugins.procurement.rules.award import adjudicate
from plugins.procurement.rules.bids import Bid
from plugins.procurement.rules.origin import ESTABLISHMENT, origin
from plugins.procurement.rules.splitting import PASSED_OVER, WITHIN_LIMIT
from tests.procurement.vectors.cases import version
from tests.procurement.vectors.tenders import bid, codes, decided, mixed, rulebook, supply, winner


def outcomes(adjudication: Adjudication) -> dict[str, str]:
    """What came of each step."""
    return {step.name: step.decision.outcome for step in adjudication.steps}


def by_price(policies: Policies, *bids: Bid) -> Adjudication:
    return lowest_compliant(bids, version(policies, "adjudication"))


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


def vector_basis_just_above_the_limit(policies: Policies) -> None:
    """It costs 1.101 times the lowest DAP price, which is more than 1.10."""
    assert delivered(policies, (100, 1101), (104, 1000)) == (DAP, "Y")


def vector_34(policies: Policies) -> None:
    """Options are priced, and not compared."""
    base = Bid(bidder="base", fca=Decimal(400), options=Decimal(150))
    rival = Bid(bidder="rival", fca=Decimal(410), options=Decimal(20))
    found = by_price(policies, base, rival)
    assert found.decision.outcome == LOWEST_COMPLIANT
    assert found.lowest
    assert (found.lowest.bidder, found.lowest.price) == ("base", Decimal(400))


# ---------------------------------------------------------------- origin and splitting


def vector_42(policies: Policies) -> None:
    """A service comes from where its bidder is established, wherever its people come from."""
    swiss = bid("S", 500, mixed(PT=100), established_in="CH")
    found = origin("service", swiss, version(policies, "origin"))
    assert (found.decision.outcome, found.shares) == (ESTABLISHMENT, {"CH": Decimal(100)})


def vector_44(policies: Policies) -> None:
    """Who is best in both wins one, and the next best the other; which one comes first, a person decides."""
    bids = {
        "IT-4144": (bid("A", 500), bid("B", 510), bid("C", 520)),
        "IT-4155": (bid("A", 700), bid("C", 710), bid("B", 720)),
    }
    assert one_after_another(policies, bids) == {"IT-4144": "A", "IT-4155": "C"}
    assert one_after_another(policies, dict(reversed(bids.items()))) == {"IT-4155": "A", "IT-4144": "B"}


def one_after_another(policies: Policies, bids: Mapping[str, tuple[Bid, ...]]) -> dict[str, str | None]:
    """Who wins each tender of a group, decided in the order in which they are given."""
    won: dict[str, list[str]] = {}
    winners: dict[str, str | None] = {}
    for tender, offered in bids.items():
        bidder, _ = winner(adjudicate(supply(*offered, won=won), rulebook(policies)))
        winners[tender] = bidder
        won.setdefault(bidder or "", []).append(tender)
    return winners


def vector_splitting_within_the_limit(policies: Policies) -> None:
    """Nobody is passed over who is best in one tender alone."""
    course = adjudicate(supply(bid("A", 510), bid("B", 500), won={"A": ["IT-4144"]}), rulebook(policies))
    assert (winner(course), decided(course)["SPLITTING"]) == (("B", 500), PASSED_OVER)
    assert codes(course, "SPLITTING") == [PASSED_OVER, "ORDER_MATTERS"]
    other = adjudicate(supply(bid("A", 510), bid("B", 500), won={"C": ["IT-4144"]}), rulebook(policies))
    assert (winner(other), decided(other)["SPLITTING"]) == (("B", 500), WITHIN_LIMIT)
