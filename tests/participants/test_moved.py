"""What has moved since the reader was last here: colleagues' changes, never one's own, from the field history."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pghistory.runtime import _tracker

from accounts.models import Membership
from core.scope import enter
from participants import actions
from participants.actions.cells import Cell
from participants.enums import Focus
from participants.models import RegisterRow
from participants.queries import register
from participants.queries.moved import marks
from participants.queries.overview import overview
from participants.queries.selected import asked_by
from participants.queries.selection import Selection
from participants.queries.states import Ready
from participants.register import update
from tests.participants.factories import days_from_today, enrolled, intervention

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(team):
    return reverse("participants:register", args=[team.slug])


def visited(team, user, **ago) -> None:
    """The reader was here that long ago, and is here now."""
    now = timezone.now()
    mine = Membership.objects.filter(team=team, user=user)
    mine.update(previous_visit_at=now - timedelta(**ago), last_visit_at=now)


def moved_rows(entered) -> set[str]:
    asked = asked_by(entered)
    selection = Selection(ready=Ready.MOVED)
    seen = overview(selection, asked, None)
    rows = register.page(selection, asked, None, seen).rows
    assert seen.counts[Ready.MOVED] == seen.total == len(rows)
    return {row.list_name for row in rows}


def step(person, by, text="Ring", on=None) -> None:
    actions.set_next_step(enrolment=person, step=text, on=on, waiting_for="", by=by)


@pytest.fixture
def by_colleague(team, colleague, scope_of):
    """Runs an act as the colleague, whose name the history then carries."""

    def act(function, *given, **named):
        kept = _tracker.__dict__.pop("value", None)  # a context inside another would be the same line of history
        try:
            with enter(scope_of(colleague, team)):
                return function(*given, by=colleague, **named)
        finally:
            if kept is not None:
                _tracker.value = kept

    return act


def test_colleagues_change_is_marked_with_who_and_what_and_own_is_not(
    entered, as_user, handler, colleague, team, municipality, url, by_colleague
):
    hers, mine = enrolled(team, municipality, by=handler), enrolled(team, municipality, "Bo", "Ahl", by=handler)
    visited(team, handler, hours=1)
    by_colleague(step, hers)
    step(mine, handler)

    page = as_user(handler).get(url).content.decode()

    rows = dict(re.findall(r'<tr role="row" id="r-(\w+)"[^>]*?( class="moved[^"]*")?>', page))
    assert rows[hers.public_id] == ' class="moved"'
    assert rows[mine.public_id] == ""
    assert f"Ändrad i dag av {colleague.name}: nytt nästa steg" in page
    assert moved_rows(entered) == {"Ahmadi, Zahra"}


def test_change_before_the_last_visit_is_marked_as_this_weeks_only(
    entered, as_user, handler, team, municipality, url, by_colleague
):
    person = enrolled(team, municipality, by=handler)
    by_colleague(step, person)
    visited(team, handler, minutes=-1)

    page = as_user(handler).get(url).content.decode()

    assert 'class="moved week"' in page
    assert moved_rows(entered) == set()


def test_whoever_was_never_here_before_has_missed_nothing(entered, team, municipality, handler, by_colleague):
    by_colleague(step, enrolled(team, municipality, by=handler))
    assert moved_rows(entered) == set()


@pytest.mark.parametrize("what", ["note", "intervention", "handler", "week", "pause", "name", "end"])
def test_every_kind_of_change_counts_in_the_state_as_in_the_mark(
    entered, team, municipality, handler, colleague, by_colleague, what
):
    person = enrolled(team, municipality, by=handler)
    enrolled(team, municipality, "Bo", "Ahl", by=handler)
    visited(team, handler, hours=1)
    since = Membership.objects.get(team=team, user=handler).previous_visit_at

    def act(by):
        if what == "note":
            actions.add_note(enrolment=person, text="Hej", kind="note", happened_at=timezone.now(), by=by)
        elif what == "intervention":
            intervention(person, Focus.HEALTH)
        elif what == "handler":
            actions.assign_handler(enrolment=person, user=colleague, by=by)
        elif what == "week":
            cell = Cell(person.pk, "veckan", "", "Provar kök")
            actions.write_cells(team_id=team.pk, written=[cell], by=by)
        elif what == "pause":
            actions.pause(enrolment=person, reason="away", by=by)
        elif what == "end":
            actions.end_enrolment(enrolment=person, reason="moved", kind="ended", by=by)
        else:
            participant = person.participant
            participant.phone = "070-174 06 05"
            participant.save()
            update([person.pk])

    by_colleague(act)
    RegisterRow.objects.filter(enrolment=person).update(updated_at=timezone.now())

    assert moved_rows(entered) == {"Ahmadi, Zahra"}
    everybody = set(RegisterRow.objects.values_list("participant_id", flat=True))
    assert set(marks(entered, everybody, since)) == {person.participant_id}


def test_row_written_anew_without_a_change_is_not_moved(entered, team, municipality, handler):
    enrolled(team, municipality, by=handler)
    visited(team, handler, hours=1)
    RegisterRow.objects.update(updated_at=timezone.now() + timedelta(seconds=1))
    assert moved_rows(entered) == set()


def test_hidden_persons_change_is_in_no_count(entered, as_user, handler, colleague, team, municipality, url):
    person = enrolled(team, municipality, by=handler, basis="none")
    visited(team, colleague, hours=1)
    step(person, handler, on=days_from_today(1))
    page = as_user(colleague).get(url).content.decode()
    assert re.search(r'urval=andrat-sedan-sist"[^>]*><span>[^<]*</span> <span class="n"[^>]*>0<', page)


@pytest.mark.parametrize("many", [2, 20])
def test_marks_cost_the_same_statements_however_many_moved(
    entered, as_user, handler, team, municipality, url, many, by_colleague
):
    people = [enrolled(team, municipality, f"N{n}", "Ahl", by=handler) for n in range(many)]
    visited(team, handler, hours=1)
    for person in people:
        by_colleague(step, person)
    client = as_user(handler)
    client.get(f"{url}?urval=andrat-sedan-sist")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{url}?urval=andrat-sedan-sist").status_code == 200
    asked = [q["sql"] for q in captured.captured_queries if not re.search(r"(SAVEPOINT |BEGIN|COMMIT)", q["sql"][-60:])]
    assert len(asked) == 9, [sql[:90] for sql in asked]
