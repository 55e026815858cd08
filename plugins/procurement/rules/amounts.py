"""How rules write amounts in sentences."""

from decimal import Decimal


def francs(amount: Decimal) -> str:
    """An amount in Swiss francs as people read it: 749,999.50 CHF, and 750,000 CHF without cents."""
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f} CHF" if whole else f"{amount:,.2f} CHF"
