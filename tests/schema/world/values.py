"""Who looks at the world of ships, and the values that its fields hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from schema import Ref
from tests.schema.world.models import Status

if TYPE_CHECKING:
    from tests.schema.world.nodes import Named, Placed, Port, Ship, Voyage


@dataclass(frozen=True)
class Viewer:
    """Who looks: anybody, an owner of ships, or an inspector who sees everything."""

    role: str = "public"
    owner: int = 0
    country: str = ""
    today: date = date(2026, 6, 1)

    @property
    def inspects(self) -> bool:
        return self.role == "inspector"


class Mood(Enum):
    """How a ship looks."""

    CALM = "calm"
    """Nothing to worry about."""
    WORN = "worn"
    """Older than twenty years."""


@strawberry.type
class Money:
    """An amount."""

    amount: Decimal
    """In whole units."""
    currency: str
    """Which."""


@strawberry.type
class Mark:
    """One thing that a surveyor wrote down."""

    name: str
    """What it is about; the surveyor of ships called after saints forgot it."""
    score: int
    """From 0 to 9."""
    note: str | None
    """More about it."""


@strawberry.type
class Profile:
    """What a surveyor thinks of a ship."""

    title: str
    """In a word."""
    mood: Mood
    """At first sight."""
    marks: list[Mark | None]
    """One thing after another; what cannot be shown is null."""
    strict: list[Mark] | None
    """The same; if one cannot be shown, none is."""
    best: Mark | None
    """The last of them."""


@strawberry.type
class Event:
    """What happened to a ship in a year."""

    year: int
    """When."""
    port: Ref[Port]
    """Where."""
    voyage: Ref[Voyage] | None
    """On which voyage."""
    seen_by: list[Ref[Named]]
    """Who was there."""


@strawberry.type
class Report:
    """What is known about a port."""

    title: str
    """Its name, and the count of its ships."""
    port: Ref[Port] | None
    """The port itself."""
    ships: list[Ref[Ship]]
    """Ships at home there."""
    lead: Ref[Placed] | None
    """Who is first among those at home there."""
    options: list[str]
    """What was asked."""


@strawberry.type
class Nothing:
    """There is no such thing."""

    why: str
    """The reason."""


@strawberry.type
class Refusal:
    """A change that was refused."""

    code: str
    """Which rule says so."""


@strawberry.input
class Options:
    """What a report tells."""

    title: str = "report"
    """How to call it."""
    statuses: list[Status] = strawberry.field(default_factory=list)
    """Ships of these only; of any when empty."""
    limit: int | None = None
    """At most so many ships."""
