"""The outside formats that the registry reads, and how every importer finds the organisations that records name."""

from typing import Final

from core.registry.importers.contributions import CONTRIBUTIONS
from core.registry.importers.units import UNITS
from core.storage.imports import Importer

IMPORTERS: Final[tuple[Importer, ...]] = (CONTRIBUTIONS, UNITS)
