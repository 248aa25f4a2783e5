"""The team's list of tags."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Team, User
from core import feed
from core.folding import fold
from core.scope import run_for_team
from participants import register
from participants.actions.errors import ActionError
from participants.importing.words import sensitive
from participants.models import EnrolmentTag, Tag


@transaction.atomic
def add_tag(*, team: Team, name: str, by: User) -> Tag:
    """Puts a word on the team's list. Raises ActionError for a word of health or other sensitive matters, and for one
    that is there already."""
    name = " ".join(name.split())
    if sensitive(name) is not None:
        raise ActionError(
            _(
                "En etikett syns för hela teamet och får inte säga något om hälsa eller annat känsligt. Välj ett annat ord."
            )
        )
    if any(fold(known) == fold(name) for known in Tag.objects.filter(team=team).values_list("name", flat=True)):
        raise ActionError(_("Etiketten finns redan."))
    return Tag.objects.create(team=team, name=name, created_by=by)


@transaction.atomic
def remove_tag(*, tag: Tag, by: User) -> int:
    """Takes a word off the list and off everybody who has it; returns how many. In the team's own scope: the leader may
    not see all of them."""
    with run_for_team(tag.team_id, user_id=by.pk):
        ids = list(EnrolmentTag.objects.filter(tag=tag).values_list("enrolment_id", flat=True))
        tag.delete()
        register.update(ids)
        feed.record(team_id=tag.team_id, subject_type="enrolment", subject_ids=sorted(ids), kind="row")
    return len(ids)
