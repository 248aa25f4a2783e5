"""The look's own rules, read from the files: colours only in tokens, logical properties, nothing inline, contrast."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings

from core import parts
from core.styleguide import ICONS

BASE = Path(settings.BASE_DIR)
SHEETS = sorted(
    path for path in (BASE / "static/css").glob("*.css") if not path.name.startswith(("pdf", "cv-"))
)  # those print too
TEMPLATES = sorted(
    path for path in BASE.glob("**/templates/**/*.html") if not {".venv", ".data"} & set(path.relative_to(BASE).parts)
)
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width|height"
    r"|(?:min|max)-(?:width|height)|float|text-align)\s*:(?!\s*(?:inline-)?(?:start|end|center))[^;]+",
)


def rules(path: Path) -> str:
    """The sheet without comments, media conditions and font files."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    return re.sub(r"@(?:media|container|supports|font-face|page)[^{]*\{", "{", text)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_sheet_uses_logical_properties_only(path: Path) -> None:
    assert PHYSICAL.findall(rules(path)) == []


@pytest.mark.parametrize("path", [path for path in SHEETS if path.name != "tokens.css"], ids=lambda path: path.name)
def test_sheet_holds_no_colour_of_its_own(path: Path) -> None:
    text = re.sub(r"#0000(?![0-9a-f])|rgb\((?:0 0 0|20 18 14) / \.\d+\)", "", rules(path))  # see-through and shadow
    if path.name == "print.css":
        text = text.replace("#fff", "")

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*;)|rgba?\(|hsl|oklch", text) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_sheet_braces_close(path: Path) -> None:
    assert path.read_text().count("{") == path.read_text().count("}")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(BASE)))
def test_template_has_nothing_inline(path: Path) -> None:
    text = path.read_text()

    assert re.findall(r"\sstyle=|\son\w+=\"|<style|javascript:|hx-on", text) == []
    assert re.findall(r'<script(?![^>]*\s(?:src=|type="application/json"))', text) == []


def _luminance(colour: str) -> float:
    figures = [int(each * 2, 16) for each in colour[1:]] if len(colour) == 4 else []
    figures = figures or [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in figures]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(one: str, two: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    *((text, ground, 4.5) for text in ("ink", "ink-2", "accent", "accent-strong", "now", "soon")
      for ground in ("paper", "sheet", "tint", "accent-tint", "now-tint", "soon-tint")),
    *((edge, ground, 3.0) for edge in ("edge", "chart-other") for ground in ("paper", "sheet", "tint", "accent-tint")),
    ("on-accent", "accent", 4.5), ("on-accent", "accent-strong", 4.5), ("paper", "ink", 4.5),
]  # fmt: skip


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_tokens_hold_their_contrast(theme: int) -> None:
    found = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", (BASE / "static/css/tokens.css").read_text())
    tokens = {name: values[theme] for name, *values in found}

    weak = [
        (a, b, round(_contrast(tokens[a], tokens[b]), 2))
        for a, b, least in PAIRS
        if _contrast(tokens[a], tokens[b]) < least
    ]

    assert weak == []


def test_tokens_without_light_dark_are_the_light_theme() -> None:
    text = (BASE / "static/css/tokens.css").read_text()
    light = dict(re.findall(r"--([\w-]+): light-dark\((#\w+),", text))
    plain = dict(re.findall(r"--([\w-]+): (#\w+);", text))

    assert {name: plain[name] for name in light} == light


def test_icons_used_are_in_the_sprite() -> None:
    sprite = ElementTree.parse(BASE / "static/icons.svg").getroot()
    there = {node.get("id") for node in sprite}
    used = {name for path in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}

    assert (used | set(ICONS)) - there == set()


def test_parts_escape_what_they_are_given() -> None:
    hostile = '"><script>'

    made = [
        parts.signal("now", hostile), parts.who(hostile, hostile), parts.tag(hostile, hostile), parts.legend("work", hostile),
        parts.icon(hostile, hostile),
    ]  # fmt: skip
    assert all("<script" not in each for each in made)


def test_signal_without_words_is_nothing_and_unknown_level_is_a_fault() -> None:
    assert parts.signal("now", "") == ""
    with pytest.raises(ValueError, match="signal level"):
        parts.signal("red", "Ord")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Sara Lindmark", "SL"), ("Åsa", "Å"), ("Anna-Karin Ek", "AE"), ("", ""), ("  ", ""), ("7 9", "")],
)
def test_initials_of_a_name(name: str, expected: str) -> None:
    assert parts.initials(name) == expected


def test_distinct_initials_never_meet() -> None:
    names = {1: "Maja Å", 2: "Mirza Å", 3: "Sara Lindmark", 4: "Maja Å", 5: "Maja Ås", 6: "", 7: ""}
    short = parts.distinct_initials(names)
    assert short[1] == "MaÅ"
    assert short[2] == "MiÅ"
    assert short[3] == "SL"
    assert len(set(short.values())) == len(names)
