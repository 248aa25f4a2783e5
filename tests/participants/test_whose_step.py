"""Whose the next step is: one of us, the person, somebody else; what the register and the day ask from it."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from followup.myday import my_day
from participants import actions
from participants.enums import StepBy
from participants.models import Enrolment, RegisterRow
from participants.queries import register as queries
from participants.queries.overview import overview
from participants.queries.selected import asked_by
from participants.queries.selection import Selection
from participants.queries.states import Ready
from participants.queries.timeline import entries
from tests.participants.factories import days_from_today, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(entered, team, municipality, handler):
    return enrolled(team, municipality, by=handler, handler=handler)


def address(enrolment: Enrolment) -> str:
    return reverse("participants:next_step", args=[enrolment.team.slug, enrolment.participant.public_id])


def step(enrolment, by, **fields) -> None:
    actions.set_next_step(
        enrolment=enrolment,
        step="Ring",
        on=days_from_today(0),
        waiting_for=fields.pop("waiting_for", ""),
        by=by,
        **fields,
    )


def stored(enrolment) -> tuple[str, int | None, str]:
    found = Enrolment.objects.get(pk=enrolment.pk)
    return found.next_step_by, found.next_step_user_id, found.next_step_who


def test_who_is_chosen_and_i_am_proposed_for_a_new_step(person, as_user, handler, colleague):
    page = as_user(handler).get(address(person)).content.decode()
    assert f'<option value="user:{handler.pk}" selected>Jag</option>' in page
    assert f'<option value="user:{colleague.pk}">{colleague.name}</option>' in page
    assert '<option value="person">Deltagaren</option>' in page


@pytest.mark.parametrize("whose", ["me", "colleague", "person", "other", "nobody"])
def test_choice_is_kept_and_shown_in_the_register(person, as_user, handler, colleague, team, whose):
    sent, kept, shown = {
        "me": (f"user:{handler.pk}", ("user", handler.pk, ""), "jag"),
        "colleague": (f"user:{colleague.pk}", ("user", colleague.pk, ""), colleague.name),
        "person": ("person", ("person", None, ""), "deltagaren"),
        "other": ("other", ("other", None, "Kommunen"), "Kommunen"),
        "nobody": ("", ("", None, ""), ""),
    }[whose]
    words = "Kommunen" if whose == "other" else ""
    response = as_user(handler).post(address(person), {"next_step": "Ring", "who": sent, "next_step_who": words})
    assert response.status_code == 302
    assert stored(person) == kept
    page = as_user(handler).get(reverse("participants:register", args=[team.slug])).content.decode()
    assert re.search(r'data-cell="vem">(?:<span class="only-read">)?(.*?)<', page)[1] == (shown or "tom")


def test_somebody_else_asks_for_words_and_words_alone_are_somebody_else(person, as_user, handler):
    client = as_user(handler)
    refused = client.post(address(person), {"next_step": "Ring", "who": "other", "next_step_who": ""})
    assert refused.status_code == 422
    assert "Skriv vem det är." in refused.content.decode()
    client.post(address(person), {"next_step": "Ring", "who": f"user:{handler.pk}", "next_step_who": "Skolan"})
    assert stored(person) == ("other", None, "Skolan")


def test_old_words_stay_until_somebody_chooses(person, as_user, handler):
    Enrolment.objects.filter(pk=person.pk).update(next_step="Ring", next_step_who="Sara på AF")
    page = as_user(handler).get(address(person)).content.decode()
    assert '<option value="other" selected>' in page
    assert 'value="Sara på AF"' in page


def test_stranger_is_no_choice(person, as_user, handler, stranger):
    for value in (f"user:{stranger.pk}", "user:x", "user:", "nonsense"):
        response = as_user(handler).post(address(person), {"next_step": "Ring", "who": value})
        assert response.status_code == 422
    assert stored(person) == ("", None, "")


def test_colleague_who_changed_who_at_the_same_time_is_told(person, as_user, handler, colleague):
    opened = {"base-who": "", "base-next_step": "", "base-next_step_who": "", "next_step": ""}
    as_user(colleague).post(address(person), opened | {"who": "person"})
    response = as_user(handler).post(address(person), opened | {"who": f"user:{handler.pk}"})
    assert response.status_code == 422
    assert "Där står nu: ”Deltagaren”" in response.content.decode()
    again = as_user(handler).post(address(person), opened | {"base-who": "person", "who": f"user:{handler.pk}"})
    assert again.status_code == 302
    assert stored(person) == ("user", handler.pk, "")


def test_register_asks_who_we_wait_for(entered, team, municipality, handler, colleague):
    people = [enrolled(team, municipality, "N", name, by=handler) for name in "abcdef"]
    mine, theirs, persons, others, said, none = people
    step(mine, handler, step_by=StepBy.USER, user_id=handler.pk)
    step(theirs, handler, step_by=StepBy.USER, user_id=colleague.pk)
    step(persons, handler, step_by=StepBy.PERSON)
    step(others, handler, step_by=StepBy.OTHER, who="Kommunen")
    step(said, handler, step_by=StepBy.USER, user_id=handler.pk, waiting_for="person")
    seen = overview(Selection(), asked_by(entered), None)
    assert seen.counts[Ready.WAITING_FOR_ME] == 1
    assert seen.counts[Ready.WAITING_FOR_US] == 2
    assert seen.counts[Ready.WAITING_FOR_PERSON] == 2
    page = queries.page(Selection(ready=Ready.WAITING_FOR_ME), asked_by(entered), None, seen)
    assert [row.enrolment_id for row in page.rows] == [mine.pk]


def test_day_holds_the_steps_i_have_taken_and_not_those_a_colleague_has(
    entered, team, municipality, handler, colleague, scope_of
):
    mine = enrolled(team, municipality, "Min", "X", by=handler, handler=handler)
    taken = enrolled(team, municipality, "Tagen", "X", by=handler, handler=handler)
    step(mine, handler)
    step(taken, handler, step_by=StepBy.USER, user_id=colleague.pk)
    assert [row.enrolment_id for row in my_day(scope=entered).steps] == [mine.pk]
    theirs = my_day(scope=scope_of(colleague, team))
    assert [row.enrolment_id for row in theirs.steps] == [taken.pk]
    assert theirs.signals == []


def test_end_lets_go_of_who_and_a_new_name_reaches_the_row(person, handler, colleague):
    from participants.enums import EndKind, EndReason
    from participants.register import handler_renamed

    step(person, handler, step_by=StepBy.USER, user_id=colleague.pk)
    colleague.name = "Boel Ny"
    colleague.save()
    handler_renamed(colleague.pk)
    assert RegisterRow.objects.get(enrolment=person).next_step_who == "Boel Ny"
    actions.end_enrolment(enrolment=person, reason=EndReason.MOVED, kind=EndKind.ENDED, by=handler)
    assert stored(person) == ("", None, "")


def test_story_loses_no_event_of_one_moment_at_the_end_of_a_page(person, entered, handler):
    """Ten interventions that began the same day are told all, in the same order every time."""
    for number in range(10):
        actions.add_intervention(
            enrolment=person, title=f"Insats {number}", focus="job", starts_on=days_from_today(-9), by=handler
        )
    told = [entry for entry in entries(person.participant_id, entered, None, 4) if entry.kind == "Insats"]
    assert len(told) == 10
    assert [e.text for e in told] == [f"Insats {n} började" for n in range(9, -1, -1)]


def test_start_that_lies_ahead_is_said(entered, team, municipality, handler):
    from participants.queries.watch import spans_of, standing
    from participants.standing import Code, signals

    ahead = enrolled(team, municipality, "Ny", "Snart", by=handler, started_on=days_from_today(20))
    row = RegisterRow.objects.get(enrolment=ahead)
    found = signals(standing(row, spans_of(row.interventions)), timezone.localdate())
    assert Code.STARTS in {signal.code for signal in found}
    assert Code.NEW not in {signal.code for signal in found}
