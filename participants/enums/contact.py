"""Meetings, notes, tasks, messages and worry."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoteKind(models.TextChoices):
    """How the contact took place. All but NOTE and EMPLOYER count as contact with the person."""

    NOTE = "note", _("anteckning")
    MEETING = "meeting", _("möte")
    CALL = "call", _("samtal")
    MESSAGE = "message", _("sms eller mejl")
    EMPLOYER = "employer", _("kontakt med arbetsgivare")


CONTACT_KINDS = {NoteKind.MEETING, NoteKind.CALL, NoteKind.MESSAGE}


class NoteChannel(models.TextChoices):
    """Through what the contact went, where that says more than the kind."""

    UNSAID = "", _("inte sagt")
    PLACE = "place", _("på plats")
    PHONE = "phone", _("telefon")
    VIDEO = "video", _("video")
    SMS = "sms", _("sms")
    MAIL = "mail", _("mejl")
    LETTER = "letter", _("brev")


class ConcernKind(models.TextChoices):
    """What somebody is worried about."""

    CHILD = "child", _("oro för ett barn")
    ADULT = "adult", _("oro för en vuxen")
    VIOLENCE = "violence", _("våld eller hot")


class ConcernStep(models.TextChoices):
    """What is done about it, in order. Fixed: nobody should have to think out the steps on such a day."""

    TALKED = "talked", _("Prata med processledaren i dag")
    DANGER = "danger", _("Är det fara nu? Ring 112")
    REPORTED = "reported", _("Orosanmälan till socialtjänsten, samma dag. Gäller det ett barn är den en skyldighet")
    RECEIVED = "received", _("Bekräftelse från den som tog emot")
    PERSON = "person", _("Personen vet om det, när det är tryggt att berätta")
    FOLLOWED = "followed", _("Uppföljt: hur är det nu?")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("bokat")
    HELD = "held", _("hållet")
    MISSED = "missed", _("personen kom inte")
    CANCELLED = "cancelled", _("inställt")
    MOVED = "moved", _("flyttat")


class TaskEnd(models.TextChoices):
    """How a task ended. "" while it is open."""

    DONE = "done", _("klar")
    ELSEWHERE = "elsewhere", _("gjort på annat håll")


class MeetingWay(models.TextChoices):
    PLACE = "place", _("på plats")
    PHONE = "phone", _("telefon")
    VIDEO = "video", _("video")


class Interpreter(models.TextChoices):
    NONE = "none", _("ingen tolk")
    WANTED = "wanted", _("tolk ska bokas")
    BOOKED = "booked", _("tolk är bokad")


class MessageWay(models.TextChoices):
    """How a prepared text was opened."""

    SMS = "sms", _("sms")
    MAIL = "mail", _("mejl")
    COPY = "copy", _("kopierad")
    LIST = "list", _("på en lista för flera")
