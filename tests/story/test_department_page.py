"""The department on the page docs/departments.md is built as it stands there, and does what the page says."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import plugins
from core import cli
from core.access.viewer import Role
from core.host import Host
from core.questions import Questions, WaysToCooperate
from core.registry.models import Organisation
from core.storage.migrating.drafts import drafts
from core.testing import fill, graph_of, settings_for
from core.words import Confidence
from tests.house.reading import GUARDED, readings
from tests.house.source import Source
from tests.house.test_anatomy import oddities

Ipt = Callable[..., str]

PAGE = (Path(__file__).parents[2] / "docs" / "departments.md").read_text(encoding="utf-8")
FILES = re.findall(r"```python\n# (plugins/visits/\w+\.py)\n(.*?)```", PAGE, re.DOTALL)
((EXAMPLE, QUESTION),) = re.findall(r"`(plugins/visits/\S+\.graphql)`:\n\n```graphql\n(.*?)```", PAGE, re.DOTALL)
((POLICY, SAYS),) = re.findall(r"`(plugins/visits/\S+\.toml)`:\n\n```toml\n(.*?)```", PAGE, re.DOTALL)
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
    for name, text in [*FILES, (EXAMPLE, QUESTION), (POLICY, SAYS)]:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    before = plugins.__path__
    plugins.__path__ = [*before, str(root / "plugins")]
    yield root / "plugins" / "visits"
    plugins.__path__ = before


@pytest.fixture(scope="module")
def visits(written: Path) -> Path:
    """The department with the migration that `ipt migrate --make initial` writes."""
    modules = Host.load(settings_for(("visits",))).model_modules()
    for draft in asyncio.run(drafts(modules, "initial")):
        draft.write()
    return written


@pytest.fixture
def ipt(visits: Path, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ipt:
    """`ipt` with the department's commands, on a database of its own; what it says."""
    loaded = Host.load(settings_for(("visits",))).on(url)
    monkeypatch.setattr("core.commands.console._Loaded.host", loaded)
    monkeypatch.setenv("COLUMNS", "200")
    own = cli.app.registered_commands

    def run(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["ipt", *arguments])
        monkeypatch.setattr(cli.app, "registered_commands", [*own])
        with pytest.raises(SystemExit):
            cli.main()
        told = capsys.readouterr()
        return told.out + told.err

    return run


async def test_it_answers_and_takes_announcements(visits: Path) -> None:
    async with graph_of("visits", samples=True) as graph:
        found = await graph.data('{ organisation(identifier: {scheme: "SAMPLE", value: "aurelia"}) { id } }')
        firm = found["organisation"]["id"]
        officer = graph.viewer(Role.PROCUREMENT_OFFICER)

        refused = await graph.data(ANNOUNCE, firm=firm)
        announced = await graph.data(ANNOUNCE, officer, firm=firm)

        assert refused["announceVisit"] == {"__typename": "Refusal", "code": "NOT_ALLOWED"}
        assert announced["announceVisit"]["purpose"] == "See the magnets"
        assert visits_of(await graph.data(QUESTION)) == 1
        assert visits_of(await graph.data(QUESTION, officer)) == 2
        found = await graph.data('{ search(text: "Màgnets") { nodes { __typename ... on Searchable { label } } } }')
        assert found == {"search": {"nodes": [{"__typename": "Visit", "label": "A look at the magnets (sample)"}]}}


async def test_who_may_see_an_announced_visit_hears_of_it(visits: Path) -> None:
    async with graph_of("visits", samples=True) as graph:
        officer = graph.viewer(Role.PROCUREMENT_OFFICER)
        found = await graph.data('{ organisation(identifier: {scheme: "SAMPLE", value: "aurelia"}) { id } }')
        async with aclosing(graph.follow("subscription { visitChanged { purpose } }", officer)) as events:
            heard = asyncio.ensure_future(anext(events))
            await graph.changes.following.wait()
            await graph.data(ANNOUNCE, officer, firm=found["organisation"]["id"])

            assert (await heard).data == {"visitChanged": {"purpose": "See the magnets"}}


def test_its_rule_goes_by_the_policy_of_the_day(visits: Path) -> None:
    rule = import_module("plugins.visits.rules").group
    policies = Host.load(settings_for(("visits",))).policies

    said = [rule(13, policies.on("visits.groups", day)) for day in (date(2026, 12, 31), date(2027, 1, 1))]

    assert [each.outcome for each in said] == ["TOO_MANY", "WELCOME"]
    assert [each.reasons[0].policy for each in said] == ["visits.groups GROUPS-1", "visits.groups GROUPS-2"]
    assert [each.reasons[0].confidence for each in said] == [Confidence.CONFIRMED, Confidence.UNCONFIRMED]


async def test_its_figure_counts_what_its_viewer_may_not_see(visits: Path) -> None:
    async with graph_of("visits", samples=True) as graph:
        officer = graph.viewer(Role.PROCUREMENT_OFFICER)
        found = await graph.data('{ organisation(identifier: {scheme: "SAMPLE", value: "aurelia"}) { id } }')
        waiting: list[Any] = []
        for purpose in ("See the magnets", "See the tunnel"):
            announce = ANNOUNCE.replace("See the magnets", purpose)
            await graph.data(announce, officer, firm=found["organisation"]["id"])
            waiting.append(await graph.data("{ visitsWaiting visits { totalCount } }"))

        assert waiting == [{"visitsWaiting": told, "visits": {"totalCount": 1}} for told in (None, 2)]


def test_its_figure_is_listed_with_the_reason(ipt: Ipt) -> None:
    assert "in full Query.visitsWaiting of visits counts each Visit, whoever asks: Whoever wants" in ipt("departments")


async def test_it_answers_when_others_ask(visits: Path) -> None:
    async with graph_of("visits", samples=True) as graph:
        questions: Questions = graph.host.supplied(graph.changes)[Questions]
        with graph.database.current():
            firm = await Organisation.get(identifiers__scheme="SAMPLE", identifiers__value="aurelia")
            replies = await questions.ask(WaysToCooperate(firm.id), graph.viewer())

        said = {(each.owner, way.kind, way.decision.reasons[0].message) for each in replies for way in each.answer}
        assert ("visits", "VISIT", "Visits known to you: 1.") in said


async def test_its_samples_can_be_told_twice(visits: Path) -> None:
    async with graph_of("visits", samples=True) as graph:
        await fill(graph.host, graph.database, graph.clock)

        assert await graph.data("{ visits { totalCount } }") == {"visits": {"totalCount": 1}}


def test_its_importer_reads_a_table_and_its_command_tells_of_it(ipt: Ipt, tmp_path: Path) -> None:
    day = datetime.now(UTC).date() + timedelta(days=100)
    table = tmp_path / "visits.csv"
    table.write_text(f"pic,purpose,day\n999988133,Cryogenics,{day}\n1,Vacuum,{day}\n999988133,Magnets,soon\n")
    ipt("migrate")
    ipt("samples")

    first, second = ipt("import", "visits", str(table)), ipt("import", "visits", str(table))
    told = ipt("visits-to-come")

    assert re.search(r"visits_visit +1 +1\b", first)
    assert re.search(r"visits_visit +1 +0\b", second)
    assert "line 3: no organisation has the PIC '1'" in first
    assert "line 4: Invalid isoformat string" in first
    assert f"{day} European Organization for Nuclear Research: Cryogenics" in " ".join(told.split())
    assert "Aurelia" in told


def test_it_has_the_anatomy_of_the_house(visits: Path) -> None:
    assert not [*oddities(visits)]


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
