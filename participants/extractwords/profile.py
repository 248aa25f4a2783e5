"""What the person wants and can do."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.registry import Told
from participants.extractwords import values

PROFILE = (
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
        {"shifts": values.listed, "licences": values.listed},
    ),
    Told(
        "participants.ProfileOccupation",
        _("Yrken"),
        {"occupation": _("yrke"), "is_wish": _("önskat"), "months": _("månader du arbetat med det")},
    ),
    Told("participants.ProfileSkill", _("Kunskaper"), {"skill": _("kunskap")}),
    Told("participants.ProfileLanguage", _("Språk"), {"language": pgettext_lazy("ett", "språk"), "level": _("nivå")}),
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
)
