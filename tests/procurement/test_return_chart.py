"""The picture of a state's industrial return: who sees what in it, and what there is no picture of."""

from __future__ import annotations

from collections.abc import Generator
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from core.testing import Client, as_role, served
from plugins.procurement.routes.return_drawing import Bar, CutOff, drawing

SVG = "{http://www.w3.org/2000/svg}"
CUT_OFFS = [CutOff("VERY_POORLY_BALANCED", Decimal("0.40")), CutOff("POORLY_BALANCED", Decimal("1.00"))]


@pytest.fixture(scope="module")
def client() -> Generator[Client]:
    with served("procurement", dev=True) as found:
        yield found


def test_a_picture_is_served_and_tells_in_words_what_it_shows(client: Client) -> None:
    answer = client.get("/member-states/pl/industrial-return.svg?kind=SUPPLY")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["x-content-type-options"] == "nosniff"
    picture = ET.fromstring(answer.text)  # our own answer
    assert picture.findtext(f"{SVG}title") == "Industrial return of Poland: supplies"
    assert (picture.findtext(f"{SVG}desc") or "").startswith("2006 to 2009: withheld. 2007 to 2010: withheld.")


def test_it_shows_what_its_viewer_may_see(client: Client) -> None:
    address = "/member-states/PL/industrial-return.svg?kind=supply"

    public = client.get(address).text
    officer = client.get(address, headers=as_role(role="procurement_officer")).text

    assert "withheld" in public
    assert "withheld" not in officer
    assert "2006 to 2009: not known" in officer


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/member-states/XX/industrial-return.svg?kind=supply", 404, "'XX' is no state of CERN."),
        ("/member-states/PL/industrial-return.svg?kind=works", 400, "There is no kind 'works'. Ask with ?kind=supply"),
        ("/member-states/PL/industrial-return.svg", 400, "There is no kind ''. Ask with ?kind=supply"),
    ],
)
def test_what_there_is_no_picture_of_is_said(client: Client, address: str, status: int, told: str) -> None:
    answer = client.get(address)

    assert answer.status_code == status
    assert answer.text.startswith(told)


def test_a_viewer_who_cannot_be_is_told_why(client: Client) -> None:
    answer = client.get("/member-states/PL/industrial-return.svg?kind=supply", headers={"IPT-Viewer": "role=king"})

    assert answer.status_code == 400
    assert "role='king' cannot be" in answer.text


def bar(year: int, coefficient: str | None, outcome: str) -> Bar:
    value = Decimal(coefficient) if coefficient else None
    return Bar(first_year=year - 3, last_year=year, coefficient=value, outcome=outcome, cut_offs=CUT_OFFS)


def test_a_bar_has_its_number_and_the_lines_are_named() -> None:
    bars = [
        bar(2020, "0.3957", "VERY_POORLY_BALANCED"),
        bar(2021, None, "WITHHELD"),
        bar(2022, "17.5", "WELL_BALANCED"),
    ]

    picture = ET.fromstring(drawing("Poland", bars))  # our own picture

    texts = [each.text for each in picture.iter(f"{SVG}text")]
    assert {"0.3957", "17.5 ▲", "0.40", "1.00", "2017 to", "2020", "withheld"} <= {*texts}
    assert texts.count("very poorly balanced") == 2
    rects = {each.get("class"): float(each.get("height", "")) for each in picture.iter(f"{SVG}rect") if each.get("x")}
    assert rects["VERY_POORLY_BALANCED"] == 12.0  # of the key, which comes last
    assert picture.findtext(f"{SVG}desc") == (
        "2017 to 2020: 0.3957, very poorly balanced. 2018 to 2021: withheld. 2019 to 2022: 17.5, well balanced."
    )


def test_texts_are_escaped() -> None:
    text = drawing("<script>alert(1)</script> & more", [])

    assert "<script>" not in text
    assert ET.fromstring(text).findtext(f"{SVG}title") == "<script>alert(1)</script> & more"
