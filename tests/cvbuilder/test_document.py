"""The document itself: tagged, embedded, readable, unbroken; hostile words are words."""

import io
import re
import time
from contextlib import suppress

import pytest
from pypdf import PdfReader

from core import pdf
from cvbuilder import engine
from cvbuilder.content import CVContent, Entry, EntryPart, Fact, FactPart
from cvbuilder.enums import PartCode
from cvbuilder.words import WORDS

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
TEXTS = {"none": "", "line": "Kort.", "list": "Först.\n- Ett\n- Två", "long": "Längre beskrivning av arbetet. " * 25}


def content(number: int = 2, language: str = "sv", text: str = "", **changes: object) -> CVContent:
    words = WORDS[language]
    kinds = list(TEXTS.values())
    entries = tuple(
        Entry(f"{2025 - n}", f"Uppdrag {n + 1} på Åkern", ("Öbergs AB", "Sverige"), text or kinds[n % 4])
        for n in range(number)
    )
    made: dict[str, object] = {
        "language": language, "title": words.title, "name": "Zahra Ahmadi", "headline": "Lagerarbetare",
        "contact": ("070-174 06 05", "zahra@example.org"), "profile": "Noggrann och uthållig.",
        "entry_parts": tuple(
            EntryPart(code, words.headings[code], entries) for code in (PartCode.EXPERIENCE, PartCode.EDUCATION)
        ),
        "fact_parts": (
            FactPart(PartCode.LANGUAGE, words.headings[PartCode.LANGUAGE], (Fact("Svenska", "bra (B2)"),)),
            FactPart(PartCode.SKILL, words.headings[PartCode.SKILL], tuple(Fact(f"Kunskap {n}") for n in range(number))),
        ),
    }  # fmt: skip
    return CVContent(**(made | changes))  # type: ignore[arg-type]


def printed(said: CVContent) -> bytes:
    return pdf.render_html(engine.html_of(said, "classic"), stylesheet=engine.stylesheet_of("classic"))


def read(said: CVContent) -> PdfReader:
    return PdfReader(io.BytesIO(printed(said)))


def words_of(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


@pytest.mark.parametrize("language", sorted(WORDS))
def test_document_is_tagged_in_its_language_and_its_title_names_nobody(language):
    reader = read(content(language=language))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/StructTreeRoot"]
    assert reader.metadata is not None
    assert reader.metadata.title == WORDS[language].title
    assert "Zahra" not in str(dict(reader.metadata))
    assert b"Zahra" not in root["/Metadata"].get_object().get_data()
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_document_embeds_our_faces_and_no_other():
    mixed = content(profile="Åäö Łódź Київ السلام ሰላም")

    for page in read(mixed).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert re.match(r"/[A-Z]{6}\+Framat", inner["/BaseFont"])
            assert "/FontFile2" in inner["/FontDescriptor"]


def test_document_reads_in_the_order_it_is_seen():
    text = words_of(read(content()))

    order = ["Zahra Ahmadi", "Lagerarbetare", "070-174 06 05", "Noggrann", "Arbetslivserfarenhet", "2025",
             "Uppdrag 1 på Åkern", "Öbergs AB, Sverige", "Uppdrag 2", "Utbildning", "Språk", "Svenska, bra (B2)"]  # fmt: skip
    places = [text.index(word) for word in order]
    assert places == sorted(places), text


@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", ["خبرة في التنظيف والمطبخ", "سائق رافعة شوكية"]), ("uk", ["Ґанна Їжакевич", "досвід у бухгалтерії"])],
)
def test_document_in_other_letters_can_be_searched(language, words):
    text = words_of(read(content(language=language, profile=words[0], headline=words[1])))

    for word in [*words, WORDS[language].headings[PartCode.EXPERIENCE]]:
        assert word in text


def test_document_of_a_name_alone_is_one_page():
    reader = read(CVContent(language="sv", title="Cv", name="Zahra Ahmadi"))

    assert len(reader.pages) == 1
    assert words_of(reader).strip() == "Zahra Ahmadi"


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 3, 5, 8, 13, 30])
def test_document_splits_no_entry_and_leaves_no_heading_behind(number):
    from weasyprint import HTML

    press = pdf._press()
    html = engine.html_of(content(number), "classic")
    sheets = [press.sheets["pdf.css"], press.sheets[engine.stylesheet_of("classic")]]
    document = HTML(string=html, url_fetcher=press.fetcher).render(stylesheets=sheets, font_config=press.fonts)

    seen: list[int] = []
    for page in document.pages:
        kinds = []
        for box in page._page_box.descendants():
            if box.element is None or box.element_tag in ("h2::before",):
                continue
            if box.element_tag == "h2" and (not kinds or kinds[-1] != "h2"):
                kinds.append("h2")
            if "cv-entry" in box.element.get("class", "") or box.element_tag == "li":
                kinds.append("row")
            if "cv-entry" in box.element.get("class", "") and box.element_tag == "div":
                seen.append(id(box.element))
        assert kinds[-1:] != ["h2"], "a heading stands last on its page"
    assert len(seen) == len(set(seen)) == 2 * number


@pytest.mark.parametrize("name", ["Zahra Ahmadi", "Bo Ek", "Ann-Sofie Å"])
def test_head_is_no_higher_than_its_lines(name):
    from weasyprint import HTML

    press = pdf._press()
    sheets = [press.sheets["pdf.css"], press.sheets[engine.stylesheet_of("classic")]]
    html = engine.html_of(content(1, name=name, profile=""), "classic")
    document = HTML(string=html, url_fetcher=press.fetcher).render(stylesheets=sheets, font_config=press.fonts)

    heads = [
        box
        for box in document.pages[0]._page_box.descendants()
        if box.element is not None and box.element.get("class") == "cv-top" and box.element_tag == "header"
    ]
    assert heads[0].height < 20 * 96 / 25.4, "20 mm"


HOSTILE = [
    "<script>alert(1)</script>",
    '<link rel="attachment" href="file:///etc/passwd">',
    '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
    '<img src="file:///etc/passwd">',
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>\">",
    '<style>@import "http://127.0.0.1:9/x.css";</style>',
    "@import url(file:///etc/passwd);",
    "</article></body><iframe src=file:///etc/passwd>",
    '" onload="x" style="background:url(file:///etc/passwd)',
    "{% include '/etc/passwd' %}{{ settings.SECRET_KEY }}",
    "{{ content.name }}",
    "&xxe; <!ENTITY xxe SYSTEM 'file:///etc/passwd'>",
    "file:///etc/passwd http://127.0.0.1:9/",
    "]]><svg><image href='file:///etc/passwd'/></svg>",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_printed_as_words(words):
    made = content(
        1, text=words, name=words, headline=words, profile=words, contact=(words,),
        fact_parts=(FactPart(PartCode.SKILL, words, (Fact(words, words),)),),
    )  # fmt: skip
    html = engine.html_of(made, "classic")
    body = printed(made)

    assert html.count("<script") == html.count("<link") == html.count("<img") == html.count("<style") == 0
    assert "SECRET" not in html.replace("settings.SECRET_KEY", "")
    assert b"root:x" not in body
    reader = PdfReader(io.BytesIO(body))
    assert "/EmbeddedFiles" not in reader.trailer["/Root"].get("/Names", {})
    said = re.sub(r"\W", "", "".join(page.extract_text() for page in reader.pages))
    assert re.sub(r"\W", "", words) in said


@pytest.mark.slow
def test_huge_words_end_within_the_limits():
    html = engine.html_of(content(30, text="ord " * 20_000), "classic")
    begun = time.monotonic()
    with suppress(pdf.PdfError):  # refused in time is as good
        assert pdf.render_in_limits(html, stylesheet="cv-classic.css").startswith(b"%PDF")

    assert time.monotonic() - begun < pdf.WALL_SECONDS + 5


def test_same_content_is_the_same_bytes_in_the_worker_and_here():
    made = content(3, profile="السلام och åäö")

    assert printed(made) == printed(made)
    assert printed(made) == pdf.render_in_limits(engine.html_of(made, "classic"), stylesheet="cv-classic.css")


def test_engine_says_what_it_is_made_of_and_fits_its_column():
    assert re.fullmatch(r"70\.\d+-[0-9a-f]{10}", engine.engine_of("classic"))
    assert len(engine.engine_of("classic")) <= 20


def test_letters_cover_the_languages_we_offer():
    for words in WORDS.values():
        said = " ".join([words.title, *words.headings.values(), *words.levels.values(), words.since, words.validated])
        assert {c for c in said if not c.isspace() and ord(c) not in engine.letters()} == set()
    assert ord("漢") not in engine.letters()


def test_sheet_and_paper_have_one_template():
    assert "Zahra Ahmadi" in engine.html_of(content(), "classic")
    assert engine.template_of("classic") == "cvbuilder/designs/classic.html"
    with pytest.raises(ValueError, match="nothing"):
        engine.template_of("nothing")
