"""What one saving changed, in words: the fields of the row as they stood in the field history and as they stood then.

A cell of the register is told as its reader knows it: whose the next step is as one thing, and a text nobody could read
where it was written, marked *att tyda*.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import swedish_dates
from participants import cells
from participants.columns import COLUMNS, OWN
from participants.enums import StepBy
from participants.models import TeamColumn

CELL = "ruta."  # a column that is a cell of the register, not one field
NOTHING = ["null", '""', "false", "0", "[]", "{}"]  # one value for nothing as good as another: no change
# Follow from another field, or are no more than when a row was made.
SILENT = {"sort_name", "public_id", "created_at", "created_by", "this_week_on"}

State = dict[str, Any]  # a row of the history: value by column
Names = dict[type[models.Model], dict[int, str]]


class Change(NamedTuple):
    """One field of one step. `column` names it in addresses; what has no words here has "" for both values."""

    label: str
    was: str
    now: str
    column: str


def changes_of(
    fields: Sequence[models.Field], old: State, new: State, names: Names, own: dict[str, str]
) -> list[Change]:
    """What a step changed, in the order of the model. `names` are what relations point at, `own` the titles of the team's
    columns by key."""
    told = [_cell(key, old, new, names, own) for key in _cells_changed(fields, old, new)]
    apart = {name for key in _cells_changed(fields, old, new) for name in cells.fields_of(key)}
    for field in fields:
        was, now = values(field, old, new)
        if field.column not in new or field.name in apart or (was or "") == (now or ""):
            continue
        if field.name == "own_values":
            told += _own(was or {}, now or {}, own)
        elif not isinstance(field, models.JSONField):
            told.append(
                Change(
                    capfirst(str(field.verbose_name)), _words(field, was, names), _words(field, now, names), field.name
                )
            )
    return told


def title_of(key: str, own: dict[str, str]) -> str:
    """The title of a cell's column, "" for none such."""
    if key.startswith(OWN):
        return own.get(key.removeprefix(OWN), "")
    return str(COLUMNS[key].title) if cells.fields_of(key) else ""


def values(field: models.Field, old: State, new: State) -> tuple[Any, Any]:
    """The field's value before and after."""
    return old.get(str(field.column)), new.get(str(field.column))


def own_titles(rows: Iterable[State]) -> dict[str, str]:
    """The titles of the team's own columns, when any of the rows has values in them. At most one statement."""
    if not any(row.get("own_values") or any(OWN in key for key in row.get("unread") or {}) for row in rows):
        return {}
    return dict(TeamColumn.objects.values_list("key", "title"))


def _cells_changed(fields: Sequence[models.Field], old: State, new: State) -> list[str]:
    """Cells that are told as a whole: whose the step is, and those with a text nobody could read, before or after."""
    names = {field.name for field in fields}
    found = []
    who = cells.fields_of("vem")
    if names.intersection(who) and any((old.get(c) or "") != (new.get(c) or "") for c in _columns(who)):
        found.append("vem")
    if "unread" in names:
        was, now = old.get("unread") or {}, new.get("unread") or {}
        found += [key for key in dict.fromkeys([*was, *now]) if was.get(key) != now.get(key) and key not in found]
    return found


def _columns(fields: Iterable[str]) -> list[str]:
    return [f"{name}_id" if name == "next_step_user" else name for name in fields]


def _cell(key: str, old: State, new: State, names: Names, own: dict[str, str]) -> Change:
    return Change(
        title_of(key, own) or key.removeprefix(OWN), _in_cell(key, old, names), _in_cell(key, new, names), CELL + key
    )


def _in_cell(key: str, state: State, names: Names) -> str:
    """What stood in a cell. Words for a day, and for a colleague the name, where `names` has it."""
    unread = (state.get("unread") or {}).get(key)
    if unread:
        return _("%(text)s (att tyda)") % {"text": unread}
    if key.startswith(OWN):
        return str((state.get("own_values") or {}).get(key.removeprefix(OWN), ""))
    if key == "vem":
        return _who(state, names)
    if key == "nar":
        return _day(state.get("next_step_on"))
    if not cells.fields_of(key):
        return ""  # a column that is no more
    return str(cells.text_of(SimpleNamespace(**{"unread": {}, **state}), key))  # type: ignore[arg-type]


def _who(state: State, names: Names) -> str:
    by = state.get("next_step_by")
    if by == StepBy.USER:
        known = (found for model, found in names.items() if model._meta.label == "accounts.User")
        return next(known, {}).get(state.get("next_step_user_id") or 0, "")
    return str(StepBy.PERSON.label) if by == StepBy.PERSON else str(state.get("next_step_who") or "")


def _own(was: dict[str, Any], now: dict[str, Any], titles: dict[str, str]) -> list[Change]:
    keys = [key for key in dict.fromkeys([*was, *now]) if (was.get(key) or "") != (now.get(key) or "")]
    return [Change(titles.get(key, key), str(was.get(key, "")), str(now.get(key, "")), OWN + key) for key in keys]


def _words(field: models.Field, value: Any, names: Names) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if field.is_relation:
        related: Any = field.related_model
        return names.get(related, {}).get(value, "")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))  # type: ignore[attr-defined]
    return _day(value) if isinstance(field, models.DateField) else str(value)


def _day(value: Any) -> str:
    if not value:
        return ""
    day = date.fromisoformat(str(value)[:10])
    return swedish_dates.short(day, today=timezone.localdate(), language=get_language() or "sv")
