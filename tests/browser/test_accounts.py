"""A new colleague's way in, as it is in a browser: invitation on a phone, sign-in by key, every page for axe."""

import email
import re
import time

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from accounts import actions
from accounts.actions.teams import First
from tests.browser.conftest import accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.usefixtures("workers")]
PASSWORD = "en mening jag minns 7"
TEAM = "/t/alvstranden"


@pytest.fixture(scope="module")
def leader(site):
    first = First(
        "Älvstads kommun", "municipality", "Team Älvstranden", "alvstranden", "Lena Strand", "lena@example.org"
    )
    with transaction.atomic():
        return actions.set_up(first=first, password=PASSWORD).user


def mailed(site, pattern: str) -> str:
    """The first match of the pattern in what was mailed; waits for dispatcher and worker."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for raw in site.mails():
            text = email.message_from_string(raw).get_payload(decode=True).decode(errors="replace")
            if found := re.search(pattern, text):
                return found.group(0)
        time.sleep(0.2)
    raise AssertionError(f"no mail with {pattern}")


def sign_in(page: Page, base: str, address: str) -> None:
    page.goto(f"{base}/konto/logga-in/")
    page.fill("#id_login", address)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.locator(".top")).to_be_visible()


def add_a_key_holder(page: Page) -> None:
    """A pretended fingerprint reader that always says yes."""
    chromium = page.context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    chromium.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_new_colleague_joins_by_phone_and_signs_in_with_a_key(open_page, site, leader):
    base = site.url.replace("127.0.0.1", "localhost")  # keys need a name, not a number
    desk = open_page()
    sign_in(desk, base, "lena@example.org")
    desk.goto(f"{base}{TEAM}/medlemmar/")
    desk.get_by_role("link", name="Bjud in").click()
    desk.fill("#id_email", "nina@example.org")
    desk.get_by_role("button", name="Skicka inbjudan").click()
    expect(desk.locator("main")).to_contain_text("nina@example.org")

    phone = open_page(390, 844)
    phone.goto(mailed(site, r"http://localhost\S+/inbjudan/\S+"))
    assert accessibility_faults(phone) == []
    phone.get_by_role("button", name="Öppna inbjudan").click()
    assert phone.url.endswith("/inbjudan/")
    phone.fill("#id_name", "Nina Öst")
    phone.fill("#id_password", PASSWORD)
    assert accessibility_faults(phone) == []
    phone.get_by_role("button", name="Skapa konto").click()
    expect(phone.locator(".top")).to_contain_text("Nina Öst")

    add_a_key_holder(phone)
    phone.goto(f"{base}/konto/sakerhet/nycklar/ny/")
    phone.fill("#id_password", PASSWORD)
    phone.get_by_role("button", name="Fortsätt").click()
    phone.fill("#id_name", "Telefonen")
    phone.get_by_role("button", name="Fortsätt").click()
    expect(phone.get_by_role("heading", name="Reservkoder")).to_be_visible()
    assert phone.locator(".codes li").count() == 10

    phone.goto(f"{base}/konto/logga-ut/")
    phone.get_by_role("main").get_by_role("button", name="Logga ut").click()
    phone.get_by_role("button", name="Logga in med nyckel").click()
    expect(phone.locator(".top")).to_contain_text("Nina Öst")
    phone.goto(f"{base}{TEAM}/medlemmar/")
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


OPEN = ("/konto/logga-in/", "/konto/logga-in/kod/", "/konto/glomt/", "/konto/glomt/skickat/", "/inbjudan/okand/")
OWN = (
    "/konto/",
    "/konto/inloggningar/",
    "/konto/sakerhet/",
    "/konto/losenord/",
    "/konto/logga-ut/",
    "/konto/sakerhet/nycklar/",
    f"{TEAM}/medlemmar/",
    f"{TEAM}/medlemmar/bjud-in/",
    f"{TEAM}/installningar/",
)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_pages_of_accounts_are_accessible_and_fit(open_page, site, leader, width, scheme):
    page = open_page(width, 900, color_scheme=scheme)
    faults = {}
    for path in OPEN:
        page.goto(path)
        faults[path] = accessibility_faults(page)
    sign_in(page, site.url, "lena@example.org")
    for path in OWN:
        page.goto(path)
        fits = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        faults[path] = accessibility_faults(page) + ([] if fits else ["does not fit"])
    assert {path: found for path, found in faults.items() if found} == {}
