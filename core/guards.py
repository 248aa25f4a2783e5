"""Marks that say who may come in. A test walks every address and fails when a view carries none."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required

View = Callable[..., Any]


def mark(view: View, guard: str) -> View:
    """Writes the guard on the view, where the architecture test reads it."""
    view.guard = guard  # type: ignore[attr-defined]
    return view


def public(reason: str) -> Callable[[View], View]:
    """Open to anybody; the reason stands in the code and in docs."""
    if not reason:
        raise ValueError("a public view needs a reason")

    def wrap(view: View) -> View:
        return mark(login_not_required(view), f"public: {reason}")

    return wrap


def signed_in(view: View) -> View:
    """Any member of staff who is signed in (LoginRequiredMiddleware does the work); no team's data."""
    return mark(view, "signed_in")
