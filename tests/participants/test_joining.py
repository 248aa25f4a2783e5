"""Two rows that are the same person become one from their page, and two again: exactly, in order, by who may."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts import access
from accounts.models import AccessLink
from core.db import rows
from core.models import Notice, ReadLine, SearchToken
from core.scope import Kind, Scope, enter
from participants import actions, numbers, register
from participants.actions import joining
from participants.enums import (
    ConcernKind,
    HandlerKind,
    NoteKind,
    OutcomeKind,
    ProtectionLevel,
)
from participants.models import (
    ConflictOfInterest,
    Enrolment,
    FormerIdentity,
    NoteDraft,
    Participant,
    PersonMerge,
    StartItem,
    Task,
)
from participants.owndoor import door_of
from smail import progress
from tests.cvbuilder.factories import full_profile, made_cv
from tests.participants.factories import TEST_NUMBERS, days_from_today, enrolled, intervention
from tests.smail.factories import assessed

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_team(team):
    with enter(Scope(Kind.RUN, team_id=team.pk)) as scope:
        yield scope


def lived(team, organisation, name, number, handler, colleague) -> Enrolment:
    """Somebody about whom every app holds something."""
    enrolment = enrolled(team, organisation, name, by=handler, handler=handler, number=number, phone="070-174 06 05")
    bound = {"team": team, "participant": enrolment.participant}
    intervention(enrolment, title=f"Praktik {name}")
    actions.add_note(enrolment=enrolment, text=f"Om {name}", kind=NoteKind.CALL, by=handler)
    actions.set_goal(enrolment=enrolment, goal=f"Kock {name}", by=handler)
    actions.add_task(title="Ring", owner=handler, enrolment=enrolment, by=handler)
    actions.raise_concern(enrolment=enrolment, kind=ConcernKind.values[0], text="Trött", by=handler)
    actions.record_wish(enrolment=enrolment, words="Någon som talar dari", by=handler)
    actions.assign_handler(enrolment=enrolment, user=colleague, by=handler, kind=HandlerKind.CO)
    actions.record_outcome(
        enrolment=enrolment, kind=OutcomeKind.WORK, starts_on=days_from_today(-20), by=handler, where="Café"
    )
    NoteDraft.objects.create(**bound, user=handler, text="Börjat")
    StartItem.objects.create(**bound, point="bank", state="done", changed_by=handler)
    ConflictOfInterest.objects.create(**bound, user=colleague, noted_by=handler)
    full_profile(enrolment.participant)
    made_cv(enrolment.participant, handler)
    assessed(enrolment, handler, on=days_from_today(-40))
    return Enrolment.objects.select_related("participant", "team").get(pk=enrolment.pk)


@pytest.fixture
def two(in_team, team, municipality, handler, colleague) -> tuple[Enrolment, Enrolment]:
    return (
        lived(team, municipality, "Zahra", "", handler, colleague),
        lived(team, municipality, "Zara", TEST_NUMBERS[0], handler, colleague),
    )


def people(two) -> tuple[Participant, Participant]:
    return tuple(Participant.objects.get(pk=enrolment.participant_id) for enrolment in two)


def all_of(ids) -> rows.Standing:
    return rows.standing(joining._tables(), ids)


def test_undoing_puts_every_row_of_every_app_back_exactly(two, team, leader):
    keep, drop = people(two)
    ids = [keep.pk, drop.pk]
    before = all_of(ids)
    filled = {table for table, found in before.items() if found}
    assert {"cvbuilder_cv", "smail_rating", "smail_progress", "participants_note"} <= filled
    assert len(filled) >= 24, sorted(set(before) - filled)

    merge = actions.merge_participants(keep=keep, drop=drop, by=leader)
    assert list(Participant.objects.values_list("pk", flat=True)) == [ids[0]]
    assert (register.differences(team.pk), progress.differences(team.pk)) == ([], [])
    back = actions.undo_merge(merge=merge, by=leader)

    after = all_of(ids)
    after.pop(PersonMerge._meta.db_table), before.pop(PersonMerge._meta.db_table)
    assert after == before
    assert (back.pk, numbers.reveal(back), numbers.reveal(people(two)[0])) == (ids[1], TEST_NUMBERS[0], "")
    assert FormerIdentity.objects.count() == 0
    assert (register.differences(team.pk), progress.differences(team.pk)) == ([], [])
    assert SearchToken.objects.filter(participant_id=back.pk, token="zara").exists()
    assert PersonMerge.objects.get().sealed is None


def test_rebuild_commands_are_clean_after_both(two, team, leader):
    keep, drop = people(two)
    merge = actions.merge_participants(keep=keep, drop=drop, by=leader)
    for _again in range(2):
        call_command("rebuild_register", "--check", verbosity=0)
        call_command("rebuild_progress", "--check", verbosity=0)
        if merge.undone_at is None:
            actions.undo_merge(merge=merge, by=leader)
            merge.refresh_from_db()


def test_what_is_kept_of_the_rows_is_sealed_and_goes_after_seven_days(two, team, leader):
    keep, drop = people(two)
    merge = actions.merge_participants(keep=keep, drop=drop, by=leader)
    assert b"Zara" not in bytes(merge.sealed)
    assert actions.forget_merges(team_id=team.pk) == 0
    PersonMerge.objects.update(at=timezone.now() - timedelta(days=8))
    with pytest.raises(actions.ActionError, match="sju dagar"):
        actions.undo_merge(merge=merge, by=leader)
    assert actions.forget_merges(team_id=team.pk) == 1


def test_undo_is_refused_by_name_when_what_was_moved_was_changed(two, leader, handler):
    keep, drop = people(two)
    task = Task.objects.get(participant=drop)
    merge = actions.merge_participants(keep=keep, drop=drop, by=leader)
    task.refresh_from_db()
    task.title = "Ring på tisdag"
    task.save()
    with pytest.raises(actions.ActionError, match=r"Uppgifter \(1\)"):
        actions.undo_merge(merge=merge, by=leader)
    assert Participant.objects.count() == 1


def test_undo_is_refused_when_something_new_hangs_on_what_was_moved(two, leader, handler):
    from smail.models import Assessment

    keep, drop = people(two)
    theirs = Assessment.objects.filter(participant=drop).first()
    merge = actions.merge_participants(keep=keep, drop=drop, by=leader)
    part = theirs.parts.first()
    theirs.parts.filter(pk=part.pk).update(language="so")
    with pytest.raises(actions.ActionError, match="Skattningar"):
        actions.undo_merge(merge=merge, by=leader)


def test_what_is_written_since_on_the_one_who_stays_is_no_hindrance(two, leader, handler):
    keep, drop = people(two)
    merge = actions.merge_participants(keep=keep, drop=drop, by=leader)
    mine = Enrolment.objects.get(pk=two[0].pk)
    actions.add_note(enrolment=mine, text="Efteråt", kind=NoteKind.CALL, by=handler)
    actions.set_goal(enrolment=mine, goal="Bagare", by=handler)
    actions.undo_merge(merge=merge, by=leader)
    keep, drop = people(two)
    assert set(two[0].notes.values_list("text", flat=True)) == {"Om Zahra", "Efteråt"}
    assert Enrolment.objects.get(pk=two[0].pk).goal == "Bagare"


def test_a_chain_is_undone_from_its_end(two, team, municipality, leader, handler, colleague):
    first, second = people(two)
    third = lived(team, municipality, "Sara", "", handler, colleague).participant
    ids = [first.pk, second.pk, third.pk]
    before = all_of(ids)
    one = actions.merge_participants(keep=second, drop=first, by=leader)
    other = actions.merge_participants(keep=third, drop=Participant.objects.get(pk=second.pk), by=leader)
    one.refresh_from_db()
    assert set(FormerIdentity.objects.values_list("former_id", "participant_id")) == {
        (first.pk, third.pk),
        (second.pk, third.pk),
    }
    assert register.differences(team.pk) == []

    with pytest.raises(actions.ActionError, match="ytterligare en rad"):
        actions.undo_merge(merge=one, by=leader)
    actions.undo_merge(merge=other, by=leader)
    one.refresh_from_db()
    actions.undo_merge(merge=one, by=leader)

    after = all_of(ids)
    for stand in (after, before):
        stand.pop(PersonMerge._meta.db_table)
    assert after == before
    assert register.differences(team.pk) == []


def test_a_number_that_a_third_person_has_since_stops_the_undoing_in_words(two, team, municipality, leader, handler):
    keep, drop = people(two)
    numbers.seal(keep, numbers.read(TEST_NUMBERS[1]))
    keep.save()
    merge = actions.merge_participants(keep=keep, drop=drop, by=leader)
    enrolled(team, municipality, "Tredje", number=TEST_NUMBERS[0], by=handler)
    with pytest.raises(actions.ActionError, match="tredje person"):
        actions.undo_merge(merge=merge, by=leader)
    assert Participant.objects.count() == 2


def test_those_who_handle_them_hear_of_it_and_the_story_tells(two, team, leader, handler, scope_of):
    from participants.queries.timeline import entries

    keep, drop = people(two)
    merge = actions.merge_participants(keep=keep, drop=drop, by=leader)
    assert {n.user_id for n in Notice.objects.filter(kind="merged")} == {handler.pk}
    actions.undo_merge(merge=merge, by=leader)
    with enter(scope_of(leader, team)):
        for person in people(two):
            told = " ".join(e.text for e in entries(person.pk, scope_of(leader, team), None, 100))
            assert "blev en" in told
            assert "ångrades" in told


# The pages


@pytest.fixture
def pair(team, municipality, handler, leader, scope_of):
    with enter(scope_of(leader, team)):
        one = enrolled(team, municipality, "Zahra", by=handler, handler=handler, phone="070-174 06 05")
        other = enrolled(team, municipality, "Zahra", "Ahmadzai", by=handler, handler=handler)
    return one.participant, other.participant


def page(name, *people, item=""):
    args = [people[0].team.slug, *(person.public_id for person in people), *([item] if item else [])]
    return reverse(f"participants:{name}", args=args)


def test_from_the_persons_page_to_one_person_and_back(pair, team, leader, as_user, scope_of):
    keep, drop = pair
    client = as_user(leader)
    assert page("same", keep) in client.get(page("detail", keep)).text
    assert page("same_as", keep, drop) in client.get(page("same", keep)).text
    assert page("same_as", keep, drop) in client.post(page("same", keep), {"q": "ahmadz"}).text
    told = client.get(page("same_as", keep, drop)).text
    assert "Ahmadzai" in told
    assert "felregistrering" in told
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        assert ReadLine.objects.filter(subject_ids__contains=[drop.pk], kind="opened").exists()

    answer = client.post(page("same_as", keep, drop), follow=True)
    assert answer.redirect_chain == [(page("detail", keep), 302)]
    assert "Två rader blev en" in answer.text
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        merge = PersonMerge.objects.get()
    undo = page("same_undo", keep, item=merge.public_id)
    assert undo in answer.text
    assert client.get(undo).status_code == 200
    assert client.post(undo, follow=True).status_code == 200
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        assert Participant.objects.count() == 2
    assert client.post(undo).status_code == 404


def test_former_address_leads_to_the_one_who_stays_for_those_who_may_know(
    pair, team, leader, handler, colleague, stranger, as_user
):
    keep, drop = pair
    actions_by = as_user(leader)
    actions_by.post(page("same_as", keep, drop))
    for name in ("detail", "history", "profile"):
        assert as_user(handler).get(page(name, drop)).headers["Location"] == page(name, keep)
    assert as_user(handler).post(page("goal", drop), {"goal": "X"}).headers["Location"] == page("detail", keep)
    assert as_user(stranger).get(page("detail", drop)).status_code == 404
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        actions.ask_conflict(participant=keep, user=colleague, by=leader)
    assert as_user(colleague).get(page("detail", drop)).status_code == 404


def test_who_may(pair, team, leader, handler, colleague, stranger, steering, as_user, scope_of):
    keep, drop = pair
    url = page("same_as", keep, drop)
    assert as_user(handler).get(url).status_code == 200
    assert as_user(colleague).get(url).status_code == 403
    assert as_user(colleague).post(url).status_code == 403
    assert as_user(steering).get(url).status_code == 403
    assert as_user(stranger).get(url).status_code == 404
    assert as_user(leader).get(page("same_as", keep, keep)).status_code == 404
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        actions.protect(
            participant=drop,
            level=ProtectionLevel.MARKED,
            alias="Björken",
            named=[handler],
            manager=leader,
            by=leader,
        )
    assert as_user(handler).get(url).status_code == 403  # sees both, manages neither
    assert as_user(leader).get(url).status_code == 200


def test_who_may_not_see_one_of_them_never_learns_of_it(pair, team, leader, handler, as_user):
    keep, drop = pair
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        actions.ask_conflict(participant=drop, user=handler, by=leader)
    client = as_user(handler)
    assert client.get(page("same_as", keep, drop)).status_code == 404
    assert client.get(page("same_as", drop, keep)).status_code == 404
    assert "Ahmadzai" not in client.get(page("same", keep)).text
    assert "Ahmadzai" not in client.post(page("same", keep), {"q": "ahmadz"}).text


def test_same_number_is_told_to_who_sees_both(team, municipality, handler, leader, as_user, scope_of):
    with enter(scope_of(leader, team)):
        hidden = enrolled(team, municipality, "Zahra", number=TEST_NUMBERS[0], by=leader).participant
        actions.protect(
            participant=hidden, level=ProtectionLevel.MARKED, alias="Björken", named=[], manager=leader, by=leader
        )
    with enter(scope_of(handler, team)):
        again = enrolled(team, municipality, "Zahra", by=handler)
        actions.set_number(participant=again.participant, number=numbers.read(TEST_NUMBERS[0]), by=handler)
    url = page("same_as", again.participant, hidden)
    assert url in as_user(leader).get(page("detail", again.participant)).text
    told = as_user(handler).get(page("detail", again.participant)).text
    assert url not in told
    assert "Samma personnummer" not in told


def test_ways_in_stay_closed_after_undoing_and_both_pages_say_so_until_there_is_a_new_one(pair, team, leader, as_user):
    keep, drop = pair
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        access.make_link(door_of(drop), by=leader)
        access.make_link(door_of(keep), by=leader)
        merge = actions.merge_participants(keep=keep, drop=drop, by=leader)
        assert AccessLink.objects.get(closed_at=None).subject_id == keep.pk  # the other opens nothing
        actions.undo_merge(merge=merge, by=leader)
        assert not AccessLink.objects.filter(closed_at=None).exists()
    client, words = as_user(leader), "Gör en ny länk eller kod"

    def shown(person) -> str:
        return client.get(page("detail", person)).text

    assert words in shown(drop)
    assert words in shown(keep)
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        access.make_link(door_of(drop), by=leader)
    assert words not in shown(drop)
    assert words in shown(keep)
