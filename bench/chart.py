"""A picture of the medians: a group of bars for each operation, on a scale of powers of ten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import log10
from statistics import median
from typing import Final

from bench.contenders import Contender
from bench.measures import Measures
from bench.operations import Operation
from bench.report import milliseconds

WIDTH: Final = 760
LEFT: Final = 200
RIGHT: Final = 90
BAR: Final = 13
GAP: Final = 18
TOP: Final = 48
FEWEST: Final = 0.01
COLOURS: Final = {
    "ours": "#0033a0",
    "usual": "#c25b12",
    "mercurius": "#6f8a2f",
    "postgraphile": "#6f8a2f",
    "floor": "#9aa3ad",
}


def chart(found: Measures, chosen: Sequence[Contender], operations: Sequence[Operation]) -> str:
    """The picture as SVG."""
    group = len(chosen) * BAR + GAP
    height = TOP + len(operations) * group + 10
    most = max(median(times) for times in found.http.values())
    scale = (WIDTH - LEFT - RIGHT) / log10(max(most, 1) / FEWEST)
    parts = [*_legend(chosen)]
    for place, operation in enumerate(operations):
        top = TOP + place * group
        parts.append(_text(LEFT - 10, top + len(chosen) * BAR / 2 + 4, operation.title, "end"))
        parts += _bars(found, chosen, operation, top, scale)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="12" fill="#1d2733"><rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _legend(chosen: Sequence[Contender]) -> Iterator[str]:
    yield _text(LEFT, 16, "Median milliseconds over HTTP, one connection, on a logarithmic scale", "start")
    for place, each in enumerate(chosen):
        left = LEFT + place * 110
        yield _bar(left, 26, 12, each.name) + _text(left + 18, 36, each.name, "start")


def _bars(found: Measures, chosen: Sequence[Contender], operation: Operation, top: int, scale: float) -> Iterator[str]:
    for place, each in enumerate(chosen):
        value = median(found.http[each.name, operation.name])
        length = max(2.0, log10(max(value, FEWEST) / FEWEST) * scale)
        at = top + place * BAR
        yield _bar(LEFT, at, length, each.name)
        yield _text(LEFT + length + 6, at + BAR - 3, milliseconds(value), "start")


def _bar(left: float, top: float, length: float, name: str) -> str:
    return (
        f'<rect x="{left:.0f}" y="{top}" width="{length:.0f}" height="{BAR - 2}" fill="{COLOURS.get(name, "#888")}"/>'
    )


def _text(left: float, top: float, text: str, anchor: str) -> str:
    return f'<text x="{left:.0f}" y="{top:.0f}" text-anchor="{anchor}">{escape(text)}</text>'
