"""The person, and what is kept around the time with the team: the sheet, referrals in, rights, documents."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.registry import Told
from participants.extractwords import values
from participants.extractwords.headings import BY, NOTED, WHEN

RECORD = (
    Told("participants.EnrolmentTag", _("Etiketter"), {"tag": _("etikett"), "at": NOTED, "by": BY}),
    Told(
        "participants.CellEdit",
        _("Det som skrivits i teamets lista den senaste tiden"),
        {"at": WHEN, "before": _("stod"), "after": _("blev"), "by": BY},
    ),
    Told(
        "participants.Intake",
        _("När någon bad oss om hjälp för dig"),
        {
            "received_on": _("kom"),
            "source_kind": _("från"),
            "source_name": _("vilka"),
            "asker_name": _("vem som frågade"),
            "asker_phone": _("frågarens telefon"),
            "asker_email": _("frågarens mejl"),
            "first_name": _("ditt förnamn"),
            "last_name": _("ditt efternamn"),
            "phone": _("din telefon"),
            "email": _("din mejl"),
            "reach": _("så når man dig"),
            "language": pgettext_lazy("ett", "språk"),
            "needs_interpreter": _("tolk"),
            "wished_meeting": _("första mötet"),
            "purpose": _("vad det gällde"),
            "knows": _("visste du om det"),
            "state": _("beslut"),
            "reason": _("varför"),
            "decided_on": _("beslutat"),
            "decided_by": BY,
        },
    ),
    Told(
        "participants.RightsRequest",
        _("När du bett oss rätta eller sluta med något"),
        {
            "came_on": _("kom"),
            "kind": _("vad det gällde"),
            "words": _("vad du ville"),
            "due_on": _("svar senast"),
            "answer": _("beslut"),
            "answer_words": _("vad vi svarade"),
            "answered_on": _("svarat"),
            "answered_by": BY,
        },
    ),
)
EXTRACT_TOLD = Told(
    "participants.Extract",
    _("Utdrag du har fått"),
    {
        "asked_at": _("när du bad om det"),
        "asked_by": BY,
        "form": _("som"),
        "handed_how": _("lämnat"),
        "handed_on": WHEN,
    },
)
HOLD_TOLD = Told(
    "participants.LegalHold",
    _("Varför uppgifterna sparas längre"),
    {"reason": _("skäl"), "held_at": _("från"), "held_by": BY, "ended_at": _("till")},
)
MOVES = (
    Told(
        "participants.TransferOut",
        _("När vi frågat ett annat team om det kan ta över"),
        {
            "asked_at": _("frågan ställdes"),
            "asked_by": BY,
            "to_team": _("vilket team"),
            "to_user": _("vem där"),
            "why": _("skäl"),
            "said_how": _("hur du sa ja"),
            "said_on": _("när du sa ja"),
            "said_in": _("på vilket språk"),
            "carries": _("det som skulle följa med"),
            "lapses_on": _("svar senast"),
            "state": _("hur det gick"),
            "answered_at": _("svarat"),
            "answered_by": _("svarat av"),
            "reason": _("varför nej"),
        },
        {"carries": values.carried},
    ),
    Told(
        "participants.TransferIn",
        _("När ett annat team frågat oss om vi kan ta över"),
        {
            "asked_at": _("frågan ställdes"),
            "asked_by_name": BY,
            "from_team": _("vilket team"),
            "to_user": _("vem hos oss"),
            "first_name": _("ditt förnamn"),
            "last_name": _("ditt efternamn"),
            "language": pgettext_lazy("ett", "språk"),
            "needs_interpreter": _("tolk"),
            "why": _("skäl"),
            "said_on": _("när du sa ja"),
            "carries": _("det som skulle följa med"),
            "lapses_on": _("svar senast"),
            "state": _("hur det gick"),
            "answered_at": _("svarat"),
            "answered_by": _("svarat av"),
            "reason": _("varför nej"),
        },
        {"carries": values.carried},
    ),
)
DOCUMENTS = (
    Told(
        "participants.Document",
        _("Dokument"),
        {
            "title": _("namn"),
            "filed_as": _("filen heter"),
            "kind": _("slag"),
            "added_at": _("lades in"),
            "added_by": BY,
            "removed_at": _("togs bort"),
            "delete_on": _("tas bort"),
        },
    ),
)
PERSON_TOLD = (
    Told(
        "participants.Participant",
        _("Uppgifter om dig"),
        {
            "first_name": _("förnamn"),
            "last_name": _("efternamn"),
            "alias": _("namnet som visas"),
            "number": _("personnummer"),
            "former_numbers": _("tidigare nummer"),
            "birth_year": _("födelseår"),
            "phone": _("telefon"),
            "email": _("mejl"),
            "street": _("adress"),
            "place": _("ort"),
            "municipality": _("kommun"),
            "preferred_language": pgettext_lazy("ett", "språk"),
            "needs_interpreter": _("behöver tolk"),
            "protection_level": _("skyddade uppgifter"),
            "limited_to_organisation": _("bara de som ser dig"),
            "created_at": _("inskrivet i Framåt"),
        },
        {"former_numbers": values.numbers},
    ),
    Told(
        "participants.ProtectedAccess",
        _("De enda som får se dig"),
        {
            "user": _("vem"),
            "is_manager": _("ansvarar"),
            "given_at": _("från"),
            "given_by": _("bestämt av"),
            "reviewed_to": _("har gått igenom vem som öppnat till"),
        },
    ),
)
