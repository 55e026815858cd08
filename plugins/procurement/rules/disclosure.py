"""Which figures are withheld, so that nobody finds a single contract in them or in what is left when they are taken."""

from collections.abc import Mapping


def withheld(counts: Mapping[str, int], smallest: int) -> frozenset[str]:
    """The groups whose figures are not shown, by the number of contracts in each.

    A group of fewer than `smallest` is withheld, be it empty. Since what is withheld is the total less what is shown,
    the next smallest groups are withheld with it. Whoever knows one group anyway, such as a liaison officer the own
    state, can take that one off too: so whichever it is, the others are together as many as `smallest`.
    """
    hidden: dict[str, int] = {}
    for count, name in sorted((count, name) for name, count in counts.items()):
        if count >= smallest and (not hidden or _without_the_largest(hidden) >= smallest):
            break
        hidden[name] = count
    return frozenset(hidden)


def _without_the_largest(groups: Mapping[str, int]) -> int:
    return sum(groups.values()) - max(groups.values())
