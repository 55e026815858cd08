"""A field that failed stands in the answer as a Failure, until the answer is settled."""

from __future__ import annotations

import logging
import secrets

from graphql import GraphQLError

from schema.errors import Code, fault

log = logging.getLogger("ipt.graph")


class Failure:
    """In the place of a field's value: the error that it ended with."""

    __slots__ = ("error",)
    made = 0

    def __init__(self, error: GraphQLError) -> None:
        self.error = error
        Failure.made += 1


def failures() -> int:
    """How many there have been: while it stays the same, no answer needs to be settled."""
    return Failure.made


def failure_of(error: Exception, where: str) -> Failure:
    """An expected fault as it is; anything else masked, and logged under the id that the client is given."""
    if isinstance(error, GraphQLError) and "code" in (error.extensions or {}):
        return Failure(error)
    mark = secrets.token_hex(4)
    log.error("%s failed (%s)", where, mark, exc_info=error)
    return Failure(
        fault(Code.INTERNAL, f"Something went wrong on our side in {where}. Tell us the id {mark}, we can look it up.")
    )


def missing(where: str) -> Failure:
    """A value that can never be null is not there."""
    return Failure(fault(Code.NULL_VALUE, f"{where} has no value, though it should never be missing."))
