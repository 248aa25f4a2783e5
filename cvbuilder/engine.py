"""What prints a CV: template and style sheet of each design, named by a digest so that a version says what made it."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from core import pdf
from cvbuilder.content import CVContent
from cvbuilder.enums import Design

DOCUMENT = "cvbuilder/document.html"


def template_of(design: str) -> str:
    return f"cvbuilder/designs/{Design(design).value}.html"


def stylesheet_of(design: str) -> str:
    return f"cv-{Design(design).value}.css"


def register_stylesheets() -> None:
    """At start: lets documents use the designs' style sheets."""
    for design in Design.values:
        name = f"css/{stylesheet_of(design)}"
        pdf.register_static(name, Path(settings.BASE_DIR) / "static" / name)


@cache
def engine_of(design: str) -> str:
    """ "70.0-1f2e3d4c5b": WeasyPrint and everything of ours that shapes the page. Other engine, other file."""
    root = Path(settings.BASE_DIR)
    ours = [
        *sorted((root / "templates" / "cvbuilder").glob("designs/*.html")),
        root / "templates" / DOCUMENT,
        root / "static" / "css" / stylesheet_of(design),
        root / "static" / "css" / "pdf.css",
        *sorted((root / "static" / "fonts").glob("*.woff2")),
    ]
    said = hashlib.sha256()
    for path in ours:
        said.update(path.read_bytes())
    return f"{version('weasyprint')[:8]}-{said.hexdigest()[:10]}"


def html_of(content: CVContent, design: str) -> str:
    """The whole page the PDF is made of. Escaped by the templates; nothing in it depends on time or viewer."""
    context = {"content": content, "design_template": template_of(design)}
    return pdf.document_html(DOCUMENT, context, title=content.title, lang=content.language)


@cache
def letters() -> frozenset[int]:
    """Code points the documents' faces can show."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - heavy, and asked for by the editor only

    found: set[int] = set()
    for path in (Path(settings.BASE_DIR) / "static" / "fonts").glob("*.woff2"):
        if not path.name.startswith("phone-"):
            with TTFont(path) as face:
                found.update(face.getBestCmap())
    return frozenset(found)
