"""Rows chosen by mouse and keys, the same done for them, and taken back: in a real browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.slow]


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
    expect(page.locator("#foresee")).to_contain_text("2 personer")
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
