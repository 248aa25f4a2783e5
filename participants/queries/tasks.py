"""Open tasks: mine, those I gave others, the team's; and finding one by its words."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Team
from accounts.permissions import Permission, allows
from core import swedish_dates
from core.folding import Asked, asked, tokens
from core.registry import SearchHit
from core.scope import Scope
from participants.models import Task

SHOWN = 200
LOOKED_AT = 3000  # open tasks of a team, at most
KEPT = timedelta(days=7)  # so long a finished one is shown


def _open(scope: Scope) -> QuerySet[Task]:
    found: QuerySet[Task] = Task.objects.visible_to(scope).filter(done_at=None)
    return found.select_related("participant", "owner", "created_by").order_by(F("due_on").asc(nulls_last=True), "pk")


def listed(scope: Scope, whose: str) -> list[Task]:
    """`whose`: "mina", "givna" (that I gave a colleague), "allas". One statement."""
    me = scope.user_id or 0
    rows = _open(scope)
    if whose == "givna":
        rows = rows.filter(created_by_id=me).exclude(owner_id=me)
    elif whose != "allas":
        rows = rows.filter(owner_id=me)
    return list(rows[:SHOWN])


def lately_done(scope: Scope) -> list[Task]:
    """Mine that ended this week, the latest first: one that was done by mistake is opened again."""
    mine = Q(owner_id=scope.user_id or 0) | Q(done_by_id=scope.user_id or 0)
    rows = Task.objects.visible_to(scope).filter(mine, done_at__gt=timezone.now() - KEPT)
    return list(rows.select_related("participant", "owner").order_by("-done_at")[:20])


def find_tasks(words: str, scope: Scope, limit: int) -> list[SearchHit]:
    """Open tasks in which every word typed begins a word, for the product's one search box: over the first LOOKED_AT of the
    team's open tasks (a partial index), compared as folded words. Three statements."""
    typed = asked(words)[:6]
    if not typed or not allows(scope.role, Permission.SEE_PEOPLE):
        return []
    rows = (
        _open(scope)
        .select_related(None)
        .values_list("pk", "title", "participant__alias", "participant__first_name", "participant__last_name")
    )
    ids = [pk for pk, title, *names in rows[:LOOKED_AT] if _says(typed, title, names)][:limit]
    if not ids:
        return []
    slug = Team.objects.values_list("slug", flat=True).get(pk=scope.team)
    by_id = {task.pk: task for task in _open(scope).filter(pk__in=ids)}
    return [_hit(by_id[pk], slug) for pk in ids if pk in by_id]


def _says(typed: list[Asked], title: str, names: Sequence[str | None]) -> bool:
    """Every word begins a word of the task or of the person's name (the alias of a protected one), and one of the task."""
    alias, first, last = names
    about = tokens(title)
    known = [*about, *tokens(alias or f"{first or ''} {last or ''}")]
    return all(_in(one, known) for one in typed) and any(_in(one, about) for one in typed)


def _in(one: Asked, words: list[str]) -> bool:
    """Whether the word typed, or each of its parts, begins one of the words."""
    begins = [any(word.startswith(typed) for word in words) for typed in (one.whole, *one.parts)]
    return begins[0] or all(begins[1:])


def _hit(task: Task, slug: str) -> SearchHit:
    told: list[Any] = [task.participant.list_name if task.participant else "", task.owner.name]
    if task.due_on:
        told.append(swedish_dates.relative(task.due_on, today=timezone.localdate(), language=get_language() or "sv"))
    subject, subject_id = ("participant", task.participant_id) if task.participant_id else ("task", task.pk)
    url = reverse("participants:task_end", args=[slug, task.public_id])
    return SearchHit(subject, subject_id, task.title, ", ".join(filter(None, told)), url, _("Uppgift"))
