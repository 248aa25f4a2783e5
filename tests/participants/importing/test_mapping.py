"""What a column is, guessed from its title and its cells; where the titles stand."""

import pytest

from participants.importing import layout, reading
from participants.importing.enums import Field
from participants.importing.mapping import field_of, guess, is_sensitive
from tests.participants.importing.conftest import XLSX


@pytest.mark.parametrize(
    ("title", "field"),
    [
        *(
            ("Namn", Field.NAME),
            ("Deltagare", Field.NAME),
            ("FÖRNAMN", Field.FIRST_NAME),
            ("Efternamn:", Field.LAST_NAME),
        ),
        *(("Personnr", Field.NUMBER), ("Pers.nr", Field.NUMBER), ("Personnummer (12 siffror)", Field.NUMBER)),
        *(("Tel", Field.PHONE), ("Mobilnr.", Field.PHONE), ("Tel 2", Field.PHONE), ("Telefon hem", Field.PHONE)),
        *(("E-post", Field.EMAIL), ("Mejladress", Field.EMAIL), ("Kommun", Field.PLACE), ("Bostadsort", Field.PLACE)),
        *(("Startdatum", Field.STARTED_ON), ("Inskriven", Field.STARTED_ON), ("Slutdatum", Field.ENDED_ON)),
        *(
            ("Handledare", Field.HANDLER),
            ("Ansv.", Field.HANDLER),
            ("Coach", Field.HANDLER),
            ("Språk", Field.LANGUAGES),
        ),
        *(("Önskat yrke", Field.OCCUPATION), ("Körkort?", Field.LICENCES), ("Insats just nu", Field.INTERVENTION)),
        *(("Status", Field.STATUS), ("Anteckning", Field.NOTE), ("Övrigt / kommentar", Field.NOTE), ("Nr", Field.SKIP)),
        *(("Sekretess", Field.PROTECTION), ("Diagnos", Field.RESTRICTED), ("6 Hälsa", Field.RESTRICTED)),
        *(
            ("Sjukskriven", Field.RESTRICTED),
            ("Mående", Field.RESTRICTED),
            ("Religion", Field.RESTRICTED),
            ("Nästa steg", Field.NEXT_STEP),
        ),
        *(("Tröjstorlek", None), ("", None), ("!!!", None)),
    ],
)
def test_title_is_known(title, field):
    assert field_of(title) == field


def test_guess_gives_one_column_to_each_field_and_the_rest_to_the_team():
    rows = [("Åsa", "Ek", "Åsa Ek", "M", "x" * 80, "")] * 3

    found = guess(("Förnamn", "Efternamn", "Namn", "Tröjstorlek", "Bakgrund", "Tom"), rows)

    assert [c.field for c in found] == [
        *(Field.FIRST_NAME, Field.LAST_NAME, Field.SKIP, Field.OWN, Field.NOTE, Field.SKIP)
    ]


def test_guess_second_start_date_is_a_column_of_the_teams_own():
    found = guess(("Namn", "Start", "Startdatum"), [("Åsa Ek", "1/3", "1/4")])

    assert [c.field for c in found] == [Field.NAME, Field.STARTED_ON, Field.OWN]


def test_guess_without_titles_goes_by_the_cells():
    rows = [
        ("Åsa Ek", "19900101-2385", "070-174 06 05", "asa@example.org"),
        ("Omid Haddad", "19781104-2394", "070-174 06 06", "omid@example.org"),
    ]

    assert [c.field for c in guess((), rows)] == [Field.NAME, Field.NUMBER, Field.PHONE, Field.EMAIL]


def test_find_takes_the_sheet_and_row_that_look_like_a_register():
    assert layout.find(reading.read(XLSX.read_bytes(), XLSX.name)) == layout.Layout("Deltagare", 3)


def test_find_without_titles_takes_the_first_row_as_data():
    (sheet,) = reading.read_pasted("Åsa Ek\t19900101-2385\nOmid Haddad\t19781104-2394\n")

    assert layout.find([sheet]).header_row == 0
    assert len(layout.data_rows(sheet, 0)) == 2


@pytest.mark.parametrize(
    "title", ["Hälsa", "Medicin", "Diagnos", "Skyddad", "Läkarkontakt", "Facktillhörighet fackförbund"]
)
def test_sensitive_title_may_not_be_a_column(title):
    assert is_sensitive(title)


@pytest.mark.parametrize("title", ["Tröjstorlek", "Vardagar", "Bil", "Handledare"])
def test_ordinary_title_may_be_a_column(title):
    assert not is_sensitive(title)
