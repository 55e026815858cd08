"""Topics of the Funding & Tenders Portal."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from plugins.eu_support.importers.cordis import CORDIS
from plugins.eu_support.importers.topics import TOPICS_OF_THE_PORTAL
from plugins.eu_support.models import Call, DeadlineModel, Programme, Topic, TopicStatus
from tests.databases import changes
from tests.eu_support.projects import XmlProject
from tests.importing import column, empty_database, real, run, shared_data, stored

TOPIC: dict[str, object] = {
    "topicId": "HORIZON-INFRA-2027-TECH-01",
    "title": "Womenâ€™s\nparticipation",
    "programme": "Horizon Europe",
    "callIdentifier": "HORIZON-INFRA-2027",
    "callTitle": "Infrastructures",
    "deadline": "2027-03-17",
    "stage": "two-stage",
    "deadlineModel": "single-stage",
    "callStatus": "forthcoming",
    "budgetMin": 150000,
    "budgetMax": None,
    "expectedGrants": 4,
    "typesOfAction": "HORIZON Research and Innovation Actions",
    "portalUrl": "https://example.org/topic",
    "description": "The beneficiariesâ€™ costs.",
}


def file_of(folder: Path, *topics: object, end: str = "") -> Path:
    """An extract as it is found: packed, after a byte order mark, without line breaks."""
    path = folder / "topics.jsonl.gz"
    path.write_bytes(gzip.compress(("\ufeff" + "".join(json.dumps(topic) for topic in topics) + end).encode()))
    return path


async def test_a_topic_is_stored_with_its_conditions(tmp_path: Path) -> None:
    async with empty_database() as opened:
        job = await run(TOPICS_OF_THE_PORTAL, opened, file_of(tmp_path, TOPIC))
        assert job.exit_code == 0
        topic = await Topic.get().prefetch_related("call__programme", "programme")
        assert (topic.title, topic.description) == ("Women\u2019s participation", "The beneficiaries\u2019 costs.")
        assert (topic.status, topic.deadline) == (TopicStatus.FORTHCOMING, date(2027, 3, 17))
        assert topic.deadline_model is DeadlineModel.SINGLE_STAGE
        assert (topic.budget_min_minor, topic.budget_min_currency) == (15_000_000, "EUR")
        assert (topic.budget_max_minor, topic.budget_max_currency) == (None, None)
        assert topic.programme is not None
        assert topic.call is not None
        assert (topic.programme.code, topic.programme.title) == ("HORIZON", "Horizon Europe")
        assert (topic.call.identifier, topic.call.title) == ("HORIZON-INFRA-2027", "Infrastructures")


async def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    path = file_of(tmp_path, TOPIC, TOPIC | {"topicId": "T-2", "deadlineModel": "", "programme": "LIFE"})
    async with empty_database() as opened:
        await run(TOPICS_OF_THE_PORTAL, opened, path)
        before = await changes(opened)
        await run(TOPICS_OF_THE_PORTAL, opened, path)
        assert await changes(opened) == before
        assert (await Topic.get(identifier="T-2")).deadline_model is None


async def test_the_project_register_and_the_portal_meet_in_either_order(tmp_path: Path) -> None:
    project = XmlProject(topic=str(TOPIC["topicId"]), call=str(TOPIC["callIdentifier"]), parts=("HORIZON.1.3",))
    found: set[str] = set()
    for place, order in enumerate(((CORDIS, TOPICS_OF_THE_PORTAL), (TOPICS_OF_THE_PORTAL, CORDIS))):
        folder = tmp_path / f"{place}"
        folder.mkdir()
        paths = {CORDIS: project.write(folder), TOPICS_OF_THE_PORTAL: file_of(folder, TOPIC)}
        async with empty_database() as opened:
            for importer in order:
                await run(importer, opened, paths[importer])
            topic = await Topic.get().prefetch_related("programme")
            assert topic.status is TopicStatus.FORTHCOMING
            assert topic.programme is not None
            assert topic.programme.code == "HORIZON.1.3"
            assert (await Programme.get(code="HORIZON")).title == "Horizon Europe"
            assert (await Call.get().prefetch_related("programme")).programme is not None
            found.add("\n".join(await stored(opened)))
    assert len(found) == 1


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        ({"topicId": ""}, "record 2, topicId", "has no identifier"),
        ({"deadline": "in spring"}, "record 2, deadline", "'in spring' is no date"),
        ({"callStatus": "asleep"}, "record 2, callStatus", "'asleep' is unknown"),
        ({"budgetMin": "much"}, "record 2, budgetMin", "'much' is no amount"),
        ({"expectedGrants": 1.5}, "record 2, expectedGrants", "is no whole number"),
        ({"title": ["a"]}, "record 2, title", "is no text"),
        ({"title": "x" * 501}, "record 2, HORIZON-INFRA-2027-TECH-01", "title has 501 characters"),
    ],
)
async def test_a_bad_topic_is_told_and_the_others_go_on(
    tmp_path: Path, change: dict[str, object], place: str, reason: str
) -> None:
    path = file_of(tmp_path, TOPIC | {"topicId": "T-1"}, TOPIC | change, TOPIC | {"topicId": "T-3"})
    async with empty_database() as opened:
        job = await run(TOPICS_OF_THE_PORTAL, opened, path)
        assert job.exit_code == 1
        assert [fault.place for fault in job.faults] == [place]
        assert reason in job.faults[0].reason
        assert await column(Topic.all().order_by("identifier"), "identifier") == ["T-1", "T-3"]


@pytest.mark.parametrize(("end", "place"), [('{"topicId": ', "record 2"), ("[]", "record 2, the record")])
async def test_text_that_is_no_topic_is_told(tmp_path: Path, end: str, place: str) -> None:
    async with empty_database() as opened:
        job = await run(TOPICS_OF_THE_PORTAL, opened, file_of(tmp_path, TOPIC, end=end))
        assert [fault.place for fault in job.faults] == [place]
        assert await Topic.all().count() == 1


async def test_a_cut_file_is_told(tmp_path: Path) -> None:
    path = file_of(tmp_path, TOPIC)
    path.write_bytes(path.read_bytes()[:-20])
    async with empty_database() as opened:
        job = await run(TOPICS_OF_THE_PORTAL, opened, path)
        assert [(fault.place, fault.reason[:22]) for fault in job.faults] == [("the file", "it cannot be read on: ")]


@shared_data
async def test_the_portals_extract_of_august_2026() -> None:
    async with empty_database() as opened:
        job = await run(TOPICS_OF_THE_PORTAL, opened, real("calls/funding_portal_topics.jsonl.gz"))
        assert job.exit_code == 0
        counts = {status: await Topic.filter(status=status).count() for status in TopicStatus}
        assert counts == {TopicStatus.OPEN: 363, TopicStatus.FORTHCOMING: 262, TopicStatus.CLOSED: 4}
        assert await Topic.filter(deadline_model=DeadlineModel.TWO_STAGE).count() == 28
        assert await Call.all().count() == 205
        assert await Programme.all().count() == 22
        assert await Topic.filter(title__contains="â€").count() == 0
