"""How a page beside the graph asks it: as whoever requests the page, through the scopes, like every client."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Final, cast

from graphql import GraphQLError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from core.access.viewer import ViewerError
from core.web.callers import Callers
from schema.errors import Code
from schema.operation import Operations
from schema.operation import Request as Operation

STATUS: Final = {Code.TIMEOUT.value: 504, Code.INTERNAL.value: 500}
"""Of a page whose question failed otherwise than by what was asked."""
BAD: Final = 400


@dataclass(frozen=True)
class Asking:
    """Asks the graph of one application."""

    operations: Operations
    callers: Callers

    async def __call__(self, request: Request, operation: Operation) -> dict[str, Any]:
        """The data of an operation, run for whoever sends a request; raises HTTPException for its first error."""
        try:
            contexts = self.callers.contexts(self.callers.claim(request))
        except ViewerError as error:
            raise HTTPException(BAD, str(error)) from None
        async with aclosing(self.operations.answers(operation, contexts)) as answers:
            answer = await anext(answers)
        if answer.errors:
            raise HTTPException(_status(answer.errors[0]), answer.errors[0].message)
        return answer.data or {}


async def ask(request: Request, text: str, **variables: Any) -> dict[str, Any]:
    """What the graph answers to a query whoever requests this page: for routes of departments, which read no other way.

    Raises HTTPException for an error, with its message as the page: a route lets it pass.
    """
    asking = cast(Asking, request.app.state.asking)
    return await asking(request, Operation(text, variables))


def _status(error: GraphQLError) -> int:
    code = (error.extensions or {}).get("code")
    return STATUS.get(str(code), BAD)
