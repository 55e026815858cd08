"""In which media type an answer is given: what a client accepts, weighed against what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

JSON: Final = "application/json"
GRAPHQL_JSON: Final = "application/graphql-response+json"
EVENTS: Final = "text/event-stream"
ANSWERS: Final = (GRAPHQL_JSON, JSON, EVENTS)
"""What an answer can be, the first where a client names several as equally welcome."""
NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class _Range:
    """One of the media types that a client accepts, such as `application/*;q=0.5`."""

    kind: str
    subkind: str
    quality: float

    def fit(self, offered: str) -> int:
        """How closely it names a media type: 3 by its name, 2 by its kind, 1 any; 0 not at all."""
        kind, _, subkind = offered.partition("/")
        if (self.kind, self.subkind) == (kind, subkind):
            return NAMED
        if self.subkind == "*":
            return NAMED - 1 if self.kind == kind else int(self.kind == "*")
        return 0


@lru_cache(maxsize=64)
def chosen(accept: str) -> str | None:
    """The media type for a client that accepts these; None when there is none. Nothing said means JSON."""
    if not accept.strip():
        return JSON
    ranges = [each for each in map(_range, accept.split(",")) if each]
    quality, _, _, best = max((_weight(each, ranges) for each in ANSWERS), key=lambda weight: weight[:3])
    return best if quality > 0 else None


def _weight(offered: str, ranges: Sequence[_Range]) -> tuple[float, bool, bool, str]:
    """How welcome a media type is: what the range that names it most closely says of it.

    Of those that are equally welcome, one that is named comes first, and JSON where none is. A stream must be named.
    """
    fit, quality = max(((each.fit(offered), each.quality) for each in ranges), default=(0, 0.0))
    is_named = fit == NAMED
    is_meant = is_named or (fit > 0 and offered != EVENTS)
    return quality if is_meant else 0.0, is_named, offered == (GRAPHQL_JSON if is_named else JSON), offered


def _range(text: str) -> _Range | None:
    """A media range; none where the text is no media range, or asks for another character set than ours."""
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    kind, slash, subkind = name.partition("/")
    given = {key: value for key, _, value in (each.partition("=") for each in parameters)}
    if not (kind and slash and subkind) or not is_utf8(given.get("charset", "utf-8")):
        return None
    quality = _quality(given.get("q", "1"))
    return None if quality is None else _Range(kind, subkind, quality)


def _quality(text: str) -> float | None:
    try:
        quality = float(text)
    except ValueError:
        return None
    return quality if 0 <= quality <= 1 else None


def is_utf8(charset: str) -> bool:
    """Whether text of this character set is what we read and write."""
    return charset.strip().strip('"').lower() in ("utf-8", "utf8")
