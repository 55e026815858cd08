"""Where a declaration stands in the source, and the words written beside it."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a source file."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def calling_place(depth: int = 1) -> Place:
    """The line that called the caller's caller (`depth` 1), or further out."""
    frame = sys._getframe(depth + 1)  # noqa: SLF001  # the only way to a caller's line without a traceback
    return Place(frame.f_code.co_filename, frame.f_lineno)


def place_of(thing: object) -> Place | None:
    """Where a class or function is written, if its source is at hand."""
    if isinstance(thing, type):
        written = _written(thing)
        return Place(written[0], written[1].lineno) if written else None
    code = getattr(inspect.unwrap(thing), "__code__", None)  # type: ignore[arg-type]
    return Place(code.co_filename, code.co_firstlineno) if code else None


def docstring(thing: object) -> str:
    """A class's or function's own docstring, unwrapped; empty when it has none."""
    text = vars(thing).get("__doc__") if isinstance(thing, type) else getattr(thing, "__doc__", None)
    return inspect.cleandoc(text) if isinstance(text, str) else ""


def field_docs(cls: type) -> dict[str, str]:
    """The string below each annotated or assigned name of a class body, by that name."""
    written = _written(cls)
    return _docs_in(written[1].body) if written else {}


def _written(cls: type) -> tuple[str, ast.ClassDef] | None:
    file = getattr(sys.modules.get(cls.__module__), "__file__", None)
    found = _classes_in(file).get(cls.__qualname__) if file else None
    return (file, found) if file and found else None


@cache
def _classes_in(file: str) -> dict[str, ast.ClassDef]:
    """The classes of a file by their qualified names: read once, where inspect would read it for each class."""
    try:
        tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    except (OSError, SyntaxError, UnicodeDecodeError):
        return {}
    return dict(_classes(tree, ""))


def _classes(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.ClassDef]]:
    for child in ast.iter_child_nodes(node):
        inner = prefix
        if isinstance(child, ast.ClassDef):
            yield f"{prefix}{child.name}", child
            inner = f"{prefix}{child.name}."
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = f"{prefix}{child.name}.<locals>."
        yield from _classes(child, inner)


def _docs_in(statements: list[ast.stmt]) -> dict[str, str]:
    docs: dict[str, str] = {}
    for statement, after in pairwise(statements):
        name = _bound_name(statement)
        if name and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            docs[name] = inspect.cleandoc(str(after.value.value))
    return docs


def _bound_name(statement: ast.stmt) -> str | None:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return statement.target.id
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return None
