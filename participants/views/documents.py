"""Files on a person: the list, bringing them, each one shown, renamed, taken away and back; how long a team keeps them."""

from pathlib import PurePosixPath
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import filestore, readlog, toasts
from core.filecheck import gate
from core.filecheck.rules import FileKind
from core.forms import plain_text
from participants import actions, documents, permissions
from participants.actions.documents import set_document_rules
from participants.enums import DocumentKind
from participants.forms.documents import AddDocumentsForm, DocumentForm, DocumentRulesForm
from participants.models import Document, Participant
from participants.queries import documents as queries
from participants.queries.access import sees_health
from participants.retention import guessed
from participants.views.acting import Asking, answer, home, posted
from participants.views.reach import participant_of

SEE, WORK, MANAGE = Permission.SEE_PEOPLE, Permission.WORK_WITH_PEOPLE, Permission.MANAGE_TEAM
INLINE = {FileKind.PDF, FileKind.JPEG, FileKind.PNG, FileKind.TEXT}
PICTURES = {FileKind.JPEG, FileKind.PNG}
form_methods = require_http_methods(["GET", "POST"])


@team_member(SEE, area="people")
@require_GET
def document_list(request: TeamRequest, public_id: str) -> HttpResponse:
    """What there is, a form to add more, and the bin."""
    participant = participant_of(request, public_id)
    return _page(request, participant, AddDocumentsForm(sees_health=_sees(request, participant)))


def _page(
    request: TeamRequest,
    participant: Participant,
    form: AddDocumentsForm,
    refused: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    readlog.opened(request.scope, participant.pk, place="participants:documents")
    kept, in_bin = queries.shown(request.scope, participant)
    context = {
        "participant": participant,
        "base": home(request, participant),
        "form": form,
        "refused": refused or [],
        "documents": kept,
        "in_bin": in_bin,
        "may_work": permissions.may_work(request.scope),
        "may_manage": request.may(MANAGE),
    }
    status = 422 if refused or form.errors else 200
    return render(request, "participants/documents.html", context, status=status)


def _sees(request: TeamRequest, participant: Participant) -> bool:
    return participant.pk in sees_health(request.scope, [participant.pk])


@team_member(WORK, area="people")
@require_POST
def document_add(request: TeamRequest, public_id: str) -> HttpResponse:
    """Each file by itself: those that are as they should be are kept, and beside each of the others stands why not. The
    script sends one at a time and gets its line of the list."""
    participant = participant_of(request, public_id)
    form = AddDocumentsForm(request.POST, request.FILES, sees_health=_sees(request, participant))
    if not form.is_valid():
        words = " ".join(str(each) for each in [*form["upload"].errors, *form["kind"].errors])
        return HttpResponse(words, status=422) if request.htmx else _page(request, participant, form)
    refused: list[tuple[str, str]] = []
    saved: list[Document] = []
    for file in form.cleaned_data["upload"]:
        try:
            saved.append(_taken(request, participant, file, form.cleaned_data["kind"]))
        except (gate.Refused, actions.ActionError) as fault:
            refused.append((_title(file.name or ""), fault.words if isinstance(fault, gate.Refused) else str(fault)))
    if request.htmx:
        return _line(request, participant, saved[0]) if saved else HttpResponse(refused[0][1], status=422)
    if saved:
        words = ngettext("Dokumentet är sparat.", "%(n)d dokument är sparade.", len(saved)) % {"n": len(saved)}
        messages.success(request, words)
    if refused:
        return _page(request, participant, AddDocumentsForm(sees_health=_sees(request, participant)), refused)
    return redirect("participants:documents", request.team.slug, public_id)


def _taken(request: TeamRequest, participant: Participant, file: UploadedFile, kind: str) -> Document:
    """Raises Refused for what it is, ActionError for where it would go."""
    name = file.name or ""
    chosen = DocumentKind(kind) if kind else guessed(name)
    if chosen == DocumentKind.HEALTH and not _sees(request, participant):
        raise actions.ActionError(_("Det ser ut att handla om hälsa. Bara handledarna lägger in sådana papper."))
    checked = gate.check(file.read(), name)
    return actions.add_document(participant=participant, file=checked, kind=chosen, title=_title(name), by=request.user)


def _title(name: str) -> str:
    """What the file was called, less its ending and where it lay; a pasted picture is called that."""
    bare = " ".join(plain_text(PurePosixPath(name.replace("\\", "/").replace("\x00", "")).stem).split())[:120]
    return _("Inklistrad bild") if bare.lower() in ("", "image") else bare


def _line(request: TeamRequest, participant: Participant, document: Document) -> HttpResponse:
    """The new document's line of the list."""
    readlog.opened(request.scope, participant.pk, place="participants:documents")
    row = queries.with_end(Document.objects.filter(pk=document.pk)).select_related("added_by").get()
    context = {
        "documents": [queries.line(row, queries.months(request.team.pk))],
        "base": home(request, participant),
        "may_work": True,
    }
    return render(request, "participants/documents_rows.html", context)


def _document(request: TeamRequest, public_id: str, item: str) -> Document:
    """One this viewer may see, with its person. Raises Http404."""
    participant = participant_of(request, public_id)
    rows = queries.with_end(Document.objects.visible_to(request.scope).filter(participant=participant))
    found = rows.filter(public_id=item).select_related("added_by").first()
    if found is None:
        raise Http404
    found.participant = participant
    return found  # type: ignore[no-any-return]


@team_member(SEE, area="people")
@require_GET
def document(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """One document: what it is, how long it is kept, the picture itself."""
    found = _document(request, public_id, item)
    readlog.opened(request.scope, found.participant_id, place="participants:document")
    context = {
        "participant": found.participant,
        "line": queries.line(found, queries.months(request.team.pk)),
        "document": found,
        "base": home(request, found.participant),
        "is_picture": found.format in PICTURES and _opens(found),
        "opens": _opens(found),
        "may_work": permissions.may_work(request.scope),
    }
    return render(request, "participants/document.html", context)


@team_member(SEE, area="people")
@require_GET
def document_file(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """The file itself: to keep, or with ?visa=1 shown by the browser when it is of a kind that can be. Nothing in it can
    run. A line in the read log names person and document each time."""
    found = _document(request, public_id, item)
    data = filestore.read(found.file)
    if data is None:
        raise Http404
    inline = bool(request.GET.get("visa")) and _opens(found)
    log = readlog.opened if inline else _exported
    log(request.scope, found.participant_id, place="participants:document_file")
    log(request.scope, found.pk, place="participants:document_file", subject_type="document")
    kind, name = documents.content_type(found), documents.file_name(found)
    return filestore.inert(data, content_type=kind, name=name, inline=inline)


def _opens(document: Document) -> bool:
    """Whether the browser shows it. Nothing of a protected person is left in a tab for whoever passes: without a mark of who
    opened it (domain B.4), it is taken out by name, which the read log tells as such."""
    return document.format in INLINE and not document.participant.is_protected


def _exported(scope: Any, subject_id: int, **more: str) -> None:
    readlog.exported(scope, [subject_id], **more)


@team_member(WORK, area="people")
@form_methods
def document_edit(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """Name, kind, a last day of its own."""
    found = _document(request, public_id, item)
    form = DocumentForm(posted(request), instance=found, sees_health=_sees(request, found.participant))
    asking = Asking(_("Ändra dokumentet"), _("Spara"))
    back = reverse("participants:documents", args=[request.team.slug, public_id])
    return answer(request, found.participant, form, asking, lambda _given: form.save(), _("Sparat."), to=back)


@team_member(WORK, area="people")
@require_POST
def document_remove(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """Into the bin, with a way back."""
    found = _document(request, public_id, item)
    actions.remove_document(document=found, by=request.user)
    undo = reverse("participants:document_restore", args=[request.team.slug, public_id, item])
    toasts.say(request, _("Dokumentet ligger i papperskorgen i sju dagar."), undo=undo)
    return redirect("participants:documents", request.team.slug, public_id)


@team_member(WORK, area="people")
@require_POST
def document_restore(request: TeamRequest, public_id: str, item: str) -> HttpResponse:
    """Out of the bin again."""
    found = _document(request, public_id, item)
    actions.restore_document(document=found, by=request.user)
    if request.htmx:
        return HttpResponse(status=204)
    toasts.say(request, _("Dokumentet är tillbaka."))
    return redirect("participants:documents", request.team.slug, public_id)


@team_member(MANAGE, area="people")
@form_methods
def document_rules(request: TeamRequest) -> HttpResponse:
    """How long each kind is kept after the enrolment."""
    form = DocumentRulesForm(posted(request), months=queries.months(request.team.pk))
    if form.is_bound and form.is_valid():
        set_document_rules(team=request.team, months=form.cleaned_data, by=request.user)
        messages.success(request, _("Sparat."))
        return redirect("participants:document_rules", request.team.slug)
    status = 422 if form.is_bound else 200
    return render(request, "participants/document_rules.html", {"form": form}, status=status)
