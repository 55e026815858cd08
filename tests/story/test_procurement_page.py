"""The questions of docs/procurement.md, asked of a fresh sample story, have the answers that are shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from starlette.testclient import TestClient

from core.testing import Clock, as_role, served
from tests.story.conftest import DEPARTMENTS

PAGE: Final = (Path(__file__).parents[2] / "docs" / "procurement.md").read_text(encoding="utf-8")
WRITTEN: Final = datetime(2026, 11, 26, 12, tzinfo=UTC)
"""The day of the answers on the page."""
ASKING: Final = ("A liaison officer", "A firm", "A technical officer", "A procurement officer")
QUESTION: Final = re.compile(
    r"^## (?P<number>\d+)\. (?P<title>.+?)\n(?P<text>.*?)```graphql\n(?P<query>.*?)```\n+```json\n(?P<answer>.*?)```",
    re.DOTALL | re.MULTILINE,
)
CLAIM: Final = re.compile(r"`(role=\S+)`")


@dataclass(frozen=True)
class Question:
    """A question of the page, with who asks it and what is answered."""

    number: int
    title: str
    text: str
    query: str
    answer: str

    @property
    def headers(self) -> dict[str, str]:
        """Who asks: the public, unless the text says in which role."""
        claim = CLAIM.search(self.text)
        return dict(as_role(**dict(part.split("=", 1) for part in claim[1].split(",")))) if claim else {}


QUESTIONS: Final = [
    Question(int(each["number"]), each["title"], each["text"], each["query"], each["answer"])
    for each in QUESTION.finditer(PAGE)
]


def test_there_are_ten_questions_and_everyone_asks_some() -> None:
    assert [each.number for each in QUESTIONS] == [*range(1, 11)]
    assert len(re.findall(r"^## \d", PAGE, re.MULTILINE)) == PAGE.count("```graphql") == len(QUESTIONS)
    for who in ASKING:
        assert sum(each.text.strip().startswith(who) for each in QUESTIONS) >= 2, who


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with served(*DEPARTMENTS, clock=Clock(WRITTEN), dev=True) as opened:
        yield opened


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: f"{each.number}")
def test_a_question_has_the_answer_that_is_shown(client: TestClient, question: Question) -> None:
    answer = client.post("/graphql", json={"query": question.query}, headers=question.headers).json()

    assert answer == json.loads(question.answer), question.title
