"""Closed lists of employers and jobs. Codes are stable; the words are the screen's, also an employer's."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobStatus(models.TextChoices):
    """Which may follow which stands in employers.rules."""

    DRAFT = "draft", _("påbörjat")
    WAITING_REVIEW = "waiting_review", _("väntar på granskning")
    OPEN = "open", _("öppet")
    CLOSED = "closed", _("stängt")
    EXPIRED = "expired", _("tiden har gått ut")
    REMOVED = "removed", _("borttaget")


class Source(models.TextChoices):
    OWN = "own", _("eget")
    PLATSBANKEN = "platsbanken", _("Platsbanken")


class CreatedThrough(models.TextChoices):
    PUBLIC_FORM = "public_form", _("arbetsgivarens formulär")
    STAFF_CALL = "staff_call", _("samtal med teamet")
    IMPORT = "import", _("inläsning")


class EmploymentForm(models.TextChoices):
    """JobTech's employment-type, in the words of a work place."""

    PERMANENT = "permanent", _("tillsvidare, kan börja med provanställning")
    TEMPORARY = "temporary", _("visstid eller vikariat")
    SEASONAL = "seasonal", _("säsong")
    ON_CALL = "on_call", _("vid behov, timmar")
    ABROAD = "abroad", _("arbete utomlands")


class Duration(models.TextChoices):
    """JobTech's employment-duration."""

    PERMANENT = "permanent", _("tills vidare")
    TWELVE_MONTHS = "twelve_months", _("ett år eller längre")
    SIX_MONTHS = "six_months", _("6–12 månader")
    THREE_MONTHS = "three_months", _("3–6 månader")
    WEEKS = "weeks", _("11 dagar–3 månader")
    DAYS = "days", _("högst tio dagar")


class Worktime(models.TextChoices):
    FULL = "full", _("heltid")
    PART = "part", _("deltid")
    EITHER = "either", _("heltid eller deltid")


class PayForm(models.TextChoices):
    """JobTech's wage-type; AGREEMENT is what an employer without forms to fill in says."""

    FIXED = "fixed", _("fast lön per månad eller timme")
    FIXED_AND_VARIABLE = "fixed_and_variable", _("fast och rörlig lön")
    VARIABLE = "variable", _("rörlig lön")
    UNPAID = "unpaid", _("ingen lön, praktik")


class Shift(models.TextChoices):
    """When on the day; same codes as in a participant's profile."""

    DAY = "day", _("dag")
    EVENING = "evening", _("kväll")
    NIGHT = "night", _("natt")
    WEEKEND = "weekend", _("helg")


class JobKind(models.TextChoices):
    """What the employer can think of; several may hold for one job."""

    EMPLOYMENT = "employment", _("anställning")
    TRIAL = "trial", _("provanställning")
    INTERNSHIP = "internship", _("praktik först")
    SUBSIDISED = "subsidised", _("anställning med lönestöd")


class Openness(models.TextChoices):
    """How a work place can make room for somebody new."""

    SHOWN = "shown", _("någon på plats som visar")
    SHORTER_DAYS = "shorter_days", _("kortare dagar i början")
    LEARN_SWEDISH = "learn_swedish", _("det går bra att lära sig svenska på jobbet")
    VISIT = "visit", _("studiebesök")
    ADAPT = "adapt", _("arbetet kan ändras efter personen")
    NO_CV = "no_cv", _("vi träffas hellre än läser cv")


class WorkTask(models.TextChoices):
    """What one does on an ordinary day, for an employer to tick."""

    CUSTOMERS = "customers", _("möta kunder eller gäster")
    TILL = "till", _("ta betalt")
    COOK = "cook", _("laga mat")
    WASH_UP = "wash_up", _("diska")
    CLEAN = "clean", _("städa")
    PACK = "pack", _("packa och plocka")
    LIFT = "lift", _("lyfta och bära")
    DRIVE = "drive", _("köra bil eller truck")
    OUTDOORS = "outdoors", _("arbeta utomhus")
    GREENERY = "greenery", _("sköta växter")
    MACHINES = "machines", _("sköta maskiner")
    BUILD = "build", _("bygga och laga")
    CARE = "care", _("hjälpa äldre eller sjuka")
    CHILDREN = "children", _("vara med barn")
    COMPUTER = "computer", _("arbeta vid dator")
    LAUNDRY = "laundry", _("tvätta och sy")


class SpokenLevel(models.TextChoices):
    """How much of a language the work needs, as an employer says it. Codes are the steps of CEFR, A1 = 1 to C2 = 6,
    the same as in a participant's profile; blank in the data means that the ad did not say."""

    NONE = "0", _("nästan ingen, vi visar")
    A2 = "2", _("lite, för att förstå varandra")
    B1 = "3", _("för vardagen på jobbet")
    B2 = "4", _("bra, personen möter kunder eller skriver")
    C1 = "5", _("mycket bra")


class Experience(models.TextChoices):
    """How much experience the work needs."""

    NONE = "none", _("ingen, vi lär upp")
    SOME = "some", _("lite hjälper")
    REQUIRED = "required", _("behövs")


class SubsidyForm(models.TextChoices):
    """State support to an employment (domain B.9). Arbetsförmedlingen decides; amounts change and stand nowhere here.

    On a job it says only what the employer can think of. On a person those in REVEALS_DISABILITY are health data.
    """

    NEW_START = "nystartsjobb", _("nystartsjobb")
    INTRODUCTION = "introduktionsjobb", _("introduktionsjobb")
    ESTABLISHMENT = "etableringsjobb", _("etableringsjobb")
    VOCATIONAL = "yrkesintroduktion", _("yrkesintroduktion")
    WAGE_EMPLOYMENT = "lonebidrag_anstallning", _("lönebidrag för anställning")
    WAGE_DEVELOPMENT = "lonebidrag_utveckling", _("lönebidrag för utveckling")
    WAGE_SECURITY = "lonebidrag_trygghet", _("lönebidrag för trygghet")
    SAMHALL = "samhall", _("utveckling hos Samhall")
    PROTECTED = "osa", _("skyddat arbete hos offentlig arbetsgivare")


REVEALS_DISABILITY = frozenset(
    {
        SubsidyForm.WAGE_EMPLOYMENT,
        SubsidyForm.WAGE_DEVELOPMENT,
        SubsidyForm.WAGE_SECURITY,
        SubsidyForm.SAMHALL,
        SubsidyForm.PROTECTED,
    }
)


class Size(models.TextChoices):
    """People who work there."""

    SOLE = "sole", _("bara ägaren")
    SMALL = "small", _("2–9")
    MEDIUM = "medium", _("10–49")
    LARGE = "large", _("50–249")
    HUGE = "huge", _("250 eller fler")


class ContactKind(models.TextChoices):
    CALL = "call", _("samtal")
    VISIT = "visit", _("besök")
    MAIL = "mail", _("mejl eller sms")
    MEETING = "meeting", _("möte")
    EVENT = "event", _("träff eller mässa")


class JobAct(models.TextChoices):
    """What happened to a job, for its history."""

    CONFIRMED = "confirmed", _("skickades in av arbetsgivaren")
    ENTERED = "entered", _("togs emot i samtal")
    OPENED = "opened", _("öppnades")
    ASKED = "asked", _("frågade arbetsgivaren")
    REFUSED = "refused", _("togs inte emot")
    EDITED = "edited", _("ändrades")
    CLOSED = "closed", _("stängdes")
    REOPENED = "reopened", _("öppnades igen")
    EXTENDED = "extended", _("fick längre tid")
    EXPIRED = "expired", _("tiden gick ut")


class Actor(models.TextChoices):
    """Who moves a job from one status to another."""

    EMPLOYER = "employer", _("arbetsgivaren")
    STAFF = "staff", _("teamet")
    CLOCK = "clock", _("klockan")
    SOURCE = "source", _("annonskällan")


_E, _S, _C, _X = Actor.EMPLOYER, Actor.STAFF, Actor.CLOCK, Actor.SOURCE

# Every step a job may take and who may take it. What does not stand here does not happen.
# An employer's change of an open job goes back to review: nothing reaches the team's list unread.
TRANSITIONS: dict[JobStatus, dict[JobStatus, frozenset[Actor]]] = {
    JobStatus.DRAFT: {
        JobStatus.WAITING_REVIEW: frozenset({_E, _S}),
        JobStatus.REMOVED: frozenset({_E, _S}),
    },
    JobStatus.WAITING_REVIEW: {
        JobStatus.OPEN: frozenset({_S}),
        JobStatus.CLOSED: frozenset({_E}),
        JobStatus.REMOVED: frozenset({_S}),
    },
    JobStatus.OPEN: {
        JobStatus.WAITING_REVIEW: frozenset({_E}),
        JobStatus.CLOSED: frozenset({_E, _S}),
        JobStatus.EXPIRED: frozenset({_C, _X}),
        JobStatus.REMOVED: frozenset({_X}),
    },
    JobStatus.CLOSED: {
        JobStatus.OPEN: frozenset({_S}),
        JobStatus.WAITING_REVIEW: frozenset({_E}),
    },
    JobStatus.EXPIRED: {
        JobStatus.OPEN: frozenset({_S, _X}),
        JobStatus.WAITING_REVIEW: frozenset({_E}),
        JobStatus.CLOSED: frozenset({_E, _S}),
        JobStatus.REMOVED: frozenset({_X}),
    },
    JobStatus.REMOVED: {
        JobStatus.OPEN: frozenset({_X}),
        JobStatus.EXPIRED: frozenset({_X}),
    },
}


def may_become(now: str, wanted: str, actor: Actor) -> bool:
    """Whether `actor` may move a job from status `now` to `wanted`."""
    return actor in TRANSITIONS[JobStatus(now)].get(JobStatus(wanted), frozenset())
