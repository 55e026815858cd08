"""A mutation asks first who may write, and records what it changed in the transaction of the change."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from strawberry.utils.str_converters import to_camel_case

from tests.house.reading import WRITES, WRITING
from tests.house.source import Source, sources

Function = ast.FunctionDef | ast.AsyncFunctionDef

FILES = [each for each in sources("core", "plugins") if each.part in WRITING]
AUDIT = "core/access/audit.py"
RECORDS = ("record", "record_update")
"""What writes an entry of it."""
KNOWN_IN = {AUDIT, "core/registry/models.py", "core/registry/nodes.py", "core/registry/queries.py"}
"""Where entries of the audit may be spoken of."""


def lapses(source: Source) -> Iterator[str]:
    """What the mutations of a file leave undone."""
    functions = {each.name: each for each in ast.walk(source.tree) if isinstance(each, Function)}
    mutations = [each for each in functions.values() if "mutation" in map(ast.unparse, each.decorator_list)]
    for function in mutations:
        mutation = _Mutation(source, function, functions)
        yield from (f"{source.at(function)}: {function.name} {lapse}" for lapse in mutation.lapses())
    written = [each for each in ast.walk(source.tree) if isinstance(each, ast.Call) and _called(each) in WRITES]
    if written and not mutations:
        yield f"{source.at(written[0])}: a row is written in a file without a mutation, which would record it."


@dataclass(frozen=True)
class _Mutation:
    source: Source
    function: Function
    functions: dict[str, Function]

    @property
    def action(self) -> str:
        return f"{self.source.package.rpartition('.')[2]}.{to_camel_case(self.function.name)}"

    def lapses(self) -> Iterator[str]:
        blocks = [each for each in ast.walk(self.function) if _is_writing(each)]
        inside = [*self._calls(blocks)]
        outside = [*self._calls(self.function.body, without=blocks)]
        if not self._asks_first():
            yield "begins otherwise than with `if refusal := refusal_unless(viewer, ...): return refusal`."
        if _actions(inside) != [repr(self.action)]:
            yield f"records no audit once, inside `async with writing()`: record(viewer, {self.action!r}, ...)."
        if _actions(outside) or any(_called(each) in WRITES for each in outside):
            yield "writes outside `async with writing()`."

    def _asks_first(self) -> bool:
        has_docstring = ast.get_docstring(self.function) is not None
        match self.function.body[1 if has_docstring else 0]:
            case ast.If(
                test=ast.NamedExpr(
                    target=ast.Name(refusal),
                    value=ast.Call(func=ast.Name("refusal_unless"), args=[ast.Name("viewer"), *_]),
                ),
                body=[ast.Return(ast.Name(answer))],
            ):
                return refusal == answer
            case _:
                return False

    def _calls(self, start: Iterable[ast.AST], without: Iterable[ast.AST] = ()) -> Iterator[ast.Call]:
        """Every call in these parts, and in the functions of the file that they name; each part once."""
        waiting, seen = [*start], {*without}
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            waiting += ast.iter_child_nodes(node)
            waiting += [self.functions[name] for name in _names(node) if name in self.functions]
            if isinstance(node, ast.Call):
                yield node


def _is_writing(node: ast.AST) -> bool:
    return isinstance(node, ast.AsyncWith) and [ast.unparse(each) for each in node.items] == ["writing()"]


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Attribute):
        return [node.attr]
    return [node.id] if isinstance(node, ast.Name) else []


def _called(call: ast.Call) -> str:
    return next(iter(_names(call.func)), "")


def _actions(calls: Iterable[ast.Call]) -> list[str]:
    """What is recorded: the second argument of each `record` or `record_update`."""
    return [ast.unparse(each.args[1]) for each in calls if _called(each) in RECORDS]


def uncounted(source: Source) -> Iterator[str]:
    """Where a mutation counts a version itself."""
    for node in ast.walk(source.tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(each, ast.Attribute) and each.attr == "version" for each in targets):
            yield f"{source.at(node)}: a version is counted. Store the row by `record_update`, which does."


def forgeries(source: Source) -> Iterator[str]:
    """Where a file comes to entries of the audit otherwise than by reading them, or by adding one."""
    for node in ast.walk(source.tree):
        names = [node.name] if isinstance(node, ast.alias) else _names(node)
        if "AuditEntry" in names and source.path not in KNOWN_IN:
            yield f"{source.path}: entries are written by core.access.audit.record() alone."
        if source.path == AUDIT and isinstance(node, ast.Call) and ast.unparse(node.func) != "AuditEntry.create":
            yield from (f"{source.at(node)}: an entry is added, and never changed." for _ in _entries(node.func))


def _entries(node: ast.AST) -> Iterator[ast.AST]:
    return (each for each in ast.walk(node) if "AuditEntry" in _names(each))


@pytest.mark.parametrize("source", FILES, ids=lambda each: each.path)
def test_a_mutation_asks_first_and_records_what_it_did(source: Source) -> None:
    assert not [*lapses(source)]


@pytest.mark.parametrize("source", FILES, ids=lambda each: each.path)
def test_a_version_is_counted_in_one_place(source: Source) -> None:
    assert not [*uncounted(source)]


@pytest.mark.parametrize("text", ["row.version += 1", "row.version = row.version + 1", "row.version: int = 2"])
def test_a_version_that_a_mutation_counts_is_found(text: str) -> None:
    assert [*uncounted(Source("plugins/space/mutations.py", text))]


@pytest.mark.parametrize("source", sources(), ids=lambda each: each.path)
def test_the_audit_is_only_ever_added_to(source: Source) -> None:
    assert not [*forgeries(source)]


ASKS = "    if refusal := refusal_unless(viewer):\n        return refusal\n"
WRITES_ONE = "    async with writing():\n        return await _written(viewer)\n"
HELPER = """
async def _written(viewer):
    row = await models.Visit.create()
    await record(viewer, "space.announceVisit", Ref(Visit, row.id), summary="Announced.")
"""


def found_in(body: str, helper: str = HELPER) -> list[str]:
    text = f"@mutation\nasync def announce_visit(viewer):\n    'Announces it.'\n{body}{helper}"
    return [*lapses(Source("plugins/space/mutations.py", text))]


def test_the_house_way_to_write_is_left_in_peace() -> None:
    assert not found_in(ASKS + WRITES_ONE)


@pytest.mark.parametrize(
    "body",
    [
        WRITES_ONE,
        "    rows = await scoped(Visit, viewer, models.Visit)\n" + ASKS + WRITES_ONE,
        "    refusal_unless(viewer)\n" + WRITES_ONE,
        ASKS.replace("return refusal", "pass") + WRITES_ONE,
        ASKS.replace("(viewer)", "(somebody)") + WRITES_ONE,
    ],
)
def test_a_mutation_that_does_not_ask_first_is_found(body: str) -> None:
    (found,) = found_in(body)
    assert "begins otherwise" in found


@pytest.mark.parametrize(
    ("body", "helper"),
    [
        (ASKS + "    async with writing():\n        await models.Visit.create()\n", ""),
        (ASKS + WRITES_ONE, HELPER.replace("announceVisit", "announceVisits")),
        (ASKS + WRITES_ONE, HELPER.replace("await record", "await recorded")),
        (
            ASKS + WRITES_ONE,
            HELPER + "    await record(viewer, 'space.announceVisit', Ref(Visit, 1), summary='Twice.')",
        ),
    ],
)
def test_a_mutation_that_records_nothing_or_something_else_is_found(body: str, helper: str) -> None:
    (found,) = found_in(body, helper)
    assert "records no audit once" in found


@pytest.mark.parametrize(
    "body",
    [
        ASKS + "    return await _written(viewer)\n",
        ASKS + WRITES_ONE + "    await _written(viewer)\n",
        ASKS + WRITES_ONE + "    await models.Visit.bulk_create([])\n",
    ],
)
def test_a_mutation_that_writes_outside_its_transaction_is_found(body: str) -> None:
    assert any("writes outside" in each for each in found_in(body))


def test_a_file_that_writes_and_has_no_mutation_is_found() -> None:
    (found,) = lapses(Source("plugins/space/mutations/visits.py", HELPER))
    assert "without a mutation" in found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("plugins/space/mutations.py", "from core.registry.models import AuditEntry"),
        ("plugins/space/mutations.py", "async def f(): await registry.AuditEntry.create()"),
        (AUDIT, "async def f(): await AuditEntry.all().delete()"),
        (AUDIT, "async def f(): await AuditEntry.filter(id=1).update(role=None)"),
    ],
)
def test_a_hand_on_the_audit_is_found(path: str, text: str) -> None:
    assert [*forgeries(Source(path, text))]
