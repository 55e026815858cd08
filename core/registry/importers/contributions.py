"""What states pay to CERN in a year, as a table: country, year, percent_of_contributions, source_url."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from core.registry.models import Contribution, MemberState
from core.storage.documents import opened
from core.storage.imports import Import, Importer, RecordError, one_line
from core.storage.tables import Row, Table
from core.words import Country, Share, fold

COLUMNS: Final = ("country", "year", "percent_of_contributions", "source_url")
YEARS: Final = range(1954, 2200)

STATES: Final = Table(MemberState, key=("country",), update=())
CONTRIBUTIONS_OF_STATES: Final = Table(Contribution, key=("member_state_id", "year"), update=("percent_ppm", "source"))


@dataclass(frozen=True, slots=True)
class Paid:
    """One line: a state's part of all contributions of a year."""

    country: Country
    year: int
    percent_ppm: int
    source: str


async def run(job: Import) -> None:
    """Store every line that can be read; states that are new are made."""
    lines = [*_lines(job)]
    async with job.batch() as batch:
        await batch.lock(STATES)
        await batch.upsert(STATES, (_state(line) for line in lines))
        states = await batch.ids(STATES, {(line.country.code,) for line in lines})
        await batch.upsert(
            CONTRIBUTIONS_OF_STATES,
            (
                CONTRIBUTIONS_OF_STATES.row(
                    member_state_id=states[line.country.code,],
                    year=line.year,
                    percent_ppm=line.percent_ppm,
                    source=line.source,
                )
                for line in lines
            ),
        )
    job.progress(len(lines), len(lines))


CONTRIBUTIONS: Final = Importer("contributions", "Yearly contributions of member states to CERN, from a CSV file", run)


def _state(line: Paid) -> Row:
    country = line.country
    return STATES.row(
        country=country.code, name=country.name, source=line.source, search_text=fold(f"{country.code} {country.name}")
    )


def _lines(job: Import) -> Iterator[Paid]:
    with opened(job.path) as text:
        table = csv.DictReader(text)
        if missing := {*COLUMNS} - {*(table.fieldnames or ())}:
            job.report(job.path.name, "line 1", f"columns are missing: {', '.join(sorted(missing))}")
            return
        for line in table:
            try:
                yield _paid(line)
            except RecordError as error:
                job.report(job.path.name, f"line {table.line_num}, {error.place}", error.reason)


def _paid(line: dict[str, str]) -> Paid:
    country = Country.of(line["country"] or "")
    if country is None or len(country.code) != len("CH"):
        raise RecordError("country", f"'{line['country']}' is no code of two letters")
    return Paid(country, _year(line["year"]), _ppm(line["percent_of_contributions"]), one_line(line["source_url"]))


def _year(given: str | None) -> int:
    if not given or not given.isdecimal() or int(given) not in YEARS:
        raise RecordError("year", f"'{given}' is no year since {YEARS.start}")
    return int(given)


def _ppm(given: str | None) -> int:
    try:
        ppm = Share(percent=Decimal(given or "")).ppm()
    except (InvalidOperation, ValueError) as error:
        raise RecordError("percent_of_contributions", f"'{given}' is no percentage: write 2.24") from error
    if not 0 <= ppm <= Share(percent=Decimal(100)).ppm():
        raise RecordError("percent_of_contributions", f"{given} percent is not between 0 and 100")
    return ppm
