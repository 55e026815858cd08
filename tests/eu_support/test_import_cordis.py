"""CORDIS projects, from small files that tell one thing each."""

from __future__ import annotations

import itertools
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.registry.models import Organisation, OrganisationIdentifier, OrganisationKind
from plugins.eu_support.importers import cordis as module
from plugins.eu_support.importers.cordis import CORDIS
from plugins.eu_support.models import (
    Call,
    Participation,
    ParticipationRole,
    Programme,
    Project,
    ProjectProgramme,
    ProjectStatus,
    Topic,
)
from tests.databases import changes
from tests.eu_support.projects import Partner, XmlProject
from tests.importing import column, empty_database, job_at, run, stored


async def test_a_project_is_stored_with_all_that_it_names(tmp_path: Path) -> None:
    partners = (
        Partner("999988133", "coordinator", name="CERN", country="CH", contribution="0.4400000001", vat="CHE1"),
        Partner("999988134", "associatedPartner", 2, country="EL", contribution=None, net=None, sme=None, kind="/HES"),
        Partner(
            "999988135", "thirdParty", 1, country="UK", contribution="0", sme="true", terminated="true", kind="/PRC"
        ),
    )
    path = XmlProject(partners=partners, parts=("HORIZON.1.2", "HORIZON.2")).write(tmp_path)
    async with empty_database() as opened:
        job = await run(CORDIS, opened, path)
        assert job.exit_code == 0

        project = await Project.get(grant_number="101000001").prefetch_related("call", "topic", "programme")
        assert (project.framework, project.status, project.funding_scheme) == (
            "HORIZON",
            ProjectStatus.SIGNED,
            "HORIZON-RIA",
        )
        assert (project.starts_on, project.signed_on) == (date(2025, 2, 1), None)
        assert (project.total_cost_minor, project.ec_max_contribution_minor) == (0, 100_050)
        assert project.call is not None
        assert project.topic is not None
        assert project.programme is not None
        assert project.call.title == "Call of 101000001"
        assert (project.topic.identifier, project.programme.code) == ("HORIZON-TOPIC-01", "HORIZON.1.2")

        rows = (
            await Participation.all()
            .order_by("id")
            .values_list(
                "organisation__country",
                "role",
                "order",
                "ec_contribution_minor",
                "ec_contribution_currency",
                "is_sme",
                "is_terminated",
            )
        )
        assert [tuple(row) for row in rows] == [
            ("CH", ParticipationRole.COORDINATOR, 1, 44, "EUR", False, False),
            ("GR", ParticipationRole.ASSOCIATED_PARTNER, 2, None, None, None, False),
            ("GB", ParticipationRole.THIRD_PARTY, 1, 0, "EUR", True, True),
        ]
        cern = await Organisation.get(name="CERN")
        assert (cern.kind, cern.city, cern.website) == (OrganisationKind.RESEARCH, "Town", "http://example.org")
        assert sorted(map(str, await column(OrganisationIdentifier.filter(organisation=cern), "value"))) == [
            "999988133",
            "CHE1",
        ]


async def test_results_bring_no_organisations(tmp_path: Path) -> None:
    async with empty_database() as opened:
        await run(CORDIS, opened, XmlProject().write(tmp_path))
        assert await Organisation.filter(name="Patent office").count() == 0


async def test_parts_are_marked_and_their_ancestors_are_not(tmp_path: Path) -> None:
    XmlProject("1", parts=("HORIZON.1.2", "HORIZON.2.4.1")).write(tmp_path)
    XmlProject("2", parts=("HORIZON.2.4",)).write(tmp_path)
    async with empty_database() as opened:
        await run(CORDIS, opened, tmp_path)
        parts = await column(Programme.filter(is_part=True).order_by("code"), "code")
        assert parts == ["HORIZON.1.2", "HORIZON.2.4", "HORIZON.2.4.1"]
        others = await column(Programme.filter(is_part=False).order_by("code"), "code")
        assert others == ["HORIZON", "HORIZON.1", "HORIZON.2"]
        lowest = await Programme.get(code="HORIZON.2.4.1").prefetch_related("parent__parent__parent")
        assert lowest.parent is not None
        assert (lowest.parent.code, lowest.parent.title) == ("HORIZON.2.4", "Part HORIZON.2.4")
        assert await ProjectProgramme.filter(project__grant_number="1", is_main=True).count() == 1


async def test_one_organisation_can_be_in_a_project_more_than_once(tmp_path: Path) -> None:
    partners = (
        Partner("1", "participant", 2),
        Partner("1", "participant", 3),
        Partner("1", "thirdParty", 2),
    )
    async with empty_database() as opened:
        await run(CORDIS, opened, XmlProject(partners=partners).write(tmp_path))
        assert await Participation.all().count() == 3
        assert await Organisation.all().count() == 1


async def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    for number in range(5):
        XmlProject(f"{number}", (Partner("1", name=f"Name {number}"), Partner("2", order=2))).write(tmp_path)
    async with empty_database() as opened:
        await run(CORDIS, opened, tmp_path)
        before = await changes(opened)
        job = await run(CORDIS, opened, tmp_path)
        assert await changes(opened) == before
        assert job.written.total() == 0
        assert job.seen["eu_support_project"] == 5


DISAGREEING = (
    XmlProject(
        "1",
        (Partner("7", name="Old", sme="true", vat="A"),),
        "2023-01-01 00:00:00",
        call="C",
        topic="T",
        parts=("H.1", "H.2"),
    ),
    XmlProject(
        "2",
        (Partner("7", name="New", kind="/HES", vat="B"),),
        "2025-01-01 00:00:00",
        call="C",
        topic="T",
        parts=("H.2",),
    ),
    XmlProject(
        "3", (Partner("7", name="Of a greater grant"),), "2025-01-01 00:00:00", call="D", topic="T", parts=("H.1",)
    ),
)


@pytest.mark.parametrize("batch", [1, 250])
async def test_where_records_disagree_the_order_of_import_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(module, "PROJECTS_IN_A_BATCH", batch)
    found: set[str] = set()
    for place, order in enumerate(itertools.permutations(DISAGREEING)):
        folder = tmp_path / f"{place}"
        folder.mkdir()
        for number, project in enumerate(order):
            project.write(folder, f"{number}")
        async with empty_database() as opened:
            await run(CORDIS, opened, folder)
            found.add("\n".join(await stored(opened)))
            assert (await Organisation.get()).name == "Of a greater grant"
            assert (await Topic.get().prefetch_related("call")).call.identifier == "D"  # type: ignore[union-attr]
            assert (await Call.get(identifier="C")).title == "Call of 2"
    assert len(found) == 1


@pytest.mark.parametrize("newer_first", [False, True])
async def test_a_more_recent_record_of_a_project_replaces_it_whole(tmp_path: Path, newer_first: bool) -> None:
    older = XmlProject(
        partners=(Partner("1", "coordinator"), Partner("2", order=2)), title="Older", parts=("H.1", "H.2")
    )
    newer = replace(
        older,
        partners=(Partner("1", "coordinator", contribution="7"),),
        updated="2025-06-01 00:00:00",
        title="Newer",
        parts=("H.2",),
    )
    async with empty_database() as opened:
        for project in (newer, older) if newer_first else (older, newer):
            await run(CORDIS, opened, project.write(tmp_path))
        assert (await Project.get()).title == "Newer"
        assert [row.ec_contribution_minor for row in await Participation.all()] == [700]
        assert await column(ProjectProgramme.all(), "programme__code") == ["H.2"]


BROKEN = {
    "cut.xml": ("<project>\n<id>1</id>", "line 2", "the XML is broken"),
    "other.xml": ("<article/>", "line 1", "a <article>, not a <project>"),
    "no_id.xml": (XmlProject("").xml(), "line 2", "<project> has no <id>"),
    "day.xml": (XmlProject(starts="soon").xml(), "line 4, startDate", "'soon' is no date"),
    "status.xml": (XmlProject(status="ASLEEP").xml(), "line 2", "status 'ASLEEP' is unknown"),
    "role.xml": (XmlProject(partners=(Partner("1", "boss"),)).xml(), "line 9", "role 'boss' is unknown"),
    "pic.xml": (XmlProject(partners=(Partner(""),)).xml(), "line 9", "<organization> has no <id>"),
    "twice.xml": (XmlProject(partners=(Partner("1"), Partner("1"))).xml(), "line 2", "more than once"),
    "cost.xml": (
        XmlProject(partners=(Partner("1", cost="a lot"),)).xml(),
        "line 9, total_cost",
        "'a lot' is no amount",
    ),
    "long.xml": (XmlProject("5", title="x" * 501).xml(), "project 5", "title has 501 characters, and 500 fit"),
    "bomb.xml": ('<!DOCTYPE p [<!ENTITY a "aa">]><project><id>&a;</id></project>', "line 1", "<project> has no <id>"),
}


async def test_what_cannot_be_read_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    XmlProject("101").write(tmp_path, "aaa")
    XmlProject("102", (Partner("2"),)).write(tmp_path, "zzz")
    for name, (content, _, _) in BROKEN.items():
        (tmp_path / name).write_text(content, "utf-8")
    async with empty_database() as opened:
        job = await run(CORDIS, opened, tmp_path)
        assert job.exit_code == 1
        told = {fault.file: (fault.place, fault.reason) for fault in job.faults}
        assert {*told} == {*BROKEN}
        for name, (_, place, reason) in BROKEN.items():
            assert told[name][0] == place, name
            assert reason in told[name][1], name
        assert await column(Project.all().order_by("grant_number"), "grant_number") == ["101", "102"]
        assert await Organisation.all().count() == 2


async def test_an_unreadable_amount_of_a_dash_is_absent(tmp_path: Path) -> None:
    async with empty_database() as opened:
        await run(CORDIS, opened, XmlProject(partners=(Partner("1", contribution="-"),)).write(tmp_path))
        assert (await Participation.get()).ec_contribution_minor is None


async def test_text_is_mended_and_country_codes_are_kept(tmp_path: Path) -> None:
    partners = (
        Partner("1", name="UNIVERSITÃ‰ DE GENÃ\u02c6VE", country="CH"),
        Partner("2", country="XH"),
        Partner("3", country=""),
    )
    async with empty_database() as opened:
        await run(CORDIS, opened, XmlProject(partners=partners).write(tmp_path))
        rows = await Organisation.all().values_list("name", "country")
        assert {tuple(row) for row in rows} == {
            ("UNIVERSITÉ DE GENÈVE", "CH"),
            ("Some institute", "XH"),
            ("Some institute", ""),
        }


async def test_an_archive_that_is_cut_keeps_what_was_whole(tmp_path: Path) -> None:
    path = tmp_path / "projects.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.xml", XmlProject("1").xml())
        archive.writestr("2.xml", XmlProject("2").xml())
    content = bytearray(path.read_bytes())
    content[content.index(b"2.xml") + 20] ^= 0xFF
    path.write_bytes(bytes(content))
    async with empty_database() as opened:
        job = await run(CORDIS, opened, path)
        assert [(fault.file, fault.place) for fault in job.faults] == [("projects.zip", "after 1.xml")]
        assert await Project.all().count() == 1


async def test_progress_ends_at_the_total(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PROJECTS_IN_A_BATCH", 2)
    for number in range(5):
        XmlProject(f"{number}").write(tmp_path)
    told: list[tuple[int, int | None]] = []
    async with empty_database() as opened:
        await CORDIS.run(job_at(opened, tmp_path, lambda done, total: told.append((done, total))))
    assert told == [(2, 5), (4, 5), (5, 5)]


KILLED = """
import asyncio, sys
from pathlib import Path
from core.storage.connection import database
from plugins.eu_support.importers import cordis
from tests.importing import MODULES, job_at

async def main() -> None:
    cordis.PROJECTS_IN_A_BATCH = 3
    async with database(sys.argv[1], MODULES) as opened:
        await cordis.CORDIS.run(job_at(opened, Path(sys.argv[2]), lambda done, _: print(done, flush=True)))

asyncio.run(main())
"""


async def test_a_run_that_is_killed_and_run_again_ends_where_a_whole_one_ends(tmp_path: Path) -> None:
    projects = tmp_path / "projects"
    projects.mkdir()
    for number in range(60):
        partners = tuple(Partner(f"{pic}", order=pic, name=f"Name {number}") for pic in range(1, number % 7 + 2))
        XmlProject(f"{number:03}", partners, f"2025-01-{number % 28 + 1:02} 00:00:00", call=f"C{number % 4}").write(
            projects
        )
    async with empty_database() as opened:
        await run(CORDIS, opened, projects)
        whole = await stored(opened)
    async with empty_database() as opened:
        for batches in (1, 4, 11, 2):
            _kill_after(batches, opened.url, projects)
        assert 3 <= await Project.all().count() <= 60
        await run(CORDIS, opened, projects)
        assert await stored(opened) == whole


def _kill_after(batches: int, url: str, projects: Path) -> None:
    """Run an import and end it, by SIGKILL, once it has told that many times how far it is."""
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, url, str(projects)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as process:
        assert process.stdout is not None
        for _ in range(batches):
            process.stdout.readline()
        process.kill()
