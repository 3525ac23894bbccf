"""How a figure is written in a document: 1 714, 58.5, 94.60%. One function, so that text and table agree."""

from decimal import ROUND_HALF_UP, Decimal

# A quarter of an em in the body's face, as GB/T 15835 parts thousands; every font has it.
SPACE = "\N{NO-BREAK SPACE}"
HUNDREDTH = Decimal("0.01")
PERCENT = "percent"


def figure_text(value: Decimal, unit: str = "") -> str:
    """At most two decimals, rounded half up; percentages always two and with their sign."""
    text = f"{value.quantize(HUNDREDTH, ROUND_HALF_UP):,f}".replace(",", SPACE)
    if unit == PERCENT:
        return f"{text}%"
    return text.rstrip("0").rstrip(".")


def exact(value: int | float | Decimal | None) -> Decimal | None:
    """A metric's value as it is stored: floats by their shortest writing, so that 94.6 stays 94.6."""
    return None if value is None else Decimal(str(value))
