"""Notes of one person, searched; a concern's steps."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.folding import fold
from core.scope import Scope
from participants.enums import ConcernStep
from participants.models import Concern, Note, NoteTemplate, Participant

LOOKED_AT = 2000
SHOWN = 100


def search_notes(scope: Scope, participant: Participant, words: str) -> list[Note]:
    """The person's notes that hold every word, anywhere in a word, the latest first. Notes are searched inside one person
    only, and not by index: one statement."""
    asked = [fold(word) for word in words.split()][:6]
    rows = Note.objects.visible_to(scope).filter(participant=participant).select_related("written_by")
    latest = rows.order_by("-happened_at", "-pk")[:LOOKED_AT]
    return [note for note in latest if asked and all(word in fold(note.text) for word in asked)][:SHOWN]


def templates_of(team_id: int) -> list[NoteTemplate]:
    return list(NoteTemplate.objects.filter(team_id=team_id))


def steps_of(concern: Concern) -> list[dict[str, Any]]:
    """Every fixed step, with when it was taken and by whom."""
    told = []
    for step in ConcernStep:
        day, name = concern.steps.get(step.value, ("", ""))
        told.append({"step": step, "on": date.fromisoformat(day) if day else None, "by": name})
    return told


def concern_panel(participant: Participant, scope: Scope) -> Mapping[str, Any] | None:
    """What is open and the viewer may see; None without any. One statement, none when the page knows there is nothing."""
    if not getattr(participant, "has_concerns", True):
        return None
    rows = Concern.objects.visible_to(scope).filter(participant=participant, closed_at=None)
    found = list(rows.select_related("created_by").order_by("-created_at"))
    return {"concerns": found} if found else None
