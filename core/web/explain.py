"""What an operation did, for who asks by the header `IPT-Explain`: its statements, and what each department's took."""

from __future__ import annotations

from typing import Any, Final

from schema import Context

EXPLAIN: Final = "IPT-Explain"
"""The header that asks for it."""


def explained(asked: str, context: Context) -> dict[str, Any]:
    """The parts that were asked for: `plan` lists the statements, `cost` sums them up by department."""
    parts = {part.strip() for part in asked.split(",")}
    told: dict[str, Any] = {}
    if "plan" in parts:
        told["plan"] = {"statements": len(context.spent), "levels": [_level(each) for each in context.spent]}
    if "cost" in parts:
        told["cost"] = _cost(context)
    return told


def _level(spent: Any) -> dict[str, Any]:
    return {
        "field": spent.field,
        "department": spent.owner,
        "rows": spent.rows,
        "milliseconds": round(spent.milliseconds, 3),
        "sql": spent.sql,
    }


def _cost(context: Context) -> dict[str, dict[str, float]]:
    cost: dict[str, dict[str, float]] = {}
    for each in context.spent:
        own = cost.setdefault(each.owner, {"statements": 0, "rows": 0, "milliseconds": 0.0})
        own["statements"] += 1
        own["rows"] += each.rows
        own["milliseconds"] = round(own["milliseconds"] + each.milliseconds, 3)
    return cost
