"""A person's papers, hours, a colleague away, on to another team, kept no longer than needed: walked in the running product
by those who do it, each page judged by axe where it stands."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Membership, Team, User
from config.demo.build import PASSWORD
from core.scope import run_for_team
from participants import actions, register
from participants.actions import retention
from participants.enums import EndKind, EndReason
from participants.hours import week_key
from participants.models import Enrolment, Erasure
from participants.retention import months_after
from tests.browser.conftest import accessibility_faults
from tests.participants.factories import enrolled, intervention
from tests.support import files

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]
TODAY = timezone.localdate()
SHOTS = os.environ.get("FRAMAT_SHOTS", "")


@pytest.fixture
def signed_in(open_page: Callable[..., Page], demo_team: None) -> Callable[[str], Page]:
    def sign_in(who: str) -> Page:
        page = open_page()
        page.goto("/")
        page.fill("input[name=login]", f"{who}@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.click("form button.primary")
        page.wait_for_url(re.compile(r"/t/"))
        return page

    return sign_in


def judge(page: Page, name: str) -> None:
    """No fault by axe; pictures of it, wide and narrow, where FRAMAT_SHOTS says, for whoever wants to look."""
    assert accessibility_faults(page) == []
    for width in (390, 1440) if SHOTS else ():
        page.set_viewport_size({"width": width, "height": 1000})
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)


def person_of(who: str, first: str) -> Enrolment:
    """Somebody new whom `who` handles, with a placement that began two weeks ago."""
    team = Team.objects.get(slug="alvstranden")
    user = User.objects.get(email=f"{who}@example.org")
    with run_for_team(team.pk):
        organisation = Membership.objects.get(team=team, user=user).organisation
        made = enrolled(team, organisation, first, "Nordin", by=user, handler=user)
        intervention(made, title="Praktik i kök")
    return made


def address(name: str, enrolment: Enrolment, *more: str) -> str:
    return reverse(f"participants:{name}", args=["alvstranden", enrolment.participant.public_id, *more])


def test_papers_are_brought_refused_opened_and_thrown_away_and_hours_are_written(
    signed_in: Callable[..., Page],
) -> None:
    person, page = person_of("sara", "Amal"), signed_in("sara")
    page.goto(address("documents", person))
    expect(page.locator("main")).to_contain_text("Inga dokument än")
    judge(page, "documents-empty")
    chooser = page.locator("input[type=file]")
    chooser.set_input_files({"name": "Betyg.pdf", "mimeType": "application/pdf", "buffer": files.pdf()})
    kept = page.locator("#dokumenten li")
    expect(kept).to_contain_text("Betyg")
    chooser.set_input_files({"name": "cv.pdf", "mimeType": "application/pdf", "buffer": b"<script>alert(1)</script>"})
    expect(page.locator(".sent-files")).to_contain_text("namn säger")
    expect(kept).to_have_count(1)
    page.reload()
    judge(page, "documents")

    kept.get_by_role("link", name="Betyg", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Betyg")
    judge(page, "document")
    file = page.request.get(page.url + "fil/?visa=1")
    assert (file.status, file.headers["content-type"]) == (200, "application/pdf")
    assert file.headers["content-security-policy"] == "sandbox; default-src 'none'"
    page.goto(address("documents", person))
    kept.get_by_role("button", name=re.compile("^Ta bort")).click()
    expect(page.locator("main")).to_contain_text("Inga dokument än")
    page.locator("summary", has_text="Papperskorgen").click()
    judge(page, "documents-bin")
    page.get_by_role("button", name=re.compile("^Ta tillbaka")).click()
    expect(kept).to_contain_text("Betyg")

    monday = TODAY - timedelta(days=TODAY.weekday() + 7)
    page.goto(f"{address('attendance_person', person)}?vecka={week_key(monday)}")
    row = page.locator("table.hours-sheet tbody tr")
    judge(page, "hours")
    row.locator("input.input").nth(0).fill("2/4 barn")
    row.locator("input.input").nth(1).fill("fyra")
    row.get_by_role("button", name=re.compile("^Spara")).click()
    expect(row.locator(".fault")).to_be_visible()
    judge(page, "hours-wrong")
    row.locator("input.input").nth(1).fill("0/4 sjuk")
    row.get_by_role("button", name=re.compile("^Spara")).click()
    expect(row).to_contain_text("2 / 8")
    page.reload()
    expect(row.locator("input.input").nth(1)).to_have_value("0/4 sjuk")


def test_colleague_away_gets_stand_ins_and_whoever_has_none_stands_in_the_register(
    signed_in: Callable[..., Page],
) -> None:
    person_of("tove", "Bashir")
    page = signed_in("maria")
    tove = Membership.objects.get(team__slug="alvstranden", user__email="tove@example.org")
    page.goto(reverse("accounts:absence_add", args=["alvstranden", tove.public_id]))
    judge(page, "absence")
    page.locator("input[name=starts_on]").fill(str(TODAY))
    page.locator("input[name=back_on]").fill(str(TODAY + timedelta(days=21)))
    page.locator("main form button.primary").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vikarier för Tove Nilsson")
    judge(page, "stand-ins")
    stand_ins = page.url
    page.goto(reverse("participants:register", args=["alvstranden"]) + "?urval=handledare-borta")
    expect(page.locator("table.grid tbody")).to_contain_text("Nordin, Bashir")
    page.goto(stand_ins)
    page.get_by_role("button", name="Spara vikarierna").click()
    page.goto(stand_ins)
    expect(page.locator("main")).to_contain_text("Har vikarie")
    expect(page.locator("main")).to_contain_text("Nordin, Bashir")
    judge(page, "stand-ins-chosen")
    page.goto(reverse("participants:register", args=["alvstranden"]) + "?urval=handledare-borta")
    expect(page.locator("main")).not_to_contain_text("Nordin, Bashir")


def test_somebody_goes_on_in_another_team_with_their_papers(signed_in: Callable[..., Page]) -> None:
    person, page = person_of("sara", "Cyrus"), signed_in("sara")
    page.goto(address("documents", person))
    page.locator("input[type=file]").set_input_files(
        {"name": "Betyg.pdf", "mimeType": "application/pdf", "buffer": files.pdf()}
    )
    expect(page.locator("#dokumenten li")).to_contain_text("Betyg")
    page.goto(address("transfer", person))
    judge(page, "transfer")
    hamnen = Team.objects.get(slug="hamnen")
    page.locator("select[name=to_team]").select_option(str(hamnen.pk))
    page.get_by_label("Dokument, utom de som rör hälsa").check()
    page.locator("input[name=yes]").check()
    page.get_by_label("muntligt").check()
    said = page.get_by_label("På vilket språk", exact=True)
    said.fill("")
    said.press_sequentially("svensk")
    expect(page.locator("[role=option]:visible").first).to_be_visible()
    said.press("ArrowDown")
    said.press("Enter")
    page.get_by_role("button", name="Fråga teamet").click()
    expect(page.locator("#fragan")).to_contain_text("väntar på svar")
    expect(page.locator("#fragan")).to_contain_text("Stannar kvar här")
    judge(page, "transfer-asked")
    page.goto(address("consents", person))
    expect(page.locator("#ja")).to_contain_text(hamnen.name)

    there = signed_in("anders")
    there.goto(reverse("participants:transfers", args=["hamnen"]))
    judge(there, "transfers")
    there.get_by_role("link", name=re.compile("Cyrus")).first.click()
    expect(there.locator("main")).to_contain_text("Dokument, utom de som rör hälsa")
    judge(there, "transfer-in")
    there.locator("select[name=handler]").select_option(label="Samira Aziz")
    there.get_by_role("button", name="Ta över och skriv in").click()
    expect(there.get_by_role("heading", level=1)).to_contain_text("Cyrus Nordin")
    there.goto(there.url + "dokument/")
    expect(there.locator("#dokumenten li")).to_contain_text("Betyg")
    page.goto(address("detail", person))
    expect(page.locator("main")).to_contain_text("Avslutad")


def test_one_proposes_that_somebody_is_erased_and_another_approves(signed_in: Callable[..., Page]) -> None:
    person = person_of("sara", "Dilan")
    sara, team = User.objects.get(email="sara@example.org"), person.team
    with run_for_team(team.pk):
        actions.end_enrolment(enrolment=person, reason=EndReason.MOVED, kind=EndKind.ENDED, by=sara)
        last = months_after(TODAY, -25)
        Enrolment.objects.filter(pk=person.pk).update(started_on=last - timedelta(days=90), ended_on=last)
        register.update([person.pk])
        retention.renew_list(team_id=team.pk)
    url = reverse("participants:retention", args=["alvstranden"])
    leads, handles = signed_in("maria"), signed_in("sara")
    leads.goto(reverse("accounts:notice_list"))
    leads.get_by_role("button", name=re.compile("Gallring")).first.click()
    expect(leads).to_have_url(re.compile(f"{url}$"))
    judge(leads, "retention-due")
    leads.get_by_label("Nordin, Dilan").check()
    leads.get_by_role("button", name="Föreslå att de raderas").click()
    expect(leads.locator("main")).to_contain_text("föreslagen av Maria Åsberg")
    handles.goto(url)
    judge(handles, "retention-to-approve")
    handles.get_by_label("Nordin, Dilan").check()
    handles.get_by_role("button", name="Godkänn att de raderas").click()
    leads.goto(url)
    expect(leads.locator("main")).to_contain_text("Maria Åsberg föreslog, Sara Lindmark godkände")
    judge(leads, "retention-approved")
    with run_for_team(team.pk):
        assert Erasure.objects.get(participant=person.participant).approved_by_id == sara.pk
