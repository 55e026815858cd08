"""Makes the objects of a whole level at once, by one generated comprehension."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Display = Callable[..., list[dict[str, Any]]]
"""From rows, the viewer, and lists of values beside the rows, to the objects."""


def beside(number: int) -> str:
    """The expression for the value beside the row, in the list of that number."""
    return f"x{number}"


def display(fields: Sequence[tuple[str, str]], names: Mapping[str, Any], lists: int) -> Display:
    """Objects with these response keys, each with an expression over its row `r`, the viewer `v` and what is beside.

    Measured four times as fast as a loop over the fields of each row, and a quarter faster than a call for each row.
    """
    shown = ", ".join(f"{key!r}: {expression}" for key, expression in fields)
    given = "".join(f", l{number}" for number in range(lists))
    each = "".join(f", {beside(number)}" for number in range(lists))
    rows = f"zip(rows{given})" if lists else "rows"
    text = f"lambda rows, v{given}: [{{{shown}}} for r{each} in {rows}]"
    made: Display = eval(text, dict(names))  # noqa: S307  # our own text: keys are quoted, expressions are the planner's
    return made
