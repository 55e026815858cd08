"""Thousands of random operations answered as plain Python over the same rows answers them."""

from __future__ import annotations

import sys

import pytest

from tests.schema.contest import Contest, quiet
from tests.schema.world.opened import opened, world_schema
from tests.schema.world.rows import random_rows

OPERATIONS = 5_000
LEAST = 0.05
"""Each feature's share of the operations."""
FEATURES = (
    *("fragment", "inline fragment", "alias", "merged field", "variable", "@skip and @include", "__typename"),
    *("interface", "union", "node and nodes", "nested page", "short list", "mutation"),
    *("first", "last", "cursor", "pageInfo", "totalCount", "orderBy", "summary", "sums", "groups"),
    *("where", "where: eq", "where: ne", "where: in", "where: lt", "where: lte", "where: gt", "where: gte"),
    *("where: isNull", "where: startsWith", "where: and", "where: or", "where: not", "where: null"),
    *("bad page", "bad cursor", "bad id", "failing function", "null propagation", "LIST_TOO_LONG"),
    "batched with arguments",
)


async def test_every_operation_is_answered_as_plain_python_answers_it(capsys: pytest.CaptureFixture[str]) -> None:
    rows = random_rows(seed=1)
    async with opened(rows) as database:
        contest = Contest(database, world_schema(), rows, seed=1)
        with quiet():
            difference = await contest.run(OPERATIONS)
    with capsys.disabled():
        sys.stdout.write(table(contest))

    assert difference is None, str(difference)
    assert contest.asked >= OPERATIONS
    assert contest.discarded < OPERATIONS / 50
    assert contest.answered > OPERATIONS / 2
    shares = contest.table()
    rare = {name: shares.get(name, 0) for name in FEATURES if shares.get(name, 0) < LEAST}
    assert not rare, f"too few operations use {rare}"


def table(contest: Contest) -> str:
    """Each feature's share, for a reader."""
    lines = [f"  {name:<20} {share:6.1%}" for name, share in contest.table().items()]
    head = f"\n{contest.asked} operations, {contest.answered} with data\n"
    return head + "\n".join(lines) + "\n"
