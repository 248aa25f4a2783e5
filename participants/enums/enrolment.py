"""In, pause, out and back."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrolmentState(models.TextChoices):
    """Where an enrolment stands. Facts, not steps: any state may follow any other that is not ENDED."""

    ACTIVE = "active", _("pågår")
    PAUSED = "paused", _("pausad")
    IN_WORK = "in_work", _("i arbete eller studier, stöd kvar")
    ENDED = "ended", _("avslutad")


class IntakeSource(models.TextChoices):
    """What kind of place a referral in comes from."""

    SELF = "self", _("personen själv")
    ASSOCIATION = "association", _("förening")
    AUTHORITY = "authority", _("myndighet")
    MUNICIPALITY = "municipality", _("kommun")
    REGION = "region", _("region")
    SCHOOL = "school", _("skola")
    RELATIVE = "relative", _("anhörig eller vän")
    OTHER = "other", _("annan")


class IntakeState(models.TextChoices):
    """What became of a referral in."""

    WAITING = "waiting", _("väntar")
    WELCOME = "welcome", _("välkommen")
    DECLINED = "declined", _("tackat nej av oss")
    WITHDREW = "withdrew", _("ångrade sig")
    WRONG = "wrong", _("fel mottagare")


class NamelessEnd(models.TextChoices):
    """What became of somebody who is counted without a name."""

    WORK = "work", _("arbete")
    STUDIES = "studies", _("studier")
    OTHER = "other", _("annat")
    ENROLLED = "enrolled", _("blev inskriven")  # counted with the others from then on
    MISTAKE = "mistake", _("felregistrering")


class Knows(models.TextChoices):
    """Whether the person knows of the referral and says yes."""

    YES = "yes", _("ja, och vill")
    NO = "no", _("nej, inte än")


class EndReason(models.TextChoices):
    """Why an enrolment ended (domain B.9). Those in HEALTH_END_REASONS are health data."""

    WORK = "work", _("arbete")
    STUDIES = "studies", _("studier")
    WORK_AND_STUDIES = "work_and_studies", _("arbete och studier")
    OTHER_SUPPORT = "other_support", _("annan insats")
    OWN_CHOICE = "own_choice", _("valde att sluta")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("tog tillbaka sitt samtycke")
    ILLNESS = "illness", _("sjukdom")
    PARENTAL_LEAVE = "parental_leave", _("föräldraledig")
    MOVED = "moved", _("flyttade")
    PENSION = "pension", _("pension")
    SICKNESS_COMPENSATION = "sickness_compensation", _("sjukersättning")
    DECEASED = "deceased", _("avliden")
    OTHER = "other", _("annat")
    TRANSFERRED = "transferred", _("fortsätter i ett annat team")  # by a transfer only: no exit, the person goes on
    MISTAKE = "mistake", _("felregistrering")


BROKEN_OFF_REASONS = {EndReason.OWN_CHOICE, EndReason.CONSENT_WITHDRAWN}  # as SUS counts them
HEALTH_END_REASONS = {EndReason.ILLNESS, EndReason.SICKNESS_COMPENSATION}


class EndKind(models.TextChoices):
    """SUS tells ended (as planned, or no longer relevant) from broken off (withdrew, or left on own initiative)."""

    ENDED = "ended", _("avslutat")
    BROKEN_OFF = "broken_off", _("avbrutet")


class PauseReason(models.TextChoices):
    PARENTAL_LEAVE = "parental_leave", _("föräldraledig")
    AWAY = "away", _("bortrest")
    OTHER_SUPPORT = "other_support", _("annan insats")
    HEALTH = "health", _("hälsa")
    OTHER = "other", _("annat")


class OutcomeKind(models.TextChoices):
    WORK = "work", _("arbete")
    STUDIES = "studies", _("studier")
    INTERNSHIP = "internship", _("praktik")
    OWN_BUSINESS = "own_business", _("eget företag")


class StartPoint(models.TextChoices):
    """What often has to be in place before a first day at work. Nothing of it is a score or a demand."""

    PERMIT = "permit", _("Tillstånd att arbeta")
    ID = "id", _("Legitimation")
    BANK = "bank", _("Bankkonto")
    PHONE = "phone", _("Telefon och mejl som fungerar")
    TRAVEL = "travel", _("Resan till jobbet")
    CHILDCARE = "childcare", _("Barnomsorg")
    CLOTHES = "clothes", _("Arbetskläder och skor")
    PAPERS = "papers", _("Betyg och intyg")
    TAX = "tax", _("Skatt och lön: det arbetsgivaren frågar efter")


class StartState(models.TextChoices):
    NEEDED = "needed", _("behövs")
    ONGOING = "ongoing", _("pågår")
    DONE = "done", _("klart")


class StillThere(models.TextChoices):
    """What the person says when a job or studies are followed up."""

    YES = "yes", _("ja")
    NO = "no", _("nej, det har slutat")
    UNREACHED = "unreached", _("nådde inte personen")


class SupportNeed(models.TextChoices):
    """What support is needed at the workplace or the school. Never why."""

    NONE = "none", _("klarar sig själv")
    SOME = "some", _("lite stöd då och då")
    MORE = "more", _("behöver mer stöd")


# Out at a workplace without having reached the goal yet. A trial employment is work: whoever has one is in work, with
# support. Placements with a supervisor and an end of their own come with the referrals.
WORKPLACE_OUTCOMES = {OutcomeKind.INTERNSHIP}
GOAL_OUTCOMES = {OutcomeKind.WORK, OutcomeKind.STUDIES, OutcomeKind.OWN_BUSINESS}


class TransferState(models.TextChoices):
    """A person who is to go on in another team: asked, and what came of it."""

    WAITING = "waiting", _("väntar på svar")
    ACCEPTED = "accepted", _("mottagen")
    DECLINED = "declined", _("nej tack")
    WITHDRAWN = "withdrawn", _("tillbakatagen")
    LAPSED = "lapsed", _("inget svar i tid")


class SaidHow(models.TextChoices):
    """How the person said yes."""

    SPOKEN = "spoken", _("muntligt")
    WRITTEN = "written", _("skriftligt")
    DIGITAL = "digital", _("i telefonen eller på datorn")
