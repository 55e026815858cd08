"""What the graph says of organisations, states and units."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.registry.models import (
    Membership,
    MembershipStatus,
    MemberState,
    Organisation,
    OrganisationIdentifier,
    OrgUnit,
    UnitLevel,
)
from core.testing import Clock, graph_of
from core.words import fold

BY_NUMBER = """
query($scheme: String!, $value: String!) {
  organisation(identifier: { scheme: $scheme, value: $value }) { name identifiers { scheme value } }
}
"""


async def organisation(name: str, country: str = "", *numbers: str) -> Organisation:
    """An organisation with numbers such as PIC:999988133."""
    row = await Organisation.create(name=name, folded_name=fold(name), search_text=fold(name), country=country)
    for number in numbers:
        scheme, value = number.split(":")
        await OrganisationIdentifier.create(organisation=row, scheme=scheme, value=value)
    return row


async def state(code: str, name: str, *stretches: tuple[MembershipStatus, str, str | None]) -> MemberState:
    """A state with its statuses: from a day, to a day or none."""
    row = await MemberState.create(country=code, name=name)
    for status, first, last in stretches:
        await Membership.create(
            member_state=row,
            status=status,
            valid_from=date.fromisoformat(first),
            valid_to=date.fromisoformat(last) if last else None,
        )
    return row


@pytest.mark.parametrize(("scheme", "value"), [("PIC", "999988133"), ("pic", "999988133"), (" Pic ", " 999988133 ")])
async def test_an_organisation_is_found_by_its_number_whatever_the_capitals_of_the_scheme(
    scheme: str, value: str
) -> None:
    async with graph_of("registry") as graph:
        await organisation("CERN", "CH", "PIC:999988133", "ROR:01ggx4157")
        await organisation("Other", "CH", "PIC:999988134", "VAT:999988133")

        told = await graph.data(BY_NUMBER, scheme=scheme, value=value)

        numbers = [{"scheme": "PIC", "value": "999988133"}, {"scheme": "ROR", "value": "01ggx4157"}]
        assert told == {"organisation": {"name": "CERN", "identifiers": numbers}}


async def test_a_number_that_nobody_has_finds_nobody() -> None:
    async with graph_of("registry") as graph:
        assert await graph.data(BY_NUMBER, scheme="PIC", value="1") == {"organisation": None}


async def test_a_number_that_several_have_is_an_error_and_no_guess() -> None:
    async with graph_of("registry") as graph:
        # given two organisations with one VAT number
        await organisation("One", "FR", "VAT:FR1")
        await organisation("Two", "FR", "VAT:FR1")

        # when it is asked for
        told = await graph.ask(BY_NUMBER, scheme="vat", value="FR1")

        # then the answer says what to do instead
        assert told.data == {"organisation": None}
        assert told.codes == ["BAD_ARGUMENT"]
        assert "VAT FR1 belongs to several" in told.errors[0].message


async def test_what_no_source_gives_is_null_and_not_empty() -> None:
    async with graph_of("registry") as graph:
        await organisation("Bare")
        told = await graph.data(
            "{ organisations { nodes { shortName country { code } memberState { name } city website isSme kind } } }"
        )
        nothing = dict.fromkeys(("shortName", "country", "memberState", "city", "website", "isSme"))
        assert told["organisations"]["nodes"] == [{**nothing, "kind": "OTHER"}]


async def test_a_state_and_its_organisations_meet_by_country() -> None:
    async with graph_of("registry") as graph:
        await state("GR", "Greece")
        await organisation("Athina", "GR")
        await organisation("Somewhere", "XH")
        told = await graph.data(
            """{
              memberStates { nodes { country { code name } organisations { nodes { name } } } }
              organisations { nodes { name country { code name } memberState { name } } }
            }"""
        )
        assert told["memberStates"]["nodes"] == [
            {"country": {"code": "GR", "name": "Greece"}, "organisations": {"nodes": [{"name": "Athina"}]}}
        ]
        assert told["organisations"]["nodes"] == [
            {"name": "Athina", "country": {"code": "GR", "name": "Greece"}, "memberState": {"name": "Greece"}},
            {"name": "Somewhere", "country": {"code": "XH", "name": "XH"}, "memberState": None},
        ]


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2017-07-03", None),
        ("2017-07-04", "PRE_STAGE"),
        ("2025-06-20", "PRE_STAGE"),
        ("2025-06-21", "MEMBER"),
        ("2060-01-01", "MEMBER"),
    ],
)
async def test_the_status_of_a_state_is_that_of_the_day(day: str, status: str | None) -> None:
    clock = Clock(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC))
    async with graph_of("registry", clock=clock) as graph:
        await state(
            "SI",
            "Slovenia",
            (MembershipStatus.PRE_STAGE, "2017-07-04", "2025-06-20"),
            (MembershipStatus.MEMBER, "2025-06-21", None),
        )
        told = await graph.data("{ memberStates { nodes { status } } }")
        assert told["memberStates"]["nodes"] == [{"status": status}]


async def test_of_two_statuses_the_later_one_holds() -> None:
    async with graph_of("registry") as graph:
        await state(
            "RO",
            "Romania",
            (MembershipStatus.MEMBER, "2016-07-17", None),
            (MembershipStatus.PRE_STAGE, "2010-01-01", None),
        )
        told = await graph.data("{ memberStates { nodes { status memberships { status } } } }")
        assert told["memberStates"]["nodes"] == [
            {"status": "MEMBER", "memberships": [{"status": "PRE_STAGE"}, {"status": "MEMBER"}]}
        ]


async def test_units_hang_together() -> None:
    async with graph_of("registry") as graph:
        ipt = await OrgUnit.create(code="IPT", name="Industry", level=UnitLevel.DEPARTMENT)
        await OrgUnit.create(code="IPT-KT", name="Knowledge", level=UnitLevel.GROUP, parent=ipt, activities="Transfer")
        told = await graph.data(
            "{ orgUnits { nodes { code level parent { code } children { nodes { code activities } } } } }"
        )
        kt = {"code": "IPT-KT", "activities": "Transfer"}
        assert told["orgUnits"]["nodes"] == [
            {"code": "IPT", "level": "DEPARTMENT", "parent": None, "children": {"nodes": [kt]}},
            {"code": "IPT-KT", "level": "GROUP", "parent": {"code": "IPT"}, "children": {"nodes": []}},
        ]


async def test_pages_of_a_search_one_after_the_other_are_all_that_it_finds() -> None:
    page = """query($after: String) { search(text: "magnet", first: 2, after: $after) {
      edges { cursor node { ... on Searchable { label } } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }"""
    async with graph_of("registry") as graph:
        for name in ("Magnet Works", "Magnets of Bern", "Heavy Magnets"):
            await organisation(name)

        first = (await graph.data(page))["search"]
        last = (await graph.data(page, after=first["pageInfo"]["endCursor"]))["search"]

    found = [edge["node"]["label"] for each in (first, last) for edge in each["edges"]]
    assert found == ["Magnet Works", "Magnets of Bern", "Heavy Magnets"]
    for each, next_, previous in ((first, True, False), (last, False, True)):
        cursors = [edge["cursor"] for edge in each["edges"]]
        assert each["pageInfo"] == {
            "hasNextPage": next_,
            "hasPreviousPage": previous,
            "startCursor": cursors[0],
            "endCursor": cursors[-1],
        }
