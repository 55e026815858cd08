"""The figures as a table on the terminal and as bench/RESULTS.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from typing import Final

from rich.console import Console
from rich.table import Table

from bench.contenders import Contender
from bench.machine import machine
from bench.measures import CONNECTIONS, Key, Measures
from bench.operations import Operation

Cell = Callable[[str, str], str]
ABSENT: Final = "-"


def milliseconds(value: float) -> str:
    """Three digits that count."""
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"  # noqa: PLR2004


def _medians(found: Mapping[Key, list[float]]) -> Cell:
    def cell(name: str, operation: str) -> str:
        times = found.get((name, operation))
        return milliseconds(median(times)) if times else ABSENT

    return cell


class Report:
    """One run, to be read."""

    def __init__(
        self,
        found: Measures,
        chosen: Sequence[Contender],
        operations: Sequence[Operation],
        suppliers: int,
        missing: Sequence[str],
        kind: str,
    ) -> None:
        self.missing = missing
        self.kind = kind
        self.found = found
        self.chosen = chosen
        self.operations = operations
        self.suppliers = suppliers

    def tables(self) -> Iterable[tuple[str, Cell]]:
        """What there is to tell of each contender and operation."""
        yield "Over HTTP, one connection: median milliseconds", _medians(self.found.http)
        yield "As a multiple of ours (over 1: slower than ours)", self._ratio
        yield "Milliseconds of the server's processor time for a request", self._work
        yield f"Requests in a second, {CONNECTIONS} connections", self._rate
        yield "In process: median milliseconds", _medians(self.found.inside)
        yield "SQL statements", self._statements

    def _ratio(self, name: str, operation: str) -> str:
        ratio = self.found.ratio(name, operation)
        return ABSENT if ratio is None else f"{ratio:.2g}x" if ratio < 10 else f"{ratio:.0f}x"  # noqa: PLR2004

    def _work(self, name: str, operation: str) -> str:
        work = self.found.work(name, operation)
        return ABSENT if work is None else milliseconds(work)

    def _rate(self, name: str, operation: str) -> str:
        rates = self.found.rates.get((name, operation))
        return f"{median(rates):,.0f}" if rates else ABSENT

    def _statements(self, name: str, operation: str) -> str:
        if name == "floor":
            return "1"
        return str(self.found.statements.get((name, operation), ABSENT))

    def show(self, out: Console) -> None:
        """Print the tables."""
        for title, cell in self.tables():
            table = Table("", *(each.title for each in self.operations), title=title, title_justify="left")
            for each in self._tellers(cell):
                table.add_row(each.name, *(cell(each.name, operation.name) for operation in self.operations))
            out.print(table)
        out.print(f"peak memory, MB: {self._memory()}")

    def _tellers(self, cell: Cell) -> list[Contender]:
        return [each for each in self.chosen if any(cell(each.name, asked.name) != ABSENT for asked in self.operations)]

    def _memory(self) -> str:
        return ", ".join(f"{name} {peak:.0f}" for name, peak in self.found.memory.items()) or "not told by this system"

    def markdown(self, picture: str) -> str:
        """The page, with the file of its picture."""
        tenders, bids = self.suppliers * 4, self.suppliers * 20
        parts = [HEAD.format(kind=self.kind, suppliers=self.suppliers, tenders=tenders, bids=bids)]
        parts += [f"- **{each.name}**: {each.title}" for each in self.chosen]
        parts += [f"- {sentence}" for sentence in self.missing]
        parts += ["", FAIRNESS, f"![Median milliseconds over HTTP]({picture})", ""]
        for title, cell in self.tables():
            parts += [f"## {title}", "", *self._markdown_table(cell), ""]
        parts += ["## Peak memory of the servers, MB", "", self._memory(), "", "## The machine", ""]
        parts += [f"- {part}: {told}" for part, told in machine()]
        return "\n".join(parts) + "\n"

    def _markdown_table(self, cell: Cell) -> Iterable[str]:
        yield f"| | {' | '.join(self._headed(each) for each in self.operations)} |"
        yield f"|---|{'---:|' * len(self.operations)}"
        for each in self._tellers(cell):
            name = f"**{each.name}**" if each.name == "ours" else each.name
            yield f"| {name} | {' | '.join(cell(each.name, operation.name) for operation in self.operations)} |"

    def _headed(self, operation: Operation) -> str:
        return f"{operation.title} ({self.found.leaves.get(operation.name, 0):,} values)"


HEAD: Final = """# How fast it is

Written by `make bench`, on {kind}: {suppliers:,} suppliers, {tenders:,} tenders, {bids:,} bids, with technologies,
licences, projects and proposals to match. All contenders read the same database in one run and take turns; all answers
were parsed, compared and found equal before anything was measured.
"""
FAIRNESS: Final = """Ours applies its scopes, for a procurement officer; the others apply none, and their rows are such
that none is hidden. Ours and the floor read the columns that were asked for; loaders over rows read whole rows.
The Python servers run on the same uvicorn, each contender in one process.
"""
