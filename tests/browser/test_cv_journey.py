"""From a profile to a CV in the hand, through the product's own processes: web, dispatcher, worker, Chromium."""

import os
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.models import Membership, Organisation, Team, User
from core.scope import Kind, Scope, enter
from participants.models import Participant
from tests.browser.conftest import accessibility_faults
from tests.cvbuilder.factories import full_profile
from tests.participants.factories import enrolled

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow, pytest.mark.usefixtures("workers")]
PASSWORD = "hemligt losenord 12"


@pytest.fixture(scope="module")
def person(journey_database: str) -> tuple[str, str]:
    """(team's slug, public id) of somebody with a full profile; committed, since other processes read it."""
    with transaction.atomic():
        owner = Organisation.objects.create(name="Älvstads kommun", sector="municipality")
        team = Team.objects.create(slug="alvstranden", name="Team Älvstranden", owner=owner)
        user = User.objects.create_user("alice@example.org", PASSWORD, name="Alice Ek")
        Membership.objects.create(team=team, user=user, organisation=owner, role="handler", started_on="2025-01-01")
        with enter(Scope(Kind.MEMBER, user_id=user.pk, team_id=team.pk, organisation_id=owner.pk, role="handler")):
            found: Participant = enrolled(team, owner, by=user, handler=user, phone="+46701740605").participant
            full_profile(found)
    return team.slug, found.public_id


def sign_in(page: Page) -> None:
    page.goto("/konto/logga-in/")
    page.fill("input[name=login]", "alice@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.locator("form button[type=submit]").first.click()
    page.wait_for_load_state()


def shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_profile_becomes_a_cv_and_a_file(open_page, person, tmp_path):
    slug, public_id = person
    page = open_page(accept_downloads=True)
    sign_in(page)
    page.goto(f"/t/{slug}/deltagare/{public_id}/")
    shoot(page, "person")
    page.locator("#cv").scroll_into_view_if_needed()  # fetched when it is scrolled to
    page.locator("#cv").get_by_role("link", name="Gör cv").click()
    page.get_by_label("Vad är cv:t till för?").fill("Lager")
    shoot(page, "new")
    page.get_by_role("button", name="Fortsätt").click()

    sheet = page.locator("#cv-sheet")
    page.get_by_label("Rubrik").fill("Lagerarbetare med truckkort")
    sheet.get_by_text("Lagerarbetare med truckkort").wait_for()
    page.get_by_role("checkbox", name="Sömmerska").uncheck()
    sheet.get_by_role("heading", name="Sömmerska").wait_for(state="detached")
    page.get_by_role("checkbox", name="Sömmerska").check()
    sheet.get_by_role("heading", name="Sömmerska").wait_for()
    page.get_by_role("button", name="Flytta upp Sömmerska").click()
    expect(sheet.locator("h3").first).to_have_text("Sömmerska")
    assert page.get_by_label("Rubrik").input_value() == "Lagerarbetare med truckkort"
    assert accessibility_faults(page) == []
    shoot(page, "edit")
    for width, scheme in ((1440, "dark"), (390, "light"), (390, "dark"), (820, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        shoot(page, f"edit-{width}-{scheme}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"wider than {width}"
        assert accessibility_faults(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")

    page.get_by_role("button", name="Gör pdf").click()
    page.get_by_role("link", name="Öppna").wait_for(timeout=40_000)
    shoot(page, "run")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Öppna").click()
    assert waiting.value.suggested_filename == "cv-Zahra-Ahmadi.pdf"
    waiting.value.save_as(tmp_path / "cv.pdf")
    text = PdfReader(tmp_path / "cv.pdf").pages[0].extract_text()
    assert text.index("Sömmerska") < text.index("Lagermedarbetare")
    assert "Ågrens Åkeri AB" in text

    page.goto(f"/t/{slug}/deltagare/{public_id}/cv/")
    shoot(page, "list")
    page.get_by_role("link", name="Lager").click()
    shoot(page, "edit-after")
    page.get_by_role("button", name="Gör pdf").click()
    page.get_by_text("Samma cv finns redan som pdf").wait_for()
    shoot(page, "edit-again")
    assert page.get_by_role("link", name="Hämta pdf").count() == 1


def test_cv_is_made_without_javascript(open_page, person):
    slug, public_id = person
    page = open_page(java_script_enabled=False)
    sign_in(page)
    page.goto(f"/t/{slug}/deltagare/{public_id}/cv/nytt/")
    page.get_by_label("Vad är cv:t till för?").fill("Utan skript")
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_label("Rubrik").fill("Kock")
    page.get_by_role("button", name="Flytta ner Lagermedarbetare").click()

    expect(page.locator("#cv-sheet h3").first).to_have_text("Sömmerska")
    expect(page.locator("#cv-sheet .cv-headline")).to_have_text("Kock")
    page.get_by_label("Presentation").fill("Jag kan.")
    page.get_by_label("Rubrik").press("Enter")
    expect(page.locator("#cv-sheet .cv-profile")).to_have_text("Jag kan.")
