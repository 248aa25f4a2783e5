"""Message catalogues: Swedish stands in the code, English in `<app>/locale/en` (docs/adr/0010).

Reads Python and templates with Babel and Django's own translation of templates, so no other tool must be installed.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from core.db.tenancy import OURS

KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "mark": None,
    "_lazy": None,
    "_t": None,
}
APPS = ("config", *OURS)
LANGUAGE = "en"


def sources(app: str) -> Iterator[Path]:
    """The app's Python, and its templates; templates of the frame belong to core."""
    root = Path(settings.BASE_DIR)
    yield from (p for p in sorted((root / app).rglob("*.py")) if "migrations" not in p.parts)
    folders = {p.name for p in (root / "templates").iterdir() if p.is_dir()}
    theirs = {"accounts": {"accounts", "account", "mfa", "usersessions"}}.get(app, {app})
    if app == "core":
        theirs = (folders - set(OURS) - {"account", "mfa", "usersessions"}) | {"core"}
        yield from sorted((root / "templates").glob("*.html"))
    for name in sorted(theirs & folders):
        yield from sorted(p for p in (root / "templates" / name).rglob("*") if p.suffix in {".html", ".txt"})


def messages(app: str) -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    """(place, message or (singular, plural), context) as they stand in the sources."""
    root = Path(settings.BASE_DIR)
    for path in sources(app):
        text = path.read_text()
        code = text if path.suffix == ".py" else _flat(templatize(text))
        for line, function, found, _comments in extract_python(BytesIO(code.encode()), KEYWORDS, [], {}):
            place = f"{path.relative_to(root)}:{line}"
            parts = tuple(found) if isinstance(found, (tuple, list)) else (found,)
            yield from _message(place, str(function), parts)


def _flat(code: str) -> str:
    """A template as Django turns it into code keeps the template's indentation, which is none in Python."""
    return "\n".join(line.strip() for line in code.splitlines())


def _message(
    place: str, function: str, parts: tuple[object, ...]
) -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    words = tuple(part for part in parts if isinstance(part, str) and part)
    if not words or (function == "mark" and not parts[0]):  # core.guards.mark(view, …) says nothing on a screen
        return
    if "ngettext" in function and len(words) >= 2:
        first = 1 if function.startswith("np") else 0
        yield place, words[first : first + 2], words[0] if first else None
    elif function.startswith("p") and len(words) >= 2:
        yield place, words[1], words[0]
    else:
        yield place, words[0], None


def path_of(app: str) -> Path:
    return Path(settings.BASE_DIR) / app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def read(app: str) -> Catalog:
    """The app's English catalogue as it stands; an empty one when there is none."""
    path = path_of(app)
    if not path.exists():
        return Catalog(locale=LANGUAGE, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def update(app: str) -> tuple[int, int]:
    """Brings the catalogue in line with the sources, keeping what is translated. Returns (messages, untranslated)."""
    fresh = Catalog(locale=LANGUAGE, charset="utf-8", project="Framåt", fuzzy=False, header_comment="# Framåt, English")
    for _place, message, context in messages(app):
        fresh.add(message, context=context)
    kept = read(app)
    for entry in fresh:
        old = kept.get(entry.id, entry.context) if entry.id else None
        if old is not None and entry.id:
            entry.string = old.string
    path = path_of(app)
    if not len(fresh):
        return 0, 0
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    write_po(buffer, fresh, sort_output=True, omit_header=False, width=0)
    path.write_bytes(_without_dates(buffer.getvalue()))
    return len(fresh), len(list(missing_in(fresh)))


def _without_dates(po: bytes) -> bytes:
    """The same sources give the same file."""
    lines = po.decode().splitlines(keepends=True)
    return "".join(line for line in lines if "-Date: " not in line and "Generated-By" not in line).encode()


def missing_in(catalogue: Catalog) -> Iterator[str]:
    for entry in catalogue:
        strings = entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)
        if entry.id and not all(strings):
            yield entry.id if isinstance(entry.id, str) else entry.id[0]


def untranslated(app: str) -> Iterable[str]:
    """Messages of the sources that the English catalogue lacks."""
    kept = read(app)
    for place, message, context in messages(app):
        entry = kept.get(message, context)
        strings = () if entry is None else entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)
        if entry is None or not all(strings):
            yield f"{place}: {message if isinstance(message, str) else message[0]}"
