"""Pages of procurement beside the graph."""

from typing import Final

from starlette.routing import BaseRoute, Route

from plugins.procurement.routes.return_chart import return_chart

ROUTES: Final[tuple[BaseRoute, ...]] = (Route("/member-states/{country}/industrial-return.svg", return_chart),)
