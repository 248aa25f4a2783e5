"""A team's week in the running product, on the demo's people: signing in, the register, the report."""

import os
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from config.demo.build import PASSWORD
from tests.browser.conftest import PATIENCE, accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow, pytest.mark.usefixtures("workers")]
SHOTS = os.environ.get("FRAMAT_SHOTS", "")
STAFF_PAGES = (
    "min-dag/",
    "deltagare/",
    "deltagare/ny/",
    "jobb/",
    "arbetsgivare/",
    "rapport/",
    "import/",
    "medlemmar/",
    "uppgifter/",
    "incidenter/",
    "deltagare/meddelanden/",
)
# What is no page: files, and what ends the visit.
APART = {"participants:card_pdf", "followup:report_pdf", "core:run_file", "account_logout"}
SEEN_LINKS = "links => links.filter(one => one.checkVisibility() || one.closest('details')).map(one => one.pathname)"
SLIVERS = """() => [...document.querySelectorAll("input.input, textarea.input, select.input")]
  .filter(box => box.offsetParent && box.offsetWidth < 48).map(box => box.name)"""


@pytest.fixture
def signed_in(open_page: Callable[..., Page], demo_team: None) -> Callable[..., Page]:
    def sign_in(who: str, width: int = 1440, **options: Any) -> Page:
        page = open_page(width, locale="sv-SE", **options)
        page.set_default_timeout(PATIENCE)
        page.goto("/")
        page.fill("input[name=login]", f"{who}@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.click("form button.primary")
        page.wait_for_url(re.compile(r"/t/"))
        return page

    return sign_in


def shot(page: Page, name: str) -> None:
    """Keeps a picture where FRAMAT_SHOTS says, for whoever wants to look."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def test_caseworker_finds_a_person_and_writes_down_the_next_step(signed_in):
    page = signed_in("sara")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sara")
    page.get_by_role("link", name="Deltagare", exact=True).click()
    rows = page.locator("table.grid tbody tr")
    expect(rows.first).to_be_visible()
    name = rows.nth(1).locator("th a").inner_text()
    page.fill("main input[type=search]", name.split(",")[0])
    before = page.url
    page.press("main input[type=search]", "Enter")
    page.wait_for_url(lambda address: address != before)
    expect(page.locator("table.grid tbody")).to_contain_text(name)
    assert name.split(",")[0].lower() not in page.url.lower()
    page.locator("table.grid tbody th a", has_text=name).first.click()
    expect(page.get_by_role("heading", name="Allt som hänt")).to_be_visible()
    shot(page, "person")
    page.goto(page.url.rstrip("/") + "/nasta-steg/")
    page.get_by_label("Nästa steg").first.fill("Ringa köket på torsdag")
    page.locator("main form button.primary").first.click()
    expect(page.locator("main")).to_contain_text("Ringa köket på torsdag")


def pick(page: Page, label: str, typed: str) -> None:
    """A word from the suggestions, by keyboard."""
    field = page.get_by_label(label, exact=True)
    field.press_sequentially(typed)
    expect(page.locator("[role=option]:visible").first).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")


def save(page: Page, said: str) -> None:
    page.locator("main form button.primary").first.click()
    expect(page.locator(".toast")).to_contain_text(said)


def test_week_of_one_person_from_enrolment_to_cv(signed_in, open_page):
    """Enrolled, known, at work, asked, seen, suggested for jobs and given a CV: what a team does with a newcomer."""
    page = signed_in("sara")
    page.goto("/t/alvstranden/deltagare/")
    page.get_by_role("link", name="Skriv in person").click()
    page.get_by_label("Förnamn").fill("Amal")
    page.get_by_label("Efternamn").fill("Nordin")
    page.get_by_label("Handledare").select_option(label="Sara Lindmark")
    save(page, "inskriven")
    home = page.url
    page.locator("#matching").scroll_into_view_if_needed()  # fetched when it is scrolled to
    expect(page.locator("#matching")).to_contain_text("Inga förslag än")

    page.goto(f"{home}profil/")
    for label, typed in (("Vill arbeta som", "koksb"), ("Kan", "livsmedelshyg"), ("Språk", "arab")):
        pick(page, label, typed)
    page.locator(".words-rows select").first.select_option("modersmål")
    page.get_by_label("Bra på").fill("Lagar mat för många.")
    save(page, "sparad")
    page.goto(f"{home}insatser/")
    page.get_by_role("textbox", name=re.compile("^Vad")).fill("Praktik i kök")
    page.get_by_label("jobbfokus").check()
    page.get_by_label("Från").fill("imorgon")
    save(page, "sparad")
    page.locator("#matching").scroll_into_view_if_needed()
    expect(page.locator("#matching .ranking li").first).to_contain_text("Samma yrke")

    page.goto(f"{home}fragor/")
    page.get_by_role("button", name="Svara här nu").click()
    phone = open_page(390, 844)
    phone.goto("/f/")
    phone.locator("#kod").fill(re.sub(r"\D", "", page.locator(".code-shown").inner_text()))
    for _screen in range(2):
        phone.locator("form button.primary").click()
    for number in range(1, 8):
        expect(phone).to_have_url(re.compile(f"/fraga/{number}/"))
        phone.locator("label.answer").nth(number % 4).click()
        phone.locator("form button.primary").click()
    phone.locator("form button.primary").click()
    expect(phone.get_by_role("heading", name="Tack")).to_be_visible()
    page.goto(f"{home}fragor/din-del/")
    page.locator("fieldset.rate input").first.focus()
    for key in "23323232":
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Båda delarna är klara")
    page.goto(home)
    page.locator("#skattning").scroll_into_view_if_needed()
    expect(page.locator("#skattning svg").first).to_be_visible()

    page.goto(f"{home}cv/nytt/")
    page.locator("main form button.primary").first.click()
    page.get_by_role("button", name="Gör pdf").click()
    expect(page.get_by_role("link", name="Öppna")).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as download:
        page.get_by_role("link", name="Öppna").click()
    text = "".join(p.extract_text() for p in PdfReader(BytesIO(Path(download.value.path()).read_bytes())).pages)
    assert "Amal Nordin" in text
    assert "Köksbiträde" in text


def test_after_a_meeting_one_form_is_written_by_keyboard_alone_on_a_phone(signed_in):
    """From min dag to saved without the mouse; what is written is kept meanwhile, and stands everywhere afterwards."""
    page = signed_in("sara", 390)
    page.goto("/t/alvstranden/deltagare/?urval=mina")
    page.locator("table.grid tbody th a").first.click()
    home = page.url
    page.goto(f"{home}moten/")
    page.get_by_label("Dag", exact=True).fill("idag")
    page.get_by_label("Klockan").fill("0.05")
    page.get_by_label("Om vad").fill("planen för våren")
    save(page, "bokat")
    page.goto("/t/alvstranden/min-dag/")
    line = page.locator("li", has_text="planen för våren")
    shot(page, "min-dag-mote-390")
    line.get_by_role("link", name="Efter mötet").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Efter mötet")).to_be_visible()
    expect(page.locator("input[name=state]").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Vill börja på måndag.")
    expect(page.locator("span[data-saved]")).to_contain_text("Sparat")
    page.keyboard.press("Tab")
    page.keyboard.type("Ringa köket om tider")
    for _box in ("who", "other"):
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("imorgon")
    assert accessibility_faults(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    shot(page, "efter-motet-390")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/min-dag/"))
    expect(page.locator("li", has_text="planen för våren")).to_contain_text("hållet")
    page.goto(home)
    expect(page.locator("main")).to_contain_text("Ringa köket om tider")
    page.goto(f"{home}tidslinje/")
    expect(page.locator("main")).to_contain_text("Vill börja på måndag.")
    page.goto(f"{home}meddelande/")
    shot(page, "meddelande-390")
    assert accessibility_faults(page) == []


def acts(page: Page, chosen: str, **answers: str) -> None:
    """Something from the person's menu, in the dialog it opens; what is chosen among several by its words."""
    page.locator(".head .menu summary").click()
    page.locator(".head .menu").get_by_role("link", name=chosen, exact=True).click()
    dialog = page.locator("#panel")
    expect(dialog).to_be_visible()
    for label, answer in answers.items():
        field = dialog.get_by_label(label, exact=True)
        if answer:
            field.fill(answer)
        else:
            field.check()
    dialog.locator(".act button[type=submit]").first.click()
    expect(dialog).to_be_hidden()


def test_job_lost_job_and_back_again_keeps_the_same_handler(signed_in):
    """The support stays through the job; when it is lost the way goes on, and after an end one form leads back."""
    page = signed_in("sara")
    page.goto("/t/alvstranden/deltagare/ny/")
    page.get_by_label("Förnamn").fill("Idris")
    page.get_by_label("Efternamn").fill("Holm")
    page.get_by_label("Handledare").select_option(label="Sara Lindmark")
    save(page, "inskriven")
    head, facts = page.locator(".head"), page.locator("dl.facts").first
    acts(page, "Började arbeta eller studera", **{"arbete": "", "Från": "idag"})
    expect(head).to_contain_text("I arbete eller studier")
    expect(facts).to_contain_text("Sara Lindmark")
    expect(page.locator(".trio").first).to_contain_text("Uppföljning efter 30 dagar")
    page.reload()
    acts(page, "Jobbet eller studierna tog slut", **{"Första dagen utan": "idag"})
    expect(head).not_to_contain_text("I arbete eller studier")
    expect(facts).to_contain_text("Sara Lindmark")
    page.reload()
    acts(
        page,
        "Avsluta inskrivningen",
        **{"valde att sluta": "", "Avbrutet: personen slutade själv eller tog tillbaka sitt samtycke": ""},
    )
    expect(head).to_contain_text("Avslutad")
    page.get_by_role("link", name="Skriv in igen").click()
    expect(page.get_by_label("Handledare")).to_have_value(re.compile(r"\d"))
    expect(page.get_by_label("Handledare").locator("option:checked")).to_have_text("Sara Lindmark")
    page.get_by_label("Ja, personen har sagt ja").check()
    assert accessibility_faults(page) == []
    save(page, "Välkommen tillbaka")
    expect(head).not_to_contain_text("Avslutad")
    expect(facts).to_contain_text("Sara Lindmark")


def test_colleague_is_named_by_keyboard_in_a_note_and_told(signed_in):
    page = signed_in("sara")
    page.goto("/t/alvstranden/deltagare/?urval=mina")
    page.locator("table.grid tbody th a").first.click()
    page.goto(f"{page.url.partition('?')[0].partition('#')[0]}anteckning/")
    text, names = page.get_by_role("textbox", name="Anteckning"), page.get_by_role("listbox", name="Kollegor")
    text.focus()
    page.keyboard.type("Mejl till a@nou funkar. Hör med @no")
    expect(names.get_by_role("option")).to_have_text(["Nour Haddad"])
    expect(text).to_have_attribute("aria-activedescendant", re.compile("mention-"))
    assert accessibility_faults(page) == []
    shot(page, "namn-i-anteckning")
    page.keyboard.press("Escape")
    expect(names).to_be_hidden()
    page.keyboard.type("u")
    page.keyboard.press("Enter")
    expect(names).to_be_hidden()
    page.keyboard.type("om schemat.")
    expect(text).to_have_value("Mejl till a@nou funkar. Hör med @Nour Haddad om schemat.")
    expect(text).to_be_focused()
    save(page, "Anteckningen sparad")
    nour = signed_in("nour")
    nour.goto("/konto/att-lasa/")
    expect(nour.locator("main")).to_contain_text("Du är nämnd i en anteckning")


def test_leader_gets_the_week_as_pdf_from_the_worker(signed_in):
    page = signed_in("maria")
    page.goto("/t/alvstranden/rapport/")
    page.locator(".matters a.name").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Veckorapport")
    page.locator("td.num a").first.click()
    expect(page.locator(".matters li").first).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Gör pdf").click()
    expect(page.get_by_role("link", name="Öppna")).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as download:
        page.get_by_role("link", name="Öppna").click()
    text = "".join(p.extract_text() for p in PdfReader(BytesIO(Path(download.value.path()).read_bytes())).pages)
    assert "De fem villkoren" in text


def test_steering_group_reaches_no_person(signed_in):
    page = signed_in("karin")
    for path in ("deltagare/", "rapport/", "sok/"):
        assert page.goto(f"/t/alvstranden/{path}").status == 403
    page.goto("/t/alvstranden/min-dag/")
    assert page.url.endswith("/styrgrupp/")
    assert page.locator("main a[href*='deltagare']").count() == 0


def test_staff_pages_are_whole_and_accessible_on_a_wide_screen(signed_in):
    page = signed_in("maria")
    faults = {}
    for path in STAFF_PAGES:
        assert page.goto(f"/t/alvstranden/{path}").status == 200, path
        shot(page, f"{path.strip('/').replace('/', '-')}-1440-light")
        faults[path] = look_faults(page)
    assert {path: found for path, found in faults.items() if found} == {}


def test_every_page_a_leader_finds_by_links_is_whole_and_accessible_on_a_phone(signed_in):
    page = signed_in("maria", 390, color_scheme="dark")
    waiting, faults = [path_of(page.url)], {}
    while waiting:
        path = waiting.pop(0)
        name = resolve(path).view_name
        if name in faults or name in APART:
            continue
        response = page.goto(path)
        assert response.status == 200, path
        faults[name] = look_faults(page)
        waiting += page.eval_on_selector_all("a[href^='/']:not([download])", SEEN_LINKS)
    assert len(faults) > 100
    assert {name: found for name, found in faults.items() if found} == {}


def look_faults(page: Page) -> list[str]:
    found = accessibility_faults(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    return found + [f"a box of no width: {name}" for name in page.evaluate(SLIVERS)]


def path_of(url: str) -> str:
    return urlsplit(url).path
