"""The practice team begins again, as a run: its leader asks for it on the team's settings."""

import random

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import Team
from core.models import Run
from core.runs import RunError

SEED = 1


def begin_again(run: Run) -> dict[str, object]:
    """Empties and refills the practice team of the run. Raises RunError for any other team, and where no servers are
    embedded: there nobody is invented."""
    from config.demo.build import Demo  # noqa: PLC0415 - the whole demo, and only a worker needs it

    team = Team.objects.filter(pk=run.team_id or 0, is_practice=True).first()
    if team is None or settings.FRAMAT_KIND not in ("local", "test"):
        raise RunError(_("Bara ett övningsteam kan börja om."))
    return Demo(random.Random(SEED)).reset_practice(team)  # noqa: S311 - invented people
