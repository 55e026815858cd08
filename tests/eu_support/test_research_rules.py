from __future__ import annotations

from datetime import date

import pytest

from core.policies.policies import Policies
from core.policies.reading import read_policy
from core.words import Severity
from plugins.eu_support.plugin import policies
from plugins.eu_support.rules.research import NOT_YET, OPEN, Chances, research

POLICIES = Policies(version for path in policies() for version in read_policy(path, "eu_support"))
APPROVAL = POLICIES.on("eu_support.internal_approval", date(2026, 6, 1))


def chances(*, open_topics: int = 0, forthcoming: int = 0, participations: int = 0) -> Chances:
    return Chances(
        name="Aurelia",
        open_topics=open_topics,
        next_deadline=date(2026, 9, 29) if open_topics else None,
        forthcoming_topics=forthcoming,
        participations=participations,
    )


@pytest.mark.parametrize(
    ("case", "outcome", "codes"),
    [
        (chances(open_topics=2, participations=1), OPEN, ["TOPICS_OPEN", "TAKES_PART", "APPROVAL_FIRST"]),
        (chances(forthcoming=1), NOT_YET, ["TOPICS_FORTHCOMING", "APPROVAL_FIRST"]),
        (chances(), NOT_YET, ["NO_TOPIC", "APPROVAL_FIRST"]),
    ],
)
def test_research_is_open_while_a_topic_takes_proposals(case: Chances, outcome: str, codes: list[str]) -> None:
    decision = research(case, APPROVAL)

    assert decision.outcome == outcome
    assert [each.code for each in decision.reasons] == codes
    assert all(each.next_step for each in decision.reasons if each.severity is not Severity.INFO)


def test_the_next_deadline_is_told() -> None:
    (told,) = [each for each in research(chances(open_topics=2), APPROVAL).reasons if each.code == "TOPICS_OPEN"]

    assert told.message == "Topics that take proposals: 2, the next until 2026-09-29."


def test_approval_inside_cern_is_told_since_may_2015() -> None:
    assert POLICIES.on("eu_support.internal_approval", date(2015, 4, 30)) is None
    assert [each.code for each in research(chances(open_topics=1), None).reasons] == ["TOPICS_OPEN"]
