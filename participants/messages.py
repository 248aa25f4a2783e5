"""Färdiga meddelanden: short texts in the languages participants read, beside Swedish. Shipped ones stand in
data/messages.json, a team's own wording in TeamMessage and goes before. Who gets one, and how, stands in actions.messages.

A telephone lies on a table: no text says whom it is to, who writes, or what about. `unfit` holds every text to that.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import get_language

from core.folding import fold

DATA = Path(__file__).parent / "data" / "messages.json"
SWEDISH = "sv"
BLANKS = ("dag", "tid")  # {dag}, {tid}: of the next meeting, in figures
MOST = 300  # letters: two text messages
FARSI = {"PRS"}  # Dari is written as Persian
LANGUAGE_NAMES = {  # as their readers write them
    "sv": "svenska",
    "en": "English",
    "ar": "العربية",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "fa": "فارسی / دری",
    "uk": "українська",
    "da": "dansk",
}

# What would tell a bystander why somebody is written to: beginnings of words, folded.
_PURPOSES = (
    *("jobb", "arbet", "praktik", "anstall", "insats", "handled", "deltag", "skattning", "smail", "framat", "kommun"),
    *("socialtj", "forsorj", "bidrag", "rehab", "sjuk", "lakar", "psyk", "terapi", "missbruk", "beroende", "asyl"),
    *("work", "employ", "unemploy", "benefit", "welfare", "social", "health", "sick", "doctor", "programme"),
    *("عمل", "العمل", "وظيف", "الوظيف", "بلدي", "البلدي", "صح", "طبيب", "شغل", "اشتغال", "شهردار", "پزشک"),
    *("shaqo", "shaqa", "caafimaad", "dawlad", "ስራሕ", "ጥዕና", "ሓኪም", "ምምሕዳር"),
    *("робот", "прац", "безробіт", "соцiальн", "соціальн", "лікар", "здоров", "муніцип"),
    *("arbejd", "ydelse", "laege", "syg"),
)
PURPOSES = tuple(fold(word) for word in _PURPOSES)
_BLANK = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Prepared:
    """A text as it stands for one team: words by language, and the languages nobody who knows them has read."""

    key: str
    title: str
    texts: Mapping[str, str]
    awaiting: frozenset[str] = frozenset()
    is_own: bool = False

    @property
    def needs_meeting(self) -> bool:
        return any(f"{{{name}}}" in self.texts.get(SWEDISH, "") for name in BLANKS)

    def language(self, wanted: str) -> str:
        """The language it can be said in: Swedish when it is not there in the one wanted."""
        return wanted if self.texts.get(wanted) else SWEDISH


@dataclass(frozen=True)
class Filled:
    """What is sent to one person: the words in their language and the Swedish beside (the same when it is Swedish)."""

    language: str
    text: str
    swedish: str
    awaiting: bool
    sms: str = field(default="")
    mail: str = field(default="")

    @property
    def direction(self) -> str:
        return str(languages()[self.language]["direction"])

    @property
    def language_name(self) -> str:
        return LANGUAGE_NAMES[self.language]


@cache
def _data() -> dict[str, Any]:
    return json.loads(DATA.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def languages() -> dict[str, dict[str, str]]:
    """By code: direction and state of review of what is shipped."""
    return _data()["languages"]  # type: ignore[no-any-return]


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """By key: titles and texts by language."""
    return {one["key"]: one for one in _data()["texts"]}


def prepared(own: Mapping[str, Any]) -> list[Prepared]:
    """Shipped texts with the team's own wording laid over them, then those the team has made. `own`: TeamMessage by key;
    what it has retired is not there."""
    awaiting = frozenset(code for code, told in languages().items() if told["review"] == "awaiting")
    found = []
    for key, one in shipped().items():
        mine = own.get(key)
        if mine is None:
            found.append(Prepared(key, _title(one["titles"]), one["texts"], awaiting))
        elif not mine.is_retired:
            found.append(_over(mine, one, awaiting))
    others = [mine for key, mine in own.items() if key not in shipped() and not mine.is_retired]
    made = [Prepared(m.key, m.title, m.texts, _unread(m, frozenset(m.texts)), True) for m in others]
    return [*found, *sorted(made, key=lambda one: fold(one.title))]


def _over(mine: Any, one: Mapping[str, Any], awaiting: frozenset[str]) -> Prepared:
    texts = {**one["texts"], **{code: text for code, text in mine.texts.items() if text}}
    changed = frozenset(code for code, text in mine.texts.items() if text and text != one["texts"].get(code))
    return Prepared(mine.key, _title(one["titles"]), texts, _unread(mine, awaiting | changed), True)


def _unread(mine: Any, awaiting: frozenset[str]) -> frozenset[str]:
    return awaiting - {SWEDISH} - set(mine.reviewed)


def _title(titles: Mapping[str, str]) -> str:
    return titles.get((get_language() or SWEDISH)[:2]) or titles[SWEDISH]


def code_of(language: Any) -> str:
    """The code of a taxonomy Language, "sv" for one no text is shipped in."""
    if language is None:
        return SWEDISH
    code = iso_code(language.iso2 if language.iso2 in FARSI else language.iso1)
    return code if code in languages() else SWEDISH


def iso_code(written: str) -> str:
    """A code of ISO 639 as our files write it; what is written as another language gets that one's."""
    return "fa" if written.upper() in FARSI else written.lower()


def fill(one: Prepared, *, language: str, meets_at: datetime | None, phone: str = "", email: str = "") -> Filled | None:
    """The text for one person, with its links. None when it speaks of a meeting and there is none."""
    if one.needs_meeting and meets_at is None:
        return None
    code = one.language(language)
    local = timezone.localtime(meets_at) if meets_at else None
    given = {"dag": f"{local.day}/{local.month}", "tid": f"{local:%H.%M}"} if local else {}
    text, swedish = (_BLANK.sub(lambda m: given.get(m[1], m[0]), one.texts[c]) for c in (code, SWEDISH))
    body = quote(text)
    return Filled(
        language=code,
        text=text,
        swedish=swedish,
        awaiting=code in one.awaiting,
        sms=f"sms:{_dialled(phone)}?body={body}" if phone else "",
        mail=f"mailto:{quote(email)}?subject={quote('Hej')}&body={body}" if email else "",
    )


def _dialled(phone: str) -> str:
    return re.sub(r"[^0-9+]", "", phone)


def unfit(text: str, names: tuple[str, ...] = ()) -> str:
    """The first word of a text that says what it is about, a blank nobody fills, or one of `names`; "" when it is fit."""
    for blank in _BLANK.findall(text):
        if blank not in BLANKS:
            return f"{{{blank}}}"
    for word in _WORD.findall(_BLANK.sub(" ", text)):
        plain = fold(word)
        if plain.startswith(PURPOSES) or plain in {fold(name) for name in names}:
            return str(word)
    return ""
