"""Numbers as people in Sweden, and in English, write them."""

from django.utils.translation import get_language

NO_BREAK = "\u00a0"


def percent_sign() -> str:
    """What follows the number in the language of the screen: Swedish sets it off with a space that does not break."""
    return "%" if (get_language() or "sv").startswith("en") else f"{NO_BREAK}%"


def percent(value: int) -> str:
    """ "29 %" in Swedish, "29%" in English; `value` of a hundred."""
    return f"{value}{percent_sign()}"


def decimal(value: float, *, signed: bool = False) -> str:
    """ "0,4", "+0,4", "−0,4"; with a point in English."""
    text = (f"{value:+.1f}" if signed else f"{value:.1f}").replace("-", "\u2212")
    return text if (get_language() or "sv").startswith("en") else text.replace(".", ",")
