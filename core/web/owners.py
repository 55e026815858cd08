"""Who owns what, for the explorer: the department of each type, and of each field that is added to another's."""

from __future__ import annotations

from typing import Any, Final

from core.host import Host
from schema.graph import OWN
from schema.names import FIELD, ROOT_FIELD, TYPE_KINDS

OURSELVES: Final = {OWN: "IPT Graph itself", "core": "IPT Graph itself"}
"""The owners that are no departments: the engine and the host."""


def owners(host: Host) -> dict[str, Any]:
    """The departments' titles, the owner of every type, and of every field that another than its type's owner adds.

    A field that is not named belongs to the owner of its type.
    """
    names = host.names()
    types = {each.name: each.owner for each in names if each.kind in TYPE_KINDS}
    fields = {each.name: each.owner for each in names if each.kind in (FIELD, ROOT_FIELD) and each.owner != OWN}
    return {
        "departments": {each.name: each.title for each in host.departments} | OURSELVES,
        "types": types,
        "fields": {name: owner for name, owner in fields.items() if owner != types.get(name.partition(".")[0])},
    }
