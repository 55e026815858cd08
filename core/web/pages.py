"""What a browser is shown: the explorer, its examples, what is loaded, and whether the server is well."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Final

from graphql import OperationDefinitionNode, parse, validate
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles

from core.departments import LoadedDepartment
from core.host import Host
from core.web.home.page import home
from core.web.owners import owners

BUILT: Final = Path(str(resources.files("core.web"))) / "explorer" / "built"
POLICY: Final = (
    "default-src 'self'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; "
    "font-src 'self' data:; img-src 'self' data:"
)
SAFE: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
TYPES: Final = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
}
DEFAULT_EXAMPLE: Final = "across departments"

for _suffix, _type in TYPES.items():
    mimetypes.add_type(_type, _suffix)  # older Pythons and some Windows registries name others


class ExplorerFiles(StaticFiles):
    """The explorer's build, whose names change with their content, so that they can be kept for ever."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers.update({**SAFE, "cache-control": "public, max-age=31536000, immutable"})
        return response


def explorer_page() -> Response:
    """GraphiQL, served by ourselves."""
    return FileResponse(
        BUILT / "index.html",
        media_type="text/html",
        headers={**SAFE, "cache-control": "no-cache", "vary": "Accept"},
    )


def examples(host: Host) -> list[dict[str, Any]]:
    """The operations that the departments offer, each with the comment on its first lines as its title.

    One that asks a department that is not loaded is left out.
    """
    offered = [_example(department, path) for department in host.departments for path in department.examples]
    found = [each for each in offered if not validate(host.schema._schema, parse(each["query"]))]  # noqa: SLF001
    crossing = next((each for each in found if each["title"].lower().startswith(DEFAULT_EXAMPLE)), None)
    if crossing or found:
        (crossing or found[0])["default"] = True
    return found


def _example(department: LoadedDepartment, path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8")
    comment = re.match(r"(?:#[^\n]*\n)+", text)
    title = " ".join(line.lstrip("# ").strip() for line in comment.group().splitlines()) if comment else ""
    return {
        "department": department.name,
        "name": path.stem,
        "title": title or path.stem,
        **_operation(text),
        "query": text,
    }


def _operation(text: str) -> dict[str, str]:
    """The kind and the name of the first operation."""
    first = next(each for each in parse(text).definitions if isinstance(each, OperationDefinitionNode))
    return {"kind": first.operation.value, "operation": first.name.value if first.name else ""}


def examples_page(host: Host) -> Response:
    """The examples, for the explorer's menu."""
    return JSONResponse(examples(host), headers={**SAFE, "cache-control": "no-cache"})


def owners_page(host: Host) -> Response:
    """Who owns each type and field, for the explorer's documentation."""
    return JSONResponse(owners(host), headers={**SAFE, "cache-control": "no-cache"})


def home_page(host: Host, counts: Mapping[str, Any]) -> Response:
    """The first page, with what the public can read of each list."""
    return HTMLResponse(home(host, counts, examples(host)), headers=SAFE)


def ready_page(pending: Sequence[object], problems: Sequence[object]) -> Response:
    """Whether requests can be answered: the database is there and has the tables of this version."""
    if pending:
        return JSONResponse(
            {"ready": False, "reason": f"{len(pending)} migrations are pending. Run: ipt migrate"}, status_code=503
        )
    return JSONResponse({"ready": True, "problems": [str(each) for each in problems]})
