"""Words from free text that must not reach what the whole team sees: health, protected identity, other sensitive.

Better a harmless cell laid aside for a human than a diagnosis in a shared column, so the lists lean wide. Names of
occupations (sjuksköterska, behandlingsassistent) are let through. Pure.
"""

import re
import unicodedata
from functools import lru_cache

from core.folding import fold
from participants.importing.enums import Sensitive

_PROTECTION = r"""
  \bskydda[dt]e?\W{0,3}(?:p[\W_]?)?(?:id\b|ident|person|uppgift|adress|folkbok|boende|nummer|namn|!|$)
| \bskydds?[\W_]*(?:id\b|ident|märkt|markera) | \bsk\.?[\W_]?id\b | ^\W*skydda(?:d|de)\b | \bskyddad\W*$
| \bsekretess(?!medgiv|lättn|lattn|förbind|forbind|bryt|avtal|samtyck)
| \bhemlig(?:a|t)?\s+(?:adress|uppgift|ident|telefon|nummer|tel\b|mobil) | \bkvarskriv | \bfingera[dt]
| \bhotbild | \bkvinnojour | \bskyddat\s+boende | \b(?:lever|bor)\s+under\s+hot
| \bprotected\s+(?:id|person|address) | \bprotective\s+security
"""
_HEALTH = r"""
  sjuk(?!sköt|skot|gymn|hus|vårdsb) | \brehab(?!ass) | diagnos | depress | deprim | nedstämd | ångest | \bangest
| \bptsd\b | panik(?:att|ång) | psyk | ohälsa | hälso(?:till|pro|skäl|sit|besv) | \bhälsan\b | \bhälsa\b(?!\s+på)
| \badhd\b | \badd\b | autis | asperger | \bnpf\b | bipol | schizo | utmatt | utbränd | utbrand | \bstress
| trauma | tortyr | självmord | suicid | självskad
| missbruk | alkohol | \bdrog(?:er|miss|prob|fri|test|berod) | narkot | opioid | subutex | metadon | nykter | abstin
| \bberoende(?:vård|problem|sjuk|behandl|mott)
| epilep | diabet | cancer | tumör | \bstroke\b | hjärt(?:in|fel|prob|op|flim|sv) | \bastma | allergi | migrän | reumat
| fibromyal | artros | hepatit | \bhiv\b | tuberkul | \btbc\b | covid | \bcorona | infektion
| smärt | värk\b | \bont\s+i\b | (?:rygg|nack|knä|axel|höft|arm|ben|led|fot|hand)(?:besv|prob|skad|ont|smärt)
| diskbråck | whiplash | belastningssk | fysiska\s+besvär | \bbesvär\b | kronisk
| \bmedicin(?!sk\s+sekr|sk\s+fot|teknik|tekn) | \bläkar(?!sekr) | vårdkontakt | öppenvård | slutenvård | inlagd | \bbup\b
| terapi | kurator | \bbehandling(?!sass|sped) | \boperation(?:en|er)?\b | opererad | opereras | \bop\.\s
| funktions(?:ned|hind|var) | handikapp | rullstol | hörsel(?:ned|sk) | synsk | synned | \bdöv\b | \bblind\b | afasi
| dyslexi | dyskalk | minnessv | koncentrationssv | demens | utvecklingsst
| nedsatt\s+(?:arbetsf|förm) | arbetsförmåga | lönebidrag | trygghetsanst | skyddat\s+arb | \bosa\b | \bsamhall
| aktivitetsersätt | gravid | förloss | missfall | \barbetsskad | friskskriv
| \bsick\b | sick[\s-]?leave | disab | mental\s+health | illness | surgery | pregnan | \bdoctor | \bpain\b | anxiety
"""
_OTHER = r"""
  våldsut | våldtä | \bmisshand | \bhedersr | \bhedersv | könsstymp | \bbrotts(?!b)\w | kriminal | \bdömd\b | fängelse | frivård
| häktad | polisanm | \bmuslim | \bkristen | \bjude\b | \breligi | fackförb | homosex | transperson | transsex
"""
_FOUND = {
    Sensitive.PROTECTION: re.compile(_PROTECTION, re.VERBOSE | re.IGNORECASE),
    Sensitive.HEALTH: re.compile(_HEALTH, re.VERBOSE | re.IGNORECASE),
    Sensitive.OTHER: re.compile(_OTHER, re.VERBOSE | re.IGNORECASE),
}
_BESIDE_NAME = re.compile(rf"(?:{_PROTECTION})\w*", re.VERBOSE | re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d+])(?:19|20)?\d{2}[01]\d[0-9]\d\s?[-+]?\s?\d{4}(?!\d)")
_LIKE_NUMBER = re.compile(rf"{_NUMBER.pattern}|\b(?:LMA|TF)\W?[\d-]{{6,}}")
_ABSENT_WORDS = (
    "-|--|–|—|.|..|...|?|??|???|x|n/a|na|nan|null|none|okand|okant|saknas|ingen|inget|inga|ej|nej|finns ej|finns inte|har ej"
    "|har inte|vet ej|vet inte|ej angivet|inte angivet|ingen uppgift|tbd|#n/a|#saknas!|#ref!|#namn?|#name?"
)
_ABSENT = frozenset(_ABSENT_WORDS.split("|"))


def sensitive_words(text: str) -> Sensitive | None:
    """Why a cell is for a human's eyes first, by its words alone; None for one that is not."""
    return next((kind for kind, pattern in _FOUND.items() if pattern.search(text)), None)


@lru_cache(maxsize=20_000)
def sensitive(text: str) -> Sensitive | None:
    """As `sensitive_words`; personal numbers in running text count as other."""
    kind = sensitive_words(text)
    if kind is not None:
        return kind
    if any(has_valid_check_digit(found) for found in _NUMBER.findall(text)):
        return Sensitive.OTHER
    return None


def hidden_digits(text: str) -> str:
    """ "LMA 51-123456" as "LMA ••-••••••"."""
    return "".join("•" if char.isdigit() else char for char in text)


def hidden_numbers(text: str) -> str:
    """What looks like a personal number, right or wrong, with its figures hidden; the rest as it is."""
    return _LIKE_NUMBER.sub(lambda found: hidden_digits(found.group()), text)


def has_valid_check_digit(text: str) -> bool:
    """Luhn over the last ten digits (domain B.5)."""
    digits = [int(char) for char in text if char.isdigit()][-10:]
    if len(digits) != 10:
        return False
    doubled = (digit * (2 - at % 2) for at, digit in enumerate(digits))
    return sum(sum(divmod(each, 10)) for each in doubled) % 10 == 0


@lru_cache(maxsize=5_000)
def is_absent(text: str) -> bool:
    """Whether a cell only says that there is nothing: empty, -, ?, finns ej."""
    plain = fold(text).strip()
    return plain in _ABSENT or all(unicodedata.category(char)[0] in "PZ" or char in "+=~^`|<>" for char in plain)


def lost_letters(text: str) -> bool:
    """A question mark inside a word ("Nguy?n"): a letter the file could not hold."""
    return re.search(r"\w\?\w", text) is not None


def without_remark(text: str) -> str:
    """A name without what somebody wrote beside it about protection: "Erik (skyddad id)" is Erik."""
    kept = re.sub(r"[(\[][^)\]]*[)\]]", lambda part: "" if sensitive(part.group()) else part.group(), text)
    kept = _BESIDE_NAME.sub("", kept) if sensitive(kept) == Sensitive.PROTECTION else kept
    return re.sub(r"\s+", " ", kept).strip(" -–,;:!*")
