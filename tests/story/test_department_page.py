"""The department on the page docs/departments.md is built as it stands there, and does what the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import plugins
from core.access.viewer import Role
from core.host import Host
from core.storage.drafts import drafts
from core.testing import graph_of, settings_for
from tests.house.reading import GUARDED, readings
from tests.house.source import Source

PAGE = (Path(__file__).parents[2] / "docs" / "departments.md").read_text(encoding="utf-8")
FILES = re.findall(r"```python\n# (plugins/visits/\w+\.py)\n(.*?)```", PAGE, re.DOTALL)
(QUESTION,) = re.findall(r"```graphql\n(.*?)```", PAGE, re.DOTALL)
(TEST,) = (block for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "async def test_" in block)
ANNOUNCE = """mutation ($firm: ID!) {
  announceVisit(organisation: $firm, purpose: "See the magnets") {
    __typename ... on Refusal { code } ... on Visit { purpose daysLeft }
  }
}"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The files of the page, in a folder of `plugins`."""
    root = tmp_path_factory.mktemp("page")
    for name, text in FILES:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    before = plugins.__path__
    plugins.__path__ = [*before, str(root / "plugins")]
    yield root / "plugins" / "visits"
    plugins.__path__ = before


@pytest.fixture
async def visits(written: Path) -> Path:
    """The department with the migration that `ipt migrate --make initial` writes."""
    if not (written / "migrations").exists():
        host = Host.load(settings_for(("visits",)))
        for draft in await drafts(host.model_modules(), "initial"):
            draft.write()
    return written


async def test_it_answers_and_takes_announcements(visits: Path) -> None:
    async with graph_of("visits", samples=True) as graph:
        found = await graph.data('{ organisation(identifier: {scheme: "SAMPLE", value: "aurelia"}) { id } }')
        firm = found["organisation"]["id"]
        officer = graph.viewer(Role.PROCUREMENT_OFFICER)

        refused = await graph.data(ANNOUNCE, firm=firm)
        announced = await graph.data(ANNOUNCE, officer, firm=firm)

        assert refused["announceVisit"] == {"__typename": "Refusal", "code": "NOT_ALLOWED"}
        assert announced["announceVisit"]["purpose"] == "See the magnets"
        assert visits_of(await graph.data(QUESTION)) == 0
        assert visits_of(await graph.data(QUESTION, officer)) == 1


def visits_of(data: Any) -> int:
    return sum(int(each["visits"]["totalCount"]) for each in data["organisations"]["nodes"])


async def test_its_own_test_passes(visits: Path) -> None:
    names: dict[str, Any] = {}
    exec(compile(TEST, "docs/departments.md", "exec"), names)  # the page is ours
    (test,) = (each for name, each in names.items() if name.startswith("test_"))
    await test()


@pytest.mark.parametrize(("name", "text"), FILES)
def test_it_keeps_to_the_house_rules(name: str, text: str) -> None:
    source = Source(name, text)
    if source.name in GUARDED:
        assert not [*readings(source)]
