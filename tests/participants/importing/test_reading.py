"""Files in every spelling into sheets of text, and hostile ones refused in words."""

import zipfile
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from participants.importing import layout, reading
from participants.importing.sheets import MAX_CELL, NotReadable, Sheet
from tests.participants.importing.conftest import CSV, XLSX

TITLES = ("Förnamn", "Efternamn", "Ort")


def xlsx(*rows, name="Blad1", change=None):
    book = openpyxl.Workbook()
    page = book.active
    page.title = name
    for row in rows:
        page.append(row)
    if change:
        change(page)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def packed(data, changes):
    """The package with some parts written anew."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in changes:
                new.writestr(part, old.read(part.filename))
        for name, text in changes.items():
            new.writestr(name, text)
    return out.getvalue()


def only(data, name="lista.xlsx") -> Sheet:
    (sheet,) = reading.read(data, name)
    return sheet


def test_xlsx_example_is_read_as_it_stands():
    sheets = reading.read(XLSX.read_bytes(), XLSX.name)

    assert [(s.name, s.filled) for s in sheets] == [("Deltagare", 65), ("Skattning sept", 41), ("Kom ihåg", 1)]
    first = sheets[0]
    assert first.rows[8][7] == "2026-05-17"  # a true date
    assert first.rows[9][3] == "198607122382"  # a number kept as text
    assert first.rows[5][14] == "=1+1"
    assert first.rows[66][13] == "=COUNTA(B4:B66)"
    assert first.comments == {(8, 14): "Kolla med Per"}
    assert first.has_colours
    assert not sheets[1].has_colours


def test_csv_example_with_semicolons_in_latin_1_is_read():
    sheet = only(CSV.read_bytes(), CSV.name)

    assert sheet.filled == 41
    assert sheet.rows[1][:3] == ("1", "Erik", "Öberg")
    assert sheet.rows[12][14] == "Barn på förskola\nlämnar 8:15"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "mac_roman", "cp850"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_csv_in_every_encoding_and_with_every_sign_is_read(encoding, sign):
    text = "\r\n".join([sign.join(TITLES), sign.join(("Åsa", "Öberg", "Växjö")), sign.join(("Ängla", "Ek", "Umeå"))])

    sheet = only(text.encode(encoding), "lista.csv")

    assert sheet.rows == [TITLES, ("Åsa", "Öberg", "Växjö"), ("Ängla", "Ek", "Umeå")]


def test_csv_saved_once_too_often_is_mended():
    sheet = only("Förnamn;Ort\nÅsa;Växjö\n".encode().decode("cp1252").encode(), "lista.csv")

    assert sheet.rows == [("Förnamn", "Ort"), ("Åsa", "Växjö")]


def test_csv_with_commas_in_quotes_and_a_sep_line_is_read():
    sheet = only(b'sep=;\nNamn;Anteckning\n"Ek, Joar";"a;b, ""c"""\n', "lista.csv")

    assert sheet.rows == [("Namn", "Anteckning"), ("Ek, Joar", 'a;b, "c"')]


def test_pasted_cells_with_a_line_break_in_one_are_read():
    (sheet,) = reading.read_pasted('Namn\tAnteckning\r\nJoar Ek\t"rad 1\nrad 2"\r\n')

    assert sheet.rows == [("Namn", "Anteckning"), ("Joar Ek", "rad 1\nrad 2")]


def test_xlsx_kinds_of_cell_become_text():
    values = [
        True,
        False,
        12,
        12.0,
        12.5,
        date(2026, 5, 17),
        datetime(2026, 5, 17, 13, 5),
        None,
        " a\xa0b ",
        "_x000D_x",
    ]

    assert only(xlsx(["x"], values)).rows[1] == (
        *("ja", "nej", "12", "12", "12,5", "2026-05-17", "2026-05-17 13.05", "", "a b", "x"),
    )


def test_xlsx_merged_cell_holds_for_each_of_its_rows():
    data = xlsx(TITLES, ("a", "b", "Nour"), ("c", "d", None), ("e", "f", None), change=lambda p: p.merge_cells("C2:C4"))

    assert [row[2] for row in only(data).rows[1:]] == ["Nour", "Nour", "Nour"]


def test_xlsx_blank_rows_keep_their_numbers():
    sheet = only(xlsx(TITLES, (), ("a", "b", "c")))

    assert [row.number for row in layout.data_rows(sheet, 1)] == [3]


def test_long_cell_is_cut_and_told():
    sheet = only(xlsx(TITLES, ("x" * 9000, "b", "c")))

    assert (len(sheet.rows[1][0]), sheet.was_cut) == (MAX_CELL, True)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
SHEET1 = "xl/worksheets/sheet1.xml"
FAR = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "lista.csv", "tom"),
        (b"   \n ", "lista.xlsx", "tom"),
        (b"PK\x03\x04nonsense", "lista.xlsx", "trasig"),
        (xlsx(TITLES), "lista.csv", "Vi läser .xlsx och .csv"),
        (xlsx(TITLES), "lista", "Vi läser .xlsx och .csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "lista.xls", "äldre Excel-fil"),
        (b"%PDF-1.7", "lista.csv", "Vi läser .xlsx och .csv"),
        (b"\x89PNG\r\n\x1a\n", "bild.png", "Vi läser .xlsx och .csv"),
        (b"a;b\n\x00;c", "lista.csv", "ingen textfil"),
        (bytes(range(1, 32)) * 50, "lista.csv", "ingen textfil"),
        (b"\xff\xfeabc", "lista.csv", "trasig"),
        (b"x" * (5 * 1024 * 1024 + 1), "lista.csv", "Högst 5 MB"),
        (b";;;\n;;\n", "lista.csv", "inga ifyllda rader"),
        (b";".join(b"a" for _ in range(201)), "lista.csv", "fler än 200 kolumner"),
        (b"a;b\n" * 20_001, "lista.csv", "fler än 20000 rader"),
        (b'a;"' + b"x" * 200_000, "lista.csv", "går inte att dela upp"),
        (packed(xlsx(TITLES), {"xl/vbaProject.bin": "x"}), "lista.xlsx", "makron"),
        (packed(xlsx(TITLES), {"[Content_Types].xml": "x"}), "lista.xlsx", "går inte att öppna"),
        (packed(xlsx(TITLES), {"xl/workbook.xml": "<x>"}), "lista.xlsx", "går inte att öppna"),
        (packed(xlsx(TITLES), {SHEET1: BOMB + FAR.format("&b;")}), "lista.xlsx", "går inte att öppna"),
        (packed(xlsx(TITLES), {"xl/media/a.bin": b"\x00" * 61 * 1024 * 1024}), "lista.xlsx", "för stor när den packas"),
        (packed(xlsx(TITLES), {f"xl/media/{n}": "" for n in range(501)}), "lista.xlsx", "för stor när den packas"),
        (xlsx(["a"] * 201), "lista.xlsx", "fler än 200 kolumner"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_file_that_cannot_be_taken_says_why(data, name, words):
    with pytest.raises(NotReadable, match=words):
        reading.read(data, name)


@pytest.mark.timeout(10)
def test_row_number_without_end_is_not_waited_for():
    rows = '<row r="99999999999"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'

    with pytest.raises(NotReadable):
        reading.read(packed(xlsx(TITLES), {SHEET1: FAR.format(rows)}), "lista.xlsx")


def test_encodings_say_nothing_of_the_file_on_disk(tmp_path):
    only(xlsx(TITLES, ("../../etc/passwd", "b", "c")), "../../x.xlsx")

    assert list(tmp_path.iterdir()) == []
