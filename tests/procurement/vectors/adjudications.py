"""Which bid is the lowest that counts, where it comes from, and how a group of tenders is split."""

from __future__ import annotations

from decimal import Decimal

from core.policies.policies import Policies
from plugins.procurement.rules.adjudication import DAP, FCA, LOWEST_COMPLIANT, Adjudication, lowest_compliant
from plugins.procurement.rules.award import adjudicate
from plugins.procurement.rules.bids import Bid
from plugins.procurement.rules.origin import ESTABLISHMENT, origin
from plugins.procurement.rules.splitting import PASSED_OVER, WITHIN_LIMIT, group_awards
from tests.procurement.vectors.cases import version
from tests.procurement.vectors.tenders import (
    bid,
    mixed,
    rulebook,
    supply,
    winner,
)


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
    """Who is best in both wins one, and the next best the other; which one, a person decides."""
    best = {"IT-4144": ("A", "B", "C"), "IT-4155": ("A", "C", "B")}
    one_way = group_awards(best, version(policies, "splitting"))
    assert one_way.winners == {"IT-4144": "A", "IT-4155": "C"}
    assert one_way.decision.outcome == PASSED_OVER
    other_way = group_awards(dict(reversed(best.items())), version(policies, "splitting"))
    assert other_way.winners == {"IT-4155": "A", "IT-4144": "B"}


def vector_splitting_within_the_limit(policies: Policies) -> None:
    """Nobody is passed over where each is best in one."""
    found = group_awards({"IT-4144": ("A", "B"), "IT-4155": ("B", "A")}, version(policies, "splitting"))
    assert (found.winners, found.decision.outcome) == ({"IT-4144": "A", "IT-4155": "B"}, WITHIN_LIMIT)


def vector_splitting_in_a_tender(policies: Policies) -> None:
    """The next best is taken where the best has won another of the group."""
    case = supply(bid("A", 500), bid("B", 510), won={"A": ["IT-4144"]})
    assert winner(adjudicate(case, rulebook(policies))) == ("B", 510)
