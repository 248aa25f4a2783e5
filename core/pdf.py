"""PDF by WeasyPrint, locked down: the document can reach nothing but files named here, read once at start.

WeasyPrint with its own fetcher puts /etc/passwd in a document that asks for it and fetches any address; ours knows
only `static:` names. Words go in through autoescaped templates; nobody's HTML, CSS or SVG does.
The same input gives the same bytes. Workers render in a child of their own with limits: `render_in_limits`.
"""

import atexit
import hashlib
import logging
import os
import resource
import select
import signal
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he", "ps", "ckb", "prs"})
PROFILE = "pdf/ua-1"

# Limits of one document in a worker (figure F10): seconds of processor and by the wall, memory beyond the worker's own.
CPU_SECONDS = 15
WALL_SECONDS = 20
MEMORY_BYTES = 300_000_000
LARGEST_HTML = 4_000_000

# Arabic is Vazirmatn: Noto builds its letters of shared bases and dots, and a PDF then says other letters than it shows.
_FONTS = ("noto-sans-latin", "noto-sans-latin-ext", "noto-sans-cyrillic", "vazirmatn-arabic", "noto-sans-ethiopic")
_KINDS = {
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".svg": "image/svg+xml",
}


class PdfError(Exception):
    """The document could not be made: it asked for something it may not have, or took too much."""


@dataclass(frozen=True)
class PdfPage:
    """What layouts/pdf.html needs to know about the document itself."""

    title: str
    lang: str
    dir: str


_registered: dict[str, Path] = {}


def register_static(name: str, path: Path) -> None:
    """Lets documents use one more of our own files as `static:<name>`. Called at start (AppConfig.ready), never with
    anything a user chose."""
    if path.suffix not in _KINDS:
        raise ValueError(f"no such kind of file in a document: {path.suffix}")
    _registered[name] = path


def _names() -> dict[str, Path]:
    static = Path(settings.BASE_DIR) / "static"
    names = {f"static:fonts/{name}.woff2": static / "fonts" / f"{name}.woff2" for name in _FONTS}
    for sheet in sorted((static / "css").glob("pdf*.css")):
        names[f"static:css/{sheet.name}"] = sheet
    return names | {f"static:{name}": path for name, path in _registered.items()}


@dataclass(frozen=True)
class _Press:
    """What a process keeps between documents: fetcher, fonts, parsed style sheets."""

    fetcher: Any
    fonts: Any
    sheets: dict[str, Any]


@cache
def _press() -> _Press:
    from weasyprint import CSS  # noqa: PLC0415 - heavy, and only workers and previews need it
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    # fontTools stamps each cut font with the hour otherwise, and no two documents were the same.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1767225600")
    files = {name: (path.read_bytes(), _KINDS[path.suffix]) for name, path in _names().items()}

    class StaticOnly(URLFetcher):  # type: ignore[misc]
        """Knows the files above and nothing else; anything else stops the document."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols={"static"}, allow_redirects=False, fail_on_errors=True, timeout=3)

        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                body, kind = files[url]
            except KeyError:
                raise ValueError("blocked") from None
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    fetcher, fonts = StaticOnly(), FontConfiguration()
    sheets = {
        name.removeprefix("static:css/"): CSS(string=body.decode(), url_fetcher=fetcher, font_config=fonts)
        for name, (body, kind) in files.items()
        if kind == "text/css"
    }
    atexit.register(_press.cache_clear)  # fonts are let go while their library still stands
    return _Press(fetcher, fonts, sheets)


class _Complaints(logging.Handler):
    """Errors WeasyPrint only writes in its log (a drawing that asked for a file, say) while this thread renders."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.thread = threading.get_ident()
        self.found = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.found += record.thread == self.thread


def render_html(html: str, *, stylesheet: str = "pdf.css") -> bytes:
    """PDF/UA of a whole HTML page. `stylesheet` is the name of a file static/css/pdf*.css. Raises PdfError."""
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - not an Exception, so it must be named

    if len(html) > LARGEST_HTML:
        raise PdfError("the document is too large")
    press = _press()
    sheets = [press.sheets["pdf.css"]]
    if stylesheet != "pdf.css":
        sheets.append(press.sheets[stylesheet])
    complaints = _Complaints()
    identifier = hashlib.sha256(html.encode() + stylesheet.encode()).digest()[:16]
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        document = HTML(string=html, url_fetcher=press.fetcher, base_url=None)
        made = document.write_pdf(
            stylesheets=sheets,
            font_config=press.fonts,
            pdf_variant=PROFILE,
            pdf_identifier=identifier,
            full_fonts=False,
            presentational_hints=False,
        )
    except (Exception, FatalURLFetchingError) as fault:
        raise PdfError(f"{type(fault).__name__}: the document could not be made") from fault
    finally:
        logger.removeHandler(complaints)
    if complaints.found:
        raise PdfError("a part of the document could not be made")
    if not isinstance(made, bytes):
        raise PdfError("no document was made")
    return made


def document_html(template_name: str, context: dict[str, Any], *, title: str, lang: str) -> str:
    """The page `render_pdf` prints: for previews and tests. The template extends layouts/pdf.html."""
    direction = "rtl" if lang.split("-")[0] in RIGHT_TO_LEFT else "ltr"
    with translation.override(lang):
        return render_to_string(template_name, {**context, "pdf": PdfPage(title, lang, direction)})


def render_pdf(
    template_name: str, context: dict[str, Any], *, title: str, lang: str = "sv", stylesheet: str = "pdf.css"
) -> bytes:
    """A template (extending layouts/pdf.html) as a tagged PDF/UA-1 with embedded fonts. Raises PdfError.

    The context must hold everything: there is no request. Same input, same bytes: put no "now" in the context.
    """
    return render_html(document_html(template_name, context, title=title, lang=lang), stylesheet=stylesheet)


def _child(html: str, stylesheet: str, pipe: int) -> NoReturn:
    """Renders within the limits, writes the answer and ends at once: nothing of the worker's is closed or flushed."""
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        own = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_DATA, (own + MEMORY_BYTES, own + MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with os.fdopen(pipe, "wb") as answer:
            made = render_html(html, stylesheet=stylesheet)
            answer.write(len(made).to_bytes(8, "big") + made)
    finally:
        os._exit(0)


def _answer(pipe: int) -> bytes:
    """What the child writes until it closes the pipe; nothing when it takes too long."""
    until = time.monotonic() + WALL_SECONDS
    pieces: list[bytes] = []
    while select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
        piece = os.read(pipe, 1 << 20)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
    return b""


def render_in_limits(html: str, *, stylesheet: str = "pdf.css") -> bytes:
    """As `render_html`, in a child process with limits on processor, memory and time; the worker itself survives a
    document that would take it down. Raises PdfError.

    A bare fork: Celery's workers are daemons, and `multiprocessing` lets no daemon have children.
    """
    _press()  # parsed once here, inherited by every child
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(html, stylesheet, writing)
    os.close(writing)
    try:
        answer = _answer(reading)
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    made = answer[8:]
    if not made or len(made) != int.from_bytes(answer[:8], "big"):
        raise PdfError("the document took too much time or memory, or asked for something it may not have")
    return made
