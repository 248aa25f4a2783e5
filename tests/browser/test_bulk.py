"""Rows chosen by mouse and keys, the same done for them, and taken back: in a real browser."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Membership, Team
from core.scope import run_for_team
from participants import register
from participants.models import Enrolment, HandlerAssignment, Handover, Participant
from tests.browser.conftest import accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def box(page: Page, row: int) -> Any:
    return page.locator("tbody tr >> nth=" + str(row)).locator("input[name=vald]")


def count(page: Page) -> Any:
    return page.locator("form[data-bulk] [data-count]")


def test_rows_are_chosen_by_mouse_and_keys_and_kept(register_of: Callable[..., Page]) -> None:
    page = register_of("sara")
    bar = page.locator("form[data-bulk]")
    expect(bar).to_be_hidden()
    box(page, 1).click()
    box(page, 4).click(modifiers=["Shift"])
    expect(count(page)).to_have_text("4 valda")
    page.locator("tbody tr >> nth=4").locator("th a").focus()
    page.keyboard.press("Shift+ArrowDown")
    expect(count(page)).to_have_text("5 valda")
    page.keyboard.press("Space")
    expect(count(page)).to_have_text("4 valda")
    page.evaluate("const row = document.querySelectorAll('tbody tr')[2]; row.replaceWith(row.cloneNode(true))")
    page.evaluate("document.querySelectorAll('tbody tr')[2].querySelector('input').checked = false")
    page.evaluate("const row = document.querySelectorAll('tbody tr')[2]; row.outerHTML = row.outerHTML")
    expect(box(page, 2)).to_be_checked()
    assert accessibility_faults(page) == []
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    page.locator("[data-all]").check()
    expect(count(page)).to_have_text(re.compile(r"\d\d+ valda"))


def test_same_step_for_several_is_shown_done_and_taken_back(register_of: Callable[..., Page]) -> None:
    page = register_of("sara")
    before = page.locator("tbody tr >> nth=0").locator("a[data-cell=steg]").inner_text()
    box(page, 0).click()
    box(page, 1).click()
    page.click("form[data-bulk] button[value=steg]")
    page.fill("input[name=next_step]", "Kom till informationsmötet")
    page.uncheck("input[name=only_empty]")
    page.click("button[name=visa]")
    expect(page.locator("#foresee")).to_contain_text(
        re.compile(r"(2 personer|1 person) får ett nästa steg|2 personer byts")
    )
    assert accessibility_faults(page) == []
    page.click("button[name=gor]")
    page.wait_for_url(re.compile(r"/deltagare/"))
    step = page.locator("tbody tr >> nth=0").locator("a[data-cell=steg]")
    expect(step).to_have_text("Kom till informationsmötet")
    page.goto(page.url.split("?")[0] + "nyss/")
    page.locator("#recent li >> nth=0").locator("button").click()
    page.wait_for_url(re.compile(r"/nyss/"))
    page.goto(re.sub(r"nyss/.*", "", page.url))
    expect(step).to_have_text(before)


def forty_of(name: str) -> int:
    """Forty people handled by a colleague of the demo, written in bulk; returns the colleague's id."""
    team = Team.objects.get(slug="alvstranden")
    member = Membership.objects.get(team=team, user__name__startswith=name)
    started_on = timezone.localdate() - timedelta(days=60)
    with run_for_team(team.pk):
        people = Participant.objects.bulk_create(
            Participant(team=team, first_name=f"Prov{n:02}", last_name="Östberg", sort_name=f"ostberg prov{n:02}")
            for n in range(40)
        )
        enrolments = Enrolment.objects.bulk_create(
            Enrolment(
                team=team, participant=one, responsible_organisation_id=member.organisation_id, started_on=started_on
            )
            for one in people
        )
        HandlerAssignment.objects.bulk_create(
            HandlerAssignment(
                team=team, participant=one.participant, enrolment=one, user=member.user, started_on=started_on
            )
            for one in enrolments
        )
        register.update(one.pk for one in enrolments)
    return int(member.user_id)


def test_forty_are_handed_on_in_one_batch_and_one_of_them_walked_to_the_end(
    register_of: Callable[..., Page], django_db_blocker: Any
) -> None:
    leader = register_of("maria")
    with django_db_blocker.unblock():
        johan = forty_of("Johan")
    leader.goto(re.sub(r"/deltagare/.*", f"/deltagare/fordela/?fran={johan}", leader.url))
    rows = leader.locator("tbody tr:has(select)")
    many = rows.count()
    assert many >= 40
    assert accessibility_faults(leader) == []
    # one row changed by hand, one left out, then counted again
    chosen = rows.filter(has_text="Östberg, Prov00").locator("select")
    chosen.select_option(label="Tove Nilsson")
    rows.filter(has_text="Östberg, Prov01").locator("select").select_option("")
    leader.click("button[name=visa]")
    expect(chosen).to_have_value(re.compile(r"\d"))
    leader.select_option("select[name=reason_code]", "leaves")
    leader.click("button[name=gor]")
    leader.wait_for_url(re.compile(r"/fordela/bunt/"))
    expect(leader.locator(".lead")).to_contain_text(f"{many - 1} frågor väntar på svar")
    # the receiver is told once, reads the summary, agrees on a first meeting, takes over
    tove = register_of("tove")
    tove.goto(leader.url)
    line = tove.get_by_role("listitem").filter(has_text="Prov00 Östberg")
    line.get_by_role("link", name=re.compile("Läs och svara")).click()
    assert accessibility_faults(tove) == []
    handover = tove.url
    tove.get_by_role("link", name="Svara", exact=True).click()
    tove.fill("input[name=on]", "imorgon")
    tove.fill("input[name=at]", "9.30")
    tove.get_by_role("button", name="Ja, jag tar över").click()
    tove.wait_for_url(re.compile(r"/deltagare/\w+/$"))
    # the whole of the rest is taken back; the accepted one stays, and its checklist is walked to the end
    leader.reload()
    leader.get_by_role("button", name="Ta tillbaka de som väntar").click()
    expect(leader.locator(".lead")).to_have_text("Alla har svarat.")
    tove.goto(handover)
    points = tove.locator("#checklista li")
    for number in range(points.count()):
        points.nth(number).get_by_role("button").click()
        expect(points.nth(number)).to_contain_text("genomgånget")
    expect(tove.locator(".lead")).to_contain_text("Klar")
    with django_db_blocker.unblock(), run_for_team(Team.objects.get(slug="alvstranden").pk):
        batch = Handover.objects.exclude(batch="").filter(from_user_id=johan)
        assert batch.filter(accepted_at__isnull=False, done_at__isnull=False).count() == 1
        assert batch.filter(withdrawn_by__isnull=False).count() == many - 2
        assert register.differences(Team.objects.get(slug="alvstranden").pk) == []
