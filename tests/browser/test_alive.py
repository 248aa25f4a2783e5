"""The sheet while others write in it, in two browsers: what they do comes without moving anything, and nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import Team
from core.scope import run_for_team
from participants.models import RegisterRow
from participants.queries.states import AT_WORK

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SOON = 10_000  # ms: a colleague's change is here by then
LEFT = 17_000  # ms: the longest a mark may stand after somebody has left, whatever happened to their page


def place(page: Page, row: str, column: str) -> Locator:
    return page.locator(f"#{row} a[data-cell={column}]")


def write(page: Page, row: str, column: str, words: str) -> None:
    place(page, row, column).focus()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator("td.saving")).to_have_count(0)


def where(page: Page) -> list[object]:
    """How far the reader has scrolled, and what has the focus with what stands in it."""
    spot = (
        "[document.activeElement.dataset?.cell ?? document.activeElement.tagName, document.activeElement.value ?? '']"
    )
    found: list[object] = page.evaluate(f"[Math.round(scrollY), {spot}]")
    return found


def row_ids(page: Page) -> list[str]:
    ids: list[str] = page.locator("tbody tr").evaluate_all("rows => rows.map((row) => row.id)")
    return ids


def counted() -> set[str]:
    """The rows of those whose missing step is counted: somebody who is paused has none to miss."""
    with run_for_team(Team.objects.get(slug="alvstranden").pk):
        found = RegisterRow.objects.filter(AT_WORK).values_list("enrolment_public_id", flat=True)
        return {f"r-{public_id}" for public_id in found}


def test_colleagues_change_comes_within_ten_seconds_and_moves_nothing(
    register_of: Callable[..., Page], django_db_blocker: Any
) -> None:
    sara, maria = register_of("sara"), register_of("maria")
    rows = row_ids(sara)
    with django_db_blocker.unblock():
        at_work = counted()
    far, beside = rows[40], next(row for row in rows[2:] if row in at_work)
    # half a word in an editor far down, while a colleague writes in the same row and in another
    place(sara, far, "steg").focus()
    sara.keyboard.press("Enter")
    sara.keyboard.press("Control+a")
    sara.keyboard.type("Halvt skri")
    stood = where(sara)
    assert stood[1] == ["INPUT", "Halvt skri"]
    lacking = int(sara.locator("#n-saknar-nasta-steg").inner_text())
    write(maria, beside, "veckan", "Marias läge bredvid")
    write(maria, far, "veckan", "Marias läge i raden")
    expect(place(sara, beside, "veckan")).to_have_text("Marias läge bredvid", timeout=SOON)
    assert where(sara) == stood
    assert row_ids(sara) == rows
    # regretted: what the colleague wrote in the row meanwhile is there, and the focus is where it was
    sara.keyboard.press("Escape")
    expect(place(sara, far, "veckan")).to_have_text("Marias läge i raden", timeout=SOON)
    assert where(sara) == [stood[0], ["steg", ""]]
    # the counts beside the list follow, and a row that was chosen stays chosen with the focus on its box
    box = sara.locator(f"#{beside} input[name=vald]")
    box.focus()
    sara.keyboard.press("Space")
    expect(sara.locator("#bulk [data-count]")).to_have_text("1 vald")
    emptied = place(maria, beside, "steg")
    had_step = emptied.evaluate("link => (link.parentElement.dataset.v ?? link.textContent) !== ''")
    emptied.focus()
    maria.keyboard.press("Delete" if had_step else "Enter")
    maria.keyboard.type("" if had_step else "Marias steg")
    maria.keyboard.press("Enter")
    expect(sara.locator("#n-saknar-nasta-steg")).to_have_text(str(lacking + (1 if had_step else -1)), timeout=SOON)
    expect(box).to_be_checked()
    assert sara.evaluate("document.activeElement.name") == "vald"


def test_who_writes_where_is_seen_and_goes(register_of: Callable[..., Page]) -> None:
    sara, maria = register_of("sara"), register_of("maria")
    row = row_ids(sara)[5]
    held = maria.locator(f"#{row} td.held .typing")
    box = maria.locator(f"#{row}").bounding_box()
    place(sara, row, "steg").focus()
    sara.keyboard.type("Sara tänker")
    expect(held).to_have_text("Sara skriver här nu", timeout=SOON)
    assert maria.locator(f"#{row}").bounding_box() == box
    assert sara.locator("td.held").count() == 0
    # the mark is kept when the row is drawn anew, and one may write there all the same
    write(maria, row, "veckan", "Skrivet bredvid")
    expect(held).to_have_text("Sara skriver här nu")
    sara.keyboard.press("Escape")
    expect(held).to_have_count(0, timeout=SOON)
    # a page that is gone is gone for the others too
    place(sara, row, "veckan").focus()
    sara.keyboard.press("F2")
    expect(maria.locator(f"#{row} td.held")).to_have_count(1, timeout=SOON)
    sara.goto("about:blank")
    expect(maria.locator(f"#{row} td.held")).to_have_count(0, timeout=LEFT)
    # a form about the person tells, in both directions
    person = maria.locator(f"#{row}").get_attribute("data-p")
    sara.goto(maria.url + f"{person}/nasta-steg/")
    expect(held).to_have_text("Sara skriver här nu", timeout=SOON)
    place(maria, row, "steg").focus()
    maria.keyboard.press("Enter")
    expect(sara.locator("[data-here]")).to_have_text("Maria skriver här nu", timeout=SOON)


def test_same_place_shows_both_texts_until_the_later_writer_chooses(register_of: Callable[..., Page]) -> None:
    sara, maria = register_of("sara"), register_of("maria")
    first, second = row_ids(sara)[7:9]
    for row in (first, second):
        place(maria, row, "steg").focus()
        maria.keyboard.press("F2")
        write(sara, row, "steg", f"Saras {row}")
        maria.keyboard.press("Control+a")
        maria.keyboard.type(f"Marias {row}")
        maria.keyboard.press("Enter")
        expect(maria.locator("#clash")).to_contain_text(f"Saras {row}")
        expect(maria.locator("#clash")).to_contain_text(f"Marias {row}")
        if row == first:  # Esc chooses for nobody
            maria.keyboard.press("Escape")
            expect(maria.locator("#clash")).to_be_visible()
            maria.locator("#clash").get_by_role("button", name="Behåll kollegans").click()
            expect(maria.locator("#clash")).to_be_hidden()
    maria.locator("#clash").get_by_role("button", name="Spara min").click()
    expect(maria.locator("td.saving")).to_have_count(0)
    for page in (sara, maria):
        expect(place(page, first, "steg")).to_have_text(f"Saras {first}", timeout=SOON)
        expect(place(page, second, "steg")).to_have_text(f"Marias {second}", timeout=SOON)
    # different places of one person at the same time: both stay
    place(maria, first, "steg").focus()
    maria.keyboard.press("F2")
    maria.keyboard.press("Control+a")
    maria.keyboard.type("Marias sista")
    write(sara, first, "veckan", "Saras läge")
    maria.keyboard.press("Enter")
    expect(maria.locator("td.saving")).to_have_count(0)
    for page in (sara, maria):
        expect(place(page, first, "steg")).to_have_text("Marias sista", timeout=SOON)
        expect(place(page, first, "veckan")).to_have_text("Saras läge", timeout=SOON)
