"""What every form about a person shares: a page of its own, the same form in the page's dialog, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts.guards import TeamRequest
from core import readlog
from participants.actions import ActionError
from participants.models import Participant

TEMPLATE = "participants/act.html"


@dataclass(frozen=True)
class Asking:
    """The words around a form. `draft` is where it is kept while being written; `before` and `after` are templates shown
    around the form with `more`; `here` is the column it writes in, told to colleagues meanwhile; `no` is a second button that
    sends answer=no. `address` is where it is sent when that is another than where it is shown; `query` says where one came
    from and is sent with it."""

    title: str
    submit: str
    lead: str = ""
    danger: bool = False
    draft: str = ""
    here: str = ""
    no: str = ""
    address: str = ""
    query: str = ""
    before: str = ""
    after: str = ""
    more: dict[str, Any] = field(default_factory=dict)


def posted(request: TeamRequest) -> QueryDict | None:
    """What was sent, also when it is nothing at all; None on GET."""
    return request.POST if request.method == "POST" else None


def home(request: TeamRequest, participant: Participant) -> str:
    return reverse("participants:detail", args=[request.team.slug, participant.public_id])


def _page_name(request: TeamRequest) -> str:
    match = request.resolver_match
    return str(match.url_name) if match else ""


def show(
    request: TeamRequest, participant: Participant, form: forms.BaseForm | None, asking: Asking, status: int = 200
) -> HttpResponse:
    """The form as a page, or as the fragment a dialog holds: it shows the person, and says so to the read log."""
    readlog.opened(request.scope, participant.pk, place=f"participants:{_page_name(request)}")
    context = {
        "participant": participant,
        "form": form,
        "asking": asking,
        "action": f"{asking.address or request.path}{f'?fran={asking.query}' if asking.query else ''}",
        "base": home(request, participant),
        **asking.more,
    }
    template = f"{TEMPLATE}#form" if request.htmx else TEMPLATE
    return render(request, template, context, status=status)


def done(request: TeamRequest, participant: Participant, words: str, *, to: str = "") -> HttpResponse:
    """Back to the person, or to the register when the act has closed the person to who did it."""
    messages.success(request, words)
    address = to or home(request, participant)
    if not Participant.objects.visible_to(request.scope).filter(pk=participant.pk).exists():
        address = reverse("participants:register", args=[request.team.slug])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def answer(
    request: TeamRequest,
    participant: Participant,
    form: forms.BaseForm,
    asking: Asking,
    act: Callable[[dict[str, Any]], object],
    words: str | Callable[[], str],
    *,
    to: str = "",
) -> HttpResponse:
    """Shows the form on GET; on POST acts with the cleaned data, or shows what to mend (422). `words` are said when it is
    done, `to` is where one is led then instead of to the person."""
    if request.method != "POST":
        return show(request, participant, form, asking)
    if form.is_valid():
        try:
            with transaction.atomic():
                act(form.cleaned_data)
        except ActionError as fault:
            form.add_error(None, str(fault))
        else:
            return done(request, participant, words if isinstance(words, str) else words(), to=to)
    return show(request, participant, form, asking, status=422)
