"""The person's latest CV, for a screen turned to them: what it says, not the team's own name for it."""

from collections.abc import Mapping
from typing import Any

from core.scope import Scope
from cvbuilder import queries
from participants.models import Participant


def part(participant: Participant, scope: Scope, _language: str) -> Mapping[str, Any] | None:
    """Context of cvbuilder/own.html, in the language the CV is written in; None without a CV."""
    cv = queries.cvs_of(scope, participant).in_use().first()
    if cv is None:
        return None
    content = queries.content_of(cv, queries.facts_of(scope, participant, cv.language))
    return None if content.is_empty else {"content": content}
