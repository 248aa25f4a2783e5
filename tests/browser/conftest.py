"""A real Chromium against the running product. One database and one stack for all journeys of a module."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from config.demo.build import PASSWORD
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


@pytest.fixture(scope="session")
def demo_database(
    template_database: str, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> str:
    """The demo's teams with eighty people, made once for all processes (tests/conftest.py throws it away): modules whose
    tests ask for `demo_team` start from a clone."""
    from django.conf import settings

    def fill() -> None:
        kept = settings.FRAMAT_DATA
        settings.FRAMAT_DATA = tmp_path_factory.mktemp("demo")
        try:
            call_command("demo", participants=80, seed=5, json=True, stdout=StringIO())
        finally:
            settings.FRAMAT_DATA = kept

    name = database.of_this_run("demo")
    with django_db_blocker.unblock():
        database.ensure(name, template_database, fill)
    return name


@pytest.fixture(scope="module")
def journey_database(
    request: pytest.FixtureRequest, template_database: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[str]:
    """A committed clone that the journey's own process, web and workers share."""
    with django_db_blocker.unblock():
        from django.db import connection

        before = connection.settings_dict["NAME"]
        on_demo = "demo_team" in request.fixturenames
        template = request.getfixturevalue("demo_database") if on_demo else template_database
        name = database.clone(template, f"framat_test_journey_{os.getpid()}")
        database.point_at(name)
        try:
            yield name
            # What the journeys wrote and what the register and the curves say are one and the same.
            call_command("rebuild_register", check=True, stdout=StringIO())
            call_command("rebuild_progress", check=True, stdout=StringIO())
        finally:
            database.point_at(before)
            database.drop(name)


@pytest.fixture(scope="module")
def workers() -> None:
    """A module that asks for it has dispatcher and worker beside its web process: files, mail, what takes long."""


@pytest.fixture(scope="module")
def site(
    request: pytest.FixtureRequest, journey_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[stack.RunningStack]:
    folder, has_workers = tmp_path_factory.mktemp("stack"), "workers" in request.fixturenames
    with stack.running(journey_database, folder, workers=has_workers) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file; each page has a context of its own."""
    # bin/test finds (or installs) one and names it; without bin/test Debian's own.
    path = os.environ.get("FRAMAT_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.fail("Chromium is missing: run bin/test, or apt-get install chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop in this thread
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


@pytest.fixture(scope="module")
def demo_team(journey_database: str) -> None:
    """Asking for it makes the journey's database a clone of the demo's."""


@pytest.fixture
def register_of(open_page: Callable[..., Page], demo_team: None) -> Callable[..., Page]:
    """Signs a colleague of the demo in, in a context of their own, and opens the register."""

    def sign_in(who: str, width: int = 1440) -> Page:
        page = open_page(width, locale="sv-SE")
        page.set_default_timeout(PATIENCE)
        page.goto("/")
        page.fill("input[name=login]", f"{who}@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.click("form button.primary")
        page.wait_for_url(re.compile(r"/t/"))
        page.goto(re.sub(r"/t/[^/]+/.*", "/t/alvstranden/deltagare/", page.url))
        page.wait_for_selector("tbody tr")
        return page

    return sign_in


def accessibility_faults(page: Page, *, colours_only: bool = False) -> list[str]:
    """What axe finds against WCAG 2.2 AA on the page as it stands. `colours_only` for a page that was judged whole and
    has but changed its colours."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    chosen = {"type": "rule", "values": ["color-contrast"]} if colours_only else {"type": "tag", "values": RULES}
    found = page.evaluate("chosen => axe.run(document, {runOnly: chosen, resultTypes: ['violations']})", chosen)
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found["violations"] for node in fault["nodes"]]
