"""Guesses what a column is from its title, in the spellings teams use, and from what stands in it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.folding import fold
from participants.importing.enums import MANY, Field
from participants.importing.sheets import Row
from participants.importing.words import has_valid_check_digit, sensitive

# Folded titles. The longest that begins the column's own title wins when none is exactly it.
TITLES: dict[Field, str] = {
    Field.NAME: "namn|deltagare|deltagarens namn|klient|person|name|full name|namn deltagare|for och efternamn|fornamn efternamn"
    "|efternamn fornamn|brukare|sokande|kandidat",
    Field.FIRST_NAME: "fornamn|tilltalsnamn|first name|firstname|given name|f namn|fnamn",
    Field.LAST_NAME: "efternamn|last name|lastname|surname|family name|e namn|enamn",
    Field.NUMBER: "personnr|personnummer|person nr|person nummer|pnr|p nr|pers nr|persnr|samordningsnr|samordningsnummer|samnr"
    "|person id|personal number|ssn|lma|lma nr|lma nummer|civic number|personnr samordningsnr",
    Field.BIRTH_YEAR: "fodd|fodelsear|fodelsedatum|fodelsetid|fodelsedag|birth year|born|date of birth|alder ar",
    Field.PHONE: "tel|tele|telefon|telefonnr|telefonnummer|tfn|mobil|mobilnr|mobiltelefon|mob|phone|telnr|tel nr|mobile|nummer tel"
    "|hemtelefon|kontaktnummer",
    Field.EMAIL: "e post|epost|mail|e mail|email|mejl|mejladress|mailadress|epostadress|e postadress",
    Field.STREET: "adress|gatuadress|bostadsadress|gata|address|street|postadress",
    Field.PLACE: "ort|kommun|bostadsort|stad|postort|hemkommun|bor|bor i|city|municipality|place|stadsdel|bostadskommun|hemort",
    Field.LANGUAGES: "sprak|modersmal|hemsprak|talar|languages|language|sprakkunskaper|andra sprak|spr",
    Field.INTERPRETER: "tolk|behover tolk|tolkbehov|interpreter",
    Field.STARTED_ON: "start|startdatum|inskriven|inskrivningsdatum|inskrivning|in|datum in|borjade|startade|start date|started"
    "|inskriven datum|inskr|inskr datum|anslutning|inskriven den|forsta mote|datum start|startvecka",
    Field.ENDED_ON: "slut|slutdatum|avslutad|avslutsdatum|avslutad datum|utskriven|utskrivningsdatum|ut|datum ut|end|end date"
    "|utskriven datum|avslutningsdatum|datum avslut",
    Field.STATUS: "status|lage|nulage|state|fas|avslutsorsak|hur gar det|status nu|aktuell status|resultat",
    Field.HANDLER: "handledare|ansvarig|coach|jobbcoach|handlaggare|kontaktperson|ansvarig handledare|caseworker|handler|vem|case manager"
    "|arbetskonsulent|ansv|handl|huvudhandledare|min handledare|mentor",
    Field.ORGANISATION: "organisation|ansvarig organisation|verksamhet|enhet|huvudman|organization",
    Field.SOURCE: "kom via|remitterad fran|remitterad av|remittent|fran|inremitterad|anvisad av|anvisad fran|source|aktualiserad av|via",
    Field.OCCUPATION: "onskat yrke|yrke|yrkesonskan|onskar jobba med|vill jobba med|jobbonskemal|yrkesmal|dromjobb|occupation|wanted job"
    "|onskat arbete|onskat jobb|vill jobba som|yrkesintresse|intresse|soker jobb som|yrkesinriktning|onskemal|bransch",
    Field.EXPERIENCE: "erfarenhet|tidigare yrke|tidigare jobb|arbetslivserfarenhet|har jobbat som|bakgrund yrke|experience|yrkesbakgrund"
    "|arbetat som|tidigare arbete",
    Field.LICENCES: "korkort|b korkort|driving licence|driving license|kk|korkortsbehorighet",
    Field.INTERVENTION: "insats|insatser|insats just nu|pagaende insats|aktivitet|aktiviteter|nuvarande insats|pagaende insatser|atgard"
    "|intervention|praktik|praktikplats|insats nu|aktuell insats|pagaende aktivitet|planering",
    Field.GOAL: "mal|malsattning|goal|mot|huvudmal",
    Field.NEXT_STEP: "nasta steg|att gora|next step|todo|nasta|gors harnast|steg",
    Field.NEXT_STEP_ON: "nasta steg datum|nasta datum|nar|uppfoljning|uppfoljningsdatum|next date|nasta mote|boka",
    Field.NOTE: "anteckning|anteckningar|kommentar|kommentarer|noteringar|notering|ovrigt|info|note|notes|comment|comments|fritext"
    "|bra att veta|minnesanteckning|obs|extra info|ovrig info|beskrivning",
    Field.PROTECTION: "skyddad|skyddad id|skyddad identitet|skyddade personuppgifter|sekretess|sekretessmarkering|skydd|skyddade uppgifter",
    Field.SKIP: "nr|#|id|rad|lopnr|lopnummer|no|radnr|index|ordning|antal",
}
_EXACT = {title: kind for kind, titles in TITLES.items() for title in titles.split("|")}
_LONGEST_FIRST = sorted((t for t in _EXACT if len(t) > 3), key=len, reverse=True)
_SENSITIVE_TITLE = re.compile(
    r"halsa|halso|diagnos|medicin|lakar|vard\b|vardkontakt|funktionsned|funktionshind|missbruk|religion|tro$|etnic|brott|fackf"
    r"|sexuell|graviditet|allergi"
)
# What a title promises, beside what is looked for in cells. Folded, inflections with it; professions and an employer's
# words (sjuksköterska, vårdbiträde, hälsofrämjande arbetsplats) are let through by the endings left out.
_PROMISED = re.compile(
    r"\bsjuk(?!skoter|hus|gymnast|vardsbitr)\w*|\bvardplan|\bvardgivare|\bvardcentral|\bhalsa|\bhalso|\bmedic(?:in|inering|iner|ation)"
    r"(?:er|en|s|ens|ering|eringen)?\b|\bmedikament|\blakar(?!sekr)\w*|\blakemed\w*|\bdoktor\w*|\bpsyk\w*|\bpsych\w*|\btablett\w*|\bdos(?:er|en)?\b"
    r"|\bsymt?om\w*|\bbehandling(?!sass)\w*|\bmaende\w*|\bmar\s+(?:hon|han|hen|du|personen|bra|battre|daligt|samre)\b|\bhealth\w*|\billness\w*|\bdisease\w*|\bdiagnos\w*"
    r"|\bdoctor\w*|\bphysician\w*|\btherap\w*|\bsymptom\w*|\bdisorder\w*|\baddict\w*|\bwellbeing\b|\bimpair\w*|\bhandicap\w*"
)
LONG_TEXT = 60  # characters: columns with longer cells are notes rather than columns of a table


@dataclass(frozen=True)
class Column:
    """One column of the sheet: where it stands (from 0), its title, what it is taken for."""

    index: int
    title: str
    field: Field


def plain_title(title: str) -> str:
    """Folded, without what stands in brackets, signs as blanks: "E-post (privat)" is "e post"."""
    text = re.sub(r"\(.*?\)|\[.*?\]", " ", title)
    return " ".join(re.sub(r"[^\w#]+|_", " ", fold(text)).split()) or " ".join(fold(title).split())


def is_sensitive(title: str) -> bool:
    """Whether a title promises what may not stand where the whole team sees it: health, faith, crime. The one rule for
    columns of a sheet, the team's own columns and its tags. Leans wide: a harmless title can be said otherwise."""
    return (
        sensitive(title) is not None
        or _SENSITIVE_TITLE.search(plain_title(title)) is not None
        or _PROMISED.search(fold(title)) is not None
    )


def field_of(title: str) -> Field | None:
    """What a title means, None when it means nothing to us."""
    plain = plain_title(title)
    if not plain:
        return None
    if plain in _EXACT:
        return _EXACT[plain]
    if is_sensitive(title):
        return Field.RESTRICTED
    bare = re.sub(r"\s*\d+$", "", plain)
    if bare in _EXACT:
        return _EXACT[bare]
    begun = next((known for known in _LONGEST_FIRST if f"{plain} ".startswith(f"{known} ")), None)
    return _EXACT[begun] if begun else None


def guess(titles: Sequence[str], rows: Sequence[Row]) -> list[Column]:
    """A column for each title. What has no known title is known by its cells, or becomes a column of the team's own,
    a note when the cells are long, nothing when they are empty."""
    width = max([len(titles), *(len(row) for row in rows[:500])], default=0)
    columns: list[Column] = []
    taken: set[Field] = set()
    for index in range(width):
        title = titles[index] if index < len(titles) else ""
        cells = [row[index] for row in rows[:500] if index < len(row) and row[index]]
        found = field_of(title) or _by_content(cells, taken)
        if found in taken and found not in MANY:
            found = None
        found = found or _unknown(title, cells)
        taken.add(found)
        columns.append(Column(index, title, found))
    return _one_way_of_naming(columns, rows)


def _one_way_of_naming(columns: list[Column], rows: Sequence[Row]) -> list[Column]:
    """With a column for first names, one called only "Deltagare" or "Namn" is something else or the same again.
    Without any title for names, the first column of words is the names."""
    has = {column.field for column in columns}
    if Field.FIRST_NAME in has and Field.NAME in has:
        return [Column(c.index, c.title, Field.SKIP) if c.field == Field.NAME else c for c in columns]
    if has & {Field.FIRST_NAME, Field.NAME}:
        return columns
    for column in columns:
        if column.field in {Field.OWN, Field.NOTE} and _looks_like_names(column.index, rows):
            return [Column(c.index, c.title, Field.NAME) if c is column else c for c in columns]
    return columns


def _looks_like_names(index: int, rows: Sequence[Row]) -> bool:
    cells = [row[index] for row in rows[:200] if index < len(row) and row[index]]
    named = [c for c in cells if re.fullmatch(r"[^\W\d_][^\d_@/]{1,60}", c) and c[:1].isupper() and c.count(" ") < 4]
    return len(named) > 0 and len(named) * 5 >= len(cells) * 4


def _by_content(cells: Sequence[str], taken: set[Field]) -> Field | None:
    if not cells:
        return None
    share = len(cells) * 6 // 10 + 1
    if sum(has_valid_check_digit(cell) and len(cell) < 20 for cell in cells) >= share and Field.NUMBER not in taken:
        return Field.NUMBER
    if sum("@" in cell and " " not in cell.strip() for cell in cells) >= share and Field.EMAIL not in taken:
        return Field.EMAIL
    if sum(re.fullmatch(r"(\+46|0046|0)[\d\s\-/()]{7,20}", cell) is not None for cell in cells) >= share:
        return Field.PHONE if Field.PHONE not in taken else None
    return None


def _unknown(title: str, cells: Sequence[str]) -> Field:
    if not cells:
        return Field.SKIP
    if not title.strip() or sum(len(cell) > LONG_TEXT or "\n" in cell for cell in cells) * 4 > len(cells):
        return Field.NOTE
    return Field.OWN
