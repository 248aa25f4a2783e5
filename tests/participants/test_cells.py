"""Cells of the register: read as people write, never refused, never silently overwritten, always possible to take back."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils import timezone

from core.classes import DataClass
from core.models import ReadLine
from participants import actions, cells, columns, register
from participants.actions.cells import Cell, batch_of
from participants.enums import ColumnKind, EndKind, EndReason, PauseReason, StepBy
from participants.models import CellEdit, ConflictOfInterest, Enrolment, RegisterRow, TeamColumn
from participants.queries.row import Row
from participants.queries.selection import Selection
from participants.queries.states import Ready
from tests.participants.factories import days_from_today, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(entered, team, municipality, handler):
    return enrolled(team, municipality, by=handler, handler=handler)


@pytest.fixture
def write(team, handler):
    """Writes (column, text[, base]) of one enrolment and returns what became of it."""

    def act(enrolment, column, text, base=""):
        return actions.write_cells(team_id=team.pk, written=[Cell(enrolment.pk, column, base, text)], by=handler)

    return act


def shown(enrolment, column):
    return cells.text_of(Enrolment.objects.select_related("next_step_user").get(pk=enrolment.pk), column)


@pytest.mark.parametrize(
    ("column", "typed", "kept"),
    [
        ("steg", "  Ringa\tköket ", "Ringa köket"),
        ("mot", "Kock 🍳 <b>", "Kock 🍳 <b>"),
        ("vem", "jag", "Alice"),
        ("vem", "al", ""),
        ("vem", "deltagaren", "deltagaren"),
        ("vem", "Kommunens syokonsulent", "Kommunens syokonsulent"),
        ("vantar", "oss", "oss"),
        ("nar", "2026-12-24", "2026-12-24"),
        ("veckan", "Provjobbar på Ica", "Provjobbar på Ica"),
    ],
)
def test_cell_is_read_as_people_write(person, write, column, typed, kept, handler):
    outcome = write(person, column, typed)
    assert not outcome.refused
    kept = handler.name if kept == "Alice" else kept or typed
    assert shown(person, column) == kept
    assert register.differences(person.team_id) == []


def test_cell_that_cannot_be_read_stays_as_text_to_make_out(person, write, team):
    write(person, "nar", "efter påsk nån gång")
    row = RegisterRow.objects.get(enrolment=person)
    assert (row.next_step_on, row.unread) == (None, {"nar": "efter påsk nån gång"})
    write(person, "nar", "2026-12-01", base="efter påsk nån gång")
    row.refresh_from_db()
    assert (str(row.next_step_on), row.unread) == ("2026-12-01", {})


def test_who_is_a_colleague_when_only_one_is_meant(person, write, colleague):
    write(person, "vem", colleague.name.split()[0].lower())
    person.refresh_from_db()
    assert (person.next_step_by, person.next_step_user, person.next_step_who) == (StepBy.USER, colleague, "")


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "understood"),
    [
        (ColumnKind.TEXT, "IT?", "IT?", True),
        (ColumnKind.YES_NO, "x", "ja", True),
        (ColumnKind.YES_NO, "kanske", "", False),
        (ColumnKind.CHOICE, "FINNS", "Finns", True),
        (ColumnKind.CHOICE, "vet ej", "", False),
        (ColumnKind.DATE, "2026-03-01", "2026-03-01", True),
        (ColumnKind.DATE, "IT?", "", False),
    ],
)
def test_own_column_reads_its_kind_and_keeps_the_rest(person, write, team, kind, typed, kept, understood):
    TeamColumn.objects.create(team=team, key="bank", title="Bank", kind=kind, choices=["Finns", "Saknas"])
    write(person, "egen.bank", typed)
    person.refresh_from_db()
    assert person.own_values.get("bank", "") == kept
    assert person.unread == ({} if understood else {"egen.bank": typed})
    assert shown(person, "egen.bank") == (kept or typed)


def test_colleagues_text_is_never_overwritten_silently(person, write, team, colleague):
    write(person, "steg", "Ringa köket")
    theirs = actions.write_cells(
        team_id=team.pk,
        written=[Cell(person.pk, "steg", "", "Mejla"), Cell(person.pk, "mot", "", "Kock")],
        by=colleague,
    )
    assert [(c.column, t) for c, t in theirs.clashes] == [("steg", "Ringa köket")]
    assert [c.column for c in theirs.saved] == ["mot"]
    assert (shown(person, "steg"), shown(person, "mot")) == ("Ringa köket", "Kock")


def test_same_text_from_two_is_no_clash(person, write):
    write(person, "steg", "Ringa köket")
    outcome = write(person, "steg", "Ringa köket")
    assert (outcome.clashes, len(outcome.saved)) == ([], 1)
    assert CellEdit.objects.filter(batch=outcome.batch).count() == 0


@pytest.mark.parametrize(
    ("column", "most"), [("steg", 200), ("mot", 200), ("veckan", 200), ("vem", 60), ("egen.bank", 200)]
)
def test_text_longer_than_its_field_is_kept_whole_to_make_out(person, write, team, as_user, handler, column, most):
    TeamColumn.objects.create(team=team, key="bank", title="Bank", kind=ColumnKind.TEXT)
    write(person, column, "kort")
    assert write(person, column, "y" * most, base="kort").saved
    person.refresh_from_db()
    assert person.unread == {}
    long = "x" * (most + 1)
    assert write(person, column, long, base="y" * most).saved
    person.refresh_from_db()
    assert person.unread == {column: long}
    assert shown(person, column) == long
    assert [name for name in ("next_step", "goal", "this_week", "next_step_who") if "y" in getattr(person, name)] == []
    assert register.differences(team.pk) == []
    url = reverse("participants:register", args=[team.slug]) + f"?kolumner={column}"
    assert f'{long} <span class="tag">att tyda</span>' in as_user(handler).get(url).content.decode()
    assert write(person, column, "kort igen", base=long).saved
    person.refresh_from_db()
    assert (person.unread, shown(person, column)) == ({}, "kort igen")


def test_text_past_the_ceiling_is_refused_in_words_and_the_others_of_the_block_saved(person, write, team, handler):
    outcome = actions.write_cells(
        team_id=team.pk,
        written=[Cell(person.pk, "steg", "", "x" * (cells.CEILING + 1)), Cell(person.pk, "mot", "", "Kock")],
        by=handler,
    )
    assert [(c.column, why) for c, why in outcome.refused] == [("steg", "Högst 2000 tecken ryms här. Du skrev 2001.")]
    assert (shown(person, "steg"), shown(person, "mot")) == ("", "Kock")


def test_form_on_the_persons_page_makes_out_what_stood_in_its_cells(person, write, handler):
    for column in ("steg", "mot", "nar"):
        write(person, column, "efter påsk " * 30)
    person.refresh_from_db()
    actions.set_goal(enrolment=person, goal="Kock", by=handler)
    actions.set_next_step(enrolment=person, step="Ringa", on=None, waiting_for="", by=handler)
    person.refresh_from_db()
    assert (set(person.unread), shown(person, "steg"), shown(person, "mot")) == ({"nar"}, "Ringa", "Kock")
    assert register.differences(person.team_id) == []


def test_ended_enrolment_is_not_written_to(person, write, handler):
    actions.end_enrolment(enrolment=person, reason=EndReason.MOVED, kind=EndKind.ENDED, by=handler)
    assert write(person, "steg", "Ringa").saved == []


def test_batch_is_taken_back_but_not_what_a_colleague_wrote_since(person, write, team, handler, colleague):
    outcome = actions.write_cells(
        team_id=team.pk,
        written=[Cell(person.pk, "steg", "", "Ringa"), Cell(person.pk, "mot", "", "Kock")],
        by=handler,
    )
    actions.write_cells(team_id=team.pk, written=[Cell(person.pk, "mot", "Kock", "Bagare")], by=colleague)
    edits = batch_of(team_id=team.pk, batch=outcome.batch, by=handler)
    back = actions.take_back(team_id=team.pk, edits=edits, by=handler)
    assert (shown(person, "steg"), shown(person, "mot")) == ("", "Bagare")
    assert [t for _c, t in back.clashes] == ["Bagare"]
    assert batch_of(team_id=team.pk, batch=outcome.batch, by=handler) == []


def test_what_stood_there_comes_back_as_it_was_though_its_text_could_not_be_written(
    person, write, team, handler, colleague
):
    """Longer than a cell takes, of an earlier week, a colleague with the name of another."""
    type(colleague).objects.filter(pk=colleague.pk).update(name=handler.name)
    long, week = "efter påsk, " * 30, days_from_today(-20)
    stood = {"unread": {"nar": long}, "this_week": "Gammalt", "this_week_on": week, "next_step_user_id": colleague.pk}
    Enrolment.objects.filter(pk=person.pk).update(**stood, next_step_by=StepBy.USER)
    for column, base, text in (
        ("nar", long, "2026-12-01"),
        ("veckan", "Gammalt", "Nytt"),
        ("vem", handler.name, "chefen"),
    ):
        batch = write(person, column, text, base).batch
        edits = batch_of(team_id=team.pk, batch=batch, by=handler)
        assert len(actions.take_back(team_id=team.pk, edits=edits, by=handler).saved) == 1
        assert actions.take_back(team_id=team.pk, edits=edits, by=handler).saved == []  # the same button in two tabs
    person.refresh_from_db()
    assert {name: getattr(person, name) for name in stood} == stood
    assert register.differences(team.pk) == []


def test_batch_is_ones_own_and_for_seven_days(person, write, team, handler, colleague):
    outcome = write(person, "steg", "Ringa")
    assert batch_of(team_id=team.pk, batch=outcome.batch, by=colleague) == []
    CellEdit.objects.update(at=timezone.now() - timedelta(days=7, minutes=1))
    assert batch_of(team_id=team.pk, batch=outcome.batch, by=handler) == []


def test_table_writes_and_answers_rows_clashes_and_the_way_back(as_user, handler, team, person):
    client = as_user(handler)
    address = reverse("participants:cells_write", args=[team.slug])
    p = person.participant.public_id

    def send(*written, query=""):
        body = {"cells": [dict(zip(("p", "c", "base", "text"), cell, strict=True)) for cell in written], "query": query}
        return client.post(address, json.dumps(body), content_type="application/json")

    first = send((p, "steg", "", "Ringa <köket>"), query="kolumner=steg,mot")
    assert first.status_code == 200
    [row] = first.json()["rows"].values()
    assert "Ringa &lt;köket&gt;" in row
    assert 'data-cell="mot"' in row
    assert 'data-cell="vem"' not in row
    clash = send((p, "steg", "", "Mejla"))
    assert clash.status_code == 409
    assert clash.json()["clashes"] == [{"p": p, "c": "steg", "mine": "Mejla", "theirs": "Ringa <köket>"}]
    assert ReadLine.objects.filter(place="register.cells").count() == 2  # a clash shows what stands there
    assert send((p, "steg", "Ringa <köket>", "å" * 2001)).status_code == 422
    assert client.post(first.json()["undo"], headers={"HX-Request": "true"}).status_code == 204
    assert shown(person, "steg") == ""
    assert client.post(first.json()["undo"]).status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"cells": 3}', b'{"cells": []}', b'{"cells": [{"p": 1}]}', b'{"cells": [{"p":"a","c":"b","base":1,"text":"x"}]}', b"\x00", b'{"cells": null}', b'{"cells":' + b"[" * 5000,
     b'{"cells": [{"p":"a","c":"steg","base":"","text":"\\ud800"}]}', b'{"cells": [{"p":"a","c":"\\udfff","base":"","text":""}]}'],
)  # fmt: skip
def test_what_is_no_cells_is_answered_with_a_message(as_user, handler, team, person, body):
    response = as_user(handler).post(
        reverse("participants:cells_write", args=[team.slug]), body, content_type="application/json"
    )
    assert response.status_code == 400
    assert response.json()["said"]


def test_somebody_the_writer_may_not_know_of_is_as_if_not_there(as_user, handler, colleague, team, person):
    ConflictOfInterest.objects.create(team=team, participant=person.participant, user=colleague, noted_by=handler)
    body = {"cells": [{"p": person.participant.public_id, "c": "steg", "base": "", "text": "Ringa"}], "query": ""}
    response = as_user(colleague).post(
        reverse("participants:cells_write", args=[team.slug]), json.dumps(body), content_type="application/json"
    )
    assert (response.status_code, response.json()["rows"], response.json()["gone"]) == (200, {}, 1)
    assert shown(person, "steg") == ""


def test_cell_has_a_page_of_its_own_without_script(as_user, handler, team, person, write):
    client = as_user(handler)
    address = reverse("participants:cell", args=[team.slug, person.participant.public_id, "steg"])
    assert client.get(address).status_code == 200
    write(person, "steg", "Ringa köket")
    clash = client.post(address, {"base": "", "text": "Mejla"})
    assert clash.status_code == 422
    assert "Ringa köket" in clash.content.decode()
    assert "Mejla" in clash.content.decode()
    assert client.post(address, {"base": "Ringa köket", "text": "Mejla"}).status_code == 302
    assert shown(person, "steg") == "Mejla"
    assert client.get(address.replace("/steg/", "/halsa/")).status_code == 404


def test_columns_follow_the_state_and_the_choice(as_user, handler, team, person):
    client, address = as_user(handler), reverse("participants:register", args=[team.slug])

    def heads(query):
        page = client.get(address + query).content.decode()
        return [
            column.key
            for column in columns.COLUMNS.values()
            if f">{column.title}<" in page.split("<thead>")[-1].split("</thead>")[0]
        ]

    assert "mote" in heads("")
    actions.pause(enrolment=person, reason=PauseReason.AWAY, by=handler)
    assert "paus" in heads("?urval=pausade")
    assert set(heads("?kolumner=kommun,%3Cscript%3E,egen.finnsinte,mot")) == {"namn", "kommun", "mot"}


def test_every_column_is_drawn_and_none_is_of_health(person, as_user, handler, team):
    query = ",".join(columns.COLUMNS)
    response = as_user(handler).get(reverse("participants:register", args=[team.slug]) + f"?kolumner={query}")
    assert response.status_code == 200
    for field in Row._fields:
        try:
            RegisterRow._meta.get_field(field)
        except FieldDoesNotExist:
            field = field.removesuffix("_id")
        assert RegisterRow.data_classes.get(field) not in (DataClass.HEALTH, DataClass.RESTRICTED, DataClass.SECRET)


def test_address_keeps_chosen_columns_in_order():
    selection = Selection.read({"kolumner": "mot,steg,mot,egen.bank,drop table"})
    assert selection.columns == ("mot", "steg", "egen.bank")
    assert selection.query()["kolumner"] == "mot,steg,egen.bank"
    assert [c.key for c in columns.shown(("steg",), Ready.ALL, [])] == ["namn", "steg"]


def test_reader_without_right_to_write_gets_no_way_to(as_user, team, person, steering):
    response = as_user(steering).post(
        reverse("participants:cells_write", args=[team.slug]), "{}", content_type="application/json"
    )
    assert response.status_code == 403


def test_step_day_is_read_from_today(person, write):
    write(person, "nar", "i morgon")
    assert shown(person, "nar") == days_from_today(1).isoformat()
