"""Signing in: password, code by mail, second step; limits that say the same to all."""

import base64
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from accounts.adapter import MfaAdapter
from accounts.middleware import SEEN, STARTED
from accounts.models import User
from core.models import Mail

PASSWORD = "hemligt losenord 12"  # what the standing actors have


def sign_in(client: Client, email: str, password: str = PASSWORD, **query: str):
    return client.post(reverse("account_login", query=query or None), {"login": email, "password": password})


def mailed_code() -> str:
    """The code in the last mail."""
    return re.search(r"^\s*([A-Z0-9][A-Z0-9-]{4,})\s*$", Mail.objects.latest("pk").text, re.MULTILINE).group(1)


def test_right_password_signs_in_and_lists_the_sign_in(client, handler):
    response = sign_in(client, "Alice@Example.org")
    assert response.status_code == 302
    assert response["Location"] == reverse("home")
    assert UserSession.objects.get().user == handler
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_wrong_password_and_unknown_address_answer_the_same(client, handler):
    known = sign_in(client, "alice@example.org", "fel losenord 12345")
    unknown = sign_in(Client(), "ingen@example.org", "fel losenord 12345")
    assert known.status_code == unknown.status_code == 422
    strip = lambda body: re.sub(rb'(name="csrfmiddlewaretoken" value|value)="[^"]*"', b"", body)  # noqa: E731
    assert strip(known.content) == strip(unknown.content)
    assert "hör inte ihop" in known.content.decode()


def test_forgotten_password_answers_the_same_for_known_and_unknown(client, handler):
    known = client.post(reverse("account_reset_password"), {"email": "alice@example.org"})
    unknown = client.post(reverse("account_reset_password"), {"email": "ingen@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Mail.objects.get().to == "alice@example.org"


def test_code_by_mail_signs_in(client, handler):
    response = client.post(reverse("account_request_login_code"), {"email": "alice@example.org"}, follow=True)
    assert "ligger ett mejl med en kod" in response.content.decode()
    mail = Mail.objects.get()
    assert "Alice" not in mail.text + mail.subject
    response = client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})
    assert response.status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_code_by_mail_for_an_unknown_address_looks_the_same_and_sends_nothing(client, handler):
    known = client.post(reverse("account_request_login_code"), {"email": "alice@example.org"}, follow=True)
    other = Client()
    unknown = other.post(reverse("account_request_login_code"), {"email": "ingen@example.org"}, follow=True)
    assert (known.status_code, known.redirect_chain) == (unknown.status_code, unknown.redirect_chain)
    assert Mail.objects.count() == 1
    wrong = other.post(reverse("account_confirm_login_code"), {"code": "AAAA-AAAA"})
    assert wrong.status_code == 422


def test_ninth_wrong_password_meets_the_words_about_too_many(client, handler):
    for _ in range(8):
        response = sign_in(client, "alice@example.org", "fel losenord 12345")
    assert response.status_code == 429
    assert "För många försök" in response.content.decode()
    right = sign_in(Client(), "alice@example.org")
    assert right.status_code == 429
    unknown = Client()
    for _ in range(8):
        strange = sign_in(unknown, "ingen@example.org", "fel losenord 12345")
    assert (strange.status_code, strange.content) == (right.status_code, right.content)


def test_guesses_that_change_place_meet_the_same_words(handler):
    for n in range(20):
        Client(REMOTE_ADDR=f"10.0.{n}.1").post(
            reverse("account_login"), {"login": "alice@example.org", "password": "fel losenord 12345"}
        )
    moved = Client(REMOTE_ADDR="10.99.0.1")
    response = moved.post(reverse("account_login"), {"login": "alice@example.org", "password": PASSWORD})
    assert response.status_code == 429
    assert "För många försök" in response.content.decode()


@pytest.mark.parametrize(
    "hostile",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "http:///evil.example",
        "/\t/evil.example",
        "data:text/html,x",
    ],
)
def test_next_that_leads_away_is_not_followed(client, handler, hostile):
    assert sign_in(client, "alice@example.org", next=hostile)["Location"] == reverse("home")
    other = Client()
    assert other.get(reverse("account_login", query={"next": hostile})).status_code == 200
    signed_in = client.get(reverse("account_login", query={"next": hostile}))
    assert signed_in["Location"] == reverse("home")


def test_next_within_the_house_is_followed(client, handler):
    assert sign_in(client, "alice@example.org", next="/konto/")["Location"] == "/konto/"


@pytest.mark.parametrize(
    "login", ["", "\x00", "🙂@example.org", "a" * 5000, "<script>@x", "alice@example.org\r\nTo: x"]
)
def test_bad_input_in_every_sign_in_form_is_told_kindly(client, db, login):
    assert sign_in(client, login, "x").status_code == 422
    for name in ("account_request_login_code", "account_reset_password"):
        assert client.post(reverse(name), {"email": login}).status_code == 422


def test_new_password_by_mailed_link_works_once(client, handler):
    client.post(reverse("account_reset_password"), {"email": "alice@example.org"})
    address = re.search(r"https?://testserver(\S+)", Mail.objects.get().text).group(1)
    form = client.get(address, follow=True)
    action = form.redirect_chain[-1][0]
    short = client.post(action, {"password1": "kort", "password2": "kort"})
    assert short.status_code == 422
    assert "15" in short.content.decode()
    new = "en mening jag minns 7"
    done = client.post(action, {"password1": new, "password2": new})
    assert done.status_code == 302
    assert User.objects.get(pk=handler.pk).check_password(new)
    again = Client().get(address, follow=True)
    assert "gäller inte längre" in again.content.decode()
    assert "byttes nyss" in Mail.objects.latest("pk").text


def test_password_change_keeps_this_sign_in_and_ends_the_others(handler):
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        sign_in(client, "alice@example.org")
    new = "en mening jag minns 7"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post(reverse("account_change_password"), form | {"oldpassword": "fel"}).status_code == 422
    assert here.post(reverse("account_change_password"), form).status_code == 302
    assert here.get(reverse("accounts:profile")).status_code == 200
    assert elsewhere.get(reverse("accounts:profile")).status_code == 302


def reauthenticated(client: Client) -> Client:
    sign_in(client, "alice@example.org")
    response = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert response.status_code == 302
    return client


def current_code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def test_app_is_connected_and_asked_for_at_the_next_sign_in(client, handler, django_capture_on_commit_callbacks):
    sign_in(client, "alice@example.org")
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert client.post(asked["Location"], {"password": "fel"}).status_code == 422
    reauthenticated(client)
    page = client.get(reverse("mfa_activate_totp"))
    drawing = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page.content.decode()).group(1)
    assert b'xmlns="http://www.w3.org/2000/svg"' in base64.b64decode(drawing)  # or no browser draws it
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("mfa_activate_totp"), {"code": current_code(secret)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)  # encrypted
    assert "kodapp" in Mail.objects.latest("pk").text

    codes = re.findall(r"<code>(\d+)</code>", client.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(codes) == 10
    fresh = Client()
    step = sign_in(fresh, "alice@example.org")
    assert step["Location"] == reverse("mfa_authenticate")
    assert fresh.get(reverse("accounts:profile")).status_code == 302  # not signed in yet
    assert fresh.get(reverse("mfa_authenticate")).status_code == 200
    assert fresh.post(reverse("mfa_authenticate"), {"code": "12345"}).status_code == 422
    assert fresh.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    assert fresh.get(reverse("accounts:profile")).status_code == 200

    again = Client()
    sign_in(again, "alice@example.org")
    assert again.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 422  # a spare code works once
    assert again.post(reverse("mfa_authenticate"), {"code": codes[1]}).status_code == 302


def test_second_step_stops_guessing(handler):
    Authenticator.objects.create(
        user=handler, type=Authenticator.Type.TOTP, data={"secret": MfaAdapter().encrypt("A" * 32)}
    )
    client = Client()
    sign_in(client, "alice@example.org")
    answers = [client.post(reverse("mfa_authenticate"), {"code": f"{n:06}"}).status_code for n in range(12)]
    assert answers[:10] == [422] * 10
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_request_login_code",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_inactive",
    ],
)
def test_pages_before_sign_in_open_for_anybody(client, db, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert response["Cache-Control"].startswith(("no-store", "max-age=0"))
    assert "Sign" not in response.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "account_change_password",
        "account_logout",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
    ],
)
def test_own_pages_open_after_the_password_once_more(client, handler, name):
    anonymous = client.get(reverse(name))
    assert anonymous.status_code == 302
    reauthenticated(client)
    assert client.get(reverse(name)).status_code == 200


def test_key_sign_in_gives_the_browser_a_challenge_and_refuses_rubbish(client, db):
    asked = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert asked.json()["request_options"]["publicKey"]["challenge"]
    for rubbish in (
        "",
        "{}",
        "[]",
        "null",
        '{"id": 1}',
        '{"id": "a", "rawId": [], "response": 7}',
        "\x00",
        "-1",
        "[" * 9000,
    ):
        assert client.post(reverse("mfa_login_webauthn"), {"credential": rubbish}).status_code == 302


def test_key_that_is_rubbish_is_not_added(client, handler):
    reauthenticated(client)
    client.get(reverse("mfa_add_webauthn"))
    for rubbish in (
        "",
        "{}",
        "[]",
        "null",
        '{"id": 1}',
        '{"id": "a", "rawId": [], "response": 7}',
        "\x00",
        "-1",
        "[" * 9000,
    ):
        response = client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": rubbish})
        assert response.status_code == 422
    assert not Authenticator.objects.exists()


def test_sign_out_by_post_clears_the_browser(client, handler):
    sign_in(client, "alice@example.org")
    response = client.post(reverse("account_logout"))
    assert response["Clear-Site-Data"] == '"storage"'
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_idle_sign_in_ends_and_polls_do_not_prolong_it(client, handler, settings):
    sign_in(client, "alice@example.org")

    def age(seconds: int) -> None:
        session = client.session
        session[SEEN] = session[SEEN] - seconds
        session.save()

    client.get(reverse("accounts:profile"))
    age(20 * 60)
    assert client.get(reverse("accounts:profile"), headers={"x-poll": "1"}).status_code == 200
    age(11 * 60)  # a poll in between was no hand on the keys
    assert client.get(reverse("accounts:profile")).status_code == 302

    sign_in(client, "alice@example.org")
    client.get(reverse("accounts:profile"))
    age(20 * 60)
    client.post(reverse("accounts:stay"))
    age(20 * 60)
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_sign_in_ends_after_a_working_day_whatever_is_done(client, handler, settings):
    sign_in(client, "alice@example.org")
    client.get(reverse("accounts:profile"))
    session = client.session
    session[STARTED] -= settings.SESSION_COOKIE_AGE + 1
    session.save()
    assert client.get(reverse("accounts:profile")).status_code == 302
