"""Pure rules of employers and jobs: organisation numbers, hours, what an ad's text may show."""

import re
from dataclasses import dataclass

from personnummer import personnummer

FULL_TIME_HOURS = 40  # hours a week that are 100 % (domain B.9)


@dataclass(frozen=True)
class Number:
    """An employer's number: ten digits of an organisation, or twelve of the person who is a sole trader."""

    digits: str
    is_person: bool


def luhn_holds(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (each second digit doubled, from the first)."""
    total = 0
    for at, char in enumerate(reversed(digits)):
        value = int(char) * (2 if at % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def organisation_number(text: str) -> str:
    """Ten digits of an organisation number in any spelling: 556925-5788, 5569255788, 16556925-5788.

    The third digit is at least 2, which no day of a month written at that place can be; the check digit is Luhn's.
    Raises ValueError for anything else.
    """
    if not re.fullmatch(r"[\d\s -]{10,20}", text):
        raise ValueError("not ten digits")
    digits = re.sub(r"\D", "", text)
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise ValueError("not ten digits")
    if digits[0] == "0" or int(digits[2]) < 2:
        raise ValueError("not an organisation")
    if not luhn_holds(digits):
        raise ValueError("check digit")
    return digits


def read_number(text: str) -> Number:
    """An organisation number, else a sole trader's personal or coordination number as twelve digits.

    Raises ValueError when it is neither.
    """
    try:
        return Number(organisation_number(text), is_person=False)
    except ValueError as reason:
        try:
            person = personnummer.parse(text.strip()[:20])
        except (personnummer.PersonnummerException, ValueError, TypeError, OverflowError):
            raise reason from None
    return Number(re.sub(r"\D", "", person.format(long_format=True)), is_person=True)


def name_stem(name: str) -> str:
    """A work place's name without the form of its company: "Lunchköket AB" and "lunchköket" are looked for as one."""
    return re.sub(r"[\s,]+(ab|hb|kb)\.?$", "", " ".join(name.split()), flags=re.IGNORECASE)


def show_number(digits: str) -> str:
    """An organisation number as it is written: 556925-5788."""
    return f"{digits[:6]}-{digits[6:]}" if len(digits) == 10 else digits


def hours_of(percent: int | None) -> int | None:
    """Hours a week of a share of full time."""
    return None if percent is None else round(percent * FULL_TIME_HOURS / 100)
