"""A day in a language that is the reader's and not the screen's: the participant's own. Django knows the names of most;
those of Somali and Tigrinya it lacks, and they are those of CLDR."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import override

# From Monday; from January.
_DAYS = {
    "so": ("Isniin", "Talaado", "Arbaco", "Khamiis", "Jimce", "Sabti", "Axad"),
    "ti": ("ሰኑይ", "ሰሉስ", "ረቡዕ", "ሓሙስ", "ዓርቢ", "ቀዳም", "ሰንበት"),
}
_MONTHS = {
    "so": (
        *("Jannaayo", "Febraayo", "Maarso", "Abriil", "Maajo", "Juun"),
        *("Luuliyo", "Ogosto", "Sebtembar", "Oktoobar", "Nofembar", "Desembar"),
    ),
    "ti": ("ጥሪ", "ለካቲት", "መጋቢት", "ሚያዝያ", "ግንቦት", "ሰነ", "ሓምለ", "ነሓሰ", "መስከረም", "ጥቅምቲ", "ሕዳር", "ታሕሳስ"),
}


def day_in(day: date, code: str) -> str:
    """ "tisdag 8 december 2026" in a language by its code; a language nobody has names in says it in Swedish."""
    if code in _DAYS:
        return f"{_DAYS[code][day.weekday()]} {day.day} {_MONTHS[code][day.month - 1]} {day.year}"
    with override(code):
        return date_format(day, "l j E Y")  # E: the month as it stands after a number, which differs in Ukrainian
