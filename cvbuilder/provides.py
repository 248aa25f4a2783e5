"""What cvbuilder gives the lower apps through the registries of core."""

from django.utils.translation import gettext_lazy as _

from core import persondata, registry, runs
from core.outbox import Queue
from core.registry import OwnPart, Panel
from cvbuilder import actions, carrying, engine, files, own, panel, timeline
from cvbuilder.runs import make_pdf

engine.register_stylesheets()
persondata.register("cvbuilder", "cvbuilder.CV", "cvbuilder.CVVersion", erase=files.erase, told=files.TOLD)
for label in ("CV", "CVVersion"):
    registry.row_words.register(f"cvbuilder.{label}", _("Cv"))
registry.carry.register("cv", carrying.CARRY)
registry.panels.register("cvbuilder", Panel("cvbuilder/panel.html", 60, panel.context, _("Cv"), "cv"))
registry.own_parts.register("cvbuilder", OwnPart("cvbuilder/own.html", 60, own.part))
registry.timeline.register("cvbuilder", timeline.entries)
runs.register(actions.PDF, make_pdf, queue=Queue.HEAVY, permission="work_with_people")
