"""Somebody came back, or their job ended: where they stand is asked anew, so that what comes after has a beginning."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from core.registry import AskAgain
from core.scope import Scope
from participants.models import Enrolment
from smail import instrument
from smail.instrument import NoInstrument
from smail.models import Assessment


def ask_again(enrolment: Enrolment, scope: Scope, since: date) -> AskAgain | None:
    """For core.registry.anew: a new assessment, until one has ended since that day. One statement."""
    try:
        instrument.current()
    except NoInstrument:
        return None
    if Assessment.objects.visible_to(scope).filter(enrolment=enrolment, locked_on__gte=since).exists():
        return None
    person = [enrolment.team.slug, enrolment.participant.public_id]
    return AskAgain(_("Ny skattning att utgå från"), reverse("smail:overview", args=person))
