"""What every page needs around its own content."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi


@dataclass(frozen=True)
class NavItem:
    """A place in the main menu. `area` is what a view sets as `request.area` to be marked as the current one."""

    area: str
    label: str
    url: str
    current: bool = False


@dataclass
class Page:
    lang: str
    dir: str
    theme: str = ""
    density: str = ""
    user_name: str = ""
    team: Any = None
    teams: list[Any] = field(default_factory=list)
    nav: list[NavItem] = field(default_factory=list)


# (area, label, URL name taking the team's slug, order): filled by the apps' provides.py
_nav: dict[str, tuple[Any, str, int]] = {}


def register_nav(area: str, label: Any, url_name: str, order: int) -> None:
    """A place in the team's main menu. `label` is a lazy translation."""
    _nav[area] = (label, url_name, order)


def page(request: HttpRequest) -> dict[str, Page]:
    """Template context `page`. Reads what the guard put on the request; asks the database for nothing."""
    user = getattr(request, "user", None)
    made = Page(lang=get_language() or "sv", dir="rtl" if get_language_bidi() else "ltr")
    if user is not None and user.is_authenticated:
        made.theme, made.density, made.user_name = user.theme, user.density, user.name
    team = getattr(request, "team", None)
    if team is not None:
        made.team, made.teams = team, getattr(request, "teams", [team])
        area = getattr(request, "area", "")
        made.nav = [
            NavItem(key, str(label), reverse(url_name, args=[team.slug]), key == area)
            for key, (label, url_name, _order) in sorted(_nav.items(), key=lambda item: item[1][2])
        ]
    return {"page": made}
