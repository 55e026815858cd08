"""The buyer whose rules these are, and how it is known among others."""

from typing import Final

CERN: Final = ("PIC", "999988133")
"""Its number in the register of participants of the European Commission."""

BOUGHT_BY_CERN: Final = {"buyer__identifiers__scheme": CERN[0], "buyer__identifiers__value": CERN[1]}
"""What a tender of CERN is known by."""
