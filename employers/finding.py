"""Jobs and employers in the product's one search box."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Team
from accounts.permissions import Permission, allows
from core.registry import SearchHit
from core.scope import Scope
from employers.models import Employer, JobPosting


def find_jobs(words: str, scope: Scope, limit: int) -> list[SearchHit]:
    """Own jobs first, then open ads; at most `limit`."""
    slug = _slug(scope)
    if not slug:
        return []
    own = list(
        JobPosting.objects.own_to(scope).with_words(words).select_related("municipality").order_by("-dated_at")[:limit]
    )
    ads = JobPosting.objects.national().open().with_words(words).select_related("municipality").order_by("-dated_at")
    found = own + list(ads[: limit - len(own)])
    return [
        SearchHit(
            "job",
            job.pk,
            job.title,
            ", ".join(filter(None, (job.employer_name, job.place_text, str(job.get_status_display())))),
            reverse("employers:job_detail", args=[slug, job.public_id]),
            _("Jobb"),
        )
        for job in found
    ]


def find_employers(words: str, scope: Scope, limit: int) -> list[SearchHit]:
    slug = _slug(scope)
    if not slug:
        return []
    rows = Employer.objects.visible_to(scope).with_words(words).select_related("municipality")
    return [
        SearchHit(
            "employer",
            employer.pk,
            employer.name,
            employer.municipality.label if employer.municipality else "",
            reverse("employers:employer_detail", args=[slug, employer.public_id]),
            _("Arbetsgivare"),
        )
        for employer in rows.order_by("name_order", "pk")[:limit]
    ]


def _slug(scope: Scope) -> str:
    """The team's word in addresses; "" for a role that may not see jobs."""
    if not allows(scope.role, Permission.SEE_JOBS):
        return ""
    return Team.objects.values_list("slug", flat=True).get(pk=scope.team)
