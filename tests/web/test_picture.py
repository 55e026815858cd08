"""The picture of the first page: every type and every link has its place, whatever the departments are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.host import Host
from core.testing import settings_for
from core.web.home.drawing import drawing
from core.web.home.layout import Box, Layout, layout_of
from core.web.home.links import Landscape, Link, Section, landscape

SVG = "{http://www.w3.org/2000/svg}"
WAYS = pytest.mark.parametrize("sides", [1, 2])
DEPARTMENTS = [("registry",), ("registry", "procurement"), ("procurement", "knowledge_transfer", "eu_support")]


def seen(*departments: str) -> Landscape:
    host = Host.load(settings_for(departments))
    return landscape(host.graph, {each.name: each.title for each in host.departments})


@st.composite
def landscapes(draw: st.DrawFn) -> Landscape:
    """Departments of any number and length, linked in any way."""
    counts = draw(st.lists(st.integers(1, 12), min_size=1, max_size=7))
    titles = draw(st.lists(st.text("abc ", min_size=1, max_size=60), min_size=len(counts), max_size=len(counts)))
    sections = [
        Section(f"d{at}", f"T{title}", tuple(f"Type{at}x{each}" for each in range(count)))
        for at, (count, title) in enumerate(zip(counts, titles, strict=True))
    ]
    types = [name for section in sections for name in section.types]
    pairs = draw(st.sets(st.tuples(st.sampled_from(types), st.sampled_from(types)), max_size=40))
    different = {frozenset(pair): pair for pair in sorted(pairs)}.values()
    links = [Link(pair, (f"{pair[0]}.to",), pair[0].partition("x")[0].replace("Type", "d")) for pair in different]
    return Landscape(tuple(sections), tuple(links))


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width and other.x < one.x + one.width and one.y < other.bottom and other.y < one.bottom
    )


def assert_well_placed(layout: Layout) -> None:
    boxes = [each.box for each in layout.sections]
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    for placed in layout.sections:
        rows = list(placed.rows.values())
        assert not [pair for pair in combinations(rows, 2) if overlap(*pair)]
        for inner in [*rows, placed.box]:
            outer = placed.box if inner is not placed.box else Box(0, 0, layout.width, layout.height)
            assert outer.x <= inner.x
            assert inner.x + inner.width <= outer.x + outer.width
            assert outer.y <= inner.y
            assert inner.bottom <= outer.bottom
    assert_ends_on_their_types(layout)


def assert_ends_on_their_types(layout: Layout) -> None:
    rows = {name: row for placed in layout.sections for name, row in placed.rows.items()}
    for curve in layout.curves:
        for name, side, (x, y) in zip(curve.link.ends, curve.sides, (curve.start, curve.end), strict=True):
            assert x == rows[name].edge(side)
            assert rows[name].y < y < rows[name].bottom


def texts(picture: str, element: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(picture).iter(f"{SVG}{element}")]


@WAYS
@given(drawn=landscapes())
def test_no_box_lies_on_another_and_every_link_ends_on_its_types(sides: int, drawn: Landscape) -> None:
    assert_well_placed(layout_of(drawn, gap=100, sides=sides))


@WAYS
@given(drawn=landscapes())
def test_whatever_is_loaded_is_drawn_whole_as_xml(sides: int, drawn: Landscape) -> None:
    picture = ET.fromstring(drawing(drawn, "any", gap=100, sides=sides))

    names = [each.text for each in picture.iterfind(f".//{SVG}a/{SVG}text")]
    assert sorted(filter(None, names)) == sorted(drawn.owners)
    for kind, links in (("crossing", drawn.crossing), ("inner", drawn.inner)):
        groups = [each for each in picture.iter(f"{SVG}g") if each.get("class", "").startswith(kind)]
        assert len(groups) == len(links)


@WAYS
@pytest.mark.parametrize("departments", DEPARTMENTS, ids=len)
def test_the_departments_of_the_product_are_well_placed(sides: int, departments: Sequence[str]) -> None:
    assert_well_placed(layout_of(seen(*departments), gap=100, sides=sides))


def test_the_fields_that_link_two_departments_are_named_where_one_points_at_their_line() -> None:
    titles = texts(drawing(seen("procurement"), "wide", gap=100, sides=2), "title")

    linked = "Organisation ↔ Tender\nOrganisation.tenders\nOrganisation.purchases\nTender.buyer"
    assert linked in titles


def test_departments_meet_at_the_registry() -> None:
    drawn = seen("procurement", "knowledge_transfer", "eu_support")

    assert drawn.hub.name == "registry"
    assert {each.owner for each in drawn.crossing} == {"procurement", "knowledge_transfer", "eu_support"}


def test_a_name_is_escaped() -> None:
    odd = Landscape((Section("d", "R & D <x>", ("Type",)),), ())

    assert "R & D <x>" in " ".join(texts(drawing(odd, "odd", gap=100, sides=2), "tspan"))


def test_the_picture_is_the_same_each_time() -> None:
    one, other = (drawing(seen("procurement", "eu_support"), "wide", gap=100, sides=2) for _ in range(2))

    assert one == other
