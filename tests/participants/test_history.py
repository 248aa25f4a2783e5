"""Who changed what, putting it back, and who has opened the person."""

import pytest
from django.db.models import JSONField
from django.urls import reverse

from core.models import ReadLine
from core.scope import enter
from participants import actions, cells
from participants.actions.cells import Cell
from participants.enums import Focus
from participants.models import Enrolment, Intervention, Participant, RegisterRow, TeamColumn
from participants.queries.changes import changes
from participants.queries.history import MODELS, Reader
from tests.participants.factories import enrolled, intervention

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(entered, team, municipality, handler):
    return enrolled(team, municipality, by=handler, handler=handler, phone="070-174 06 05")


def address(enrolment, name: str, *more: object) -> str:
    return reverse(f"participants:{name}", args=[enrolment.team.slug, enrolment.participant.public_id, *more])


def step_of(client, person, column: str) -> str:
    page = client.get(address(person, "history")).content.decode()
    found = [part.split('"')[0] for part in page.split('href="') if part.split('"')[0].endswith(f"/{column}/")]
    assert found, page
    return found[0]


def test_changed_fields_are_told_and_put_back(person, as_user, handler):
    actions.set_goal(enrolment=person, goal="Kök", by=handler)
    actions.set_goal(enrolment=person, goal="Lager", by=handler)
    client = as_user(handler)
    page = client.get(address(person, "history")).content.decode()
    assert "Kök" in page
    assert "Lager" in page
    back = step_of(client, person, "goal")
    assert "Kök" in client.get(back).content.decode()
    assert client.post(back, {"base": "Lager"}).status_code == 302
    person.refresh_from_db()
    assert person.goal == "Kök"
    assert RegisterRow.objects.get(enrolment=person).goal == "Kök"


def test_putting_back_shows_what_a_colleague_wrote_meanwhile(person, as_user, handler):
    actions.set_goal(enrolment=person, goal="Kök", by=handler)
    actions.set_goal(enrolment=person, goal="Lager", by=handler)
    client = as_user(handler)
    back = step_of(client, person, "goal")
    actions.set_goal(enrolment=person, goal="Butik", by=handler)
    answer = client.post(back, {"base": "Lager"})
    assert answer.status_code == 422
    assert "Butik" in answer.content.decode()
    person.refresh_from_db()
    assert person.goal == "Butik"
    assert client.post(back, {"base": "Butik"}).status_code == 302
    person.refresh_from_db()
    assert person.goal == "Kök"


def test_old_value_that_breaks_a_rule_is_refused_in_words(person, as_user, handler):
    made = intervention(person, Focus.JOB, -30, 10)
    Intervention.objects.filter(pk=made.pk).update(planned_end_on=None)
    made.refresh_from_db()
    made.starts_on = made.starts_on.replace(year=made.starts_on.year + 1)
    made.save()
    client = as_user(handler)
    answer = client.post(step_of(client, person, "planned_end_on"), {"base": ""})
    assert answer.status_code == 422
    assert "går inte ihop" in answer.content.decode()


def test_health_and_what_is_restricted_are_told_to_those_near_only(person, as_user, handler, colleague):
    made = intervention(person, Focus.HEALTH, -30, 10, title="Rehab")
    Intervention.objects.filter(pk=made.pk).update(provider="Kliniken")
    Participant.objects.filter(pk=person.participant_id).update(street="Hemliga gatan 1", phone="070-174 06 06")
    near = as_user(handler).get(address(person, "history")).content.decode()
    far = as_user(colleague).get(address(person, "history")).content.decode()
    for words in ("Kliniken", "Hemliga gatan"):
        assert words in near
        assert words not in far
    assert "070-174 06 06" in far
    back = step_of(as_user(handler), person, "provider")
    assert as_user(colleague).get(back).status_code == 404
    assert as_user(colleague).post(back, {"base": "Kliniken"}).status_code == 404


def test_addresses_that_name_nothing_are_not_there(person, as_user, handler, stranger):
    client = as_user(handler)
    for more in [
        ("person", 0, "goal"),
        ("nonsens", 1, "goal"),
        ("person", 10**12, "number_sealed"),
        ("person", 1, "pk"),
    ]:
        assert client.get(address(person, "restore", *more)).status_code == 404
    assert as_user(stranger).get(address(person, "history")).status_code == 404


def test_who_opened_is_told_to_handler_and_leader(person, as_user, handler, colleague, leader, scope_of, team):
    as_user(colleague).get(reverse("participants:detail", args=[team.slug, person.participant.public_id]))
    as_user(colleague).get(reverse("participants:register", args=[team.slug]))
    assert as_user(colleague).get(address(person, "readers")).status_code == 403
    for user in (handler, leader):
        page = as_user(user).get(address(person, "readers")).content.decode()
        assert "Bo Lind" in page
        assert "Föreningen Bron" in page
    sheet = as_user(handler).get(address(person, "readers"), {"utskrift": "1"}).content.decode()
    assert "Vem har läst om dig" in sheet
    assert "Bo Lind" in sheet
    with enter(scope_of(handler, team)):
        assert ReadLine.objects.filter(place="participant.readers").exists()
    assert Enrolment.objects.filter(pk=person.pk).exists()


def test_text_nobody_could_read_is_told_in_its_column_and_put_back(person, as_user, handler):
    client = as_user(handler)
    write(person, "nar", "", "2026-12-07", handler)
    write(person, "nar", "2026-12-07", "efter påsk", handler)
    page = client.get(address(person, "history")).content.decode()
    assert "efter påsk (att tyda)" in page
    write(person, "nar", "efter påsk", "2026-12-08", handler)
    back = step_of(client, person, "ruta.nar")
    assert client.post(back, {"base": "2026-12-08"}).status_code == 302
    person.refresh_from_db()
    assert (person.unread, person.next_step_on) == ({"nar": "efter påsk"}, None)


def test_whose_step_is_one_thing_with_its_words_and_is_put_back(person, as_user, handler, colleague):
    client = as_user(handler)
    write(person, "vem", "", colleague.name, handler)
    write(person, "vem", colleague.name, "Skolan", handler)
    page = client.get(address(person, "history")).content.decode()
    assert page.count("<dt>Vem</dt>") or page.count("Vem") >= 2
    assert "Skolan" in page
    back = step_of(client, person, "ruta.vem")
    assert client.post(back, {"base": "Skolan"}).status_code == 302
    person.refresh_from_db()
    assert person.next_step_user_id == colleague.pk


def test_own_column_is_told_by_title_and_value_on_the_time_line(person, as_user, handler, team):
    TeamColumn.objects.create(team=team, key="buss", title="Buss", kind="text")
    write(person, "egen.buss", "", "tur 4", handler)
    write(person, "veckan", "", "Söker praktik", handler)
    told = "; ".join(entry.text for entry in changes(person.participant_id, None, 10))
    assert "Buss: ”tur 4”" in told
    assert "Läget i veckan: ”Söker praktik”" in told
    assert "week on" not in told


def test_every_field_that_is_told_has_words_of_its_own():
    """Django makes a name of the field's own where it was given none: English, and the programmer's."""
    near = Reader(sees_health=True, may_guard=True)
    unnamed = {
        f"{model}.{field.name}"
        for model in MODELS
        for field in near.fields(model)
        if field.name not in cells.fields_of("vem")
        and str(field.verbose_name) == field.name.replace("_", " ")
        and not isinstance(field, JSONField)
    }
    assert unnamed == {"person.alias"}  # which is Swedish too


def write(person, column: str, base: str, text: str, by) -> None:
    outcome = actions.write_cells(team_id=person.team_id, written=[Cell(person.pk, column, base, text)], by=by)
    assert outcome.saved
