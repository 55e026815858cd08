"""The numbers by which papers of CERN are quoted, in one spelling: IT-4134/EN/LHC, MS-6677/LHC/LHC, CERN/FC/4693."""

import re
from typing import Final

_DASHES: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
"""Papers set a hyphen, a dash of some length or a minus."""
_PROCEDURE: Final = re.compile(r"(IT|MS|DO)[\s-]*(\d+)(.*)", re.IGNORECASE)
"""An invitation to tender, a market survey or a price enquiry, with the department and the project that ask."""
_PAPER: Final = re.compile(r"CERN\s*/\s*FC\s*/\s*(\d+)(.*)", re.IGNORECASE)
"""A paper for the Finance Committee, with its part and revision."""
_SLASHES: Final = re.compile(r"\s*/\s*")


def normalised(reference: str) -> str:
    """A reference as tables keep it: plain hyphens, no blanks inside, capitals in front.

    "it - 4134 / EN" becomes "IT-4134/EN", whatever dash it is. Of one that is none of CERN's only dashes change.
    """
    plain = _DASHES.sub("-", reference).strip()
    if found := _PROCEDURE.fullmatch(plain):
        kind, number, rest = found.groups()
        return f"{kind.upper()}-{number}{_rest(rest)}"
    if found := _PAPER.fullmatch(plain):
        number, rest = found.groups()
        return f"CERN/FC/{number}{_rest(rest)}"
    return plain


def _rest(text: str) -> str:
    return _SLASHES.sub("/", text.strip()).rstrip("/")
