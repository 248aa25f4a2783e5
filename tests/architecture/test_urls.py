"""Every address has a recognised guard, or stands in the list below with a reason."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

RECOGNISED = ("team_member: ", "public: ", "signed_in", "code_holder: ", "employer_code: ", "posting_link: ")
# Views of libraries, which cannot carry our mark. Prefix of the view's name: why it is safe.
LIBRARIES = {
    "account_": "allauth: LoginRequiredMiddleware, or a sign-in page which must be open",
    "mfa_": "allauth.mfa: login_required by the library, or the sign-in step itself",
    "usersessions_": "allauth.usersessions: login_required by the library",
}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def test_every_address_has_a_guard():
    unguarded = []
    for route, entry in patterns(get_resolver()):
        guard = getattr(entry.callback, "guard", "")
        by_library = any((entry.name or "").startswith(prefix) for prefix in LIBRARIES)
        if not guard.startswith(RECOGNISED) and not by_library:
            unguarded.append(route)
    assert unguarded == []


def test_every_address_under_a_team_is_guarded_by_the_team():
    wrong = [
        route
        for route, entry in patterns(get_resolver())
        if route.startswith("t/<") and not getattr(entry.callback, "guard", "").startswith("team_member: ")
    ]
    assert wrong == []


def test_a_view_without_guard_is_found(monkeypatch):
    def bare(request: Any) -> None: ...

    found = next(entry for _, entry in patterns(get_resolver()) if getattr(entry.callback, "guard", ""))
    monkeypatch.setattr(found, "callback", bare)
    assert any(entry.callback is bare for _, entry in patterns(get_resolver()))
