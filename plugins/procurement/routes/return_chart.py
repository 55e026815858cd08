"""The picture of a state's industrial return over the years, for whoever asks for it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from core.web.asking import ask
from plugins.procurement.routes.return_drawing import Bar, CutOff, drawing

HISTORY: Final = """query ReturnChart($country: String!, $kind: PurchaseKind!) {
  memberStates(where: { country: { eq: $country } }, first: 1) {
    nodes {
      name
      returnHistory(kind: $kind) {
        firstYear lastYear status value { coefficient } decision { outcome } cutOffs { status below }
      }
    }
  }
}"""
KINDS: Final = {"supply": "SUPPLY", "service": "SERVICE"}
TITLES: Final = {"supply": "supplies", "service": "services"}
SAFE: Final = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-cache",
    "vary": "IPT-Viewer",
}


async def return_chart(request: Request) -> Response:
    """The coefficients of every window as bars, with the cut-offs between the classes of states.

    400 for a kind that there is not, 404 for a state that is none of CERN.
    """
    kind, country = request.query_params.get("kind", "").lower(), request.path_params["country"].upper()
    if kind not in KINDS:
        raise HTTPException(400, f"There is no kind {kind!r}. Ask with ?kind=supply or ?kind=service.")
    states = (await ask(request, HISTORY, country=country, kind=KINDS[kind]))["memberStates"]["nodes"]
    if not states:
        raise HTTPException(404, f"{country!r} is no state of CERN. `memberStates` lists those there are by ISO code.")
    (state,) = states
    picture = drawing(f"Industrial return of {state['name']}: {TITLES[kind]}", [*map(_bar, state["returnHistory"])])
    return Response(picture, media_type="image/svg+xml", headers=SAFE)


def _bar(window: dict[str, Any]) -> Bar:
    coefficient = (window["value"] or {}).get("coefficient")
    return Bar(
        first_year=window["firstYear"],
        last_year=window["lastYear"],
        coefficient=Decimal(coefficient) if coefficient is not None else None,
        outcome=window["decision"]["outcome"],
        cut_offs=[CutOff(each["status"], Decimal(each["below"])) for each in window["cutOffs"]],
    )
