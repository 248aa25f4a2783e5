"""The movement board: lanes side by side, none above another, each opening its people."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog
from core.charts import meter
from participants.queries import board as queries
from participants.queries.board import Board, LaneNow, Motion, Person
from participants.queries.selected import asked_by
from participants.queries.states import LANES
from participants.rules import Lane

TITLES = {
    Lane.NEW: gettext_lazy("Nya"),
    Lane.WITHOUT_JOB_FOCUS: gettext_lazy("Utan jobbfokus"),
    Lane.JOB_FOCUS: gettext_lazy("Med jobbfokus"),
    Lane.AT_WORKPLACE: gettext_lazy("Ute på arbetsplats"),
    Lane.IN_WORK: gettext_lazy("I arbete eller studier, stöd kvar"),
    Lane.PAUSED: gettext_lazy("Pausade"),
}
WHAT = {
    Lane.NEW: gettext_lazy("Inskrivna de senaste två veckorna, utan jobbfokus än."),
    Lane.WITHOUT_JOB_FOCUS: gettext_lazy("Inget med jobbfokus pågår just nu."),
    Lane.JOB_FOCUS: gettext_lazy("Minst en insats med jobbfokus pågår."),
    Lane.AT_WORKPLACE: gettext_lazy("Praktik pågår. Den som fått jobb, också på prov, står under arbete."),
    Lane.IN_WORK: gettext_lazy("Har börjat, och vi finns kvar."),
    Lane.PAUSED: gettext_lazy("Har paus just nu."),
}


@dataclass(frozen=True)
class Shown:
    """A lane as it is drawn."""

    title: str
    what: str
    count: int
    url: str
    people: list[tuple[Person, str]]
    rest: int
    rest_url: str
    moved: str


@dataclass(frozen=True)
class Move:
    """A motion of this week as it is drawn; `url` opens its people, `rest_url` those whom the board does not name."""

    words: str
    count: int
    people: list[tuple[Person, str]]
    rest: int
    url: str
    rest_url: str


@dataclass(frozen=True)
class Cell:
    """How many came to a lane in a week, what is read aloud of it, and what opens them: "" for nobody."""

    count: int
    words: str
    url: str


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def board(request: TeamRequest) -> HttpResponse:
    """Where everybody stands, and what has moved week by week."""
    found = queries.board(asked_by(request.scope))
    base = reverse("participants:register", args=[request.team.slug])
    named = [*(lane.people for lane in found.lanes), *(motion.people for motion in found.motions)]
    listed = list(dict.fromkeys(person.participant_id for people in named for person in people))
    readlog.listed(request.scope, listed, place="register.board")
    context = {
        "lanes": [_shown(lane, base, request.team.slug) for lane in found.lanes],
        "moves": [_move(motion, base, request.team.slug) for motion in found.motions],
        "total": sum(lane.count for lane in found.lanes),
        "board": found,
        "meter": meter(found.reached, found.base, words=_goal_words(found)),
        "goal_words": _goal_words(found),
        "weeks": [_week(monday) for monday in found.mondays],
        "table": _table(found, request.team.slug),
        "reached_url": _people_url(request.team.slug, queries.REACHED),
        "base_url": _people_url(request.team.slug, queries.BASE),
        "register_url": base,
    }
    return render(request, "participants/board.html", context)


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def board_people(request: TeamRequest, which: str) -> HttpResponse:
    """Exactly those whom a figure of the board counts, as it stands for this viewer now. Raises Http404 for a figure that is
    not on the board any more."""
    found = queries.board(asked_by(request.scope))
    if which not in found.behind:
        raise Http404
    people = queries.people_of(request.scope, found.behind[which])
    readlog.listed(request.scope, [person.pk for person in people], place="register.board_people")
    context = {"label": _label(found, which), "people": people}
    return render(request, "participants/board_people.html", context)


def _people_url(slug: str, key: str) -> str:
    return reverse("participants:board_people", args=[slug, key])


def _label(found: Board, which: str) -> str:
    """What a figure counts, as the heading over its people."""
    labels = {
        queries.REACHED: _("Har nått arbete eller studier"),
        queries.BASE: _("Inskrivna någon gång det senaste året"),
    }
    for lane in Lane:
        title = str(TITLES[lane])
        labels[queries.rest_key(queries.lane_key(lane))] = title
        for monday in found.mondays:
            said = {"lane": title, "week": monday.isocalendar().week}
            labels[queries.week_key(lane, monday)] = _("%(lane)s: kom hit vecka %(week)d") % said
    for motion in found.motions:
        key = queries.flow_key(motion.flow)
        labels[key] = labels[queries.rest_key(key)] = _("%(move)s, i veckan") % {"move": _move_words(motion)}
    return labels[which]


def _shown(lane: LaneNow, base: str, slug: str) -> Shown:
    return Shown(
        title=str(TITLES[lane.lane]),
        what=str(WHAT[lane.lane]),
        count=lane.count,
        url=f"{base}?urval={LANES[lane.lane].value}",
        people=[(person, f"{base}{person.public_id}/") for person in lane.people],
        rest=lane.count - len(lane.people),
        rest_url=_people_url(slug, queries.rest_key(queries.lane_key(lane.lane))),
        moved=_moved(lane.weeks, lane.left),
    )


def _moved(weeks: list[int], left: int) -> str:
    """ "3 kom hit den här veckan, 1 gick vidare. Förra veckan kom 2"."""
    this, before = weeks[-1], weeks[-2]
    if not (this or before or left):
        return _("ingen kom hit den här veckan eller förra")
    words = _("%(n)d kom hit den här veckan") % {"n": this} if this else _("ingen kom hit den här veckan")
    if left:
        words = _("%(this)s, %(n)d står någon annanstans nu") % {"this": words, "n": left}
    return _("%(this)s. Förra veckan kom %(n)d") % {"this": words, "n": before}


def _move_words(motion: Motion) -> str:
    """ "Utan jobbfokus → Med jobbfokus"."""
    before, after = motion.flow
    names = {
        "before": TITLES[before] if before else _("Nyinskrivna"),
        "after": TITLES[after] if after else _("Avslutade"),
    }
    return _("%(before)s → %(after)s") % names


def _move(motion: Motion, base: str, slug: str) -> Move:
    key = queries.flow_key(motion.flow)
    return Move(
        words=_move_words(motion),
        count=motion.count,
        people=[(person, f"{base}{person.public_id}/") for person in motion.people],
        rest=motion.count - len(motion.people),
        url=_people_url(slug, key),
        rest_url=_people_url(slug, queries.rest_key(key)),
    )


def _goal_words(found: Board) -> str:
    if found.percent is None:
        return _("Ingen har varit inskriven det senaste året.")
    return _("%(reached)d av %(base)d personer har nått arbete eller studier det senaste året") % {
        "reached": found.reached,
        "base": found.base,
    }


def _week(monday: date) -> str:
    return _("v. %(n)d") % {"n": monday.isocalendar().week}


def _table(found: Board, slug: str) -> list[tuple[str, list[Cell]]]:
    """How many came to each lane, week by week, each figure with its people."""
    rows = []
    for lane in found.lanes:
        title, cells = str(TITLES[lane.lane]), []
        for monday, count in zip(found.mondays, lane.weeks, strict=True):
            url = _people_url(slug, queries.week_key(lane.lane, monday)) if count else ""
            cells.append(Cell(count, f"{title}, {_week(monday)}", url))
        rows.append((title, cells))
    return rows
