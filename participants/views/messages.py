"""Färdiga meddelanden: to one person, to many, and the team's own wording."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog, toasts
from participants import actions
from participants.enums import MessageWay
from participants.forms.messages import ManyForm, SendForm, WordingForm
from participants.messages import Filled, Prepared, prepared, shipped
from participants.models import Enrolment
from participants.queries import messages as queries
from participants.queries.consents import closed_channels
from participants.views import way_back
from participants.views.acting import home, posted
from participants.views.bulk import chosen
from participants.views.reach import open_enrolment

WORK, MANAGE = Permission.WORK_WITH_PEOPLE, Permission.MANAGE_TEAM
MOST = 200  # people on one page
form_methods = require_http_methods(["GET", "POST"])


@team_member(WORK, area="people")
@form_methods
def message(request: TeamRequest, public_id: str) -> HttpResponse:
    """Shows the texts; one that is chosen is opened, and that is written down."""
    enrolment = open_enrolment(request, public_id)
    participant = enrolment.participant
    meets_at = queries.next_meeting_at(request.scope, [enrolment]).get(enrolment.pk)
    texts = queries.texts_of(request.team.pk)
    closed = closed_channels(request.scope, [participant.pk]).get(participant.pk, {})
    able = [(one, told) for one in texts if (told := queries.filled(one, participant, meets_at, closed))]
    form = SendForm(posted(request), texts=[one for one, _told in able])
    context = {"participant": participant, "base": home(request, participant)}
    if request.method == "POST" and form.is_valid():
        key, way = form.cleaned_data["text"], MessageWay(form.cleaned_data["how"])
        one, told = next(pair for pair in able if pair[0].key == key)
        if _reaches(told, way):
            actions.open_messages(opened=[(enrolment, told.language)], key=key, way=way, by=request.user)
            readlog.opened(request.scope, participant.pk, place="participant.message")
            return render(request, "participants/message_ready.html", context | {"one": one, "told": told, "way": way})
        context["refused"] = closed.get(way, "")
    readlog.opened(request.scope, participant.pk, place="participant.message")
    sent = queries.opened(request.scope, participant, {one.key: one.title for one in texts})
    context |= {
        "closed": closed.values(),
        "able": able,
        "sent": sent,
        "left": len(texts) - len(able),
        "may_manage": request.may(MANAGE),
    }
    return render(request, "participants/message.html", context, status=422 if request.method == "POST" else 200)


def _reaches(told: Filled, way: MessageWay) -> bool:
    return bool({MessageWay.SMS: told.sms, MessageWay.MAIL: told.mail}.get(way, True))


@team_member(WORK, area="people")
@form_methods
def bulk_message(request: TeamRequest, key: str) -> HttpResponse:
    """One text for those chosen in the register, each in their own language with their own link, on one page."""
    ids = chosen(request, key)
    texts = queries.texts_of(request.team.pk)
    form = ManyForm(posted(request), texts=texts)
    context: dict[str, Any] = {"chosen": len(ids), "back_url": way_back.address(request), "most": MOST}
    if len(ids) > MOST:
        return render(request, "participants/bulk_message.html", context | {"many": True}, status=422)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "participants/bulk_message.html", context | {"form": form}, status=status)
    one = next(one for one in texts if one.key == form.cleaned_data["text"])
    lines, without = _for_many(request, one, ids)
    opened = [(enrolment, told.language) for enrolment, told in lines]
    actions.open_messages(opened=opened, key=one.key, way=MessageWay.LIST, by=request.user)
    readlog.listed(request.scope, [e.participant_id for e, _told in lines], place="participants:bulk_message")
    return render(request, "participants/bulk_message.html", context | {"one": one, "lines": lines, "without": without})


def _for_many(
    request: TeamRequest, one: Prepared, ids: list[int]
) -> tuple[list[tuple[Enrolment, Filled]], list[tuple[Enrolment, str]]]:
    """Those the text reaches, by name; and those without telephone and mail, who have said no to both, or without the
    meeting it speaks of, with the person's own no in words."""
    rows = Enrolment.objects.visible_to(request.scope).filter(pk__in=ids).exclude(state="ended")
    found = list(
        rows.select_related("participant__preferred_language").order_by("participant__sort_name", "participant_id")
    )
    meets = queries.next_meeting_at(request.scope, found)
    no = closed_channels(request.scope, [enrolment.participant_id for enrolment in found])
    lines, without = [], []
    for enrolment in found:
        closed = no.get(enrolment.participant_id, {})
        told = queries.filled(one, enrolment.participant, meets.get(enrolment.pk), closed)
        if told is not None and (told.sms or told.mail):
            lines.append((enrolment, told))
        else:
            without.append((enrolment, " ".join(closed.values())))
    return lines, without


@team_member(WORK, area="people")
@require_GET
def message_texts(request: TeamRequest) -> HttpResponse:
    """The team's texts; the leader changes them."""
    texts = queries.texts_of(request.team.pk)
    offered = {one.key for one in texts}
    retired = [one for one in prepared({}) if one.key not in offered]
    context = {"texts": texts, "retired": retired, "may_manage": request.may(MANAGE)}
    return render(request, "participants/message_texts.html", context)


@team_member(MANAGE, area="people")
@form_methods
def message_text(request: TeamRequest, key: str = "") -> HttpResponse:
    """The words of one text, or of a new one."""
    one = queries.text_of(request.team.pk, key) if key else None
    if key and one is None:
        raise Http404
    form = WordingForm(posted(request), one=one)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_message(team=request.team, key=key, by=request.user, **form.values())
        except actions.ActionError as fault:
            form.add_error(None, str(fault))
        else:
            toasts.say(request, _("Texten är sparad."))
            return redirect("participants:message_texts", request.team.slug)
    context = {"form": form, "one": one, "is_shipped": key in shipped()}
    return render(request, "participants/message_text.html", context, status=422 if request.method == "POST" else 200)


@team_member(MANAGE, area="people")
@require_POST
def message_text_away(request: TeamRequest, key: str) -> HttpResponse:
    """No longer offered; a shipped one with `ater` goes back to how it was shipped."""
    if key in shipped() and request.POST.get("ater"):
        actions.restore_message(team=request.team, key=key)
        toasts.say(request, _("Texten är som från början."))
    elif queries.text_of(request.team.pk, key) is None:
        raise Http404
    else:
        actions.retire_message(team=request.team, key=key, by=request.user)
        toasts.say(request, _("Texten erbjuds inte längre."))
    return redirect(reverse("participants:message_texts", args=[request.team.slug]))
