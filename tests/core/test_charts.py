"""Charts: whole pictures, everything inside the frame, no words on each other, the same every time."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core import charts, swedish_dates
from core.charts import svg
from core.styleguide import INDICATORS, TODAY, sample_axes, sample_over_time

NAMESPACE = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]


def over_time(data: charts.OverTime, *, rtl: bool = False) -> str:
    return charts.over_time(
        data,
        title="Tro på jobb",
        description="Från 2 till 4.",
        today_word="i dag",
        change_word="Byte av handledare",
        rtl=rtl,
    )


def goal(width: float = 640, marks: tuple[float, ...] = (62, 68, 74)) -> str:
    reached = charts.Share(31, 8, 9, "31 i arbete", "8 i studier", "9 kvar att nå", "Målet 100 %")
    steps = [charts.ShareMark(percent, f"kv {i}") for i, percent in enumerate(marks, 1)]
    return charts.share(
        reached, [*steps, charts.ShareMark(81, "nu", now=True)], title="Mot 100 %", description="81 %.", width=width
    )


def weeks(count: int = 12) -> list[charts.Column]:
    return [charts.Column(f"v. {number}", number % 4, number % 3) for number in range(1, count + 1)]


def way(count: int = 12, whole: int = 40) -> list[charts.Level]:
    return [charts.Level(f"v. {number}", number % 9 + 8, number % 4, whole) for number in range(36, 36 + count)]


def in_and_out(count: int = 12, factor: int = 1) -> list[charts.Flow]:
    return [charts.Flow(f"v. {n}", n % 5 * factor, n % 3 * factor, (n + 1) % 2 * factor) for n in range(36, 36 + count)]


def moved(**values: tuple[float | None, float | None]) -> str:
    rows = [charts.Step(name.replace("_", " "), *pair) for name, pair in values.items()]
    words = {"lower": "lägre", "higher": "högre", "too_few": "färre än fem"}
    return charts.steps(rows, title="Steg", description="Medelsteg.", **words)


LEVELS = {"title": "Mot 100 %", "description": "Andel.", "goal_words": "Målet 100 %"}
FLOW = {"title": "In och ut", "description": "Per vecka.", "in_words": "Nya", "out_words": "Avslutade"}

ALL: dict[str, Callable[[], str]] = {
    **{
        f"radar-{language}-{rater}": lambda language=language, rater=rater: charts.radar(
            sample_axes(language), title="Bild", description="Första och senaste.", rater=rater
        )
        for language in INDICATORS
        for rater in charts.Rater
    },
    "radar-missing": lambda: charts.radar(sample_axes(full=False), title="Bild", description="Två utan svar."),
    "over-time": lambda: over_time(sample_over_time()),
    "over-time-rtl": lambda: over_time(sample_over_time(), rtl=True),
    "over-time-empty": lambda: over_time(charts.OverTime((), (), TODAY)),
    "columns": lambda: charts.columns(weeks(), title="Per vecka", description="Tolv veckor."),
    "columns-none": lambda: charts.columns([], title="Per vecka", description="Inga."),
    "columns-year": lambda: charts.columns(weeks(53), title="Per vecka", description="Ett år.", width=1040),
    "levels": lambda: charts.levels(way(), **LEVELS),
    "levels-one": lambda: charts.levels(way(1), **LEVELS),
    "levels-none": lambda: charts.levels([], **LEVELS),
    "levels-all": lambda: charts.levels([charts.Level("v. 1", 3, 1, 4)], **LEVELS),
    "levels-nobody": lambda: charts.levels([charts.Level("v. 1", 0, 0, 0)], **LEVELS),
    "flow": lambda: charts.flow(in_and_out(), **FLOW),
    "flow-many": lambda: charts.flow(in_and_out(53, 47), **FLOW),
    "flow-none": lambda: charts.flow([], **FLOW),
    "steps": lambda: moved(Tro_på_jobb=(0.4, -0.2), Vardagen=(0.5, 0.5), Samarbete=(None, 1.0), Hälsan=(None, None)),
    "steps-far": lambda: moved(Ett_mycket_långt_namn_på_en_indikator_som_inte_får_plats=(-4.0, 3.2)),
    "steps-none": lambda: moved(),
    "share": goal,
    "share-narrow": lambda: goal(340, (10, 79, 80)),
}


def boxes(root: ElementTree.Element) -> list[tuple[str, Box]]:
    """Every line of text as (words, box), by the width the charts reckon with."""
    found = []
    for node in root.iter(f"{NAMESPACE}text"):
        words, bold = node.text or "", node.get("font-weight") == "700"
        width, x, y = svg.text_width(words, bold=bold), float(node.get("x", 0)), float(node.get("y", 0))
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[node.get("text-anchor", "start")] * width
        found.append((words, (left, y - 9, left + width, y + 3)))
    return found


def meet(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


@pytest.mark.parametrize("name", ALL)
def test_chart_is_well_formed_and_named(name: str) -> None:
    root = ElementTree.fromstring(ALL[name]())

    labels = (root.get("aria-labelledby") or "").split()
    assert root.get("role") == "img"
    assert [node.get("id") for node in (root.find(f"{NAMESPACE}title"), root.find(f"{NAMESPACE}desc"))] == labels
    assert root.get("direction") == "ltr"


@pytest.mark.parametrize("name", ALL)
def test_chart_every_mark_lies_in_the_frame_with_literal_colours(name: str) -> None:
    root = ElementTree.fromstring(ALL[name]())
    _x, _y, width, height = map(float, (root.get("viewBox") or "").split())

    for words, box in boxes(root):
        assert box[0] >= -0.5, words
        assert box[2] <= width + 0.5, words
        assert box[1] >= -0.5, words
        assert box[3] <= height + 0.5, words
    for node in root.iter():
        for across in ("x", "x1", "x2", "cx"):
            assert 0 <= float(node.get(across, 0)) <= width
        for down in ("y", "y1", "y2", "cy"):
            assert 0 <= float(node.get(down, 0)) <= height
        if node.get("class", "").startswith("c-"):
            paint = node.get("fill", "") + node.get("stroke", "")
            assert re.search("#[0-9a-f]{3,6}", paint), ElementTree.tostring(node)
            assert "var(" not in paint
            assert node.get("style") is None


@pytest.mark.parametrize("name", ALL)
def test_chart_words_do_not_lie_on_each_other(name: str) -> None:
    found = boxes(ElementTree.fromstring(ALL[name]()))

    assert [(a[0], b[0]) for a, b in combinations(found, 2) if meet(a[1], b[1])] == []


@pytest.mark.parametrize("name", ALL)
def test_chart_same_input_gives_same_picture(name: str) -> None:
    assert ALL[name]() == ALL[name]()


def test_chart_text_is_escaped() -> None:
    axes = [charts.RadarAxis('<script>"&', 1, 2)] * 3
    drawing = charts.radar(axes, title="<b>", description='"><img>')

    ElementTree.fromstring(drawing)
    assert "<script" not in drawing
    assert "<img" not in drawing
    assert "<img" not in charts.strip([], today=TODAY, words='"><img>')
    assert "<img" not in charts.meter(1, 2, words='"><img>')


def test_chart_colours_are_the_light_tokens() -> None:
    tokens = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
    light = dict(re.findall(r"--([\w-]+): light-dark\((#\w+),", tokens))

    assert {
        "paper": svg.PAPER, "sheet": svg.SHEET, "tint": svg.TINT, "line": svg.LINE, "edge": svg.EDGE, "ink": svg.INK,
        "ink-2": svg.INK_2, "accent": svg.ACCENT, "accent-tint": svg.ACCENT_TINT, "on-accent": svg.ON_ACCENT,
        "now": svg.NOW, "chart-other": svg.OTHER, "chart-soft": svg.SOFT,
    }.items() <= light.items()  # fmt: skip


def test_chart_every_class_has_a_rule() -> None:
    rules = (Path(settings.BASE_DIR) / "static/css/charts.css").read_text()
    used = {word for make in ALL.values() for word in re.findall(r'class="(c-[\w-]+)"', make())}

    assert {name for name in used if f".{name} " not in rules and f".{name}{{" not in rules} == set()


@hypothesis_settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(-900, 200), st.integers(0, 400), st.booleans(), st.text(max_size=30)), max_size=12),
    st.lists(st.tuples(st.integers(-900, 0), st.integers(1, 5)), max_size=8),
    st.booleans(),
)
def test_over_time_any_history_stays_in_the_frame(
    spans: list[tuple[int, int, bool, str]], answers: list[tuple[int, int]], rtl: bool
) -> None:
    def day(offset: int) -> date:
        return TODAY + timedelta(days=offset)

    data = charts.OverTime(
        participant=tuple(charts.Reading(day(o), v) for o, v in answers),
        handler=(),
        today=TODAY,
        periods=tuple(
            charts.Period(re.sub(r"[^\w ]", "", label), day(o), day(o + length), focus, planned=o > 0)
            for o, length, focus, label in spans
        ),
    )

    root = ElementTree.fromstring(over_time(data, rtl=rtl))

    for node in root.iter(f"{NAMESPACE}rect"):
        assert 0 <= float(node.get("x", 0)) <= float(node.get("x", 0)) + float(node.get("width", 0)) <= 780


def test_radar_table_tells_the_same_numbers_and_no_step_without_both() -> None:
    table = charts.radar_table(
        sample_axes(full=False), caption="Samma siffror", area="Område", first="Först", latest="Nu", step="Steg"
    )

    assert table.rows[0] == ("Tro på jobb", "2", "4", "+2")
    assert table.rows[2] == ("Målmedvetenhet", "2", "–", "–")


def test_over_time_table_has_a_dash_where_one_is_missing() -> None:
    data = charts.OverTime((charts.Reading(date(2026, 1, 5), 2),), (charts.Reading(date(2026, 2, 6), 3),), TODAY)
    table = charts.over_time_table(data, caption="", day="Datum", participant="Zahra", handler="Handl.")

    assert table.rows == (("5 jan 2026", "2", "–"), ("6 feb 2026", "–", "3"))


def test_strip_focus_planned_and_gap_have_their_own_marks() -> None:
    def at(start: int, end: int | None, focus: bool, planned: bool = False) -> charts.StripBar:
        return charts.StripBar(
            TODAY + timedelta(days=start), None if end is None else TODAY + timedelta(days=end), focus, planned
        )

    gap = charts.StripGap(TODAY - timedelta(days=5), TODAY)
    drawing = charts.strip(
        [at(-20, -6, True), at(3, 30, True, True), at(-500, None, False), at(60, 90, False)],
        today=TODAY, words="Praktik", gap=gap,
    )  # fmt: skip

    root = ElementTree.fromstring(drawing)
    kinds = [node.get("class") for node in root]
    assert kinds == ["c-work", "c-plan", "c-other", "c-gap", "c-halo", "c-today"]
    assert root.get("aria-label") == "Praktik"


@pytest.mark.parametrize("offset", range(0, 365, 9))
def test_strip_head_months_never_meet(offset: int) -> None:
    head = charts.strip_head(today=TODAY + timedelta(days=offset))

    found = boxes(ElementTree.fromstring(head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')))
    assert all(box[0] >= 0 and box[2] <= 169 for _, box in found)
    assert [(a[0], b[0]) for a, b in combinations(found, 2) if meet(a[1], b[1])] == []


@pytest.mark.parametrize("offset", range(0, 365, 7))
def test_strip_head_next_month_is_always_named(offset: int) -> None:
    today = TODAY + timedelta(days=offset)
    following = (today.replace(day=1) + timedelta(days=32)).replace(day=1)

    assert f">{swedish_dates.month(following, language='sv')[:3]}<" in charts.strip_head(today=today)


@pytest.mark.parametrize("rtl", [False, True])
def test_over_time_names_are_whole_and_gap_words_stand_under_their_bracket(rtl: bool) -> None:
    months = [TODAY - timedelta(days=30 * n) for n in range(9, 0, -1)]
    names = [f"Språkpraktik i hemtjänsten {n}" for n in range(9)]
    data = charts.OverTime(
        (),
        (),
        TODAY,
        periods=tuple(
            charts.Period(name, day, day + timedelta(days=20), focus=bool(n % 2))
            for n, (name, day) in enumerate(zip(names, months, strict=True))
        ),
        gaps=tuple(charts.Gap("Glapp 9 dagar", day + timedelta(days=21), day + timedelta(days=29)) for day in months),
    )
    root = ElementTree.fromstring(over_time(data, rtl=rtl))
    texts = {text.text: text for text in root.iter(f"{NAMESPACE}text")}

    assert set(names) <= set(texts)
    groups = [g for g in root.iter(f"{NAMESPACE}g") if g.find(f"{NAMESPACE}path") is not None]
    assert len(groups) == len(months)
    for group in groups:
        xs = [float(n) for n in re.findall(r"M(\S+) ", group.find(f"{NAMESPACE}path").get("d"))]
        word = group.find(f"{NAMESPACE}text")
        half = svg.text_width("Glapp 9 dagar", bold=True) / 2 + 6
        assert min(xs) - half <= float(word.get("x")) <= max(xs) + half
        assert float(word.get("y")) > float(
            re.search(r"H\S+M\S+ (\S+)V", group.find(f"{NAMESPACE}path").get("d")).group(1)
        )
    found = [box for box in boxes(root) if box[0] in (*names, "Glapp 9 dagar")]
    assert [(a[0], b[0]) for a, b in combinations(found, 2) if meet(a[1], b[1])] == []
