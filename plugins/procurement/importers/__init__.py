"""The outside formats that procurement reads: Open Contracting releases, and tenders of Prozorro with their bids."""

from typing import Final

from core.storage.imports import Importer
from plugins.procurement.importers.ocds import OCDS
from plugins.procurement.importers.prozorro.tenders import PROZORRO

IMPORTERS: Final[tuple[Importer, ...]] = (OCDS, PROZORRO)
