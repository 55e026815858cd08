"""Who changed what is told to administrators, of every change that was made and of no other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.access.audit import record
from core.access.viewer import Role, Viewer
from core.registry.models import Organisation
from core.storage.transactions import writing
from core.testing import GraphUnderTest, graph_of
from schema.relay import Ref, encode_id

ENTRIES = """
query ($where: AuditEntryFilter) {
  auditEntries(where: $where) {
    totalCount
    nodes {
      id happenedAt role person organisation { name } unit country { code }
      action subjectType subjectId subjectVersion summary
    }
  }
}
"""
SECRET = "Xanadu"


async def change(viewer: Viewer, action: str = "space.announceVisit", subject: int | str = 7) -> None:
    """What a mutation does once its rule allows it."""
    async with writing():
        await record(viewer, action, Ref("Visit", subject), version=3, summary=f"Announced {SECRET}.")


async def entries(graph: GraphUnderTest, **where: Any) -> list[dict[str, Any]]:
    """What an administrator reads."""
    found = (await graph.data(ENTRIES, graph.viewer(Role.ADMIN), where=where))["auditEntries"]
    assert found["totalCount"] == len(found["nodes"])
    nodes: list[dict[str, Any]] = found["nodes"]
    return nodes


async def test_an_entry_says_who_did_what_to_what_and_when() -> None:
    async with graph_of("registry") as graph:
        # given somebody of a firm and of a unit, and somebody of whom no more than the role is known
        firm = await Organisation.create(name="Firm")
        somebody = graph.viewer(Role.FIRM, organisation=firm.id, person="person-7", unit="BE-OP", country="PL")

        # when both change something
        await change(somebody)
        graph.clock.move(timedelta(minutes=1))
        await change(graph.viewer(Role.PROCUREMENT_OFFICER))

        # then an administrator reads the later change before the earlier one
        officers, firms = await entries(graph)
        assert firms.pop("id")
        assert firms == {
            "happenedAt": "2026-06-01T12:00:00+00:00",
            "role": "FIRM",
            "person": "person-7",
            "organisation": {"name": "Firm"},
            "unit": "BE-OP",
            "country": {"code": "PL"},
            "action": "space.announceVisit",
            "subjectType": "Visit",
            "subjectId": encode_id("Visit", 7),
            "subjectVersion": 3,
            "summary": f"Announced {SECRET}.",
        }
        assert (officers["happenedAt"], officers["role"]) == ("2026-06-01T12:01:00+00:00", "PROCUREMENT_OFFICER")
        assert [officers[name] for name in ("person", "organisation", "unit", "country")] == [None] * 4


async def test_a_subject_leads_to_what_was_changed() -> None:
    async with graph_of("registry") as graph:
        firm = await Organisation.create(name="Firm")
        async with writing():
            await record(graph.viewer(Role.ADMIN), "registry.rename", Ref("Organisation", firm.id), summary="Renamed.")

        (entry,) = await entries(graph)

        found = await graph.data(
            "query ($id: ID!) { node(id: $id) { ... on Organisation { name } } }", id=entry["subjectId"]
        )
        assert found == {"node": {"name": "Firm"}}
        assert entry["subjectVersion"] == 1


async def add_and_fail(viewer: Viewer) -> None:
    async with writing():
        firm = await Organisation.create(name="Firm")
        await record(viewer, "registry.add", Ref("Organisation", firm.id), summary="Added.")
        raise RuntimeError("something went wrong afterwards")


async def test_what_is_rolled_back_leaves_no_entry() -> None:
    async with graph_of("registry") as graph:
        with pytest.raises(RuntimeError, match="afterwards"):
            await add_and_fail(graph.viewer(Role.ADMIN))

        assert not await entries(graph)
        assert not await Organisation.exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
async def test_nobody_but_an_administrator_learns_of_an_entry(role: Role) -> None:
    async with graph_of("registry") as graph:
        # given an entry of the viewer's own
        firm = await Organisation.create(name="Firm")
        viewer = next(each for each in graph.viewers(organisation=firm.id) if each.role is role)
        await change(viewer)
        (entry,) = await entries(graph)

        # when they ask for it on every way there is
        asked = """query ($id: ID!) {
            node(id: $id) { id }
            nodes(ids: [$id]) { id }
            auditEntries { totalCount nodes { id } summary { count } }
            filtered: auditEntries(where: {action: {eq: "space.announceVisit"}}) { totalCount }
        }"""
        told = await graph.data(asked, viewer, id=entry["id"])

        # then it is as if there were none
        assert told["auditEntries"] == {"totalCount": 0, "nodes": [], "summary": {"count": 0}}
        assert (told["node"], told["nodes"], told["filtered"]) == (None, [None], {"totalCount": 0})


async def test_entries_are_found_by_what_was_done_by_whom_and_when() -> None:
    async with graph_of("registry") as graph:
        # given changes of two sorts, by two people, a day apart
        officer = graph.viewer(Role.EU_OFFICER, person="person-1")
        await change(officer, "space.announceVisit", subject=1)
        graph.clock.move(timedelta(days=1))
        await change(graph.viewer(Role.ADMIN, person="person-2"), "space.cancelVisit", subject=2)

        async def found(**where: Any) -> list[str]:
            return [each["subjectId"] for each in await entries(graph, **where)]

        # then each question finds the one it asks for
        first, second = encode_id("Visit", 1), encode_id("Visit", 2)
        assert await found() == [second, first]
        assert await found(action={"eq": "space.announceVisit"}) == [first]
        assert await found(role={"in": ["ADMIN", "ILO"]}) == [second]
        assert await found(person={"eq": "person-1"}) == [first]
        assert await found(happenedAt={"gt": officer.now.isoformat()}) == [second]


async def test_of_one_moment_the_later_change_comes_first() -> None:
    async with graph_of("registry") as graph:
        for subject in (1, 2, 3):
            await change(graph.viewer(Role.ADMIN), subject=subject)

        assert [each["subjectId"] for each in await entries(graph)] == [encode_id("Visit", n) for n in (3, 2, 1)]


async def test_a_key_may_be_of_any_sort() -> None:
    async with graph_of("registry") as graph:
        await change(graph.viewer(Role.ADMIN), subject="0d5a1b1e-7d53-4a0e-9f43-0c9e3c1b2a4f")

        (entry,) = await entries(graph)
        assert entry["subjectId"] == encode_id("Visit", "0d5a1b1e-7d53-4a0e-9f43-0c9e3c1b2a4f")
