"""What is told of a tender beside its rows: what a person should look at, and what has no place here."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from core.storage.imports import RecordError
from plugins.procurement.importers.given import Given, Values, fields_of, money_of
from plugins.procurement.importers.prozorro.words import READ

TAX: dict[bool | None, str] = {
    True: "Amounts include value-added tax.",
    False: "Amounts are without value-added tax.",
    None: "",
}


@dataclass(slots=True)
class Notes:
    """Notes taken while a tender is read."""

    remarks: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    unread: Counter[str] = field(default_factory=Counter[str])
    taxed: dict[str, bool] = field(default_factory=dict[str, bool])
    """Whether an amount includes value-added tax, by its place."""

    def remark(self, place: str, reason: str) -> None:
        """Say something that a person should look at."""
        self.remarks.append((place, reason))

    def skip(self, kind: str, given: Given) -> None:
        """Count what an object says and no column holds."""
        for name, value in given.items():
            if name not in READ[kind] and value not in (None, "", [], {}):
                self.unread[f"{kind}.{name}"] += 1

    def money(self, column: str, given: Any, place: str) -> Values:
        """The pair of columns that hold an amount; its tax is noted."""
        value = fields_of(given or {}, place)
        self.skip("amounts", value)
        taxed = value.get("valueAddedTaxIncluded")
        if taxed is not None and not isinstance(taxed, bool):
            raise RecordError(f"{place}/valueAddedTaxIncluded", "it is neither true nor false")
        if taxed is not None:
            self.taxed[place] = taxed
        return money_of(column, value, place)

    def tax(self) -> str:
        """A sentence on the tax in the amounts; amounts that differ from the tender's in this do not compare."""
        usual = self.taxed.get("value", next(iter(self.taxed.values()), None))
        for place, taxed in self.taxed.items():
            if taxed is not usual:
                with_tax = "includes" if taxed else "is without"
                self.remark(place, f"it {with_tax} value-added tax, unlike the tender's value: they do not compare")
        return TAX[usual]
