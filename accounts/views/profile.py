"""One's own page and one's own sign-ins."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actions, queries
from accounts.forms.profile import NoticeForm, ProfileForm
from accounts.models import User
from core import registry
from core.guards import signed_in


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@signed_in
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    shown = User.objects.get(pk=me.pk)  # a form with faults must not change the frame around it
    form = ProfileForm(request.POST or None, instance=shown)
    notices = NoticeForm(request.POST or None, user=me, prefix="notice")
    if request.method == "POST" and form.is_valid() and notices.is_valid():
        form.save()
        if "name" in form.changed_data:
            for renamed in registry.renamed:
                renamed(me.pk)
        if "phone" in form.changed_data:
            for known in registry.known_as:
                known(me.pk)
        notices.save()
        translation.activate(shown.language)
        messages.success(request, _("Sparat."))
        return redirect("accounts:profile")
    context = {"form": form, "notices": notices, "has_second_step": queries.has_second_step(me)}
    return render(request, "accounts/profile.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_GET
def session_list(request: HttpRequest) -> HttpResponse:
    sign_ins = queries.list_sign_ins(_me(request), here=request.session.session_key)
    return render(request, "accounts/sessions.html", {"sign_ins": sign_ins})


@signed_in
@require_POST
def session_end(request: HttpRequest, session_id: int) -> HttpResponse:
    if not actions.end_session(user=_me(request), session_id=session_id):
        raise Http404
    messages.success(request, _("Inloggningen är avslutad."))
    return redirect("accounts:session_list")


@signed_in
@require_POST
def session_end_others(request: HttpRequest) -> HttpResponse:
    actions.end_other_sessions(request=request, user=_me(request))
    messages.success(request, _("Du är utloggad överallt utom här."))
    return redirect("accounts:session_list")
