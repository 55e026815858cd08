"""The invented supplier side of the story: what the one supplier can do, and which firms somebody proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from core.access.viewer import Role
from core.storage.batches import Batch
from core.storage.tables import Key
from core.words import fold
from plugins.procurement.models import (
    AccountKind,
    AccountState,
    Capability,
    Certificate,
    ConductDeclaration,
    Exclusion,
    Nomination,
    SupplierAccount,
)
from plugins.procurement.samples.rows import table

SAMPLE: Final = "sample"
TAGUS, NORDKAP = ((SAMPLE.upper(), name) for name in ("tagus", "nordkap"))

ACCOUNTS: Final = table(SupplierAccount, "supplier_id", "kind")
CAPABILITIES: Final = table(Capability, "supplier_id", "description")
CERTIFICATES: Final = table(Certificate, "supplier_id", "standard", "expires_on")
DECLARATIONS: Final = table(ConductDeclaration, "supplier_id", "code_version")
EXCLUSIONS: Final = table(Exclusion, "organisation_id", "starts_on")
NOMINATIONS: Final = table(Nomination, "reference")


@dataclass(frozen=True)
class SupplierSide:
    """What is written of suppliers and of those who could become one."""

    batch: Batch
    now: datetime
    organisations: Mapping[Key, int]
    categories: Mapping[str, int]

    def day(self, days: int) -> date:
        return (self.now + timedelta(days=days)).date()

    async def tell(self, supplier: int) -> None:
        """All of it; the supplier is Aurelia."""
        await self.accounts(supplier)
        await self.qualifications(supplier)
        await self.nominations()
        await self.exclusion()

    async def accounts(self, supplier: int) -> None:
        """Both of its identities are there, and can be used."""
        rows = [
            ACCOUNTS.row(
                supplier_id=supplier, kind=kind, state=AccountState.ACTIVE, since=self.day(-890), source=SAMPLE
            )
            for kind in AccountKind
        ]
        await self.batch.upsert(ACCOUNTS, rows)

    async def qualifications(self, supplier: int) -> None:
        """One of its certificates has expired."""
        of_it = {"supplier_id": supplier, "source": SAMPLE}
        able = {
            "cryogenics": "Helium transfer lines up to 60 m, built to print (sample)",
            "vacuum": "Leak tests of vacuum vessels, on site (sample)",
        }
        await self.batch.upsert(
            CAPABILITIES,
            (
                CAPABILITIES.row(category_id=self.categories[code], description=text, search_text=fold(text), **of_it)
                for code, text in able.items()
            ),
        )
        until = {"ISO 9001": date(2034, 12, 31), "ISO 14001": date(2025, 12, 31)}
        await self.batch.upsert(
            CERTIFICATES,
            (CERTIFICATES.row(standard=standard, expires_on=last, **of_it) for standard, last in until.items()),
        )
        declared = DECLARATIONS.row(code_version="2024", declared_on=date(2024, 9, 2), **of_it)
        await self.batch.upsert(DECLARATIONS, [declared])

    async def nominations(self) -> None:
        """The liaison officers of two states propose firms that are not registered."""
        proposed = {
            TAGUS: ("vacuum", "PT", "Builds pumping stations for synchrotrons (sample)"),
            NORDKAP: ("cryogenics", "NO", "Cools detectors of its own (sample)"),
        }
        rows = [
            NOMINATIONS.row(
                reference=f"SAMPLE-NOMINATION-{country}",
                organisation_id=self.organisations[firm],
                category_id=self.categories[code],
                country=country,
                proposed_by=Role.ILO,
                proposed_on=self.day(-60),
                note=note,
                source=SAMPLE,
            )
            for firm, (code, country, note) in proposed.items()
        ]
        await self.batch.upsert(NOMINATIONS, rows)

    async def exclusion(self) -> None:
        """One that is over."""
        row = EXCLUSIONS.row(
            organisation_id=self.organisations[TAGUS],
            reason="Goods were made elsewhere than declared (sample)",
            starts_on=date(2022, 1, 1),
            ends_on=date(2023, 12, 31),
            source=SAMPLE,
        )
        await self.batch.upsert(EXCLUSIONS, [row])
