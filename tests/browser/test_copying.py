"""A link is copied by keyboard and heard to be copied; without a clipboard or without script it can still be taken."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import accessibility_faults
from tests.browser.test_employer import House, house, site, staff  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser]
PAGE = "/t/alvstranden/jobb/lank/"


def test_link_is_copied_by_keyboard_and_the_page_says_so(staff, house: House):  # noqa: F811
    page = staff(permissions=["clipboard-read", "clipboard-write"])
    page.goto(PAGE)
    page.get_by_role("button", name="Kopiera länken").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").filter(has_text="Kopierat")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/lagg-in-jobb/{house.link.token}/")
    expect(page.get_by_role("button", name="Kopiera länken")).to_be_focused()
    assert accessibility_faults(page) == []


def test_link_is_copied_where_the_page_has_no_clipboard(staff, house: House):  # noqa: F811
    page = staff()
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => undefined})")
    page.goto(PAGE)
    page.get_by_role("button", name="Kopiera länken").click()

    expect(page.get_by_role("status").filter(has_text="Kopierat")).to_be_visible()


def test_link_that_cannot_be_copied_is_marked_for_the_hand(staff, house: House):  # noqa: F811
    page = staff()
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false;")
    page.goto(PAGE)
    page.get_by_role("button", name="Kopiera länken").click()

    expect(page.get_by_role("status").filter(has_text="Markerat")).to_be_visible()
    assert page.evaluate("String(getSelection())").endswith(f"/lagg-in-jobb/{house.link.token}/")


def test_without_script_the_link_is_text_and_no_dead_button_stands_beside_it(staff, house: House):  # noqa: F811
    page = staff(java_script_enabled=False)
    page.goto(PAGE)

    expect(page.get_by_role("button", name="Kopiera länken")).to_have_count(0)
    page.locator("[data-copy-text]").click()
    expect(page.locator("[data-copy-text]")).to_contain_text(house.link.token)
