"""The pickers in a real browser, by keyboard and by pointer, with and without JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread

from tests.browser.conftest import accessibility_faults, browser  # noqa: F401  a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def beside_a_loop() -> Iterator[None]:
    """Playwright runs a loop in this thread, where Django would refuse the database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture
def address(own_database: str, settings: Any) -> Iterator[str]:
    """The pickers' page on a server in this process: its addresses are the test's own, so no stack can serve it."""
    settings.ROOT_URLCONF = "tests.taxonomy.pages"
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://127.0.0.1:{server.port}/prov/"
    server.terminate()


def saved(page: Any) -> list[str]:
    return page.locator("#saved li").all_inner_texts()


def test_choosing_by_keyboard_and_pointer_and_taking_away(address, browser):  # noqa: F811
    page = browser.new_page(locale="sv-SE")
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(address)
    works = page.get_by_role("combobox", name="Yrken")
    options = page.get_by_role("option")

    works.press_sequentially("bussforare")
    options.first.wait_for()
    assert works.get_attribute("aria-expanded") == "true"
    works.press("ArrowDown")
    assert works.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    works.press("Enter")
    chip = page.get_by_role("checkbox", name="Bussförare")
    assert chip.is_checked()
    assert works.input_value() == ""
    assert "Bussförare valt" in page.get_by_role("status").all_inner_texts()

    works.press_sequentially("städare")
    options.get_by_text("Städare", exact=True).first.click()
    works.press_sequentially("disk")
    options.first.wait_for()
    works.press("Escape")
    assert works.get_attribute("aria-expanded") == "false"
    assert works.input_value() == "disk"
    works.press("ArrowDown")
    options.first.wait_for()
    works.press("ArrowDown")
    works.press("Tab")
    assert page.get_by_role("checkbox", name="Diskare").is_checked()

    chip.press("Space")  # taking the tick away takes the choice away
    assert chip.count() == 0
    assert page.evaluate("document.activeElement.value") == page.get_by_role("checkbox", name="Städare").get_attribute(
        "value"
    )

    home = page.get_by_role("combobox", name="Ort")
    for town in ("uppsala", "gbg"):  # one only: the second takes the first's place
        home.press_sequentially(town)
        options.first.wait_for()
        home.press("ArrowDown")
        home.press("Enter")
    tongues = page.get_by_role("combobox", name="Språk")
    tongues.press_sequentially("tigrinja")
    options.first.wait_for()
    tongues.press("ArrowDown")
    tongues.press("Enter")
    page.get_by_label("Nivå, Tigrinska/Tigrinja").select_option("3")

    page.get_by_role("button", name="Spara").click()

    assert saved(page) == ["Göteborg", "Städare", "Diskare", "Tigrinska/Tigrinja: 3"]
    assert troubles == []


def test_enter_without_a_marked_option_sends_the_form(address, browser):  # noqa: F811
    page = browser.new_page(locale="sv-SE")
    page.goto(address)
    home = page.get_by_role("combobox", name="Ort")
    home.press_sequentially("upps")
    page.get_by_role("option").first.wait_for()
    home.fill("uppsala")
    home.press("Enter")
    page.locator("#saved li").first.wait_for()
    assert saved(page) == ["Uppsala"]


def test_without_javascript_a_word_is_asked_about_and_settled(address, browser):  # noqa: F811
    page = browser.new_context(java_script_enabled=False, locale="sv-SE").new_page()
    page.goto(address)
    page.get_by_role("textbox", name="Yrken").fill("städ, kock")
    page.get_by_role("textbox", name="Språk").fill("arabiska (lite)")
    page.get_by_role("button", name="Spara").click()
    assert "Menar du" in page.locator(".fault").inner_text()
    assert page.get_by_role("checkbox", name="Städare").is_checked()
    page.get_by_role("checkbox", name="Kock à la carte").check()
    page.get_by_role("button", name="Spara").click()
    assert saved(page) == ["None", "Städare", "Kock à la carte", "Arabiska: 2"]


@pytest.mark.parametrize("width", [390, 1440])
def test_the_list_stays_inside_the_page(address, browser, width):  # noqa: F811
    page = browser.new_page(locale="sv-SE", viewport={"width": width, "height": 800})
    page.goto(address)
    page.get_by_role("combobox", name="Yrken").press_sequentially("under")
    page.get_by_role("option").first.wait_for()
    box = page.locator(".words-list:visible").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pickers_are_accessible_in_every_state(address, browser, scheme):  # noqa: F811
    page = browser.new_page(locale="sv-SE", color_scheme=scheme)
    page.goto(address)
    assert accessibility_faults(page) == []
    tongues = page.get_by_role("combobox", name="Språk")
    tongues.press_sequentially("sv")
    page.locator(".words-list:visible [role=option]").first.wait_for()
    tongues.press("ArrowDown")
    assert accessibility_faults(page) == []
    tongues.press("Enter")
    page.get_by_role("combobox", name="Yrken").fill("städ, kock")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("checkbox", name="Kock à la carte").wait_for()
    assert accessibility_faults(page) == []
