"""Text that every database can hold: no null character, no half of a surrogate pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from schema.errors import Code, fault


def refuse_unstorable(value: Any, where: str) -> None:
    """A fault BAD_ARGUMENT for text, at any depth, that a database would choke on."""
    if isinstance(value, str):
        if "\x00" in value or not _is_unicode(value):
            raise fault(Code.BAD_ARGUMENT, f"{where}: the text holds a character that no text can have. Leave it out.")
    elif isinstance(value, Mapping):
        for name, each in cast(Mapping[str, Any], value).items():
            refuse_unstorable(each, f"{where}.{name}")
    elif isinstance(value, list):
        for each in cast(list[object], value):
            refuse_unstorable(each, where)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
