"""How a stored value is put in words on paper."""

from typing import Any

from django.utils.translation import gettext as _

from core import registry
from participants import messages
from participants.enums import ConcernStep, HandoverPoint
from participants.hours import shown as hours_shown
from participants.models import Attendance, Intervention, TeamColumn


def own_values(values: Any) -> str:
    """ "The column's title: what stands there", a line each; a column that is gone keeps its key."""
    titles = dict(TeamColumn.objects.filter(key__in=list(values or {})).values_list("key", "title"))
    return "\n".join(f"{titles.get(key, key)}: {said}" for key, said in (values or {}).items())


def listed(values: Any) -> str:
    """The values of a list or a mapping, with commas between."""
    return ", ".join(map(str, values.values() if isinstance(values, dict) else values or ()))


def points(values: Any) -> str:
    """The points of a handover that are ticked, with their days."""
    words = dict(HandoverPoint.choices)
    return "\n".join(f"{words.get(key, key)}: {day}" for key, day in (values or {}).items())


def steps(values: Any) -> str:
    """The steps of a concern that are taken, with day and colleague."""
    words = dict(ConcernStep.choices)
    return "\n".join(f"{words.get(key, key)}: {' '.join(said)}" for key, said in (values or {}).items())


def arrival(value: Any) -> str:
    """Which way a note was moved."""
    return _("hit") if value else _("härifrån")


def numbers(values: Any) -> str:
    """Numbers somebody had before, with the day each ended."""
    return "\n".join(f"{one['number']} ({_('till')} {one['until']})" for one in values)


def hours(quarters: Any) -> str:
    """Quarters of an hour as hours and minutes."""
    return "" if quarters is None else hours_shown(int(quarters))


def effort(row: Any) -> str:
    """The title of the intervention with this id."""
    return Intervention.objects.filter(pk=row).values_list("title", flat=True).first() or ""


def carried(keys: Any) -> str:
    """What was to go along to another team, a line each, in the words the person was asked with."""
    return "\n".join(str(part.label) for key, part in registry.carry.items() if key in keys)


def sick_day(row: Any) -> str:
    """Day and intervention of the hours with this id."""
    found = Attendance.objects.filter(pk=row).select_related("intervention").first()
    return f"{found.day}: {found.intervention.title}" if found else ""


def message(key: Any) -> str:
    """The title of a prepared message."""
    return next((one.title for one in messages.prepared({}) if one.key == key), str(key))
