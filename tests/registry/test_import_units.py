"""Departments and experiments, read from the lists of CERN's archive."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from core.registry.importers.units import UNITS
from core.registry.models import OrgUnit, UnitLevel
from tests.databases import changes
from tests.importing import empty_database, real, run, shared_data

DEPARTMENTS = """
- id: IPT
  title:
    en: IPT - Industry, Procurement and Knowledge Transfer Department
- id: AB
  title:
    en: AB - Accelerators and Beams (2000-2009)
- id: IR
  title:
    en: IR - International Relations Sector
"""
EXPERIMENTS = """
- id: LHCB
  title:
    en: LHCb
  description:
    en: Beauty
- title:
    en: no code
- id: LHCB
  title:
    en: again
"""


async def test_departments_and_experiments_are_units(tmp_path: Path) -> None:
    (tmp_path / "departments.yaml").write_text(DEPARTMENTS)
    (tmp_path / "experiments.yaml").write_text(EXPERIMENTS)
    (tmp_path / "accelerators.yaml").write_text("- id: LHC")
    async with empty_database() as opened:
        job = await run(UNITS, opened, tmp_path)
        former, ipt, sector, experiment = await OrgUnit.all().order_by("code")[:4]
        assert (ipt.name, ipt.level) == (
            "Industry, Procurement and Knowledge Transfer Department",
            UnitLevel.DEPARTMENT,
        )
        assert (former.name, former.valid_from, former.valid_to) == (
            "Accelerators and Beams",
            date(2000, 1, 1),
            date(2009, 12, 31),
        )
        assert (sector.level, experiment.level) == (UnitLevel.SECTOR, UnitLevel.EXPERIMENT)
        assert (experiment.name, experiment.activities) == ("LHCb", "Beauty")
        assert [(fault.file, fault.place) for fault in job.faults] == [("experiments.yaml", "entry 2, id")]
        assert [notice.file for notice in job.notices] == ["accelerators.yaml", "experiments.yaml"]
        before = await changes(opened)
        await run(UNITS, opened, tmp_path)
        assert await changes(opened) == before


async def test_what_is_known_of_a_unit_stays(tmp_path: Path) -> None:
    (tmp_path / "departments.yaml").write_text(DEPARTMENTS)
    async with empty_database() as opened:
        await OrgUnit.create(code="IPT", name="IPT", level=UnitLevel.DEPARTMENT, activities="It buys and transfers.")
        await run(UNITS, opened, tmp_path / "departments.yaml")
        ipt = await OrgUnit.get(code="IPT")
        assert ipt.name == "Industry, Procurement and Knowledge Transfer Department"
        assert ipt.activities == "It buys and transfers."
        assert "it buys and transfers" in ipt.search_text


async def test_a_list_that_is_no_yaml_is_named_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "departments.yaml").write_text("- id: IPT\n  title: [")
    async with empty_database() as opened:
        job = await run(UNITS, opened, tmp_path)
        assert [(fault.file, fault.place) for fault in job.faults] == [("departments.yaml", "line 2")]


@shared_data
async def test_the_lists_of_cern_are_read_whole() -> None:
    async with empty_database() as opened:
        job = await run(UNITS, opened, real("cern"))
        assert job.exit_code == 0
        assert await OrgUnit.filter(level=UnitLevel.EXPERIMENT).count() == 1_358
        assert await OrgUnit.exclude(level=UnitLevel.EXPERIMENT).count() == 63
