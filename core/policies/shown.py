"""Policies as the graph shows them."""

from __future__ import annotations

from datetime import date

import strawberry

from core.policies.version import Given, PolicyVersion, Said
from core.words import Confidence, word


@word
class PolicyValue:
    """One thing that a policy says, and the source that says so."""

    name: str = strawberry.field(description="What rules call it, such as min_value.")
    value: str = strawberry.field(description="What it is: a number, a word, true or false, or words with commas.")
    unit: str = strawberry.field(description="What a number counts, such as CHF or percent; empty if nothing.")
    meaning: str = strawberry.field(description="What it decides, in a sentence.")
    source: str = strawberry.field(description="The document that says so, or how else it is known.")
    confidence: Confidence = strawberry.field(description="Whether the source was read and says so.")


@word
class Policy:
    """What a policy says over a stretch of time; a process keeps the version that it began under."""

    name: str = strawberry.field(description="Its department and name, such as procurement.alignment.")
    version: str = strawberry.field(description="The name of this version, such as ALIGN-1; decisions quote both.")
    title: str = strawberry.field(description="What people call the policy.")
    about: str = strawberry.field(description="What the policy is for.")
    valid_from: date | None = strawberry.field(description="The first day; null if it goes back as far as is known.")
    valid_to: date | None = strawberry.field(description="The last day; null while it lasts.")
    is_variant: bool = strawberry.field(description="Whether it was never in force, and can only be tried by name.")
    note: str = strawberry.field(description="What there is to know about this version; may be empty.")
    values: list[PolicyValue] = strawberry.field(description="Everything that it says.")


def shown(version: PolicyVersion) -> Policy:
    """A version as the graph shows it."""
    return Policy(
        name=version.policy,
        version=version.version,
        title=version.title,
        about=version.about,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        is_variant=version.is_variant,
        note=version.note,
        values=[_shown(each) for each in version.values],
    )


def _shown(said: Said) -> PolicyValue:
    return PolicyValue(
        name=said.name,
        value=written(said.given),
        unit=said.unit,
        meaning=said.meaning,
        source=said.source,
        confidence=said.confidence,
    )


def written(given: Given) -> str:
    """A value as people read it; a number exactly as the file gives it."""
    if isinstance(given, bool):
        return str(given).lower()
    return ", ".join(given) if isinstance(given, tuple) else str(given)
