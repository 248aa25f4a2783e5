"""What followup gives the lower apps through the registries of core."""

from django.utils.translation import gettext_lazy as _

from core import runs
from core.context import register_nav
from core.notices import register_kind
from core.outbox import Queue
from followup.runs import report_pdf

register_nav("my_day", _("Min dag"), "followup:my_day", 10, permission="see_people")
register_nav("report", _("Rapport"), "followup:report_list", 60, permission="see_report")
register_nav("steering", _("Styrgrupp"), "followup:steering", 65, permission="see_steering")
runs.register("followup.report_pdf", report_pdf, queue=Queue.HEAVY, permission="see_report")
register_kind("report", _("Veckans rapport är klar"))
