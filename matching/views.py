"""The whole ranking: a job's people, a person's jobs."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.guards import TeamRequest, team_member
from accounts.permissions import Permission
from core import readlog
from employers.models import JobPosting
from matching import queries
from matching.forms import RelaxForm
from participants.models import Participant

SHOWN = 30


@team_member(Permission.SEE_PEOPLE, area="jobs")
@require_GET
def people_list(request: TeamRequest, job: str) -> HttpResponse:
    """The team's people ranked for one job."""
    posting = get_object_or_404(JobPosting.objects.visible_to(request.scope), public_id=job)
    form = RelaxForm(request.GET)
    ranked = queries.people_for_job(posting, scope=request.scope, top=SHOWN, relax=form.mask())
    readlog.listed(request.scope, [one.subject.pk for one in ranked], place="matching:people_list")
    return render(request, "matching/people_list.html", {"job": posting, "ranked": ranked, "form": form})


@team_member(Permission.SEE_PEOPLE, area="people")
@require_GET
def job_list(request: TeamRequest, participant: str) -> HttpResponse:
    """Open jobs ranked for one person."""
    person = get_object_or_404(Participant.objects.visible_to(request.scope), public_id=participant)
    form = RelaxForm(request.GET)
    ranked = queries.jobs_for_person(person, scope=request.scope, top=SHOWN, relax=form.mask())
    readlog.opened(request.scope, person.pk, place="matching:job_list")
    context = {
        "participant": person,
        "ranked": ranked,
        "form": form,
        "why": "" if ranked else queries.why_no_jobs(person),
    }
    return render(request, "matching/job_list.html", context)
