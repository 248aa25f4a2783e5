"""Jobs, own and imported; the link a team gives to employers; ads that could not be taken in."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Team
from core.classes import classify
from core.db.closed import not_before, one_of, some_of
from core.db.walls import Wall
from core.ids import PublicIdField
from core.scope import Scope
from employers.enums import (
    CreatedThrough,
    Duration,
    EmploymentForm,
    Experience,
    JobAct,
    JobKind,
    JobStatus,
    Openness,
    PayForm,
    Shift,
    Source,
    SubsidyForm,
    WorkTask,
    Worktime,
)
from employers.models.employers import Employer
from employers.models.visibility import WordQuerySet, organisations_of, word_vector


class PostingLink(models.Model):
    """The address where employers leave jobs to one team. A new link ends the old one; jobs left stay."""

    wall = Wall.NONE  # read before a scope opens: it is what tells the team
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="posting_links")
    token = PublicIdField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team"], condition=Q(ended_at=None), name="posting_link_one_in_force"),
        ]


class JobQuerySet(WordQuerySet["JobPosting"]):
    def visible_to(self, scope: Scope) -> Self:
        """Own jobs of the organisations in the scope's team, and imported ads. Drafts are the employer's alone until
        they are sent in. Raises NoScope without a team."""
        own = Q(source=Source.OWN) & organisations_of(scope.team) & ~Q(status=JobStatus.DRAFT)
        return self.filter(own | ~Q(source=Source.OWN))

    def own_to(self, scope: Scope) -> Self:
        """Own jobs of the organisations in the scope's team, drafts that were never sent in left out."""
        return self.filter(organisations_of(scope.team), source=Source.OWN).exclude(status=JobStatus.DRAFT)

    def national(self) -> Self:
        """Imported ads, the same for every team."""
        return self.filter(source=Source.PLATSBANKEN)

    def open(self) -> Self:
        """Jobs to apply for now, also when the clock's run has not come by yet."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), status=JobStatus.OPEN)


class JobPosting(models.Model):
    """A job. Own ones belong to the organisation that took them in; imported ones to nobody and are seen by all."""

    wall = Wall.NONE  # no participant; see visible_to
    Status = JobStatus

    public_id = PublicIdField()
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.OWN)
    external_id = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001  null = own
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs")
    status = models.CharField(max_length=14, choices=JobStatus.choices, default=JobStatus.DRAFT)
    created_through = models.CharField(max_length=12, choices=CreatedThrough.choices)

    # Who offers it. Imported ads carry a name and a number, no row of ours.
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs")
    employer_name = models.CharField(_("arbetsplats"), max_length=160)
    employer_number = models.CharField(max_length=10, blank=True)
    contact_name = models.CharField(_("kontaktperson"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telefon"), max_length=20, blank=True)
    contact_email = models.EmailField(_("mejl"), blank=True)

    # What it is.
    title = models.CharField(_("jobb"), max_length=200)
    description = models.TextField(_("en vanlig dag"), max_length=20_000, blank=True)
    tasks = ArrayField(
        models.CharField(max_length=12, choices=WorkTask.choices), verbose_name=_("uppgifter"), default=list, blank=True
    )
    occupation = models.ForeignKey(
        "taxonomy.Occupation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("yrke"),
    )
    ssyk4 = models.ForeignKey("taxonomy.SsykGroup", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    places_count = models.PositiveSmallIntegerField(_("antal platser"), default=1)

    # Where.
    municipality = models.ForeignKey(
        "taxonomy.Municipality",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kommun"),
    )
    place_text = models.CharField(_("ort"), max_length=120, blank=True)
    address = models.CharField(_("adress"), max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)  # degrees, WGS 84
    longitude = models.FloatField(null=True, blank=True)

    # On what terms.
    kinds = ArrayField(
        models.CharField(max_length=12, choices=JobKind.choices), verbose_name=_("slag"), default=list, blank=True
    )
    subsidies = ArrayField(
        models.CharField(max_length=24, choices=SubsidyForm.choices),
        verbose_name=_("stöd arbetsgivaren kan tänka sig"),
        default=list,
        blank=True,
    )
    openness = ArrayField(
        models.CharField(max_length=20, choices=Openness.choices), verbose_name=_("öppna för"), default=list, blank=True
    )
    employment_form = models.CharField(_("anställningsform"), max_length=10, choices=EmploymentForm.choices, blank=True)
    duration = models.CharField(_("hur länge"), max_length=14, choices=Duration.choices, blank=True)
    worktime = models.CharField(_("omfattning"), max_length=6, choices=Worktime.choices, blank=True)
    worktime_min = models.PositiveSmallIntegerField(null=True, blank=True)  # per cent of full time
    worktime_max = models.PositiveSmallIntegerField(null=True, blank=True)
    hours_min = models.PositiveSmallIntegerField(_("minst timmar i veckan"), null=True, blank=True)
    hours_max = models.PositiveSmallIntegerField(_("högst timmar i veckan"), null=True, blank=True)
    hours_text = models.CharField(_("timmar, med ord"), max_length=120, blank=True)
    shifts = ArrayField(
        models.CharField(max_length=8, choices=Shift.choices), verbose_name=_("tider"), default=list, blank=True
    )
    pay_form = models.CharField(_("lön"), max_length=20, choices=PayForm.choices, blank=True)
    pay_text = models.CharField(_("om lönen"), max_length=200, blank=True)
    starts_on = models.DateField(_("börjar"), null=True, blank=True)
    starts_text = models.CharField(_("börjar, med ord"), max_length=120, blank=True)

    # What it asks for, besides the tables of employers.models.requirements.
    experience = models.CharField(_("erfarenhet"), max_length=8, choices=Experience.choices, blank=True)
    no_education = models.BooleanField(_("ingen utbildning behövs"), null=True, blank=True)
    education_text = models.CharField(_("utbildning"), max_length=200, blank=True)
    own_car = models.BooleanField(_("egen bil behövs"), default=False)
    record_check = models.BooleanField(_("utdrag ur belastningsregistret"), default=False)

    # Who answers, and when what happened.
    may_be_public = models.BooleanField(_("får visas öppet"), default=False)
    answering_team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    via_link = models.ForeignKey(PostingLink, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("svarar på frågor"),
    )
    step = models.PositiveSmallIntegerField(default=0)  # how far an employer's draft has come
    dated_at = models.DateTimeField(default=timezone.now)  # what lists are ordered by: sent in, opened, published
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # a code showed that the mail address is theirs
    asked_at = models.DateTimeField(null=True, blank=True)  # a question from us waits for the employer
    answer_by = models.DateField(null=True, blank=True)  # the day we promised an answer
    published_at = models.DateTimeField(null=True, blank=True)
    apply_by = models.DateField(_("sista dag"), null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)  # end of that day in Stockholm

    # Only for imported ads.
    webpage_url = models.CharField(max_length=500, blank=True)
    apply_url = models.CharField(max_length=1000, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    digest = models.BinaryField(max_length=32, null=True, editable=False)  # of the ad as read; equal means unchanged

    search_text = models.TextField(editable=False, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="job_external_once"),
            models.CheckConstraint(
                condition=Q(source=Source.OWN, organisation__isnull=False, external_id=None)
                | ~Q(source=Source.OWN) & Q(organisation=None, employer=None, external_id__isnull=False),
                name="job_own_or_imported",
            ),
            models.CheckConstraint(
                condition=Q(hours_min=None) | Q(hours_max=None) | Q(hours_max__gte=F("hours_min")), name="job_hours"
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, latitude__range=(-90, 90))
                & Q(longitude__isnull=False, longitude__range=(-180, 180)),
                name="job_point_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status=JobStatus.OPEN) | Q(published_at__isnull=False), name="job_open_is_published"
            ),
            models.CheckConstraint(condition=Q(places_count__gte=1), name="job_has_a_place"),
            not_before("worktime_max", "worktime_min"),
            one_of("source", Source),
            one_of("status", JobStatus),
            one_of("created_through", CreatedThrough),
            one_of("employment_form", EmploymentForm, blank=True),
            one_of("duration", Duration, blank=True),
            one_of("worktime", Worktime, blank=True),
            one_of("pay_form", PayForm, blank=True),
            one_of("experience", Experience, blank=True),
            some_of("tasks", WorkTask),
            some_of("kinds", JobKind),
            some_of("subsidies", SubsidyForm),
            some_of("openness", Openness),
            some_of("shifts", Shift),
        ]
        indexes = [
            models.Index(fields=["-dated_at", "-id"], condition=Q(source="own"), name="job_own_by_date"),
            models.Index(
                fields=["-dated_at", "-id"],
                condition=Q(source="platsbanken", status="open"),
                name="job_national_by_date",
            ),
            models.Index(
                fields=["municipality", "-dated_at", "-id"], condition=Q(status="open"), name="job_open_by_place"
            ),
            models.Index(fields=["expires_at"], condition=Q(status="open"), name="job_open_expires"),
            models.Index(fields=["contact_email"], condition=Q(source="own"), name="job_by_mail"),
            GinIndex(word_vector(), name="job_words"),
        ]

    @property
    def is_own(self) -> bool:
        return self.source == Source.OWN

    @property
    def is_open(self) -> bool:
        """Open to apply for now, also when the clock's run has not come by yet."""
        return self.status == JobStatus.OPEN and (self.expires_at is None or self.expires_at > timezone.now())


class JobEvent(models.Model):
    """What happened to an own job, and who did it (nobody = the employer, or the clock)."""

    wall = Wall.NONE  # follows its job
    append_only = True
    data_classes = classify(public="job at act by", person="text")

    job = models.ForeignKey(JobPosting, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    act = models.CharField(max_length=10, choices=JobAct.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [one_of("act", JobAct)]


class AdRefusal(models.Model):
    """An ad that could not be taken in, and why. Goes when the same ad later can."""

    wall = Wall.NONE
    source = models.CharField(max_length=12, choices=Source.choices)
    external_id = models.CharField(max_length=40)  # "rad 12" when the ad had no id
    title = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300)
    seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="ad_refusal_once"),
            one_of("source", Source),
        ]
