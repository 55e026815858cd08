"""Questions that departments ask one another without knowing one another, and what they are answered."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar

import strawberry
from graphql import GraphQLError

from core.access.viewer import Viewer
from core.words import Decision, word
from schema.counting import counting_for
from schema.failure import failure_of
from schema.listening import speaking_for
from schema.place import place_of
from schema.shape import hints_of

T = TypeVar("T")


class Question(Generic[T]):
    """What a department can ask all others: a frozen dataclass for each question, typed by what an answer to it is."""


@dataclass(frozen=True, kw_only=True)
class Answer(Generic[T]):
    """That a department answers a question, and by which function."""

    question: type[Question[T]]
    function: Callable[..., Awaitable[T]]
    """Async; its first parameter is the question, any other is of a class that is supplied: the viewer, or Policies."""

    @cached_property
    def asks_for(self) -> Mapping[str, Any]:
        """The classes of the function's parameters beside the question, by name; raises DeclarationError."""
        names = [*inspect.signature(self.function).parameters][1:]
        hints = hints_of(self.function, {}, place_of(self.function))
        return {name: hints.get(name) for name in names}

    def fault(self, supplied: Collection[type]) -> str:
        """What keeps the function from being asked, when these classes are supplied; empty if nothing does."""
        if not _is_question(self.question):
            return f"{self.question!r} is no Question"
        if not inspect.iscoroutinefunction(self.function):
            return f"{self.function!r} is no async function"
        if not inspect.signature(self.function).parameters:
            return f"{self.function.__name__} does not take the question"
        unknown = [name for name, kind in self.asks_for.items() if kind not in supplied]
        given = ", ".join(each.__name__ for each in supplied)
        return f"{self.function.__name__} asks for {unknown[0]!r}, and is given {given} only" if unknown else ""


def _is_question(thing: object) -> bool:
    return isinstance(thing, type) and issubclass(thing, Question)


Answers: TypeAlias = Sequence[Answer[Any]]
"""What a department gives the host: an answer for each question that it has something to say to."""


@dataclass(frozen=True)
class Reply(Generic[T]):
    """What one department answered."""

    owner: str
    answer: T


class Questions:
    """Asks every department; functions of the graph get it by asking for this class."""

    def __init__(self, answers: Iterable[tuple[str, Answer[Any]]], supplied: Mapping[type, Any]) -> None:
        self._answers = tuple(answers)
        self._supplied = supplied

    async def ask(self, question: Question[T], viewer: Viewer) -> list[Reply[T]]:
        """What every department answers as this viewer sees it, in the order of departments.

        Raises the GraphQLError of the asking field if one of them fails: it names the department, and the log has why.
        """
        asked = [(owner, each) for owner, each in self._answers if each.question is type(question)]
        return [Reply(owner, await self._reply(owner, each, question, viewer)) for owner, each in asked]

    async def _reply(self, owner: str, answer: Answer[T], question: Question[T], viewer: Viewer) -> T:
        given = {**self._supplied, Viewer: viewer}
        named = {name: given[kind] for name, kind in answer.asks_for.items()}
        try:
            with speaking_for(owner), counting_for(answer.function):
                return await answer.function(question, **named)
        except Exception as error:
            raise _told(error, f"the answer of {owner} to {type(question).__name__}") from error


def _told(error: Exception, where: str) -> GraphQLError:
    """An expected fault with the place where it happened; anything else masked, and logged."""
    told = failure_of(error, where).error
    return GraphQLError(f"In {where}: {told.message}", extensions=told.extensions) if told is error else told


# ---------------------------------------------------------------- what can be asked


@word
class Way:
    """A way in which an organisation can cooperate with CERN, or could if something were not missing."""

    kind: str = strawberry.field(description="A fixed name, such as TENDER, RESEARCH, LICENCE, SERVICE or SPIN_OFF.")
    title: str = strawberry.field(description="The way in a line, for people.")
    decision: Decision = strawberry.field(
        description="Whether it is open to the organisation now; the reasons say what is missing, and what to do next."
    )
    whom_to_ask: str = strawberry.field(description="Who helps on: a person's function, a service or a page.")


@dataclass(frozen=True)
class WaysToCooperate(Question[Sequence[Way]]):
    """In which ways an organisation can cooperate with CERN."""

    organisation: int
    """Its key in the registry."""
