"""Opening a department: its module is imported, each of its hooks is asked once, and every answer is checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from traceback import walk_tb
from types import FunctionType, ModuleType
from typing import Any, NoReturn, TypeVar, cast

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version
from pluggy import HookCaller, HookImpl, PluginManager, PluginValidationError
from starlette.routing import BaseRoute
from typer import Typer

from core.discovery import Found
from core.hookspecs import HOST_API, Command, Department, Hooks, Samples
from core.policies.reading import PolicyFileError, read_policy
from core.policies.version import PolicyVersion
from core.problems import DepartmentError
from core.questions import Answer
from core.storage.imports import Importer
from core.supplied import TO_ANSWERS
from schema.declare import Declaration
from schema.place import Place, place_of

T = TypeVar("T")

HOOKS_PAGE = "core/hookspecs.py describes every hook."


@dataclass(frozen=True, kw_only=True)
class LoadedDepartment:
    """A department that is loaded: who it is, where it comes from, and what it contributes."""

    name: str
    version: str
    title: str
    found: Found
    needs: Mapping[str, str]
    optional: Mapping[str, str]
    declarations: tuple[Declaration, ...] = field(repr=False)
    models: ModuleType | None
    policies: tuple[PolicyVersion, ...] = field(repr=False)
    answers: tuple[Answer[Any], ...] = field(repr=False)
    importers: tuple[Importer, ...] = field(repr=False)
    commands: tuple[Command, ...] = field(repr=False)
    routes: tuple[BaseRoute, ...] = field(repr=False)
    samples: Samples | None = field(repr=False)
    examples: tuple[Path, ...] = field(repr=False)
    hooks: Mapping[str, Place | None] = field(repr=False)
    """Where each of its hooks is written."""


def open_department(found: Found, hooks: PluginManager) -> LoadedDepartment:
    """Import a department, register it and ask it everything; raises DepartmentError and leaves nothing registered."""
    plugin = _imported(found, found.module)
    _refuse_registered(found, plugin, hooks)
    try:
        hooks.register(plugin, name=found.name)
        return _asked(_Interview(found, plugin, hooks))
    except Exception as error:
        if hooks.is_registered(plugin):
            hooks.unregister(plugin)
        if isinstance(error, DepartmentError):
            raise
        if isinstance(error, PluginValidationError):
            raise DepartmentError(found, f"implements a hook wrongly: {error}", remedy=HOOKS_PAGE) from error
        _report(found, "answers with what the host cannot take", error)


def _refuse_registered(found: Found, plugin: ModuleType, hooks: PluginManager) -> None:
    if hooks.is_registered(plugin):
        raise DepartmentError(
            found,
            f"is the same module as the department {hooks.get_name(plugin)!r}.",
            remedy="Announce a module once, under one name.",
        )


def is_in_range(version: str, allowed: str) -> bool:
    """Whether a version is in a range such as `>=1,<2`; raises ValueError when one of them is none."""
    try:
        return SpecifierSet(allowed).contains(Version(version), prereleases=True)
    except InvalidVersion:
        raise ValueError(f"{version!r} is no version: write one such as '1.0'") from None
    except InvalidSpecifier:
        raise ValueError(f"{allowed!r} is no range of versions: write one such as '>=1,<2'") from None


def _imported(found: Found, module: str) -> ModuleType:
    try:
        return import_module(module)
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever stops one department must not stop the host
        _report(found, "cannot be imported", error)


def _report(found: Found, what: str, error: BaseException) -> NoReturn:
    reason = getattr(error, "what", None) or f"{type(error).__name__}: {error}"
    remedy = getattr(error, "remedy", None) or "Mend it there, or ask whoever maintains this distribution."
    raise DepartmentError(found, f"{what}: {reason}", where=_fault_line(found, error), remedy=remedy) from error


def _fault_line(found: Found, error: BaseException) -> str:
    """The last line of the department's own code on the way to the error, which may be raised in a library."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    package = found.module.rpartition(".")[0] or found.module
    own = [
        f"{frame.f_code.co_filename}:{line}"
        for frame, line in walk_tb(error.__traceback__)
        if f"{frame.f_globals.get('__name__')}.".startswith(f"{package}.")
    ]
    return own[-1] if own else str(found)


@dataclass(frozen=True)
class _Interview:
    """The hooks of one department."""

    found: Found
    plugin: ModuleType
    hooks: PluginManager

    def implementations(self) -> dict[str, HookImpl]:
        """Its implementations by hook, also those of hooks that do not exist."""
        callers = self.hooks.get_hookcallers(self.plugin) or []
        return {
            caller.name: each for caller in callers for each in caller.get_hookimpls() if each.plugin is self.plugin
        }

    def answer(self, hook: str) -> Any:
        """What it answers to a hook, None when it has nothing to say."""
        others = self.hooks.get_plugins() - {self.plugin}
        try:
            answers = self.hooks.subset_hook_caller(hook, others)()
        except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever stops one department must not stop the host
            _report(self.found, f"fails in {hook}()", error)
        return answers[0] if answers else None

    def one(self, hook: str, kind: type[T]) -> T | None:
        """A single value of a kind, or None."""
        answer = self.answer(hook)
        if answer is not None and not isinstance(answer, kind):
            self.refuse(hook, f"answers {answer!r}, which is no {kind.__name__}")
        return answer

    def many(self, hook: str, *kinds: type[T]) -> tuple[T, ...]:
        """Any number of values of some kinds."""
        answer = self.answer(hook) or ()
        if not isinstance(answer, Iterable):
            self.refuse(hook, f"answers {answer!r}, which is no list")
        found: list[T] = []
        for item in cast(Iterable[object], answer):
            if not isinstance(item, kinds):
                wanted = " or ".join(kind.__name__ for kind in kinds)
                self.refuse(hook, f"answers with {item!r}, which is no {wanted}")
            found.append(item)
        return tuple(found)

    def refuse(self, hook: str, what: str, remedy: str = "") -> NoReturn:
        """Report a wrong answer, with the hook's own description of a right one."""
        wanted = remedy or getdoc(getattr(Hooks, hook)) or HOOKS_PAGE
        written = self.implementations().get(hook)
        where = place_of(written.function) if written else None
        raise DepartmentError(
            self.found, f"implements {hook}() wrongly: it {what}.", where=str(where or ""), remedy=wanted
        )


def _asked(ask: _Interview) -> LoadedDepartment:
    _check_hooks(ask)
    stated = _stated(ask)
    return LoadedDepartment(
        name=stated.name,
        version=stated.version,
        title=stated.title or _title(ask),
        found=ask.found,
        needs=stated.needs,
        optional=stated.optional,
        declarations=ask.many("declarations", Declaration),
        models=ask.one("tables", ModuleType),
        policies=_policies(ask),
        answers=_answers(ask),
        importers=ask.many("importers", Importer),
        commands=_commands(ask),
        routes=ask.many("routes", BaseRoute),
        samples=ask.one("samples", FunctionType),
        examples=_examples(ask),
        hooks={hook: place_of(each.function) for hook, each in ask.implementations().items()},
    )


def _check_hooks(ask: _Interview) -> None:
    """Refuse a hook that does not exist; pluggy's check_pending stops at the first and names no distribution."""
    known = [name for name in vars(Hooks) if not name.startswith("_")]
    for caller in ask.hooks.get_hookcallers(ask.plugin) or []:
        implementation = ask.implementations()[caller.name]
        if not caller.has_spec() and not implementation.optionalhook:
            close = get_close_matches(caller.name, known, n=1)
            meant = f"Did you mean {close[0]}? " if close else ""
            where = str(place_of(implementation.function) or "")
            what = f"implements the hook {caller.name!r}, which does not exist."
            raise DepartmentError(ask.found, what, where=where, remedy=f"{meant}The hooks are {', '.join(known)}.")
        _refuse_twice(ask, caller)


def _refuse_twice(ask: _Interview, caller: HookCaller) -> None:
    places = [str(place_of(each.function)) for each in caller.get_hookimpls() if each.plugin is ask.plugin]
    if len(places) > 1:
        what = f"implements the hook {caller.name!r} twice, at {' and at '.join(places)}."
        raise DepartmentError(ask.found, what, remedy="Keep one: a hook is answered once.")


def _stated(ask: _Interview) -> Department:
    stated = ask.one("department", Department)
    if stated is None:
        remedy = getdoc(Hooks.department) or HOOKS_PAGE
        raise DepartmentError(ask.found, "does not say who it is: it has no hook department().", remedy=remedy)
    if stated.name != ask.found.name or not re.fullmatch(r"[a-z][a-z0-9_]*", stated.name):
        ask.refuse(
            "department",
            f"says name={stated.name!r}, but it is found as {ask.found.name!r}",
            "Give the folder or entry point and the department one name, in small letters: `knowledge_transfer`.",
        )
    _check_ranges(ask, stated)
    return stated


def _check_ranges(ask: _Interview, stated: Department) -> None:
    try:
        for allowed in (">=0", *stated.needs.values(), *stated.optional.values()):
            is_in_range(stated.version, allowed)
        fits = is_in_range(HOST_API, stated.host_api)
    except ValueError as error:
        ask.refuse("department", f"says {error}", "Mend the version or the range.")
    if not fits:
        ask.refuse(
            "department",
            f"was written for the host API {stated.host_api}, and this is {HOST_API}",
            f"Install a version of {ask.found.distribution} for this host, or host_api='>=1,<2' once it was tried.",
        )


def _title(ask: _Interview) -> str:
    package = _imported(ask.found, ask.found.module.rpartition(".")[0] or ask.found.module)
    lines = (getdoc(package) or "").splitlines()
    return lines[0].rstrip(".") if lines else ask.found.name.replace("_", " ").capitalize()


def _policies(ask: _Interview) -> tuple[PolicyVersion, ...]:
    """Every version that its files give; a fault in one of them is the department's."""
    found: list[PolicyVersion] = []
    for path in ask.many("policies", Path):
        try:
            found += read_policy(path, ask.found.name)
        except PolicyFileError as error:
            what = f"brings a policy that cannot be used. {error.what}"
            raise DepartmentError(ask.found, what, where=error.where, remedy=error.remedy) from error
    return tuple(found)


def _answers(ask: _Interview) -> tuple[Answer[Any], ...]:
    answers: tuple[Answer[Any], ...] = ask.many("answers", Answer)
    for each in answers:
        if fault := each.fault(TO_ANSWERS):
            ask.refuse("answers", f"answers with what cannot be asked: {fault}")
        if sum(other.question is each.question for other in answers) > 1:
            ask.refuse("answers", f"answers {each.question.__name__} twice", "Bring the two together in one function.")
    return answers


def _commands(ask: _Interview) -> tuple[Command, ...]:
    commands: tuple[Typer | FunctionType, ...] = ask.many("commands", Typer, FunctionType)
    for command in commands:
        if isinstance(command, Typer) and not isinstance(command.info.name, str):
            ask.refuse("commands", "answers with a Typer without a name", "Give it one: `Typer(name='space')`.")
    return commands


def _examples(ask: _Interview) -> tuple[Path, ...]:
    examples = ask.many("examples", Path)
    for example in examples:
        if not example.is_file():
            ask.refuse("examples", f"answers with {str(example)!r}, where there is no file")
    return examples
