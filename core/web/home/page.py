"""What a visitor reads first: what this is, what is loaded, and what one can ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from importlib import resources
from string import Template
from typing import Any

from core.departments import LoadedDepartment
from core.host import Host
from core.web.examples import Example
from core.web.home.drawing import DOCS, drawing
from core.web.home.links import Landscape, landscape


def counts_query(host: Host) -> str:
    """An operation that counts every list that the root offers."""
    fields = host.graph.roots["Query"].fields.values()
    listed = [field.graphql_name for field in fields if field.shape.kind.value == "connection"]
    return f"{{ {' '.join(f'{name} {{ totalCount }}' for name in listed)} }}"


@dataclass(frozen=True)
class HomePage:
    """The page of one host and its examples; its picture is drawn once."""

    host: Host
    examples: Sequence[Example]

    def filled(self, counts: Mapping[str, Any]) -> str:
        """The page with the answer to `counts_query`."""
        return self._page.substitute(self._parts, figures="\n".join(_figures(counts)))

    @cached_property
    def _page(self) -> Template:
        return Template(resources.files("core.web.home").joinpath("page.html").read_text(encoding="utf-8"))

    @cached_property
    def _parts(self) -> dict[str, str]:
        host = self.host
        return {
            "problems": "".join(f"<p class='problem'>{escape(str(each))}</p>" for each in host.problems),
            "questions": "\n".join(_questions(host.departments, self.examples)),
            "first": next((each.address for each in self.examples if each.default), "/graphql"),
            "pictures": _pictures(landscape(host.graph, {each.name: each.title for each in host.departments})),
            "departments": "\n".join(_department(host, each) for each in host.departments),
        }


def _pictures(shown: Landscape) -> str:
    """The same picture twice: one for wide windows, one for narrow ones."""
    return drawing(shown, "wide", gap=150, sides=2) + drawing(shown, "narrow", gap=64, sides=1)


def _questions(departments: Sequence[LoadedDepartment], examples: Sequence[Example]) -> Iterator[str]:
    """The examples by department, each a link that runs it in the explorer."""
    for department in departments:
        links = [_question(each) for each in examples if each.department == department.name]
        if links:
            yield f"<section><h3>{escape(department.title)}</h3><ul>{''.join(links)}</ul></section>"


def _question(example: Example) -> str:
    return f"<li><a href='{example.address}'>{escape(example.title)}</a></li>"


def _figures(counts: Mapping[str, Any]) -> Iterator[str]:
    for name, figures in counts.items():
        if figures["totalCount"]:
            yield f"<li><strong>{figures['totalCount']:,}</strong> {escape(_words(name))}</li>"


def _department(host: Host, department: LoadedDepartment) -> str:
    types = [node for node in host.graph.nodes.values() if node.owner == department.name]
    rows = "".join(
        f"<dt><a href='{DOCS}{node.name}'>{escape(node.name)}</a></dt><dd>{escape(_sentence(node.description))}</dd>"
        for node in types
    )
    return (
        f"<section><h3>{escape(department.title)}</h3>"
        f"<p class='version'>{escape(department.name)} {escape(department.version)}</p><dl>{rows}</dl></section>"
    )


def _sentence(text: str) -> str:
    return text.split("\n\n", maxsplit=1)[0].replace("\n", " ")


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
