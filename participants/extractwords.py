"""What participants tells the person on paper: headings and fields in words, in the order one reads them."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.registry import Told
from participants import messages
from participants.enums import ConcernStep, HandoverPoint
from participants.hours import shown
from participants.models import Intervention, TeamColumn


def _own_values(values: Any) -> str:
    titles = dict(TeamColumn.objects.filter(key__in=list(values or {})).values_list("key", "title"))
    return "\n".join(f"{titles.get(key, key)}: {said}" for key, said in (values or {}).items())


def _listed(values: Any) -> str:
    return ", ".join(map(str, values.values() if isinstance(values, dict) else values or ()))


def _points(values: Any) -> str:
    words = dict(HandoverPoint.choices)
    return "\n".join(f"{words.get(key, key)}: {day}" for key, day in (values or {}).items())


def _steps(values: Any) -> str:
    words = dict(ConcernStep.choices)
    return "\n".join(f"{words.get(key, key)}: {' '.join(said)}" for key, said in (values or {}).items())


def _arrival(value: Any) -> str:
    return _now("hit") if value else _now("härifrån")


def _numbers(values: Any) -> str:
    return "\n".join(f"{one['number']} ({_now('till')} {one['until']})" for one in values)


def _hours(quarters: Any) -> str:
    return "" if quarters is None else shown(int(quarters))


def _effort(row: Any) -> str:
    return Intervention.objects.filter(pk=row).values_list("title", flat=True).first() or ""


def _message(key: Any) -> str:
    return next((one.title for one in messages.prepared({}) if one.key == key), str(key))


BY, WHEN, NOTED = _("av"), _("när"), _("skrivet")
PERIOD = {"started_on": _("från"), "ended_on": _("till")}
TOLD = (
    Told(
        "participants.Enrolment",
        _("Din tid hos oss"),
        {
            "responsible_organisation": _("den som ansvarar"),
            "state": _("läge"),
            **PERIOD,
            "end_reason": _("varför det slutade"),
            "end_kind": _("hur det slutade"),
            "end_note": _("om slutet"),
            "is_mistake": _("skrevs in av misstag"),
            "source": _("kom via"),
            "goal": _("ditt mål"),
            "goal_occupation": _("yrke"),
            "next_step": _("nästa steg"),
            "next_step_by": _("görs av"),
            "next_step_user": _("vem hos oss"),
            "next_step_who": _("vem"),
            "next_step_on": _("när"),
            "waiting_for": _("väntar på"),
            "this_week": _("läget i veckan"),
            "this_week_on": _("skrivet"),
            "own_values": _("teamets egna kolumner"),
            "unread": _("text som inte kunde läsas in"),
            "created_at": _("inskrivet i Framåt"),
            "created_by": BY,
        },
        {"own_values": _own_values, "unread": _listed},
    ),
    Told(
        "participants.Sharing",
        _("Varför andra organisationer får se dig"),
        {
            "basis": _("grund"),
            "how": _("hur det sades"),
            "recorded_on": _("från"),
            "recorded_by": BY,
            "withdrawn_on": _("till"),
            "withdrawn_by": _("avslutad av"),
        },
    ),
    Told(
        "participants.Consent",
        _("Det du har sagt ja till"),
        {
            "kind": _("vad"),
            "scope": _("vad det omfattar"),
            "recipient": _("vem det gäller"),
            "form": _("hur"),
            "given_on": _("från"),
            "valid_to": _("till och med"),
            "recorded_by": _("skrivet av"),
            "withdrawn_at": _("du ångrade dig"),
            "withdrawn_by": _("sagt till"),
        },
    ),
    Told(
        "participants.HandlerAssignment",
        _("Dina handledare"),
        {"user": _("vem"), "kind": _("som"), **PERIOD, "end_reason": _("varför det slutade")},
    ),
    Told(
        "participants.Handover",
        _("Byten av handledare"),
        {
            "from_user": _("från"),
            "to_user": _("till"),
            "contact": _("svarar under tiden"),
            "reason_code": _("varför"),
            "reason": _("skäl"),
            "own_words": _("handledarens ord"),
            "proposed_at": _("frågan ställdes"),
            "proposed_by": BY,
            "accepted_at": _("ja"),
            "declined_at": _("nej"),
            "decline_reason": _("varför nej"),
            "checklist": _("gjort"),
            "asked_answer": _("vad du sa"),
            "asked_on": _("när du frågades"),
            "asked_by": _("av vem"),
        },
        {"checklist": _points},
    ),
    Told(
        "participants.HandlerWish",
        _("När du ville byta handledare"),
        {"said_on": WHEN, "words": _("med dina ord"), "recorded_by": _("skrivet av"), "settled_on": _("klart")},
    ),
    Told(
        "participants.Intervention",
        _("Det du gör och har gjort"),
        {
            "title": _("vad"),
            "focus": _("inriktning"),
            "provider": _("var"),
            "hours_per_week": _("timmar i veckan"),
            "starts_on": _("från"),
            "planned_end_on": _("tänkt till"),
            "ended_on": _("slutade"),
            "end_reason": _("varför det slutade"),
            "why_alone": _("varför en sak i taget"),
            "note": _("anteckning"),
            "created_by": BY,
        },
    ),
    Told(
        "participants.Attendance",
        _("Timmar du var med"),
        {
            "intervention": _("vad"),
            "day": _("dag"),
            "planned": _("timmar planerade"),
            "there": _("timmar med"),
            "why": _("varför inte"),
            "updated_by": BY,
        },
        {"intervention": _effort, "planned": _hours, "there": _hours},
    ),
    Told(
        "participants.Pause",
        _("Pauser"),
        {
            "reason": _("varför"),
            "starts_on": _("från"),
            "ends_on": _("tillbaka"),
            "back_on": _("väntades tillbaka"),
            "next_contact_on": _("nästa kontakt"),
            "step_before": _("steget som väntade"),
        },
    ),
    Told(
        "participants.Outcome",
        _("Arbete och studier"),
        {
            "kind": _("vad"),
            "where": _("var"),
            "occupation": _("yrke"),
            "extent_percent": _("omfattning i procent"),
            "starts_on": _("från"),
            "ended_on": _("till"),
            "created_by": _("skrivet av"),
        },
    ),
    Told(
        "participants.FollowUp",
        _("Uppföljningar"),
        {
            "due_on": _("dag"),
            "still": _("kvar"),
            "support": _("stöd"),
            "answered_on": _("svar"),
            "answered_by": BY,
        },
    ),
    Told(
        "participants.StartItem",
        _("Klar att börja"),
        {"point": _("vad"), "state": _("läge"), "changed_on": WHEN, "changed_by": BY},
    ),
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
            "interpreter_language": _("språk"),
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
        {"is_arrival": _arrival},
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
        {"steps": _steps},
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
        {"at": WHEN, "key": _("vilket"), "language": _("språk"), "way": _("hur"), "by": BY},
        {"key": _message},
    ),
    Told(
        "participants.Profile",
        _("Vad du vill och kan"),
        {
            "wishes": _("vill"),
            "strengths": _("bra på"),
            "hours_min": _("minst timmar i veckan"),
            "hours_max": _("högst timmar i veckan"),
            "can_start_on": _("kan börja"),
            "shifts": _("tider"),
            "licences": _("körkort"),
            "has_car": _("har bil"),
            "radius_km": _("reser högst, km"),
            "would_move": _("kan flytta"),
            "education_level": _("utbildning"),
        },
        {"shifts": _listed, "licences": _listed},
    ),
    Told(
        "participants.ProfileOccupation",
        _("Yrken"),
        {"occupation": _("yrke"), "is_wish": _("önskat"), "months": _("månader du arbetat med det")},
    ),
    Told("participants.ProfileSkill", _("Kunskaper"), {"skill": _("kunskap")}),
    Told("participants.ProfileLanguage", _("Språk"), {"language": _("språk"), "level": _("nivå")}),
    Told("participants.ProfilePlace", _("Orter"), {"municipality": _("kommun")}),
    Told(
        "participants.Experience",
        _("Där du har arbetat"),
        {
            "title": _("vad"),
            "employer": _("var"),
            "occupation": _("yrke"),
            "country": _("land"),
            "from_month": _("från"),
            "to_month": _("till"),
            "is_unpaid": _("utan lön"),
            "description": _("beskrivning"),
        },
    ),
    Told(
        "participants.Education",
        _("Din utbildning"),
        {
            "title": _("vad"),
            "school": _("skola"),
            "level": _("nivå"),
            "country": _("land"),
            "from_month": _("från"),
            "to_month": _("till"),
            "is_validated": _("bedömd i Sverige"),
        },
    ),
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
            "language": _("språk"),
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
    {"asked_at": _("gjort"), "asked_by": BY, "form": _("som"), "handed_how": _("lämnat"), "handed_on": WHEN},
)
HOLD_TOLD = Told(
    "participants.LegalHold",
    _("Varför uppgifterna sparas längre"),
    {"reason": _("skäl"), "held_at": _("från"), "held_by": BY, "ended_at": _("till")},
)
DOCUMENTS = (
    Told(
        "participants.Document",
        _("Dokument: be om en kopia om du vill ha dem"),
        {
            "title": _("namn"),
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
            "preferred_language": _("språk"),
            "needs_interpreter": _("behöver tolk"),
            "protection_level": _("skyddade uppgifter"),
            "limited_to_organisation": _("bara de som ser dig"),
            "created_at": _("inskrivet i Framåt"),
        },
        {"former_numbers": _numbers},
    ),
    Told(
        "participants.ProtectedAccess",
        _("De enda som får se dig"),
        {"user": _("vem"), "is_manager": _("ansvarar"), "given_at": _("från"), "given_by": _("bestämt av")},
    ),
)
