"""Phone numbers as others than their owners may see them."""

SHOWN_FIRST, SHOWN_LAST = 3, 2


def mask_phone(phone: str) -> str:
    """138******21; of a short number nothing."""
    hidden = len(phone) - SHOWN_FIRST - SHOWN_LAST
    return f"{phone[:SHOWN_FIRST]}{'*' * hidden}{phone[-SHOWN_LAST:]}" if hidden > 1 else "*" * len(phone)
