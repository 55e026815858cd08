"""By which versions of policies a question is answered: those in force on a day, or others that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from core.policies.policies import Policies
from core.policies.version import PolicyVersion
from plugins.procurement.rules.wording import named
from schema.errors import Code, fault

OWN: Final = "procurement."
"""How the names of procurement's policies begin."""


def in_force(policies: Policies, name: str, day: date) -> PolicyVersion:
    """The version of a policy on a day; a fault BAD_ARGUMENT where none is known."""
    found = policies.on(f"{OWN}{name}", day)
    if found is None:
        what = f"No version of {OWN}{name} is in force on {day}. Ask for another day, or name a version to try."
        raise fault(Code.BAD_ARGUMENT, what)
    return found


def versions(
    policies: Policies, names: Iterable[str], day: date, variants: Sequence[str] = ()
) -> dict[str, PolicyVersion]:
    """The versions of some policies by their names: on a day, but for those that `variants` puts in their place.

    A fault BAD_ARGUMENT for a variant that none of them has, and for two of the same policy.
    """
    names = [*names]
    tried = _tried(policies, names, variants)
    return {name: tried.get(name) or in_force(policies, name, day) for name in names}


def _tried(policies: Policies, names: Sequence[str], variants: Sequence[str]) -> dict[str, PolicyVersion]:
    known = {each.version: (name, each) for name in names for each in policies.history(f"{OWN}{name}")}
    if strange := [each for each in variants if each not in known]:
        what = f"There is no version {named(strange)} of these policies. There are: {', '.join(known)}."
        raise fault(Code.BAD_ARGUMENT, what)
    counts = Counter(known[each][0] for each in variants)
    if twice := [name for name, count in counts.items() if count > 1]:
        raise fault(Code.BAD_ARGUMENT, f"`variants` names two versions of {named(twice)}. Name one.")
    return dict(known[each] for each in variants)
