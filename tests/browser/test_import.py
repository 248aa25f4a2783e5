"""A team's spreadsheet comes in: by hand from file to register and back, and a long one through the worker."""

import csv
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, expect

from accounts.models import Organisation, Team, User
from tests.browser.conftest import accessibility_faults
from tests.conftest import member
from tests.participants.importing.conftest import COLLEAGUES, XLSX

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.usefixtures("workers")]
PICTURES = os.environ.get("FRAMAT_PICTURES", "")


@pytest.fixture(scope="module")
def alice(site: Any, django_db_blocker: Any) -> User:
    with django_db_blocker.unblock():
        organisation = Organisation.objects.create(name="Älvstads kommun", sector="municipality")
        team = Team.objects.create(
            slug="alvstranden", name="Team Älvstranden", owner=organisation, sharing_agreement="Vi delar."
        )
        member(team, organisation, "Lena Strand", "leader")
        for name in COLLEAGUES[:3]:
            member(team, organisation, name)
        return member(team, organisation, "Alice Ek")


@pytest.fixture
def signed_in(open_page: Callable[..., Page], site: Any, alice: User, django_db_blocker: Any) -> Callable[..., Page]:
    """A page of a browser in which Alice is signed in."""

    def opened(**options: Any) -> Page:
        page = open_page(**options)
        with django_db_blocker.unblock():
            session = SessionStore()
            session["_auth_user_id"] = str(alice.pk)
            session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
            session["_auth_user_hash"] = alice.get_session_auth_hash()
            session.save()
        page.context.add_cookies([{"name": "sessionid", "value": session.session_key or "", "url": site.url}])
        return page

    return opened


def look(page: Page, name: str) -> None:
    """No fault against WCAG; a picture when asked for."""
    assert accessibility_faults(page) == []
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"import-{name}.png", full_page=True)


@pytest.mark.parametrize(("width", "scripts"), [(1440, True), (390, True), (1000, False)])
def test_import_from_file_to_register_and_back(signed_in: Callable[..., Page], width: int, scripts: bool) -> None:
    page = signed_in(width=width, java_script_enabled=scripts)
    seen = look if scripts else (lambda *_: None)
    page.goto("/t/alvstranden/import/")
    seen(page, f"1-start-{width}")
    page.get_by_label("Fil från Excel").set_input_files(XLSX)
    page.get_by_role("button", name="Gå vidare").click()
    expect(page.get_by_label("Deltagare, 65 rader")).to_be_checked()
    seen(page, f"2-blad-{width}")
    page.get_by_role("button", name="Gå vidare").click()
    expect(page.get_by_label("Önskat yrke")).to_have_value("occupation")
    seen(page, f"3-kolumner-{width}")
    page.get_by_role("button", name="Visa vad som händer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("60 personer läses in")
    seen(page, f"4-rader-{width}")
    page.get_by_role("button", name="Läs in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("60 personer är inlästa")
    seen(page, f"5-inlast-{width}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Ladda ner raderna").click()
    assert download.value.suggested_filename == "inte-inlasta.xlsx"
    page.get_by_role("button", name="Ångra allt").click()
    if scripts:
        page.get_by_role("dialog").get_by_role("button", name="Ångra allt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inläsningen är ångrad")
    seen(page, f"6-angrad-{width}")


def test_long_import_goes_on_in_the_background(signed_in: Callable[..., Page], tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Förnamn", "Efternamn", "Mejl"])
        writer.writerows([f"Åsa{n}", "Ängström", f"a{n}@example.org"] for n in range(400))
    page = signed_in()
    page.goto("/t/alvstranden/import/")
    page.get_by_label("Fil från Excel").set_input_files(path)
    for name in ("Gå vidare", "Gå vidare", "Visa vad som händer", "Läs in"):
        page.get_by_role("button", name=name).click()

    page.get_by_role("link", name="Öppna").click(timeout=60_000)

    expect(page.get_by_role("heading", level=1)).to_have_text("400 personer är inlästa")
