"""Errors that are meant for a person: what happened, where, and what to do next."""

from __future__ import annotations


class UserError(Exception):
    """A fault that its reader can mend; a command prints it without a traceback and exits with 1."""

    def __init__(self, what: str, *, remedy: str, where: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__("\n  ".join(line for line in (what, where, remedy) if line))


class SettingError(UserError):
    """An environment variable has a value that the host cannot take."""

    def __init__(self, variable: str, value: str, *, remedy: str) -> None:
        self.variable = variable
        super().__init__(f"{variable}={value!r} is no value for this setting.", remedy=remedy)


class StorageError(UserError):
    """The database cannot be opened or brought to the tables that this version needs."""
