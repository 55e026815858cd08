"""What can be done about a list of balanced states: draft, publish and amend it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.words import Decision, Reason
from plugins.procurement.rules.balance import A_DAY, Entry, Period
from plugins.procurement.rules.decisions import against_version, decided
from plugins.procurement.rules.industrial_return import statuses


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """Which states a list may name, and which of them have a ceiling."""

    known: frozenset[str]
    associates: frozenset[str]
    """Those that are Associate Members, or on the way to membership, on some day of the period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request for a new list."""

    kind: str
    period: Period
    exists: bool
    """Whether there is a list of this kind for this period already."""
    lines: tuple[Entry, ...]
    states: States


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A list as it is when somebody wants to change it."""

    kind: str
    period: Period
    version: int
    is_published: bool
    is_empty: bool
    """Whether no state is on it."""
    states: States


def draft(case: Draft) -> Decision:
    """Whether a list can be drafted; every obstacle is a reason."""
    return decided([*_against_draft(case)])


def publish(found: Standing | None, *, expected_version: int, on: date, today: date) -> Decision:
    """Whether a list can be published as of a day; every obstacle is a reason."""
    return decided([*_against_publishing(found, expected_version, on, today)])


def amend(found: Standing | None, *, expected_version: int, lines: Sequence[Entry]) -> Decision:
    """Whether a list can be amended; every obstacle is a reason."""
    if found is None:
        return decided([_unknown_list()])
    against_lines = _against_lines(lines, found.states, found.kind, found.period)
    return decided([*against_version(expected_version, found.version), *against_lines])


def amended(entries: Sequence[Entry], line: Entry, *, keeps_ceiling: bool) -> list[Entry]:
    """The entries of a state with one more: what held before ends the day before, and what comes later stays.

    If nothing new is said of the ceiling, it stays as reached as it was on that day.
    """
    if keeps_ceiling:
        reached = next((each.ceiling_reached_in for each in entries if each.holds(line.since)), None)
        line = replace(line, ceiling_reached_in=reached)
    earlier = [each for each in entries if each.since < line.since]
    later = [each for each in entries if each.since > line.since]
    ended = [replace(each, until=line.since - A_DAY) if each.holds(line.since) else each for each in earlier]
    return [*ended, replace(line, until=later[0].since - A_DAY if later else None), *later]


def _against_draft(case: Draft) -> Iterator[Reason]:
    if case.exists:
        yield Reason(
            code="LIST_EXISTS",
            message=f"There is a {case.kind} list from {case.period.begins} to {case.period.ends} already.",
            next_step="Amend that one: `balanceLists` finds it.",
        )
    yield from _against_lines(case.lines, case.states, case.kind, case.period)


def _against_publishing(found: Standing | None, expected: int, on: date, today: date) -> Iterator[Reason]:
    if found is None:
        yield _unknown_list()
        return
    yield from against_version(expected, found.version)
    if found.is_published:
        yield Reason(
            code="ALREADY_PUBLISHED",
            message="The list is published already.",
            next_step="Amend it with `amendBalanceList` if a status is to change.",
        )
    if found.is_empty:
        yield _empty()
    if on < date(found.period.begins.year, 1, 1):
        yield Reason(
            code="BEFORE_ITS_YEARS_END",
            message=f"It cannot have been published on {on}: the years that it looks at were not over.",
            next_step="Leave `publishedOn` out, or give a day after those years.",
        )
    if on > today:
        yield Reason(
            code="LATER_THAN_TODAY",
            message=f"It cannot have been published on {on}: today is {today}.",
            next_step="Leave `publishedOn` out, or give the day of a list of the past.",
        )


def _against_lines(lines: Sequence[Entry], known: States, kind: str, period: Period) -> Iterator[Reason]:
    if not lines:
        yield _empty()
    states = [each.state for each in lines]
    for state in dict.fromkeys(state for state in states if states.count(state) > 1):
        yield Reason(code="NAMED_TWICE", message=f"{state} is named more than once.", next_step="Name it once.")
    for state in dict.fromkeys(state for state in states if state not in known.known):
        yield Reason(
            code="UNKNOWN_STATE",
            message=f"{state} is no state of CERN.",
            next_step="Ask for `memberStates` to see the states there are.",
        )
    for line in lines:
        yield from _against_line(line, kind, period)
        if line.ceiling_reached_in is not None:
            yield from _against_ceiling(line, line.ceiling_reached_in, known, period)


def _against_line(line: Entry, kind: str, period: Period) -> Iterator[Reason]:
    possible = statuses(kind)
    if line.status not in possible:
        yield Reason(
            code="NO_SUCH_STATUS",
            message=f"{line.state} cannot be {line.status} here: a {kind} list knows {', '.join(possible)}.",
        )
    if not period.holds(line.since):
        yield Reason(
            code="OUTSIDE_PERIOD",
            message=f"{line.since}, for {line.state}, is not between {period.begins} and {period.ends}.",
            next_step="A list is amended within its period; for later days, draft the next one.",
        )


def _against_ceiling(line: Entry, year: int, known: States, period: Period) -> Iterator[Reason]:
    if line.state in known.known - known.associates:
        yield Reason(
            code="NO_CEILING",
            message=f"{line.state} is no Associate Member from {period.begins} to {period.ends}: it has no ceiling.",
            next_step="Leave `ceilingReachedIn` out.",
        )
    if not period.begins.year <= year <= period.ends.year:
        yield Reason(
            code="CEILING_OUTSIDE_PERIOD",
            message=f"The ceiling of {line.state} for {year} is of another list.",
            next_step=f"Give a year from {period.begins.year} to {period.ends.year}.",
        )


def _unknown_list() -> Reason:
    return Reason(
        code="UNKNOWN_LIST",
        message="No list has this id.",
        next_step="Ask for `balanceLists` to see the lists there are.",
    )


def _empty() -> Reason:
    return Reason(
        code="EMPTY_LIST",
        message="A list names the status of at least one state.",
        next_step="Give `entries`, each with a state and its status.",
    )
