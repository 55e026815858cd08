"""The words that departments share: money, countries, shares, reasons and folded text, exact and frozen."""

import dataclasses
import inspect
import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal
from enum import Enum
from functools import lru_cache
from typing import Final, TypeVar, dataclass_transform

import pycountry
import strawberry

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(strawberry.field,))
def word(cls: type[T]) -> type[T]:
    """Make a class a GraphQL type, described by its docstring, whose values cannot be changed or confused."""
    dressed = strawberry.type(cls, description=inspect.getdoc(cls))
    # strawberry.type has no frozen: dataclasses gets its fields once more, keeps them and freezes the class.
    for field in dataclasses.fields(dressed):  # type: ignore[arg-type]
        setattr(dressed, field.name, field)
    del dressed.__init__
    return dataclasses.dataclass(frozen=True, kw_only=True)(dressed)


# ISO 4217 minor units. Babel and CLDR give the digits that are usually shown, which differ (RSD: 0, here 2).
_DIGITS: Final[tuple[tuple[int, str], ...]] = (
    (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
)
_EXPONENTS: Final[dict[str, int]] = {code: digits for digits, codes in _DIGITS for code in codes.split()}


def exponent_of(currency: str) -> int:
    """How many decimal places the minor unit of a currency has (ISO 4217); 2 for an unlisted code."""
    return _EXPONENTS.get(currency, 2)


@word
class Money:
    """An exact amount of money in one currency."""

    amount: Decimal = strawberry.field(description="The amount in major units, such as euros, never rounded.")
    currency: str = strawberry.field(description="The ISO 4217 code of the currency, such as CHF.")

    @classmethod
    def from_minor(cls, minor: int, currency: str) -> "Money":
        """The amount that a table keeps as whole minor units: 1250 CHF cents are 12.50 CHF."""
        return cls(amount=Decimal(minor).scaleb(-exponent_of(currency)), currency=currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> "Money":
        """Read a decimal number, rounded half to even to the minor unit: 0.4400000001 EUR is 0.44 EUR."""
        amount = Decimal(text.strip())
        if not amount.is_finite():
            raise ValueError(f"'{text}' is no amount of money: write a decimal number such as 12.50")
        step = Decimal(1).scaleb(-exponent_of(currency))
        return cls(amount=amount.quantize(step, rounding=ROUND_HALF_EVEN), currency=currency)

    def minor(self) -> int:
        """The amount in whole minor units; an amount finer than that is an error."""
        scaled = self.amount.scaleb(exponent_of(self.currency))
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{self.amount} {self.currency} is finer than the minor unit: round it first")
        return int(scaled)


def money(minor: int | None, currency: str | None) -> Money | None:
    """The amount in a pair of columns, as in `computed(money, "price_minor", "price_currency")`; none if unknown."""
    return None if minor is None or currency is None else Money.from_minor(minor, currency)


@word
class Share:
    """A part of a whole, exact to a ten-thousandth of a percent."""

    percent: Decimal = strawberry.field(description="The part in percent: 12.5 is one eighth of the whole.")

    @classmethod
    def from_ppm(cls, ppm: int) -> "Share":
        """The share that a table keeps as parts per million: 125000 are 12.5 percent."""
        return cls(percent=Decimal(ppm).scaleb(-4))

    def ppm(self) -> int:
        """Whole parts per million; a finer share is an error, never rounded in silence."""
        scaled = self.percent.scaleb(4)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{self.percent} percent is finer than one part per million: round it first")
        return int(scaled)


# European Union sources write two countries in their own way; Kosovo has a code that ISO 3166 does not list.
_EUROPEAN_CODES: Final[dict[str, str]] = {"EL": "GR", "UK": "GB"}
_UNLISTED_NAMES: Final[dict[str, str]] = {"XK": "Kosovo"}


@word
class Country:
    """A country as ISO 3166-1 names it; a code that ISO does not know is kept as given."""

    code: str = strawberry.field(
        description="Two letters of ISO 3166-1 (EL is shown as GR, UK as GB), or the code given."
    )
    name: str = strawberry.field(description="The short English name, or the code where no name is known.")

    @classmethod
    def of(cls, given: str) -> "Country | None":
        """The country behind a code as a source writes it; none where the source gave none."""
        return _country(given.strip().upper())


@lru_cache(maxsize=1024)
def _country(given: str) -> Country | None:
    if not given:
        return None
    code = _EUROPEAN_CODES.get(given, given)
    found = pycountry.countries.get(alpha_2=code)
    if found is None:
        return Country(code=code, name=_UNLISTED_NAMES.get(code, code))
    return Country(code=code, name=str(getattr(found, "common_name", found.name)))


def country_code(given: str) -> str:
    """The ISO 3166-1 code for a two-letter code as a source writes it; an unknown one is kept."""
    code = given.strip().upper()
    return _EUROPEAN_CODES.get(code, code)


def country_spellings(code: str) -> tuple[str, ...]:
    """Every way in which sources write a country, for filters on columns that keep the code as given."""
    wanted = country_code(code)
    return (wanted, *(given for given, iso in _EUROPEAN_CODES.items() if iso == wanted))


def country_named(text: str) -> str:
    """The ISO 3166-1 code for a country's name in any spelling that the standard lists, empty if unknown."""
    try:
        return str(pycountry.countries.lookup(text.strip()).alpha_2) if text.strip() else ""
    except LookupError:
        return ""


@strawberry.enum(description="How much a reason weighs.")
class Severity(Enum):
    """How much a reason weighs."""

    ERROR = strawberry.enum_value("error", description="Forbids what was asked.")
    WARNING = strawberry.enum_value("warning", description="Allows it, and wants a person's attention.")
    INFO = strawberry.enum_value("info", description="Explains, and weighs nothing.")


@strawberry.enum(description="Whether a rule rests on a text that was read.")
class Confidence(Enum):
    """Whether a rule rests on a text that was read."""

    CONFIRMED = strawberry.enum_value("confirmed", description="The source was read and says so.")
    UNCONFIRMED = strawberry.enum_value(
        "unconfirmed", description="From memory or inferred: check before relying on it."
    )


@word
class Reason:
    """One reason for an outcome, with where it comes from."""

    code: str = strawberry.field(description="A fixed name for programs, such as NOT_ALLOWED.")
    message: str = strawberry.field(description="A sentence for people: what is so, and where.")
    next_step: str = strawberry.field(
        description="What whoever asks can do next; empty if there is nothing, or the message says it.", default=""
    )
    severity: Severity = strawberry.field(description="How much the reason weighs.", default=Severity.ERROR)
    source: str = strawberry.field(
        description="The document behind the rule, empty for a rule of the house.", default=""
    )
    policy: str = strawberry.field(description="The dated policy version applied, empty if none.", default="")
    confidence: Confidence | None = strawberry.field(
        description="Whether the source was read; null for a fact of the case or a rule of the house, which has none.",
        default=None,
    )


@word
class Decision:
    """What a rule says about a case, with all its reasons."""

    outcome: str = strawberry.field(description="The rule's answer in one word, such as ELIGIBLE.")
    reasons: list[Reason] = strawberry.field(
        description="Every reason, not only the first one found.", default_factory=list
    )


@word
class Refusal:
    """A change that was expected to be refused, and was: nothing has been written."""

    code: str = strawberry.field(description="A fixed name for programs, such as STALE_VERSION.")
    reasons: list[Reason] = strawberry.field(description="Why, and what to do next.", default_factory=list)

    @classmethod
    def because(cls, code: str, message: str, source: str = "") -> "Refusal":
        """A refusal with a single reason of the same code."""
        return cls(code=code, reasons=[Reason(code=code, message=message, source=source)])


# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS: Final = str.maketrans(
    dict(zip("øłđðħŧŋə\u0131", "olddhtnei", strict=True)) | {"þ": "th", "æ": "ae", "œ": "oe"}
)
_GAPS: Final = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Text as it is searched and compared: no accents, no case, no punctuation, single spaces."""
    return _GAPS.sub(" ", text.casefold() if text.isascii() else _without_accents(text)).strip()


def _without_accents(text: str) -> str:
    lowered = unicodedata.normalize("NFKD", text).casefold()
    marked = unicodedata.normalize("NFKD", lowered)
    return "".join(letter for letter in marked if unicodedata.category(letter) != "Mn").translate(_LETTERS)
