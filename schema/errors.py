"""What can go wrong in a graph: mistakes in declarations, and faults in an operation with their codes."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from graphql import GraphQLError

if TYPE_CHECKING:
    from schema.place import Place


class DeclarationError(Exception):
    """A declaration that cannot be built: what is wrong, where it stands, and what to write instead."""

    def __init__(self, what: str, *, place: Place | None, remedy: str) -> None:
        self.what = what
        self.place = place
        self.remedy = remedy
        where = f"\n  at {place}" if place else ""
        super().__init__(f"{what}{where}\n  {remedy}")


class UnknownNameError(DeclarationError):
    """An annotation names what is nowhere to be found."""


class Code(Enum):
    """Every `extensions.code` that an answer of the graph can carry."""

    PARSE_FAILED = "PARSE_FAILED"
    """The text is no GraphQL document."""
    VALIDATION_FAILED = "VALIDATION_FAILED"
    """The document asks for something that the schema does not have."""
    BAD_REQUEST = "BAD_REQUEST"
    """The request as a whole cannot be run: no such operation, or a variable of a wrong type."""
    PERSISTED_QUERY_NOT_SUPPORTED = "PERSISTED_QUERY_NOT_SUPPORTED"
    """The request has the hash of an operation in place of its text: send the text."""
    BAD_ARGUMENT = "BAD_ARGUMENT"
    """An argument has a value that the field cannot take."""
    BAD_ID = "BAD_ID"
    """An id that this graph did not give, or one of another type."""
    BAD_CURSOR = "BAD_CURSOR"
    """A cursor that this list did not give, or one of another order."""
    BAD_PAGE = "BAD_PAGE"
    """Page arguments that contradict one another."""
    PAGE_TOO_LARGE = "PAGE_TOO_LARGE"
    """A page of more items than the cap allows."""
    LIST_TOO_LONG = "LIST_TOO_LONG"
    """A short list has more items than its declared maximum: ask for them by another way."""
    NUMBER_TOO_LARGE = "NUMBER_TOO_LARGE"
    """A count or a sum is more than GraphQL's Int can hold."""
    TOO_MANY_VALUES = "TOO_MANY_VALUES"
    """The operation could answer with more values than one operation may."""
    NULL_VALUE = "NULL_VALUE"
    """A value that can never be null is missing."""
    TIMEOUT = "TIMEOUT"
    """It took longer than one operation may, and was stopped; a change that it was making is undone."""
    TOO_MANY_OPERATIONS = "TOO_MANY_OPERATIONS"
    """One socket runs as many operations as it may: complete one before the next."""
    CHANGES_LOST = "CHANGES_LOST"
    """What is followed changed faster than it was read, or could not be followed: read it anew and subscribe again."""
    NOT_ALLOWED = "NOT_ALLOWED"
    """The viewer may not do this."""
    INTERNAL = "INTERNAL"
    """Something unexpected; the server's log has it under the id in the message."""


def fault(code: Code, message: str) -> GraphQLError:
    """An error of a field or an operation, to be raised or returned: `message` says what, where and what next."""
    return GraphQLError(message, extensions={"code": code.value})


def refused(code: Code, message: str) -> GraphQLError:
    """The same for a whole operation that is refused before it runs; its answer has no data."""
    return GraphQLError(message, extensions={"code": code.value, "refused": True})


def coded(error: GraphQLError, code: Code) -> GraphQLError:
    """What graphql-core says of a request, under a code of ours."""
    error.extensions = {**(error.extensions or {}), "code": code.value}
    return error
