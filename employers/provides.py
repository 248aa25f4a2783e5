"""What employers gives the lower apps through the registries of core."""

from django.utils.translation import gettext_lazy as _

from core.context import register_nav
from core.notices import register_kind
from core.registry import search
from employers.finding import find_employers, find_jobs

register_nav("jobs", _("Jobb"), "employers:job_list", 30, permission="see_jobs")
register_nav("employers", _("Arbetsgivare"), "employers:employer_list", 40, permission="see_jobs")
search.register("jobs", find_jobs)
search.register("employers", find_employers)
register_kind("job", _("Ett jobb från en arbetsgivare väntar på granskning"))
