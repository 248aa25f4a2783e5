"""A handover from the question to its last point; corrections, stand-ins and wishes, which are no changes."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from accounts.actions import end_membership
from accounts.models import Membership
from core import working_days
from core.models import Notice
from core.scope import enter
from participants import actions, register
from participants.continuity import Continuity, Period, continuity, handler_changes, is_same_since
from participants.enums import Focus, HandlerKind, HandoverPoint
from participants.models import HandlerAssignment, HandlerWish, Handover, Meeting, RegisterRow
from participants.queries.watch import spans_of, standing
from participants.standing import Code, Level, signals
from tests.conftest import member
from tests.participants.factories import days_from_today, enrolled, intervention

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(entered, team, municipality, handler):
    return enrolled(team, municipality, by=handler, handler=handler)


@pytest.fixture
def asked(person, handler, colleague):
    return actions.propose_handover(
        enrolment=person, to=colleague, by=handler, reason="Ledig", reason_code="away", words="Trivs bäst på morgonen."
    )


def address(enrolment, name, *more):
    return reverse(f"participants:{name}", args=[enrolment.team.slug, enrolment.participant.public_id, *more])


def changes_of(enrolment):
    return RegisterRow.objects.get(enrolment=enrolment).handler_changes


def test_page_shows_the_record_beside_each_point_and_the_leavers_words(asked, person, as_user, colleague):
    intervention(person, Focus.JOB, -3, 30, title="Praktik i köket")
    page = as_user(colleague).get(address(person, "handover")).content.decode()
    for words in ("Praktik i köket", "Trivs bäst på morgonen.", "Trepartsmöte", "Lång ledighet", "Svara"):
        assert words in page


def test_yes_asks_for_a_first_meeting_and_books_it(asked, person, as_user, colleague):
    client = as_user(colleague)
    assert client.post(address(person, "handover_answer"), {}).status_code == 422
    client.post(address(person, "handover_answer"), {"on": "imorgon", "at": "9.30", "place": "Kontoret"})
    meeting = Meeting.objects.get()
    assert (meeting.with_user_id, meeting.place) == (colleague.pk, "Kontoret")
    assert RegisterRow.objects.get(enrolment=person).handler_id == colleague.pk


def test_no_says_why_and_the_handler_stays(asked, person, as_user, handler, colleague):
    client = as_user(colleague)
    assert client.post(address(person, "handover_answer"), {"answer": "no"}).status_code == 422
    client.post(address(person, "handover_answer"), {"answer": "no", "why_not": "Har fullt"})
    assert Handover.objects.get().decline_reason == "Har fullt"
    assert RegisterRow.objects.get(enrolment=person).handler_id == handler.pk


def test_checklist_goes_on_after_the_yes_until_the_last_point(asked, person, as_user, handler, colleague):
    first, *rest = HandoverPoint.values
    client = as_user(handler)
    client.post(address(person, "handover_point", first), {"done": "1"})
    actions.accept_handover(handover=asked, by=colleague)
    for point in rest:
        assert RegisterRow.objects.get(enrolment=person).has_handover
        client.post(address(person, "handover_point", point), {"done": "1"})
    assert Handover.objects.get().done_at is not None
    assert not RegisterRow.objects.get(enrolment=person).has_handover
    client.post(address(person, "handover_point", first), {"done": ""})
    assert Handover.objects.get().done_at is None
    assert client.post(address(person, "handover_point", "finns-inte"), {"done": "1"}).status_code == 404
    assert register.differences(person.team_id) == []


def test_page_tells_which_yeses_run_and_what_the_person_says(asked, person, as_user, handler, colleague):
    page = as_user(colleague).get(address(person, "handover")).content.decode()
    assert "Inget samtycke gäller" in page
    assert "Inte tillfrågad än" in page
    given = {"enrolment": person, "form": "spoken", "language": "sv", "by": handler}
    actions.give_consent(kind="cv", recipient="Ica Kvantum", **given)
    over = actions.give_consent(kind="sms", recipient="", **given)
    actions.withdraw_consent(consent=over, by=handler)
    actions.record_asked(handover=asked, answer="yes", by=handler)
    page = as_user(colleague).get(address(person, "handover")).content.decode()
    assert page.count("Ja till cv till arbetsgivare, Ica Kvantum") == 2  # the checklist and the summary
    assert "Ja till sms" not in page
    assert "ja, det går bra" in page


def test_question_is_late_after_five_working_days(asked, person):
    row = RegisterRow.objects.get(enrolment=person)
    due = working_days.after(timezone.localdate(), 5)
    assert row.handover_due_on == due

    def level(today):
        found = signals(standing(row, spans_of(row.interventions)), today)
        return next(one.level for one in found if one.code == Code.HANDOVER)

    assert level(due) == Level.SOON
    assert level(due + timedelta(days=1)) == Level.NOW


def test_whoever_asked_takes_it_back_and_the_notice_is_settled(asked, person, as_user, colleague, handler):
    assert as_user(colleague).post(address(person, "handover_withdraw")).status_code == 403
    as_user(handler).post(address(person, "handover_withdraw"))
    assert not Notice.objects.filter(kind="handover", read_at=None).exists()
    assert not RegisterRow.objects.get(enrolment=person).has_handover
    with pytest.raises(actions.ActionError):
        actions.accept_handover(handover=asked, by=colleague)


def test_answer_and_taking_back_are_refused_to_others_and_after_an_answer(asked, person, handler, colleague, reader_of):
    for act, word in ((actions.decline_handover, "fick frågan"), (actions.accept_handover, "fick frågan")):
        with pytest.raises(actions.ActionError, match=word):
            act(handover=asked, by=handler)
    with pytest.raises(actions.ActionError, match="ta tillbaka"):
        actions.withdraw_handover(handover=asked, by=reader_of)
    asked.refresh_from_db()
    assert (asked.declined_at, asked.accepted_at, asked.withdrawn_by) == (None, None, None)
    actions.decline_handover(handover=asked, reason="Har fullt", by=colleague)
    for act, by in (
        (actions.decline_handover, colleague),
        (actions.accept_handover, colleague),
        (actions.withdraw_handover, handler),
    ):
        with pytest.raises(actions.ActionError, match="redan besvarad"):
            act(handover=asked, by=by)
    asked.refresh_from_db()
    assert (asked.decline_reason, asked.withdrawn_by) == ("Har fullt", None)
    assert RegisterRow.objects.get(enrolment=person).handler_id == handler.pk


def test_leader_takes_a_colleagues_question_back(asked, person, leader, colleague):
    actions.withdraw_handover(handover=asked, by=leader)
    asked.refresh_from_db()
    assert asked.withdrawn_by == leader
    with pytest.raises(actions.ActionError, match="redan besvarad"):
        actions.decline_handover(handover=asked, by=colleague)


@pytest.fixture
def reader_of(team, municipality):
    return member(team, municipality, "Siri Ny")


def test_person_is_asked_and_every_answer_is_kept(asked, person, as_user, handler):
    for answer in ("yes", "no", "silent", "unreached"):
        as_user(handler).post(address(person, "handover_asked"), {"answer": answer})
        assert Handover.objects.get().asked_answer == answer
    assert as_user(handler).post(address(person, "handover_asked"), {"answer": "kanske"}).status_code == 422


def test_wish_tells_the_leader_and_names_no_colleague(person, as_user, handler, leader):
    as_user(handler).post(address(person, "wish"), {"words": "Jag vill prova en annan"})
    made = HandlerWish.objects.get()
    assert (made.words, changes_of(person)) == ("Jag vill prova en annan", 0)
    assert not {f.name for f in HandlerWish._meta.fields} & {"user", "handler", "about"}
    assert Notice.objects.filter(user_id=leader.pk, kind="wish", read_at=None).exists()
    assert "bad" in as_user(handler).get(address(person, "detail")).content.decode()
    assert as_user(handler).post(address(person, "wish"), {"words": "igen"}).status_code == 422
    as_user(leader).post(address(person, "wish_settle"))
    assert not Notice.objects.filter(kind="wish", read_at=None).exists()
    assert HandlerWish.objects.get().settled_by == leader


def test_correction_is_no_change_and_the_earlier_handler_goes_on(person, handler, colleague, leader):
    actions.assign_handler(enrolment=person, user=colleague, by=leader)
    assert changes_of(person) == 1
    actions.correct_assignment(enrolment=person, user=handler, by=leader)
    row = RegisterRow.objects.get(enrolment=person)
    assert (row.handler_id, row.handler_changes, row.handler_since) == (handler.pk, 0, person.started_on)
    assert HandlerAssignment.objects.get(user=colleague).end_reason == "mistake"


def test_correction_to_somebody_else_counts_one_change(person, as_user, handler, colleague, leader):
    actions.assign_handler(enrolment=person, user=colleague, by=handler)
    as_user(handler).post(address(person, "handler_correct"), {"user": leader.pk})
    row = RegisterRow.objects.get(enrolment=person)
    assert (row.handler_id, row.handler_changes) == (leader.pk, 1)


def test_correction_is_refused_when_late_and_after_a_yes(entered, team, municipality, asked, colleague, handler):
    old = enrolled(team, municipality, "Gammal", "X", handler=colleague)
    with pytest.raises(actions.ActionError):
        actions.correct_assignment(enrolment=old, user=handler, by=handler)
    actions.accept_handover(handover=asked, by=colleague)
    with pytest.raises(actions.ActionError):
        actions.correct_assignment(enrolment=asked.enrolment, user=handler, by=handler)


def test_stand_in_and_co_handler_are_no_change(person, colleague, leader, handler):
    actions.assign_handler(enrolment=person, user=colleague, kind=HandlerKind.STAND_IN, by=handler)
    actions.assign_handler(enrolment=person, user=leader, kind=HandlerKind.CO, by=handler)
    assert changes_of(person) == 0


def test_quick_handover_after_the_leaver_is_gone_has_a_contact(
    person, team, handler, colleague, leader, scope_of, as_user
):
    actions.propose_handover(enrolment=person, to=colleague, by=handler)
    end_membership(membership=Membership.objects.get(user=handler, team=team), by=leader)
    with enter(scope_of(leader, team)):
        assert Handover.objects.get().contact == leader  # the handler has left: the leader answers meanwhile
        actions.withdraw_handover(handover=Handover.objects.get(), by=leader)
    client, url = as_user(leader), address(person, "handler")
    appoint = "Utse handledare<"
    assert client.get(address(person, "detail")).content.decode().count(appoint) == 2
    form = client.get(url).content.decode()
    assert '<option value="leaves" selected>' in form
    assert "Till den som tar över, med dina ord" in form
    assert client.post(url, {"user": colleague.pk}).status_code == 422  # why, as in any handover
    sent = {"user": colleague.pk, "reason_code": "leaves", "words": "Ring hellre än mejla."}
    assert client.post(url, sent).status_code == 302
    with enter(scope_of(leader, team)):
        made = Handover.objects.get(declined_at=None)
        assert (made.from_user, made.contact, made.own_words) == (None, leader, "Ring hellre än mejla.")
        assert RegisterRow.objects.get(enrolment=person).handler_id is None  # nobody without the receiver's yes
    page = client.get(address(person, "detail")).content.decode()
    assert "är kontakt så länge" in page
    assert page.count(appoint) == 1  # one question at a time: only the signal still says so
    asked = as_user(colleague).get(address(person, "handover")).content.decode()
    for words in ("Ring hellre än mejla.", "Trepartsmöte", "Svara"):
        assert words in asked
    as_user(colleague).post(address(person, "handover_answer"), {"on": "imorgon", "at": "9.30"})
    with enter(scope_of(leader, team)):
        assert RegisterRow.objects.get(enrolment=person).handler_id == colleague.pk
        assert changes_of(person) == 1
    assert "sedan i dag, 1 byte" in as_user(colleague).get(address(person, "detail")).content.decode()


@pytest.mark.parametrize(
    ("days", "changes", "stand_ins", "said"),
    [
        (None, 0, 0, ""),
        (None, 2, 0, "2 byten"),
        (None, 0, 1, "vikarie 1 gång"),
        (0, 0, 0, "sedan i dag"),
        (0, 1, 1, "sedan i dag, 1 byte, vikarie 1 gång"),
        (0, 0, 1, "sedan i dag, vikarie 1 gång"),
        (1, 0, 0, "i 1 dag, samma hela vägen"),
        (40, 2, 1, "i 40 dagar, 2 byten, vikarie 1 gång"),
    ],
)
def test_number_of_changes_is_said_also_the_first_day_and_without_handler(days, changes, stand_ins, said):
    person = {"continuity": Continuity(days, changes, stand_ins)}
    assert strip_tags(render_to_string("participants/continuity.html", {"person": person})).strip() == said


def test_stranger_finds_no_handover(asked, person, as_user, stranger):
    assert as_user(stranger).get(address(person, "handover")).status_code == 404
    with pytest.raises(ObjectDoesNotExist):
        Handover.objects.get(accepted_at__isnull=False)


TODAY = days_from_today(0)


@pytest.mark.parametrize(
    ("periods", "same"),
    [
        ([], False),
        ([(-300, None, 1)], True),
        ([(-300, -200, 2), (-200, None, 1)], True),  # the change was before
        ([(-300, -100, 2), (-100, None, 1)], False),
        ([(-300, -120, 1), (-60, None, 1)], True),  # a time without is no change
        ([(-300, -10, 1)], False),  # nobody today
    ],
)
def test_same_handler_since_a_day_asks_who_and_not_how_long(periods, same):
    made = [days(*one) for one in periods]
    made += [days(-20, -20, 9, is_mistake=True), days(-50, -40, 8, stands_in=True)]
    assert is_same_since(made, days_from_today(-182), TODAY) is same


def days(first, after, user=1, **more):
    return Period(user, days_from_today(first), None if after is None else days_from_today(after), **more)


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([], Continuity(None, 0, 0)),
        ([days(-100, None)], Continuity(100, 0, 0)),
        ([days(-100, -40), days(-40, None, 2)], Continuity(40, 1, 0)),
        ([days(-100, -40), days(-40, None)], Continuity(100, 0, 0)),
        ([days(-100, -40), days(-10, None)], Continuity(10, 0, 0)),
        ([days(-100, -40), days(-40, -40, 2, is_mistake=True), days(-40, None)], Continuity(100, 0, 0)),
        ([days(-100, None), days(-20, -5, 2, stands_in=True)], Continuity(100, 0, 1)),
        ([days(-100, -1)], Continuity(None, 0, 0)),
        ([days(-100, -50), days(-50, -20, 2), days(-20, None)], Continuity(20, 2, 0)),
    ],
)
def test_continuity_counts_from_when_the_handler_took_over(periods, expected):
    assert continuity(periods, TODAY) == expected


@given(st.lists(st.tuples(st.integers(1, 4), st.booleans())))
def test_corrected_mistakes_leave_no_trace_in_the_count(handlers):
    assert handler_changes(handlers) == handler_changes(one for one in handlers if not one[1])
    assert 0 <= handler_changes(handlers) <= max(0, len(handlers) - 1)
