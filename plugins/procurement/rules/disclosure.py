"""Which figures are withheld, so that nobody finds a single contract in them or in what is left when they are taken."""

from collections.abc import Collection, Mapping


def withheld(counts: Mapping[str, int], smallest: int, known: Collection[str] = ()) -> frozenset[str]:
    """The groups whose figures are not shown, by the number of contracts in each.

    A group of fewer than `smallest` is withheld, be it empty. Since what is withheld is the total less what is shown,
    the next smallest groups are withheld with it until they are together as many as that. What somebody knows anyway,
    such as a liaison officer the figures of their own state, is neither withheld nor helps to hide another group.
    """
    ascending = sorted((count, name) for name, count in counts.items() if name not in known)
    hidden: list[str] = []
    together = 0
    for count, name in ascending:
        if count >= smallest and (not hidden or together >= smallest):
            break
        hidden.append(name)
        together += count
    return frozenset(hidden)
