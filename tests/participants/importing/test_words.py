"""Words that must not reach what the whole team sees, and those that only look like them."""

import pytest

from participants.importing.enums import Sensitive
from participants.importing.words import hidden_numbers, is_absent, lost_letters, sensitive, without_remark

PROTECTION, HEALTH, OTHER = Sensitive.PROTECTION, Sensitive.HEALTH, Sensitive.OTHER


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Skyddad id!!!",
            "skyddad identitet",
            "SKYDDADE PERSONUPPGIFTER",
            "skydd id",
            "Skyddad",
            "sk. id",
            "skyddsid",
        ),
        *("sekretess", "Sekretessmarkerad", "hemlig adress", "kvarskriven", "fingerad identitet", "skyddat boende"),
        *("obs hotbild", "ring ej, skyddad adress", "protected identity"),
    ],
)
def test_protection_is_found(text):
    assert sensitive(text) == PROTECTION


@pytest.mark.parametrize(
    "text",
    [
        *("Sjukskriven 50 %, rehab", "sjuk", "rehab", "diagnos ADHD", "depression", "ÅNGEST", "PTSD", "psykisk ohälsa"),
        *("utmattad", "utbränd", "missbruk", "alkoholproblem", "diabetes", "ont i ryggen", "värk", "ryggproblem"),
        *("smärtor", "läkarintyg", "medicinerar", "funktionsnedsättning", "nedsatt hörsel, hörselnedsättning"),
        *("lönebidrag", "arbetsförmåga 50 %", "gravid", "opererad i knät", "dyslexi", "hälsan sviktar", "Samhall"),
        *("sick leave", "skyddat arbete"),
    ],
)
def test_health_is_found(text):
    assert sensitive(text) == HEALTH


@pytest.mark.parametrize("text", ["utsatt för våldtäkt", "dömd", "frivården", "maka 19900101-2385", "muslim"])
def test_other_sensitive_is_found(text):
    assert sensitive(text) == OTHER


@pytest.mark.parametrize(
    "text",
    [
        *("SFI C + jobbsökarklubb", "Behöver tolk", "Barn på förskola\nlämnar 8:15", "Kommer alltid i tid 👍", "=1+1"),
        *("sjuksköterska", "Sjukvårdsbiträde", "sjukhusvaktmästare", "behandlingsassistent", "medicinsk sekreterare"),
        *("läkarsekreterare", "hälsa på arbetsgivare", "sekretessmedgivande finns", "operatör", "IT?"),
        *("Ring inte före kl 10", "JOBB!! from 1/10", "070-174 06 05", "+46701740605", "Adda", "rutor", "verkstad"),
    ],
)
def test_ordinary_words_are_let_through(text):
    assert sensitive(text) is None


@pytest.mark.parametrize("text", ["", "-", "–", "?", "??", "...", "finns ej", "Saknas", "#N/A", " . "])
def test_absent(text):
    assert is_absent(text)


@pytest.mark.parametrize("text", ["0", "👍", "nej tack", "#1", "å"])
def test_not_absent(text):
    assert not is_absent(text)


def test_lost_letters_are_seen_inside_words_only():
    assert lost_letters("Ng?c")
    assert lost_letters("Nguy?n")
    assert not lost_letters("Kommer alltid i tid ?")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Erik (skyddad id)", "Erik"),
        ("Erik SKYDDAD IDENTITET", "Erik"),
        ("Erik [sekretess]", "Erik"),
        ("Anna (Ankan)", "Anna (Ankan)"),
        ("O'Brien", "O'Brien"),
    ],
)
def test_name_without_what_was_written_beside_it(text, name):
    assert without_remark(text) == name


def test_hidden_numbers_hides_right_and_wrong_ones_and_leaves_telephones():
    assert hidden_numbers("19900101-2385") == "••••••••-••••"
    assert hidden_numbers("900101 - 0000, LMA 51-123456") == "•••••• - ••••, LMA ••-••••••"
    assert hidden_numbers("+46 70 174 06 05") == "+46 70 174 06 05"
