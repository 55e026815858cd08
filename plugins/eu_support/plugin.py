"""What the host asks this department, and where each answer stands."""

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from core.hookspecs import Department, Samples, examples_in, hookimpl, policies_in
from core.questions import Answers
from core.storage.imports import Importer
from plugins.eu_support import answers, links, models, mutations, nodes, queries
from plugins.eu_support.importers import IMPORTERS
from plugins.eu_support.samples import fill
from schema.declare import Declaration, declared_in


@hookimpl
def department() -> Department:
    return Department(name="eu_support", version="1.0", host_api=">=1,<2", needs={"registry": ">=1,<2"})


@hookimpl
def declarations() -> Sequence[Declaration]:
    return declared_in(nodes, links, queries, mutations)


@hookimpl
def tables() -> ModuleType:
    return models


@hookimpl
def importers() -> Sequence[Importer]:
    return IMPORTERS


@hookimpl
def samples() -> Samples:
    return fill


@hookimpl
def examples() -> Sequence[Path]:
    return examples_in(__file__)


@hookimpl
def policies() -> list[Path]:
    return policies_in(__file__)


@hookimpl(specname="answers")
def told_to_others() -> Answers:
    return answers.ANSWERS
