"""Two rows of one person become one, whatever both have; nothing of either is lost from sight."""

import pytest
from django.db import connection

from core import persondata
from core.models import ReadLine
from core.scope import Kind, Scope, enter
from participants import actions, numbers, register
from participants.enums import NoteKind, ProtectionLevel
from participants.models import (
    ConflictOfInterest,
    Enrolment,
    FormerIdentity,
    NoteDraft,
    Participant,
    Profile,
    ProtectedAccess,
)
from participants.queries.changes import changes
from participants.queries.people import ids_of
from tests.participants.factories import TEST_NUMBERS, enrolled, intervention

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_team(team):
    with enter(Scope(Kind.RUN, team_id=team.pk)) as scope:
        yield scope


@pytest.fixture
def two(in_team, team, municipality, handler, colleague) -> tuple[Enrolment, Enrolment]:
    """Zahra, twice: both enrolled now, both with a profile, a plan, a note, a draft and a handler."""
    from smail import actions as smail_actions

    both = []
    for name, number, user in (("Zahra", "", handler), ("Zara", TEST_NUMBERS[0], colleague)):
        enrolment = enrolled(team, municipality, name, by=handler, handler=user, number=number)
        intervention(enrolment, title=f"Praktik {name}")
        actions.add_note(enrolment=enrolment, text=f"Om {name}", kind=NoteKind.CALL, by=handler)
        bound = {"team": team, "participant": enrolment.participant}
        NoteDraft.objects.create(**bound, user=handler, text="Börjat")
        ConflictOfInterest.objects.create(**bound, user=user, noted_by=handler)
        smail_actions.open_assessment(enrolment=enrolment, by=handler)
        both.append(enrolment)
    return both[0], both[1]


def test_persons_with_everything_become_one(two, handler, colleague):
    keep, drop = (enrolment.participant for enrolment in two)
    drop.phone = "070-174 06 05"
    drop.save()

    persondata.merge_people(keep=keep, drop=drop)

    keep = Participant.objects.get()
    assert (keep.first_name, keep.phone, numbers.reveal(keep)) == ("Zahra", "070-174 06 05", TEST_NUMBERS[0])
    assert list(keep.enrolments.order_by("pk").values_list("state", "is_mistake")) == [
        ("active", False),
        ("ended", True),
    ]
    assert set(two[0].interventions.values_list("title", "end_reason")) == {
        ("Praktik Zahra", ""),
        ("Praktik Zara", ""),
    }
    assert set(two[0].notes.values_list("text", flat=True)) == {"Om Zahra", "Om Zara"}
    assert NoteDraft.objects.count() == 1
    assert {conflict.user for conflict in ConflictOfInterest.objects.filter(participant=keep)} == {handler, colleague}
    assert register.differences(keep.team_id) == []


def test_profile_keeps_what_it_says_takes_what_it_lacks_and_unites_lists(two):
    from tests.cvbuilder.factories import full_profile

    keep, drop = (enrolment.participant for enrolment in two)
    theirs = full_profile(drop)
    Profile.objects.filter(pk=theirs.pk).update(wishes="Lager", hours_min=10, hours_max=20, shifts=["day", "night"])
    mine = full_profile(keep)
    mine.wishes, mine.strengths, mine.shifts, mine.hours_min = "Kök", "", ["evening", "day"], 30
    mine.save()
    counts = [mine.occupations.count(), mine.skills.count(), mine.languages.count(), mine.experiences.count()]
    theirs.experiences.filter(title="Sömmerska").update(title="Skräddare")
    theirs.languages.exclude(level="6").delete()
    theirs.languages.update(level="1")

    persondata.merge_people(keep=keep, drop=drop)

    mine = Profile.objects.get()
    assert (mine.wishes, mine.strengths[:7]) == ("Kök", "Noggran")
    assert (mine.hours_min, mine.hours_max) == (30, None)
    assert mine.shifts == ["evening", "day", "night"]
    after = [mine.occupations.count(), mine.skills.count(), mine.languages.count(), mine.experiences.count()]
    assert after == [*counts[:3], counts[3] + 1]
    assert set(mine.languages.values_list("level", flat=True)) == {"4", "6", "0"}
    assert mine.participant_id == keep.pk


def test_profile_moves_when_the_one_who_stays_has_none(two):
    keep, drop = (enrolment.participant for enrolment in two)
    Profile.objects.filter(participant=keep).delete()
    Profile.objects.filter(participant=drop).update(wishes="Lager")
    persondata.merge_people(keep=keep, drop=drop)
    assert Profile.objects.get().participant_id == keep.pk


def test_history_and_read_log_of_the_duplicate_stay_findable(two, handler):
    keep, drop = (enrolment.participant for enrolment in two)
    actions.set_goal(enrolment=two[1], goal="Snickare", by=handler)
    gone = drop.pk
    drop.last_name = "Nyman"
    drop.save()
    ReadLine.objects.create(team_id=keep.team_id, kind="opened", subject_type="participant", subject_ids=[gone])

    persondata.merge_people(keep=keep, drop=drop)

    assert ids_of(keep.pk) == [keep.pk, gone]
    assert FormerIdentity.objects.get().former_public_id == drop.public_id
    told = " ".join(entry.text for entry in changes(keep.pk, None, 100))
    assert "Nyman" in told
    assert "Snickare" in told
    assert ReadLine.objects.filter(subject_ids__overlap=ids_of(keep.pk)).exists()


def test_erasing_who_stays_forgets_the_duplicate_too(two):
    keep, drop = (enrolment.participant for enrolment in two)
    ids = [keep.pk, drop.pk]
    persondata.merge_people(keep=keep, drop=drop)
    persondata.erase_person(Participant.objects.get())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM participants_participantevent WHERE pgh_obj_id = ANY(%s)", [ids])
        assert cursor.fetchone() == (0,)


def test_stricter_wall_stands_and_hides_the_duplicates_history(two, handler, leader, colleague, team, scope_of):
    keep, drop = (enrolment.participant for enrolment in two)
    ConflictOfInterest.objects.all().delete()
    actions.protect(
        participant=drop, level=ProtectionLevel.MARKED, alias="Björken", named=[handler], manager=leader, by=leader
    )
    gone = drop.pk
    drop.refresh_from_db()

    persondata.merge_people(keep=keep, drop=drop)

    keep = Participant.objects.get()
    assert (keep.protection_level, keep.name) == ("marked", "Björken")
    assert ProtectedAccess.objects.filter(participant=keep).count() == 2
    for user, seen in ((handler, True), (colleague, False)):
        with enter(scope_of(user, team)), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM participants_participantevent WHERE pgh_obj_id = %s", [gone])
            assert (cursor.fetchone()[0] > 0) is seen, user.name


def test_one_cannot_be_merged_with_oneself_or_across_teams(two, other_team):
    keep = two[0].participant
    with pytest.raises(ValueError, match="same"):
        persondata.merge_people(keep=keep, drop=keep)
