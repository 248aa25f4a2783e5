"""What the report's figures are called, in the language of the screen. A frozen report keeps keys; names are found here,
so that a reader of English and one of Swedish open the same week. Figures nobody names here keep the name they were
frozen with."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _lazy

from smail.queries import indicator_names

LABELS: dict[str, Any] = {
    "in": _lazy("Nya"),
    "out": _lazy("Avslutade"),
    "nameless_in": _lazy("Nya utan namn"),
    "nameless_out": _lazy("Avslutade utan namn"),
    "out_to_goal": _lazy("Avslutade till arbete eller studier"),
    "moved_on": _lazy("Fortsatte i ett annat team"),
    "began_work": _lazy("Började arbeta"),
    "began_studies": _lazy("Började studera"),
    "began_own_business": _lazy("Startade eget"),
    "began_internship": _lazy("Började på praktik"),
    "goal_base": _lazy("Inskrivna någon gång det senaste året"),
    "goal_reached": _lazy("Har nått arbete eller studier"),
    "goal_studies": _lazy("Har nått studier"),
    "active": _lazy("Aktiva"),
    "no_handler": _lazy("Saknar handledare"),
    "handler_changed": _lazy("Har bytt handledare"),
    "base_half": _lazy("Inskrivna minst sex månader"),
    "same_half": _lazy("Samma handledare de sex månaderna"),
    "base_year": _lazy("Inskrivna minst ett år"),
    "same_year": _lazy("Samma handledare hela året"),
    "gap": _lazy("Glapp mellan insatser"),
    "no_parallel": _lazy("En insats i taget"),
    "no_job_focus": _lazy("Utan jobbfokus"),
    "no_next_step": _lazy("Saknar nästa steg"),
    "step_late": _lazy("Nästa steg har passerat"),
    "assessments_done": _lazy("Klara"),
    "assessments_due": _lazy("Dags att göra"),
    "assessments_late": _lazy("Mer än två veckor sena"),
}
HEALTH_INDICATOR = _lazy("%(name)s (kvartalet före)")


def label_of(figure: Mapping[str, Any]) -> str:
    """What a frozen figure that counts people, or a number, is called."""
    return str(LABELS.get(figure["key"]) or figure["label"])


def indicator_of(figure: Mapping[str, Any]) -> str:
    """The indicator a frozen figure is about. Health stands for the quarter before (see smail.figures)."""
    known = indicator_names().get(figure["detail"]["indicator"])
    if known is None:
        return str(figure["detail"]["name"])
    return str(HEALTH_INDICATOR) % {"name": known.name} if known.is_health else known.name
