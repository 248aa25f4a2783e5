"""A person's rows and their changes as plain values, for the register extract (GDPR article 15).

A value is what JSON has; a relation is the words of what it points at, or the id of a row that is in the extract itself.
What is SECRET is in none of it. Read in the team's own scope (core.persondata).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models

from core.classes import DataClass

_NOT_TOLD = {"team", "team_id", "participant", "participant_id"}
_WORDS = ("name", "label", "title", "code")  # what a row of reference data is called


def fields_of(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The fields that are told: all but what is secret, the team and the person."""
    classes: Mapping[str, DataClass] = getattr(model, "data_classes", {})
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in _NOT_TOLD and classes.get(field.name) != DataClass.SECRET
    ]


def rows(found: models.QuerySet[Any]) -> list[dict[str, Any]]:
    """Each row as {"id": …, field: value}, oldest first. One statement."""
    model = found.model
    fields = fields_of(model)
    related = [field.name for field in fields if field.is_relation]
    told = found.select_related(*related) if related else found
    return [
        {"id": row.pk} | {field.name: _of_row(row, field) for field in fields} for row in told.order_by("pk").iterator()
    ]


def _of_row(row: Any, field: "models.Field[Any, Any]") -> Any:
    if not field.is_relation:
        return plain(getattr(row, field.attname))
    return words_of(getattr(row, field.name))


def plain(value: Any) -> Any:
    """The value as JSON has it: days and moments by ISO 8601."""
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (UUID, bytes, memoryview)) or (value is not None and not isinstance(value, _JSON)):
        return str(value)
    return value


_JSON = (str, int, float, bool, list, dict)


def words_of(row: Any) -> Any:
    """What a related row is called; its id when it is one of the person's own, or has no words."""
    if row is None or hasattr(row, "participant_id"):
        return None if row is None else row.pk
    return next((str(said) for name in _WORDS if (said := getattr(row, name, ""))), row.pk)


def changes(model: Any, participant_ids: Iterable[int]) -> list[dict[str, Any]]:
    """What field history keeps: {"row", "at", "by", "field", "was", "now"}, oldest first, one line for each field that
    changed. What stood in a row that is gone is told as changed to nothing. Few statements, however many changes."""
    events: Any = getattr(model, "pgh_event_model", None)
    if events is None:
        return []
    names = {field.name for field in events._meta.concrete_fields}
    whose = "participant_id__in" if "participant" in names else "pgh_obj_id__in"
    steps = list(events._base_manager.filter(**{whose: list(participant_ids)}).order_by("pgh_id"))
    living = set(model._base_manager.filter(pk__in={step.pgh_obj_id for step in steps}).values_list("pk", flat=True))
    fields = [field for field in fields_of(model) if field.name in names]
    words, who = _related(fields, steps), _who(steps)
    told: list[dict[str, Any]] = []
    latest: dict[int, Any] = {}
    for step in steps:
        told += _difference(latest.get(step.pgh_obj_id), step, fields, words, who)
        latest[step.pgh_obj_id] = step
    for pk in sorted(set(latest) - living):
        told += _gone(latest[pk], fields, words, who)
    return told


def _difference(
    before: Any, after: Any, fields: "Sequence[models.Field[Any, Any]]", words: Any, who: Mapping[Any, str]
) -> list[dict[str, Any]]:
    if before is None:
        return []
    found = []
    for field in fields:
        was, now = getattr(before, field.attname), getattr(after, field.attname)
        if (was or None) != (now or None):
            found.append(_line(after, field, _told(field, was, words), _told(field, now, words), who))
    return found


def _gone(
    last: Any, fields: "Sequence[models.Field[Any, Any]]", words: Any, who: Mapping[Any, str]
) -> list[dict[str, Any]]:
    return [
        _line(last, field, _told(field, getattr(last, field.attname), words), None, who)
        for field in fields
        if getattr(last, field.attname) not in (None, "")
    ]


def _line(step: Any, field: "models.Field[Any, Any]", was: Any, now: Any, who: Mapping[Any, str]) -> dict[str, Any]:
    by = who.get(step.pgh_context_id, "")
    at = step.pgh_created_at.isoformat()
    return {"row": step.pgh_obj_id, "at": at, "by": by, "field": field.name, "was": was, "now": now}


def _told(field: "models.Field[Any, Any]", value: Any, words: Mapping[Any, Mapping[int, Any]]) -> Any:
    if field.is_relation and value is not None:
        return words.get(field.related_model, {}).get(value, value)
    return plain(value)


def _related(fields: "Sequence[models.Field[Any, Any]]", steps: Sequence[Any]) -> dict[Any, dict[int, Any]]:
    """The words of everything the steps point at, by model and id."""
    wanted: dict[Any, set[int]] = {}
    for field in fields:
        if field.is_relation:
            ids = {getattr(step, field.attname) for step in steps} - {None}
            wanted.setdefault(field.related_model, set()).update(ids)
    return {
        model: {row.pk: words_of(row) for row in model._base_manager.filter(pk__in=ids)}
        for model, ids in wanted.items()
        if ids
    }


def _who(steps: Sequence[Any]) -> dict[Any, str]:
    """Who stands behind each change, by its context."""
    import pghistory.models  # noqa: PLC0415  - models cannot be imported while apps load

    ids = {step.pgh_context_id for step in steps} - {None}
    metadata = dict(pghistory.models.Context.objects.filter(pk__in=ids).values_list("pk", "metadata"))
    users = {int(told["user"]) for told in metadata.values() if told.get("user")}
    names = dict(get_user_model()._base_manager.filter(pk__in=users).values_list("pk", "name"))
    return {pk: names.get(int(told.get("user") or 0), "") for pk, told in metadata.items()}
