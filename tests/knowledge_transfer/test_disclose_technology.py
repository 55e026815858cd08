"""The mutation discloseTechnology."""

from __future__ import annotations

from typing import Any

import pytest

from core.access.viewer import Role, Viewer
from core.registry.models import AuditEntry
from plugins.knowledge_transfer.models import Technology, TechnologyArea
from schema.relay import encode_id
from tests.knowledge_transfer.world import DISCLOSER, SECRET, World, disclose, world

DISCLOSE = """mutation($disclosure: TechnologyDisclosure!, $unit: ID) {
    discloseTechnology(disclosure: $disclosure, originUnit: $unit) {
        __typename
        ... on Technology {
            id reference name summary status trl disclosedOn version areas { name } originUnit { code }
            publicationRisk { outcome reasons { code severity confidence } }
        }
        ... on Refusal { code reasons { code message } }
    }
}"""
DISCLOSERS = (Role.RESEARCHER, Role.KNOWLEDGE_TRANSFER_OFFICER)


async def told(there: World, viewer: Viewer, unit: str | None = None, **disclosure: Any) -> Any:
    answer = await there.graph.data(DISCLOSE, viewer, disclosure={"name": "Pump", **disclosure}, unit=unit)
    return answer["discloseTechnology"]


async def test_a_researcher_discloses_and_reads_it_back() -> None:
    async with world() as there:
        researcher = there.viewer(Role.RESEARCHER, person=DISCLOSER)

        answer = await told(
            there,
            researcher,
            encode_id("OrgUnit", there.unit.id),
            name="  Cold\u00a0 Pump ",
            summary="Pumps.",
            areas=["vacuum", " cryogenics", "vacuum", ""],
            trl=3,
            publicationPlannedOn="2026-07-01",
        )

        assert answer.pop("reference").startswith("KT-2026-")
        row = await Technology.get(name="Cold Pump")
        assert (row.disclosed_by, row.owner_id) == (DISCLOSER, None)  # type: ignore[attr-defined]
        assert answer == {
            "__typename": "Technology",
            "id": encode_id("Technology", row.id),
            "name": "Cold Pump",
            "summary": "Pumps.",
            "status": "DISCLOSED",
            "trl": 3,
            "disclosedOn": "2026-06-01",
            "version": 1,
            "areas": [{"name": "cryogenics"}, {"name": "vacuum"}],
            "originUnit": {"code": "TE-XX"},
            "publicationRisk": {
                "outcome": "AT_RISK",
                "reasons": [
                    {"code": "PUBLICATION_BEFORE_PROTECTION", "severity": "WARNING", "confidence": "UNCONFIRMED"}
                ],
            },
        }


async def test_it_is_recorded_who_disclosed_what() -> None:
    async with world() as there:
        answer = await told(there, there.viewer(Role.RESEARCHER, person=DISCLOSER), name=SECRET, summary=SECRET)

        entry = await AuditEntry.get()
        assert (entry.role, entry.person, entry.unit) == (Role.RESEARCHER, DISCLOSER, "TE-XX")
        assert entry.action == "knowledge_transfer.discloseTechnology"
        assert encode_id(entry.subject_type, entry.subject_key) == answer["id"]
        assert entry.summary == f"Disclosed as {answer['reference']}."


async def test_it_is_confidential_at_once() -> None:
    async with world() as there:
        answer = await told(there, there.viewer(Role.RESEARCHER, person=DISCLOSER))

        for viewer in (there.viewer(Role.PUBLIC), there.viewer(Role.RESEARCHER, person="person-8")):
            assert await there.graph.data("query($id: ID!) { node(id: $id) { id } }", viewer, id=answer["id"]) == {
                "node": None
            }


async def test_whoever_else_asks_is_refused_and_nothing_is_written() -> None:
    async with world() as there:
        for role in Role:
            if role not in DISCLOSERS:
                assert (await told(there, there.viewer(role)))["code"] == "NOT_ALLOWED"
        assert (await Technology.all().count(), await AuditEntry.all().count()) == (1, 0)


async def test_a_refusal_gives_every_reason_and_writes_nothing() -> None:
    async with world() as there:
        answer = await told(there, there.viewer(Role.RESEARCHER), name="OPEN pump", trl=12, areas=["x"])

        assert (answer["__typename"], answer["code"]) == ("Refusal", "DUPLICATE_NAME")
        assert [reason["code"] for reason in answer["reasons"]] == ["DUPLICATE_NAME", "TRL_OUT_OF_RANGE"]
        assert [await table.all().count() for table in (Technology, TechnologyArea, AuditEntry)] == [1, 1, 0]


async def test_a_refusal_does_not_tell_of_a_disclosure_of_somebody_else() -> None:
    async with world() as there:
        await disclose(there)

        own = await told(there, there.viewer(Role.RESEARCHER, person=DISCLOSER), name=SECRET)
        office = await told(there, there.viewer(Role.KNOWLEDGE_TRANSFER_OFFICER), name=SECRET)
        other = await told(there, there.viewer(Role.RESEARCHER, person="person-8"), name=SECRET)

        assert (own["code"], office["code"]) == ("DUPLICATE_NAME", "DUPLICATE_NAME")
        assert other["__typename"] == "Technology"


async def test_a_name_that_only_begins_alike_is_no_duplicate() -> None:
    async with world() as there:
        for name in ("Open", "Open Pumps", "Open Pump II"):
            assert (await told(there, there.viewer(Role.RESEARCHER), name=name))["__typename"] == "Technology"


async def test_the_office_gives_file_numbers_of_its_own() -> None:
    async with world() as there:
        officer = there.viewer(Role.KNOWLEDGE_TRANSFER_OFFICER)

        assert (await told(there, officer, reference="KT-7"))["reference"] == "KT-7"
        assert (await told(there, officer, name="Other", reference="KT-7"))["code"] == "DUPLICATE_REFERENCE"


@pytest.mark.parametrize("unit", [encode_id("OrgUnit", 999)])
async def test_a_unit_that_there_is_not_is_refused(unit: str) -> None:
    async with world() as there:
        assert (await told(there, there.viewer(Role.RESEARCHER), unit))["code"] == "UNKNOWN_UNIT"


async def test_what_is_left_out_may_also_be_null() -> None:
    async with world() as there:
        nothing = dict.fromkeys(("summary", "trl", "publicationPlannedOn", "reference"))

        answer = await told(there, there.viewer(Role.RESEARCHER), **nothing)

        assert (answer["summary"], answer["trl"], answer["originUnit"], answer["areas"]) == (None, None, None, [])
        assert answer["publicationRisk"]["outcome"] == "CLEAR"
