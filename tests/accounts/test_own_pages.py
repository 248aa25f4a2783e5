"""One's own page, one's own sign-ins, the way in, and pages behind a code."""

import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path, reverse
from django.utils import timezone

from accounts import access, network, rules, runs
from accounts.access import Door
from accounts.guards import code_holder
from accounts.models import AccessCode, Membership, User
from core import guards, notices
from core.models import NoticePreference
from core.scope import Kind, enter
from tests.accounts.test_sign_in import sign_in

PROFILE = {"name": "Alice Ek", "phone": "0701740605", "language": "sv", "theme": "dark", "density": "tight"}


# --- The way in ----------------------------------------------------------------------------------------------------------


def test_home_of_a_handler_leads_to_the_people_and_of_others_to_what_they_may_see(as_user, handler, steering, team):
    assert as_user(handler).get(reverse("home"))["Location"].startswith(f"/t/{team.slug}/")
    page = as_user(steering).get(reverse("home"), follow=True)
    assert page.status_code == 200


def test_home_of_somebody_without_a_team_is_kind(client, db):
    user = User.objects.create_user("ny@example.org", "hemligt losenord 12", name="Ny Vän")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("home"))
    assert page.status_code == 200
    assert "Hej Ny" in page.content.decode()


def test_home_anonymous_is_sent_to_sign_in(client, db):
    assert client.get(reverse("home"))["Location"].startswith(reverse("account_login"))


def test_practice_team_is_not_where_the_day_begins(as_user, handler, team, other_team, municipality):
    other_team.is_practice, other_team.name = True, "Aa övning"
    other_team.save()
    Membership.objects.create(team=other_team, user=handler, organisation=municipality, role="handler")
    assert as_user(handler).get(reverse("home"))["Location"].startswith(f"/t/{team.slug}/")


# --- One's own page ------------------------------------------------------------------------------------------------------


def test_profile_is_saved_and_shown_at_once(as_user, handler):
    client = as_user(handler)
    saved = client.post(reverse("accounts:profile"), PROFILE | {"shortcuts": ""}, follow=True)
    handler.refresh_from_db()
    assert (handler.phone, handler.theme, handler.density, handler.shortcuts) == (
        "+46701740605",
        "dark",
        "tight",
        False,
    )
    page = saved.content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-shortcuts="off"' in page
    assert "070-174 06 05" in page


def test_profile_nudges_towards_a_second_step_and_stops_when_there_is_one(as_user, handler):
    from allauth.mfa.models import Authenticator

    assert "andra steg" in as_user(handler).get(reverse("accounts:profile")).content.decode()
    Authenticator.objects.create(user=handler, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert "Lägg till ett andra steg" not in as_user(handler).get(reverse("accounts:profile")).content.decode()


@pytest.mark.parametrize(
    "fault",
    [
        {"name": ""},
        {"name": "x" * 5000},
        {"name": "\x00"},
        {"phone": "🙂"},
        {"language": "xx"},
        {"theme": "pink"},
        {"density": ["a", "b"]},
    ],
)
def test_profile_with_faults_is_told_and_changes_nothing(as_user, handler, fault):
    response = as_user(handler).post(reverse("accounts:profile"), PROFILE | fault)
    assert response.status_code == 422
    handler.refresh_from_db()
    assert (handler.name, handler.theme) == ("Alice Ek", "")


def test_notices_are_chosen_kind_by_kind(as_user, handler, monkeypatch):
    monkeypatch.setattr(notices, "_kinds", {"handover": "Överlämning till mig"})
    client = as_user(handler)
    assert "Överlämning till mig" in client.get(reverse("accounts:profile")).content.decode()
    for channel in ("mail", "none"):
        client.post(reverse("accounts:profile"), PROFILE | {"notice-handover": channel})
        assert NoticePreference.objects.get(user_id=handler.pk).channel == channel
    assert client.post(reverse("accounts:profile"), PROFILE | {"notice-handover": "pigeon"}).status_code == 422


def test_own_language_goes_before_the_browsers(as_user, handler):
    client = as_user(handler)
    page = client.get(reverse("accounts:profile"), headers={"accept-language": "en"}).content.decode()
    assert '<html lang="sv"' in page
    User.objects.filter(pk=handler.pk).update(language="en")
    assert '<html lang="en"' in client.get(reverse("accounts:profile")).content.decode()


# --- One's own sign-ins --------------------------------------------------------------------------------------------------


def signed_in(agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    sign_in(client, "alice@example.org")
    client.get(reverse("accounts:profile"))
    return client


def test_sign_ins_are_listed_and_one_can_be_ended(handler, colleague):
    here = signed_in("Mozilla/5.0 (Windows NT 10.0) Chrome/156 Safari/537")
    there = signed_in("Mozilla/5.0 (iPhone; CPU) Version/18 Safari/604")
    page = here.get(reverse("accounts:session_list")).content.decode()
    assert "Chrome på Windows" in page
    assert "Safari på iPhone" in page
    other = UserSession.objects.exclude(session_key=here.session.session_key).get()

    stranger = Client()
    sign_in(stranger, "bo@example.org")
    assert stranger.post(reverse("accounts:session_end", args=[other.pk])).status_code == 404
    assert here.post(reverse("accounts:session_end", args=[other.pk])).status_code == 302

    assert there.get(reverse("accounts:profile")).status_code == 302
    assert here.get(reverse("accounts:profile")).status_code == 200


def test_all_other_sign_ins_end_at_once_known_or_not(handler, as_user):
    here, there, unlisted = signed_in("a"), signed_in("b"), as_user(handler)
    assert here.post(reverse("accounts:session_end_others")).status_code == 302
    assert there.get(reverse("accounts:profile")).status_code == 302
    assert unlisted.get(reverse("accounts:profile")).status_code == 302
    page = here.get(reverse("accounts:session_list"))
    assert page.status_code == 200
    assert len(page.context["sign_ins"]) == 1


@pytest.mark.parametrize("name", ["profile", "session_list"])
def test_own_pages_anonymous_are_sent_to_sign_in(client, db, name):
    assert client.get(reverse(f"accounts:{name}")).status_code == 302


def test_device_names_are_those_people_use():
    edge = "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/156.0 Safari/537 Edg/156.0"
    assert rules.device(edge) == ("Edge", "Windows")
    assert rules.device("Mozilla/5.0 (Linux; Android 15) Chrome/156 Mobile Safari/537") == ("Chrome", "Android")
    assert rules.device("curl/8") == ("", "")


def test_sweep_removes_what_is_over_and_leaves_what_lives(handler):
    here, gone = signed_in("a"), signed_in("b")
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=timezone.now() - timedelta(days=1))
    runs.sweep()
    assert UserSession.objects.get().session_key == here.session.session_key
    assert here.get(reverse("accounts:profile")).status_code == 200


# --- Where a request comes from ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address", "net"),
    [
        (0, "1.2.3.4", "10.0.0.1", "10.0.0.1"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.1.1.1", "1.2.3.4", "1.2.3.4"),
        (2, "1.2.3.4", "", ""),  # the header is shorter than our own chain: not to be believed
        (1, "", "", ""),
        (1, "rubbish", "", ""),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        (1, "[2001:db8::1]:4711", "2001:db8::1", "2001:db8::/64"),
        (1, "::ffff:1.2.3.4", "1.2.3.4", "1.2.3.4"),
        (1, "1.2.3.4:5555", "1.2.3.4", "1.2.3.4"),
    ],
)
def test_address_is_the_nth_from_the_right(settings, proxies, forwarded, address, net):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert network.address_of(request) == address
    assert network.network_of(request) == net


# --- Behind a code -------------------------------------------------------------------------------------------------------


@code_holder("smail")
def behind(request):
    seen = AccessCode.objects.values_list("participant_id", flat=True)
    return HttpResponse(f"{request.scope.kind} {sorted(seen)}")


@code_holder("smail", otherwise="try_again")
def behind_kindly(request):
    return HttpResponse("in")


@guards.public("test")
def door_page(request, token):
    return access.link_page(
        request, purpose="smail", token=token, template="accounts/invitation_open.html", next_url="/in/", here=True
    )


urlpatterns = [
    path("", include("config.urls")),
    path("in/", behind),
    path("kindly/", behind_kindly),
    path("try/", behind_kindly, name="try_again"),
    path("d/<str:token>/", door_page),
]


@pytest.fixture
def code(handler, team, scope_of):
    with enter(scope_of(handler, team)):
        access.make_here_code(Door("smail", team.pk, "assessment", 2, 12), by=handler)
        return access.make_here_code(Door("smail", team.pk, "assessment", 1, 11), by=handler)


@pytest.fixture
def doors(settings, code):
    settings.ROOT_URLCONF = "tests.accounts.test_own_pages"
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if "SignIn" not in m]
    return Client()


def test_page_behind_a_code_shows_that_persons_rows_only(doors, code):
    assert doors.get("/in/").status_code == 404
    assert doors.get("/kindly/")["Location"] == "/try/"
    for _ in range(3):
        assert doors.get(f"/d/{code.token}/").status_code == 200
    unknown = doors.get("/d/nothing/")
    assert doors.get(f"/d/{code.token}/").content[:300] == unknown.content[:300]
    assert doors.post("/d/nothing/").status_code == 422
    opened = doors.post(f"/d/{code.token}/")
    assert opened["Location"] == "/in/"
    page = doors.get("/in/")
    assert page.content.decode() == f"{Kind.CODE} [11]"
    assert page["Referrer-Policy"] == "strict-origin"
    assert Client().post(f"/d/{code.token}/").status_code == 422


def test_page_behind_a_code_shuts_when_it_is_taken_back_or_time_is_over(
    doors, code, handler, team, scope_of, monkeypatch
):
    doors.post(f"/d/{code.token}/")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 19 * 60)
    assert doors.post("/in/").status_code == 200  # an answer gives twenty minutes more
    monkeypatch.setattr(time, "time", lambda: now + 30 * 60)
    assert doors.post("/in/", headers={"x-poll": "1"}).status_code == 200  # a poll does not
    monkeypatch.setattr(time, "time", lambda: now + 40 * 60)
    assert doors.get("/in/").status_code == 404
    monkeypatch.setattr(time, "time", lambda: now + 30 * 60)
    assert doors.get("/in/").status_code == 200
    with enter(scope_of(handler, team)):
        access.take_back_all(11)
    assert doors.get("/in/").status_code == 404


def test_code_holder_carries_a_mark_that_the_guard_of_addresses_reads():
    assert behind.guard == "code_holder: smail"
