"""The catalogue of activities, the plan on the person's page, advice that stops nobody."""

import re
from datetime import date

import pytest
from django.urls import reverse

from core import registry
from core.models import ReadLine
from participants.enums import Focus
from participants.models import Activity, Intervention
from participants.planning import Advice, Told, advice, gaps, together
from participants.rules import Span
from tests.participants.factories import days_from_today, enrolled, intervention

TODAY = date(2026, 11, 23)


def span(first: str, last: str | None, *, job: bool = False) -> Span:
    return Span(date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}") if last else None, job)


@pytest.mark.parametrize(
    ("spans", "told"),
    [
        ([], [Told(Advice.NOTHING_RUNS)]),
        ([span("01-01", "11-22")], [Told(Advice.NOTHING_RUNS)]),
        ([span("11-01", None, job=True), span("11-01", None)], []),
        ([span("11-01", None, job=True)], [Told(Advice.ALONE)]),
        ([span("11-01", None), span("11-20", None)], [Told(Advice.NO_JOB_FOCUS)]),
        (
            [span("11-01", "11-30", job=True), span("12-12", None)],
            [Told(Advice.GAP_AHEAD, date(2026, 12, 1), date(2026, 12, 11)), Told(Advice.ALONE)],
        ),
        (
            [span("11-01", "11-30", job=True), span("11-01", "11-30")],
            [Told(Advice.GAP_AHEAD, date(2026, 12, 1), None)],
        ),
    ],
)
def test_advice_tells_gaps_and_one_thing_at_a_time(spans, told):
    assert advice(spans, TODAY) == told


def test_gaps_and_stretches_together_are_first_and_last_days():
    spans = [span("11-01", "11-10"), span("11-08", "11-20"), span("11-25", None)]
    assert gaps(spans, date(2026, 11, 1)) == [(date(2026, 11, 21), date(2026, 11, 24))]
    assert together(spans, date(2026, 11, 1)) == [(date(2026, 11, 8), date(2026, 11, 10))]
    assert together(spans, date(2026, 11, 11)) == []


@pytest.fixture
def low(monkeypatch):
    """The app above says who stands low on what."""
    found: dict[int, list[str]] = {}
    given = registry.Needs(
        lambda _language: [("job_search", "Söker jobb")], lambda ids, _scope: {i: found[i] for i in ids if i in found}
    )
    monkeypatch.setattr(registry.needs, "_providers", {"test": given})
    return found


@pytest.fixture
def person(entered, team, municipality, handler):
    return enrolled(team, municipality, by=handler, handler=handler)


def address(team, name: str, *more: object) -> str:
    return reverse(f"participants:{name}", args=[team.slug, *more])


@pytest.mark.django_db
def test_catalogue_is_kept_and_planned_from(person, low, team, as_user, handler, stranger):
    client = as_user(handler)
    low[person.pk] = ["job_search"]
    form = {
        "name": "Jobbkurs",
        "focus": "job",
        "provider": "Vux",
        "places": "1",
        "supports": "job_search",
        "is_open": "on",
    }
    assert client.post(address(team, "activity_add"), {**form, "places": "-1"}).status_code == 422
    assert (
        client.post(
            address(team, "activity_add"), {**form, "starts_on": "2026-12-10", "ends_on": "2026-12-01"}
        ).status_code
        == 422
    )
    assert client.post(address(team, "activity_add"), form).status_code == 302
    assert client.post(address(team, "activity_add"), form).status_code == 422  # the name is taken
    made = Activity.objects.get(team=team)
    assert (made.indicators, made.places) == (["job_search"], 1)
    assert "Söker jobb" in client.get(address(team, "activities")).content.decode()
    assert client.get(address(team, "activity_edit", 10**30)).status_code == 404
    assert as_user(stranger).get(address(team, "activities")).status_code == 404

    part = address(team, "part", person.participant.public_id, "plan")
    shown = client.get(part).content.decode()
    assert "Lågt på Söker jobb" in shown
    assert f"insatser/?aktivitet={made.pk}" in shown
    assert "1 plats kvar" in shown
    add = address(team, "intervention_add", person.participant.public_id)
    assert 'value="Jobbkurs"' in client.get(add, {"aktivitet": made.pk}).content.decode()
    assert client.get(add, {"aktivitet": "9" * 30}).status_code == 200
    assert (
        client.post(add, {"focus": "job", "starts_on": "2026-11-01"}).status_code == 422
    )  # neither words nor activity
    assert client.post(add, {"activity": made.pk, "focus": "job", "starts_on": "2026-11-01"}).status_code == 302
    assert Intervention.objects.get(enrolment=person).title == "Jobbkurs"
    shown = client.get(part).content.decode()
    assert "Inget i katalogen stödjer det" in shown  # the one place is taken
    assert "En sak i taget" in shown


@pytest.mark.django_db
def test_needs_count_people_against_places_and_open_them(person, low, team, municipality, as_user, handler, colleague):
    low[person.pk] = ["job_search"]
    hidden = enrolled(team, municipality, "Dold", "Ek", by=handler, basis="none")
    low[hidden.pk] = ["job_search"]
    Activity.objects.create(team=team, name="Jobbkurs", focus=Focus.JOB, indicators=["job_search"], places=1)
    page = as_user(handler).get(address(team, "needs")).content.decode()
    assert "platserna räcker inte" in page
    theirs = as_user(colleague)
    assert "platserna räcker inte" not in theirs.get(address(team, "needs")).content.decode()
    people = theirs.get(address(team, "needs_people", "job_search")).content.decode()
    assert "Ahmadi, Zahra" in people
    assert "Dold" not in people
    assert ReadLine.objects.get(place="participants:needs").subject_ids == [person.participant_id]
    assert theirs.get(address(team, "needs_people", "health")).status_code == 404


@pytest.mark.django_db
def test_plan_tells_goals_before_and_hides_health_from_those_not_near(person, team, as_user, handler, colleague):
    from participants import actions

    actions.set_goal(enrolment=person, goal="Kök", by=handler)
    actions.set_goal(enrolment=person, goal="Lager", by=handler)
    intervention(person, Focus.HEALTH, -60, -40, title="Rehab")
    intervention(person, Focus.JOB, -10, 20)
    part = address(team, "part", person.participant.public_id, "plan")
    near, far = (as_user(user).get(part).content.decode() for user in (handler, colleague))
    for page in (near, far):
        assert "Tidigare mål" in page
        assert "Kök" in page
        assert "Glapp" in page
    assert "Rehab" in near
    assert "Rehab" not in far
    assert "Annan insats" in far


def lanes(page: str) -> list[list[str]]:
    """What stands in each lane of the board: titles."""
    board = page[page.index('<div class="trio">') :]
    return [re.findall(r"<b><bdi>(.*?)</bdi></b>", lane) for lane in board.split("<section>")[1:4]]


@pytest.mark.django_db
def test_board_of_the_plan_has_what_goes_on_what_is_planned_and_what_is_done(person, team, as_user, handler, colleague):
    from participants import actions

    for number in range(6):
        over = intervention(person, Focus.SKILL, -90 + number, -50, title=f"Kurs {number}")
        actions.end_intervention(intervention=over, on=days_from_today(-40 + number), reason="completed", by=handler)
    never = intervention(person, Focus.JOB, 3, 9, title="Blev inte av")
    actions.end_intervention(intervention=never, on=days_from_today(0), reason="cancelled", by=handler)
    intervention(person, Focus.JOB, -10, None, title="Praktik")
    intervention(person, Focus.HEALTH, -5, None, title="Rehab")
    intervention(person, Focus.JOB, 5, 20, title="Studiebesök")
    part = address(team, "part", person.participant.public_id, "plan")
    near, far = (as_user(user).get(part).content.decode() for user in (handler, colleague))
    done = [f"Kurs {number}" for number in (5, 4, 3, 2, 1, 0)]
    assert lanes(near) == [["Praktik", "Rehab"], ["Studiebesök"], done]
    assert lanes(far) == [["Praktik", "Annan insats"], ["Studiebesök"], done]
    assert "2 till</summary>" in near
    assert ", genomförd" in near
    assert ", genomförd" not in far  # why something ended is health
    changes = [len(re.findall(r'/insatser/\w{14}/">Ändra', page)) for page in (near, far)]
    assert changes == [3, 2]  # health is changed by those near
