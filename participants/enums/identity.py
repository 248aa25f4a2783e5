"""Who somebody is, and who may know of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProtectionLevel(models.TextChoices):
    """Protected personal data (domain B.4). Any level but NONE: named colleagues only, nothing hints at the person."""

    NONE = "none", _("ingen")
    MARKED = "marked", _("sekretessmarkering")
    PROTECTED = "protected", _("skyddad folkbokföring")
    FICTITIOUS = "fictitious", _("fingerade personuppgifter")


class NumberKind(models.TextChoices):
    PERSONAL = "personal", _("personnummer")
    COORDINATION = "coordination", _("samordningsnummer")
    OTHER = "other", _("annat nummer")
    NONE = "none", _("inget nummer")


class SharingBasis(models.TextChoices):
    """Why colleagues from other organisations in the team may see the person (design 5.1)."""

    AGREEMENT = "agreement", _("överenskommelse för hela teamet")
    CONSENT = "consent", _("personens samtycke")
    NONE = "none", _("delas inte")


class ConsentKind(models.TextChoices):
    """What a person says yes or no to, one thing at a time (domain B.3). Showing them to the team's other organisations is
    Sharing, and wanting to take part is the enrolment: none of the three is a part of another."""

    EMPLOYER = "employer", _("kontakt med arbetsgivare")
    CV = "cv", _("cv till arbetsgivare")
    SUS = "sus", _("registrering i SUS")
    STORY = "story", _("berättelse eller foto")
    SMS = "sms", _("sms")
    MAIL = "mail", _("mejl")
    PHONE = "phone", _("telefonsamtal")
    TRANSFER = "transfer", _("fortsätta i ett annat team")


class ConsentForm(models.TextChoices):
    """How a yes was given."""

    WRITTEN = "written", _("skriftligt")
    DIGITAL = "digital", _("digitalt")
    SPOKEN = "spoken", _("muntligt")


class ConsentEnd(models.TextChoices):
    """How a yes was taken back. "" while it runs, or ended by itself on its last day."""

    OWN_PAGE = "own_page", _("på sin egen sida")
    TOLD = "told", _("sa till en kollega")
    RENEWED = "renewed", _("ett nytt kom i stället")


# Those that may be about one employer, one place where a story is shown, one team.
WITH_RECIPIENT = {ConsentKind.EMPLOYER, ConsentKind.CV, ConsentKind.STORY, ConsentKind.TRANSFER}
# Asked where the deed itself is asked for, never by itself.
WITH_A_DEED = {ConsentKind.TRANSFER}


class RemarkKind(models.TextChoices):
    """What a restricted remark from an old spreadsheet seems to be about; a human decides what becomes of it."""

    PROTECTION = "protection", _("skyddade uppgifter")
    HEALTH = "health", _("hälsa")
    OTHER = "other", _("annat känsligt")
