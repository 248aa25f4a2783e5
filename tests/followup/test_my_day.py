"""Min dag: what the day holds for the one who is signed in, and for nobody else."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership
from core.models import ReadLine
from core.scope import enter
from core.working_days import next_working_day
from participants import actions
from participants.enums import Focus, HandlerKind, SharingBasis, StepBy
from tests.employers.factories import EmployerFactory, JobFactory
from tests.participants.factories import days_from_today, enrolled, intervention

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(entered, team, municipality, handler):
    enrolment = enrolled(team, municipality, "Zahra", "Ahmadi", handler=handler)
    intervention(enrolment, Focus.SKILL, -60, 60)
    actions.set_next_step(
        enrolment=enrolment, step="Ringa köket", who="Alice", on=days_from_today(-1), waiting_for="", by=handler
    )
    actions.book_meeting(
        enrolment=enrolment, starts_at=timezone.now(), with_user=handler, by=handler, about="inför intervjun"
    )
    actions.add_task(enrolment=enrolment, title="Översätta intyg", owner=handler, by=handler, due_on=days_from_today(1))
    return enrolment


def test_day_shows_meetings_steps_tasks_and_signals_of_mine(mine, team, handler, as_user):
    page = as_user(handler).get(f"/t/{team.slug}/min-dag/").content.decode()
    for words in (
        "inför intervjun",
        "Ringa köket",
        "Översätta intyg",
        "Utan jobbfokus",
        "1 möte i dag",
        "2 saker väntar på dig",
    ):
        assert words in page


@pytest.mark.parametrize(("way", "text"), [("place", "reminder"), ("phone", "reminder_phone")])
def test_next_working_days_meetings_lead_to_the_text_that_reminds_of_them(
    entered, team, municipality, handler, as_user, way, text
):
    other = enrolled(team, municipality, "Omid", "Haddad", handler=handler)
    noon = time(12)
    for day in (next_working_day(timezone.localdate()), days_from_today(8)):
        at = timezone.make_aware(datetime.combine(day, noon))
        actions.book_meeting(enrolment=other, starts_at=at, with_user=handler, by=handler, about="nytt möte", way=way)
    client = as_user(handler)
    page = client.get(f"/t/{team.slug}/min-dag/").content.decode()
    assert page.count("nytt möte") == 1
    assert "Inga möten i dag" in page
    link = f"/t/{team.slug}/deltagare/{other.participant.public_id}/meddelande/"
    assert f'href="{link}#text-{text}"' in page
    assert f'id="text-{text}"' in client.get(link).content.decode()
    assert ReadLine.objects.filter(place="followup:my_day", subject_ids=[other.participant_id]).exists()


def test_colleagues_day_does_not_hold_mine(mine, team, colleague, as_user):
    page = as_user(colleague).get(f"/t/{team.slug}/min-dag/").content.decode()
    for words in ("inför intervjun", "Ringa köket", "Översätta intyg"):
        assert words not in page
    assert "Ingen väntar på dig" in page


def test_question_to_take_over_waits_for_the_receiver(mine, team, handler, colleague, as_user):
    actions.propose_handover(enrolment=mine, to=colleague, by=handler, reason="Byter dagar")
    page = as_user(colleague).get(f"/t/{team.slug}/min-dag/").content.decode()
    assert "Ta över som handledare" in page
    assert "Byter dagar" in page


def test_everybody_shown_stands_in_the_read_log(mine, team, handler, as_user):
    as_user(handler).get(f"/t/{team.slug}/min-dag/")
    line = ReadLine.objects.get(place="followup:my_day")
    assert line.subject_ids == [mine.participant_id]


def test_empty_day_says_so_and_logs_nothing(team, handler, as_user):
    page = as_user(handler).get(f"/t/{team.slug}/min-dag/").content.decode()
    assert "Inga möten i dag" in page
    assert not ReadLine.objects.exists()


def test_team_without_people_is_shown_how_to_begin(team, municipality, handler, entered, as_user):
    address = f"/t/{team.slug}/min-dag/"
    assert 'id="borja"' in as_user(handler).get(address).content.decode()
    enrolled(team, municipality, by=handler)
    assert 'id="borja"' not in as_user(handler).get(address).content.decode()


@pytest.mark.parametrize(("who", "status"), [("handler", 200), ("stranger", 404), ("steering", 302)])
def test_day_opens_for_the_team_only(request, team, as_user, who, status):
    assert as_user(request.getfixturevalue(who)).get(f"/t/{team.slug}/min-dag/").status_code == status


@pytest.mark.parametrize("size", [2, 20])
def test_queries_of_the_day_do_not_grow(entered, team, municipality, handler, as_user, size, django_assert_num_queries):
    for n in range(size):
        enrolment = enrolled(team, municipality, f"P{n}", "X", handler=handler)
        actions.book_meeting(
            enrolment=enrolment, starts_at=timezone.now() + timedelta(seconds=1), with_user=handler, by=handler
        )
    client = as_user(handler)
    client.get(f"/t/{team.slug}/min-dag/")
    with django_assert_num_queries(12):
        client.get(f"/t/{team.slug}/min-dag/")


@pytest.mark.parametrize(
    ("asked", "is_mine"),
    [
        ({"step_by": StepBy.USER, "user": "handler"}, True),
        ({"step_by": StepBy.USER, "user": "colleague"}, False),
        ({"step_by": StepBy.PERSON}, False),
        ({"step_by": StepBy.OTHER, "who": "Arbetsgivaren"}, False),
        ({"who": "Bo"}, False),
        ({"who": "alice"}, True),
        ({}, True),
    ],
)
def test_only_ones_own_steps_wait(request, entered, team, municipality, handler, as_user, asked, is_mine):
    whose = dict(asked)
    user = request.getfixturevalue(whose.pop("user")) if "user" in whose else None
    enrolment = enrolled(team, municipality, "Zahra", "Ahmadi", handler=handler)
    actions.set_next_step(
        enrolment=enrolment, step="Ringa köket", on=days_from_today(-3), waiting_for="", by=handler,
        user_id=user.pk if user else None, **whose,
    )  # fmt: skip
    page = as_user(handler).get(f"/t/{team.slug}/min-dag/").content.decode()
    assert ("Ringa köket" in page) is is_mine
    assert ("Sen: " in page) is is_mine


def test_step_that_is_mine_waits_for_me_whoever_handles_the_person(
    entered, team, municipality, handler, colleague, as_user
):
    enrolment = enrolled(team, municipality, "Zahra", "Ahmadi", handler=handler)
    actions.set_next_step(
        enrolment=enrolment, step="Ringa köket", on=days_from_today(0), waiting_for="", by=handler,
        step_by=StepBy.USER, user_id=colleague.pk,
    )  # fmt: skip
    assert "Ringa köket" in as_user(colleague).get(f"/t/{team.slug}/min-dag/").content.decode()


def test_stand_in_has_the_steps_nobody_is_named_for(entered, team, municipality, handler, colleague, as_user):
    enrolment = enrolled(team, municipality, "Zahra", "Ahmadi", handler=handler)
    actions.assign_handler(enrolment=enrolment, user=colleague, by=handler, kind=HandlerKind.STAND_IN)
    actions.set_next_step(enrolment=enrolment, step="Ringa köket", on=days_from_today(0), waiting_for="", by=handler)
    assert "Ringa köket" in as_user(colleague).get(f"/t/{team.slug}/min-dag/").content.decode()


def test_leader_sees_what_nobody_has_taken_care_of(
    entered, team, municipality, handler, leader, colleague, as_user, django_assert_max_num_queries
):
    for n in range(2):
        enrolled(team, municipality, f"Ingens {n}", "X")
    held = enrolled(team, municipality, "Överlämnad", "X", handler=handler)
    actions.propose_handover(enrolment=held, to=colleague, by=handler)
    JobFactory(employer=EmployerFactory(organisation=team.owner), answering_team=team, waiting=True)
    client, address = as_user(leader), f"/t/{team.slug}/min-dag/"
    client.get(address)
    with django_assert_max_num_queries(13):
        page = client.get(address).content.decode()
    part = page.split("I teamet")[1].split("</section>")[0]
    found = re.findall(r'<b>(\d*)</b></span><div><a class="name" href="([^"]+)">([^<]+)', part)
    assert [(number, words) for number, _url, words in found] == [
        ("2", "Saknar handledare"),
        ("1", "Öppna överlämningar"),
        ("3", "Dags för skattning"),
        ("0", "Förfrågningar som väntar på svar"),
        ("1", "Jobb att granska"),
    ]
    for number, url, _words in found[:3]:
        listed = client.get(url.replace("&amp;", "&")).content.decode()
        assert listed.count('role="rowheader"') == int(number)
    assert "I teamet" not in as_user(handler).get(address).content.decode()


# --- Since you were here ------------------------------------------------------------------------------------------------


@pytest.fixture
def away(handler):
    """Alice was last here an hour and a half ago."""
    Membership.objects.filter(user=handler).update(last_visit_at=timezone.now() - timedelta(minutes=90))


def by(user, team, scope_of, act):
    """What a colleague does, in the colleague's own scope."""
    with enter(scope_of(user, team)):
        act()


def test_day_tells_what_colleagues_did_since_the_last_visit(mine, away, team, handler, colleague, as_user, scope_of):
    theirs = {"step": "Ring skolan", "who": "Bo", "on": None, "waiting_for": ""}
    by(colleague, team, scope_of, lambda: actions.set_next_step(enrolment=mine, by=colleague, **theirs))
    page = as_user(handler).get(f"/t/{team.slug}/min-dag/").content.decode()
    part = page.split("Sedan du var här sist")[1].split("</section>")[0]
    assert "Ahmadi, Zahra" in part
    assert "Inskriven, ny anteckning" not in part  # nobody wrote one
    assert "Inskriven, " in part  # of what happened at the same moment, the beginning first
    assert "<bdi>Bo Lind</bdi>" in part


@pytest.mark.parametrize(
    ("whats", "words"),
    [
        (["step", "note"], "Nytt nästa steg, ny anteckning"),
        (["no_handler", "handler"], "Ny handledare"),
        (["no_handler"], "Handledaren slutade"),
        (["state:ended"], "Avslutad"),
        (["note", "step", "outcome", "sharing"], "Ny anteckning, nytt nästa steg, något nytt började"),
        (["något annat"], "Ändrade uppgifter"),
    ],
)
def test_what_was_done_is_told_in_few_words(whats, words):
    from participants.queries.moved import _sentence, _words

    assert _sentence(whats, _words()) == words


def test_own_work_is_not_told_back(away, team, municipality, handler, as_user, scope_of):
    with enter(scope_of(handler, team)):
        enrolled(team, municipality, "Egen", "Insats", handler=handler, by=handler)
    page = as_user(handler).get(f"/t/{team.slug}/min-dag/").content.decode()
    part = page.split("Sedan du var här sist")[1].split("</section>")[0]
    assert "Insats, Egen" not in part
    assert "Inget har ändrats" in part


def test_changes_around_hidden_people_are_not_told(away, team, nonprofit, handler, colleague, as_user, scope_of):
    with enter(scope_of(colleague, team)):
        enrolled(team, nonprofit, "Olle", "Odelad", by=colleague, basis=SharingBasis.NONE)
    page = as_user(handler).get(f"/t/{team.slug}/min-dag/").content.decode()
    assert "Odelad" not in page
    assert "Inget har ändrats" in page


def test_first_visit_promises_what_will_stand_there(team, handler, as_user):
    page = as_user(handler).get(f"/t/{team.slug}/min-dag/").content.decode()
    assert "Från nästa gång" in page
