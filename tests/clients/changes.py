"""Something that changes while somebody follows it: a tender, by an import that runs as another process."""

from __future__ import annotations

import json
from typing import Any

from tests.serving import Served


def tender(served: Served, reference: str, **facts: Any) -> None:
    """Import a call for offers of the Open Contracting Data Standard, or a change of one."""
    buyer = {"id": "X-1", "name": "Ministry of Tests"}
    release = {
        "ocid": reference,
        "id": f"{reference}-1",
        "date": "2026-01-05T00:00:00Z",
        "tag": ["tender"],
        "language": "en",
        "initiationType": "tender",
        "parties": [{**buyer, "roles": ["buyer"]}],
        "buyer": buyer,
        "tender": {"id": "1", "title": "A bridge", "status": "active", **facts},
    }
    path = served.folder / f"{reference}.json"
    path.write_text(json.dumps({"releases": [release]}), encoding="utf-8")
    served.ipt("import", "ocds", str(path))
