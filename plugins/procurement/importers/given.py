"""What the JSON of a publication says: texts, lists, amounts, days and choices, each an error where it is of no use."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from reprlib import repr as shortened
from typing import Any, Final, cast

from core.storage.imports import RecordError, instant, mended, minor_units, one_line

LONGEST_TITLE: Final = 500

Given = Mapping[str, Any]
Values = dict[str, Any]


def fields_of(given: Any, place: str) -> Given:
    """The fields of a JSON object; raises RecordError for anything else."""
    if not isinstance(given, Mapping):
        raise RecordError(place, f"{shortened(given)} is no JSON object")
    return cast(Given, given)


def list_of(given: Given, name: str, place: str) -> list[Given]:
    """The objects of a list that may be absent."""
    found = given.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise RecordError(f"{place}{name}", "it is no list")
    entries: list[Any] = found
    return [fields_of(one, f"{place}{name}/{number}") for number, one in enumerate(entries)]


def text_of(given: Given, name: str) -> str:
    """A text or a number as text; absent is empty."""
    value = given.get(name)
    return "" if value is None or isinstance(value, dict | list) else one_line(str(cast(object, value)))


def identifier_of(given: Given, place: str) -> str:
    """The id of an object, which it must have."""
    identifier = text_of(given, "id")
    if not identifier:
        raise RecordError(f"{place}id", "it has no identifier")
    return identifier


def titled(given: Given) -> tuple[str, str]:
    """Title and description; a title that is a whole text is cut, and kept whole in the description."""
    title, description = one_line(text_of(given, "title")), mended(str(given.get("description") or ""))
    if len(title) <= LONGEST_TITLE:
        return title, description
    return f"{title[: LONGEST_TITLE - 1]}…", f"{title}\n\n{description}".strip()


def day_of(given: Given, name: str, place: str) -> date | None:
    """The day of an instant, in UTC."""
    when = instant(text_of(given, name), f"{place}{name}")
    return when.date() if when else None


def chosen(choices: Mapping[str, Any], given: Given, name: str, place: str) -> Any:
    """Our word for one of theirs; raises RecordError for one that is not on the list."""
    value = text_of(given, name)
    if value not in choices:
        known = ", ".join(choice for choice in choices if choice)
        raise RecordError(f"{place}{name}", f"'{value}' is unknown: it is one of {known}")
    return choices[value]


def money_of(column: str, given: Any, place: str) -> Values:
    """The pair of columns that hold an amount; none of them where no amount is given."""
    value = fields_of(given or {}, place)
    amount = value.get("amount")
    if amount is None:
        return {}
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise RecordError(f"{place}/amount", f"{shortened(amount)} is no number")
    currency = text_of(value, "currency").upper()
    if not currency:
        raise RecordError(f"{place}/currency", f"the amount {amount} has no currency")
    return {
        f"{column}_minor": minor_units(str(amount), currency, f"{place}/amount"),
        f"{column}_currency": currency,
    }


def identified(given: Given, name: str) -> Iterator[tuple[str, str, Given]]:
    """The objects of a list with their places and ids; raises RecordError where two have one id."""
    seen: set[str] = set()
    for number, one in enumerate(list_of(given, name, "")):
        place = f"{name}/{number}"
        identifier = identifier_of(one, f"{place}/")
        if identifier in seen:
            raise RecordError(f"{place}/id", f"'{identifier}' stands twice in {name}: look at it in the source")
        seen.add(identifier)
        yield place, identifier, one


def moment(given: Given, name: str, place: str) -> datetime | None:
    """An instant that says its time zone, in UTC."""
    when = instant(text_of(given, name), f"{place}{name}")
    if when and datetime.fromisoformat(text_of(given, name)).tzinfo is None:
        raise RecordError(f"{place}{name}", "it has no time zone: write it as 2026-08-17T16:00:00+03:00")
    return when


def written_day(given: Given, name: str, place: str) -> date | None:
    """The day of an instant as it is written: midnight in Kyiv is no day earlier."""
    return datetime.fromisoformat(text_of(given, name)).date() if moment(given, name, place) else None
