"""The outside formats that procurement reads: contracting data in the Open Contracting Data Standard."""

from typing import Final

from core.storage.imports import Importer
from plugins.procurement.importers.ocds import OCDS

IMPORTERS: Final[tuple[Importer, ...]] = (OCDS,)
