"""What smail gives the lower apps through the registries of core."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import notices, registry
from core.registry import Needs, OwnPart, Panel, PersonData
from smail import anew, carrying, figures, needs, own, persons, queries, story
from smail.panel import panel


class RegisterFacts:
    """The cycle's two dates in the register."""

    columns: tuple[str, ...] = ("next_assessment_on", "last_assessment_on")

    def __call__(self, enrolment_ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
        return queries.cycle(enrolment_ids)


registry.register_facts.register("smail", RegisterFacts())
registry.team_changed.register("smail", queries.team_changed)
registry.extract.register("smail", PersonData(persons.MODELS, persons.extract, persons.TOLD, persons.corrected))
registry.merge.register("smail", PersonData(persons.MODELS, persons.merge))
registry.erase.register("smail", PersonData(persons.MODELS, persons.erase))
registry.panels.register("smail", Panel("smail/panel.html", 20, panel, _("Hur det har gått"), "skattning"))
for label, words in (("Assessment", _("Skattningar")), ("Part", _("Skattningar")), ("Rating", _("Svaren"))):
    registry.row_words.register(f"smail.{label}", words)
registry.left_behind.register("smail", persons.left_behind)
registry.anew.register("smail", anew.ask_again)
registry.carry.register("assessments", carrying.CARRY)
registry.needs.register("smail", Needs(needs.names, needs.low))
registry.own_parts.register("smail", OwnPart("smail/own.html", 20, own.part))
registry.timeline.register("smail", story.entries)
registry.report_figures.register("smail", figures.figures)
notices.register_kind("assessment_part", _("En deltagare du är handledare för är klar med sina frågor"))
