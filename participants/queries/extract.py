"""Everything the team holds about a person: what goes into a register extract, and what a human has to decide first."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import F, Model
from django.utils import timezone

from core import extracting, registry, runfiles
from core.classes import DataClass
from core.models import Run
from core.scope import Kind, Scope, enter
from participants.enums import ExtractItem, LeftOutReason
from participants.models import (
    Concern,
    ConflictOfInterest,
    Document,
    Extract,
    ExtractChoice,
    HandlerWish,
    Handover,
    Intake,
    Intervention,
    Meeting,
    Note,
    Participant,
    ProtectedAccess,
    RestrictedRemark,
    RightsRequest,
    Task,
)
from participants.queries import readers
from participants.queries.people import ids_of

FORMAT, VERSION = "framat.registerutdrag", 1
EVERY_LINE = 1_000_000
GAP = "[…]"
SOMEBODY = "[annan person]"

# Texts that may tell of somebody else: the model, its fields of text, when it was written.
TEXTS: dict[ExtractItem, tuple[Any, tuple[str, ...], str]] = {
    ExtractItem.CONCERN: (Concern, ("text", "steps"), "created_at"),
    ExtractItem.NOTE: (Note, ("text",), "happened_at"),
    ExtractItem.REMARK: (RestrictedRemark, ("text", "source"), "created_at"),
    ExtractItem.INTERVENTION: (Intervention, ("note", "why_alone", "title"), "created_at"),
    ExtractItem.HANDOVER: (Handover, ("own_words", "reason", "decline_reason"), "proposed_at"),
    ExtractItem.WISH: (HandlerWish, ("words",), "said_on"),
    ExtractItem.MEETING: (Meeting, ("about",), "starts_at"),
    ExtractItem.TASK: (Task, ("title",), "created_at"),
    ExtractItem.INTAKE: (Intake, ("purpose", "reason", "asker_name", "asker_phone", "asker_email"), "created_at"),
    ExtractItem.REQUEST: (RightsRequest, ("words", "answer_words"), "recorded_at"),
    ExtractItem.DOCUMENT: (Document, ("title",), "added_at"),  # with its file, or without both
}
_ITEM = {model._meta.label: item for item, (model, _fields, _day) in TEXTS.items()}
DRAFTS = "participants.NoteDraft"


@dataclass(frozen=True)
class Text:
    """A text that goes into the extract unless somebody decides otherwise. `choice` is what was decided; `must_decide`
    when nobody has and somebody has to: a concern, or a passage that was decided on and does not stand there any more."""

    item: ExtractItem
    id: int
    at: Any
    words: str
    choice: ExtractChoice | None
    must_decide: bool

    @property
    def is_out(self) -> bool:
        return self.choice is not None and self.choice.is_out

    @property
    def is_file(self) -> bool:
        return self.item == ExtractItem.DOCUMENT


def texts(scope: Scope, participant: Participant) -> list[Text]:
    """What a human may look at before handing out, the latest first. Read as the team: whoever hands out the extract hands
    out all of it. A private reminder is its owner's to show: others' are in the extract, but not here."""
    with enter(Scope(Kind.RUN, user_id=scope.user_id, team_id=scope.team)):
        choices = {(one.kind, one.item): one for one in ExtractChoice.objects.filter(participant=participant)}
        found = [
            _text(item, row, choices.get((item.value, row.pk)))
            for item, (model, _fields, _day) in TEXTS.items()
            for row in model._base_manager.filter(participant=participant)
            if not (isinstance(row, Task) and row.is_private and row.owner_id != scope.user_id)
        ]
    return sorted((one for one in found if one.words), key=lambda one: (one.must_decide, _moment(one.at)), reverse=True)


def _text(item: ExtractItem, row: Model, choice: ExtractChoice | None) -> Text:
    _model, fields, day = TEXTS[item]
    said = [str(getattr(row, name)) for name in fields if isinstance(getattr(row, name), str) and getattr(row, name)]
    words = "\n".join(said)
    stale = choice is not None and any(passage not in words for passage in choice.passages)
    return Text(
        item, row.pk, getattr(row, day), words, choice, stale or (choice is None and item == ExtractItem.CONCERN)
    )


def _moment(value: Any) -> str:
    return timezone.localtime(value).isoformat() if isinstance(value, datetime) else str(value)


def undecided(participant: Participant) -> int:
    """How many texts a human has to decide on before an extract can be made."""
    return sum(one.must_decide for one in texts(Scope(Kind.RUN, team_id=participant.team_id), participant))


def contents(scope: Scope, participant: Participant) -> list[str]:
    """The headings of what an extract made now would hold."""
    with enter(Scope(Kind.RUN, user_id=scope.user_id, team_id=scope.team)):
        told = [one for provider in registry.extract for one in provider.told]
        return [str(one.title) for one in told if _holds(apps.get_model(one.model), participant)]


def _holds(model: Any, participant: Participant) -> bool:
    if model is Participant:
        return True
    return bool(model._base_manager.filter(participant_id=participant.pk).exists())


Sections = dict[str, list[dict[str, Any]]]


def everything(participant: Participant) -> dict[str, Any]:
    """The whole extract as data: keys and values as docs/extract.md says. In a transaction; reads as the team."""
    with enter(Scope(Kind.RUN, team_id=participant.team_id)) as scope:
        sections: Sections = {}
        changes: Sections = {}
        ids = ids_of(participant.pk)
        for provider in registry.extract:
            sections |= provider.act(participant)
            changes |= provider.changes(ids) if provider.changes else _changes(provider.models, ids)
        sections |= _guards(participant)
        left_out = _drafts(sections) + _chosen(participant, sections, changes)
        _without_others(participant, (sections, changes))
        return {
            "format": FORMAT,
            "version": VERSION,
            "team": participant.team.name,
            "sections": sections,
            "changes": {label: lines for label, lines in changes.items() if lines},
            "readers": _readers(scope, participant),
            "left_out": left_out,
        }


def _changes(models: Iterable[str], ids: list[int]) -> Sections:
    return {label: extracting.changes(apps.get_model(label), ids) for label in models}


def _guards(participant: Participant) -> Sections:
    """Who alone may see the person. That a colleague is shut out is said, not who: it tells of the colleague's own life."""
    named = ProtectedAccess.objects.filter(participant=participant).order_by("pk")
    shut = ConflictOfInterest.objects.filter(participant=participant).order_by("pk")
    return {
        "participants.ProtectedAccess": extracting.rows(named),
        "participants.ConflictOfInterest": [
            {"noted_at": at.isoformat()} for at in shut.values_list("noted_at", flat=True)
        ],
    }


def _readers(scope: Scope, participant: Participant) -> list[dict[str, Any]]:
    return [
        {
            "day": line.day.isoformat(),
            "last": line.last.isoformat(),
            "who": line.who,
            "organisation": line.organisation,
            "what": str(line.kind),
            "where": [str(place) for place in line.places],
            "times": line.times,
        }
        for line in readers.opened(scope, participant.pk, None, EVERY_LINE)
    ]


def _drafts(sections: Sections) -> list[dict[str, Any]]:
    """A colleague's draft is no text yet (dataskyddslagen 5:2): that there is one is said."""
    left_out = []
    for row in sections.get(DRAFTS, []):
        row |= {"text": "", "more": {}, "left_out": True}
        left_out.append({"section": DRAFTS, "on": row["updated_at"][:10], "reason": LeftOutReason.DRAFT.value})
    return left_out


def _chosen(participant: Participant, sections: Sections, changes: Sections) -> list[dict[str, Any]]:
    """Takes out what was decided to be left out, from the rows and from what they said before."""
    left_out = []
    for choice in ExtractChoice.objects.filter(participant=participant, is_out=True).order_by("pk"):
        model, fields, day = TEXTS[ExtractItem(choice.kind)]
        label = model._meta.label
        for row in (row for row in sections.get(label, []) if row["id"] == choice.item):
            _cut(row, choice.passages, fields, model.data_classes)
            left_out.append({"section": label, "on": row[day][:10], "reason": choice.reason})
        changes[label] = [line for line in changes.get(label, []) if line["row"] != choice.item]
    return left_out


def _cut(row: dict[str, Any], passages: list[str], fields: tuple[str, ...], classes: dict[str, DataClass]) -> None:
    """Without passages everything but when it was and by whom."""
    row["left_out"] = True
    if not passages:
        row.update({name: None for name in row if classes.get(name, DataClass.PUBLIC) != DataClass.PUBLIC})
    for name in fields:
        if isinstance(row[name], str):
            for passage in passages:
                row[name] = row[name].replace(passage, GAP)


def _without_others(participant: Participant, parts: Iterable[Sections]) -> None:
    """Whole names of the team's other participants are in no text of an extract, whoever wrote them there."""
    rows = [row for sections in parts for lines in sections.values() for row in lines]
    said = "\n".join(text for row in rows for text in _strings(row)).casefold()
    found = sorted({name for name in _others(participant) if name.casefold() in said}, key=len, reverse=True)
    if not found:
        return
    names = re.compile(r"\b(?:" + "|".join(map(re.escape, found)) + r")\b", re.IGNORECASE)
    for row in rows:
        for key, value in row.items():
            row[key] = _blanked(value, names)


def _others(participant: Participant) -> Iterator[str]:
    own = {participant.name.casefold(), f"{participant.first_name} {participant.last_name}".casefold()}
    people = Participant.objects.filter(team_id=participant.team_id).exclude(pk=participant.pk)
    for first, last, alias in people.values_list("first_name", "last_name", "alias"):
        for name in ((f"{first} {last}", f"{last}, {first}", f"{last} {first}") if last else ()) + (
            (alias,) if alias else ()
        ):
            if name.casefold() not in own:
                yield name


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def _blanked(value: Any, names: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return names.sub(SOMEBODY, value)
    if isinstance(value, dict):
        return {key: _blanked(one, names) for key, one in value.items()}
    return [_blanked(one, names) for one in value] if isinstance(value, list) else value


def text(scope: Scope, participant: Participant, kind: str, item: int) -> Text | None:
    """One of `texts`."""
    return next((one for one in texts(scope, participant) if (one.item.value, one.id) == (kind, item)), None)


def made(scope: Scope, participant: Participant) -> list[Extract]:
    """Extracts of the person, the latest first, with `has_file`: whether the file still stands. Two statements."""
    rows = Extract.objects.visible_to(scope).filter(participant=participant).select_related("asked_by")
    found = list(rows.order_by("-asked_at", "-pk"))
    runs = {run.public_id: run for run in Run.objects.filter(public_id__in=[one.run_public_id for one in found])}
    for one in found:
        run = runs.get(one.run_public_id)
        one.has_file = run is not None and not runfiles.is_old(run)
    return found


def requests(scope: Scope, participant: Participant) -> list[RightsRequest]:
    """What the person has asked for: unanswered first, then the latest."""
    rows = RightsRequest.objects.visible_to(scope).filter(participant=participant).select_related("answered_by")
    return list(rows.order_by(F("answered_on").desc(nulls_first=True), "-came_on", "-pk"))
