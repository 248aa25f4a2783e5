"""A new e-mail address says yes by its own link before anything changes."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import Mail

pytestmark = pytest.mark.django_db
ASK, PASSWORD = "/konto/mejl/", "hemligt losenord 12"


@pytest.fixture
def fresh(handler):
    """Alice, who has just confirmed with her password."""
    client = Client()
    client.post(reverse("account_login"), {"login": handler.email, "password": PASSWORD})
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client


def link() -> str:
    found = re.search(r"http://testserver(/konto/mejl/\S+/)", Mail.objects.order_by("-pk")[0].text)
    assert found
    return found[1]


def test_new_address_is_used_from_the_click_and_the_old_one_is_told(fresh, handler):
    response = fresh.post(ASK, {"email": "Alice.Ny@example.org"})
    assert "Titta i din mejl" in response.content.decode()
    handler.refresh_from_db()
    assert handler.email == "alice@example.org"
    assert Mail.objects.get().to == "alice.ny@example.org"
    assert "alice" not in link()

    for _ in range(2):  # mail programs look
        assert Client().get(link()).status_code == 200
    handler.refresh_from_db()
    assert handler.email == "alice@example.org"

    path = link()
    assert Client().post(path).status_code == 302
    handler.refresh_from_db()
    assert handler.email == "alice.ny@example.org"
    told = Mail.objects.order_by("-pk")[0]
    assert told.to == "alice@example.org"
    assert "alice.ny" not in told.text
    assert not EmailAddress.objects.exists()
    assert Client().post(path).status_code == 404


def test_used_link_is_dead_when_the_old_address_is_back(fresh, handler):
    fresh.post(ASK, {"email": "ny@example.org"})
    there = link()
    assert Client().post(there).status_code == 302
    fresh.post(ASK, {"email": "alice@example.org"})
    assert Client().post(link()).status_code == 302
    handler.refresh_from_db()
    assert handler.email == "alice@example.org"

    assert Client().get(there).status_code == 404
    assert Client().post(there).status_code == 404
    handler.refresh_from_db()
    assert handler.email == "alice@example.org"


def test_signing_in_goes_by_the_new_address_only(fresh, handler):
    fresh.post(ASK, {"email": "ny@example.org"})
    Client().post(link())
    for email, status in (("alice@example.org", 422), ("ny@example.org", 302)):
        assert Client().post(reverse("account_login"), {"login": email, "password": PASSWORD}).status_code == status


def test_typed_address_opens_nothing_before_its_yes(fresh, handler):
    fresh.post(ASK, {"email": "fel@example.org"})
    before = Mail.objects.count()
    Client().post(reverse("account_reset_password"), {"email": "fel@example.org"})
    assert Mail.objects.count() == before


def test_somebody_elses_address_gets_no_mail_and_nothing_tells(fresh, handler, colleague):
    taken = fresh.post(ASK, {"email": colleague.email}).content.decode().replace(colleague.email, "X")
    free = fresh.post(ASK, {"email": "ledig@example.org"}).content.decode().replace("ledig@example.org", "X")
    assert re.sub(r'value="[^"]+"', "", taken) == re.sub(r'value="[^"]+"', "", free)
    assert [mail.to for mail in Mail.objects.all()] == ["ledig@example.org"]


def test_address_taken_meanwhile_is_not_taken_over(fresh, handler):
    fresh.post(ASK, {"email": "ny@example.org"})
    User.objects.create_user("ny@example.org", PASSWORD, name="Nya Nilsson")
    assert Client().post(link()).status_code == 404
    handler.refresh_from_db()
    assert handler.email == "alice@example.org"


def test_link_dies_after_a_day_and_when_sign_ins_are_ended(fresh, handler, monkeypatch):
    fresh.post(ASK, {"email": "ny@example.org"})
    path = link()
    now = time.time()
    monkeypatch.setattr("accounts.actions.addresses.time.time", lambda: now + 24 * 3600 + 5)
    assert Client().get(path).status_code == 404
    monkeypatch.undo()
    User.objects.filter(pk=handler.pk).update(sign_outs=5)
    assert Client().post(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "AAAA", "a" * 5000, "å", "%00", "azE6"])
def test_made_up_links_are_none(db, token):
    assert Client().get(f"/konto/mejl/{token}/").status_code == 404


@pytest.mark.parametrize(
    "email", ["", "x", "\x00@example.org", "a" * 300 + "@example.org", "alice@example.org", "😀@x"]
)
def test_odd_addresses_are_refused_with_words(fresh, email):
    response = fresh.post(ASK, {"email": email})
    assert response.status_code == 422
    assert not Mail.objects.exists()


def test_password_is_asked_for_first(as_user, handler):
    response = as_user(handler).get(ASK)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_asking_has_a_ceiling(fresh):
    for n in range(5):
        assert fresh.post(ASK, {"email": f"ny{n}@example.org"}).status_code == 200
    assert fresh.post(ASK, {"email": "ny9@example.org"}).status_code == 422
    assert Mail.objects.count() == 5
