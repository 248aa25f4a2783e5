"""Pure rules of employers and jobs: organisation numbers, hours, what an ad's text may show."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from personnummer import personnummer

FULL_TIME_HOURS = 40  # hours a week that are 100 % (domain B.9)
SHORTEST_NAME, LONG_NAME = 5, 9  # letters of a name in which one or two may be wrong


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


def is_near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names (as joining.name_words) may be one work place written twice: a letter or two apart, written together,
    or with one word more. Numbers in a name tell places apart: Lager 24 is not Lager 25."""
    if not one or not other or _numbers(one) != _numbers(other):
        return False
    together, beside = "".join(one), "".join(other)
    if _apart(together, beside, _slack(min(len(together), len(beside)))):
        return True
    few, many = sorted((one, other), key=len)
    if len(many) != len(few) + 1 or sum(map(len, few)) < SHORTEST_NAME:
        return False
    left = list(many)
    for word in few:
        alike = [longer for longer in left if _apart(longer, word, _slack_word(word))]
        same = word if word in left else next(iter(alike), None)
        if same is None:
            return False
        left.remove(same)
    return True


def _numbers(words: tuple[str, ...]) -> list[str]:
    return sorted(word for word in words if any(sign.isdigit() for sign in word))


def _slack(length: int) -> int:
    """How many letters may differ in a whole name: none in a short one, where every letter tells places apart."""
    return 0 if length < SHORTEST_NAME else 1 if length < LONG_NAME else 2


def _slack_word(word: str) -> int:
    return 1 if len(word) > SHORTEST_NAME else 0


def _apart(one: str, other: str, most: int) -> bool:
    """Whether at most `most` letters are put in, left out, exchanged, or two neighbours turned round."""
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        before, last, row = row, before, [n]
        for m, beside in enumerate(other, 1):
            cost = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (letter != beside))
            if n > 1 and m > 1 and letter == other[m - 2] and one[n - 2] == beside:
                cost = min(cost, last[m - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
    return row[-1] <= most


# What a job's name may say beside the work itself.
_BESIDE = frozenset(
    [
        "assistans",
        "erfaren",
        "extra",
        "extrahjälp",
        "glad",
        "heltid",
        "deltid",
        "hjälp",
        "jobb",
        "jobba",
        "medarbetare",
        "medhjälpare",
        "någon",
        "personal",
        "person",
        "personer",
        "praktik",
        "praktikant",
        "sommar",
        "sommarjobb",
        "sommarjobbare",
        "söker",
        "söks",
        "sökes",
        "till",
        "timanställd",
        "timvikarie",
        "vikarie",
        "vill",
        "vår",
        "våra",
        "våran",
        "behöver",
        "duktig",
        "noggrann",
        "ordinarie",
        "inom",
        "samt",
        "eller",
        "från",
        "över",
        "under",
    ]
)


def words_of_work(title: str) -> list[str]:
    """The words of a job's name that may say what work it is, at most three, without the ending that points something
    out: "Hjälp i köket" gives "kök", "Person till disken" gives "disk"."""
    words = re.findall(r"[^\W\d_]{4,}", title)
    meant = [word for word in words if word.casefold() not in _BESIDE]
    return [re.sub(r"(?<=\w{3})e[nt]$", "", word) for word in meant[:3]]


def show_number(digits: str) -> str:
    """An organisation number as it is written: 556925-5788."""
    return f"{digits[:6]}-{digits[6:]}" if len(digits) == 10 else digits


def hours_of(percent: int | None) -> int | None:
    """Hours a week of a share of full time."""
    return None if percent is None else round(percent * FULL_TIME_HOURS / 100)


class Hours(NamedTuple):
    """Hours a week, least and most, None where nothing is said; `text` is what was written when the numbers do not say
    all of it."""

    low: int | None = None
    high: int | None = None
    text: str = ""


_SHARES = {"heltid": 100, "full tid": 100, "fulltid": 100, "full time": 100, "halvtid": 50, "halv tid": 50,
           "half time": 50}  # fmt: skip
_NUMBER = r"(?!0[0-9])([0-9]{1,3})(?:[,.][0-9]{1,2})?"
_SPAN = rf"(?<![0-9:.,–-]){_NUMBER}(?:\s?(?:-|–|till|to)\s?{_NUMBER})?(?![0-9:]|\s?[-–]\s?[0-9])"
_A_WEEK = r"(?:\s?(?:/|i|per|om|a|in the)\s?(?:v|vecka|veckan|week)\b)?"
_MEASURE = re.compile(
    rf"\b(?P<share>{'|'.join(_SHARES)})(?:s?tjänst|s)?\b"
    rf"|{_SPAN}\s?(?P<unit>%|procent\b|percent\b)?(?:\s?(?:h|tim|timmar|timme|hours)\b\.?)?{_A_WEEK}"
)
_PLAIN_BEFORE = re.compile(r"(?:ca|cirka|ungefär|runt|en|about)?\.?")
_PLAIN_AFTER = re.compile(r"(?:tjänst|tjänstgöringsgrad)?\.?")
_LEAST, _MOST = re.compile(r"\b(?:minst|lägst|från|at least)$"), re.compile(r"\b(?:högst|max|upp till|at most|up to)$")
# Said of another length of time than a week, or one of several: what a number then means, only a person can tell.
_OTHERWISE = re.compile(r"dag|dygn|månad|\bmån\b|\bår|day|month|\bkl\b|klockan|eller|\bor\b|deltid")


def read_hours(text: str, *, most: int) -> Hours:
    """Hours a week in an employer's words: "40", "20–30 tim", "ungefär halvtid", "50–75 %", "minst 20 i veckan".

    What is not plainly one number or span stays as text, with no number: "enligt överenskommelse", "3 timmar om dagen",
    "heltid eller deltid", more hours than `most`.
    """
    written = " ".join(text.split())
    plain = re.sub(r"(%|procent|percent) (av|of a|of) (heltid|full time)", "%", written.casefold())
    found = list(_MEASURE.finditer(plain))
    if len({_measured(one) for one in found}) != 1 or _OTHERWISE.search(plain):
        return Hours(text=written)
    low, high = _measured(found[0])
    if not 0 < low <= high <= most or (found[0]["unit"] and high > FULL_TIME_HOURS):
        return Hours(text=written)
    before, after = plain[: found[0].start()].strip(" ,:"), plain[found[-1].end() :].strip(" ,")
    if _LEAST.search(before):
        return Hours(low, None, written)
    if _MOST.search(before):
        return Hours(None, high, written)
    says_all = _PLAIN_BEFORE.fullmatch(before) and _PLAIN_AFTER.fullmatch(after)
    return Hours(low, high, "" if says_all else written)


# Words that tell when or how much somebody works, though no number of hours comes of them.
_TELLS = re.compile(
    r"\b(?:(?:hel|halv|del|arbets|full|sommar|sön|mån|tis|ons|tors|fre|lör|var|helg)?(?:tid|dag)|heltid|halvtid|deltid|hel-|halv-"
    r"|tim|timme|timmar|veck|månad|mån\b|år\b|kväll|natt|nätter|morgo|helg|sommar|säsong|skift|pass|schema|kl\b|klockan"
    r"|enligt|överens|behov|beho|varier|olika|beror|bestäm|diskut|prata|flex|rörlig|extra|kommer|vet\b|oklart|öppet|jour"
    r"|time|hour|day|week|month|year|evening|night|morning|shift|part|full|agree|need|var(?:y|ies)|depend|discuss|decide|know|open)"
    r"|\b[0-2]?[0-9][:.][0-5][0-9]\b|\b0[0-9]\s?[-–]\s?[0-2]?[0-9]\b"
)


def tells_hours(hours: Hours) -> bool:
    """Whether it says anything of how much or when somebody works: a number that was read, or words of working time.
    "Mycket" does not, nor a number alone that no week has room for ("100")."""
    if hours.low or hours.high or not hours.text:
        return True
    plain = hours.text.casefold()
    return bool(_TELLS.search(plain)) and not _MEASURE.fullmatch(plain)


def _measured(found: re.Match[str]) -> tuple[int, int]:
    if found["share"]:
        share = _SHARES[found["share"]] * FULL_TIME_HOURS // 100
        return share, share
    numbers = [int(found[at]) for at in (2, 3) if found[at]]
    if found["unit"]:
        numbers = [round(number * FULL_TIME_HOURS / 100) for number in numbers]
    return min(numbers), max(numbers)
