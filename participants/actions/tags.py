"""The team's list of tags."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Team, User
from core import feed
from core.folding import fold
from core.scope import run_for_team
from participants import own, register
from participants.actions.errors import ActionError
from participants.models import EnrolmentTag, Tag


@transaction.atomic
def add_tag(*, team: Team, name: str, by: User) -> Tag:
    """Puts a word on the team's list. Raises ActionError for a word of health or other sensitive matters, and for one
    that is there already."""
    return Tag.objects.create(team=team, name=_allowed(team, name), created_by=by)


@transaction.atomic
def rename_tag(*, tag: Tag, name: str, by: User) -> int:
    """Another word for the same tag, also on everybody who has it; returns how many. Raises ActionError as add_tag."""
    tag.name = _allowed(tag.team, name, but=tag)
    with run_for_team(tag.team_id, user_id=by.pk):
        tag.save(update_fields=["name"])
        return _drawn_anew(tag.team_id, list(tag.uses.values_list("enrolment_id", flat=True)))


def _allowed(team: Team, name: str, but: Tag | None = None) -> str:
    name = " ".join(name.split())
    if own.is_about_health([name]):
        raise ActionError(
            _(
                "En etikett syns för hela teamet och får inte säga något om hälsa eller annat känsligt. Välj ett annat ord."
            )
        )
    others = Tag.objects.filter(team=team).exclude(pk=but.pk if but else 0).values_list("name", flat=True)
    if any(fold(known) == fold(name) for known in others):
        raise ActionError(_("Etiketten finns redan."))
    return name


@transaction.atomic
def remove_tag(*, tag: Tag, by: User) -> int:
    """Takes a word off the list and off everybody who has it; returns how many. In the team's own scope: the leader may
    not see all of them."""
    with run_for_team(tag.team_id, user_id=by.pk):
        ids = list(EnrolmentTag.objects.filter(tag=tag).values_list("enrolment_id", flat=True))
        tag.delete()
        return _drawn_anew(tag.team_id, ids)


def _drawn_anew(team_id: int, enrolment_ids: list[int]) -> int:
    """Their rows of the register, for everybody who looks at it."""
    register.update(enrolment_ids)
    feed.record(team_id=team_id, subject_type="enrolment", subject_ids=sorted(enrolment_ids), kind="row")
    return len(enrolment_ids)
