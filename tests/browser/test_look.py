"""The look in Chromium: both themes and directions, wide and narrow, its weight, its charts, its keys."""

import gzip
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page

from core import charts, pdf
from core.styleguide import INDICATORS, sample_axes, sample_over_time, styleguide
from core.styleguide_phone import QUESTIONS, styleguide_phone
from tests.browser.conftest import PATIENCE, accessibility_faults
from tests.support import pages

pytestmark = pytest.mark.browser

FIRST_VIEW = 100_000  # bytes of a participant's or employer's first page, in every language
STAFF_CSS = 57_500  # bytes, unpacked, of all sheets a staff page loads


@pytest.fixture(scope="module")
def site() -> Iterator[pages.Site]:
    with pages.serving() as site:
        for asked in ("theme=light", "theme=dark", "dir=rtl&theme=light"):
            name = asked.split("&")[0].split("=")[1]
            site.pages[f"/{name}"] = pages.show(styleguide, f"/?{asked}")
        for lang in QUESTIONS:
            site.pages[f"/phone-{lang}"] = pages.show(styleguide_phone, f"/?lang={lang}")
        for code in ("400", "403", "404", "409", "422", "429", "500"):
            site.pages[f"/{code}"] = pages.template(f"{code}.html")
        yield site


@pytest.fixture
def visit(browser: Browser, site: pages.Site) -> Iterator[Callable[..., Page]]:
    complaints: list[str] = []
    contexts = []

    def visited(path: str, width: int = 1440, *, expected: tuple[str, ...] = (), **options: object) -> Page:
        context = browser.new_context(base_url=site.url, viewport={"width": width, "height": 844}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))

        def heard(said: ConsoleMessage) -> None:
            if said.type in ("error", "warning") and not any(each in said.text for each in expected):
                complaints.append(said.text)

        page.on("console", heard)
        page.goto(path)
        return page

    yield visited
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("width", [1440, 768, 390])
@pytest.mark.parametrize("path", ["/light", "/dark", "/rtl", "/phone-sv", "/phone-ar", "/phone-ti", "/404", "/500"])
def test_page_fits_and_keeps_the_policy(visit: Callable[..., Page], path: str, width: int) -> None:
    page = visit(path, width)

    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate("document.querySelectorAll('[style]').length") == 0


@pytest.mark.parametrize("path", ["/light", "/dark", "/phone-sv", "/phone-ar", "/404"])
@pytest.mark.parametrize("width", [1440, 390])
def test_page_has_no_accessibility_faults(visit: Callable[..., Page], path: str, width: int) -> None:
    assert accessibility_faults(visit(path, width)) == []


@pytest.mark.parametrize("lang", list(QUESTIONS))
def test_phone_first_view_is_light_and_its_letters_load(
    visit: Callable[..., Page], site: pages.Site, lang: str
) -> None:
    page = visit("/404", 390)
    weights: dict[str, int] = {}

    def weigh(response: object) -> None:
        body = response.body()  # type: ignore[attr-defined]
        url = response.url  # type: ignore[attr-defined]
        weights[url.removeprefix(site.url)] = len(body) if url.endswith("woff2") else len(gzip.compress(body, 6))

    page = page.context.new_page()
    page.on("requestfinished", lambda request: weigh(request.response()))
    page.goto(f"/phone-{lang}", wait_until="networkidle")

    assert sum(weights.values()) < FIRST_VIEW, weights
    used = {"sv": "Noto Sans", "ar": "Noto Sans Arabic", "ti": "Noto Sans Ethiopic"}[lang]
    assert page.evaluate(
        "name => [...document.fonts].some(f => f.family.includes(name) && f.status === 'loaded')", used
    )


def test_every_font_file_is_taken_by_the_browser(visit: Callable[..., Page]) -> None:
    page = visit("/light")
    for file in sorted(Path("static/fonts").glob("*.woff2")):
        loaded = page.evaluate(
            "name => new FontFace('Prov', `url(/static/fonts/${name})`).load().then(() => true, () => false)", file.name
        )
        assert loaded, file.name


def test_staff_css_stays_small() -> None:
    staff = ("tokens", "fonts", "base", "controls", "words", "layout", "components", "grid", "charts", "print")

    assert sum(Path(f"static/css/{name}.css").stat().st_size for name in staff) <= STAFF_CSS


@pytest.mark.parametrize("lang", list(INDICATORS))
def test_radar_labels_do_not_meet_as_drawn(visit: Callable[..., Page], site: pages.Site, lang: str) -> None:
    drawing = charts.radar(sample_axes(lang), title="Bild", description="Bild")
    site.pages["/radar"] = _page(drawing, lang)
    page = visit("/radar")
    page.evaluate("document.fonts.ready")

    meeting = page.evaluate(_MEETING)

    assert meeting == {"meeting": [], "outside": []}


@pytest.mark.parametrize("rtl", [False, True])
def test_over_time_words_do_not_meet_as_drawn(visit: Callable[..., Page], site: pages.Site, rtl: bool) -> None:
    drawing = charts.over_time(
        sample_over_time(),
        title="Bild",
        description="Bild",
        today_word="i dag",
        change_word="Byte av handledare",
        rtl=rtl,
    )
    site.pages["/over-time"] = _page(drawing, "ar" if rtl else "sv")
    page = visit("/over-time")
    page.evaluate("document.fonts.ready")

    assert page.evaluate(_MEETING) == {"meeting": [], "outside": []}


_MEETING = """() => {
  const frame = document.querySelector('.chart svg').viewBox.baseVal;
  const all = [...document.querySelectorAll('.chart text')].map(node => [node.textContent, node.getBBox()]);
  const meeting = [], outside = [];
  all.forEach(([words, a], i) => {
    if (a.x < -.5 || a.y < -.5 || a.x + a.width > frame.width + .5 || a.y + a.height > frame.height + 2) outside.push(words);
    for (const [other, b] of all.slice(i + 1)) {
      if (a.x < b.x + b.width && b.x < a.x + a.width && a.y + 4 < b.y + b.height - 3 && b.y + 4 < a.y + a.height - 3) meeting.push([words, other]);
    }
  });
  return {meeting, outside};
}"""


def _page(drawing: str, lang: str = "sv") -> str:
    links = "".join(
        f'<link rel="stylesheet" href="/static/css/{name}.css">' for name in ("tokens", "fonts", "base", "charts")
    )
    direction = "rtl" if lang == "ar" else "ltr"
    return (
        f'<!doctype html><html lang="{lang}" dir="{direction}" data-theme="light"><head><title>Bild</title><link rel="icon" href="data:,">{links}</head>'
        f'<body><div class="chart">{drawing}</div></body></html>'
    )


CHARTS: dict[str, Callable[[], str]] = {
    "radar": lambda: charts.radar(sample_axes(), title="Bild", description="Bild"),
    "over-time": lambda: charts.over_time(
        sample_over_time(), title="Bild", description="Bild", today_word="i dag", change_word="Byte av handledare"
    ),
    "columns": lambda: charts.columns(
        [charts.Column("v. 45", 2, 1), charts.Column("v. 46", 1, 2)], title="Bild", description="Bild"
    ),
    "levels": lambda: charts.levels(
        [charts.Level("45", 12, 3, 40), charts.Level("v. 46", 14, 4, 41)],
        title="Bild",
        description="Bild",
        goal_words="Målet: alla",
    ),
    "flow": lambda: charts.flow(
        [charts.Flow("45", 3, 2, 1), charts.Flow("v. 46", 1, 0, 4)],
        title="Bild",
        description="Bild",
        in_words="Nya",
        out_words="Avslutade",
    ),
    "steps": lambda: charts.steps(
        [charts.Step("Tro på jobb", 0.4, -0.2), charts.Step("Vardagen", 0.5, 0.5), charts.Step("Hälsan", None, None)],
        title="Bild",
        description="Bild",
        lower="lägre",
        higher="högre",
        too_few="färre än fem",
    ),
    "share": lambda: charts.share(
        charts.Share(31, 8, 9, "31 i arbete", "8 i studier", "9 kvar", "Målet 100 %"),
        [],
        title="Bild",
        description="Bild",
    ),
}


@pytest.mark.parametrize("name", list(CHARTS))
def test_chart_is_the_same_picture_on_screen_and_in_the_document(
    visit: Callable[..., Page], site: pages.Site, tmp_path: Path, name: str
) -> None:
    drawing = CHARTS[name]()
    site.pages["/chart"] = _page(drawing)
    page = visit("/chart", 1000)
    page.evaluate("document.fonts.ready")
    screen = Image.open(io.BytesIO(page.locator(".chart svg").screenshot())).convert("RGB")
    printed = _print(drawing, screen.size)

    screen.save(tmp_path / "screen.png")
    printed.save(tmp_path / "printed.png")
    for colour in ("#1a5a4d", "#942e1b"):
        one, two = _count(screen, colour), _count(printed, colour)
        assert abs(one - two) <= max(0.2 * max(one, two), 60), (colour, one, two, tmp_path)
    assert abs(_ink(screen) / _ink(printed) - 1) < 0.08, tmp_path
    assert _difference(screen, printed) < 0.03, tmp_path


def _print(drawing: str, size: tuple[int, int]) -> Image.Image:
    """The drawing as WeasyPrint draws it, as many pixels as on screen."""
    width, height = size
    html = (
        (
            f'<html lang="sv"><head><title>Bild</title><style>@page {{ size: {width}px {height}px; margin: 0; '
            "@bottom-left { content: none } @bottom-right { content: none } } html { background: #f6f4ee }</style></head>"
            f"<body>{drawing}</body></html>"
        )
        .replace("{{", "{")
        .replace("}}", "}")
    )
    (page,) = pypdfium2.PdfDocument(pdf.render_html(html))
    return page.render(scale=width / page.get_width()).to_pil().convert("RGB").resize(size)


def _count(image: Image.Image, colour: str) -> int:
    """Pixels of (nearly) this colour."""
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return int((numpy.abs(numpy.asarray(image, dtype=int) - wanted).max(axis=2) < 24).sum())


def _ink(image: Image.Image) -> float:
    """How dark the picture is in all, whatever the smoothing of edges."""
    return float((245 - numpy.asarray(image.convert("L"), dtype=int)).clip(0).sum())


def _difference(one: Image.Image, two: Image.Image) -> float:
    """Share of the small squares whose mean differs clearly: edges may differ by a pixel, shapes may not."""
    size = (one.width // 6, one.height // 6)
    first, second = (numpy.asarray(image.resize(size), dtype=int) for image in (one, two))
    return float((numpy.abs(first - second).max(axis=2) > 70).mean())


def test_keys_open_the_list_and_can_be_switched_off(visit: Callable[..., Page]) -> None:
    page = visit("/light")

    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.locator("[data-keys-switch]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert not page.locator("#keys").is_visible()

    page.locator("#id_step").first.focus()
    page.keyboard.type("?/")
    assert "?/" in page.locator("#id_step").first.input_value()


def test_toast_comes_with_undo_and_goes(visit: Callable[..., Page], site: pages.Site) -> None:
    site.posts["/undo"] = (204, {}, "")
    page = visit("/light")

    page.evaluate("framat.say('Nästa steg sparat.', {undo: '/undo'})")
    toast = page.locator("#toasts .toast")
    assert "Nästa steg sparat." in toast.inner_text()
    toast.get_by_role("button", name="Ångra").click()
    page.get_by_text("Ångrat.").wait_for()
    assert ("/undo", "") in site.received


def test_server_fault_is_told_in_words_and_422_swaps(visit: Callable[..., Page], site: pages.Site) -> None:
    form = '<form id="f" hx-post="/save" hx-swap="outerHTML"><input name="q" value="a"><button>Spara</button></form>'
    site.pages["/form"] = pages.template("layouts/app.html").replace("</main>", form + "</main>")
    site.posts["/save"] = (422, {}, '<form id="f" hx-post="/boom"><p>Rätta</p><button>Spara</button></form>')
    site.posts["/boom"] = (500, {}, "<h1>trace</h1>")
    page = visit("/form", expected=("status of 422", "status of 500", "Error Code 500"))

    page.get_by_role("button", name="Spara").click()
    page.get_by_text("Rätta").wait_for()
    page.get_by_role("button", name="Spara").click()
    page.get_by_text("Något gick fel hos oss").wait_for()
    assert page.get_by_text("trace").count() == 0


def test_draft_is_saved_and_told(visit: Callable[..., Page], site: pages.Site) -> None:
    form = '<form data-draft="/draft" method="post"><textarea name="text"></textarea><span data-saved></span></form>'
    site.pages["/note"] = pages.template("layouts/app.html").replace("</main>", form + "</main>")
    page = visit("/note")

    page.locator("textarea").fill("Zahra vill stanna")
    page.get_by_text(re.compile(r"^Sparat \d")).wait_for()

    assert any(path == "/draft" and "Zahra" in body for path, body in site.received)


def test_destructive_act_asks_first_and_is_sent_once(visit: Callable[..., Page], site: pages.Site) -> None:
    form = '<form method="post" action="/gone" data-ask="Ta bort intyget?"><button>Ta bort</button></form>'
    site.pages["/ask"] = pages.template("layouts/app.html").replace("</main>", form + "</main>")
    page = visit("/ask")

    page.get_by_role("button", name="Ta bort").click()
    page.get_by_role("button", name="Avbryt").click()
    assert site.received.count(("/gone", "")) == 0
    page.locator("main").get_by_role("button", name="Ta bort").click()
    with page.expect_request("**/gone"):
        page.locator("#ask-yes").click()


@pytest.mark.parametrize("path", ["/light", "/phone-sv"])
def test_page_works_without_script(visit: Callable[..., Page], path: str) -> None:
    page = visit(path, 390, java_script_enabled=False)

    assert page.locator("h1").first.is_visible()
    assert page.locator(".js-only:visible").count() == 0
