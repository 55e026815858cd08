"""Each department of the product, removed with its rows and put back empty, while the others keep theirs."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest

from core.errors import StorageError
from core.storage.migrating.goals import Goal
from core.storage.migrations import migrate, missing, plan
from core.testing import GraphUnderTest, graph_of
from tests.databases import tables
from tests.importing import MODULES
from tests.storage.keeping import Content, contents, guards

OTHERS = tuple(name for name in MODULES if name != "registry")


@pytest.fixture
async def story() -> AsyncGenerator[GraphUnderTest]:
    """All departments with the sample story."""
    async with graph_of(*OTHERS, samples=True) as graph:
        yield graph


def of(department: str, held: dict[str, Content]) -> dict[str, Content]:
    return {name: each for name, each in held.items() if name.startswith(f"{department}_")}


async def test_a_new_database_is_what_the_migrations_declare(story: GraphUnderTest) -> None:
    assert await missing(story.database) == set()


@pytest.mark.parametrize("department", OTHERS)
async def test_a_department_is_removed_and_put_back(story: GraphUnderTest, department: str) -> None:
    url = story.database.url
    held, guarded = contents(url), guards(url)
    own = of(department, held)
    assert own
    assert any(each.rows for each in own.values())

    await migrate(story.database, goal=Goal(department, remove=True))

    others = {name: each for name, each in held.items() if name not in own}
    assert contents(url) == others
    assert {key.app_label for key in await plan(story.database)} == {department}

    await migrate(story.database, goal=Goal(department))

    assert guards(url) == guarded
    assert {name: each.rows for name, each in of(department, contents(url)).items()} == dict.fromkeys(own, 0)
    assert {name: each for name, each in contents(url).items() if name not in own} == others
    assert await missing(story.database) == set()


async def test_what_all_stand_on_is_removed_with_all_and_put_back(story: GraphUnderTest) -> None:
    url = story.database.url
    guarded, there = guards(url), tables(url)
    with pytest.raises(StorageError) as caught:
        await migrate(story.database, goal=Goal("registry", remove=True))
    assert all(name in caught.value.what for name in OTHERS)

    await migrate(story.database, goal=Goal("registry", remove=True, with_dependents=True))

    assert tables(url) == {"core_migration"}
    await migrate(story.database)
    assert (guards(url), tables(url)) == (guarded, there)


async def test_the_graph_answers_once_a_department_is_back(story: GraphUnderTest) -> None:
    await migrate(story.database, goal=Goal("procurement", remove=True))
    await migrate(story.database, goal=Goal("procurement"))

    told = await story.data("{ tenders { totalCount } projects { totalCount } }")

    assert told["tenders"]["totalCount"] == 0
    assert told["projects"]["totalCount"] > 0
