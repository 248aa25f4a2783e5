"""The movement board: lanes are facts, the rule and its SQL say the same, and nobody is counted who may not be seen."""

import itertools
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import ReadLine
from participants import actions
from participants.enums import EndKind, EndReason, Focus, OutcomeKind, PauseReason
from participants.models import Enrolment, Intervention, Outcome, Pause, RegisterRow
from participants.queries import board as queries
from participants.queries import register
from participants.queries.overview import overview
from participants.queries.selected import asked_by
from participants.queries.selection import Selection
from participants.queries.states import LANES
from participants.rules import Lane, came, lane
from participants.standing import LIMITS
from tests.participants.factories import days_from_today, enrolled, intervention, register_afterwards

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(team):
    return reverse("participants:board", args=[team.slug])


def lanes_now(entered) -> dict[str, Lane]:
    found = queries._now(asked_by(entered))
    return {name: where for _pk, _public, name, where in found}


def everybody(team, municipality, handler) -> None:
    """Every combination of age, job focus, internship and state that decides a lane."""
    for age, span, out, state in itertools.product(
        (-3, 0, LIMITS.new, LIMITS.new + 1),
        (None, (-40, -1), (-40, 0), (0, 5), (1, 9)),
        (None, -9, 0),
        ("", "paused", "job"),
    ):
        person = enrolled(team, municipality, f"{age}", f"{span} {out} {state}", started_on=days_from_today(-age))
        if span:
            intervention(person, Focus.JOB, *span)
        if out is not None:
            made = actions.record_outcome(
                enrolment=person, kind=OutcomeKind.INTERNSHIP, starts_on=days_from_today(-10), by=handler
            )
            Outcome.objects.filter(pk=made.pk).update(ended_on=None if out == 0 else days_from_today(out))
        if state == "job":
            actions.record_outcome(enrolment=person, kind=OutcomeKind.WORK, starts_on=days_from_today(-1), by=handler)
        if state == "paused":
            actions.pause(enrolment=person, reason=PauseReason.AWAY, by=handler)


def test_rule_and_register_put_everybody_in_the_same_one_lane(entered, team, municipality, handler):
    with register_afterwards():
        everybody(team, municipality, handler)
    asked = asked_by(entered)
    by_sql = {pk: where for pk, _public, _name, where in queries._now(asked)}
    [by_rule] = queries.lanes_by_day(entered, [asked.today])
    future = set(RegisterRow.objects.filter(started_on__gt=asked.today).values_list("participant_id", flat=True))
    assert {pk: where for pk, where in by_sql.items() if pk not in future} == by_rule
    assert set(by_rule.values()) == set(Lane)
    for where, ready in LANES.items():
        selection = Selection(ready=ready)
        rows = register.page(selection, asked, None, overview(selection, asked, None)).rows
        assert {row.participant_id for row in rows} == {pk for pk, its in by_sql.items() if its == where}, where


def test_health_and_other_interventions_never_decide_a_lane(entered, team, municipality, handler):
    person = enrolled(team, municipality)
    before = lanes_now(entered)
    for focus in (Focus.HEALTH, Focus.SOCIAL, Focus.SKILL, Focus.STUDY):
        intervention(person, focus, -5, 5)
    assert lanes_now(entered) == before == {"Ahmadi, Zahra": Lane.WITHOUT_JOB_FOCUS}
    assert set(queries.lanes_by_day(entered, [days_from_today(0)])[0].values()) == {Lane.WITHOUT_JOB_FOCUS}


def test_job_focus_counts_from_the_first_day(entered, team, municipality):
    person = enrolled(team, municipality, started_on=days_from_today(0))
    assert lanes_now(entered) == {"Ahmadi, Zahra": Lane.NEW}
    intervention(person, Focus.JOB, 0, 20)
    assert lanes_now(entered) == {"Ahmadi, Zahra": Lane.JOB_FOCUS}


@pytest.mark.parametrize(("before", "after"), [pair for pair in itertools.permutations(Lane, 2)])
def test_any_lane_may_follow_any_other(before, after):
    found = came({1: before, 2: after}, {1: after, 2: after, 3: after})
    assert found[after] == {1, 3}
    assert all(not people for where, people in found.items() if where != after)


def test_ended_has_no_lane():
    day = timezone.localdate()
    assert lane("ended", day, day, job=True, workplace=True, new_days=14) is None


def test_motion_is_counted_in_the_week_the_fact_is_dated(entered, team, municipality, handler):
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    person = enrolled(team, municipality, started_on=monday - timedelta(weeks=20))
    start = (monday - timedelta(weeks=3) - today).days
    intervention(person, Focus.JOB, start, start + 9)  # from the Monday three weeks ago to the Wednesday after
    actions.pause(enrolment=person, reason=PauseReason.AWAY, by=handler, starts_on=today)
    found = queries.board(asked_by(entered))
    weeks = {lane.lane: lane.weeks for lane in found.lanes}
    assert weeks[Lane.JOB_FOCUS] == [0, 0, 0, 0, 1, 0, 0, 0]
    assert weeks[Lane.WITHOUT_JOB_FOCUS] == [0, 0, 0, 0, 0, 1, 0, 0]
    assert weeks[Lane.PAUSED] == [0, 0, 0, 0, 0, 0, 0, 1]
    assert weeks[Lane.NEW] == [0] * 8


def test_goal_counts_people_and_not_reentries(entered, team, municipality, handler):
    person = enrolled(team, municipality, started_on=days_from_today(-200))
    enrolled(team, municipality, "Bo", "Ahl")
    actions.record_outcome(enrolment=person, kind=OutcomeKind.WORK, starts_on=days_from_today(-90), by=handler)
    actions.end_enrolment(
        enrolment=person, reason=EndReason.WORK, kind=EndKind.ENDED, by=handler, on=days_from_today(-80)
    )
    again = Enrolment.objects.create(
        team=team,
        participant=person.participant,
        responsible_organisation=municipality,
        started_on=days_from_today(-20),
    )
    actions.record_outcome(enrolment=again, kind=OutcomeKind.STUDIES, starts_on=days_from_today(-5), by=handler)
    found = queries.board(asked_by(entered))
    assert (found.reached, found.base, found.percent) == (1, 2, 50)


def test_hidden_person_is_in_no_lane_no_week_and_no_goal(entered, as_user, handler, colleague, team, municipality, url):
    person = enrolled(team, municipality, by=handler, basis="none", started_on=days_from_today(0))
    actions.record_outcome(enrolment=person, kind=OutcomeKind.WORK, starts_on=days_from_today(0), by=handler)
    seen, unseen = (as_user(who).get(url).content.decode() for who in (handler, colleague))
    assert "Ahmadi" in seen
    assert "1 kom hit den här veckan" in seen
    assert "Ahmadi" not in unseen
    assert not re.search(r"[1-9]\d* kom hit", unseen)
    assert re.search(r'<td class="num">(<a[^>]*>)?[1-9]', seen)
    assert not re.search(r'<td class="num">(<a[^>]*>)?[1-9]', unseen)
    assert "Ingen har varit inskriven" in unseen


def test_board_lists_those_it_names_and_logs_them(entered, as_user, handler, team, municipality, url):
    for number in range(queries.NAMED + 3):
        enrolled(team, municipality, f"N{number:02}", "Ahl")
    page = as_user(handler).get(url).content.decode()
    assert "och 3 till" in page
    line = ReadLine.objects.get()
    assert (line.kind, line.place, len(line.subject_ids)) == ("listed", "register.board", queries.NAMED)


def test_each_count_opens_exactly_its_people(entered, as_user, handler, team, municipality, url):
    enrolled(team, municipality, "Ny", "Nilsson", started_on=days_from_today(-1))
    intervention(enrolled(team, municipality, "Job", "Jonsson"), Focus.JOB)
    client = as_user(handler)
    page = client.get(url).content.decode()
    counts = {url: int(n) for url, n in re.findall(r'<p class="n"><a href="([^"]+)">(\d+)', page)}
    assert len(counts) == len(Lane)
    assert sum(counts.values()) == 2
    for address, count in counts.items():
        assert client.get(address).content.decode().count('<th role="rowheader"') == count


def opened(client, address: str) -> list[str]:
    """The names on the page that a figure opens."""
    response = client.get(address)
    assert response.status_code == 200, address
    return re.findall(r'<a class="name" href="[^"]+"><bdi>([^<]+)', response.content.decode())


def test_every_figure_opens_exactly_its_people_and_is_logged(entered, as_user, handler, team, municipality, url):
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    there = {"started_on": monday - timedelta(weeks=20)}
    reached = enrolled(team, municipality, "Re", "Ahl", **there)
    actions.record_outcome(enrolment=reached, kind=OutcomeKind.WORK, starts_on=monday - timedelta(days=3), by=handler)
    began = enrolled(team, municipality, "Job", "Ahl", **there)
    intervention(began, Focus.JOB, (monday - today).days, 40)
    for name in ("Slut", "Flyttad"):
        gone = enrolled(team, municipality, name, "Ahl", **there)
        actions.end_enrolment(enrolment=gone, reason=EndReason.MOVED, kind=EndKind.ENDED, by=handler, on=today)
    client = as_user(handler)
    page = client.get(url).content.decode()
    weeks = {f: int(n) for f, n in re.findall(r'<td class="num"><a href="([^"]+)">(\d+)', page)}
    assert sorted(opened(client, address) for address in weeks) == [["Ahl, Job"], ["Ahl, Re"]]
    assert all(len(opened(client, address)) == count for address, count in weeks.items())
    [one, everybody_] = (re.search(rf'<a href="([^"]+)">Visa {words}</a>', page)[1] for words in ("den 1", "alla 4"))
    assert opened(client, one) == ["Ahl, Re"]
    assert opened(client, everybody_) == ["Ahl, Flyttad", "Ahl, Job", "Ahl, Re", "Ahl, Slut"]
    ended = re.search(r'<a href="([^"]+)"><span>Utan jobbfokus → Avslutade</span> <b class="n">2</b>', page)
    assert opened(client, ended[1]) == ["Ahl, Flyttad", "Ahl, Slut"]
    line = ReadLine.objects.latest("pk")
    assert (line.kind, line.place, len(line.subject_ids)) == ("listed", "register.board_people", 2)
    assert client.get(reverse("participants:board_people", args=[team.slug, "finns-inte"])).status_code == 404


def test_and_more_opens_only_those_who_are_not_named(entered, as_user, handler, team, municipality, url):
    for number in range(queries.NAMED + 3):
        person = enrolled(team, municipality, f"N{number:02}", "Ahl")
        intervention(person, Focus.JOB, 0, 20)
    client = as_user(handler)
    page = client.get(url).content.decode()
    rests = re.findall(r'<a href="([^"]+)">och 3 till</a>', page)
    assert len(rests) == 2  # the lane's and the motion's
    for address in rests:
        assert opened(client, address) == ["Ahl, N24", "Ahl, N25", "Ahl, N26"]


def test_figures_open_nobody_the_viewer_may_not_see(entered, as_user, handler, colleague, team, municipality, url):
    person = enrolled(team, municipality, by=handler, basis="none", started_on=days_from_today(0))
    actions.record_outcome(enrolment=person, kind=OutcomeKind.WORK, starts_on=days_from_today(0), by=handler)
    address = reverse("participants:board_people", args=[team.slug, queries.REACHED])
    assert opened(as_user(handler), address) == ["Ahmadi, Zahra"]
    assert opened(as_user(colleague), address) == []


@pytest.mark.parametrize("many", [2, 2000])
def test_people_behind_a_figure_take_the_same_statements_however_many(
    entered, as_user, handler, team, municipality, many
):
    _copies(enrolled(team, municipality), many - 1)
    client, address = as_user(handler), reverse("participants:board_people", args=[team.slug, queries.BASE])
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert len(opened(client, address)) == many
    asked = [q["sql"] for q in captured.captured_queries if not re.search(r"(SAVEPOINT |BEGIN|COMMIT)", q["sql"][-60:])]
    assert len(asked) == 15, [sql[:90] for sql in asked]


@pytest.mark.parametrize("many", [2, 20, 2000])
def test_board_takes_the_same_statements_however_many_people(entered, as_user, handler, team, municipality, url, many):
    first = enrolled(team, municipality)
    _copies(first, many - 1)
    client = as_user(handler)
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    asked = [q["sql"] for q in captured.captured_queries if not re.search(r"(SAVEPOINT |BEGIN|COMMIT)", q["sql"][-60:])]
    assert len(asked) == 14, [sql[:90] for sql in asked]


def _copies(first: Enrolment, many: int) -> None:
    """Rows beside the first, as the register would have written them."""
    person = first.participant
    fields = {"team_id": first.team_id, "first_name": "Bo"}
    people = person.__class__.objects.bulk_create(
        [person.__class__(last_name=f"Ahl{n}", sort_name=f"ahl{n:05}", **fields) for n in range(many)]
    )
    made = Enrolment.objects.bulk_create(
        [
            Enrolment(
                team_id=first.team_id,
                participant=each,
                responsible_organisation_id=first.responsible_organisation_id,
                started_on=first.started_on,
            )
            for each in people
        ]
    )
    from participants.register import rebuild

    assert len(made) == many
    rebuild(first.team_id)


def test_board_is_closed_to_strangers_steering_and_nobody(as_user, client, stranger, steering, url):
    for address in (url, f"{url}{queries.BASE}/"):
        assert client.get(address).status_code == 302
        assert as_user(stranger).get(address).status_code == 404
        assert as_user(steering).get(address).status_code == 403


def test_no_fact_gives_no_figure(entered, as_user, handler, url):
    page = as_user(handler).get(url).content.decode()
    assert not Pause.objects.exists()
    assert not Intervention.objects.exists()
    assert "Ingen har varit inskriven det senaste året." in page
