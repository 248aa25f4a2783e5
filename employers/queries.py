"""Reads of employers and jobs for screens. Each a constant number of queries, whatever the number of rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from accounts.models import Membership, User
from core.scope import Scope
from employers.enums import JobStatus
from employers.models import ContactLogEntry, Employer, JobPosting
from employers.models.jobs import JobQuerySet
from employers.rules import words_of_work
from taxonomy.enums import Certainty, Kind
from taxonomy.models import Municipality, Occupation, Skill
from taxonomy.queries import read, resolve, suggest

PAGE = 50
COUNT_CAP = 1000
OFFERED_OCCUPATIONS = 5
OFFERED_SKILLS = 8

OPEN, REVIEW, OVER, NATIONAL = "oppna", "granska", "avslutade", "platsbanken"
VIEWS = (OPEN, REVIEW, OVER, NATIONAL)


@dataclass(frozen=True)
class JobList:
    """A page of jobs. `after` is the public id to go on from, "" at the end; `counts` are capped at 1000."""

    jobs: Sequence[JobPosting]
    after: str
    counts: dict[str, int]


def jobs_for(
    scope: Scope,
    view: str,
    *,
    words: str = "",
    town: Municipality | None = None,
    no_education: bool = False,
    after: str = "",
) -> JobList:
    """One page of a view of the team's job list, newest first."""
    wanted = _narrowed(_view(scope, view), words, town, no_education)
    if after:
        wanted = _after(wanted, after)
    rows = list(
        wanted.select_related("municipality", "occupation", "answering_team", "owner")
        .defer("description", "search_text", "digest")
        .order_by("-dated_at", "-pk")[: PAGE + 1]
    )
    counts = {name: _view(scope, name)[: COUNT_CAP + 1].count() for name in (OPEN, REVIEW, NATIONAL)}
    return JobList(rows[:PAGE], rows[PAGE - 1].public_id if len(rows) > PAGE else "", counts)


def _view(scope: Scope, view: str) -> JobQuerySet:
    if view == NATIONAL:
        return JobPosting.objects.national().open()
    own = JobPosting.objects.own_to(scope)
    if view == REVIEW:
        return own.filter(status=JobStatus.WAITING_REVIEW)
    if view == OVER:
        return own.filter(status__in=(JobStatus.CLOSED, JobStatus.EXPIRED, JobStatus.REMOVED))
    return own.open()


def _narrowed(jobs: JobQuerySet, words: str, town: Municipality | None, no_education: bool) -> JobQuerySet:
    if words:
        jobs = jobs.with_words(words)
    if town is not None:
        jobs = jobs.filter(municipality=town)
    return jobs.filter(no_education=True) if no_education else jobs


def _after(jobs: JobQuerySet, public_id: str) -> JobQuerySet:
    """Rows that stand after the one with this id; an unknown id starts from the beginning."""
    last = JobPosting.objects.filter(public_id=public_id).values_list("dated_at", "pk").first()
    if last is None:
        return jobs
    at, pk = last
    return jobs.filter(Q(dated_at__lt=at) | Q(pk__lt=pk), dated_at__lte=at)


def job_for(scope: Scope, public_id: str) -> JobPosting | None:
    """A job the scope's team may see, with what its page shows. None for a stranger's."""
    return (
        JobPosting.objects.visible_to(scope)
        .filter(public_id=public_id)
        .select_related("employer", "occupation__ssyk4", "ssyk4", "municipality", "answering_team", "owner", "via_link")
        .first()
    )


@dataclass(frozen=True)
class EmployerList:
    employers: Sequence[Employer]
    after: str


def employers_for(scope: Scope, *, words: str = "", mine: bool = False, after: str = "") -> EmployerList:
    """One page of employers in Swedish order, each with `open_jobs` and the team's own latest `next_step`, `next_on`."""
    wanted = Employer.objects.visible_to(scope)
    if words:
        wanted = wanted.with_words(words)
    if mine:
        wanted = wanted.filter(owner_id=scope.user_id)
    if after:
        last = Employer.objects.visible_to(scope).filter(public_id=after).values_list("name_order", "pk").first()
        if last is not None:
            wanted = wanted.filter(Q(name_order__gt=last[0]) | Q(pk__gt=last[1]), name_order__gte=last[0])
    latest = ContactLogEntry.objects.visible_to(scope).filter(employer=OuterRef("pk")).order_by("-on", "-pk")
    open_jobs = (
        JobPosting.objects.open().filter(employer=OuterRef("pk")).values("employer").annotate(n=Count("pk")).values("n")
    )
    rows = list(
        wanted.select_related("municipality", "owner", "last_contact_by", "last_contact_team")
        .annotate(
            open_jobs=Coalesce(Subquery(open_jobs), 0),
            next_step=Subquery(latest.values("next_step")[:1]),
            next_on=Subquery(latest.values("next_on")[:1]),
        )
        .order_by("name_order", "pk")[: PAGE + 1]
    )
    return EmployerList(rows[:PAGE], rows[PAGE - 1].public_id if len(rows) > PAGE else "")


def jobs_of(employer: Employer) -> list[JobPosting]:
    """An employer's jobs, open ones first, then newest first. Drafts are nobody's but the employer's own."""
    return list(
        JobPosting.objects.filter(employer=employer)
        .exclude(status=JobStatus.DRAFT)
        .select_related("municipality")
        .order_by(Case(When(status=JobStatus.OPEN, then=0), default=1), F("dated_at").desc(), "-pk")[:50]
    )


def colleagues_in(team_id: int) -> QuerySet[User]:
    """Users with a running membership in the team, by name."""
    from_members = User.objects.filter(memberships__in=_running(team_id))
    return from_members.order_by("name", "pk")


def _running(team_id: int) -> QuerySet[Membership]:
    return Membership.objects.running().filter(team_id=team_id)


def occupations_to_offer(job: JobPosting) -> list[Occupation]:
    """What the job's title may mean, best guess first, the chosen one always among them. At most a handful of queries."""
    keys: list[str] = [job.occupation.concept_id] if job.occupation else []
    words = words_of_work(job.title)
    named = read(Kind.OCCUPATION, job.title).found
    if words and not any(found.certainty == Certainty.SURE for found in named):
        named = read(Kind.OCCUPATION, " ".join(words)).found
    for found in named:
        keys += [found.key, *found.others]
    for word in [job.title, *words]:
        if len(set(keys)) < OFFERED_OCCUPATIONS:
            keys += [suggestion.key for suggestion in suggest(Kind.OCCUPATION, word, OFFERED_OCCUPATIONS)]
    kept = list(dict.fromkeys(keys))[:OFFERED_OCCUPATIONS]
    rows = resolve(Kind.OCCUPATION, kept)
    return [row for key in kept if isinstance(row := rows.get(key), Occupation)]


def skills_to_offer(job: JobPosting) -> list[Skill]:
    """The job's own skills, then those that belong to its kind of work.

    First come skills shared by a few kinds of work: those of one kind alone are odd specialities, those of very many
    (sea certificates, heavy lifting) say nothing of this one.
    """
    own = list(Skill.objects.filter(pk__in=job.skills.values("skill_id")))
    if job.ssyk4_id is None:
        return own
    usual = (
        Skill.objects.current()
        .filter(group_links__ssyk4_id=job.ssyk4_id)
        .exclude(pk__in=[skill.pk for skill in own])
        .order_by(Case(When(n_groups__range=(2, 8), then=0), default=1), "-n_groups", "label_order")[:OFFERED_SKILLS]
    )
    return own + list(usual)
