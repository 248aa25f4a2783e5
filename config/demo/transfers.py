"""Two invented people who are to go on in the other team: a question waits in each direction."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Team
from core.scope import run_for_team
from participants import actions
from participants.enums import ProtectionLevel, SaidHow
from participants.models import Enrolment
from taxonomy.models import Language


def make(first: Team, second: Team) -> None:
    _ask(first, second, "Har flyttat till andra sidan älven och vill ha nära till mötena.", ("profile", "plan", "cv"))
    _ask(
        second, first, "Söker praktik i kök. Ni har kontakterna.", ("profile", "plan", "outcomes", "cv", "assessments")
    )


def _ask(team: Team, to_team: Team, why: str, carries: tuple[str, ...]) -> None:
    """About the one who came last of those who have a handler and are shared with the team."""
    with run_for_team(team.pk):
        enrolment = (
            Enrolment.objects.filter(
                team=team,
                state="active",
                participant__protection_level=ProtectionLevel.NONE,
                participant__limited_to_organisation=None,
                row__handler__isnull=False,
            )
            .select_related("row__handler", "participant", "team")
            .order_by("-started_on", "-pk")
            .first()
        )
        if enrolment is None or enrolment.row.handler is None:
            return
        said = timezone.localdate() - timedelta(days=1)
        language = enrolment.participant.preferred_language_id or Language.objects.get(iso1="SV").pk
        yes = actions.Yes(carries, SaidHow.SPOKEN, said, language)
        actions.ask_transfer(enrolment=enrolment, to_team=to_team, yes=yes, by=enrolment.row.handler, why=why)
