"""Headings many kinds of rows share."""

from django.utils.translation import gettext_lazy as _

BY, WHEN, NOTED = _("skrivet av"), _("när"), _("skrivet")
PERIOD = {"started_on": _("från"), "ended_on": _("till")}
