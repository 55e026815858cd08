"""Every hook, and every word that one declares with, is described where it stands and in docs/departments.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from schema.errors import Code
from schema.place import field_docs
from tests.house.source import ROOT, read

PAGE = ROOT / "docs" / "departments.md"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def signature(function: Function) -> str:
    """A function's parameters and what it answers, without the hook's own `self`."""
    parameters = function.args
    parameters.args = [each for each in parameters.args if each.arg != "self"]
    answer = f" -> {ast.unparse(function.returns)}" if function.returns else ""
    return f"{function.name}({ast.unparse(parameters)}){answer}"


def hooks() -> dict[str, Function]:
    """The functions of the class `Hooks`."""
    tree = read(ROOT / "core" / "hookspecs.py").tree
    (asked,) = (each for each in tree.body if isinstance(each, ast.ClassDef) and each.name == "Hooks")
    return {each.name: each for each in asked.body if isinstance(each, ast.FunctionDef)}


def words() -> dict[str, Function]:
    """The public functions of schema/declare.py."""
    body = read(ROOT / "schema" / "declare.py").tree.body
    return {each.name: each for each in body if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")}


def on_the_page() -> Iterator[tuple[str, str]]:
    """The signatures that the page gives, by name: the blocks that hold nothing else."""
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        for each in ast.parse(block).body:
            if isinstance(each, Function) and [ast.unparse(line) for line in each.body] == ["..."]:
                yield each.name, signature(each)


DESCRIBED = hooks() | words()


@pytest.mark.parametrize("name", DESCRIBED)
def test_it_is_described_where_it_stands(name: str) -> None:
    described = ast.get_docstring(DESCRIBED[name]) or ""
    assert len(described.split()) >= 6, f"{name} needs a docstring: what it means, and an example or its parameters"


@pytest.mark.parametrize("name", DESCRIBED)
def test_it_is_on_the_page_with_its_signature(name: str) -> None:
    wanted = signature(DESCRIBED[name])
    page = dict(on_the_page())
    assert page.get(name) == wanted, f"docs/departments.md should say: def {wanted}: ..."


def test_the_page_tells_of_nothing_that_is_gone() -> None:
    assert {name for name, _ in on_the_page()} == DESCRIBED.keys()


@pytest.mark.parametrize("name", words())
def test_parameters_that_are_no_matter_of_course_are_explained(name: str) -> None:
    function = words()[name]
    named = [each.arg for each in function.args.kwonlyargs]
    described = ast.get_docstring(function) or ""
    assert not [each for each in named if not re.search(rf"\b{each}\b", described)]


def test_every_code_of_an_error_is_explained() -> None:
    docs = field_docs(Code)
    assert not [each.name for each in Code if len(docs.get(each.name, "").split()) < 4]
