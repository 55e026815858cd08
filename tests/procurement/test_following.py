"""Whoever follows calls for offers hears of each change that they may see, and of no other."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.access.viewer import Role, Viewer
from core.changes import Changes
from core.registry.models import Change
from core.storage import changes as storage
from core.storage.changes import KEPT, note
from core.storage.connection import database
from core.storage.transactions import writing
from core.testing import NOON, GraphUnderTest, Told
from plugins.procurement.importers.ocds import OCDS
from plugins.procurement.models import Tender
from schema.relay import encode_id
from tests.importing import run
from tests.procurement.story import OPEN_CALL, PLAN
from tests.procurement.test_import_ocds import RELEASE

FOLLOW = "subscription ($tender: ID) { tenderChanged(tender: $tender) { reference title } }"
OUTCOME = "subscription { tenderChanged { awards { totalCount } contracts { totalCount } } }"
ALL_OF_IT = "subscription { tenderChanged { reference title bids { totalCount } } }"


async def imported(graph: GraphUnderTest, folder: Path, title: str, ocid: str = "ocds-x-1") -> None:
    """A publication of somebody else's, in which a call is called so."""
    await released(graph, folder, ocid=ocid, tender={**RELEASE["tender"], "title": title})


async def released(graph: GraphUnderTest, folder: Path, **changes: Any) -> None:
    """A publication of somebody else's, with these changes; what is None is left out."""
    path = folder / "release.json"
    said = {name: value for name, value in {**RELEASE, **changes}.items() if value is not None}
    path.write_text(json.dumps(said), "utf-8")
    job = await run(OCDS, graph.database, path)
    assert not job.faults


async def touched(reference: str) -> str:
    """A change of a call of our own, as a mutation would make it; the id of the call."""
    tender = await Tender.get(reference=reference)
    async with writing():
        tender.title += "!"
        await tender.save()
        note("Tender", tender.id)
    return encode_id("Tender", tender.id)


async def published(reference: str) -> None:
    """A call of our own that everybody may see from now on."""
    async with writing():
        tender = await Tender.get(reference=reference)
        tender.published_on, tender.title = NOON.date(), "Published"
        await tender.save()
        note("Tender", tender.id)


@asynccontextmanager
async def following(
    graph: GraphUnderTest, viewer: Viewer | None = None, text: str = FOLLOW, **variables: Any
) -> AsyncGenerator[AsyncGenerator[Told]]:
    """The events of a subscription that is heard from now on."""
    first: asyncio.Queue[Told | None] = asyncio.Queue()

    async def listen() -> None:
        async for each in graph.follow(text, viewer, **variables):
            first.put_nowait(each)
        first.put_nowait(None)

    async def events() -> AsyncGenerator[Told]:
        while (event := await first.get()) is not None:
            yield event

    listening = asyncio.create_task(listen())
    await graph.changes.following.wait()
    try:
        async with aclosing(events()) as told:
            yield told
    finally:
        listening.cancel()
        await asyncio.wait([listening])


def seen(told: Told) -> dict[str, Any]:
    assert not told.errors
    changed: dict[str, Any] = told.data["tenderChanged"]
    return changed


async def test_an_import_that_changes_a_call_is_heard_of(graph: GraphUnderTest, tmp_path: Path) -> None:
    async with following(graph) as events:
        await imported(graph, tmp_path, "Cycle lanes")
        new = seen(await anext(events))
        await imported(graph, tmp_path, "Cycle lanes, and trees")
        changed = seen(await anext(events))

    assert new == {"reference": "ocds-x-1", "title": "Cycle lanes"}
    assert changed == {"reference": "ocds-x-1", "title": "Cycle lanes, and trees"}


async def test_an_import_that_finds_everything_as_it_is_is_not_heard_of(graph: GraphUnderTest, tmp_path: Path) -> None:
    await imported(graph, tmp_path, "Cycle lanes")
    async with following(graph) as events:
        await imported(graph, tmp_path, "Cycle lanes")
        await imported(graph, tmp_path, "Footpaths", ocid="ocds-x-2")

        assert seen(await anext(events))["title"] == "Footpaths"


async def test_an_award_or_a_contract_of_a_call_is_heard_of(graph: GraphUnderTest, tmp_path: Path) -> None:
    await released(graph, tmp_path, awards=None, contracts=None)
    async with following(graph, text=OUTCOME) as events:
        await released(graph, tmp_path, tender=None, contracts=None)
        decided = seen(await anext(events))
        await released(graph, tmp_path, tender=None)
        signed = seen(await anext(events))

    assert decided == {"awards": {"totalCount": 1}, "contracts": {"totalCount": 0}}
    assert signed == {"awards": {"totalCount": 1}, "contracts": {"totalCount": 1}}


async def test_a_change_of_a_hidden_call_is_heard_by_those_alone_who_may_see_it(graph: GraphUnderTest) -> None:
    officer = graph.viewer(Role.PROCUREMENT_OFFICER)
    async with following(graph) as public, following(graph, officer) as officers:
        await touched(PLAN)
        await touched(OPEN_CALL)

        assert seen(await anext(public))["reference"] == OPEN_CALL
        assert [seen(await anext(officers))["reference"] for _ in range(2)] == [PLAN, OPEN_CALL]


async def test_one_call_is_followed_alone(graph: GraphUnderTest) -> None:
    tender = await Tender.get(reference=OPEN_CALL)
    async with following(graph, tender=encode_id("Tender", tender.id)) as events:
        await touched("SAMPLE-IT-1")
        await touched(OPEN_CALL)

        assert seen(await anext(events))["reference"] == OPEN_CALL


async def test_a_call_that_cannot_be_seen_is_followed_in_silence(graph: GraphUnderTest) -> None:
    plan = await Tender.get(reference=PLAN)
    async with following(graph, tender=encode_id("Tender", plan.id)) as hidden, following(graph) as events:
        await touched(PLAN)
        await touched(OPEN_CALL)
        await anext(events)
        await published(PLAN)

        assert seen(await anext(hidden))["title"] == "Published"


async def test_what_is_sealed_stays_so_in_an_event(graph: GraphUnderTest) -> None:
    officer = graph.viewer(Role.PROCUREMENT_OFFICER)
    async with following(graph, text=ALL_OF_IT) as public, following(graph, officer, ALL_OF_IT) as officers:
        await touched(OPEN_CALL)

        assert seen(await anext(public))["bids"] == {"totalCount": 0}
        assert seen(await anext(officers))["bids"] != {"totalCount": 0}


async def test_what_was_not_committed_is_not_heard_of(graph: GraphUnderTest) -> None:
    async with following(graph) as events:
        with suppress(ZeroDivisionError):
            async with writing():
                note("Tender", (await Tender.get(reference="SAMPLE-IT-1")).id)
                assert 1 / 0
        await touched(OPEN_CALL)

        assert seen(await anext(events))["reference"] == OPEN_CALL


async def test_another_process_hears_of_it_too(graph: GraphUnderTest) -> None:
    async with database(graph.database.url, graph.host.model_modules()) as other:
        elsewhere = GraphUnderTest(graph.host, other, graph.clock)
        async with following(elsewhere) as events:
            with graph.database.current():
                await touched(OPEN_CALL)

            assert seen(await anext(events))["reference"] == OPEN_CALL


async def test_nobody_reads_while_nobody_listens(graph: GraphUnderTest) -> None:
    async with following(graph):
        assert graph.changes.following.is_set()

    assert not graph.changes.following.is_set()


async def test_changes_are_let_go_of_once_nobody_can_follow_them_any_more(graph: GraphUnderTest) -> None:
    old = datetime.now(UTC) - KEPT * 2
    await Change.create(happened_at=old, subject_type="Tender", subject_key="1")

    await touched(OPEN_CALL)

    assert await Change.filter(happened_at__lte=old).count() == 0
    assert await Change.all().count() == 1


async def test_a_subscription_that_falls_behind_is_told_so(
    graph: GraphUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.changes.MOST_WAITING", 2)
    async with following(graph) as events:
        async with writing():
            for key in range(1_000, 1_003):
                note("Tender", key)

        assert (await anext(events)).codes == ["CHANGES_LOST"]
        with pytest.raises(StopAsyncIteration):
            await anext(events)


async def test_changes_that_cannot_be_read_end_every_subscription(
    graph: GraphUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    async with following(graph) as events:
        await graph.database.connection.execute_query('DROP TABLE "registry_change"')

        assert (await anext(events)).codes == ["CHANGES_LOST"]
    assert "can no longer be followed" in caplog.text


async def test_more_than_can_be_read_at_once_is_heard_in_order(
    graph: GraphUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "READ_AT_ONCE", 2)
    monkeypatch.setattr("core.changes.READ_AT_ONCE", 2)
    changes = Changes(lambda: graph.database)
    officers = GraphUnderTest(graph.host, graph.database, graph.clock)
    officers.changes = changes
    everything = [each.id async for each in Tender.all().order_by("id")]
    async with following(officers, graph.viewer(Role.PROCUREMENT_OFFICER)) as events:
        async with writing():
            for key in everything:
                note("Tender", key)

        told = [seen(await anext(events))["reference"] for _ in everything]

    assert told == [each.reference async for each in Tender.all().order_by("id")]
