"""Departments answer one another's questions without knowing one another."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from core.access.viewer import Role
from core.discovery import find
from core.host import Host
from core.questions import Question
from core.settings import Settings
from core.storage.connection import database
from core.testing import NOWHERE, Clock, GraphUnderTest, database_of
from tests.host.house import House


@dataclass(frozen=True)
class Greeting(Question[str]):
    """How does a department greet a state?"""

    state: int


@dataclass(frozen=True)
class Objections(Question[Sequence[str]]):
    """What does a department have against something?"""


HEAD = """
    from __future__ import annotations
    from core.access.viewer import Viewer
    from core.policies.policies import Policies
    from core.questions import Answer, Questions, Question
    from core.registry import models
    from core.registry.nodes import MemberState, Organisation
    from schema.declare import counting, in_full, query, scoped
    from tests.host.test_questions import Greeting, Objections
    """
ANSWERS = """
    @hookimpl
    def answers():
        from {house}.{name} import answers
        return answers.ANSWERS
    """
ASKS = """
    @hookimpl
    def declarations():
        from schema.declare import declared_in
        from {house}.asker import queries
        return declared_in(queries)
    """
QUERIES = """
    @query
    async def greetings(viewer: Viewer, questions: Questions, state: int) -> list[str]:
        return [f"{each.owner}: {each.answer}" for each in await questions.ask(Greeting(state), viewer)]

    @query
    async def objections(viewer: Viewer, questions: Questions) -> list[str]:
        return [each.answer[0] for each in await questions.ask(Objections(), viewer)]

    @query
    @counting(MemberState, because="What the one who asks may count is no matter of those who answer.")
    async def count_greetings(viewer: Viewer, questions: Questions) -> list[str]:
        return [f"{each.owner}: {each.answer}" for each in await questions.ask(Greeting(1), viewer)]
    """


def answering(house: House, name: str, functions: str, *answers: str) -> None:
    """Add a department that answers; `answers` are questions and functions in turn."""
    pairs = zip(answers[::2], answers[1::2], strict=True)
    listed = ", ".join(f"Answer(question={asked}, function={function})" for asked, function in pairs)
    written = f"{HEAD}{functions}\n    ANSWERS = [{listed}]\n"
    house.add(name, ANSWERS.format(house=house.root.name, name=name), files={"answers": written})


@asynccontextmanager
async def asked(house: House) -> AsyncGenerator[GraphUnderTest]:
    """A graph of all departments of a house, one of which asks."""
    house.add("asker", ASKS.format(house=house.root.name), files={"queries": HEAD + QUERIES})
    found = house.found()
    settings = Settings(database_url=NOWHERE, departments=tuple(each.name for each in found))
    host, clock = Host.load(settings, [*find(), *found]), Clock()
    async with database_of(host, clock, samples=True) as url, database(url, host.model_modules()) as opened:
        yield GraphUnderTest(host, opened, clock)


GREET = """
    async def greet(question: Greeting, viewer: Viewer) -> str:
        return f"{viewer.role.value} of {question.state}"
    """
GREETINGS = "query ($state: Int!) { greetings(state: $state) }"


async def test_every_department_answers_in_the_order_of_departments(house: House) -> None:
    answering(house, "wales", GREET, "Greeting", "greet")
    answering(house, "alps", GREET, "Greeting", "greet")
    house.add("mute")

    async with asked(house) as graph:
        told = await graph.data(GREETINGS, graph.viewer(Role.ILO, country="PL"), state=7)

    assert told == {"greetings": ["alps: ilo of 7", "wales: ilo of 7"]}


async def test_a_question_is_answered_by_those_who_answer_it_only(house: House) -> None:
    object_ = '\n    async def object_(question: Objections) -> list[str]:\n        return ["too loud"]\n    '
    answering(house, "alps", GREET + object_, "Greeting", "greet", "Objections", "object_")
    answering(house, "wales", GREET, "Greeting", "greet")

    async with asked(house) as graph:
        told = await graph.data("{ objections greetings(state: 1) }")

    assert told == {"objections": ["too loud"], "greetings": ["alps: public of 1", "wales: public of 1"]}


async def test_what_nobody_answers_has_no_answer(house: House) -> None:
    async with asked(house) as graph:
        assert await graph.data("{ objections greetings(state: 1) }") == {"objections": [], "greetings": []}


async def test_an_answer_is_given_policies_and_reads_as_the_viewer_sees_it(house: House) -> None:
    counted = """
    async def greet(question: Greeting, policies: Policies, viewer: Viewer) -> str:
        seen = await scoped(MemberState, viewer, models.MemberState).count()
        return f"{seen} states, {type(policies).__name__}"
    """
    answering(house, "alps", counted, "Greeting", "greet")

    async with asked(house) as graph:
        there = await graph.data("{ memberStates { totalCount } }")
        told = await graph.ask("{ greetings(state: 1) }")

    assert told.data == {"greetings": [f"alps: {there['memberStates']['totalCount']} states, Policies"]}
    assert [(each.field, each.owner) for each in told.spent] == [("Query.greetings", "alps")]


async def test_an_answer_that_fails_is_an_error_that_names_its_department(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    fails = (
        "\n    async def greet(question: Greeting) -> str:\n        raise RuntimeError('a secret of the alps')\n    "
    )
    answering(house, "alps", fails, "Greeting", "greet")

    async with asked(house) as graph:
        with caplog.at_level(logging.ERROR, "ipt.graph"):
            told = await graph.ask("{ greetings(state: 1) objections }")

    assert told.codes == ["INTERNAL"]
    assert "the answer of alps to Greeting" in told.errors[0].message
    assert "secret" not in told.errors[0].message
    assert "the answer of alps to Greeting failed" in caplog.text
    assert "a secret of the alps" in caplog.text


async def test_an_expected_fault_of_an_answer_names_its_department_too(house: House) -> None:
    fails = """
    async def greet(question: Greeting) -> str:
        from schema.errors import Code, fault
        raise fault(Code.NOT_ALLOWED, "Nobody is greeted today.")
    """
    answering(house, "alps", fails, "Greeting", "greet")

    async with asked(house) as graph:
        told = await graph.ask("{ greetings(state: 1) }")

    assert told.codes == ["NOT_ALLOWED"]
    assert told.errors[0].message == "In the answer of alps to Greeting: Nobody is greeted today."


async def test_what_the_one_who_asks_may_count_those_who_answer_may_not(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    counts = """
    async def greet(question: Greeting) -> str:
        return str(await in_full(MemberState, models.MemberState).count())
    """
    answering(house, "alps", counts, "Greeting", "greet")

    async with asked(house) as graph:
        with caplog.at_level(logging.ERROR, "ipt.graph"):
            told = await graph.ask("{ countGreetings }")

    assert told.codes == ["INTERNAL"]
    assert "MemberState is read in full" in caplog.text


async def test_an_answer_may_count_in_full_where_it_says_so_and_is_listed(house: House) -> None:
    counts = """
    @counting(MemberState, because="How many states there are is the same for everybody.")
    async def greet(question: Greeting) -> str:
        return "many" if await in_full(MemberState, models.MemberState).count() > 20 else "few"
    """
    answering(house, "alps", counts, "Greeting", "greet")

    async with asked(house) as graph:
        told = await graph.data("{ greetings(state: 1) }")
        listed = {(name, owner) for name, owner, _ in graph.host.counted()}

    assert told == {"greetings": ["alps: many"]}
    assert listed == {("The answer to Greeting", "alps"), ("Query.countGreetings", "asker")}


# ---------------------------------------------------------------- what cannot be asked


GREETS = ("Greeting", "greet")


@pytest.mark.parametrize(
    ("function", "answers", "told"),
    [
        ("def greet(question): ...", GREETS, "is no async function"),
        (
            "async def greet(question, year: int): ...",
            GREETS,
            "greet asks for 'year', and is given Viewer, Policies only",
        ),
        ("async def greet(question, year): ...", GREETS, "greet asks for 'year', and is given Viewer, Policies only"),
        ("async def greet(question, on: Questions): ...", GREETS, "greet asks for 'on', and is given Viewer"),
        ("async def greet(question, at: Nowhere): ...", GREETS, "names 'Nowhere', which is nowhere to be found"),
        ("async def greet(): ...", GREETS, "greet does not take the question"),
        ("async def greet(question): ...", ("str", "greet"), "<class 'str'> is no Question"),
        ("async def greet(question): ...", GREETS * 2, "answers Greeting twice"),
    ],
)
def test_a_wrong_answer_keeps_its_department_out(house: House, function: str, answers: tuple[str], told: str) -> None:
    answering(house, "alps", f"\n    {function}\n", *answers)

    refusal = house.refusal()

    assert "The department 'alps'" in refusal
    assert told in refusal


def test_an_answer_is_an_answer(house: House) -> None:
    house.add("alps", "@hookimpl\ndef answers():\n    return ['yes']\n")

    assert "answers with 'yes', which is no Answer" in house.refusal()
