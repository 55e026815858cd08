"""Draws the industrial return of a state: a bar for each window of years, and lines where classes of states end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

LEFT, RIGHT, TOP, BOTTOM = 64, 152, 76, 84
"""What stands round the bars: the scale, the names of the cut-offs, the title, years and the key."""
HEIGHT: Final = 260
SLOT: Final = 52
BAR: Final = 30
FEWEST: Final = 6
"""So many slots wide at the least, for the title to have room."""
LOWEST, HIGHEST = Decimal("1.25"), Decimal(3)
"""Where the scale ends; what is higher goes beyond it, with its number."""
WORDS: Final = {
    "WELL_BALANCED": "well balanced",
    "POORLY_BALANCED": "poorly balanced",
    "VERY_POORLY_BALANCED": "very poorly balanced",
    "WITHHELD": "withheld",
    "UNKNOWN": "not known",
}
STYLE: Final = """
text { font: 12px system-ui, sans-serif; fill: #1d2733 }
.title { font-size: 17px; font-weight: 600 }
.note, .year { fill: #55606d }
.year { font-size: 11px }
.value { font-size: 11px; font-weight: 600; paint-order: stroke; stroke: #fff; stroke-width: 3px }
.axis { stroke: #aab2bd }
.cut { stroke: #1d2733; stroke-dasharray: 5 4 }
.WELL_BALANCED { fill: #2f7d4f }
.POORLY_BALANCED { fill: #d79a21 }
.VERY_POORLY_BALANCED { fill: #b3362b }
.WITHHELD { fill: #d5dae1 }
.UNKNOWN { fill: #eceff3 }
"""


@dataclass(frozen=True)
class CutOff:
    """Where a class of states ends."""

    status: str
    below: Decimal


@dataclass(frozen=True)
class Bar:
    """The return of one window."""

    first_year: int
    last_year: int
    coefficient: Decimal | None
    outcome: str
    cut_offs: Sequence[CutOff]

    @property
    def told(self) -> str:
        """The window in words."""
        value = f"{self.coefficient}, " if self.coefficient is not None else ""
        return f"{self.first_year} to {self.last_year}: {value}{WORDS[self.outcome]}"


def drawing(title: str, bars: Sequence[Bar]) -> str:
    """The picture as an SVG document; every text in it is escaped."""
    return tostring(_Drawing(title, bars).draw(), encoding="unicode")


class _Drawing:
    def __init__(self, title: str, bars: Sequence[Bar]) -> None:
        self.title = title
        self.bars = bars
        known = [bar.coefficient for bar in bars if bar.coefficient is not None]
        self.top = min(max([LOWEST, *(value * LOWEST for value in known)]), HIGHEST)
        self.width = LEFT + max(len(bars), FEWEST) * SLOT + RIGHT
        self.base = TOP + HEIGHT

    def draw(self) -> Element:
        size = {"width": str(self.width), "height": str(self.base + BOTTOM)}
        view = f"0 0 {self.width} {self.base + BOTTOM}"
        named = {"role": "img", "aria-labelledby": "title", "aria-describedby": "told"}
        picture = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": view, **size, **named})
        SubElement(picture, "title", {"id": "title"}).text = self.title
        SubElement(picture, "desc", {"id": "told"}).text = ". ".join(self._sentences()) + "."
        SubElement(picture, "style").text = STYLE
        SubElement(picture, "rect", {"width": "100%", "height": "100%", "fill": "#fff"})
        self._heading(picture)
        for place, bar in enumerate(self.bars):
            self._bar(picture, self._middle(place), bar)
        self._cut_offs(picture)
        for place, bar in enumerate(self.bars):
            self._number(picture, self._middle(place), bar)
        self._key(picture)
        return picture

    def _sentences(self) -> Iterator[str]:
        if not self.bars:
            yield "No contribution of any year is known, so there is nothing to draw"
        yield from (bar.told for bar in self.bars)

    def _heading(self, picture: Element) -> None:
        self._text(picture, LEFT, 28, self.title, "title")
        note = "Share of contracts, by value, over share of contributions, in windows of years"
        self._text(picture, LEFT, 48, note if self.bars else "No contribution of any year is known.", "note")
        ends = {"x1": str(LEFT), "x2": str(self.width - RIGHT), "y1": str(self.base), "y2": str(self.base)}
        SubElement(picture, "line", {"class": "axis", **ends})
        self._text(picture, LEFT - 10, self.base + 4, "0", "note", "end")

    def _bar(self, picture: Element, middle: float, bar: Bar) -> None:
        group = SubElement(picture, "g")
        SubElement(group, "title").text = bar.told
        top = self._height(bar.coefficient) if bar.coefficient is not None else TOP
        shape = {"x": f"{middle - BAR / 2:.1f}", "y": f"{top:.1f}", "width": str(BAR)}
        SubElement(group, "rect", {"class": bar.outcome, "height": f"{max(self.base - top, 1):.1f}", **shape})
        self._text(group, middle, self.base + 17, f"{bar.first_year} to", "year", "middle")
        self._text(group, middle, self.base + 31, str(bar.last_year), "year", "middle")

    def _number(self, picture: Element, middle: float, bar: Bar) -> None:
        if bar.coefficient is None:
            turn = f"rotate(-90 {middle:.1f} {self.base - 10})"
            self._text(picture, middle + 4, self.base - 10, WORDS[bar.outcome], "note", "start", turn)
        else:
            beyond = " ▲" if bar.coefficient > self.top else ""
            above = self._height(bar.coefficient) - 6
            self._text(picture, middle, above, f"{bar.coefficient}{beyond}", "value", "middle")

    def _cut_offs(self, picture: Element) -> None:
        """Each window has lines of its own: what ends a class is policy, and can change."""
        for place, bar in enumerate(self.bars):
            for cut in bar.cut_offs:
                ends = {"x1": str(LEFT + place * SLOT), "x2": str(LEFT + (place + 1) * SLOT)}
                at = f"{self._height(cut.below):.1f}"
                SubElement(picture, "line", {"class": "cut", **ends, "y1": at, "y2": at})
        for bar in self.bars[-1:]:
            self._named(picture, bar.cut_offs)

    def _named(self, picture: Element, cut_offs: Sequence[CutOff]) -> None:
        """Numbers on the left, and on the right which class lies below each line and above the last."""
        right = LEFT + len(self.bars) * SLOT + 8
        better = [WORDS[cut.status] for cut in cut_offs[1:]] + [WORDS["WELL_BALANCED"]]
        for cut, above in zip(cut_offs, better, strict=True):
            level = self._height(cut.below)
            self._text(picture, LEFT - 10, level + 4, str(cut.below), "note", "end")
            self._text(picture, right, level - 5, above, "note")
        self._text(picture, right, self._height(cut_offs[0].below) + 14, WORDS[cut_offs[0].status], "note")

    def _key(self, picture: Element) -> None:
        left = float(LEFT)
        for outcome in dict.fromkeys(name for name in WORDS for bar in self.bars if bar.outcome == name):
            box = {"x": f"{left:.0f}", "y": str(self.base + 52), "width": "12", "height": "12"}
            SubElement(picture, "rect", {"class": outcome, **box})
            self._text(picture, left + 18, self.base + 62, WORDS[outcome], "note")
            left += 34 + 7 * len(WORDS[outcome])

    def _middle(self, place: int) -> float:
        return LEFT + place * SLOT + SLOT / 2

    def _height(self, value: Decimal) -> float:
        return self.base - float(min(value, self.top) / self.top) * HEIGHT

    def _text(
        self,
        parent: Element,
        x: float,
        y: float,
        text: str,
        kind: str,
        anchor: str = "start",
        turn: str = "",
    ) -> None:
        place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor, "class": kind}
        SubElement(parent, "text", place | ({"transform": turn} if turn else {})).text = text
