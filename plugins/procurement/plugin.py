"""What the host asks this department, and where each answer stands."""

from pathlib import Path
from types import ModuleType

from starlette.routing import BaseRoute

from core.hookspecs import Department, Samples, examples_in, hookimpl, policies_in
from core.questions import Answers
from core.storage.imports import Importer
from plugins.procurement import answers, importers, links, models, mutations, nodes, queries, samples, subscriptions
from plugins.procurement.routes import ROUTES
from schema.declare import Declaration, declared_in


@hookimpl
def department() -> Department:
    return Department(name="procurement", version="1.0", host_api=">=1,<2", needs={"registry": ">=1,<2"})


@hookimpl
def declarations() -> list[Declaration]:
    return declared_in(nodes, links, queries, mutations, subscriptions)


@hookimpl
def policies() -> list[Path]:
    return policies_in(__file__)


@hookimpl
def tables() -> ModuleType:
    return models


@hookimpl(specname="importers")
def formats() -> tuple[Importer, ...]:
    return importers.IMPORTERS


@hookimpl(specname="routes")
def pages() -> tuple[BaseRoute, ...]:
    return ROUTES


@hookimpl(specname="samples")
def story() -> Samples:
    return samples.fill


@hookimpl
def examples() -> list[Path]:
    return examples_in(__file__)


@hookimpl(specname="answers")
def told_to_others() -> Answers:
    return answers.ANSWERS
