"""Draws the landscape as SVG; the colours are the page's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from core.web.home.layout import ARCS, PADDING, TITLE_LINE, Box, Curve, Layout, Placed, Point, Side, layout_of
from core.web.home.links import Landscape, Link

COLOURS: Final = 6
"""The page has so many; further departments begin again."""
LARGEST: Final = 1.3
"""How far the picture is enlarged to fill its page: few departments need less than the page's width."""
DOCS: Final = "/graphql#type="
"""Where the explorer describes a type."""


def drawing(landscape: Landscape, name: str, *, gap: float, sides: int) -> str:
    """The picture as one SVG element; `name` tells it from other pictures on the page."""
    return _Drawing(landscape, layout_of(landscape, gap=gap, sides=sides), name).draw()


class _Drawing:
    def __init__(self, landscape: Landscape, layout: Layout, name: str) -> None:
        self.landscape = landscape
        self.layout = layout
        self.name = name
        self.colours = {each.name: f"d{at % COLOURS}" for at, each in enumerate(landscape.sections)}

    def draw(self) -> str:
        """Links between departments lie below the boxes, those within a department upon them."""
        picture = self._picture()
        for curve in self.layout.curves:
            self._crossing(picture, curve)
        for placed in self.layout.sections:
            self._section(picture, placed)
        for arc in self.layout.arcs:
            self._link(picture, arc.link, "inner", _arc(arc))
        return tostring(picture, encoding="unicode")

    def _picture(self) -> Element:
        title, told = f"{self.name}-title", f"{self.name}-told"
        size = f"0 0 {_round(self.layout.width)} {_round(self.layout.height)}"
        picture = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": size, "id": self.name})
        picture.attrib |= {"style": f"max-width: {_round(self.layout.width * LARGEST)}px"}
        picture.attrib |= {"class": "picture", "role": "group", "aria-labelledby": title, "aria-describedby": told}
        SubElement(picture, "title", {"id": title}).text = "Departments, their types, and the links between them"
        SubElement(picture, "desc", {"id": told}).text = " ".join(self._sentences())
        return picture

    def _sentences(self) -> Iterator[str]:
        """The picture in words."""
        for section in self.landscape.sections:
            yield f"{section.title} has {', '.join(section.types)}."
        for link in self.landscape.crossing:
            yield f"{' and '.join(link.ends)} are linked by {', '.join(link.fields)}."

    # ------------------------------------------------------------ the departments

    def _section(self, picture: Element, placed: Placed) -> None:
        group = SubElement(picture, "g", {"class": f"section {self.colours[placed.section.name]}"})
        SubElement(group, "rect", {"rx": "10", **_frame(placed.box)})
        lines = SubElement(group, "text", {"class": "heading", "y": _round(placed.box.y + PADDING + TITLE_LINE * 0.7)})
        for at, line in enumerate(placed.title):
            SubElement(lines, "tspan", {**_text(placed), "dy": str(TITLE_LINE if at else 0)}).text = line
        for name, row in placed.rows.items():
            self._type(group, placed, name, row)

    def _type(self, group: Element, placed: Placed, name: str, row: Box) -> None:
        kind = "meeting" if any(name in link.ends for link in self.landscape.crossing) else "own"
        link = SubElement(group, "a", {"href": f"{DOCS}{name}", "class": kind})
        SubElement(link, "rect", {"rx": "5", **_frame(row)})
        SubElement(link, "text", {**_text(placed), "y": _round(row.middle), "dominant-baseline": "central"}).text = name

    # ------------------------------------------------------------ the links

    def _crossing(self, picture: Element, curve: Curve) -> None:
        group = self._link(picture, curve.link, "crossing", _curve(curve))
        for x, y in (curve.start, curve.end):
            SubElement(group, "circle", {"cx": _round(x), "cy": _round(y), "r": "3"})

    def _link(self, picture: Element, link: Link, kind: str, path: str) -> Element:
        """A line, the fields it stands for when it is pointed at, and room to point at it."""
        group = SubElement(picture, "g", {"class": f"{kind} {self.colours[link.owner]}"})
        SubElement(group, "title").text = "\n".join((" ↔ ".join(dict.fromkeys(link.ends)), *link.fields))
        SubElement(group, "path", {"class": "reach", "d": path})
        SubElement(group, "path", {"d": path})
        return group


def _curve(curve: Curve) -> str:
    """From side to side in one swing, or out and back where both ends look to the same side."""
    (x1, y1), (x2, y2) = curve.start, curve.end
    reach = max(abs(x2 - x1) / 2, ARCS)
    out, back = (x + side.value * reach for x, side in zip((x1, x2), curve.sides, strict=True))
    return _path((x1, y1), (out, y1), (back, y2), (x2, y2))


def _arc(arc: Curve) -> str:
    """A bow beside the names, the wider the farther it leads; a type that leads to itself has a loop."""
    (x, y1), (_, y2) = arc.start, arc.end
    if y1 == y2:
        y1, y2 = y1 - PADDING / 3, y2 + PADDING / 3
    bow = x + arc.sides[0].value * min(ARCS * 1.15, 10 + abs(y2 - y1) / 5)
    return _path((x, y1), (bow, y1), (bow, y2), (x, y2))


def _path(start: Point, *bend: Point) -> str:
    """A cubic Bézier curve."""
    at, *others = (f"{_round(x)} {_round(y)}" for x, y in (start, *bend))
    return f"M{at}C{' '.join(others)}"


def _frame(box: Box) -> dict[str, str]:
    sides = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return {name: _round(value) for name, value in sides.items()}


def _text(placed: Placed) -> dict[str, str]:
    """Names begin, or end, at the side that looks to the hub; those of the hub begin at the left."""
    if placed.near is Side.RIGHT:
        return {"x": _round(placed.box.edge(Side.RIGHT) - PADDING), "text-anchor": "end"}
    return {"x": _round(placed.box.x + PADDING), "text-anchor": "start"}


def _round(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")
