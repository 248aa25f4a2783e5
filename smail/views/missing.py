"""What is shown when no questions are loaded: the page says so and what to do, on every address of smail."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from smail.instrument import NoInstrument

View = Callable[..., Any]
NOT_READY = 503


def with_questions(guard: Callable[[View], Any], template: str) -> Callable[[View], Any]:
    """The guard, and inside it the quiet page `template` in place of a view that finds no questions."""

    def decorated(view: View) -> Any:
        @functools.wraps(view)
        def told(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                answer: HttpResponse = view(request, *args, **kwargs)
            except NoInstrument:
                return render(request, template, status=NOT_READY)
            return answer

        return guard(told)

    return decorated
