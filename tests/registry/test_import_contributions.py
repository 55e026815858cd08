"""What states pay, read from a table."""

from __future__ import annotations

from pathlib import Path

from core.registry.importers.contributions import CONTRIBUTIONS
from core.registry.models import Contribution, MemberState
from tests.databases import changes
from tests.importing import column, empty_database, real, run, shared_data

HEAD = "country,year,percent_of_contributions,budget_mchf_stated,source_url\n"


def table(folder: Path, lines: str, head: str = HEAD) -> Path:
    path = folder / "contributions.csv"
    path.write_text(head + lines, "utf-8")
    return path


async def test_each_line_is_a_states_part_of_a_year(tmp_path: Path) -> None:
    path = table(tmp_path, "PL,2009,2.85,887.385,http://example.org\nEL,2009,1.96,887.385,http://example.org\n")
    async with empty_database() as opened:
        job = await run(CONTRIBUTIONS, opened, path)
        assert job.exit_code == 0
        rows = await Contribution.all().order_by("percent_ppm").values("member_state__name", "year", "percent_ppm")
        assert [tuple(row.values()) for row in rows] == [("Greece", 2009, 19_600), ("Poland", 2009, 28_500)]
        assert (await MemberState.get(country="GR")).source == "http://example.org"
        before = await changes(opened)
        await run(CONTRIBUTIONS, opened, path)
        assert await changes(opened) == before


async def test_a_bad_line_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    path = table(
        tmp_path, "PL,2009,2.85,,x\nFR,MMIX,15.34,,x\nDE,2009,lots,,x\n,2009,1,,x\nIT,2009,101,,x\nCH,2009,3.01,,x\n"
    )
    async with empty_database() as opened:
        job = await run(CONTRIBUTIONS, opened, path)
        assert job.exit_code == 1
        assert [(fault.file, fault.place) for fault in job.faults] == [
            ("contributions.csv", "line 3, year"),
            ("contributions.csv", "line 4, percent_of_contributions"),
            ("contributions.csv", "line 5, country"),
            ("contributions.csv", "line 6, percent_of_contributions"),
        ]
        assert await Contribution.all().count() == 2


async def test_a_table_of_something_else_is_left_alone(tmp_path: Path) -> None:
    async with empty_database() as opened:
        job = await run(CONTRIBUTIONS, opened, table(tmp_path, "1,2\n", head="a,b\n"))
        assert job.faults[0].reason.startswith("columns are missing: country, percent_of_contributions")
        assert await MemberState.all().count() == 0


@shared_data
async def test_the_contributions_of_2009_are_whole() -> None:
    async with empty_database() as opened:
        await run(CONTRIBUTIONS, opened, real("cern/cern_member_state_contributions_2009.csv"))
        parts = await column(Contribution.filter(year=2009), "percent_ppm")
        assert (len(parts), sum(map(int, map(str, parts)))) == (20, 1_000_000)
