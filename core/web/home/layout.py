"""Where everything in the picture stands: departments in columns round the one where they meet, links in the gaps."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Final

from core.web.home.links import Landscape, Link, Section

LETTER: Final = 7.4
"""The width of a letter of a type's name, a little above the average of common fonts; all lengths are in pixels."""
TITLE_LETTER: Final = 7.8
TITLE_LINE: Final = 19
ROW: Final = 26
BETWEEN_ROWS: Final = 4
END: Final = 7
"""How far apart the ends of links stand on the side of a type."""
PADDING: Final = 12
ARCS: Final = 30
"""The room beside the names, on the far side, for the links within a department."""
GAP: Final = 26
"""Between departments in one column."""
MARGIN: Final = 8
NARROWEST: Final = 96

Point = tuple[float, float]


class Side(Enum):
    """A side of a type, from which links leave."""

    LEFT = -1
    RIGHT = 1


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def edge(self, side: Side) -> float:
        """Where a side is, from the left."""
        return self.x if side is Side.LEFT else self.x + self.width


@dataclass(frozen=True)
class Placed:
    """A department in its place."""

    section: Section
    box: Box
    title: tuple[str, ...]
    """Its lines."""
    rows: Mapping[str, Box]
    """Each type with its place."""
    near: Side | None
    """The side that looks to the hub; the hub itself has none."""


@dataclass(frozen=True)
class Curve:
    """A link in its place: from where to where, and to which side each end looks."""

    link: Link
    start: Point
    end: Point
    sides: tuple[Side, Side]


@dataclass(frozen=True)
class Layout:
    """The whole picture."""

    width: float
    height: float
    sections: tuple[Placed, ...]
    curves: tuple[Curve, ...]
    arcs: tuple[Curve, ...]
    """The links within departments."""


def layout_of(landscape: Landscape, *, gap: float, sides: int) -> Layout:
    """Place everything; `sides` is 2 for a hub in the middle and 1 for one at the left, `gap` the width for links."""
    columns = _Columns(landscape, _distributed(landscape, sides), gap)
    return Layout(columns.width, columns.height, columns.placed, tuple(columns.curves()), tuple(columns.arcs()))


def _distributed(landscape: Landscape, sides: int) -> list[tuple[Section, ...]]:
    """The departments of each column: on two sides, the longest first to the side that is shorter."""
    hub = landscape.hub
    others = [each for each in landscape.sections if each is not hub]
    if sides == 1:
        return [each for each in ((hub,), tuple(others)) if each]
    halves: tuple[list[Section], list[Section]] = ([], [])
    for section in sorted(others, key=lambda each: -len(each.types)):
        min(halves, key=_length).append(section)
    left, right = halves
    return [each for each in (tuple(left), (hub,), tuple(right)) if each]


def _length(sections: Sequence[Section]) -> int:
    return sum(len(each.types) + 2 for each in sections)


@dataclass(frozen=True)
class _Columns:
    landscape: Landscape
    columns: Sequence[tuple[Section, ...]]
    gap: float

    @cached_property
    def _column_of(self) -> Mapping[str, int]:
        """The column of each type."""
        return {each: at for at, column in enumerate(self.columns) for section in column for each in section.types}

    @cached_property
    def _hub(self) -> int:
        return self.columns.index((self.landscape.hub,))

    def _near(self, column: int) -> Side | None:
        if column == self._hub:
            return None
        return Side.RIGHT if column < self._hub else Side.LEFT

    def _sides(self, link: Link) -> tuple[Side, Side]:
        """The sides on which a link leaves the one type and enters the other."""
        one, other = (self._column_of[end] for end in link.ends)
        if one == other:
            side = self._near(one) or Side.RIGHT
            return side, side
        return (Side.RIGHT, Side.LEFT) if one < other else (Side.LEFT, Side.RIGHT)

    @cached_property
    def _ends(self) -> Mapping[tuple[str, Side], list[Link]]:
        """The links that end on each side of a type."""
        ends: defaultdict[tuple[str, Side], list[Link]] = defaultdict(list)
        for link in self.landscape.crossing:
            for end, side in zip(link.ends, self._sides(link), strict=True):
                ends[end, side].append(link)
        return ends

    # ------------------------------------------------------------ the boxes

    def _row_height(self, name: str) -> float:
        most = max(len(self._ends.get((name, side), ())) for side in Side)
        return max(ROW, (most + 1) * END)

    def _column_width(self, column: Sequence[Section]) -> float:
        longest = max(len(name) for section in column for name in section.types)
        return max(NARROWEST, longest * LETTER + 2 * PADDING + ARCS)

    def _title(self, section: Section, width: float) -> tuple[str, ...]:
        return tuple(textwrap.wrap(section.title, max(8, int((width - 2 * PADDING) / TITLE_LETTER))))

    def _section_height(self, section: Section, width: float) -> float:
        head = len(self._title(section, width)) * TITLE_LINE + 2 * PADDING
        return head + sum(self._row_height(each) + BETWEEN_ROWS for each in section.types) + PADDING - BETWEEN_ROWS

    def _column_height(self, column: Sequence[Section]) -> float:
        width = self._column_width(column)
        return sum(self._section_height(each, width) + GAP for each in column) - GAP

    @cached_property
    def width(self) -> float:
        return sum(map(self._column_width, self.columns)) + self.gap * (len(self.columns) - 1) + 2 * MARGIN

    @cached_property
    def height(self) -> float:
        return max(map(self._column_height, self.columns)) + 2 * MARGIN

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Each column from left to right, in the middle of the height."""
        return tuple(self._place())

    def _place(self) -> Iterator[Placed]:
        x: float = MARGIN
        for at, column in enumerate(self.columns):
            width = self._column_width(column)
            y = (self.height - self._column_height(column)) / 2
            for section in column:
                box = Box(x, y, width, self._section_height(section, width))
                title = self._title(section, width)
                yield Placed(section, box, title, dict(self._rows(section, box, len(title))), self._near(at))
                y = box.bottom + GAP
            x += width + self.gap

    def _rows(self, section: Section, box: Box, lines: int) -> Iterator[tuple[str, Box]]:
        y = box.y + lines * TITLE_LINE + 2 * PADDING
        for name in section.types:
            height = self._row_height(name)
            yield name, Box(box.x, y, box.width, height)
            y += height + BETWEEN_ROWS

    @cached_property
    def _row(self) -> Mapping[str, Box]:
        return {name: row for each in self.placed for name, row in each.rows.items()}

    # ------------------------------------------------------------ the links

    @cached_property
    def _points(self) -> Mapping[tuple[Link, str], Point]:
        """Where each link ends: on the side of its type, in the order of the other ends, so that few cross."""
        points: dict[tuple[Link, str], Point] = {}
        for (name, side), links in self._ends.items():
            row = self._row[name]
            ordered = sorted(links, key=lambda link: self._row[_other(link, name)].middle)
            first = row.middle - (len(links) - 1) * END / 2
            for at, link in enumerate(ordered):
                points[link, name] = row.edge(side), first + at * END
        return points

    def curves(self) -> Iterator[Curve]:
        """The links between departments."""
        for link in self.landscape.crossing:
            one, other = link.ends
            yield Curve(link, self._points[link, one], self._points[link, other], self._sides(link))

    def arcs(self) -> Iterator[Curve]:
        """The links within departments, on the side that looks away from the hub."""
        near = {name: each.near for each in self.placed for name in each.rows}
        for link in self.landscape.inner:
            one, other = (self._row[end] for end in link.ends)
            side = Side.LEFT if near[link.ends[0]] is Side.RIGHT else Side.RIGHT
            x = one.edge(side) - side.value * ARCS
            yield Curve(link, (x, one.middle), (x, other.middle), (side, side))


def _other(link: Link, name: str) -> str:
    one, other = link.ends
    return other if one == name else one
