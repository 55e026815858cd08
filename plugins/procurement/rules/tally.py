"""What contracts add up to, by the country of their origin, over the years of a window."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

OUTSIDE: Final = ""
"""Stands for all countries that are no states of CERN."""


class Tally(NamedTuple):
    """Contracts of one year that come from one country, or an equal part of each."""

    country: str
    year: int
    contracts: int
    number: int
    """The same in contracts, each by its share, in parts per million: half a contract is 500000."""
    value: int
    """Their value, each by its share, in parts per million of the currency's minor unit."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The contracts of a window, by states and with all others as one group."""

    number: Counter[str] = field(default_factory=Counter[str])
    value: Counter[str] = field(default_factory=Counter[str])
    fewest: dict[str, int] = field(default_factory=dict[str, int])
    """How many contracts each group has at the least in a year of the window.

    Windows that follow one another differ by a year at each end, so a single year must be large enough not to be told.
    """

    def with_more(self, tallies: Iterable[Tally], states: Collection[str]) -> "Sums":
        """The same with contracts more; the fewest stay, since nobody may find out by adding."""
        more = Sums(Counter(self.number), Counter(self.value), self.fewest)
        for each in tallies:
            more.add(each, states)
        return more

    def add(self, tally: Tally, states: Collection[str]) -> None:
        """Add to the group that a country belongs to."""
        group = tally.country if tally.country in states else OUTSIDE
        self.number[group] += tally.number
        self.value[group] += tally.value

    @property
    def all_number(self) -> int:
        """All contracts, in parts per million."""
        return self.number.total()

    @property
    def all_value(self) -> int:
        """Their value, in parts per million of the minor unit."""
        return self.value.total()


def sums(tallies: Iterable[Tally], years: range, states: Collection[str]) -> Sums:
    """What the tallies of some years add up to; each of the states has its sums, be they nothing."""
    found = Sums()
    yearly: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for each in tallies:
        if each.year in years:
            found.add(each, states)
            yearly[each.country][each.year] += each.contracts
    found.fewest.update({state: min(yearly[state][year] for year in years) for state in states})
    # A contract may come from several countries outside, and counts once: there are as many as the largest has.
    outside = [counts for country, counts in yearly.items() if country not in states]
    found.fewest[OUTSIDE] = min(max((counts[year] for counts in outside), default=0) for year in years)
    return found
