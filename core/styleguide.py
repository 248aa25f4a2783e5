"""The style guide: every part with its states, in both themes and directions. Exists only with embedded servers."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core import charts, forms, guards

TODAY = date(2026, 11, 16)
INDICATORS = {
    "sv": ("Tro på jobb", "Arbetsmarknad", "Målmedvetenhet", "Samarbete", "Vardag", "Hälsa", "Söker jobb"),
    "en": ("Belief in work", "Labour market", "Purpose", "Cooperation", "Everyday life", "Health", "Job search"),
    "ar": ("الإيمان بالعمل", "سوق العمل", "العزيمة", "التعاون", "الحياة اليومية", "الصحة", "البحث عن عمل"),
}
ICONS = [
    "search",
    "print",
    "download",
    "upload",
    "calendar",
    "clock",
    "phone",
    "mail",
    "user",
    "users",
    "undo",
    "filter",
    "help",
    "eye",
    "lock",
    "copy",
    "trash",
    "place",
    "building",
    "job",
    "studies",
    "file",
    "note",
    "link",
    "bell",
    "tasks",
    "history",
    "star",
    "forward",
    "back",
    "next",
    "qr",
    "languages",
    "paperclip",
    "columns",
    "hand",
]
_WORK, _OTHER = True, False


class SampleForm(forms.Form):
    """The kinds of field there are."""

    mark_optional = True
    step = django_forms.CharField(label="Nästa steg", help_text="Det som händer härnäst, i en mening.")
    when = forms.DateField(label="När", lean="future")
    at = forms.TimeField(label="Klockan", required=False)
    hours = forms.NumberField(label="Timmar i veckan", required=False, max_digits=4, decimal_places=1)
    phone = forms.PhoneField(label="Telefon", required=False)
    team = django_forms.ChoiceField(label="Vem", choices=[("", "Välj"), ("1", "Sara Lindmark"), ("2", "Nour Haddad")])
    swedish = django_forms.ChoiceField(
        label="Hur mycket svenska behövs?",
        widget=django_forms.RadioSelect,
        choices=[("0", "Nästan ingen, vi visar"), ("1", "Lite, för att förstå varandra"), ("2", "Bra, möter kunder")],
    )
    note = django_forms.CharField(label="Anteckning", widget=django_forms.Textarea, required=False)
    told = django_forms.BooleanField(label="Personen vet om det", required=False)
    locked = django_forms.CharField(
        label="Team", disabled=True, required=False, help_text="Byts av den som administrerar."
    )


@dataclass(frozen=True)
class _Row:
    name: str
    initials: str
    handler: str
    step: str
    by: str
    due: date
    strip: Any
    level: str = ""
    words: str = ""
    me: bool = False
    state: str = ""


@dataclass
class _Sample:
    """Any object a component reads."""

    label: str = ""
    url: str = "#"
    count: int = 0
    current: bool = False
    key: str = ""
    name: str = ""
    items: list[Any] = field(default_factory=list)
    when: Any = ""
    words: str = ""
    sub: str = ""
    act: str = ""
    act_url: str = ""
    at: Any = None
    kind: str = ""
    by: str = ""


def _bar(start: int, end: int | None, focus: bool, planned: bool = False) -> charts.StripBar:
    ends = TODAY + timedelta(days=end) if end is not None else None
    return charts.StripBar(TODAY + timedelta(days=start), ends, focus, planned)


def _rows() -> list[_Row]:
    def strip(*bars: charts.StripBar, gap: charts.StripGap | None = None, words: str = "Insatser") -> Any:
        return charts.strip(bars, today=TODAY, words=words, gap=gap)

    both = strip(_bar(-35, 34, _WORK), _bar(-90, 20, _OTHER), words="Praktik och svenska igång")
    plan = strip(_bar(-42, 13, _WORK), _bar(18, 60, _WORK, True), _bar(-60, 41, _OTHER), _bar(-20, 28, _OTHER))
    alone = strip(_bar(-60, 44, _OTHER), _bar(-35, 13, _OTHER), words="Svenska och grupp igång, inget jobbfokus")
    gap = strip(_bar(-80, -13, _WORK), gap=charts.StripGap(TODAY - timedelta(days=12), TODAY), words="Glapp 12 dagar")
    return [
        _Row("Abdi, Hodan", "SL", "Sara Lindmark", "Ringa förskolan om provdag", "Sara", TODAY, both, me=True),
        _Row("Ahmadi, Zahra", "SL", "Sara Lindmark", "Trepartsmöte med köket", "Sara", TODAY + timedelta(days=2), plan,
             "soon", "Praktik slutar 27 nov", me=True),
        _Row("Andersson, Kent", "JE", "Johan Ek", "Boka möte efter glappet", "Johan", TODAY - timedelta(days=3), gap,
             "now", "Glapp 12 dagar"),
        _Row("Cabdi, Faarax", "NH", "Nour Haddad", "Körlektion 14 av 20", "Faarax", TODAY, both, state="sel"),
        _Row("Dahl, Mikael", "JE", "Johan Ek", "Hitta praktik i Mölndal", "Johan", TODAY - timedelta(days=4), alone,
             "now", "Utan jobbfokus 31 dagar"),
        _Row("Ghebre, Tesfaye", "NH", "Nour Haddad", "", "Nour", TODAY + timedelta(days=14), both, state="held"),
        _Row("Gustafsson, Anette", "SL", "Sara Lindmark", "Välja kläder, tisdag 9.30", "Anette",
             TODAY + timedelta(days=1), both, me=True, state="open"),
        _Row("Karlsson, Birgitta", "", "", "Utse handledare", "Karin", TODAY, strip(words="Ingen insats än"),
             "now", "Saknar handledare"),
        _Row("Ömer, Şehmus", "NH", "Nour Haddad", "Nattbuss eller cykel, räkna tid", "Nour",
             TODAY + timedelta(days=1), both, "know", "Ny, 9 dagar"),
    ]  # fmt: skip


def sample_over_time() -> charts.OverTime:
    """The history drawn in the guide and in the tests."""
    days = (date(2025, 9, 25), date(2025, 12, 22), date(2026, 3, 28), date(2026, 6, 28), date(2026, 10, 4))
    return charts.OverTime(
        participant=tuple(map(charts.Reading, days, (2, 2, 2, 3, 4))),
        handler=tuple(map(charts.Reading, days, (2, 3, 2, 3, 4))),
        today=TODAY,
        periods=(
            charts.Period("Svenska, 6 tim i veckan", date(2025, 9, 10), None),
            charts.Period("Grupp: vardag, ekonomi", date(2025, 10, 1), date(2026, 1, 6)),
            charts.Period("Matlagningsgrupp", date(2026, 7, 20), date(2026, 11, 30)),
            charts.Period("Arbetsplatsbesök", date(2026, 3, 10), date(2026, 6, 10), focus=True),
            charts.Period("Jobbsökning, stöd", date(2026, 6, 30), date(2026, 9, 24), focus=True),
            charts.Period("Praktik, kök", date(2026, 9, 28), date(2026, 11, 27), focus=True),
            charts.Period("Provanställning", date(2026, 11, 30), date(2027, 2, 28), focus=True, planned=True),
        ),
        gaps=(charts.Gap("Utan jobbfokus 19 dagar", date(2026, 6, 11), date(2026, 6, 29)),),
        handlers=(
            charts.Handler("Handledare Johan Ek", date(2025, 9, 10), date(2026, 3, 2)),
            charts.Handler("Sara Lindmark, sedan 3 mars", date(2026, 3, 3), None),
        ),
    )


def sample_axes(language: str = "sv", *, full: bool = True) -> list[charts.RadarAxis]:
    """Seven indicators with readings; not full = two without answers."""
    first, latest = [2, 2, 2, 4, 2, 3, 1], [4, 3, 4, 4, 2, 3, 3]
    return [
        charts.RadarAxis(label, first[i], None if not full and i in (2, 5) else latest[i])
        for i, label in enumerate(INDICATORS[language])
    ]


def _drawings() -> dict[str, Any]:
    table = {"area": "Område", "first": "Först", "latest": "Nu", "step": "Steg"}
    weeks = [
        charts.Column(str(number) if number < 46 else "v. 46", *counts)
        for number, counts in enumerate(
            [(1, 0), (0, 1), (2, 0), (1, 0), (1, 1), (0, 0), (1, 0), (2, 1), (1, 0), (2, 0), (1, 1), (2, 0)], 35
        )
    ]

    return {
        "radar_own": charts.radar(sample_axes(), title="Zahras egen bild", description="Första och senaste."),
        "radar_handler": charts.radar(
            sample_axes(full=False), title="Saras bild", description="Två utan svar.", rater=charts.Rater.HANDLER
        ),
        "radar_ar": charts.radar(sample_axes("ar"), title="صورتك", description="أول وآخر إجابة"),
        "radar_table": charts.radar_table(sample_axes(), caption="Samma siffror", **table),
        "over_time": charts.over_time(sample_over_time(),
            title="Tro på jobb över tid",
            description="Från 2 till 4. Samma siffror står i tabellen.",
            today_word="i dag",
            change_word="Byte av handledare",
        ),
        "over_time_table": charts.over_time_table(
            sample_over_time(), caption="Samma siffror", day="Datum", participant="Zahra", handler="Handl."
        ),
        "columns": charts.columns(weeks, title="Började arbeta eller studera", description="Vecka 35 till 46.", width=1100),
        "share": charts.share(
            charts.Share(31, 8, 9, "31 i arbete", "8 i studier", "9 kvar att nå", "Målet 100 %"),
            [charts.ShareMark(62, "kv 1"), charts.ShareMark(68, "kv 2"), charts.ShareMark(74, "kv 3"),
             charts.ShareMark(81, "nu", now=True)],
            title="Mot 100 %", description="81 % av 48 som avslutat.", width=940,
        ),
        "meter": charts.meter(52, 61, words="52 av 61"),
    }  # fmt: skip


def _lists() -> dict[str, Any]:
    now = datetime(2026, 11, 16, 9, 10)  # noqa: DTZ001 - a sample in local time
    return {
        "rail": [
            _Sample(name="Överblick", items=[_Sample("Alla", count=61, current=True), _Sample("Mina", count=14)]),
            _Sample(name="Behöver något nu", items=[_Sample("Glapp mellan insatser", count=3)]),
        ],
        "chips": [_Sample("Pågående inskrivning"), _Sample("Göteborg, Mölndal, Kungälv")],
        "facts": [("Mot", "kock, 75–100 %"), ("Inskriven", "9 sep 2025"), ("Handledare", "Sara Lindmark")],
        "matters": [
            _Sample(
                when="9.00", words="Avstämning med teamet", sub="Tio punkter, två är dina.", act="Öppna", act_url="#"
            ),
            _Sample(when="10.30", name="Anette Gustafsson", words="inför intervjun", act="Anteckna", act_url="#"),
        ],
        "entries": [
            _Sample(at=now, kind="Anteckning", words="Zahra vill gärna stanna på köket.", by="Sara Lindmark"),
            _Sample(at=date(2026, 3, 3), kind="Handledare", words="Byte från Johan Ek till Sara Lindmark."),
        ],
    }


@dataclass(frozen=True)
class _Page:
    """Overrides the page context, so that theme and direction can be tried."""

    lang: str
    dir: str
    theme: str
    density: str
    user_name: str = "Sara Lindmark"
    team: Any = None
    teams: tuple[Any, ...] = ()
    nav: tuple[Any, ...] = ()

    @property
    def frame(self) -> "_Page":
        return self


@guards.public("exists only with embedded servers and shows invented samples")
@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """?theme=dark|light, ?dir=rtl, ?density=tight|airy."""
    asked = request.GET
    words = ("Min dag", "Deltagare", "Jobb", "Arbetsgivare", "Avstämning", "Rapport")
    page = _Page(
        lang="ar" if asked.get("dir") == "rtl" else "sv",
        dir="rtl" if asked.get("dir") == "rtl" else "ltr",
        theme=asked["theme"] if asked.get("theme") in ("light", "dark") else "",
        density=asked["density"] if asked.get("density") in ("tight", "airy") else "",
        team=_Sample(name="Team Älvstranden"),
        nav=tuple(_Sample(word, current=word == "Deltagare") for word in words),
    )
    wrong = SampleForm({"step": "", "when": "32/13", "hours": "heltid", "phone": "0701740605", "team": "1"})
    context = {
        "page": page,
        "today": TODAY,
        "rows": _rows(),
        "strip_head": charts.strip_head(today=TODAY),
        "form": SampleForm(initial={"step": "Ringa förskolan", "when": TODAY, "locked": "Team Älvstranden"}),
        "wrong": wrong,
        "icons": ICONS,
    }
    return render(request, "core/styleguide.html", context | _drawings() | _lists())
