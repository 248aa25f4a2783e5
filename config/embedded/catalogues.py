"""Compiles the translation catalogues that are newer than their compiled form (no gettext tools needed)."""

from pathlib import Path

from config.embedded.folders import ROOT


def stale(root: Path = ROOT) -> list[Path]:
    """Catalogues to compile: ours, never those of installed packages."""
    found = [*root.glob("locale/*/LC_MESSAGES/*.po"), *root.glob("*/locale/*/LC_MESSAGES/*.po")]
    return [po for po in sorted(found) if not _fresh(po)]


def _fresh(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime


def compile_stale(root: Path = ROOT) -> int:
    """Writes the .mo beside each stale .po; returns how many. A fuzzy entry is left out, as gettext does."""
    catalogues = stale(root)
    if catalogues:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po
    for po in catalogues:
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name)
        draft = po.with_suffix(".mo.new")
        with draft.open("wb") as target:
            write_mo(target, catalogue)
        draft.replace(po.with_suffix(".mo"))
    return len(catalogues)
