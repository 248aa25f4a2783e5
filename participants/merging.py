"""Two rows of one person become one: field by field, the one that stays says what both say something about.

Called through `core.persondata.merge_people`, in the team's own scope. What the duplicate was called before is kept
(FormerIdentity), so that field history and read log are found from the person who stays.
"""

from copy import copy
from typing import Any

from django.db import models

from core import feed, persondata
from core.models import SearchToken
from participants import finding, numbers, register
from participants.actions import end_enrolment
from participants.enums import EndKind, EndReason, EnrolmentState, NumberKind, ProtectionLevel
from participants.models import (
    Concern,
    ConflictOfInterest,
    Consent,
    Education,
    Enrolment,
    EnrolmentTag,
    Erasure,
    Experience,
    FollowUp,
    FormerIdentity,
    FormerNumber,
    Intervention,
    Meeting,
    MessageOpened,
    Note,
    NoteDraft,
    NoteMove,
    Outcome,
    Participant,
    Profile,
    ProfileLanguage,
    ProfileOccupation,
    ProfilePlace,
    ProfileSkill,
    ProtectedAccess,
    RestrictedRemark,
    StartItem,
    Task,
)

# What goes on in an open enrolment; handlers, sharing and pauses stay with the enrolment they were about.
LIVED = (
    Intervention,
    Meeting,
    Task,
    Note,
    NoteMove,
    Concern,
    MessageOpened,
    RestrictedRemark,
    Outcome,
    FollowUp,
    Consent,
)
# Rows of a profile, and what makes two of them the same.
LISTS: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (ProfileOccupation, ("occupation_id", "is_wish")),
    (ProfileSkill, ("skill_id",)),
    (ProfileLanguage, ("language_id",)),
    (ProfilePlace, ("municipality_id",)),
    (Experience, ("title", "employer", "from_month", "to_month")),
    (Education, ("title", "school", "from_month", "to_month")),
)
STEP = ("next_step", "next_step_by", "next_step_user_id", "next_step_who", "next_step_on")
OWN_FIELDS = ("last_name", "birth_year", "phone", "email", "street", "place", "municipality_id")
MORE_FIELDS = ("preferred_language_id", "needs_interpreter")


def fill(stays: models.Model, goes: models.Model, *names: str) -> None:
    """Fields of `stays` that say nothing (empty, or as made) take what `goes` says; lists and maps are united, `stays`
    first. The caller saves."""
    for name in names:
        field = stays._meta.get_field(name.removesuffix("_id"))
        mine, theirs = getattr(stays, name), getattr(goes, name)
        if isinstance(mine, dict):
            setattr(stays, name, {**theirs, **mine})
        elif isinstance(mine, list):
            setattr(stays, name, [*mine, *(one for one in theirs if one not in mine)])
        elif mine in (None, "") or mine == field.get_default():  # type: ignore[union-attr]
            setattr(stays, name, theirs)


def merge_rows(labels: tuple[str, ...], *, keep: Participant, drop: Participant) -> int:
    """Everything of participants that hangs on the person."""
    before = drop.enrolments.values_list("pk", flat=True)
    touched = [*before, *keep.enrolments.values_list("pk", flat=True)]
    _one_open_enrolment(keep, drop)
    _profiles(keep, drop)
    Erasure.objects.filter(participant__in=(keep, drop)).delete()  # the night's list asks anew
    theirs = NoteDraft.objects.filter(participant=keep).values("user_id")
    NoteDraft.objects.filter(participant=drop, user_id__in=theirs).delete()
    said = StartItem.objects.filter(participant=keep).values("point")
    StartItem.objects.filter(participant=drop, point__in=said).delete()
    moved = persondata.move(labels, keep=keep, drop=drop)
    register.update(touched)
    return moved


def _one_open_enrolment(keep: Participant, drop: Participant) -> None:
    """Two open ones at a time cannot be: what goes on in the duplicate's goes on in the other, and the duplicate's ends
    as registered by mistake, outside every figure."""
    stays, goes = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .filter(participant=one)
        .exclude(state=EnrolmentState.ENDED)
        .first()
        for one in (keep, drop)
    )
    if stays is None or goes is None:
        return
    _goes_on(stays, goes)
    stays.save()
    for model in LIVED:
        model._base_manager.filter(enrolment=goes).update(enrolment=stays, participant=keep)
    mine = EnrolmentTag.objects.filter(enrolment=stays).values("tag_id")
    others = EnrolmentTag.objects.filter(enrolment=goes).exclude(tag_id__in=mine)
    others.update(enrolment=stays, participant=keep)
    end_enrolment(enrolment=goes, reason=EndReason.MISTAKE, kind=EndKind.ENDED, by=None)


def _goes_on(stays: Enrolment, goes: Enrolment) -> None:
    if not stays.next_step:
        for name in STEP:  # together: who, words and day belong to one step
            setattr(stays, name, getattr(goes, name))
    fill(stays, goes, "waiting_for", "goal", "goal_occupation_id", "source", "own_values", "unread")


def enrolment_after(stays: Enrolment, goes: Enrolment) -> Enrolment:
    """What the enrolment that stays open will say; nothing is saved."""
    said = copy(stays)
    _goes_on(said, goes)
    return said


def person_after(keep: Participant, drop: Participant) -> Participant:
    """What the one who stays will say; nothing is saved. The number is told by `numbers`, it is bound to its row."""
    said = copy(keep)
    _person_fields(said, drop)
    return said


def _person_fields(keep: Participant, drop: Participant) -> None:
    """The stricter wall stands."""
    if keep.protection_level == ProtectionLevel.NONE and drop.protection_level != ProtectionLevel.NONE:
        for name in ("protection_level", "alias"):
            setattr(keep, name, getattr(drop, name))
    fill(keep, drop, *OWN_FIELDS, *MORE_FIELDS, "limited_to_organisation_id")


def _profiles(keep: Participant, drop: Participant) -> None:
    goes = Profile.objects.filter(participant=drop).first()
    stays = Profile.objects.filter(participant=keep).first()
    if goes is None or stays is None:
        return  # the only one there is moves with the other rows
    fill(stays, goes, "wishes", "strengths", "can_start_on", "shifts", "licences", "has_car", "radius_km", "would_move")
    fill(stays, goes, "education_level_id")
    if stays.hours_min is None and stays.hours_max is None:  # one of each could make a week that ends before it begins
        stays.hours_min, stays.hours_max = goes.hours_min, goes.hours_max
    stays.save()
    for model, key in LISTS:
        mine = {tuple(getattr(row, name) for name in key): row for row in model._base_manager.filter(profile=stays)}
        for row in model._base_manager.filter(profile=goes):
            same: Any = mine.get(tuple(getattr(row, name) for name in key))
            if same is None:
                model._base_manager.filter(pk=row.pk).update(profile=stays, participant=keep)
            elif isinstance(row, ProfileOccupation) and not same.months:
                model._base_manager.filter(pk=same.pk).update(months=row.months)
    goes.delete()  # with what both had


def merge_person(*, keep: Participant, drop: Participant) -> int:
    """The person's own fields, and who may not or alone may see them. The stricter wall stands. Last of all."""
    number = (drop.number_kind, numbers.reveal(drop), drop.number_index)
    _person_fields(keep, drop)
    for model in (ProtectedAccess, ConflictOfInterest):
        known = list(model.objects.filter(participant=keep).values_list("user_id", flat=True))
        model.objects.filter(participant=drop).exclude(user_id__in=known).update(participant=keep)
    SearchToken.objects.filter(participant_id=drop.pk).delete()
    FormerIdentity.objects.filter(participant=drop).update(participant=keep)
    had = FormerNumber.objects.filter(participant=keep).values_list("number_index", flat=True)
    FormerNumber.objects.filter(participant=drop, number_index__in=list(had)).delete()
    FormerNumber.objects.filter(participant=drop).update(participant=keep)
    former = FormerIdentity(team_id=keep.team_id, participant=keep, former_id=drop.pk)
    former.former_public_id = drop.public_id
    gone = drop.delete()[0]  # its number with it: one in the team has each
    former.save()
    if number[1]:
        _one_number(keep, *number)
    keep.save()
    finding.index(keep)
    register.update(keep.enrolments.values_list("pk", flat=True))
    feed.record(
        team_id=keep.team_id, subject_type="participant", subject_ids=[keep.pk, former.former_id], kind="changed"
    )
    return gone


def _one_number(keep: Participant, kind: str, plain: str, index: Any) -> None:
    """Of two that differ the one of the later kind stands, else that of the one who stays; the other is a former one."""
    mine = numbers.reveal(keep)
    if mine in ("", plain):
        _take_number(keep, kind, plain, index)
    elif numbers.stays_behind(keep.number_kind, kind):
        _had(keep, keep.number_kind, mine, bytes(keep.number_index or b""))
        _take_number(keep, kind, plain, index)
    else:
        _had(keep, kind, plain, bytes(index))


def _had(keep: Participant, kind: str, plain: str, index: bytes) -> None:
    if not FormerNumber.objects.filter(participant=keep, number_index=index).exists():
        numbers.former_of(keep, kind, plain, index, by=None).save()


def _take_number(keep: Participant, kind: str, plain: str, index: Any) -> None:
    """Sealed anew: a number is bound to the row it stands on."""
    if kind == NumberKind.OTHER:
        numbers.seal_other(keep, plain, bytes(index))
    else:
        numbers.seal(keep, numbers.read(plain))
