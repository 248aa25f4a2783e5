"""The questions end to end in Chromium: the caseworker shows a code, the participant answers on a phone, both see the
picture. Right to left too, and without JavaScript."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.enums import Role
from accounts.models import Organisation, Team, User
from core.scope import Kind, Scope, enter
from participants.enums import Focus
from tests.browser.conftest import accessibility_faults
from tests.conftest import member
from tests.participants.factories import days_from_today, enrolled, intervention
from tests.smail import factories as make
from tests.support import stack

pytestmark = [pytest.mark.browser, pytest.mark.stack]
FIRST_VIEW = 100_000  # bytes, in every language
SHOTS = os.environ.get("FRAMAT_SHOTS", "")


@pytest.fixture(scope="module")
def site(journey_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[stack.RunningStack]:
    with stack.running(journey_database, tmp_path_factory.mktemp("stack"), workers=False) as running:
        yield running


class House:
    """A team with three persons: Zahra with a history, Omid, Lina and Sofia at the start."""

    def __init__(self) -> None:
        with transaction.atomic():
            municipality = Organisation.objects.create(name="Älvstads kommun", sector="municipality")
            self.team = Team.objects.create(slug="alvstranden", name="Team Älvstranden", owner=municipality)
            self.alice = member(self.team, municipality, "Alice Ek")
            bo = member(self.team, municipality, "Bo Lind", Role.LEADER)
            with enter(Scope(Kind.RUN, user_id=self.alice.pk, team_id=self.team.pk)):
                self.omid = enrolled(self.team, municipality, "Omid", "Haddad", by=self.alice, handler=self.alice)
                self.lina = enrolled(self.team, municipality, "Lina", "Holm", by=self.alice, handler=self.alice)
                self.sofia = enrolled(self.team, municipality, "Sofia", "Ek", by=self.alice, handler=self.alice)
                self.zahra = self._with_history(municipality, bo)

    def _with_history(self, municipality: Organisation, before: User):
        from participants import actions

        zahra = enrolled(self.team, municipality, by=before, handler=before, started_on=days_from_today(-430))
        actions.assign_handler(enrolment=zahra, user=self.alice, by=before, on=days_from_today(-260))
        intervention(zahra, Focus.SKILL, -420, None, title="Svenska, 6 tim i veckan")
        intervention(zahra, Focus.JOB, -250, -160, title="Arbetsplatsbesök")
        intervention(zahra, Focus.HEALTH, -200, -100, title="Rehab i vatten")
        intervention(zahra, Focus.JOB, -140, 12, title="Praktik i kök")
        for days, own, theirs in (
            (-415, make.answers(2, cooperation=4, job_search=1), make.answers(2, handler_belief=2)),
            (-320, make.answers(2, cooperation=4), make.answers(2, job_belief=3, handler_belief=3)),
            (-230, make.answers(3, job_belief=2, health="skipped"), make.answers(3, job_belief=2)),
            (-140, make.answers(3, cooperation=4), make.answers(3, labour_market=4)),
            (-50, make.answers(3, job_belief=4, daily_life=2), make.answers(3, job_belief=4, daily_life=4)),
        ):
            make.assessed(zahra, self.alice, on=days_from_today(days), participant=own, handler=theirs)
        return zahra

    def at(self, enrolment, name: str = "") -> str:
        return f"/t/alvstranden/deltagare/{enrolment.participant.public_id}/{name}"


@pytest.fixture(scope="module")
def house(journey_database: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[House]:
    with django_db_blocker.unblock():
        yield House()


@pytest.fixture
def staff(
    open_page: Callable[..., Page], house: House, site: stack.RunningStack, django_db_blocker
) -> Callable[..., Page]:
    def signed_in(width: int = 1440, **options) -> Page:
        with django_db_blocker.unblock():
            client = Client()
            client.force_login(house.alice, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = open_page(width, **{"locale": "sv-SE", **options})
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}])
        return page

    return signed_in


def shot(page: Page, name: str) -> None:
    """Keeps a picture where FRAMAT_SHOTS says, for whoever wants to look."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def whole(page: Page) -> None:
    """Nothing sticks out sideways, and axe finds no fault."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    assert accessibility_faults(page) == []


def whole_in_both_themes(page: Page, name: str) -> None:
    """The same in the dark, where nothing but the colours differs."""
    whole(page)
    shot(page, f"{name}-light")
    page.emulate_media(color_scheme="dark")
    shot(page, f"{name}-dark")
    assert accessibility_faults(page, colours_only=True) == [], page.url
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("width", [1440, 390])
def test_staff_screens_are_whole(staff, house, width):
    page = staff(width, color_scheme="light")
    for name, path in (
        ("person", house.at(house.zahra)),
        ("overview", house.at(house.zahra, "fragor/")),
        ("handler", house.at(house.zahra, "fragor/din-del/")),
        ("development", house.at(house.zahra, "fragor/utveckling/")),
        ("new", house.at(house.omid, "fragor/utveckling/")),
    ):
        page.goto(path)
        whole_in_both_themes(page, f"staff-{name}-{width}")


@pytest.mark.parametrize("javascript", [True, False])
def test_chart_over_time_opens_at_its_newest_end_on_a_phone(staff, house, javascript):
    page = staff(390, java_script_enabled=javascript)
    page.goto(house.at(house.zahra, "fragor/utveckling/"))
    frame, drawing = (page.locator(place).bounding_box() for place in (".chart.newest", ".chart.newest > svg"))
    assert drawing["width"] > frame["width"] + 100
    assert abs(drawing["x"] + drawing["width"] - frame["x"] - frame["width"]) < 2


def test_handler_answers_by_keyboard_alone(staff, house):
    page = staff()
    page.goto(house.at(house.lina, "fragor/"))
    page.get_by_role("link", name="Svara på din del").click()
    page.locator("fieldset.rate input").first.focus()
    for key in "34402351":
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Spara min del")).to_be_focused()
    shot(page, "staff-handler-answered-1440-light")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Alice Ek är klar.")).to_be_visible()


def digits_shown(page: Page) -> str:
    return re.sub(r"\D", "", page.locator(".code-shown").inner_text())


@pytest.mark.parametrize("javascript", [True, False])
def test_participant_answers_in_arabic_from_code_to_receipt(staff, open_page, house, javascript, site):
    desk = staff()
    who = house.omid if javascript else house.zahra
    desk.goto(house.at(who, "fragor/"))
    desk.get_by_role("button", name="Svara här nu").click()
    expect(desk.locator("svg.qr")).to_be_visible()
    shot(desk, "staff-code-1440-light")
    phone = open_page(390, 844, java_script_enabled=javascript, locale="ar")
    phone.goto("/f/")
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    shot(phone, "phone-enter-ar")
    phone.locator("#kod").fill(digits_shown(desk).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    phone.get_by_role("button", name="متابعة").click()
    shot(phone, "phone-start-ar")
    phone.locator("form button.primary").click()
    if not phone.url.endswith("/fraga/1/"):  # an earlier test has begun: start over from the first question
        phone.goto("/f/fraga/1/")
    for number in range(1, 8):
        expect(phone.get_by_text(f"السؤال {number} من 7")).to_be_visible()
        if number == 3:
            phone.get_by_role("button", name="التالي", exact=True).click()
            expect(phone.get_by_text("اختر إجابة.")).to_be_visible()
            shot(phone, "phone-fault-ar")
            if javascript:
                whole(phone)
        phone.locator("label.answer").nth(number % 5 if number != 6 else 6).click()
        shot(phone, f"phone-question-{number}-ar")
        if javascript:
            whole(phone)
        phone.get_by_role("button", name="التالي", exact=True).click()
    shot(phone, "phone-check-ar")
    if javascript:
        whole(phone)
    phone.get_by_role("button", name="أرسل إجاباتي").click()
    expect(phone.get_by_role("heading", name="شكراً")).to_be_visible()
    shot(phone, "phone-done-ar")
    phone.go_back()
    assert "السؤال" not in phone.content()
    expect(desk.locator("#lage b")).to_contain_text(re.compile("klar"), timeout=12_000)


def test_phone_screens_in_swedish(staff, open_page, house):
    desk = staff()
    desk.goto(house.at(house.sofia, "fragor/"))
    desk.get_by_role("button", name="Svara här nu").click()
    phone = open_page(390, 844, locale="sv", color_scheme="light")
    phone.goto("/f/")
    whole_in_both_themes(phone, "phone-enter-sv")
    phone.locator("#kod").fill("12345678")
    phone.get_by_role("button", name="Fortsätt").click()
    expect(phone.get_by_text("Koden stämmer inte")).to_be_visible()
    whole_in_both_themes(phone, "phone-wrong-sv")
    phone.locator("#kod").fill(digits_shown(desk))
    phone.get_by_role("button", name="Fortsätt").click()
    whole_in_both_themes(phone, "phone-start-sv")
    phone.get_by_role("link", name="Jag vill inte svara").click()
    whole_in_both_themes(phone, "phone-decline-sv")
    phone.get_by_role("link", name="Tillbaka").click()
    phone.locator("form button.primary").click()
    shot(phone, "phone-question-sv-light")
    phone.locator("label.answer").nth(2).click()
    phone.get_by_role("link", name="Jag vill ha hjälp").click()
    expect(phone.locator("#hjalp")).to_be_visible()
    phone.keyboard.press("Escape")
    phone.get_by_role("button", name="Pausa").click()
    expect(phone.get_by_role("heading", name="Paus")).to_be_visible()
    whole_in_both_themes(phone, "phone-pause-sv")


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_first_view_is_light(open_page, house, language):
    page = open_page(390, 844, locale=language)
    sizes: list[int] = []
    fonts: list[str] = []

    def finished(request) -> None:
        found = request.sizes()
        sizes.append(found["responseBodySize"] + found["responseHeadersSize"])
        if ".woff2" in request.url:
            fonts.append(request.url)

    page.on("requestfinished", finished)
    page.goto("/f/", wait_until="networkidle")
    assert sum(sizes) < FIRST_VIEW, sizes
    assert len(fonts) <= 2, fonts
