"""The register as a file: what is seen, logged, and never a formula."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core import runs
from core.models import ReadLine, Run
from core.scope import system
from participants import columns, export
from participants.models import ConflictOfInterest, RegisterRow, TeamColumn
from participants.queries.row import Row
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(team):
    return reverse("participants:register_export", args=[team.slug])


def sheet(data: bytes) -> list[list]:
    return [list(row) for row in load_workbook(BytesIO(data)).active.iter_rows(values_only=True)]


def test_file_has_the_columns_order_and_people_of_the_view_and_is_logged(
    entered, as_user, handler, colleague, team, municipality, address
):
    TeamColumn.objects.create(team=team, key="buss", title="Buss", kind="text")
    for last, who in (("Ahl", handler), ("Berg", colleague), ("Öst", handler)):
        enrolled(team, municipality, "Bo", last, by=handler, handler=who)
    RegisterRow.objects.filter(list_name="Ahl, Bo").update(own_values={"buss": "tur 4"}, unread={"nar": "efter påsk"})
    view = "urval=mina&ordning=-namn&rader=25&kolumner=egen.buss,handledare,nar,inskriven"

    response = as_user(handler).post(address, {"vy": view, "slag": "xlsx"})

    rows = sheet(response.content)
    assert rows[0] == ["Namn", "Buss", "Handledare", "När", "Inskriven"]
    assert [row[0] for row in rows[1:]] == ["Öst, Bo", "Ahl, Bo"]
    assert rows[2][1:4] == ["tur 4", handler.name, "efter påsk (att tyda)"]
    line = ReadLine.objects.get(kind="exported")
    assert len(line.subject_ids) == 2
    assert "Ahl" not in response["Content-Disposition"]


def test_hidden_person_is_in_no_file(entered, as_user, handler, colleague, team, municipality, address):
    enrolled(team, municipality, by=handler, basis="none")
    assert len(sheet(as_user(colleague).post(address, {"slag": "xlsx"}).content)) == 1
    assert len(sheet(as_user(handler).post(address, {"slag": "xlsx"}).content)) == 2


@pytest.mark.parametrize("sign", ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_no_cell_is_a_formula(sign):
    lines = [["Titel"], [sign]]
    cell = load_workbook(BytesIO(export.xlsx(lines))).active["A2"]
    assert cell.data_type != "f"
    text = export.csv_file(lines).decode("utf-8-sig")
    assert next(iter(list(csv.reader(StringIO(text, newline=""), delimiter=";"))[1])) == "'" + sign


def test_csv_opens_in_a_swedish_excel(entered, as_user, handler, team, municipality, address):
    enrolled(team, municipality, "Åsa", "Öberg", by=handler)
    data = as_user(handler).post(address, {"vy": "kolumner=mot,kommun", "slag": "csv"}).content
    assert data.startswith(b"\xef\xbb\xbfNamn;Mot;Kommun\r\n" + "Öberg, Åsa".encode())


def test_every_column_can_be_written(entered, team, municipality, handler):
    enrolled(team, municipality, by=handler)
    row = Row(*RegisterRow.objects.values_list(*Row._fields).get())
    titles, line = export.table([row], list(columns.COLUMNS.values()), {}, row.started_on)
    assert len(titles) == len(line) == len(columns.COLUMNS)
    assert export.xlsx([titles, line])


def test_reader_may_not_take_the_register_out(entered, as_user, handler, team, address):
    from accounts.models import Membership

    Membership.objects.filter(team=team, user=handler).update(role="reader")
    assert as_user(handler).post(address, {"slag": "csv"}).status_code == 403


def test_large_register_is_written_in_a_run_that_checks_its_owner_again(
    entered, as_user, handler, colleague, team, municipality, address, monkeypatch, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("participants.views.export.AT_ONCE", 1)
    for last in ("Ahl", "Berg"):
        enrolled(team, municipality, "Bo", last, by=handler)
    response = as_user(handler).post(address, {"vy": "kolumner=egen.%00,mot", "slag": "csv"})
    assert response.status_code == 302
    with system():
        run = Run.objects.get(kind="register_export")
    runs.execute(run.pk)
    with system():
        run.refresh_from_db()
    assert (run.state, run.result["name"][-4:]) == ("done", ".csv"), run.message
    file = reverse("core:run_file", args=[run.public_id])
    assert as_user(handler).get(file).status_code == 200
    closed = ConflictOfInterest.objects.create(
        team=team, participant=RegisterRow.objects.first().participant, user=handler, noted_by=colleague
    )
    assert as_user(handler).get(file).status_code == 404  # somebody in it has been closed to its owner since
    closed.delete()
    assert len(ReadLine.objects.get(place="register.export").subject_ids) == 2


def test_meeting_of_today_and_the_week_of_old_words_are_in_the_file_as_on_the_screen(
    entered, as_user, handler, team, municipality, address
):
    enrolment = enrolled(team, municipality, "Bo", "Ahl", by=handler, handler=handler)
    now = timezone.localtime()
    earlier = now.replace(hour=0, minute=1)
    written = now.date() - timedelta(days=14)
    RegisterRow.objects.filter(enrolment=enrolment).update(
        next_meeting_at=earlier, this_week="Söker praktik", this_week_on=written
    )

    rows = sheet(as_user(handler).post(address, {"vy": "kolumner=mote,veckan", "slag": "xlsx"}).content)

    assert rows[1][1].date() == now.date()
    assert rows[1][2] == f"Söker praktik (v. {written.isocalendar().week})"
