"""Documents, the person's rights, and how long anything is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """What a file on a person is. Papers about health are a kind of their own, for those who see the person's health."""

    CERTIFICATE = "cert", _("intyg")
    GRADES = "grades", _("betyg")
    CV = "cv", _("cv från tidigare")
    AGREEMENT = "agreement", _("avtal")
    CONSENT = "consent", _("samtycke på papper")
    OTHER = "other", _("annat")
    HEALTH = "health", _("om hälsa")


class ExtractForm(models.TextChoices):
    BUNDLE = "zip", _("allt i ett (zip): papper, data och dokumenten själva")
    PDF = "pdf", _("papper (pdf)")
    JSON = "json", _("data (json)")


class ExtractLanguage(models.TextChoices):
    SWEDISH = "sv", _("svenska")
    ENGLISH = "en", _("engelska")


class HandedHow(models.TextChoices):
    """How an extract reached the person."""

    MEETING = "meeting", _("i handen vid ett möte")
    POST = "post", _("rekommenderat brev")
    SECURE = "secure", _("säker digital post")
    NOT = "not", _("personen ville inte ha det")


class ExtractItem(models.TextChoices):
    """Texts a human may leave out of an extract."""

    NOTE = "note", _("anteckning")
    CONCERN = "concern", _("oro")
    REMARK = "remark", _("anmärkning från ett gammalt ark")
    INTERVENTION = "insats", _("insats")
    HANDOVER = "handover", _("överlämning")
    WISH = "wish", _("önskemål om handledare")
    MEETING = "meeting", _("möte")
    TASK = "task", _("uppgift")
    INTAKE = "intake", _("förfrågan")
    REQUEST = "request", _("begäran")
    DOCUMENT = "document", _("dokument")


class LeftOutReason(models.TextChoices):
    """Why something is not in an extract: GDPR 15.4; dataskyddslagen (2018:218) chapter 5 sections 1 and 2."""

    OTHERS = "others", _("det gäller en annan människa")
    SECRECY = "secrecy", _("det är sekretess enligt lag")
    DRAFT = "draft", _("det är ett utkast som inte är klart")


class RightsKind(models.TextChoices):
    """GDPR articles 16, 18, 21 and 17."""

    CORRECT = "correct", _("rättelse: något stämmer inte")
    RESTRICT = "restrict", _("begränsning: vänta med att använda uppgifterna")
    OBJECT = "object", _("invändning: sluta använda uppgifterna så")
    ERASE = "erase", _("radering: ta bort uppgifterna")


class RightsAnswer(models.TextChoices):
    YES = "yes", _("ja, det är gjort")
    PARTLY = "partly", _("till en del")
    NO = "no", _("nej")


class RetentionKind(models.TextChoices):
    """What a retention policy is about. Documents have their own days (DocumentRule)."""

    PERSON = "person", _("hela personen")


class ErasureState(models.TextChoices):
    DUE = "due", _("tiden är ute")
    PROPOSED = "proposed", _("föreslagen")
    APPROVED = "approved", _("godkänd")


class DaysEnrolled(models.TextChoices):
    """Days with the team in all, in classes."""

    QUARTER = "-90", _("högst 90 dagar")
    HALF = "-180", _("91 till 180 dagar")
    YEAR = "-365", _("181 till 365 dagar")
    TWO = "-730", _("ett till två år")
    MORE = "731-", _("mer än två år")


class HandlerTurns(models.TextChoices):
    NONE = "0", _("inget byte")
    ONE = "1", _("ett byte")
    MORE = "2-", _("två byten eller fler")
