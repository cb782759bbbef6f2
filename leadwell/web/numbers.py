"""How numbers are written for people: a true minus sign, halves rounded up, thousands apart."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

MINUS = "\N{MINUS SIGN}"


@lru_cache(maxsize=4096)  # the same numbers fill every table and picture
def plain(value: float, decimals: int = 0) -> str:
    """1234.5 as "1,235"; -3.94 with one decimal as "−3.9"."""
    rounded = _rounded(value, decimals)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):,}"


@lru_cache(maxsize=4096)
def signed(value: float, decimals: int = 0) -> str:
    """A difference: "+5.2", "−3.9", and "0" or "0.0" with no sign."""
    rounded = _rounded(value, decimals)
    sign = "+" if rounded > 0 else ""
    return f"{sign}{plain(value, decimals)}"


def pounds(amount: Decimal) -> str:
    """ "£1,250", or "£1,250.40"."""
    return f"£{amount:,.0f}" if amount == amount.to_integral() else f"£{amount:,.2f}"


def amount(number: Decimal) -> str:
    """ "6", or "6.5"."""
    return plain(float(number), 0 if number == number.to_integral() else 1)


def _rounded(value: float, decimals: int) -> Decimal:
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)
