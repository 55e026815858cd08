"""The rule that no file of a department but the declarations' own words reads a table."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tests.house.source import ROOT, Import, Source, imports, read

GUARDED = ("nodes", "links", "queries", "mutations", "subscriptions", "answers", "exporters", "routes")
"""The files and folders in which rows are reached by declarations and by `scoped` alone."""
WRITING = ("mutations",)

DECLARING = {"node", "scoped", "in_full"}
"""The calls that a model may be given to."""
READING = {"scoped", "in_full"}
"""The calls that rows may come from."""
WRITES = {"create", "bulk_create"}
"""What may be called on a model in a mutation, besides the model itself."""

CONNECTIONS = (
    "tortoise.connection",
    "tortoise.backends",
    "tortoise.contrib",
    "tortoise.transactions",
    "core.storage.connection",
    "core.storage.batches",
    "core.storage.tables",
    "core.host",
)
FORBIDDEN_NAMES = {"connections", "Tortoise", "get_connection", "Context", "Run"}
FORBIDDEN_ATTRIBUTES = {
    "raw",
    "using_db",
    "execute_query",
    "execute_query_dict",
    "execute_script",
    "execute_insert",
    "execute_many",
    "fetch_related",
    "prefetch_related",
    "select_related",
    "refresh_from_db",
    "connection",
    "_meta",
    "_db",
    "__class__",
}
"""What reaches rows, or the database, beside any scope."""
QUERYING = {
    "filter",
    "exclude",
    "all",
    "get_or_none",
    "first",
    "last",
    "exists",
    "values_list",
    "order_by",
    "in_bulk",
    "annotate",
    "only",
    "distinct",
    "select_for_update",
    "group_by",
}
"""Words of a QuerySet that nothing else has: what they are called on must come from `scoped`, or from `in_full`."""


def readings(source: Source) -> Iterator[str]:
    """Every way round the scopes in one file."""
    reader = _Reader(source)
    for each in imports(source):
        yield from reader.connection(each)
        yield from reader.another_name(each)
    for node in ast.walk(source.tree):
        yield from reader.name(node)
        yield from reader.attribute(node)
        yield from reader.model(node)
        yield from reader.query(node)
        yield from reader.full(node)


@dataclass(frozen=True)
class _Reader:
    source: Source

    @property
    def writes(self) -> bool:
        return self.source.part in WRITING

    def connection(self, each: Import) -> Iterator[str]:
        if any(each.is_of(package) for package in CONNECTIONS):
            remedy = "Write through models, inside writing()." if self.writes else "Read through scoped()."
            yield f"{self.source.at(each.node)}: {each.full} reaches the database. {remedy}"

    def name(self, node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Name) and node.id in FORBIDDEN_NAMES:
            yield f"{self.source.at(node)}: {node.id} reaches the database. Read through scoped()."

    def attribute(self, node: ast.AST) -> Iterator[str]:
        if not isinstance(node, ast.Attribute):
            return
        if node.attr in FORBIDDEN_ATTRIBUTES:
            yield f"{self.source.at(node)}: .{node.attr} goes round the scopes. Declare a source, or use scoped()."
        if _root_name(node) == "connection":
            yield f"{self.source.at(node)}: a connection is used. Write through models, inside writing()."

    def model(self, node: ast.AST) -> Iterator[str]:
        if self._is_model(node) and not self._is_allowed(node):
            yield f"{self.source.at(node)}: {ast.unparse(node)} is used outside declarations. Use scoped()."

    def query(self, node: ast.AST) -> Iterator[str]:
        if not (isinstance(node, ast.Attribute) and node.attr in QUERYING):
            return
        root = _root(node.value)
        is_scoped = isinstance(root, ast.Call) and _called(root) in READING
        is_local = isinstance(root, ast.Name) and root.id in self._scoped_names(node)
        if not (is_scoped or is_local):
            yield f"{self.source.at(node)}: .{node.attr}() of something that does not come from scoped()."

    # ------------------------------------------------------------ what is counted in full

    def another_name(self, each: Import) -> Iterator[str]:
        if each.name == "in_full" and each.alias != "in_full":
            yield f"{self.source.at(each.node)}: in_full() goes by its own name."

    def full(self, node: ast.AST) -> Iterator[str]:
        if not isinstance(node, ast.Name | ast.Attribute) or _last(node) != "in_full":
            return
        call = self._parents[node]
        if not (isinstance(call, ast.Call) and call.func is node):
            yield f"{self.source.at(node)}: in_full() is passed on. Call it where the rows are counted."
        elif not call.args or ast.unparse(call.args[0]) not in self._counted(node):
            yield f"{self.source.at(node)}: in_full() outside a function that is @counting the same node."

    def _counted(self, node: ast.AST) -> set[str]:
        """The nodes that the function round a node says it counts."""
        function = self._function(node)
        decorators = function.decorator_list if function else []
        calls = [each for each in decorators if isinstance(each, ast.Call) and _called(each) == "counting"]
        return {ast.unparse(each.args[0]) for each in calls if each.args}

    # ------------------------------------------------------------ models

    @cached_property
    def _parents(self) -> dict[ast.AST, ast.AST]:
        return {child: node for node in ast.walk(self.source.tree) for child in ast.iter_child_nodes(node)}

    @cached_property
    def _models(self) -> dict[str, str]:
        """What models and modules of models are called in this file, by what they are in full."""
        found: dict[str, str] = {}
        for each in imports(self.source):
            is_model = _holds_models(each.module) and each.name in models_in(each.module)
            if is_model or models_in(each.full):
                found[each.alias] = each.full
        return found

    def _is_model(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Name):
            return node.id in self._models and not models_in(self._models[node.id])
        if isinstance(node, ast.Attribute):
            return node.attr in models_in(self._models.get(ast.unparse(node.value), ""))
        return False

    def _is_allowed(self, node: ast.AST) -> bool:
        parent = self._parents[node]
        if self._is_annotation(node):
            return True
        if isinstance(parent, ast.Call) and node in parent.args:
            return _called(parent) in DECLARING
        if not self.writes:
            return False
        is_made = isinstance(parent, ast.Call) and parent.func is node
        return is_made or (isinstance(parent, ast.Attribute) and parent.attr in WRITES)

    def _is_annotation(self, node: ast.AST) -> bool:
        while node in self._parents:
            parent = self._parents[node]
            if isinstance(parent, ast.arg | ast.AnnAssign) and parent.annotation is node:
                return True
            if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef):
                return parent.returns is node
            node = parent
        return False

    def _scoped_names(self, node: ast.AST) -> set[str]:
        """Names in the function round a node that hold what `scoped` gave, or a QuerySet that it was given."""
        function = self._function(node)
        if function is None:
            return set()
        parameters = function.args.args
        given = {each.arg for each in parameters if each.annotation and "QuerySet" in ast.unparse(each.annotation)}
        if not any(isinstance(each, ast.Call) and _called(each) in READING for each in ast.walk(function)):
            return given
        stored = (each for each in ast.walk(function) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))
        return given | {each.id for each in stored}

    def _function(self, node: ast.AST) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The innermost function round a node."""
        while node in self._parents and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node = self._parents[node]
        return node if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else None


def models_in(module: str) -> set[str]:
    """The tables that a module of models, or a package of such, declares: its enums are no tables."""
    if not _holds_models(module):
        return set()
    path = ROOT.joinpath(*module.split("."))
    files = [each for each in (path.with_suffix(".py"), *path.glob("*.py")) if each.is_file()]
    classes = (each for file in files for each in read(file).tree.body if isinstance(each, ast.ClassDef))
    return {each.name for each in classes if any(ast.unparse(base) == "Model" for base in each.bases)}


def _holds_models(module: str) -> bool:
    return "models" in module.split(".")


def _root(node: ast.AST) -> ast.AST:
    """What a chain of calls and awaits begins with: its first call, its name, or an attribute that is not called."""
    while True:
        if isinstance(node, ast.Await):
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func.value
        else:
            return node


def _root_name(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Call | ast.Await):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _called(call: ast.Call) -> str:
    return _last(call.func)


def _last(node: ast.AST) -> str:
    """The last part of a dotted name."""
    return ast.unparse(node).rpartition(".")[2]
