"""What can keep the host from starting: departments that cannot be loaded, and names that two of them claim."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from core.discovery import Found
from core.errors import UserError
from schema.names import Name


class DepartmentError(UserError):
    """A department that cannot be loaded, with the distribution that brings it."""

    def __init__(self, found: Found, what: str, *, where: str = "", remedy: str) -> None:
        self.department = found.name
        self.distribution = found.distribution
        super().__init__(
            f"The department {found.name!r} ({found.distribution}) {what}", where=where or found.module, remedy=remedy
        )


class ClashError(UserError):
    """One name that several owners claim."""

    def __init__(self, names: Sequence[Name], *, remedy: str) -> None:
        self.names = tuple(names)
        claims = " and ".join(f"{_article(name.kind)} of {name.owner}" for name in names)
        places = "\n  ".join(f"{name.owner}: {name.place or 'built in'}" for name in names)
        super().__init__(f"{names[0].name!r} is {claims}.", where=places, remedy=remedy)


class StartError(UserError):
    """The host does not start; every reason is listed."""

    def __init__(self, problems: Sequence[UserError]) -> None:
        self.problems = tuple(problems)
        listed = "\n".join(textwrap.indent(str(each), "    ").replace("    ", "  - ", 1) for each in problems)
        super().__init__(
            f"The host does not start: {len(problems)} problem{'s' * (len(problems) > 1)}.\n{listed}",
            remedy="Mend what is listed, or start without: IPT_DEPARTMENTS names the departments to load.",
        )


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
