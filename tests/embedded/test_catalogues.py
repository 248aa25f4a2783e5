"""Catalogues are compiled when they are newer than what was compiled of them."""

import gettext
import os
from pathlib import Path

from config.embedded import catalogues


def catalogue(root: Path, text: str) -> Path:
    po = root / "app" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True, exist_ok=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    po.write_text(f'{head}msgid "Skriv in person"\nmsgstr "{text}"\n')
    return po


def translate(po: Path) -> str:
    with po.with_suffix(".mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled).gettext("Skriv in person")


def test_compile_stale_new_or_changed_catalogue_once(tmp_path: Path) -> None:
    po = catalogue(tmp_path, "Enrol someone")
    assert catalogues.compile_stale(tmp_path) == 1
    assert translate(po) == "Enrol someone"
    assert catalogues.compile_stale(tmp_path) == 0
    catalogue(tmp_path, "Enrol a person")
    os.utime(po, (os.stat(po).st_mtime + 5,) * 2)
    assert catalogues.compile_stale(tmp_path) == 1
    assert translate(po) == "Enrol a person"
