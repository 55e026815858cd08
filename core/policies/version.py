"""One version of a policy: what it says, since when, and on which source each of its values rests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TypeAlias

from core.words import Confidence, Reason, Severity

Given: TypeAlias = Decimal | bool | str | tuple[str, ...]
"""What a value can be; every number is a Decimal."""


class PolicyError(Exception):
    """A rule asks a policy for what it does not say: the rule and the data do not fit together."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing that a version of a policy says, and the source that says so."""

    name: str
    """What rules call it, such as min_value."""
    given: Given
    unit: str
    """What a number counts, such as CHF or percent; empty if nothing."""
    meaning: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, kw_only=True)
class PolicyVersion:
    """What a policy says over a stretch of time; a process keeps the version that it began under."""

    policy: str
    """Its department and name, such as procurement.alignment."""
    version: str
    title: str
    about: str
    valid_from: date | None
    """The first day; none if it goes back as far as is known."""
    valid_to: date | None
    """The last day; none while it lasts."""
    is_variant: bool
    """Whether it was never in force, and can only be tried by name."""
    note: str
    values: tuple[Said, ...]

    @property
    def name(self) -> str:
        """How decisions quote it: `procurement.alignment ALIGN-1`."""
        return f"{self.policy} {self.version}"

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day; a variant never is."""
        begun = self.valid_from is None or self.valid_from <= day
        return not self.is_variant and begun and (self.valid_to is None or day <= self.valid_to)

    def decimal(self, name: str) -> Decimal:
        """A number; PolicyError if there is none of this name."""
        given = self._value(name).given
        if not isinstance(given, Decimal):
            raise PolicyError(f"{self.name} says {given!r} for {name!r}, which is no number")
        return given

    def whole(self, name: str) -> int:
        """A whole number, such as a count of firms or months."""
        given = self.decimal(name)
        if given != given.to_integral_value():
            raise PolicyError(f"{self.name} says {given} for {name!r}, which is no whole number")
        return int(given)

    def flag(self, name: str) -> bool:
        """A yes or no."""
        given = self._value(name).given
        if not isinstance(given, bool):
            raise PolicyError(f"{self.name} says {given!r} for {name!r}, which is neither true nor false")
        return given

    def text(self, name: str) -> str:
        """A word, such as the name of a method."""
        given = self._value(name).given
        if not isinstance(given, str):
            raise PolicyError(f"{self.name} says {given!r} for {name!r}, which is no text")
        return given

    def texts(self, name: str) -> tuple[str, ...]:
        """Any number of words."""
        given = self._value(name).given
        if not isinstance(given, tuple):
            raise PolicyError(f"{self.name} says {given!r} for {name!r}, which is no list")
        return given

    def reason(
        self, code: str, message: str, *, on: str, severity: Severity = Severity.INFO, next_step: str = ""
    ) -> Reason:
        """A reason that rests on the value `on`, with its source and confidence, and this version's name."""
        value = self._value(on)
        return Reason(
            code=code,
            message=message,
            next_step=next_step,
            severity=severity,
            source=value.source,
            policy=self.name,
            confidence=value.confidence,
        )

    def _value(self, name: str) -> Said:
        found = self._by_name.get(name)
        if found is None:
            raise PolicyError(f"{self.name} says nothing of {name!r}. It has: {', '.join(self._by_name)}")
        return found

    @cached_property
    def _by_name(self) -> Mapping[str, Said]:
        return {each.name: each for each in self.values}
