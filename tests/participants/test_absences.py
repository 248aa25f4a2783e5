"""A colleague is away: told in days, stand-ins proposed and chosen as one batch, ending by themselves."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Absence, Membership
from core import working_days
from core.models import Notice
from core.scope import Kind, Scope, enter
from participants.enums import HandlerKind
from participants.models import BulkBatch, ConflictOfInterest, HandlerAssignment
from participants.queries import absences, spread
from tests.conftest import member
from tests.participants.factories import days_from_today, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(entered, team, municipality, handler, colleague):
    return [enrolled(team, municipality, name, by=handler, handler=handler) for name in ("Amal", "Bashir", "Cyrus")]


@pytest.fixture
def away(people, team, handler):
    """Alice is away for three weeks from tomorrow."""
    return accounts.add_absence(
        membership=Membership.objects.get(team=team, user=handler),
        starts_on=days_from_today(1),
        back_on=days_from_today(22),
        by=handler,
    )


def page(team, absence) -> str:
    return reverse("participants:stand_ins", args=[team.slug, absence.public_id])


def choice(*pairs) -> dict[str, str]:
    return {f"till_{enrolment.public_id}": str(user.pk) for enrolment, user in pairs}


def stand_ins() -> set[tuple[str, str, date, date | None]]:
    rows = HandlerAssignment.objects.filter(kind=HandlerKind.STAND_IN)
    return set(rows.values_list("participant__first_name", "user__name", "started_on", "ended_on"))


def test_days_are_told_by_oneself_or_the_leader_and_never_why(
    people, team, as_user, handler, colleague, leader, steering
):
    mine = Membership.objects.get(team=team, user=handler)
    url = reverse("accounts:absence_add", args=[team.slug, mine.public_id])
    assert "varför" in as_user(handler).get(url).content.decode()
    assert as_user(colleague).get(url).status_code == 403
    assert as_user(colleague).post(url, {}).status_code == 403
    sent = {"starts_on": str(days_from_today(1)), "back_on": str(days_from_today(22))}
    for wrong in ({"back_on": ""}, {"back_on": sent["starts_on"]}, {"starts_on": "\x00"}, {"back_on": "2199-01-01"}):
        assert as_user(handler).post(url, sent | wrong).status_code == 422
    done = as_user(handler).post(url, sent)
    absence = Absence.objects.get()
    assert done["Location"] == page(team, absence)
    assert as_user(leader).post(url, sent).status_code == 422  # the same days again
    assert "borta" in as_user(colleague).get(reverse("accounts:member_list", args=[team.slug])).content.decode()
    theirs = Membership.objects.get(team=team, user=steering)
    own = reverse("accounts:absence_add", args=[team.slug, theirs.public_id])
    assert as_user(steering).post(own, sent).status_code == 302


def test_days_that_overlap_or_run_backwards_are_refused_by_the_database(away, team, handler):
    mine = away.membership
    for first, back in ((5, 5), (5, 3), (2, 40)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Absence.objects.create(
                team=team, membership=mine, starts_on=days_from_today(first), back_on=days_from_today(back)
            )
    Absence.objects.create(team=team, membership=mine, starts_on=days_from_today(22), back_on=days_from_today(23))


def test_a_stand_in_is_proposed_for_each_changed_and_chosen_as_one_batch_and_taken_back(
    away, people, team, as_user, handler, colleague, leader
):
    first, second, third = people
    client, url = as_user(leader), page(team, away)
    shown = client.get(url).content.decode()
    assert all(person.participant.first_name in shown for person in people)
    assert f'value="{colleague.pk}" selected' in shown
    assert f'value="{handler.pk}"' not in shown  # who is away stands in for nobody
    assert client.post(url, {}).status_code == 422
    assert client.post(url, choice((first, handler))).status_code == 422
    done = client.post(url, choice((first, colleague), (second, leader)), follow=True).content.decode()
    assert "2 personer har en vikarie." in done
    days = (days_from_today(1), days_from_today(22))
    assert stand_ins() == {("Amal", "Bo Lind", *days), ("Bashir", "Lena Strand", *days)}
    told = Notice.objects.filter(kind="handler", user_id=colleague.pk, url=url)
    assert [notice.title for notice in told] == ["Du är vikarie för en kollegas deltagare"]
    assert not Notice.objects.filter(kind="handler", user_id=leader.pk, url=url).exists()
    batch = BulkBatch.objects.get()
    undo = reverse("participants:bulk_undo", args=[team.slug, batch.public_id])
    assert undo in done
    assert client.post(url, choice((third, leader))).status_code == 302
    assert client.post(undo, headers={"HX-Request": "true"}).status_code == 204
    assert {row[0] for row in stand_ins()} == {"Cyrus"}


def test_person_page_says_who_stands_in_and_nothing_when_the_handler_is_back(
    away, people, team, as_user, handler, colleague
):
    base = reverse("participants:detail", args=[team.slug, people[0].participant.public_id])
    client = as_user(handler)
    assert "Alice är borta" in client.get(base).content.decode()
    assert ", ingen vikarie." in client.get(base).content.decode()
    client.post(page(team, away), choice((people[0], colleague)))
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=True):
        Membership.objects.update(last_visit_at=timezone.now())
        shown = as_user(handler).get(base).content.decode()
    assert "Alice är borta till" in shown
    assert "Bo vikarierar." in shown
    with time_machine.travel(timezone.now() + timedelta(days=22), tick=True):
        Membership.objects.update(last_visit_at=timezone.now())
        shown = as_user(handler).get(base).content.decode()
    assert "är borta" not in shown
    assert "vikarie)" not in shown


def test_stand_in_is_no_change_and_sees_health_only_meanwhile(
    away, people, team, scope_of, as_user, handler, colleague
):
    from participants.queries.access import sees_health

    as_user(handler).post(page(team, away), choice((people[0], colleague)))
    person = people[0].participant_id
    scope = scope_of(colleague, team)
    with enter(scope):
        assert sees_health(scope, [person]) == set()
    for days, sees in ((2, {person}), (22, set())):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=True), enter(scope):
            assert sees_health(scope, [person]) == sees
    assert HandlerAssignment.objects.get(enrolment=people[0], kind=HandlerKind.PRIMARY).ended_on is None


def test_stand_ins_follow_other_days_and_end_when_nobody_is_away_after_all(
    away, people, team, as_user, handler, colleague, leader
):
    client = as_user(leader)
    client.post(page(team, away), choice((people[0], colleague), (people[1], colleague)))
    url = reverse("accounts:absence_edit", args=[team.slug, away.membership.public_id, away.public_id])
    base = {"base-starts_on": str(away.starts_on), "base-back_on": str(away.back_on)}
    sent = {"starts_on": str(days_from_today(3)), "back_on": str(days_from_today(30))}
    assert client.post(url, sent | base).status_code == 302
    assert {row[2:] for row in stand_ins()} == {(days_from_today(3), days_from_today(30))}
    clash = client.post(url, sent | base | {"back_on": str(days_from_today(60))})
    assert clash.status_code == 422
    assert "En kollega ändrade samma ruta" in clash.content.decode()
    one = HandlerAssignment.objects.filter(kind=HandlerKind.STAND_IN).first()
    end = reverse("participants:stand_in_end", args=[team.slug, away.public_id, one.pk])
    assert client.post(end).status_code == 302
    assert len(stand_ins()) == 1
    remove = reverse("accounts:absence_remove", args=[team.slug, away.membership.public_id, away.public_id])
    assert as_user(colleague).post(remove).status_code == 403
    assert client.post(remove).status_code == 302
    assert stand_ins() == set()
    assert not Absence.objects.exists()


def test_back_earlier_ends_those_that_run_and_keeps_their_days(away, people, team, as_user, leader, colleague, handler):
    as_user(leader).post(page(team, away), choice((people[0], colleague)))
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=True), enter(Scope(Kind.RUN, team_id=team.pk)):
        today = timezone.localdate()
        accounts.move_absence(absence=away, starts_on=away.starts_on, back_on=today, by=handler)
    assert {row[2:] for row in stand_ins()} == {(days_from_today(1), today)}


def test_long_absence_without_stand_in_is_a_signal_for_the_leader_and_oneself_and_ends_with_a_stand_in(
    away, people, team, as_user, handler, colleague, leader
):
    def day(user) -> str:
        return as_user(user).get(reverse("followup:my_day", args=[team.slug])).content.decode()

    assert "Utan vikarie medan Alice är borta" in day(leader)
    assert "Utan vikarie medan du är borta" in day(handler)
    assert "Utan vikarie" not in day(colleague)
    as_user(leader).post(page(team, away), choice(*((person, colleague) for person in people)))
    assert "Utan vikarie" not in day(leader)
    HandlerAssignment.objects.filter(kind=HandlerKind.STAND_IN).delete()
    accounts.move_absence(absence=away, starts_on=away.starts_on, back_on=days_from_today(8), by=handler)
    assert "Utan vikarie" not in day(leader)
    listed = as_user(colleague).get(reverse("participants:away", args=[team.slug])).content.decode()
    assert "3 personer utan vikarie" in listed


def test_ten_working_days_are_counted_as_swedish_ones():
    assert working_days.count(date(2026, 12, 21), date(2027, 1, 7)) == 8  # 21-23 and 28-30 December, 4-5 January
    assert working_days.count(date(2026, 11, 2), date(2026, 11, 16)) == 10
    made = Absence(starts_on=date(2026, 11, 2), back_on=date(2026, 11, 16))
    assert not absences.is_long(made)
    made.back_on = date(2026, 11, 17)
    assert absences.is_long(made)


def test_nobody_hears_of_whom_they_must_not_know(away, people, team, municipality, as_user, handler, colleague, leader):
    hidden, seen = people[0], people[1]
    ConflictOfInterest.objects.create(team=team, participant=hidden.participant, user=colleague, noted_by=leader)
    shown = as_user(colleague).get(page(team, away)).content.decode()
    assert "Amal" not in shown
    listed = as_user(colleague).get(reverse("participants:away", args=[team.slug])).content.decode()
    assert "2 personer utan vikarie" in listed
    client = as_user(leader)
    assert client.post(page(team, away), choice((hidden, colleague))).status_code == 422
    client.post(page(team, away), choice((hidden, leader), (seen, leader)))
    after = as_user(colleague).get(page(team, away)).content.decode()
    assert "Bashir" in after
    assert "Amal" not in after
    mine = HandlerAssignment.objects.get(kind=HandlerKind.STAND_IN, enrolment=hidden)
    end = reverse("participants:stand_in_end", args=[team.slug, away.public_id, mine.pk])
    assert as_user(colleague).post(end).status_code == 404


def test_strangers_find_nothing_and_readers_change_nothing(away, people, team, as_user, stranger, colleague, steering):
    assert as_user(stranger).get(page(team, away)).status_code == 404
    assert as_user(steering).get(page(team, away)).status_code == 403
    colleague.memberships.update(role="reader")
    client = as_user(colleague)
    assert "Spara vikarierna" not in client.get(page(team, away)).content.decode()
    client.post(page(team, away), choice((people[0], colleague)))
    assert stand_ins() == set()


def test_colleagues_away_the_same_days_are_not_proposed(away, people, team, municipality, as_user, leader, colleague):
    third = member(team, municipality, "Dag Alm")
    theirs = Membership.objects.get(team=team, user=colleague)
    accounts.add_absence(membership=theirs, starts_on=days_from_today(10), back_on=days_from_today(12), by=leader)
    shown = as_user(leader).get(page(team, away)).content.decode()
    assert f'value="{colleague.pk}"' not in shown
    assert f'value="{third.pk}" selected' in shown


def test_deed_of_stand_ins_is_not_among_those_for_rows_of_the_register(people, team, as_user, handler):
    register = reverse("participants:register", args=[team.slug])
    assert 'value="vikarier"' not in as_user(handler).get(register).content.decode()
    begun = as_user(handler).post(f"{register}flera/", {"vald": [people[0].public_id], "gor": "vikarier"})
    assert begun.status_code == 404


def test_register_has_a_state_for_those_whose_handler_is_away_today_without_a_stand_in(
    away, people, team, as_user, handler, colleague, leader
):
    url = reverse("participants:register", args=[team.slug]) + "?urval=handledare-borta"

    def shown() -> list[str]:
        page = as_user(leader).get(url).content.decode()
        return [name for name in ("Amal", "Bashir", "Cyrus") if name in page.split("<main")[1]]

    assert shown() == []  # from tomorrow
    Absence.objects.filter(pk=away.pk).update(starts_on=days_from_today(-1))
    assert shown() == ["Amal", "Bashir", "Cyrus"]
    as_user(leader).post(page(team, away), choice((people[0], colleague)))
    assert shown() == ["Bashir", "Cyrus"]
    assert "Handledare borta, ingen vikarie" in as_user(leader).get(url).content.decode()
    Absence.objects.filter(pk=away.pk).update(back_on=timezone.localdate())
    assert shown() == []


def test_whoever_is_away_is_not_proposed_when_people_are_handed_on_and_says_so_where_one_chooses(
    people, team, municipality, as_user, handler, colleague, leader, scope_of
):
    spare = member(team, municipality, "Siri Ny")
    accounts.add_absence(
        membership=Membership.objects.get(team=team, user=colleague),
        starts_on=days_from_today(5),
        back_on=days_from_today(12),
        by=colleague,
    )
    with enter(scope_of(leader, team)):
        plan = spread.plan(scope_of(leader, team), handler=handler.pk)
    assert {one.user_id for one in plan.proposals.values()} == {spare.pk}
    url = reverse("participants:spread", args=[team.slug]) + f"?fran={handler.pk}"
    assert f"{colleague.name}, borta till " in as_user(leader).get(url).content.decode()
