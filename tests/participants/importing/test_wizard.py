"""The wizard from file to register and back, as the browser drives it without scripts."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import ReadLine
from core.scope import enter
from participants import actions
from participants.enums import ProtectionLevel
from participants.models import Enrolment, ImportBatch, Note, Participant, RegisterRow, TeamColumn
from tests.participants.factories import enrolled
from tests.participants.importing.conftest import CSV, XLSX, column_data, columns_but, url

PASTED = "Namn\tTelefon\tHandledare\tTröjstorlek\nZahra Ahmadi\t070-174 06 05\tAlice\tM\nOmid Haddad\t\tNågon annan\t\n"

READ_IN = {"read_in": "1"}


def upload(path):
    return {"file": SimpleUploadedFile(path.name, path.read_bytes())}


@pytest.mark.parametrize("path", [XLSX, CSV], ids=["xlsx", "csv"])
def test_wizard_reads_a_file_in_and_tells_what_it_promised(
    path, wizard, alice, team, leader, colleagues, handler, scope_of, team_scope
):
    batch = wizard(upload(path), basis="agreement")
    page = alice.get(url("rows", team, batch.public_id)).content.decode()

    assert "Att tyda:" in page
    response = alice.post(url("rows", team, batch.public_id), READ_IN)
    result = alice.get(response["Location"])

    with enter(team_scope):
        batch.refresh_from_db()
        assert batch.state == "done"
        assert Participant.objects.count() == batch.counts["created"]
    assert f"{batch.counts['created']} personer läses in" in page
    assert f"{batch.counts['created']} personer är inlästa" in result.content.decode()


def test_wizard_takes_pasted_cells_and_makes_a_column_of_the_teams_own(wizard, alice, team, handler, team_scope):
    batch = wizard({"pasted": PASTED}, basis="agreement")

    alice.post(url("rows", team, batch.public_id), READ_IN)

    with enter(team_scope):
        zahra = Participant.objects.get(first_name="Zahra")
        enrolment = zahra.enrolments.get()
        assert zahra.phone == "+46701740605"
        assert enrolment.own_values == {"trojstorlek": "M"}
        assert TeamColumn.objects.get().owner == handler
        assert enrolment.handler_assignments.get().user == handler
        assert Enrolment.objects.get(participant__first_name="Omid").unread == {"handler": "Någon annan"}


def test_wizard_without_agreement_shows_people_to_the_responsible_organisation_only(
    wizard, alice, team, handler, colleague, scope_of
):
    batch = wizard({"pasted": PASTED})
    alice.post(url("rows", team, batch.public_id), READ_IN)

    with enter(scope_of(handler, team)):
        assert RegisterRow.objects.count() == 2
    with enter(scope_of(colleague, team)):
        assert RegisterRow.objects.count() == 0


def test_start_says_kindly_what_is_wrong(alice, team):
    cases = [
        ({}, "Välj en fil, eller klistra in celler."),
        ({"file": SimpleUploadedFile("lista.xlsx", b"")}, "Filen är tom."),
        ({"file": SimpleUploadedFile("lista.pdf", b"%PDF-1.7")}, ".xlsx och .csv"),
        ({"file": SimpleUploadedFile("lista.xlsx", b"PK\x03\x04 not a zip")}, "trasig"),
        ({"file": SimpleUploadedFile("lista.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")}, "äldre Excel-fil"),
        ({"file": SimpleUploadedFile("lista.csv", b"a;b\x00\n1;2")}, "ingen textfil"),
        ({"file": SimpleUploadedFile("stor.csv", b"a;b\n" * 1_400_000)}, "Högst 5 MB"),
        ({"pasted": "\n\n \t \n"}, "Välj en fil"),
        ({"pasted": ";;;\n"}, "inga ifyllda rader"),
    ]
    for data, words in cases:
        response = alice.post(url("start", team), data)
        assert response.status_code == 422, data
        assert words in response.content.decode(), words


@pytest.mark.parametrize(
    "pasted", ["\x00\x00", "👍", "<script>alert(1)</script>\tx", "0001-01-01", "Namn\n" + "x" * 9000]
)
def test_wizard_survives_any_cells(pasted, alice, team, handler, scope_of):
    response = alice.post(url("start", team), {"pasted": pasted})

    assert response.status_code in (302, 422)
    if response.status_code == 302:
        page = alice.get(response["Location"])
        assert page.status_code == 200
        assert b"<script>alert" not in page.content


def test_sheet_page_refuses_a_row_that_is_not_there(alice, team, handler, scope_of):
    alice.post(url("start", team), upload(XLSX))
    with enter(scope_of(handler, team)):
        batch = ImportBatch.objects.get()

    for row in ("999", "-1", "x", "", "99999999999999999999"):
        response = alice.post(url("sheet", team, batch.public_id), {"sheet": "0", "header_row": row})
        assert response.status_code == 422


def test_sheet_page_other_sheet_is_mapped_anew(alice, team, handler, scope_of):
    alice.post(url("start", team), upload(XLSX))
    with enter(scope_of(handler, team)):
        batch = ImportBatch.objects.get()

    alice.post(url("sheet", team, batch.public_id), {"sheet": "1", "header_row": 1})

    with enter(scope_of(handler, team)):
        batch.refresh_from_db()
    assert {title: field for _index, title, field in batch.mapping}["6 Hälsa"] == "restricted"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"column_0": "skip"}, "Säg vilken kolumn som är namnet."),
        ({"column_1": "name"}, "Det kan bara vara en kolumn."),
        ({"column_1": "finns_inte"}, "Det valet finns inte längre."),
        ({"organisation": "999999"}, "Det valet finns inte längre."),
        ({"basis": "x"}, "Det valet finns inte längre."),
    ],
)
def test_columns_page_says_what_does_not_add_up(changes, words, alice, team, handler, scope_of):
    alice.post(url("start", team), {"pasted": PASTED})
    with enter(scope_of(handler, team)):
        batch = ImportBatch.objects.get()

    response = alice.post(url("columns", team, batch.public_id), column_data(batch, **changes))

    assert response.status_code == 422
    assert words in response.content.decode()


def test_columns_page_warns_away_from_health_in_a_column(alice, team, handler, scope_of):
    alice.post(url("start", team), {"pasted": "Namn\tDiagnos\nZahra Ahmadi\tADHD\n"})
    with enter(scope_of(handler, team)):
        batch = ImportBatch.objects.get()

    response = alice.post(url("columns", team, batch.public_id), column_data(batch, column_1="own"))

    assert response.status_code == 422
    assert "Det här ser känsligt ut." in response.content.decode()


def test_columns_page_has_room_for_twenty_of_the_teams_own(alice, team, handler, scope_of, team_scope):
    with enter(scope_of(handler, team)):
        columns_but(1, team)
    alice.post(url("start", team), {"pasted": "Namn\tSkåp\tNyckel\nZahra Ahmadi\t7\tja\n"})
    with enter(scope_of(handler, team)):
        batch = ImportBatch.objects.get()

    response = alice.post(url("columns", team, batch.public_id), column_data(batch))

    assert response.status_code == 422
    page = response.content.decode()
    assert "Ett team har högst 20 egna kolumner. Låt den här bli anteckning" in page.partition("Nyckel</b>")[2]
    assert page.count('class="fault"') == 1, page
    assert alice.post(url("columns", team, batch.public_id), column_data(batch, column_2="note")).status_code == 302
    with enter(team_scope):  # somebody was quicker with the last one
        TeamColumn.objects.create(team=team, key="sist", title="Sist")
    page = alice.post(url("rows", team, batch.public_id), READ_IN, follow=True).content.decode()
    assert "Det finns inte plats för ”Skåp”" in page
    with enter(team_scope):
        assert Participant.objects.count() == 0
        TeamColumn.objects.filter(key="sist").update(is_retired=True)
    alice.post(url("rows", team, batch.public_id), READ_IN)
    with enter(team_scope):
        assert Enrolment.objects.get().own_values == {"skap": "7"}


def test_undo_from_the_page_takes_everybody_back(wizard, alice, team, team_scope):
    batch = wizard({"pasted": PASTED}, basis="agreement")
    alice.post(url("rows", team, batch.public_id), READ_IN)

    page = alice.post(url("undo", team, batch.public_id))

    assert "Inläsningen är ångrad" in page.content.decode()
    with enter(team_scope):
        assert Participant.objects.count() == 0
    assert alice.get(url("detail", team, batch.public_id)).status_code == 200


def test_undo_from_the_page_lists_who_stays(wizard, alice, team, handler, team_scope):
    batch = wizard({"pasted": PASTED}, basis="agreement")
    alice.post(url("rows", team, batch.public_id), READ_IN)
    with enter(team_scope):
        enrolment = Enrolment.objects.get(participant__first_name="Zahra")
        actions.add_note(enrolment=enrolment, text="Ringde.", by=handler)

    page = alice.post(url("undo", team, batch.public_id)).content.decode()

    assert "Ahmadi, Zahra" in page
    with enter(team_scope):
        assert [p.first_name for p in Participant.objects.all()] == ["Zahra"]


def test_second_press_reads_nobody_in_twice(wizard, alice, team, team_scope):
    batch = wizard({"pasted": PASTED}, basis="agreement")

    first = alice.post(url("rows", team, batch.public_id), READ_IN)
    second = alice.post(url("rows", team, batch.public_id), READ_IN)

    assert (first.status_code, second.status_code) == (302, 404)
    with enter(team_scope):
        assert Participant.objects.count() == 2


def test_untaken_rows_come_as_text_and_the_download_is_logged(wizard, alice, team, leader, handler, scope_of):
    pasted = "Namn\tTelefon\n=HYPERLINK(1)\t=1+1\nZahra Ahmadi\t070-174 06 05\nAntal:\t=SUM(A1:A9)\n"
    batch = wizard({"pasted": pasted}, basis="agreement")
    alice.post(url("rows", team, batch.public_id), READ_IN)

    response = alice.get(url("untaken", team, batch.public_id))

    page = openpyxl.load_workbook(BytesIO(response.content)).active
    cells = [[cell.value for cell in row] for row in page.iter_rows()]
    assert cells[0] == ["Namn", "Telefon", "Rad", "Varför"]
    assert [row[:3] for row in cells[1:]] == [["=HYPERLINK(1)", "=1+1", "2"], ["Antal:", "=SUM(A1:A9)", "4"]]
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s"}
    assert response["Content-Disposition"] == 'attachment; filename="inte-inlasta.xlsx"'
    with enter(scope_of(handler, team)):
        assert ReadLine.objects.filter(kind="exported", subject_type="import_batch").count() == 1


def test_cleared_batch_has_nothing_left_of_the_file(wizard, alice, team, team_scope):
    batch = wizard({"pasted": PASTED}, basis="agreement")
    alice.post(url("rows", team, batch.public_id), READ_IN)

    alice.post(url("clear", team, batch.public_id))

    with enter(team_scope):
        batch.refresh_from_db()
    assert (batch.content, batch.outcome) == (None, None)
    assert alice.get(url("untaken", team, batch.public_id)).status_code == 404
    assert alice.get(url("detail", team, batch.public_id)).status_code == 200


def test_duplicate_of_a_visible_person_is_linked(wizard, alice, team, municipality, handler, scope_of):
    with enter(scope_of(handler, team)):
        known = enrolled(team, municipality, phone="+46701740605", by=handler)

    batch = wizard({"pasted": PASTED}, basis="agreement")
    page = alice.get(url("rows", team, batch.public_id)).content.decode()

    assert "Finns redan i teamet." in page
    assert known.participant.public_id in page


def test_notes_of_the_file_are_written_by_the_importer(wizard, alice, team, handler, team_scope):
    batch = wizard({"pasted": "Namn\tAnteckning\nZahra Ahmadi\tRing inte före kl 10\n"}, basis="agreement")
    alice.post(url("rows", team, batch.public_id), READ_IN)

    with enter(team_scope):
        note = Note.objects.get()
    assert (note.text, note.written_by) == ("Ring inte före kl 10", handler)


def test_hidden_duplicate_says_nothing_and_reaches_the_manager(
    wizard, alice, team, municipality, handler, leader, team_scope, scope_of
):
    from core.models import Notice

    with enter(scope_of(leader, team)):
        hidden = enrolled(team, municipality, "Zahra", "Ahmadi", phone="+46701740605", by=leader)
        actions.protect(
            participant=hidden.participant,
            level=ProtectionLevel.PROTECTED,
            alias="Björken",
            named=[],
            manager=leader,
            by=leader,
        )

    batch = wizard({"pasted": PASTED}, basis="agreement")
    page = alice.get(url("rows", team, batch.public_id)).content.decode()
    assert Notice.objects.count() == 0
    alice.post(url("rows", team, batch.public_id), READ_IN)

    assert "Processledaren behöver se över raden" not in page
    assert "Finns redan i teamet." not in page
    assert hidden.participant.public_id not in page
    assert "Björken" not in page
    notice = Notice.objects.get()
    assert (notice.user_id, hidden.participant.public_id in notice.url) == (leader.pk, True)
    assert "Zahra" not in notice.title
    with enter(team_scope):
        assert Participant.objects.count() == 3  # both rows were read in, as if nobody had been there
