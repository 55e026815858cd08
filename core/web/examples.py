"""The operations that the departments offer, as the explorer and the first page list them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from graphql import OperationDefinitionNode, parse, validate

from core.departments import LoadedDepartment
from core.host import Host

DEFAULT: Final = "across departments"
"""How the title of the example begins on which the explorer opens."""


@dataclass(frozen=True)
class Example:
    """An operation, titled by the comment on its first lines; `kind` is `query`, `mutation` or `subscription`."""

    department: str
    name: str
    title: str
    kind: str
    operation: str
    query: str
    default: bool = False

    @property
    def address(self) -> str:
        """Where the explorer opens it, and runs it if it only reads."""
        return f"/graphql#example={self.department}/{self.name}"

    def told(self) -> dict[str, Any]:
        """As the explorer reads it."""
        return asdict(self)


def offered(host: Host) -> list[Example]:
    """What the departments offer; one that asks a department that is not loaded is left out."""
    all_of_them = [_example(department, path) for department in host.departments for path in department.examples]
    schema = host.schema._schema  # noqa: SLF001  # Strawberry keeps graphql-core's schema there, and documents it
    return _with_default([each for each in all_of_them if not validate(schema, parse(each.query))])


def _with_default(examples: Sequence[Example]) -> list[Example]:
    crossing = next((each for each in examples if each.title.lower().startswith(DEFAULT)), None)
    default = crossing or next(iter(examples), None)
    return [replace(each, default=each is default) for each in examples]


def _example(department: LoadedDepartment, path: Path) -> Example:
    text = path.read_text(encoding="utf-8")
    comment = re.match(r"(?:#[^\n]*\n)+", text)
    title = " ".join(line.lstrip("# ").strip() for line in comment.group().splitlines()) if comment else ""
    first = next(each for each in parse(text).definitions if isinstance(each, OperationDefinitionNode))
    operation = first.name.value if first.name else ""
    return Example(department.name, path.stem, title or path.stem, first.operation.value, operation, text)
