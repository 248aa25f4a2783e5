"""What one has been told: the list behind "Att läsa". Opening is a POST, so that a look never counts as reading."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import queries
from accounts.models import User
from core import notices
from core.guards import signed_in
from core.models import Notice


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@signed_in
@require_GET
def notice_list(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/notices.html", queries.list_notices(_me(request)))


@signed_in
@require_POST
def notice_open(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Marks it read and goes to what it is about."""
    notice = get_object_or_404(Notice, user_id=_me(request).pk, pk=notice_id)
    notices.mark_read(notice.user_id, [notice.pk])
    if notice.url.startswith("/") and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return redirect(notice.url)
    return redirect("accounts:notice_list")


@signed_in
@require_POST
def notice_read_all(request: HttpRequest) -> HttpResponse:
    notices.mark_all_read(_me(request).pk)
    messages.success(request, _("Allt är markerat som läst."))
    return redirect("accounts:notice_list")
