"""What functions of departments are given when a parameter asks for it by its class."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from core.access.viewer import Viewer
from core.changes import Changes
from core.policies.policies import Policies
from core.questions import Answer, Questions

TO_ANSWERS: Final = (Viewer, Policies)
"""The classes that a function which answers a question can ask for; asking on would lead in circles."""
TO_FIELDS: Final = (Changes, Policies, Questions)
"""The classes that a function of the graph can ask for, beside the viewer."""


def supplied(changes: Changes, policies: Policies, answers: Iterable[tuple[str, Answer[Any]]]) -> dict[type, Any]:
    """An instance of each class that fields can ask for."""
    return {Changes: changes, Policies: policies, Questions: Questions(answers, {Policies: policies})}
