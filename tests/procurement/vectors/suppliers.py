"""Which firms are proposed for a purchase, and how they are spread over the states."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from core.policies.policies import Policies
from plugins.procurement.rules.suppliers.case import (
    ENOUGH,
    PROPOSED,
    RESERVE,
    TOO_FEW,
    Candidate,
    Proposal,
    Purchase,
    SelectionPolicies,
)
from plugins.procurement.rules.suppliers.proposal import proposal

DAY = date(2021, 6, 1)
"""A day before the reform of the thresholds."""
PURCHASE = Purchase(category="vacuum", value=Decimal(450_000), on=DAY)


def in_force(policies: Policies, day: date = DAY) -> SelectionPolicies:
    """Everything that counts when firms are selected on a day."""

    def version(name: str) -> object:
        return policies.on(f"procurement.{name}", day)

    found = {name: version(name) for name in ("eligibility", "invitations", "thresholds", "procedures", "conduct")}
    return SelectionPolicies(selection=version("suppliers"), **found)  # type: ignore[arg-type]


def firm(key: int, country: str, **facts: object) -> Candidate:
    """A registered firm of a Member State that offers what is bought."""
    known: dict[str, object] = {
        "name": f"Firm {key:03}",
        "membership": "member",
        "standing": "REGISTERED",
        "categories": frozenset({"vacuum"}),
    }
    return Candidate(key=key, country=country, **{**known, **facts})  # type: ignore[arg-type]


def outcomes(found: Proposal) -> dict[int, str]:
    """What is said of each firm, in their order."""
    return {each.candidate.key: each.decision.outcome for each in found.choices}


def vector_firms_at_most_two_of_a_state(policies: Policies) -> None:
    """Of three Polish firms two are proposed beside a Portuguese one, and the third is in reserve."""
    firms = [firm(1, "PL"), firm(2, "PL"), firm(3, "PL"), firm(4, "PT")]
    found = proposal(PURCHASE, firms, {"PL": "POORLY_BALANCED", "PT": "POORLY_BALANCED"}, in_force(policies))
    assert found.decision.outcome == ENOUGH
    assert outcomes(found) == {1: PROPOSED, 2: PROPOSED, 4: PROPOSED, 3: RESERVE}


def vector_firms_two_of_a_state_though_there_are_others(policies: Policies) -> None:
    """Where three states have firms, two of the one with more are proposed still, and its third is in reserve."""
    firms = [firm(1, "PL"), firm(2, "PL"), firm(3, "PL"), firm(4, "PT"), firm(5, "NO")]
    found = outcomes(proposal(PURCHASE, firms, {}, in_force(policies)))
    assert found == {1: PROPOSED, 2: PROPOSED, 4: PROPOSED, 5: PROPOSED, 3: RESERVE}


def vector_firms_of_one_state_where_there_are_no_others(policies: Policies) -> None:
    """Three firms of one state alone are all proposed: two would be too few for a competition."""
    found = outcomes(proposal(PURCHASE, [firm(1, "PL"), firm(2, "PL"), firm(3, "PL")], {}, in_force(policies)))
    assert found == {1: PROPOSED, 2: PROPOSED, 3: PROPOSED}


def vector_firms_of_poorly_balanced_states_first(policies: Policies) -> None:
    """The status of a state counts when firms are chosen: the worse it is balanced, the earlier they come."""
    firms = [firm(1, "CH"), firm(2, "PL"), firm(3, "NO")]
    statuses = {"CH": "WELL_BALANCED", "PL": "POORLY_BALANCED", "NO": "VERY_POORLY_BALANCED"}
    assert [*outcomes(proposal(PURCHASE, firms, statuses, in_force(policies)))] == [3, 2, 1]


def vector_firms_no_more_than_are_invited(policies: Policies) -> None:
    """Twelve firms of twelve states: ten are proposed up to 750,000 CHF, and all of them above."""
    states = ["AT", "BE", "BG", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "GR"]
    firms = [firm(key, state) for key, state in enumerate(states)]
    dear = Purchase(category="vacuum", value=Decimal(750_001), on=DAY)
    for purchase, most in ((PURCHASE, 10), (dear, 12)):
        found = outcomes(proposal(purchase, firms, {}, in_force(policies)))
        assert [*found.values()].count(PROPOSED) == most


def vector_firms_too_few_for_a_competition(policies: Policies) -> None:
    """Two firms are too few where three tenders are to be sought, and three are enough."""
    firms = [firm(1, "PL"), firm(2, "PT"), firm(3, "NO")]
    for count, outcome in ((2, TOO_FEW), (3, ENOUGH)):
        assert proposal(PURCHASE, firms[:count], {}, in_force(policies)).decision.outcome == outcome
