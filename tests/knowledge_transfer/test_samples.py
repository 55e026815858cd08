"""The sample story, and the questions that come with the department."""

from __future__ import annotations

from typing import Any

from core.access.viewer import Role
from core.testing import fill, graph_of
from plugins.knowledge_transfer import plugin
from plugins.knowledge_transfer.models import Licence, SpinOff, Technology
from plugins.knowledge_transfer.samples import RESEARCHER
from tests.databases import changes


async def test_the_story_is_told_once() -> None:
    async with graph_of("registry", "knowledge_transfer", samples=True) as graph:
        before = await changes(graph.database)

        await fill(graph.host, graph.database, graph.clock)

        assert await changes(graph.database) == before


async def test_no_sample_poses_as_a_fact() -> None:
    async with graph_of("registry", "knowledge_transfer", samples=True):
        technologies, spin_offs, licences = await Technology.all(), await SpinOff.all(), await Licence.all()
        sources = {row.source for row in technologies} | {row.source for row in spin_offs}
        assert {source for source in sources if not source.startswith("http")} == {"sample"}
        assert {licence.source for licence in licences} == {"sample"}
        for technology in technologies:
            assert (technology.source == "sample") == technology.name.endswith("(sample)")
            assert technology.source == "sample" or (technology.trl, technology.published_on) == (None, None)


async def test_one_disclosure_of_the_story_is_confidential() -> None:
    question = '{ technologies(where: { name: { startsWith: "Cold" } }) { nodes { publicationRisk { outcome } } } }'
    async with graph_of("registry", "knowledge_transfer", samples=True) as graph:
        public = await graph.data(question)
        researcher = await graph.data(question, graph.viewer(Role.RESEARCHER, person=RESEARCHER))

        assert public["technologies"]["nodes"] == []
        assert researcher["technologies"]["nodes"] == [{"publicationRisk": {"outcome": "AT_RISK"}}]


async def test_every_example_answers_the_public_with_something_in_every_field() -> None:
    async with graph_of("registry", "knowledge_transfer", samples=True) as graph:
        for example in plugin.examples():
            data = await graph.data(example.read_text(encoding="utf-8"))
            assert not [*_without_value(data, example.name)]


def _without_value(data: Any, path: str) -> list[str]:
    """The fields that are null or empty in every place where an answer has them."""
    if isinstance(data, dict):
        return [place for key, value in data.items() for place in _without_value(value, f"{path}.{key}")]
    if isinstance(data, list) and data:
        found = [set(_without_value(each, path)) for each in data]
        return sorted(set.intersection(*found))
    return [path] if data is None or data == [] else []
