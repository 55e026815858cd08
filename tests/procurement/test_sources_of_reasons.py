"""A reason of an adjudication rests on the value of the policy that says it, and names its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from decimal import Decimal
from typing import Final

import pytest

from core.policies.version import PolicyVersion
from plugins.procurement.rules.award import adjudicate
from plugins.procurement.rules.best_value import Weights, weighing
from plugins.procurement.rules.course import Case, Rulebook
from tests.procurement.made_up_tenders import POLICIES
from tests.procurement.vectors.tenders import bid, rulebook, service, supply


def named_after_values(version: PolicyVersion) -> PolicyVersion:
    """The same policy, each value of which names itself as its source."""
    return replace(version, values=tuple(replace(each, source=each.name) for each in version.values))


BOOK: Final = rulebook(POLICIES)
RULES: Final = Rulebook(**{each.name: named_after_values(getattr(BOOK, each.name)) for each in fields(Rulebook)})


def sources(case: Case) -> Mapping[str, str]:
    """The value that each reason rests on, by the reason's code."""
    return {
        reason.code: reason.source for stage in adjudicate(case, RULES).stages for reason in stage.step.decision.reasons
    }


def test_the_lowest_price_wins_by_the_basis_of_award() -> None:
    found = sources(supply(bid("W", 500), bid("X", 510)))

    assert (found["LOWEST_PRICE"], found["AWARD"], found["QUALIFIED"]) == ("awarded_to", "awarded_to", "falls_out")


def test_the_best_value_wins_by_the_basis_of_award() -> None:
    found = sources(service(("a", 1_000, 18), ("b", 1_080, 28)))

    assert (found["AWARD"], found["WEIGHTS"], found["SCORE"]) == ("awarded_to", "weights_total", "curve")


@pytest.mark.parametrize(
    ("price", "quality", "most_points", "code", "source"),
    [
        (45, 55, 30, "PRICE_WEIGHT_TOO_LOW", "min_price_weight"),
        (70, 20, 30, "WEIGHTS_ARE_NOT_100", "weights_total"),
        (110, -10, 30, "QUALITY_WEIGHT_TOO_LOW", "weights_total"),
        (70, 30, 0, "NO_POINTS", "quality_score"),
    ],
)
def test_weights_are_refused_by_the_value_that_they_break(
    price: int, quality: int, most_points: int, code: str, source: str
) -> None:
    weights = Weights(price=Decimal(price), quality=Decimal(quality), most_points=Decimal(most_points))
    (reason,) = weighing("service", weights, RULES.best_value).reasons

    assert (reason.code, reason.source) == (code, source)


def test_the_basis_of_award_names_a_text_about_awards() -> None:
    (reason,) = adjudicate(supply(bid("W", 500)), BOOK).decision.reasons

    assert reason.source == "https://slideplayer.com/slide/12942792 (January 2017)"
