"""All policies of all departments: what is in force on a day, what was before, and what can be tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from core.policies.version import PolicyError, PolicyVersion


class Policies:
    """The policies that a host has read, by name; functions of the graph get it by asking for this class."""

    def __init__(self, versions: Iterable[PolicyVersion]) -> None:
        self._by_policy: dict[str, list[PolicyVersion]] = {}
        for each in versions:
            self._by_policy.setdefault(each.policy, []).append(each)

    def __iter__(self) -> Iterator[PolicyVersion]:
        """Every version of every policy, variants included, by name and date."""
        for name in sorted(self._by_policy):
            yield from self._by_policy[name]

    @property
    def names(self) -> list[str]:
        """Every policy's name, in order."""
        return sorted(self._by_policy)

    def on(self, policy: str, day: date) -> PolicyVersion | None:
        """The version in force on a day; none before the first, or after one that has ended without another."""
        return next((each for each in self.history(policy) if each.holds_on(day)), None)

    def version(self, policy: str, version: str) -> PolicyVersion | None:
        """The version or variant of this name, in force or not."""
        return next((each for each in self.history(policy) if each.version == version), None)

    def history(self, policy: str) -> list[PolicyVersion]:
        """Every version, the earliest first, then the variants; PolicyError for a policy that nobody has."""
        if policy not in self._by_policy:
            raise PolicyError(f"There is no policy {policy!r}. There are: {', '.join(self.names) or 'none'}")
        return self._by_policy[policy]
