"""What an operator sets: environment variables, read once, checked, and typed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from core.errors import SettingError

T = TypeVar("T")

TRUE_AND_FALSE = {"1": True, "true": True, "0": False, "false": False}
LARGEST_PORT = 65_535
MOST_WORKERS = 256
DEFAULT_FILE = "ipt.db"
# Up to the last @, for a password may have one: rather a host that is not shown than a password that is.
PASSWORD = re.compile(r"(://[^:/@]*:).*@", re.DOTALL)
SECRET_PARAMETER = re.compile(r"([?&]\w*pass\w*=)[^&]*", re.IGNORECASE)
DATABASE_REMEDY = (
    "Write sqlite:///absolute/path/ipt.db or postgres://user:password@host:5432/name; "
    "leave it out for a file ipt.db in the working directory."
)


def default_database_url() -> str:
    """The file `ipt.db` in the working directory."""
    return f"sqlite://{Path.cwd() / DEFAULT_FILE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one host; the defaults are those of an empty environment."""

    host: str = "127.0.0.1"
    """IPT_HOST: the address to listen on. The default answers this machine only."""

    port: int = 8000
    """IPT_PORT."""

    database_url: str = field(default_factory=default_database_url, repr=False)
    """IPT_DATABASE_URL: `sqlite:///absolute/file` or `postgres://…`; by default `ipt.db` in the working directory."""

    departments: tuple[str, ...] | None = None
    """IPT_DEPARTMENTS: the names of the departments to load, by comma; by default all that are found."""

    strict: bool = True
    """IPT_STRICT: refuse to start when a department cannot be loaded. On, unless IPT_DEV=1."""

    trace: bool = False
    """IPT_TRACE=1: print each hook call."""

    page_cap: int = 100
    """IPT_PAGE_CAP: the longest page of a list, and the longest list in an argument; a longer one is refused."""

    timeout: float = 30.0
    """IPT_TIMEOUT: how many seconds one operation, or one event of a subscription, may take."""

    workers: int = 1
    """IPT_WORKERS: how many processes serve, on one port and one database."""

    allowed_hosts: tuple[str, ...] = ()
    """IPT_ALLOWED_HOSTS: the names that this server goes by besides those of its own machine; `*` for any."""

    cors_origins: tuple[str, ...] = ()
    """IPT_CORS_ORIGINS: the origins of other pages that may ask, such as `https://ipt.example.org`; `*` for any."""

    dev: bool = False
    """IPT_DEV=1: a developer's machine; the header IPT-Viewer is then believed on loopback."""

    dev_viewer: str = ""
    """IPT_DEV_VIEWER: who everyone is until sign-in exists, such as `role=ilo,country=PL`."""

    shared_data: Path | None = None
    """IPT_SHARED_DATA: the folder of real data that checks run on."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read every `IPT_…` variable; an empty one counts as absent. Raises SettingError at the first bad value."""
        read = _Reader(environment)
        dev = read("IPT_DEV", _switch, default=False)
        return cls(
            host=read("IPT_HOST", _text, default="127.0.0.1"),
            port=read("IPT_PORT", _port, default=8000),
            database_url=read("IPT_DATABASE_URL", _database_url, default=default_database_url()),
            departments=read("IPT_DEPARTMENTS", _names, default=None),
            strict=read("IPT_STRICT", _switch, default=not dev),
            trace=read("IPT_TRACE", _switch, default=False),
            page_cap=read("IPT_PAGE_CAP", _page_cap, default=100),
            timeout=read("IPT_TIMEOUT", _timeout, default=30.0),
            workers=read("IPT_WORKERS", _workers, default=1),
            allowed_hosts=read("IPT_ALLOWED_HOSTS", _hosts, default=()),
            cors_origins=read("IPT_CORS_ORIGINS", _origins, default=()),
            dev=dev,
            dev_viewer=read("IPT_DEV_VIEWER", _text, default=""),
            shared_data=read("IPT_SHARED_DATA", _folder, default=None),
        )


def without_password(url: str) -> str:
    """A database URL that may be printed: without its password and what its parameters tell of one."""
    return PASSWORD.sub(r"\1…@", SECRET_PARAMETER.sub(r"\1…", url))


@dataclass(frozen=True, slots=True)
class _Reader:
    environment: Mapping[str, str]

    def __call__(self, variable: str, parse: Callable[[str, str], T], *, default: T) -> T:
        value = self.environment.get(variable, "").strip()
        return parse(variable, value) if value else default


def _text(_variable: str, value: str) -> str:
    return value


def _switch(variable: str, value: str) -> bool:
    try:
        return TRUE_AND_FALSE[value.lower()]
    except KeyError:
        raise SettingError(variable, value, remedy="Write 1 for yes or 0 for no.") from None


def _port(variable: str, value: str) -> int:
    remedy = f"Write a number from 1 to {LARGEST_PORT}, such as 8000; 0 takes any free port."
    return _number(variable, value, range(LARGEST_PORT + 1), remedy)


def _page_cap(variable: str, value: str) -> int:
    return _number(variable, value, range(1, 100_001), "Write how many rows a page may have at most, such as 100.")


def _workers(variable: str, value: str) -> int:
    return _number(variable, value, range(1, MOST_WORKERS + 1), "Write how many processes are to serve, such as 4.")


def _timeout(variable: str, value: str) -> float:
    if not re.fullmatch(r"\d{1,5}(\.\d{1,3})?", value) or not float(value):
        raise SettingError(variable, value, remedy="Write seconds, such as 30 or 2.5.")
    return float(value)


def _hosts(variable: str, value: str) -> tuple[str, ...]:
    remedy = "Write names by comma, without ports: ipt.example.org,*.example.org; or * for any."
    return _listed(variable, value, r"\*|(\*\.)?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*", remedy)


def _origins(variable: str, value: str) -> tuple[str, ...]:
    remedy = "Write origins by comma, each with its scheme and no path: https://ipt.example.org; or * for any."
    return _listed(variable, value, r"\*|https?://[^/\s,*]+", remedy)


def _listed(variable: str, value: str, allowed: str, remedy: str) -> tuple[str, ...]:
    listed = tuple(each.strip() for each in value.split(","))
    if not all(re.fullmatch(allowed, each) for each in listed):
        raise SettingError(variable, value, remedy=remedy)
    return listed


def _number(variable: str, value: str, allowed: range, remedy: str) -> int:
    if not (value.isascii() and value.isdigit()) or int(value) not in allowed:
        raise SettingError(variable, value, remedy=remedy)
    return int(value)


def _names(variable: str, value: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in value.split(","))
    if not all(name.isidentifier() for name in names):
        raise SettingError(variable, value, remedy="Write names of departments by comma: procurement,eu_support.")
    return names


def _folder(variable: str, value: str) -> Path:
    folder = Path(value)
    if not folder.is_dir():
        raise SettingError(variable, value, remedy="Write the path of a folder that exists, or leave it out.")
    return folder.resolve()


def _database_url(variable: str, value: str) -> str:
    is_sqlite = value == "sqlite://:memory:" or re.fullmatch(r"sqlite:///.*[^/]", value)
    if not (is_sqlite or re.fullmatch(r"postgres(ql)?://.+", value)):
        raise SettingError(variable, without_password(value), remedy=DATABASE_REMEDY)
    return value
