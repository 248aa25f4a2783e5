"""CVs that go along to another team: what was chosen and written; the facts they show are the profile's own. Order and
what was left out were said of rows of the old profile, and are chosen anew. Files that were made stay where they are."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.persondata import plain
from core.registry import Carry
from cvbuilder.models import CV
from participants.models import Enrolment, Participant


def collect(participant: Participant, _enrolment: Enrolment) -> list[dict[str, Any]]:
    found = CV.objects.filter(participant=participant).in_use().order_by("pk")
    return [plain(cv, "arrangement", "created_at", "created_by_id", "updated_at", "updated_by_id") for cv in found]


def plant(*, participant: Participant, enrolment: Enrolment, rows: list[dict[str, Any]], by: User) -> None:
    for row in rows:
        CV.objects.create(**row, team_id=participant.team_id, participant=participant, created_by=by, updated_by=by)


CARRY = Carry(_("Cv"), 40, True, collect, plant)
