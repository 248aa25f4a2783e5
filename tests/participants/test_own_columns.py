"""The team's own columns: made by whoever works, never about health, read anew when their kind changes, never lost."""

import pytest
from django.urls import reverse

from participants import own, register
from participants.actions import ActionError
from participants.actions import columns as actions
from participants.actions.cells import Cell, write_cells
from participants.enums import ColumnKind
from participants.models import ConflictOfInterest, Enrolment, RegisterRow, TeamColumn
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(team, handler):
    def act(title, kind=ColumnKind.TEXT, choices=(), purpose="Inför start"):
        return actions.add_column(
            team=team, title=title, kind=kind, choices=choices, purpose=purpose, owner_id=handler.pk, by=handler
        )

    return act


def sent(title="Bankkonto", kind="text", owner=None, **more):
    return {"title": title, "kind": kind, "purpose": "Inför start", "owner": owner, "choices": "", **more}


@pytest.mark.parametrize(
    "text",
    [
        *("Diagnos", "Diagnoser", "Sjukskriven", "Sjuk", "Läkarintyg", "Läkaren säger", "Medicin", "Mediciner"),
        *("Medicinering", "Psykisk", "Psykolog", "Mående", "Hälsoläge", "Vårdplan", "Health", "Medication", "Illness"),
        *("Doctor", "Sick leave", "Psychologist", "Therapy", "Diagnosis", "Missbruk", "Religion"),
    ],
)
def test_title_about_health_is_refused(text):
    assert own.is_about_health([text])


@pytest.mark.parametrize(
    "text",
    ["Bankkonto", "Arbetskläder", "Sjuksköterska", "Barnomsorg", "SFI-nivå", "Körkort", "Resväg"],
)
def test_title_of_work_and_home_is_allowed(text):
    assert not own.is_about_health([text])


def test_column_is_added_and_stands_in_the_table(entered, make, team, handler, as_user):
    client = as_user(handler)
    response = client.post(reverse("participants:column_add", args=[team.slug]), sent(owner=handler.pk))
    assert response.status_code == 302
    made = TeamColumn.objects.get(team=team)
    assert (made.key, made.kind, made.owner, made.purpose) == ("bankkonto", "text", handler, "Inför start")
    assert "Bankkonto" in client.get(reverse("participants:columns", args=[team.slug])).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Diagnos"},
        {"purpose": "Vem som är sjukskriven"},
        {"kind": "choice", "choices": "Frisk\nSjuk"},
        {"kind": "choice", "choices": "Bara ett"},
        {"kind": "annat"},
        {"purpose": ""},
        {"title": "x" * 61},
        {"title": "\x00"},
        {"owner": "9" * 30},
    ],
)
def test_column_that_must_not_be_is_told_in_the_form(entered, team, handler, as_user, change):
    address = reverse("participants:column_add", args=[team.slug])
    response = as_user(handler).post(address, sent(owner=handler.pk) | change)
    assert response.status_code == 422
    assert not TeamColumn.objects.filter(team=team).exists()


def test_action_refuses_health_namesake_and_more_than_twenty(entered, make, team):
    with pytest.raises(ActionError):
        make("Mediciner")
    make("Kolumn 1")
    with pytest.raises(ActionError):
        make("KOLUMN 1")
    for number in range(2, own.MOST + 1):
        make(f"Kolumn {number}")
    with pytest.raises(ActionError):
        make("En till")


def write(team, handler, enrolment, key, text):
    write_cells(team_id=team.pk, written=[Cell(enrolment.pk, f"egen.{key}", "", text)], by=handler)


def change(column, handler, **changed):
    now = {name: getattr(column, name) for name in ("title", "kind", "choices", "purpose", "owner_id")}
    actions.change_column(column=column, by=handler, **now | changed)


def test_new_kind_reads_what_stands_there_and_loses_nothing(entered, make, team, municipality, handler):
    column = make("Bank")
    one, two = (enrolled(team, municipality, by=handler, handler=handler) for _n in range(2))
    write(team, handler, one, "bank", "JA")
    write(team, handler, two, "bank", "efter påsk")
    change(column, handler, kind=ColumnKind.YES_NO)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.own_values, one.unread) == ({"bank": "ja"}, {})
    assert (two.own_values, two.unread) == ({}, {"egen.bank": "efter påsk"})
    column.refresh_from_db()
    change(column, handler, kind=ColumnKind.TEXT)
    two.refresh_from_db()
    assert (two.own_values, two.unread) == ({"bank": "efter påsk"}, {})
    assert register.differences(team.pk) == []


def test_new_choices_read_texts_kept_from_before(entered, make, team, municipality, handler):
    column = make("Nivå", ColumnKind.CHOICE, ["A", "B"])
    person = enrolled(team, municipality, by=handler, handler=handler)
    write(team, handler, person, "niva", "C")
    change(column, handler, choices=["A", "C"])
    person.refresh_from_db()
    assert (person.own_values, person.unread) == ({"niva": "C"}, {})


def test_new_kind_reads_also_people_hidden_from_whoever_changes(entered, make, team, municipality, handler):
    column = make("Bank")
    person = enrolled(team, municipality, by=handler, handler=handler)
    write(team, handler, person, "bank", "kanske")
    ConflictOfInterest.objects.create(team=team, participant=person.participant, user=handler, noted_by=handler)
    assert not Enrolment.objects.filter(pk=person.pk).exists()
    change(column, handler, kind=ColumnKind.YES_NO)
    ConflictOfInterest.objects.all().delete()
    row = RegisterRow.objects.filter(enrolment_id=person.pk).first()
    assert row is None or row.unread == {"egen.bank": "kanske"}


def test_retired_column_keeps_its_values_and_comes_back(entered, make, team, municipality, handler, leader, as_user):
    make("Bank")
    person = enrolled(team, municipality, by=handler, handler=handler)
    write(team, handler, person, "bank", "ja")
    client = as_user(leader)
    client.post(reverse("participants:column_retire", args=[team.slug, "bank"]))
    assert TeamColumn.objects.get(team=team).is_retired
    client.post(reverse("participants:column_take_back", args=[team.slug, "bank"]))
    person.refresh_from_db()
    assert (TeamColumn.objects.get(team=team).is_retired, person.own_values) == (False, {"bank": "ja"})


def test_handler_cannot_retire_and_unknown_column_is_not_found(entered, make, team, handler, as_user):
    make("Bank")
    client = as_user(handler)
    assert client.post(reverse("participants:column_retire", args=[team.slug, "bank"])).status_code == 403
    assert client.get(reverse("participants:column_edit", args=[team.slug, "annan"])).status_code == 404


def test_columns_move_past_each_other_and_stop_at_the_ends(entered, make, team, handler):
    first, second = make("Ett"), make("Två")
    actions.move_column(column=second, earlier=True, by=handler)
    actions.move_column(column=second, earlier=True, by=handler)
    assert list(TeamColumn.objects.filter(team=team).values_list("title", flat=True)) == ["Två", "Ett"]
    assert first.pk != second.pk


def test_stranger_does_not_find_the_columns(entered, make, team, stranger, as_user):
    make("Bank")
    assert as_user(stranger).get(reverse("participants:columns", args=[team.slug])).status_code == 404


def test_texts_to_make_out_are_a_state_and_stand_on_the_page_with_their_field(
    entered, make, team, municipality, handler, as_user
):
    make("Bank", ColumnKind.YES_NO)
    person, _other = (enrolled(team, municipality, by=handler, handler=handler) for _n in range(2))
    write(team, handler, person, "bank", "efter påsk")
    client = as_user(handler)
    base = reverse("participants:detail", args=[team.slug, person.participant.public_id])
    listed = client.get(reverse("participants:register", args=[team.slug]), {"urval": "att-tyda"}).content.decode()
    assert listed.count('role="rowheader"') == 1
    assert "efter påsk" in listed
    page = client.get(base).content.decode()
    assert page.index('id="tyda"') < page.index(">Bank</label>")
    client.post(f"{base}ruta/egen.bank/", {"base": "efter påsk", "text": "ja"})
    person.refresh_from_db()
    assert (person.own_values, person.unread) == ({"bank": "ja"}, {})
    assert 'id="tyda"' not in client.get(base).content.decode()


def test_text_without_a_cell_is_taken_away_only_as_it_was_read(entered, team, municipality, handler, as_user):
    person = enrolled(team, municipality, by=handler, handler=handler)
    Enrolment.objects.filter(pk=person.pk).update(unread={"phone": "fråga Ali"})
    register.update([person.pk])
    client = as_user(handler)
    base = reverse("participants:detail", args=[team.slug, person.participant.public_id])
    assert "Telefon" in client.get(base).content.decode()
    for key, text, left in (("phone", "annat", 1), ("x" * 300, "\x00", 1), ("phone", "fråga Ali", 0)):
        assert client.post(f"{base}att-tyda/", {"key": key, "base": text}).status_code == 302
        person.refresh_from_db()
        assert len(person.unread) == left
    assert register.differences(team.pk) == []
