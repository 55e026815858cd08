"""The life of a proposal: which states there are, where each leads, and who may go there."""

from __future__ import annotations

from itertools import pairwise

import pytest

from core.access.viewer import Role
from plugins.eu_support.models import ProposalStatus
from plugins.eu_support.rules.proposals import AUTHORS, ENDED, EU_OFFICE, TRANSITIONS, transitions_open

STATES = {status.value for status in ProposalStatus}
ROLES = {role.value for role in Role}


def test_steps_lead_between_states_and_belong_to_roles_that_there_are() -> None:
    assert {step.source for step in TRANSITIONS} | {step.target for step in TRANSITIONS} == STATES
    assert {role for step in TRANSITIONS for role in step.roles} <= ROLES
    assert len({(step.source, step.target) for step in TRANSITIONS}) == len(TRANSITIONS)


def test_the_states_that_have_ended_are_those_without_a_way_out() -> None:
    assert {step.source for step in TRANSITIONS} == STATES - ENDED


def test_every_state_is_reached_from_the_idea() -> None:
    reached, new = set[str](), {"idea"}
    while new:
        reached |= new
        new = {step.target for step in TRANSITIONS if step.source in reached} - reached
    assert reached == STATES


@pytest.mark.parametrize(
    "path",
    [
        "idea draft internal_review edh_routing approved submitted under_evaluation main_list grant_preparation signed",
        "submitted stage_1 invited under_evaluation reserve_list grant_preparation withdrawn",
        "edh_routing rejected_internally",
        "stage_1 not_invited",
        "under_evaluation rejected",
        "under_evaluation ineligible",
    ],
)
def test_the_ways_of_the_lifecycle_are_open_to_the_eu_office(path: str) -> None:
    states = path.split()
    for here, there in pairwise(states):
        assert there in transitions_open(here, "eu_officer")


def test_nothing_is_submitted_without_approval() -> None:
    assert {step.source for step in TRANSITIONS if step.target == "submitted"} == {"approved"}
    assert {step.source for step in TRANSITIONS if step.target == "approved"} == {"edh_routing"}


@pytest.mark.parametrize("role", sorted(set(AUTHORS) - set(EU_OFFICE)))
def test_authors_move_a_proposal_until_the_review(role: str) -> None:
    assert transitions_open("draft", role) == ["internal_review", "withdrawn"]
    assert not [state for state in STATES - {"idea", "draft"} if transitions_open(state, role)]


@pytest.mark.parametrize("role", sorted(ROLES - set(AUTHORS)))
def test_others_move_nothing(role: str) -> None:
    assert not [state for state in STATES if transitions_open(state, role)]
