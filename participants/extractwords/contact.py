"""Meetings, notes, tasks and messages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.registry import Told
from participants.extractwords import values
from participants.extractwords.headings import BY, NOTED, WHEN

CONTACT = (
    Told(
        "participants.Meeting",
        _("Möten"),
        {
            "starts_at": WHEN,
            "way": _("hur"),
            "place": _("plats"),
            "about": _("om"),
            "with_user": _("med"),
            "state": _("hur det gick"),
            "interpreter": _("tolk"),
            "interpreter_language": pgettext_lazy("ett", "språk"),
        },
    ),
    Told(
        "participants.Note",
        _("Anteckningar om dig"),
        {
            "happened_at": WHEN,
            "kind": _("slag"),
            "channel": _("hur"),
            "text": _("anteckning"),
            "written_by": _("skriven av"),
        },
    ),
    Told(
        "participants.NoteMove",
        _("Anteckningar som flyttades"),
        {"at": WHEN, "is_arrival": _("vart"), "by": BY},
        {"is_arrival": values.arrival},
    ),
    Told("participants.NoteDraft", _("Utkast"), {"user": BY, "kind": _("slag"), "updated_at": NOTED}),
    Told(
        "participants.Concern",
        _("När någon varit orolig för dig"),
        {
            "created_at": WHEN,
            "kind": _("vad det gällde"),
            "text": _("vad som sågs eller hördes"),
            "steps": _("vad vi gjorde"),
            "created_by": BY,
            "closed_at": _("avslutat"),
            "closed_by": _("avslutat av"),
        },
        {"steps": values.steps},
    ),
    Told(
        "participants.RestrictedRemark",
        _("Ord från äldre listor"),
        {"text": _("vad som stod"), "kind": _("slag"), "source": _("varifrån"), "created_at": NOTED},
    ),
    Told(
        "participants.Task",
        _("Saker att göra för dig"),
        {
            "title": _("vad"),
            "owner": _("vem"),
            "due_on": _("senast"),
            "done_at": _("klart"),
            "done_how": _("hur"),
            "done_by": _("klart av"),
        },
    ),
    Told(
        "participants.MessageOpened",
        _("Färdiga meddelanden till dig"),
        {"at": WHEN, "key": _("vilket"), "language": pgettext_lazy("ett", "språk"), "way": _("hur"), "by": BY},
        {"key": values.message},
    ),
)
