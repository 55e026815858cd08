"""Reads a file of policy data, and says everything that is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, cast

from core.errors import UserError
from core.policies.version import Given, PolicyVersion, Said
from core.words import Confidence

FILE: Final = {"title": str, "about": str, "sources": dict, "values": dict, "versions": list, "variants": list}
VERSION: Final = {"version": str, "valid_from": date, "valid_to": date, "note": str, "values": dict}
VOCABULARY: Final = {"unit": str, "meaning": str}
VALUE: Final = {"value": object, "source": str, "confidence": str}
Table = Mapping[str, Any]


class PolicyFileError(UserError):
    """A file of policy data that cannot be taken as it is, with everything that is wrong with it."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        super().__init__(
            f"The policy {path.stem!r} cannot be used:\n  " + "\n  ".join(faults),
            where=str(path),
            remedy="Mend the file. docs/departments.md describes what it holds.",
        )


def read_policy(path: Path, department: str) -> list[PolicyVersion]:
    """The versions of the policy in a file, the earliest first, then its variants.

    Raises PolicyFileError with every fault: versions that overlap or leave a gap, values that are missing or that no
    vocabulary names, sources that are not given.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyFileError(path, [f"It cannot be read: {error}"]) from error
    if faults := [*_shape_faults(data)] or [*_faults(data)]:
        raise PolicyFileError(path, faults)
    return [*_versions(data, f"{department}.{path.stem}")]


# ---------------------------------------------------------------- what can be wrong


def _shape_faults(data: Table) -> Iterator[str]:
    """Tables and keys that are missing, of another kind, or unknown."""
    yield from _keys("the file", data, FILE, wanted=("title", "about", "sources", "values", "versions"))
    for name, source in _tables(data.get("sources")):
        if not isinstance(source, str) or not source:
            yield f"[sources] {name} is no address and no sentence."
    for name, said in _tables(data.get("values")):
        yield from _keys(f"[values.{name}]", said, VOCABULARY, wanted=("meaning",))
    for version in [*_listed(data, "versions"), *_listed(data, "variants")]:
        name = f"version {version.get('version', '?')!r}"
        yield from _keys(name, version, VERSION, wanted=("version", "values"))
        for key, said in _tables(version.get("values")):
            yield from _keys(f"{name}, {key}", said, VALUE, wanted=("value", "source", "confidence"))


def _keys(where: str, found: object, known: Mapping[str, type], *, wanted: Sequence[str]) -> Iterator[str]:
    if not isinstance(found, Mapping):
        yield f"{where} is no table."
        return
    found = cast(Table, found)
    yield from (f"{where} lacks {key!r}." for key in wanted if key not in found)
    yield from (f"{where} has {key!r}, which nothing reads." for key in found if key not in known)
    for key, kind in known.items():
        if key in found and (not isinstance(found[key], kind) or isinstance(found[key], datetime)):
            yield f"{where}: {key!r} is no {kind.__name__}."


def _faults(data: Table) -> Iterator[str]:
    dated, variants = _listed(data, "versions"), _listed(data, "variants")
    names = [each["version"] for each in (*dated, *variants)]
    if not dated:
        yield "It has no version: a policy says something."
    yield from (f"There are two versions {name!r}." for name in dict.fromkeys(names) if names.count(name) > 1)
    yield from _timeline_faults(dated)
    yield from (
        f"The variant {each['version']!r} has dates: it was never in force."
        for each in variants
        if "valid_from" in each or "valid_to" in each
    )
    for version in (*dated, *variants):
        yield from _value_faults(version, data)
    yield from _kind_faults([*dated, *variants])


def _timeline_faults(versions: Sequence[Table]) -> Iterator[str]:
    for each in versions[:-1]:
        if "valid_to" not in each:
            yield f"Version {each['version']!r} has no valid_to, and another one follows: say on which day it ended."
    for each in versions[1:]:
        if "valid_from" not in each:
            yield f"Version {each['version']!r} has no valid_from: only the first one may go back for ever."
    dated = [each for each in versions if {"valid_from", "valid_to"} <= each.keys()]
    backwards = [each for each in dated if each["valid_to"] < each["valid_from"]]
    yield from (f"Version {each['version']!r} ends before it begins." for each in backwards)
    for one, after in pairwise(versions):
        yield from _seam_faults(one, after)


def _seam_faults(one: Table, after: Table) -> Iterator[str]:
    if "valid_to" not in one or "valid_from" not in after:
        return
    begins = one["valid_to"] + timedelta(days=1)
    names = f"{one['version']!r} and {after['version']!r}"
    if after["valid_from"] < begins:
        yield f"Versions {names} overlap from {after['valid_from']} to {one['valid_to']}."
    if after["valid_from"] > begins:
        yield f"Between versions {names} nothing holds from {begins} on: {after['valid_from']} leaves a gap."


def _value_faults(version: Table, data: Table) -> Iterator[str]:
    name, said = version["version"], version["values"]
    yield from (f"Version {name!r} does not say {key!r}." for key in data["values"] if key not in said)
    for key, value in said.items():
        if key not in data["values"]:
            yield f"Version {name!r} says {key!r}, of which [values.{key}] tells no meaning."
        if value["source"] not in data["sources"]:
            yield f"Version {name!r}, {key}: there is no source {value['source']!r} under [sources]."
        if value["confidence"] not in [each.value for each in Confidence]:
            yield f"Version {name!r}, {key}: confidence is 'confirmed' or 'unconfirmed', not {value['confidence']!r}."
        if _given(value["value"]) is None:
            yield f"Version {name!r}, {key}: {value['value']!r} is no number, text, true or false, or list of texts."


def _kind_faults(versions: Sequence[Table]) -> Iterator[str]:
    kinds: dict[str, tuple[type, str]] = {}
    for version in versions:
        for key, value in version["values"].items():
            kind, first = kinds.setdefault(key, (type(_given(value["value"])), version["version"]))
            if type(_given(value["value"])) is not kind:
                yield f"Versions {first!r} and {version['version']!r} say {key!r} in different kinds of value."


# ---------------------------------------------------------------- what it says


def _versions(data: Table, policy: str) -> Iterator[PolicyVersion]:
    for variant, versions in ((False, _listed(data, "versions")), (True, _listed(data, "variants"))):
        for each in versions:
            yield PolicyVersion(
                policy=policy,
                version=each["version"],
                title=data["title"],
                about=data["about"],
                valid_from=each.get("valid_from"),
                valid_to=each.get("valid_to"),
                is_variant=variant,
                note=each.get("note", ""),
                values=tuple(_value(key, each["values"][key], data) for key in data["values"]),
            )


def _value(name: str, said: Table, data: Table) -> Said:
    given = _given(said["value"])
    assert given is not None
    return Said(
        given=given,
        name=name,
        unit=data["values"][name].get("unit", ""),
        meaning=data["values"][name]["meaning"],
        source=data["sources"][said["source"]],
        confidence=Confidence(said["confidence"]),
    )


def _given(value: object) -> Given | None:
    """A value of the file as rules take it; none if it is of no kind that they know."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | Decimal):
        number = Decimal(value)
        return number if number.is_finite() else None
    texts = cast(list[object], value) if isinstance(value, list) else [None]
    return tuple(cast(list[str], texts)) if all(isinstance(each, str) for each in texts) else None


def _listed(data: Table, key: str) -> list[Table]:
    found = data.get(key, [])
    return cast(list[Table], found) if isinstance(found, list) else []


def _tables(found: object) -> list[tuple[str, Any]]:
    return [*cast(Table, found).items()] if isinstance(found, Mapping) else []
