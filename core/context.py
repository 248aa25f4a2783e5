"""What every page needs around its own content."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi

from core import notices


@dataclass(frozen=True)
class NavItem:
    """A place in the main menu. `area` is what a view sets as `request.area` to be marked as the current one."""

    area: str
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class TeamItem:
    """A team to change to."""

    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class MenuItem:
    """A place under one's own name."""

    label: str
    url: str


@dataclass(frozen=True)
class Team:
    """Whose menu a page shows: the team, every team of the one who looks, what they may, where they are in it."""

    team: Any
    teams: list[Any]
    may: Callable[[str], bool]
    area: str = ""


@dataclass
class Frame:
    """The menu of a team: its places, the search, the ways to other teams."""

    team: Any = None
    teams: list[TeamItem] = field(default_factory=list)
    nav: list[NavItem] = field(default_factory=list)
    search_url: str = ""
    search_words: str | None = None  # what the box says on the page of what was found; None on every other


@dataclass
class Page:
    lang: str
    dir: str
    theme: str = ""
    density: str = ""
    user_name: str = ""
    team: Any = None  # the page's own; None on the pages of one's account, which still have a frame
    user_menu: list[MenuItem] = field(default_factory=list)
    sign_out_url: str = ""
    stay_url: str = ""
    notices_url: str = ""
    search_url: str = ""
    idle_seconds: int = 0
    shortcuts_off: bool = False
    unread: Callable[[], int] = int
    framed: Callable[[], Frame] = Frame

    @cached_property
    def frame(self) -> Frame:
        """The menu of the page's team, or of the team one came from. Only the latter asks the database, and only when
        the frame is drawn."""
        return self.framed()

    @property
    def notices(self) -> int:
        """How much waits to be read; asked for only by the frame that shows it."""
        return self.unread()


@dataclass(frozen=True)
class SignInPlaces:
    """URL names that the frame needs of the app that keeps accounts; `team` and `search` take the team's slug. The
    search box is there for those who have `search_permission`. `came_from` finds the team somebody was in latest."""

    sign_out: str
    stay: str
    team: str
    notices: str
    search: str
    search_permission: str
    came_from: Callable[[HttpRequest], Team | None]


_places: list[SignInPlaces] = []
_user_menu: dict[str, tuple[Any, int]] = {}


@dataclass(frozen=True)
class NavPlace:
    label: Any
    url_name: str  # takes the team's slug
    order: int
    permission: str


_nav: dict[str, NavPlace] = {}  # by area; filled by the apps' provides.py


def register_nav(area: str, label: Any, url_name: str, order: int, permission: str = "") -> None:
    """A place in the team's main menu. `label` is a lazy translation; shown to those who have `permission` ("" = all)."""
    _nav[area] = NavPlace(label, url_name, order, permission)


def register_user_menu(label: Any, url_name: str, order: int) -> None:
    """A place in the menu under one's own name. `label` is a lazy translation."""
    _user_menu[url_name] = (label, order)


def register_sign_in(places: SignInPlaces) -> None:
    _places[:] = [places]


def _unread(request: HttpRequest) -> int:
    """The door to a team has counted already; pages of one's own ask here."""
    known = getattr(request, "unread", None)
    return notices.unread_of(request.user.pk or 0).count() if known is None else int(known)


def page(request: HttpRequest) -> dict[str, Page]:
    """Template context `page`. Reads what the guard put on the request; asks the database for nothing."""
    user = getattr(request, "user", None)
    made = Page(lang=get_language() or "sv", dir="rtl" if get_language_bidi() else "ltr")
    if user is not None and user.is_authenticated:
        made.theme, made.density, made.user_name = user.theme, user.density, user.name
        made.shortcuts_off, made.idle_seconds = not user.shortcuts, settings.SESSION_IDLE_SECONDS
        menu = sorted(_user_menu.items(), key=lambda item: item[1][1])
        made.user_menu = [MenuItem(str(label), reverse(name)) for name, (label, _order) in menu]
        for places in _places:
            made.sign_out_url, made.stay_url = reverse(places.sign_out), reverse(places.stay)
            made.notices_url = reverse(places.notices)
        made.unread = lambda: _unread(request)
        made.framed = lambda: _frame_elsewhere(request)
    team = getattr(request, "team", None)
    if team is not None:
        here = Team(
            team, getattr(request, "teams", [team]), getattr(request, "may", _anything), getattr(request, "area", "")
        )
        frame = _frame(here, getattr(request, "search_words", None))
        made.team, made.search_url, made.framed = team, frame.search_url, lambda: frame
    return {"page": made}


def _anything(_permission: str) -> bool:
    return True


def _frame(here: Team, search_words: str | None) -> Frame:
    made = Frame(here.team)
    for places in _places:
        made.teams = [
            TeamItem(other.name, reverse(places.team, args=[other.slug]), other.pk == here.team.pk)
            for other in here.teams
        ]
        if here.may(places.search_permission):
            made.search_url = reverse(places.search, args=[here.team.slug])
            made.search_words = search_words
    made.nav = [
        NavItem(key, str(place.label), reverse(place.url_name, args=[here.team.slug]), key == here.area)
        for key, place in sorted(_nav.items(), key=lambda item: item[1].order)
        if not place.permission or here.may(place.permission)
    ]
    return made


def _frame_elsewhere(request: HttpRequest) -> Frame:
    """On pages of one's own: the menu of the team one came from, with no place in it marked."""
    for places in _places:
        if here := places.came_from(request):
            return _frame(here, None)
    return Frame()
