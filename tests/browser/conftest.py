"""A real Chromium against the running product. One database, one stack and one browser for all journeys of a module."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.support import database, stack

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  # ms, on a machine whose cores are all busy
expect.set_options(timeout=PATIENCE)
AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def journey_database(template_database: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A committed clone that the journey's own process, web and workers share."""
    with django_db_blocker.unblock():
        from django.db import connection

        before = connection.settings_dict["NAME"]
        name = database.clone(template_database, f"framat_test_journey_{os.getpid()}")
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop in this thread
        database.point_at(name)
        try:
            yield name
        finally:
            database.point_at(before)
            database.drop(name)


@pytest.fixture(scope="module")
def site(journey_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[stack.RunningStack]:
    with stack.running(journey_database, tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # bin/test finds (or installs) one and names it; without bin/test Debian's own.
    path = os.environ.get("FRAMAT_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.fail("Chromium is missing: run bin/test, or apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, site: stack.RunningStack) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own; fails the test on a script error or a broken security policy."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(width: int = 1440, height: int = 1000, **options: Any) -> Page:
        options = {"locale": "sv-SE", **options}
        context = browser.new_context(base_url=site.url, viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA on the page as it stands."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found["violations"] for node in fault["nodes"]]
