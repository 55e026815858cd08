"""Who is measured: how each is started, asked and stopped."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

import orjson

from bench import postgraphile
from bench.client import HOST, Line, get, request_of
from bench.operations import Operation
from core.errors import UserError
from core.storage.connection import SQLITE

ROOT: Final = Path(__file__).parents[1]
NODE: Final = ROOT / "bench" / "node"
NODE_22: Final = NODE / "node_modules" / "node" / "bin" / "node"
PATIENCE: Final = 60
GRACE: Final = 10
STATUS: Final = "VmHWM:"


@dataclass(frozen=True)
class Contender:
    """A server: the name in tables, what it is, and the command that serves the operations."""

    name: str
    title: str
    command: tuple[str, ...]
    inside: bool = False
    """Whether it can also be asked in process."""
    speak: Callable[[Operation, Callable[[Operation], Any]], Operation] = lambda operation, _: operation
    """The operation in its own words."""
    read: Callable[[Any], Any] = lambda answer: answer
    """Its answer as the others write it."""


OURS: Final = Contender(
    "ours",
    "IPT Graph, as `ipt serve` runs it, scopes on",
    (sys.executable, "-c", "from core.cli import main; main()", "serve"),
    inside=True,
)


def _uvicorn(name: str) -> tuple[str, ...]:
    application = f"bench.{name}.server:app"
    return (sys.executable, "-m", "uvicorn", application, "--factory", "--log-level", "warning", "--port", "{port}")


USUAL: Final = Contender(
    "usual", "Strawberry, ORM objects, dataloaders, parser and validation caches, orjson", _uvicorn("usual"), True
)
FLOOR: Final = Contender(
    "floor", "hand-written SQL with JSON aggregation behind a bare Starlette route", _uvicorn("floor"), True
)
MERCURIUS: Final = Contender(
    "mercurius", "Mercurius with JIT and loaders on better-sqlite3", (str(NODE_22), str(NODE / "mercurius.js"))
)

POSTGRAPHILE: Final = Contender(
    "postgraphile",
    "PostGraphile 5 with its Amber preset on pg",
    (str(NODE_22), str(NODE / "postgraphile.js")),
    speak=postgraphile.spoken,
    read=postgraphile.read,
)


def contenders(url: str) -> tuple[list[Contender], list[str]]:
    """Who can be measured on this database and machine, and a sentence for each who cannot."""
    is_sqlite = url.startswith(SQLITE)
    node, other = (MERCURIUS, POSTGRAPHILE) if is_sqlite else (POSTGRAPHILE, MERCURIUS)
    found, missing = [OURS, USUAL], [f"{other.name} is left out: it reads {'PostgreSQL' if is_sqlite else 'SQLite'}."]
    if NODE_22.exists():
        found.append(node)
    else:
        missing.append(f"{node.name} is left out: {_remedy()}")
    if is_sqlite:
        return [*found, FLOOR], missing
    return found, [*missing, "floor is left out: its statements are SQLite's."]


def _remedy() -> str:
    if shutil.which("npm") is None:
        return "there is no npm on this machine. Install Node.js."
    return "its packages are not installed. Run: npm ci --prefix bench/node"


@dataclass(frozen=True)
class Running:
    """A server under way."""

    contender: Contender
    process: subprocess.Popen[bytes]
    port: int

    def answer(self, operation: Operation, **headers: str) -> Any:
        """What it answers, parsed, as the others write it."""
        return self.contender.read(self._told(self.contender.speak(operation, self._told), **headers))

    def request(self, operation: Operation) -> bytes:
        """The operation as it is sent."""
        spoken = self.contender.speak(operation, self._told)
        return request_of(spoken.text, spoken.variables)

    def _told(self, operation: Operation, **headers: str) -> Any:
        line = Line(self.port)
        body = line.ask(request_of(operation.text, operation.variables, **headers))
        line.close()
        return orjson.loads(body)

    def statements(self, operation: Operation) -> int | None:
        """How many statements it runs for an operation, if it says so over HTTP."""
        if self.contender is OURS:
            told = self.answer(operation, **{"IPT-Explain": "plan"})
            return int(told["extensions"]["plan"]["statements"])
        if self.contender is not MERCURIUS:
            return None
        before = self._counted()
        self.answer(operation)
        return self._counted() - before

    def _counted(self) -> int:
        line = Line(self.port)
        told = orjson.loads(line.ask(get("/statements")))
        line.close()
        return int(told["statements"])

    def peak_memory(self) -> float | None:
        """The most megabytes that it held; None where the system does not tell."""
        status = Path("/proc") / str(self.process.pid) / "status"
        if not status.exists():
            return None
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(STATUS)), None)

    def processor(self) -> float | None:
        """The milliseconds of processor time that it has used; None where the system does not tell."""
        told = Path("/proc") / str(self.process.pid) / "stat"
        if not told.exists():
            return None
        user, system = told.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(chosen: list[Contender], environment: Mapping[str, str]) -> Generator[list[Running]]:
    """All of them under way, each on a port of its own; they are stopped at the end, come what may."""
    with ExitStack() as stack:
        yield [stack.enter_context(_running(each, environment)) for each in chosen]


@contextmanager
def _running(contender: Contender, environment: Mapping[str, str]) -> Generator[Running]:
    port = _free_port()
    command = [part.format(port=port) for part in contender.command]
    given = {**os.environ, **environment, "IPT_PORT": str(port)}
    with _stopped(subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.DEVNULL)) as process:  # noqa: S603
        _wait(contender, process, port)
        yield Running(contender, process, port)


@contextmanager
def _stopped(process: subprocess.Popen[bytes]) -> Generator[subprocess.Popen[bytes]]:
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _wait(contender: Contender, process: subprocess.Popen[bytes], port: int) -> None:
    end = monotonic() + PATIENCE
    while monotonic() < end and process.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex((HOST, port)) == 0:
                return
        sleep(0.05)
    raise UserError(f"{contender.name} did not start.", remedy=f"Try it by hand: {' '.join(contender.command)}")


@dataclass(frozen=True)
class Inside:
    """A contender in a process of its own that is asked without HTTP."""

    contender: Contender
    process: subprocess.Popen[bytes]

    def ask(self, operation: Operation, seconds: float) -> dict[str, Any]:
        """Times of runs for so many seconds; with none, its answer and how many statements that took."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        asked = {"query": operation.text, "variables": operation.variables, "seconds": seconds}
        self.process.stdin.write(orjson.dumps(asked) + b"\n")
        self.process.stdin.flush()
        told = self.process.stdout.readline()
        if not told:
            raise UserError(f"{self.contender.name} in process broke off.", remedy="Its error stands above.")
        return dict(orjson.loads(told))


@contextmanager
def insides(chosen: list[Contender], environment: Mapping[str, str]) -> Generator[list[Inside]]:
    """Those that can be asked in process, each in one of its own."""
    with ExitStack() as stack:
        yield [stack.enter_context(_inside(each, environment)) for each in chosen if each.inside]


@contextmanager
def _inside(contender: Contender, environment: Mapping[str, str]) -> Generator[Inside]:
    command = [sys.executable, "-m", "bench.inside", contender.name]
    pipe, given = subprocess.PIPE, {**os.environ, **environment}
    process = subprocess.Popen(command, cwd=ROOT, env=given, stdin=pipe, stdout=pipe)  # noqa: S603
    with _stopped(process):
        yield Inside(contender, process)
