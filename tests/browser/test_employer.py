"""An employer's whole way on a phone, and the team's after it: draft, code by mail, receipt with a name, status page, edit
by code; then review, open, and people suggested with reasons. With JavaScript and without."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import Organisation, Team
from core.models import Mail
from core.scope import Kind, Scope, enter
from employers.enums import JobStatus
from employers.models import Contact, Employer, JobPosting, PostingLink
from participants import actions
from participants.models import ProfileOccupation
from taxonomy.models import Occupation
from tests.browser.conftest import accessibility_faults
from tests.conftest import member
from tests.participants.factories import enrolled
from tests.support import stack

pytestmark = [pytest.mark.browser, pytest.mark.stack]
SHOTS = os.environ.get("FRAMAT_SHOTS", "")
MOST_TAPS = 14  # of a person who answers what must be answered, and nothing else


@pytest.fixture(scope="module")
def site(journey_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[stack.RunningStack]:
    with stack.running(journey_database, tmp_path_factory.mktemp("stack"), workers=False) as running:
        yield running


class House:
    """A team with a named contact, a dishwasher who looks for work, and an employer it knows by name alone."""

    def __init__(self) -> None:
        with transaction.atomic():
            owner = Organisation.objects.create(name="Älvstads kommun", sector="municipality")
            self.team = Team.objects.create(
                slug="alvstranden", name="Team Älvstranden", owner=owner, contact_name="Maria Åsberg",
                contact_phone="+46701740612",
            )  # fmt: skip
            self.alice = member(self.team, owner, "Alice Ek")
            self.link = PostingLink.objects.create(team=self.team, created_by=self.alice)
            self.known = Employer.objects.create(organisation=owner, name="Lunchköket")
            with enter(Scope(Kind.RUN, user_id=self.alice.pk, team_id=self.team.pk)):
                zahra = enrolled(self.team, owner, by=self.alice, handler=self.alice).participant
                profile = actions.get_profile(zahra)
                dishwasher = Occupation.objects.current().get(label="Diskare")
                ProfileOccupation.objects.create(
                    team=self.team, participant=zahra, profile=profile, occupation=dishwasher
                )
                actions.profile_changed(profile=profile, by=self.alice)


@pytest.fixture(scope="module")
def house(journey_database: str, django_db_blocker: Any) -> Iterator[House]:
    with django_db_blocker.unblock():
        yield House()


@pytest.fixture
def staff(open_page: Callable[..., Page], house: House, site: stack.RunningStack, django_db_blocker: Any):
    def signed_in(width: int = 1440, **options: Any) -> Page:
        with django_db_blocker.unblock():
            client = Client()
            client.force_login(house.alice, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = open_page(width, **options)
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}])
        return page

    return signed_in


@pytest.fixture
def code_mailed(django_db_blocker: Any) -> Callable[[str], str]:
    """The digits of the latest code to an address."""

    def read(address: str) -> str:
        with django_db_blocker.unblock():
            texts = [mail.text for mail in Mail.objects.filter(to=address).order_by("-pk")]
        return next(found[0] for text in texts if (found := re.search(r"\b\d{3} \d{3}\b", text)))

    return read


class Phone:
    """An employer's telephone: every screen is judged as it is met."""

    def __init__(self, page: Page, name: str, *, javascript: bool) -> None:
        self.page, self.name, self.javascript = page, name, javascript
        self.taps = self.screens = 0

    def met(self, what: str) -> None:
        """A screen: axe has nothing to say and nothing sticks out sideways."""
        self.screens += 1
        if SHOTS:
            self.page.screenshot(
                path=Path(SHOTS) / f"employer-{self.name}-{self.screens:02}-{what}.png", full_page=True
            )
        if self.javascript:
            assert accessibility_faults(self.page) == [], what
            assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), what

    def write(self, label: str, words: str) -> None:
        self.taps += 1
        self.page.get_by_label(label).fill(words)

    def choose(self, words: str) -> None:
        self.taps += 1
        self.page.locator("label", has_text=words).first.click()

    def go_on(self, name: str = "Nästa") -> None:
        self.taps += 1
        self.page.get_by_role("button", name=name, exact=True).click()

    def town(self, words: str) -> None:
        """By the list that comes up; without JavaScript, by writing it out."""
        self.write("I vilken kommun?", words)
        if self.javascript:
            self.page.get_by_role("option", name=words).first.click()


@pytest.mark.parametrize(("javascript", "scheme"), [(True, "light"), (False, "dark")])
def test_employer_leaves_a_job_on_a_phone_and_the_team_opens_it(
    open_page, staff, house, site, code_mailed, django_db_blocker, javascript, scheme
):
    workplace = "Lunchköket AB" if javascript else "Havets krog"
    address = "kim@example.org" if javascript else "robin@example.org"
    page = open_page(390, 844, java_script_enabled=javascript, color_scheme=scheme)
    phone = Phone(page, f"{'js' if javascript else 'plain'}-{scheme}", javascript=javascript)
    page.goto(f"/lagg-in-jobb/{house.link.token}/")
    phone.met("what")
    phone.write("Vad heter jobbet?", "Diskare")
    page.wait_for_timeout(3200)  # a person needs longer; the form takes no machine's answer
    phone.go_on()
    expect(page.get_by_text("Vi läser det som yrket")).to_be_visible()
    phone.met("needs")
    phone.choose("Nästan ingen, vi visar")
    phone.go_on()
    phone.met("when")
    phone.write("Hur många timmar i veckan?", "20-30")
    phone.town("Göteborg")
    phone.go_on()
    phone.met("who")
    phone.go_on()
    expect(page.locator(".summary, [role=alert]").first).to_be_visible()
    phone.met("who-faults")
    phone.taps -= 1
    phone.write("Arbetsplatsens namn", workplace)
    phone.write("Ditt namn", "Kim Ström")
    phone.write("Din mejl", address)
    phone.go_on()
    expect(page.get_by_role("heading", name="Stämmer det här?")).to_be_visible()
    phone.met("check")
    phone.go_on("Skicka")
    phone.met("code")
    phone.write("Koden i mejlet", code_mailed(address))
    phone.go_on("Fortsätt")
    expect(page.locator("main")).to_contain_text("Maria Åsberg läser det och svarar senast")
    phone.met("receipt")
    assert phone.taps <= MOST_TAPS + 2  # the code and its button
    page.get_by_role("link", name="Se jobbet").click()
    expect(page.get_by_role("heading", name="Diskare")).to_be_visible()
    phone.met("status")

    _edit_by_code(open_page, house, code_mailed, address, javascript, scheme)
    _open_as_staff(staff, house, workplace, known=javascript, django_db_blocker=django_db_blocker)


def _edit_by_code(open_page, house, code_mailed, address: str, javascript: bool, scheme: str) -> None:
    """Another telephone, the same mail address."""
    page = open_page(390, 844, java_script_enabled=javascript, color_scheme=scheme)
    phone = Phone(page, f"{'js' if javascript else 'plain'}-{scheme}-edit", javascript=javascript)
    page.goto(f"/lagg-in-jobb/{house.link.token}/")
    page.get_by_role("link", name="Har du redan lagt in ett jobb?").click()
    phone.met("resume")
    phone.write("Din mejl", address)
    phone.go_on("Mejla en kod")
    phone.write("Koden i mejlet", "000 000")
    phone.go_on("Fortsätt")
    expect(page.get_by_text("Koden stämmer inte").first).to_be_visible()
    phone.met("wrong-code")
    phone.write("Koden i mejlet", code_mailed(address))
    phone.go_on("Fortsätt")
    expect(page.get_by_role("heading", name="Diskare")).to_be_visible()
    page.get_by_role("link", name="Ändra När, var och hur").click()
    phone.met("change")
    phone.choose("Praktik först")
    phone.go_on("Spara")
    expect(page.locator("main")).to_contain_text("praktik först")


def _open_as_staff(staff, house, workplace: str, *, known: bool, django_db_blocker) -> None:
    page = staff()
    page.goto("/t/alvstranden/jobb/?vy=granska")
    page.get_by_role("row", name=re.compile(workplace)).get_by_role("link", name="Diskare").click()
    if known:
        expect(page.get_by_role("group", name="Vilken arbetsgivare är det?")).to_be_visible()
        expect(page.locator("main")).to_contain_text("Läggs till där: kontaktperson Kim Ström")
        assert page.get_by_label("Samma arbetsgivare").is_checked()
    assert accessibility_faults(page) == []
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"review-{'known' if known else 'new'}.png", full_page=True)
    page.get_by_role("button", name="Öppna jobbet").click()
    expect(page.locator("body")).to_contain_text("Jobbet är öppet")
    suggested = page.locator("#matching")
    expect(suggested.get_by_role("link", name="Ahmadi, Zahra")).to_be_visible()
    expect(suggested.locator(".match-reasons li").first).to_contain_text(re.compile(r"[Yy]rke"))
    assert accessibility_faults(page) == []
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"opened-{'known' if known else 'new'}.png", full_page=True)
    with django_db_blocker.unblock():
        job = JobPosting.objects.get(employer_name=workplace)
        assert job.status == JobStatus.OPEN
        assert job.employer.name == ("Lunchköket" if known else workplace)
        assert Contact.objects.get(employer=job.employer).name == "Kim Ström"
