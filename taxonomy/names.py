"""Names of the few reference rows that a screen in another language must say: education levels, industries, licences.

The shipped data is Swedish. Languages and countries carry an English name of their own; occupations and skills stay as
they are, thousands of them being nobody's to translate here.
"""

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as mark

# As they stand in sun_levels, level 1; sni_groups, level 1; small_lists, driving-licence.
SHOWN = frozenset(
    (
        mark("Förskoleutbildning"),
        mark("Förgymnasial utbildning, kortare än 9 år"),
        mark("Förgymnasial utbildning, 9 (10) år"),
        mark("Gymnasial utbildning"),
        mark("Eftergymnasial utbildning, kortare än 2 år"),
        mark("Eftergymnasial utbildning, minst 2 år"),
        mark("Forskarutbildning"),
        mark("Jordbruk, skogsbruk och fiske"),
        mark("Utvinning av mineral"),
        mark("Tillverkning"),
        mark("Försörjning av el, gas, värme och kyla"),
        mark("Vattenförsörjning; avloppsrening, avfallshantering och sanering"),
        mark("Byggverksamhet"),
        mark("Handel; reparation av motorfordon och motorcyklar"),
        mark("Transport och magasinering"),
        mark("Hotell- och restaurangverksamhet"),
        mark("Informations- och kommunikationsverksamhet"),
        mark("Finans- och försäkringsverksamhet"),
        mark("Fastighetsverksamhet"),
        mark("Verksamhet inom juridik, ekonomi, vetenskap och teknik"),
        mark("Uthyrning, fastighetsservice, resetjänster och andra stödtjänster"),
        mark("Offentlig förvaltning och försvar; obligatorisk socialförsäkring"),
        mark("Utbildning"),
        mark("Vård och omsorg; sociala tjänster"),
        mark("Kultur, nöje och fritid"),
        mark("Annan serviceverksamhet"),
        mark("Förvärvsarbete i hushåll; hushållens produktion av diverse varor och tjänster för eget bruk"),
        mark("Verksamhet vid internationella organisationer, utländska ambassader o.d."),
        mark("Utökad B"),
    )
)


def shown(label: str) -> str:
    """The label in the screen's language where it has a name there, else as the data has it."""
    return gettext(label) if label in SHOWN else label


def either(label: str, label_en: str) -> str:
    """A row that carries both names: the Swedish one on a Swedish screen, else the English, when there is one."""
    return label if (get_language() or "sv").startswith("sv") else label_en or label
