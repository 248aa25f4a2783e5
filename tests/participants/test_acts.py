"""Every act about a person: who may, what comes of it, what bad input gives, with and without a script."""

from itertools import product

import pytest
from django.urls import reverse

from core.models import ReadLine
from participants import actions, urls
from participants.enums import Focus, ProtectionLevel
from participants.models import (
    Enrolment,
    HandlerAssignment,
    Handover,
    Intervention,
    Meeting,
    Note,
    NoteDraft,
    Participant,
    RegisterRow,
    Task,
)
from tests.participants.factories import days_from_today, enrolled, intervention
from tests.support.database import rolled_back

pytestmark = pytest.mark.django_db

# Name of the form: what it is sent when all is well.
FORMS = {
    "next_step": {"next_step": "Ringa köket", "next_step_who": "Alice", "next_step_on": "imorgon", "waiting_for": "us"},
    "goal": {"goal": "Kock"},
    "note": {"kind": "call", "text": "Ringde."},
    "meeting": {"on": "imorgon", "at": "9.30", "minutes": "45", "place": "Kontoret", "with_user": "ME"},
    "meeting_now": {"text": "Gick bra.", "next_step": "Ringa köket", "next_day": "imorgon", "next_hour": "10"}
    | {"tell": "OTHER", "task": "Ring"},
    "task": {"title": "Ring skolan", "owner": "ME", "due_on": "imorgon"},
    "intervention_add": {"title": "Praktik", "focus": "job", "starts_on": "idag"},
    "edit": {"first_name": "Zara", "last_name": "Ahmadi", "phone": "070-174 06 05", "number": "19920909-2387"}
    | {"base-first_name": "Zahra", "base-last_name": "Ahmadi"},
    "handler": {"user": "OTHER", "reason_code": "leaves", "reason": "Jag slutar"},
    "helper": {"user": "OTHER", "kind": "stand_in", "starts_on": "idag", "ends_on": "imorgon"},
    "pause": {"reason": "away", "starts_on": "idag", "next_contact_on": "imorgon"},
    "outcome": {"kind": "work", "starts_on": "idag", "where": "ICA", "extent_percent": "75"},
    "end": {"reason": "work", "kind": "ended", "on": "idag"},
    "sharing": {"basis": "consent", "how": "muntligt"},
    "profile": {"wishes": "Laga mat", "radius_km": "30", "wished-text": "städare", "base-radius_km": "40"},
}
BAD = [
    "\x00",
    "😀" * 300,
    "<script>alert(1)</script>",
    "0001-01-01",
    "x" * 50_000,
    "-1",
    "99999999999999999999",
    "null",
]


@pytest.fixture
def person(entered, team, municipality, handler):
    return enrolled(team, municipality, by=handler, handler=handler)


def address(enrolment: Enrolment, name: str, *more: str) -> str:
    return reverse(f"participants:{name}", args=[enrolment.team.slug, enrolment.participant.public_id, *more])


def filled(name: str, handler, colleague) -> dict[str, str]:
    who = {"ME": str(handler.pk), "OTHER": str(colleague.pk)}
    return {key: who.get(value, value) for key, value in FORMS[name].items()}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "dialog"])
def test_form_is_shown_and_saved_as_page_and_in_the_dialog(person, as_user, handler, colleague, name, htmx):
    client, url = as_user(handler), address(person, name)
    headers = {"HX-Request": "true"} if htmx and name != "profile" else {}
    assert client.get(url, headers=headers).status_code == 200
    response = client.post(url, filled(name, handler, colleague), headers=headers)
    if headers:
        assert response.status_code == 200, response.content.decode()[:3000]
        assert response["HX-Redirect"] == address(person, "detail")
    else:
        assert response.status_code == 302, response.content.decode()[:3000]
        assert response["Location"] == address(person, "detail")
    assert client.get(address(person, "detail")).status_code == 200


@pytest.mark.parametrize("name", FORMS)
def test_form_is_closed_to_strangers_readers_of_aggregates_and_nobody(
    person, as_user, client, stranger, steering, handler, colleague, name
):
    url, data = address(person, name), filled(name, handler, colleague)
    assert client.post(url, data).status_code == 302
    assert "/konto/" in client.get(url)["Location"]
    assert as_user(stranger).post(url, data).status_code == 404
    assert as_user(steering).post(url, data).status_code == 403
    assert not Note.objects.exists()


@pytest.mark.parametrize("name", FORMS)
def test_bad_input_is_told_in_words_and_never_breaks(person, as_user, handler, colleague, name):
    client, url, good = as_user(handler), address(person, name), filled(name, handler, colleague)
    for field, bad in product(FORMS[name], BAD):
        with rolled_back():
            status = client.post(url, good | {field: bad}).status_code
        assert status in (200, 302, 422), (field, bad[:12])


@pytest.mark.parametrize("name", ["note", "meeting", "task", "intervention_add", "handler", "helper", "end", "pause"])
def test_empty_form_is_kept_with_its_faults(person, as_user, handler, name):
    response = as_user(handler).post(address(person, name), {})
    assert response.status_code == 422
    assert 'class="summary"' in response.content.decode()


def test_next_step_of_a_colleague_is_shown_before_it_is_replaced(person, as_user, handler, colleague):
    opened = {"base-next_step": "", "base-next_step_who": "", "base-next_step_on": "", "base-waiting_for": ""}
    as_user(colleague).post(address(person, "next_step"), opened | {"next_step": "Boka studiebesök"})
    response = as_user(handler).post(address(person, "next_step"), opened | {"next_step": "Ringa köket"})
    assert response.status_code == 422
    assert "Boka studiebesök" in response.content.decode()
    assert RegisterRow.objects.get(enrolment=person).next_step == "Boka studiebesök"


def test_note_draft_is_kept_met_again_and_gone_when_saved(person, as_user, handler, colleague):
    client = as_user(handler)
    assert client.post(address(person, "note_draft"), {"kind": "note", "text": "Halv tan"}).status_code == 204
    assert "Halv tan" in client.get(address(person, "note")).content.decode()
    assert "Halv tan" not in as_user(colleague).get(address(person, "note")).content.decode()
    client.post(address(person, "note"), {"kind": "note", "text": "Hel tanke"})
    assert not NoteDraft.objects.exists()
    assert Note.objects.get().text == "Hel tanke"


def test_first_handler_is_assigned_the_next_is_asked_and_answers(
    entered, as_user, team, municipality, handler, colleague
):
    person = enrolled(team, municipality, by=handler)
    as_user(handler).post(address(person, "handler"), {"user": handler.pk})
    assert RegisterRow.objects.get(enrolment=person).handler_id == handler.pk
    as_user(handler).post(address(person, "handler"), {"user": colleague.pk, "reason_code": "away", "reason": "Ledig"})
    assert RegisterRow.objects.get(enrolment=person).handler_id == handler.pk
    assert as_user(handler).post(address(person, "handover_answer"), {}).status_code == 403
    assert as_user(colleague).get(address(person, "handover")).status_code == 200
    as_user(colleague).post(address(person, "handover_answer"), {"on": "imorgon", "at": "10"})
    assert RegisterRow.objects.get(enrolment=person).handler_id == colleague.pk
    assert Handover.objects.get().accepted_at is not None


def test_handover_declined_keeps_the_handler(person, as_user, handler, colleague):
    as_user(handler).post(address(person, "handler"), {"user": colleague.pk, "reason_code": "load"})
    as_user(colleague).post(address(person, "handover_answer"), {"answer": "no", "why_not": "Fullt"})
    assert RegisterRow.objects.get(enrolment=person).handler_id == handler.pk
    assert not RegisterRow.objects.get(enrolment=person).has_handover


def test_stand_in_has_a_last_day_and_is_no_change(person, as_user, handler, colleague):
    as_user(handler).post(address(person, "helper"), filled("helper", handler, colleague))
    made = HandlerAssignment.objects.get(kind="stand_in")
    assert made.ended_on == days_from_today(2)
    assert RegisterRow.objects.get(enrolment=person).handler_changes == 0


def test_meeting_and_task_are_closed(person, as_user, handler, colleague):
    client = as_user(handler)
    client.post(address(person, "meeting"), filled("meeting", handler, colleague))
    client.post(address(person, "task"), filled("task", handler, colleague))
    meeting, task = Meeting.objects.get(), Task.objects.get()
    url = reverse("participants:task_end", args=[person.team.slug, task.public_id])
    assert client.get(url).status_code == 200
    client.post(url, {"hur": "elsewhere"})
    client.post(address(person, "meeting_after", meeting.public_id), {"state": "held", "text": "Gick bra."})
    meeting.refresh_from_db()
    task.refresh_from_db()
    assert meeting.state == "held"
    assert task.done_at is not None
    assert Note.objects.get().kind == "meeting"


def test_intervention_is_changed_and_ended(person, as_user, handler):
    made = intervention(person, Focus.JOB, -10, 20)
    client, url = as_user(handler), address(person, "intervention_edit", made.public_id)
    assert client.get(url).status_code == 200
    data = {"title": "Praktik i kök", "focus": "job", "starts_on": str(made.starts_on), "base-title": "Praktik"}
    client.post(url, data | {"base-focus": "job", "base-starts_on": str(made.starts_on)})
    wrong = client.post(address(person, "intervention_end", made.public_id), {"on": "1/1/2020", "reason": "completed"})
    assert wrong.status_code == 422
    client.post(address(person, "intervention_end", made.public_id), {"on": "igår", "reason": "completed"})
    made.refresh_from_db()
    assert (made.title, made.ended_on) == ("Praktik i kök", days_from_today(-1))


def test_pause_back_end_and_return_with_the_same_handler_proposed(person, as_user, handler, colleague):
    client = as_user(handler)
    client.post(address(person, "pause"), filled("pause", handler, colleague))
    assert client.post(address(person, "pause"), filled("pause", handler, colleague)).status_code == 422
    client.post(address(person, "resume"), {"on": "idag"})
    client.post(address(person, "end"), filled("end", handler, colleague))
    assert client.get(address(person, "next_step")).status_code == 404
    page = client.get(address(person, "come_back"))
    assert f'value="{handler.pk}" selected' in page.content.decode()
    data = {"organisation": person.responsible_organisation_id, "basis": "consent", "started_on": "idag"}
    assert client.post(address(person, "come_back"), data | {"handler": handler.pk}).status_code == 302
    rows = RegisterRow.objects.filter(participant=person.participant).order_by("started_on")
    assert [row.state for row in rows] == ["ended", "active"]
    assert client.get(address(person, "come_back")).status_code == 404


def test_colleague_of_another_organisation_who_ends_sharing_is_sent_to_the_register(person, as_user, colleague):
    response = as_user(colleague).post(address(person, "sharing_end"))
    assert response["Location"] == reverse("participants:register", args=[person.team.slug])
    assert as_user(colleague).get(address(person, "detail")).status_code == 404


def test_only_the_leader_decides_who_sees_the_person(person, as_user, handler, colleague, leader):
    data = {"level": "protected", "alias": "Björken", "named": [handler.pk], "manager": leader.pk}
    assert as_user(handler).get(address(person, "protection")).status_code == 403
    assert as_user(leader).post(address(person, "protection"), data | {"alias": ""}).status_code == 422
    assert as_user(leader).post(address(person, "protection"), data).status_code == 302
    assert as_user(colleague).get(address(person, "detail")).status_code == 404
    page = as_user(handler).get(address(person, "detail")).content.decode()
    assert "Björken" in page
    assert "Zahra" not in page.partition('id="tidslinje"')[0]
    as_user(leader).post(address(person, "protection"), {"level": "none", "manager": leader.pk})
    assert Participant.objects.get().protection_level == ProtectionLevel.NONE


def test_conflict_of_interest_closes_the_person_and_can_be_taken_back(person, as_user, colleague, leader):
    as_user(leader).post(address(person, "conflict"), {"user": colleague.pk})
    assert as_user(colleague).get(address(person, "detail")).status_code == 404
    assert as_user(leader).get(address(person, "conflict")).status_code == 200
    as_user(leader).post(address(person, "conflict_end", colleague.pk))
    assert as_user(colleague).get(address(person, "detail")).status_code == 200


def test_profile_lists_are_brought_to_what_was_sent(person, as_user, handler, colleague):
    client = as_user(handler)
    client.post(address(person, "profile"), filled("profile", handler, colleague))
    profile = person.participant.profile
    assert [row.occupation.label for row in profile.occupations.all()] == ["Städare"]
    client.post(
        address(person, "profile"), {"wishes": "", "radius_km": "30", "base-wishes": "Laga mat", "base-radius_km": "30"}
    )
    assert not profile.occupations.exists()


@pytest.mark.parametrize(("kind", "word"), [("arbeten", "Kokade"), ("utbildningar", "Gymnasiet")])
def test_jobs_and_educations_are_added_changed_and_taken_away(person, as_user, handler, kind, word):
    client = as_user(handler)
    data = {"title": word, "from_month": "3/2019", "to_month": "2020"}
    assert client.post(address(person, "background_add", kind), data).status_code == 302
    rows = {"arbeten": person.participant.profile.experiences, "utbildningar": person.participant.profile.educations}
    row = rows[kind].get()
    assert (row.from_month.month, row.to_month.month) == (3, 1)
    assert client.get(address(person, "background_edit", kind, row.public_id)).status_code == 200
    page = client.get(address(person, "profile")).content.decode()
    assert f"/{row.public_id}/" in page
    assert f"/{kind}/{row.pk}/" not in page
    client.post(address(person, "background_remove", kind, row.public_id))
    assert not rows[kind].exists()


def test_reading_role_sees_but_does_not_write(person, as_user, team, municipality):
    from tests.conftest import member

    reader = as_user(member(team, municipality, "Rut Läsare", "reader"))
    page = reader.get(address(person, "detail"))
    assert page.status_code == 200
    assert "Skriv anteckning" not in page.content.decode()
    assert reader.post(address(person, "goal"), {"goal": "Kock"}).status_code == 403


def test_health_intervention_is_nothing_a_colleague_can_open_or_read(person, as_user, handler, colleague):
    canary = intervention(person, Focus.HEALTH, -10, None, title="Kanariefågel")
    actions.end_intervention(
        intervention=intervention(person, Focus.HEALTH, -40, -20, title="Kanariefågel två"),
        on=days_from_today(-21),
        reason="own_choice",
        by=handler,
    )
    register = reverse("participants:register", args=[person.team.slug])
    for url in (register, address(person, "detail"), address(person, "timeline")):
        assert "Kanarie" not in as_user(colleague).get(url).content.decode(), url
    assert "Annan insats" in as_user(colleague).get(address(person, "detail")).content.decode()
    assert "Kanariefågel" in as_user(handler).get(address(person, "detail")).content.decode()
    assert as_user(colleague).get(address(person, "intervention_edit", canary.public_id)).status_code == 404
    assert as_user(colleague).get(address(person, "intervention_end", canary.public_id)).status_code == 404
    assert Intervention.objects.filter(public_id=canary.public_id).exists()


def test_every_page_about_a_person_that_shows_them_is_in_the_read_log_once(
    person, as_user, handler, colleague, team, municipality
):
    """Also a form in a dialog: it shows name, number or telephone as well as the person's page does."""
    actions.propose_handover(enrolment=person, to=colleague, by=handler)
    actions.add_task(enrolment=person, title="Ring", owner=handler, by=handler)
    client, lines, shown = as_user(handler), 0, []
    for pattern in urls.person_urls:
        route = str(pattern.pattern)
        if "<" in route and pattern.name != "cell":
            continue
        page = client.get(address(person, str(pattern.name), *(["steg"] if pattern.name == "cell" else [])))
        if page.status_code == 200 and "Zahra" in page.content.decode(errors="replace"):
            shown.append((pattern.name, ReadLine.objects.count() - lines))
        lines = ReadLine.objects.count()
    assert len(shown) > 15
    assert [name for name, written in shown if written != 1] == []
