"""Who reads a licence and its terms."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.access.viewer import Role, Viewer
from plugins.knowledge_transfer.models import LicenceKind, LicenceStatus
from tests.knowledge_transfer.world import World, licence, world

TERMS = """{ licences(orderBy: { field: REFERENCE }) {
    nodes { reference fieldOfUse territory licensee { name } }
} }"""
BY_TERMS = '{ licences(where: { fieldOfUse: { eq: "pumps" } }) { totalCount nodes { reference } } }'
NOT_BY_TERMS = '{ licences(where: { fieldOfUse: { ne: "pumps" } }) { totalCount } }'


async def references(there: World, viewer: Viewer, text: str = TERMS) -> list[str]:
    return [each["reference"] for each in (await there.graph.data(text, viewer))["licences"]["nodes"]]


async def terms(there: World, viewer: Viewer) -> dict[str, Any]:
    told = await there.graph.data(TERMS, viewer)
    return {each["reference"]: (each["fieldOfUse"], each["territory"]) for each in told["licences"]["nodes"]}


async def test_a_licence_is_public_from_its_signature_until_it_is_terminated() -> None:
    async with world() as there:
        # given a licence of each status, beside the active one
        for status in LicenceStatus:
            await licence(f"L-{status.value}", there.published, there.licensee, status=status)

        # when the public, the licensee and the office ask
        public = await references(there, there.viewer(Role.PUBLIC))
        licensee = await references(there, there.viewer(Role.FIRM, there.licensee))
        office = await references(there, there.viewer(Role.KNOWLEDGE_TRANSFER_OFFICER))

        # then a draft and a termination are between the two parties
        assert public == ["L-1", "L-active", "L-expired"]
        assert licensee == office == ["L-1", *sorted(f"L-{status.value}" for status in LicenceStatus)]


async def test_the_licensee_is_public_and_the_terms_are_not() -> None:
    async with world() as there:
        await licence("L-2", there.published, there.licensee)
        await licence("L-3", there.published, there.licensee, kind=LicenceKind.OPEN_HARDWARE)
        hidden, shown = (None, None), ("pumps", "Earth")

        assert await terms(there, there.viewer(Role.ILO)) == {"L-1": hidden, "L-2": hidden, "L-3": shown}
        assert await terms(there, there.viewer(Role.FIRM, there.licensee)) == {
            "L-1": hidden,
            "L-2": shown,
            "L-3": shown,
        }
        assert set((await terms(there, there.viewer(Role.ADMIN))).values()) == {shown}


async def test_terms_cannot_be_found_out_by_a_filter() -> None:
    async with world() as there:
        public, office = there.viewer(Role.PUBLIC), there.viewer(Role.ADMIN)
        await licence("L-2", there.published, there.licensee, field_of_use="ships")

        assert await references(there, public, BY_TERMS) == []
        assert await references(there, office, BY_TERMS) == ["L-1"]
        assert (await there.graph.data(NOT_BY_TERMS, public))["licences"] == {"totalCount": 2}


async def test_the_latest_licence_of_a_firm_comes_first() -> None:
    async with world() as there:
        await licence("L-old", there.published, there.licensee, signed_on=date(2001, 1, 1))
        await licence("L-new", there.published, there.licensee, signed_on=date(2021, 1, 1))

        told = await there.graph.data(
            '{ organisations(where: { name: { eq: "Licensee" } }) { nodes { licences { nodes { reference } } } } }'
        )

        (firm,) = told["organisations"]["nodes"]
        assert [each["reference"] for each in firm["licences"]["nodes"]] == ["L-new", "L-old"]
