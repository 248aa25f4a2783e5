"""The participant's own screens under /f/: a code, a language, one question at a time, a receipt.

No account and no history: with the code only the answers being given are read. Works without JavaScript; everything is
kept on the server at each step. Words and direction come from the instrument's languages.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import access
from accounts.access import Outcome
from accounts.guards import CodeRequest, code_holder
from core.context import Page
from core.guards import public
from smail import actions, instrument
from smail.doors import PURPOSE
from smail.enums import GivenHow, PartEnd, Rater
from smail.forms import AnswerForm, CodeForm, LanguageForm, choice_of
from smail.instrument import Ask, Language, Version
from smail.models import Part, Rating
from smail.views.missing import with_questions

KEPT = "smail"  # in the session: {"language": code, "how": GivenHow}
NO_ACCOUNT = "the participant has no account; the page tells nothing and a code opens"
anyone = with_questions(public(NO_ACCOUNT), "smail/no_questions_phone.html")
holder = with_questions(code_holder(PURPOSE, otherwise="smail:shut"), "smail/no_questions_phone.html")


def _kept(request: HttpRequest) -> dict[str, str]:
    return dict(request.session.get(KEPT, {}))


def _keep(request: HttpRequest, **values: str) -> None:
    kept = _kept(request) | values
    if kept != _kept(request):
        request.session[KEPT] = kept


def _language(request: HttpRequest, version: Version) -> Language:
    """As asked for in the address, as chosen before, as the telephone is set, else Swedish."""
    for code in (request.GET.get("sprak", ""), _kept(request).get("language", "")):
        if version.speaks(code):
            return version.language(code)
    for wanted in request.headers.get("Accept-Language", "")[:200].split(","):
        code = wanted.partition(";")[0].strip().partition("-")[0].lower()
        if version.speaks(code):
            return version.language(code)
    return version.language(instrument.FALLBACK)


def _screen(
    request: HttpRequest, template: str, language: Language, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page in the participant's language; `w` are its words, with numbers filled in."""
    values = {"digits": access.HERE_DIGITS, "number": "", "total": "", **context.get("numbers", {})}
    words = {key: text.format_map(values) if "{" in text else text for key, text in language.words.items()}
    page = Page(lang=language.code, dir=language.direction)
    return render(
        request, f"smail/{template}", {"page": page, "w": words, "language": language, **context}, status=status
    )


def _is_at_home(request: HttpRequest) -> bool:
    return access.is_asking(request, PURPOSE)


# --- The way in -------------------------------------------------------------------------------------------------------


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """The code: eight digits of "här nu", or six read out on the telephone to whoever came by a link."""
    version = instrument.current()
    language = _language(request, version)
    at_home = _is_at_home(request)
    form = CodeForm(request.POST or None, words=language.words)
    status = 200
    if request.method == "POST":
        outcome = _try(request, form, at_home) if form.is_valid() else Outcome.WRONG
        if outcome == Outcome.OPEN:
            _keep(request, how=GivenHow.HOME if at_home else GivenHow.HERE, language=language.code)
            return redirect("smail:start")
        status = 429 if outcome == Outcome.WAIT else 422
        if form.is_valid():
            form.add_error("kod", language.words["code_wait" if outcome == Outcome.WAIT else "code_wrong"])
    numbers = {"digits": access.CODE_DIGITS if at_home else access.HERE_DIGITS}
    context = {"form": form, "at_home": at_home, "numbers": numbers, "languages": version.languages}
    return _screen(request, "enter.html", language, status=status, **context)


def _try(request: HttpRequest, form: CodeForm, at_home: bool) -> Outcome:
    attempt = access.try_code if at_home else access.try_here_code
    return attempt(request, PURPOSE, form.cleaned_data["kod"])


def _link(request: HttpRequest, token: str, *, here: bool) -> HttpResponse:
    version = instrument.current()
    language = _language(request, version)
    words = {key: text for key, text in language.words.items() if "{" not in text}
    context = {
        "page": Page(lang=language.code, dir=language.direction),
        "w": words,
        "language": language,
        "languages": version.languages,
        "here": here,
    }
    if request.method == "POST":
        _keep(request, how=GivenHow.HERE if here else GivenHow.HOME, language=language.code)
    return access.link_page(
        request,
        purpose=PURPOSE,
        token=token,
        template="smail/link.html",
        next_url=reverse("smail:start") if here else reverse("smail:enter"),
        here=here,
        context=context,
    )


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def here_link(request: HttpRequest, token: str) -> HttpResponse:
    """The QR code's address: a button."""
    return _link(request, token, here=True)


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def home_link(request: HttpRequest, token: str) -> HttpResponse:
    """The address a person gets home: a button, and then a code is asked for."""
    return _link(request, token, here=False)


@anyone
@require_GET
def shut(request: HttpRequest) -> HttpResponse:
    """No grant, or its time is over: how to come back."""
    return _screen(request, "said.html", _language(request, instrument.current()), said="shut", again=True)


@with_questions(public("a receipt: it holds nothing about anybody"), "smail/no_questions_phone.html")
@require_GET
def said(request: HttpRequest, what: str) -> HttpResponse:
    """Paused, sent, declined, over."""
    known = {"paus": "pause", "tack": "done", "nej": "declined", "klart": "over"}
    language = _language(request, instrument.current())
    return _screen(request, "said.html", language, said=known.get(what, "shut"), again=what == "paus")


# --- Behind the code --------------------------------------------------------------------------------------------------


class Mine:
    """The person's own part, with the answers being given: one query."""

    def __init__(self, request: CodeRequest) -> None:
        drafts = Rating.objects.visible_to(request.scope).filter(part=OuterRef("pk"))
        found = (
            Part.objects.visible_to(request.scope)
            .select_related("assessment")
            .annotate(given=ArraySubquery(drafts.values(row=JSONObject(i="indicator_id", v="value", r="reason"))))
        )
        door = request.grant.door
        self.part = get_object_or_404(found, assessment_id=door.subject_id, rater=Rater.PARTICIPANT)
        self.version = instrument.version(self.part.assessment.instrument_id)
        chosen = request.GET.get("sprak") or self.part.language or _kept(request).get("language", "")
        self.language = self.version.language(chosen)
        self.given = {row["i"]: choice_of(row["v"], row["r"]) for row in self.part.given}

    @property
    def asks(self) -> tuple[Ask, ...]:
        return self.version.to_participant

    def first_left(self) -> int:
        """The number of the first question without an answer; one after the last when all are answered."""
        return next((ask.number for ask in self.asks if ask.indicator_id not in self.given), len(self.asks) + 1)

    def numbers(self, number: int = 0) -> Mapping[str, int]:
        return {"number": number, "total": len(self.asks)}


def _over() -> HttpResponse:
    return redirect("smail:said", "klart")


@holder
@require_http_methods(["GET", "POST"])
def start(request: CodeRequest) -> HttpResponse:
    """Why we ask, who sees, the language; then on to the first question that is left."""
    mine = Mine(request)
    if mine.part.has_ended:
        return _over()
    form = LanguageForm(request.POST or None, languages=mine.version.languages)
    if request.method == "POST" and form.is_valid():
        how = GivenHow(_kept(request).get("how", GivenHow.HERE))
        actions.start_as_participant(part=mine.part, language=form.cleaned_data["sprak"], how=how)
        _keep(request, language=form.cleaned_data["sprak"])
        return _on(mine.first_left(), mine)
    context = {"languages": mine.version.languages, "numbers": mine.numbers(), "resumed": bool(mine.given)}
    return _screen(request, "start.html", mine.language, status=422 if form.is_bound else 200, **context)


def _on(number: int, mine: Mine) -> HttpResponse:
    return redirect("smail:check") if number > len(mine.asks) else redirect("smail:question", number)


@holder
@require_http_methods(["GET", "POST"])
def question(request: CodeRequest, number: int) -> HttpResponse:
    """One question. Each answer is kept as it is given; going back shows it again."""
    mine = Mine(request)
    if mine.part.has_ended:
        return _over()
    ask = next((ask for ask in mine.asks if ask.number == number), None)
    if ask is None:
        return _on(mine.first_left(), mine)
    form = AnswerForm(request.POST or None, words=mine.language.words)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_answer(part=mine.part, code=ask.code, answer=form.answer)
        except actions.PartOver:
            return _over()
        changing = "andra" in request.POST
        return redirect("smail:check") if changing else _on(number + 1, mine)
    return _question(request, mine, ask, form)


def _question(request: CodeRequest, mine: Mine, ask: Ask, form: AnswerForm) -> HttpResponse:
    chosen = form.data.get("a", "") if form.is_bound else mine.given.get(ask.indicator_id, "")
    text = ask.text(mine.language.code)
    choices = [(str(step), label, step, chosen == str(step)) for step, label in enumerate(text.labels, start=1)]
    ways_out = [(key, word, chosen == key) for key, word in (("dk", "dont_know"), ("no", "skipped"))]
    context = {
        "ask": ask,
        "text": text,
        "echo": ask.text("sv") if mine.language.code != "sv" else None,
        "choices": choices,
        "ways_out": [(key, mine.language.words[word], ticked) for key, word, ticked in ways_out],
        "form": form,
        "numbers": mine.numbers(ask.number),
        "before": ask.number - 1,
        "changing": "andra" in request.GET or "andra" in request.POST,
    }
    return _screen(request, "question.html", mine.language, status=422 if form.is_bound else 200, **context)


@holder
@require_http_methods(["GET", "POST"])
def check(request: CodeRequest) -> HttpResponse:
    """All answers to look through once, and send. What is sent is not shown again."""
    mine = Mine(request)
    if mine.part.has_ended:
        return _over()
    if mine.first_left() <= len(mine.asks):
        return redirect("smail:question", mine.first_left())
    if request.method == "POST":
        try:
            actions.finish_as_participant(part=mine.part)
        except actions.PartOver:
            return _over()
        except actions.Incomplete as left:
            return redirect("smail:question", left.missing[0])
        return _finished(request, "tack")
    return _screen(request, "check.html", mine.language, rows=_rows(mine), numbers=mine.numbers())


def _rows(mine: Mine) -> list[tuple[Ask, str, str]]:
    """(question, its words, the words of the answer given)."""
    words = mine.language.words
    rows = []
    for ask in mine.asks:
        text, choice = ask.text(mine.language.code), mine.given[ask.indicator_id]
        out = {"dk": words["dont_know"], "no": words["skipped"]}
        rows.append((ask, text.text, out.get(choice) or text.labels[int(choice) - 1]))
    return rows


def _finished(request: CodeRequest, what: str) -> HttpResponse:
    """The grant goes, codes and links with it, and the browser is told to forget."""
    access.take_back(request.grant.door)
    access.leave(request, PURPOSE)
    response = redirect("smail:said", what)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@holder
@require_POST
def pause(request: CodeRequest) -> HttpResponse:
    """Keeps the answer that was ticked, and shuts: going on takes a new code."""
    mine = Mine(request)
    form = AnswerForm(request.POST, words=mine.language.words)
    ask = next((ask for ask in mine.asks if str(ask.number) == request.POST.get("number", "")), None)
    if ask is not None and not mine.part.has_ended and form.is_valid():
        actions.give_answer(part=mine.part, code=ask.code, answer=form.answer)
    access.leave(request, PURPOSE)
    response = redirect("smail:said", "paus")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@holder
@require_http_methods(["GET", "POST"])
def decline(request: CodeRequest) -> HttpResponse:
    """The person's own no. What was begun is not kept."""
    mine = Mine(request)
    if mine.part.has_ended:
        return _over()
    if request.method == "POST":
        try:
            actions.close_for_participant(assessment=mine.part.assessment, ended_as=PartEnd.DECLINED, by=None)
        except actions.PartOver:
            return _over()
        return _finished(request, "nej")
    return _screen(request, "decline.html", mine.language, numbers=mine.numbers())
