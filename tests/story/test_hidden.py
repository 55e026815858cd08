"""What is hidden leaves no trace: whoever may not read a row gets the same answers whether it is there or not."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from graphql import GraphQLSchema

from core.access.viewer import Role, Viewer
from core.testing import GraphUnderTest, graph_of
from schema.relay import encode_id
from tests.story.hidden import AMOUNT, WORDS, Hidden, Pointer, organisation
from tests.story.ways import Map, Way

DEPARTMENTS = ("procurement", "knowledge_transfer", "eu_support")
PROCUREMENT = {Role.PROCUREMENT_OFFICER, Role.ADMIN}
KNOWLEDGE_TRANSFER = {Role.KNOWLEDGE_TRANSFER_OFFICER, Role.ADMIN}
READERS = {
    "Bid": {Role.PROCUREMENT_OFFICER},
    "Candidacy": {Role.PROCUREMENT_OFFICER},
    "Tender": PROCUREMENT,
    "Lot": PROCUREMENT,
    "Award": PROCUREMENT,
    "BalanceList": PROCUREMENT,
    "BalanceListEntry": PROCUREMENT,
    "Contract": PROCUREMENT,
    "Supplier": PROCUREMENT,
    "SupplierCategory": PROCUREMENT,
    "SupplierAccount": PROCUREMENT,
    "Capability": PROCUREMENT,
    "Certificate": PROCUREMENT,
    "ConductDeclaration": PROCUREMENT,
    "Exclusion": PROCUREMENT,
    "Nomination": PROCUREMENT,
    "Technology": KNOWLEDGE_TRANSFER,
    "TechnologyArea": KNOWLEDGE_TRANSFER,
    "TechnologyCompatibility": KNOWLEDGE_TRANSFER,
    "Licence": KNOWLEDGE_TRANSFER,
    "SpinOff": KNOWLEDGE_TRANSFER,
    "Proposal": {Role.EU_OFFICER, Role.ADMIN},
    "AuditEntry": {Role.ADMIN},
}
"""Who may read the hidden rows of a type without owning them."""
OF_HIDDEN_PARENTS = {
    "BalanceList",
    "BalanceListEntry",
    "Lot",
    "Certificate",
    "ConductDeclaration",
    "TechnologyArea",
    "TechnologyCompatibility",
}
"""No row that everybody sees is linked with these."""
OFFICERS = {role for readers in READERS.values() for role in readers}
ALONE = {"given", "counted"}
"""What is asked by itself: it may be an error, which is told in both cases alike."""
BESIDE = {"whole", *ALONE}
"""What is asked of other rows, or of none."""
AT_ONCE = 6
ENOUGH = 10**9
"""Every value of every row may be asked for here: how many there can be is no matter."""
NEIGHBOURS = 5


@dataclass
class Comparison:
    """The answers on every way, for somebody in each role, with the hidden rows and without."""

    ways: list[Way] = field(default_factory=list[Way])
    present: dict[tuple[Role, int], Any] = field(default_factory=dict[tuple[Role, int], Any])
    absent: dict[tuple[Role, int], Any] = field(default_factory=dict[tuple[Role, int], Any])

    def differing(self, role: Role) -> list[Way]:
        """The ways on which the rows make a difference, though they are not said to be counted there."""
        plain = [(place, way) for place, way in enumerate(self.ways) if way.manner != "counted"]
        return [way for place, way in plain if self.present[role, place] != self.absent[role, place]]


async def answers(graph: GraphUnderTest, viewer: Viewer, ways: Sequence[Way]) -> dict[tuple[Role, int], Any]:
    found: dict[tuple[Role, int], Any] = {}
    plain = [place for place, way in enumerate(ways) if way.manner not in ALONE]
    for start in range(0, len(plain), AT_ONCE):
        part = plain[start : start + AT_ONCE]
        text = "{" + " ".join(f"w{place}: {ways[place].text}" for place in part) + "}"
        data = await graph.data(text, viewer, max_values=ENOUGH)
        found |= {(viewer.role, place): data[f"w{place}"] for place in part}
    for place in sorted({*range(len(ways))} - {*plain}):
        told = await graph.ask(f"{{ {ways[place].text} }}", viewer, max_values=ENOUGH)
        found[viewer.role, place] = told.data, told.codes
    return found


async def neighbours(graph: GraphUnderTest, hidden: Hidden) -> dict[str, list[str]]:
    """Rows of each type that everybody may know of: those that hidden rows point to, and a few more."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for row in hidden.asked():
        for fact in row.facts.values():
            for name in graph.host.graph.nodes:
                if isinstance(fact, str) and fact.startswith(encode_id(name, "")[:-1]):
                    found[name][fact] = None
    for name, node in graph.host.graph.nodes.items():
        rows = await node.table.model.all().order_by("id").limit(NEIGHBOURS)
        found[name] |= {encode_id(name, row.pk): None for row in rows}
    secret = {row.id for row in hidden.asked()}
    return {name: [each for each in ids if each not in secret] for name, ids in found.items()}


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return asyncio.run(compare())


async def compare() -> Comparison:
    """Everybody asks everything twice."""
    async with graph_of(*DEPARTMENTS, samples=True) as graph:
        hidden = Hidden(graph)
        unit = await hidden.write()
        schema: GraphQLSchema = graph.host.schema._schema  # noqa: SLF001  # Strawberry keeps graphql-core's schema there
        counting = {name for name, _, _ in graph.host.graph.counted()}
        leads = Map(schema, await neighbours(graph, hidden), counting)
        comparison = Comparison(
            [*leads.whole(), *leads.given(), *(way for row in hidden.asked() for way in leads.ways(row))]
        )
        other = await organisation("SAMPLE", "montbrillant")
        viewers = graph.viewers(organisation=other.id, country="PL", unit=unit, person="somebody")
        for viewer in viewers:
            comparison.present |= await answers(graph, viewer, comparison.ways)
        await hidden.remove()
        for viewer in viewers:
            comparison.absent |= await answers(graph, viewer, comparison.ways)
        return comparison


@pytest.mark.parametrize("role", Role)
def test_a_hidden_row_makes_no_difference_to_who_may_not_read_it(compared: Comparison, role: Role) -> None:
    told = [
        way
        for way in compared.differing(role)
        if role not in READERS.get(way.target, OFFICERS if way.manner in BESIDE else set())
    ]
    assert not told


@pytest.mark.parametrize("role", [role for role in Role if role not in PROCUREMENT | {Role.ILO}])
def test_a_hidden_contract_in_a_small_group_moves_no_figure_that_counts_it(compared: Comparison, role: Role) -> None:
    """A liaison officer sees the own state, whose share of all it lowers."""
    counted = [place for place, way in enumerate(compared.ways) if way.manner == "counted"]

    assert counted
    assert not [place for place in counted if compared.present[role, place] != compared.absent[role, place]]
    officer = Role.PROCUREMENT_OFFICER
    assert [place for place in counted if compared.present[officer, place] != compared.absent[officer, place]]


@pytest.mark.parametrize("role", [role for role in Role if role not in OFFICERS])
def test_no_answer_holds_a_hidden_word(compared: Comparison, role: Role) -> None:
    said = [way for place, way in enumerate(compared.ways) if _is_told(compared.present[role, place])]
    assert not said


def _is_told(answer: Any) -> bool:
    return any(word.lower() in str(answer).lower() for word in (*WORDS, AMOUNT))


@pytest.mark.parametrize("target", READERS)
def test_its_readers_find_it_on_every_way(compared: Comparison, target: str) -> None:
    """So what is asked would have found it."""
    asked = {way.manner for way in compared.ways if way.target == target} - BESIDE
    for role in READERS[target]:
        found = {way.manner for way in compared.differing(role) if way.target == target}
        assert found >= (asked & {"node", "nodes"} if target in OF_HIDDEN_PARENTS else asked)


def test_every_manner_is_asked_for_what_the_house_hides(compared: Comparison) -> None:
    by_target: defaultdict[str, set[str]] = defaultdict(set)
    for way in compared.ways:
        by_target[way.target].add(way.manner)
    assert {"node", "nodes", "link", "count", "filter", "order", "summary"} <= by_target["Bid"]
    everything = {"root", "node", "nodes", "link", "count", "filter", "order", "summary", "search"}
    assert everything <= by_target["Technology"]
    assert everything <= by_target["Proposal"]
    assert by_target["Query"] == {"given", "counted"}
    assert "given" in by_target["MemberState"]


# ---------------------------------------------------------------- rows that are seen, and point to what is not

UNKNOWN = 10**15
"""The key of no row."""
TESTS = ("{eq: $}", "{ne: $}", "{in: [$]}", "{isNull: true}", "{isNull: false}", "{eq: $, isNull: false}")


@dataclass(frozen=True)
class Pointing:
    """Asks a firm's rows by the row that one of their links points to."""

    graph: GraphUnderTest
    firm: int
    pointer: Pointer

    def id(self, row: Any) -> str:
        node = self.graph.host.graph.node_of(type(row))
        assert node
        return encode_id(node.name, row.pk)

    @property
    def unknown(self) -> str:
        node = self.graph.host.graph.node_of(type(self.pointer.target))
        assert node
        return encode_id(node.name, UNKNOWN)

    async def told(self, role: Role, target: str) -> list[Any]:
        """What each test tells, plain and turned round."""
        link = self.pointer.link
        tests = [f"{link}: {test}".replace("$", f'"{target}"') for test in TESTS]
        return [await self._listed(role, each) for one in tests for each in (f"{{{one}}}", f"{{not: {{{one}}}}}")]

    async def _listed(self, role: Role, where: str) -> Any:
        listed = f"totalCount summary {{ count }} nodes {{ id {self.pointer.link} {{ id }} }}"
        rows = f"rows: {self.pointer.list}(first: 100, where: {where}) {{ {listed} }}"
        text = f'{{ node(id: "{encode_id("Organisation", self.firm)}") {{ ... on Organisation {{ {rows} }} }} }}'
        viewer = self.graph.viewer(role, **({} if role is Role.ADMIN else {"organisation": self.firm, "country": "PL"}))
        return (await self.graph.data(text, viewer))["node"]["rows"]


async def test_a_link_to_what_is_hidden_is_no_link_for_filters_either() -> None:
    async with graph_of(*DEPARTMENTS, samples=True) as graph:
        hidden, firm = Hidden(graph), await organisation("SAMPLE", "aurelia")
        await hidden.write()
        for pointer in await hidden.pointers(firm):
            await _check_pointer(Pointing(graph, firm.id, pointer))


async def _check_pointer(asking: Pointing) -> None:
    row, target = asking.id(asking.pointer.row), asking.id(asking.pointer.target)
    told = await asking.told(Role.FIRM, target)
    assert told == await asking.told(Role.FIRM, asking.unknown), "the id of a hidden row is as good as one of no row"
    by_test = dict(zip(TESTS, told[::2], strict=True))
    assert {"id": row, asking.pointer.link: None} in by_test["{isNull: true}"]["nodes"]
    assert row not in str([by_test["{eq: $}"], by_test["{in: [$]}"], by_test["{isNull: false}"]])
    found = (await asking.told(Role.ADMIN, target))[0]
    assert {"id": row, asking.pointer.link: {"id": target}} in found["nodes"], "who may read it finds it"
    await _check_absent(asking, target, told)


async def _check_absent(asking: Pointing, target: str, told: list[Any]) -> None:
    """Nothing changes for the firm when the row points nowhere, where its column can be empty."""
    pointer = asking.pointer
    column = f"{pointer.link}_id"
    if not type(pointer.row)._meta.fields_map[column].null:
        return
    rows = type(pointer.row).filter(pk=pointer.row.pk)
    await rows.update(**{column: None})
    assert await asking.told(Role.FIRM, target) == told
    await rows.update(**{column: pointer.target.pk})
