"""How price and quality are weighed against one another."""

from __future__ import annotations

from typing import Final

from core.policies.policies import Policies
from core.policies.version import PolicyVersion
from core.words import Severity
from plugins.procurement.rules.award import adjudicate
from plugins.procurement.rules.best_value import shown, weighing
from plugins.procurement.rules.course import Course
from plugins.procurement.rules.decisions import ALLOWED, REFUSED
from tests.procurement.vectors.cases import variant
from tests.procurement.vectors.tenders import (
    rulebook,
    service,
    weights,
    winner,
)


def points(course: Course, policy: PolicyVersion) -> dict[str, list[str]]:
    """The points for the price and in all, by bidder."""
    return {
        each.bid.bidder: [str(shown(part, policy)) for part in (each.price_score, each.total)] for each in course.scored
    }


CURVES: Final = ("BEST-VALUE-1", "BEST-VALUE-LINEAR")


def vector_35(policies: Policies) -> None:
    """The price weighs half at least, and both weigh 100 together."""
    for curve in CURVES:
        policy = variant(policies, "best_value", curve)
        for price, quality in ((45, 55), (70, 20)):
            decision = weighing("service", weights(price, quality), policy)
            assert decision.outcome == REFUSED
            assert [each.severity for each in decision.reasons] == [Severity.ERROR]


def vector_36(policies: Policies) -> None:
    """Quality makes up for a higher price."""
    rules = rulebook(policies)
    course = adjudicate(service(("a", 1_000, 18), ("b", 1_080, 28)), rules)
    assert points(course, rules.best_value) == {"a": ["70.000", "88.000"], "b": ["64.815", "92.815"]}
    assert winner(course) == ("b", 1_080)


def vector_37(policies: Policies) -> None:
    """At some price it does not any more."""
    rules = rulebook(policies)
    course = adjudicate(service(("a", 1_000, 18), ("b", 1_200, 28)), rules)
    assert points(course, rules.best_value) == {"a": ["70.000", "88.000"], "b": ["58.333", "86.333"]}
    assert winner(course) == ("a", 1_000)


def vector_38(policies: Policies) -> None:
    """The lowest price has the whole weight of the price, whichever the curve."""
    for curve in CURVES:
        rules = rulebook(policies, curve=curve)
        course = adjudicate(service(("a", 1_000, 18), ("b", 1_090, 28)), rules)
        assert points(course, rules.best_value)["a"] == ["70.000", "88.000"]


def vector_best_value_on_a_line(policies: Policies) -> None:
    """On the line a bid loses as many percent of the price's weight as it is dearer, down to nothing."""
    rules = rulebook(policies, curve="BEST-VALUE-LINEAR")
    course = adjudicate(service(("a", 1_200, 18), ("b", 1_300, 28), ("c", 2_500, 30)), rules)
    assert points(course, rules.best_value) == {
        "b": ["64.167", "92.167"],
        "a": ["70.000", "88.000"],
        "c": ["0.000", "30.000"],
    }


def vector_best_value_at_the_least_weight(policies: Policies) -> None:
    """Half is enough for the price, and less is not."""
    for curve in CURVES:
        assert weighing("service", weights(49, 51), variant(policies, "best_value", curve)).outcome == REFUSED
        assert weighing("service", weights(50, 50), variant(policies, "best_value", curve)).outcome == ALLOWED
