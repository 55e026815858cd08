"""The outside formats that EU support reads: the Commission's project register and its list of open topics."""

from typing import Final

from core.storage.imports import Importer
from plugins.eu_support.importers.cordis import CORDIS
from plugins.eu_support.importers.topics import TOPICS_OF_THE_PORTAL

IMPORTERS: Final[tuple[Importer, ...]] = (CORDIS, TOPICS_OF_THE_PORTAL)
