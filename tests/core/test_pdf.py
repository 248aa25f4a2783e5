"""Documents: locked down, tagged, with fonts of their own, the same bytes for the same input (figure F10)."""

import io
import re
import socket
import threading
from collections.abc import Iterator

import pytest
from django.template import engines
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from core import charts, pdf
from core.styleguide import sample_axes, sample_over_time

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

TEXTS = {
    "sv": "Åsa Öberg är på väg, 070-174 06 05",
    "ar": "السيرة الذاتية خبرة في التنظيف والمطبخ",
    "fa": "پشتیبانی گزارش ژاله چگونه",
    "uk": "Київ, досвід роботи кухарем",
    "ti": "ሰላም ስራሕ",
    "tr": "Şehmus Çağlar İğdır",
}


def page(body: str, lang: str = "sv", head: str = "") -> str:
    return f'<!doctype html><html lang="{lang}"><head><title>Prov</title>{head}</head><body><h1>Prov</h1>{body}</body></html>'


def read(document: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(document))


class Listener:
    """A server that counts who comes."""

    def __init__(self) -> None:
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.2)
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.open = True
        self.thread = threading.Thread(target=self._count, daemon=True)
        self.thread.start()

    def _count(self) -> None:
        while self.open:
            try:
                self.socket.accept()[0].close()
            except TimeoutError:
                continue
            except OSError:
                return
            self.calls += 1

    def close(self) -> None:
        self.open = False
        self.thread.join()
        self.socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


HOSTILE = {
    "img-file": '<img src="file:///etc/passwd">',
    "img-http": '<img src="{http}/a.png">',
    "img-protocol-relative": '<img src="//127.0.0.1/a.png">',
    "img-data-svg": "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>\">",
    "img-data-png": '<img src="data:image/png;base64,iVBORw0KGgo=">',
    "img-ftp": '<img src="ftp://127.0.0.1/a">',
    "img-unknown-static": '<img src="static:../../etc/passwd">',
    "object": '<object data="file:///etc/passwd"></object>',
    "embed": '<embed src="file:///etc/passwd">',
    "attachment-link": '<link rel="attachment" href="file:///etc/passwd">',
    "attachment-a": '<a rel="attachment" href="file:///etc/passwd">x</a>',
    "attachment-http": '<a rel="attachment" href="{http}/x">x</a>',
    "stylesheet": '<link rel="stylesheet" href="{http}/x.css">',
    "stylesheet-file": '<link rel="stylesheet" href="file:///etc/passwd">',
    "import": '<style>@import "{http}/x.css";</style>',
    "import-url": "<style>@import url(file:///etc/passwd);</style>",
    "background": '<p style="background:url(file:///etc/passwd)">x</p>',
    "background-http": '<p style="background-image:url({http}/x.png)">x</p>',
    "list-image": '<ul style="list-style-image:url({http}/x.png)"><li>x</li></ul>',
    "content": "<style>p::before{{content:url({http}/x.png)}}</style><p>x</p>",
    "border-image": '<p style="border:1px solid;border-image-source:url({http}/x.png)">x</p>',
    "svg-image": '<svg width="9" height="9"><image href="file:///etc/hostname" width="9" height="9"/></svg>',
    "svg-image-http": '<svg width="9" height="9"><image href="{http}/x.png" width="9" height="9"/></svg>',
    "svg-xlink": '<svg width="9" height="9"><image xlink:href="{http}/x.png" width="9" height="9"/></svg>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_render_hostile_reference_is_refused(name: str, listener: Listener) -> None:
    body = HOSTILE[name].format(http=listener.address) if "{http}" in HOSTILE[name] else HOSTILE[name]

    with pytest.raises(pdf.PdfError):
        pdf.render_html(page(body))

    assert listener.calls == 0


# Refused or left alone as WeasyPrint pleases; what counts is that nothing is fetched and no file's words are shown.
INERT = {
    "script": '<script src="{http}/x.js"></script>',
    "iframe": '<iframe src="{http}/x"></iframe>',
    "meta-refresh": '<meta http-equiv="refresh" content="0;url={http}/x">',
    "base": '<base href="{http}/"><p>x</p>',
    "relative": '<img src="../../etc/passwd">',
    "svg-use": '<svg width="9" height="9"><use href="{http}/x.svg#a"/></svg>',
    "svg-font": '<svg width="9" height="9"><style>@import url({http}/x.css);</style><text>x</text></svg>',
    "font-face": "<style>@font-face{{font-family:q;src:url({http}/q.woff2)}} p{{font-family:q}}</style><p>x</p>",
    "entity": "<p>&xxe;</p>",
    "video": '<video src="{http}/x" poster="{http}/y"></video>',
    "srcset": '<img srcset="{http}/x 2x" alt="x">',
    "picture": '<picture><source srcset="{http}/x"><img src="{http}/y"></picture>',
    "audio": '<audio src="{http}/x"><track src="{http}/y"></audio>',
    "input-image": '<input type="image" src="{http}/x">',
    "body-background": '<body background="{http}/x">',
    "table-background": '<table background="{http}/x"><tr><td>x</td></tr></table>',
    "link-icon": '<link rel="icon" href="{http}/x">',
    "link-preload": '<link rel="preload" as="image" href="{http}/x">',
    "page-background": "<style>@page{{background:url({http}/x)}}</style>",
    "page-margin": "<style>@page{{@top-left{{content:url({http}/x)}}}}</style>",
    "cursor": "<style>p{{cursor:url({http}/x),auto}}</style><p>x</p>",
    "mask": "<style>p{{mask:url({http}/x)}}</style><p>x</p>",
    "filter": "<style>p{{filter:url({http}/x#f)}}</style><p>x</p>",
    "image-set": "<style>p{{background:image-set(url({http}/x) 1x)}}</style><p>x</p>",
    "attr-url": "<style>p{{background:attr(data-a url)}}</style><p data-a='{http}/x'>x</p>",
    "escape-css": "<style>p{{background:url(\\66ile:///etc/passwd)}}</style><p>x</p>",
    "escape-html": '<img src="&#102;ile:///etc/passwd">',
    "spaces": '<img src="  file:///etc/passwd ">',
    "capitals": '<img src="FILE:///etc/passwd">',
    "one-slash": '<img src="file:/etc/passwd">',
    "host": '<img src="file://localhost/etc/passwd">',
    "windows": '<img src="\\\\127.0.0.1\\c$">',
    "gopher": '<img src="gopher://127.0.0.1/">',
    "javascript": '<a href="javascript:alert(1)">x</a>',
    "static-up": '<img src="static:fonts/../../../etc/passwd">',
    "static-capitals": '<img src="STATIC:FONTS/x.woff2">',
    "local-font": "<style>@font-face{{font-family:q;src:local('/etc/passwd')}}</style><p>x</p>",
    "svg-foreign": '<svg width="9" height="9"><foreignObject><img src="{http}/x"/></foreignObject></svg>',
    "svg-feimage": '<svg width="9" height="9"><filter id="f"><feImage href="{http}/x"/></filter></svg>',
    "svg-pattern": '<svg width="9" height="9"><rect fill="url({http}/x#p)" width="9" height="9"/></svg>',
    "svg-marker": '<svg width="9" height="9"><path d="M0 0h9" marker-end="url({http}/x#m)"/></svg>',
    "svg-script": '<svg width="9" height="9"><script href="{http}/x"/></svg>',
    "instruction": '<?xml-stylesheet href="{http}/x.css"?><p>x</p>',
    "doctype": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;</p>',
    "xmp": '<link rel="schema.x" href="{http}/x"><meta name="x" content="y">',
    "import-layer": "<style>@import url({http}/x.css) layer(a);</style>",
    "nested-import": "<style>@media all{{@import url({http}/x.css);}}</style>",
}


@pytest.mark.parametrize("name", INERT)
def test_render_inert_reference_fetches_nothing(name: str, listener: Listener) -> None:
    try:
        document = pdf.render_html(
            page(INERT[name].replace("{{", "{").replace("}}", "}").replace("{http}", listener.address))
        )
    except pdf.PdfError:
        document = b""

    assert listener.calls == 0
    assert b"EmbeddedFile" not in document
    assert not document or "root:" not in "".join(page.extract_text() for page in read(document).pages)


def test_the_hostile_corpus_is_large_enough() -> None:
    assert len(HOSTILE) + len(INERT) >= 60


def test_render_without_our_fetcher_would_have_called(listener: Listener) -> None:
    """The corpus has teeth: WeasyPrint's own fetcher does call."""
    from weasyprint import HTML

    HTML(string=page(f'<img src="{listener.address}/a.png">')).write_pdf()

    assert listener.calls > 0


def test_render_document_carries_no_file() -> None:
    root = read(pdf.render_html(page("<p>x</p>"))).trailer["/Root"]

    assert "/EmbeddedFiles" not in root.get("/Names", {})
    assert "/OpenAction" not in root


def test_render_is_tagged_named_and_in_its_language() -> None:
    document = read(pdf.render_html(page("<p>Hej</p>", lang="sv")))
    root = document.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's boolean
    assert root["/Lang"] == "sv"
    assert root["/StructTreeRoot"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata is not None
    assert document.metadata.title == "Prov"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def _fonts(document: PdfReader) -> list[DictionaryObject]:
    found = []
    for each in document.pages:
        for font in each["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            found.append(inner)
    return found


def test_render_embeds_every_font_cut_to_what_is_used() -> None:
    body = "".join(f'<p lang="{lang}">{words} <b>{words}</b></p>' for lang, words in TEXTS.items())
    document = pdf.render_html(page(body))

    fonts = _fonts(read(document))
    assert len(fonts) >= 5
    for font in fonts:
        assert re.match(r"/[A-Z]{6}\+Framat", font["/BaseFont"]), "a face of the machine's, not ours"
        assert "/FontFile2" in font["/FontDescriptor"] or "/FontFile3" in font["/FontDescriptor"]
    assert len(document) < 120_000


@pytest.mark.parametrize("lang", TEXTS)
def test_render_text_can_be_read_back(lang: str) -> None:
    direction = "rtl" if lang in ("ar", "fa") else "ltr"
    document = pdf.render_html(page(f'<p lang="{lang}" dir="{direction}">{TEXTS[lang]}</p>', lang=lang))

    text = re.sub(r"\s+", " ", read(document).pages[0].extract_text())
    assert TEXTS[lang] in text


def test_render_same_input_gives_same_bytes() -> None:
    drawing = charts.radar(sample_axes(), title="Bild", description="Första och senaste.")
    html = page(f"<p>{TEXTS['ar']}</p>{drawing}")

    assert pdf.render_html(html) == pdf.render_html(html) == pdf.render_in_limits(html)
    assert pdf.render_html(html) != pdf.render_html(html.replace("Prov", "Annat"))


def test_render_charts_are_marks_in_the_document() -> None:
    drawing = charts.over_time(
        sample_over_time(), title="Tro", description="2 till 4", today_word="i dag", change_word="Byte av handledare"
    )

    text = read(pdf.render_html(page(drawing))).pages[0].extract_text()

    assert "Byte av handledare" in text
    assert "Arbetsplatsbesök" in text


def test_render_pdf_template_escapes_and_sets_language(settings: object) -> None:
    html = pdf.document_html("layouts/pdf.html", {}, title="<b>Rapport</b>", lang="ar")

    assert '<html lang="ar" dir="rtl">' in html
    assert "&lt;b&gt;Rapport" in html
    assert pdf.render_pdf("layouts/pdf.html", {}, title="Rapport").startswith(b"%PDF")


def test_layouts_for_documents_hold_no_relative_address() -> None:
    template = engines["django"].get_template("layouts/pdf.html").template.source  # type: ignore[attr-defined]

    assert "src=" not in template
    assert "href=" not in template


def test_render_unknown_stylesheet_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        pdf.render_html(page(""), stylesheet="../tokens.css")


def test_register_static_odd_kind_is_refused(tmp_path: object) -> None:
    from pathlib import Path

    with pytest.raises(ValueError, match="kind of file"):
        pdf.register_static("x", Path("/etc/passwd"))


def test_render_too_large_is_refused() -> None:
    with pytest.raises(pdf.PdfError):
        pdf.render_html(page("x" * pdf.LARGEST_HTML))


@pytest.mark.slow
def test_render_in_limits_stops_what_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "CPU_SECONDS", 1)
    monkeypatch.setattr(pdf, "WALL_SECONDS", 6)
    deep = "<table>" + "<tr>" + "<td>Ord och ord</td>" * 30 + "</tr>" * 1 + "</table>"

    with pytest.raises(pdf.PdfError):
        pdf.render_in_limits(page(deep * 4000)[: pdf.LARGEST_HTML])


@pytest.mark.slow
def test_render_in_limits_deep_nesting_does_not_take_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "CPU_SECONDS", 2)
    with pytest.raises(pdf.PdfError):
        pdf.render_in_limits(page("<div>" * 20_000))


def test_render_in_limits_too_little_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MEMORY_BYTES", 5_000_000)

    with pytest.raises(pdf.PdfError):
        pdf.render_in_limits(page("<p>x</p>" * 30_000))  # more than what a long-lived process has lying about


def _as_a_daemon(pipe: object) -> None:
    try:
        pipe.send(pdf.render_in_limits(page("<p>x</p>"))[:4])  # type: ignore[attr-defined]
    except BaseException as fault:  # noqa: BLE001 - told to the test
        pipe.send(repr(fault))  # type: ignore[attr-defined]


@pytest.mark.slow
def test_render_in_limits_works_in_a_daemon_as_celerys_workers_are() -> None:
    import multiprocessing

    pdf.render_html(page(""))
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_as_a_daemon, args=(sender,), daemon=True)
    child.start()

    answer = receiver.recv() if receiver.poll(30) else "nothing"

    child.join(5)
    receiver.close()
    sender.close()
    assert answer == b"%PDF"
