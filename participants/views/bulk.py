"""The same for many: who was chosen, what will happen to how many, and doing it. What one did just now, and taking it
back. The team's tags."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import searches, toasts
from participants.actions import bulk
from participants.actions.for_many import Values
from participants.enums import APART, Deed
from participants.forms.bulk import FORMS, BulkForm
from participants.models import BulkBatch
from participants.queries import register as queries
from participants.queries.selected import asked_by, found_by, visible
from participants.queries.selection import Selection
from participants.views import way_back
from participants.views.acting import posted

WORK = Permission.WORK_WITH_PEOPLE
MESSAGE = "meddelande"  # no deed: nothing of ours changes, and a message that was sent cannot be taken back
PLACE, KEPT, MOST = "chosen", 5, 2000  # in the session: [[key, what was chosen], …], the latest last


@dataclass(frozen=True)
class Words:
    """`title` stands over the form, `submit` on its last button. `doer` for what is done at once."""

    title: Any
    submit: Any


WORDS = {
    Deed.HANDLER: Words(gettext_lazy("Handledare för flera"), gettext_lazy("Ge handledare")),
    Deed.STEP: Words(gettext_lazy("Nästa steg för flera"), gettext_lazy("Sätt nästa steg")),
    Deed.TASK: Words(gettext_lazy("Samma uppgift för flera"), gettext_lazy("Lägg till uppgiften")),
    Deed.INTERVENTION: Words(gettext_lazy("Samma insats för flera"), gettext_lazy("Planera insatsen")),
    Deed.TAG: Words(gettext_lazy("Etikett på flera"), gettext_lazy("Sätt etiketten")),
    Deed.UNTAG: Words(gettext_lazy("Ta bort etikett från flera"), gettext_lazy("Ta bort etiketten")),
}


@team_member(WORK, area="people")
@require_POST
def bulk_begin(request: TeamRequest) -> HttpResponse:
    """Keeps who was chosen in the register, on the server: rows by id, or the whole selection by what it asks for."""
    deed = request.POST.get("gor", "")
    if deed not in {*Deed.values, MESSAGE} - APART:
        raise Http404
    everybody = request.POST.get("alla") == "1"
    ids = [
        public_id for public_id in request.POST.getlist("vald")[:MOST] if public_id.isalnum() and len(public_id) <= 14
    ]
    if not ids and not everybody:
        toasts.say(request, _("Välj minst en person först."), fault=True)
        return redirect(way_back.address(request))
    picked = {"query": request.POST.get("query", "")[:2000]} if everybody else {"ids": ids}
    key = secrets.token_urlsafe(9)
    request.session[PLACE] = [*request.session.get(PLACE, []), [key, picked]][-KEPT:]
    if deed == MESSAGE:
        return redirect("participants:bulk_message", request.team.slug, key)
    if deed == Deed.SPREAD:
        return redirect("participants:spread_chosen", request.team.slug, key)
    return redirect("participants:bulk", request.team.slug, key, deed)


def chosen(request: TeamRequest, key: str) -> list[int]:
    """Enrolments the viewer may know of, as the selection stands now. Raises Http404 for one that is not kept."""
    kept = next((what for known, what in request.session.get(PLACE, []) if known == key), None)
    if kept is None:
        raise Http404
    if "ids" in kept:
        rows = visible(request.scope).filter(enrolment_public_id__in=kept["ids"])
        return list(rows.order_by("enrolment_id").values_list("enrolment_id", flat=True))
    selection = Selection.read(dict(parse_qsl(kept["query"])))
    words = searches.words(request.session, selection.search)
    found = found_by(words, request.scope)
    return queries.chosen_ids(selection, asked_by(request.scope), found)


@team_member(WORK, area="people")
@require_http_methods(["GET", "POST"])
def bulk_do(request: TeamRequest, key: str, deed: str) -> HttpResponse:
    """Asks what, then shows what will happen to how many; done only as it was shown. 422 for what is to be mended."""
    if deed not in set(Deed.values) - APART - {Deed.SPREAD.value}:
        raise Http404
    kind, ids = Deed(deed), chosen(request, key)
    form = FORMS[kind](posted(request), team_id=request.team.pk, me=request.user)
    if request.method != "POST":
        return _ask(request, kind, form, ids)
    if not form.is_valid():
        return _ask(request, kind, form, ids, status=422)
    values = form.values()
    mark = _mark(ids, values)
    if "gor" not in request.POST or request.POST.get("sett") != mark:
        told = bulk.foresee(team_id=request.team.pk, deed=kind, enrolment_ids=ids, values=values, by=request.user)
        changed = "gor" in request.POST
        return _ask(request, kind, form, ids, told=told, mark=mark, changed=changed)
    batch = bulk.do_for_many(
        team=request.team,
        deed=kind,
        enrolment_ids=ids,
        values=values,
        by=request.user,
        asked=f"{key[:20]} {deed} {mark}",
    )
    return _done(request, batch)


def _mark(ids: list[int], values: Values) -> str:
    """Of exactly these people and these values."""
    return hashlib.sha256(json.dumps([ids, values], sort_keys=True).encode()).hexdigest()[:20]


def _ask(
    request: TeamRequest,
    deed: Deed,
    form: BulkForm,
    ids: list[int],
    *,
    told: Mapping[str, int] | None = None,
    mark: str = "",
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "words": WORDS[deed],
        "chosen": len(ids),
        "told": told is not None,
        "does": [words for part, words in said(deed, told or {}) if not part.startswith("left.")],
        "left": [words for part, words in said(deed, told or {}) if part.startswith("left.")],
        "mark": mark,
        "changed": changed,
        "no_tags": deed in (Deed.TAG, Deed.UNTAG) and not form.fields["tag"].queryset.exists(),  # type: ignore[attr-defined]
        "back_url": way_back.address(request),
    }
    return render(request, "participants/bulk.html", context, status=status)


def _done(request: TeamRequest, batch: BulkBatch) -> HttpResponse:
    if batch.done_at is None:
        toasts.say(
            request, _("Det är många, så det görs i bakgrunden. Under ”Det du gjorde nyss” ser du när det är klart.")
        )
    elif bulk.done(batch):
        undo = reverse("participants:bulk_undo", args=[request.team.slug, batch.public_id])
        toasts.say(request, " ".join(words for _part, words in said(Deed(batch.deed), batch.counts)), undo=undo)
    else:
        toasts.say(request, _("Ingen ändrades."))
    return redirect(way_back.address(request))


def said(deed: Deed, counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """What happens to how many, and who is left out and why, in words; those something happens to first."""
    ordered = sorted((part.startswith("left."), part, n) for part, n in counts.items() if n)
    return [(part, _sentence(deed, part, n)) for _left, part, n in ordered]


def _sentence(deed: Deed, part: str, n: int) -> str:
    if part == "done":
        part = deed.value
    elif part == "left.already":
        part = f"left.{deed.value}"
    return _sentences(n)[part] % {"n": n}


def _sentences(n: int) -> dict[str, str]:
    return {
        "assigned": ngettext("%(n)d person får handledare direkt.", "%(n)d personer får handledare direkt.", n),
        "asked": ngettext(
            "För %(n)d person får kollegan frågan om att ta över.",
            "För %(n)d personer får kollegan frågan om att ta över.",
            n,
        ),
        "replaced": ngettext(
            "För %(n)d person byts det steg som står där.", "För %(n)d personer byts det steg som står där.", n
        ),
        "steg": ngettext("%(n)d person får ett nästa steg.", "%(n)d personer får ett nästa steg.", n),
        "fordela": ngettext(
            "För %(n)d person får en kollega frågan om att ta över.",
            "För %(n)d personer får en kollega frågan om att ta över.",
            n,
        ),
        "vikarier": ngettext("%(n)d person har en vikarie.", "%(n)d personer har en vikarie.", n),
        "left.vikarier": ngettext("%(n)d har redan en vikarie.", "%(n)d har redan en vikarie.", n),
        "uppgift": ngettext("En uppgift för %(n)d person.", "En uppgift var för %(n)d personer.", n),
        "insats": ngettext("En insats för %(n)d person.", "En insats var för %(n)d personer.", n),
        "etikett": ngettext("%(n)d person får etiketten.", "%(n)d personer får etiketten.", n),
        "utan-etikett": ngettext("Etiketten tas bort från %(n)d person.", "Etiketten tas bort från %(n)d personer.", n),
        "left.ended": ngettext(
            "%(n)d har en avslutad inskrivning och lämnas som den är.",
            "%(n)d har en avslutad inskrivning och lämnas som de är.",
            n,
        ),
        "left.cannot": ngettext(
            "För %(n)d kan den valda kollegan inte ta hand om det. Välj någon annan för den.",
            "För %(n)d kan den valda kollegan inte ta hand om det. Välj någon annan för dem.",
            n,
        ),
        "left.waits": ngettext(
            "För %(n)d väntar en överlämning redan på svar.", "För %(n)d väntar en överlämning redan på svar.", n
        ),
        "left.has_step": ngettext(
            "%(n)d har redan ett nästa steg, och det står kvar.", "%(n)d har redan ett nästa steg, och de står kvar.", n
        ),
        "left.handledare": ngettext("%(n)d har redan den handledaren.", "%(n)d har redan den handledaren.", n),
        "left.fordela": ngettext("%(n)d har redan den handledaren.", "%(n)d har redan den handledaren.", n),
        "left.insats": ngettext("%(n)d har redan samma insats.", "%(n)d har redan samma insats.", n),
        "left.etikett": ngettext("%(n)d har redan etiketten.", "%(n)d har redan etiketten.", n),
        "left.utan-etikett": ngettext("%(n)d har inte etiketten.", "%(n)d har inte etiketten.", n),
    }
