"""What a browser is shown: the explorer, its examples, what is loaded, and whether the server is well."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Final

from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles

from core.host import Host
from core.web.examples import Example, offered
from core.web.home.page import HomePage
from core.web.owners import owners
from core.web.policies.page import policies_page

BUILT: Final = Path(str(resources.files("core.web"))) / "explorer" / "built"
POLICY: Final = (
    "default-src 'self'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; "
    "font-src 'self' data:; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SAFE: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
FRESH: Final = {**SAFE, "cache-control": "no-cache"}
TYPES: Final = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
}

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
        headers={**FRESH, "vary": "Accept"},
    )


@dataclass(frozen=True)
class Pages:
    """What a browser is shown of one host; what does not change while it runs is made once, when first asked for."""

    host: Host

    def home(self, counts: Mapping[str, Any]) -> Response:
        """The first page, with what the public can read of each list."""
        return HTMLResponse(self._home.filled(counts), headers=SAFE)

    def examples(self) -> Response:
        """The examples, for the explorer's panel."""
        return JSONResponse([each.told() for each in self._examples], headers=FRESH)

    def owners(self) -> Response:
        """Who owns each type and field, for the explorer's documentation."""
        return JSONResponse(self._owners, headers=FRESH)

    def policies(self) -> Response:
        """Every policy with its sources."""
        return HTMLResponse(self._policies, headers=SAFE)

    @cached_property
    def _policies(self) -> str:
        return policies_page(self.host)

    @cached_property
    def _home(self) -> HomePage:
        return HomePage(self.host, self._examples)

    @cached_property
    def _examples(self) -> list[Example]:
        return offered(self.host)

    @cached_property
    def _owners(self) -> dict[str, Any]:
        return owners(self.host)


def ready_page(pending: Sequence[object], problems: Sequence[object]) -> Response:
    """Whether requests can be answered: the database is there and has the tables of this version."""
    if pending:
        return JSONResponse(
            {"ready": False, "reason": f"{len(pending)} migrations are pending. Run: ipt migrate"}, status_code=503
        )
    return JSONResponse({"ready": True, "problems": [str(each) for each in problems]})
