"""A partner refers somebody: one form, one receipt. No account, nothing shown back, no script needed."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from participants import actions, doors
from participants.doors import PartnerRequest, partner_page
from participants.forms.intake import PartnerForm
from participants.queries.intake import contact_of

TOO_MANY = 429


def _show(request: PartnerRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {"who": contact_of(request.link.team), "link": request.link, "token": request.link.token, **context}
    return render(request, f"participants/partner/{template}.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def partner_form(request: PartnerRequest) -> HttpResponse:
    """Opening it consumes nothing. An ended link says whom to call (410)."""
    if request.link.ended_at is not None:
        return _show(request, "ended", {}, status=410)
    form = PartnerForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        if doors.may_send(request):
            actions.receive_intake(
                team=request.link.team, facts=form.facts_by(request.link), by=None, link=request.link
            )
            return redirect("participants:partner_thanks", request.link.token)
        form.add_error(None, _("Det kommer många förfrågningar på en gång just nu. Vänta en stund, eller ring oss."))
        status = TOO_MANY
    return _show(request, "form", {"form": form}, status=status)


@require_GET
@partner_page
def partner_thanks(request: PartnerRequest) -> HttpResponse:
    """Who answers, and by which day. Says nothing of what was sent."""
    return _show(request, "thanks", {"answer_by": actions.answer_day(timezone.localdate())})


@require_POST
@partner_page
def partner_language(request: PartnerRequest) -> HttpResponse:
    """Swedish or English, kept in a cookie; back to the same page."""
    start = reverse("participants:partner_form", args=[request.link.token])
    back = request.POST.get("next", "")
    if not (back.startswith(start) and re.fullmatch(r"[a-z0-9/-]{1,200}", back)):
        back = start
    response = redirect(back)
    language = request.POST.get("language", "")[:5]
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=request.is_secure())
    return response
