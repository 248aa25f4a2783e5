"""Organisations, the teams they share, and who belongs to a team in which role and when."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import HealthVisibility, Role, Sector
from accounts.permissions import Permission, allows
from core.classes import classify
from core.db.closed import not_before, one_of
from core.db.walls import Wall
from core.ids import PublicIdField

INTAKE_DAYS = (7, 366)  # the shortest and the longest time a referral in is kept
ASSESSMENT_DAYS = (14, 366)  # the shortest and the longest time between a person's assessments


class Organisation(models.Model):
    wall = Wall.NONE

    public_id = PublicIdField()
    name = models.CharField(_("namn"), max_length=120)  # not unique: no team learns which names others use
    sector = models.CharField(_("slag"), max_length=12, choices=Sector.choices)
    number = models.CharField(_("organisationsnummer"), max_length=10, blank=True)

    class Meta:
        constraints = [one_of("sector", Sector)]


@pghistory.track()
class Team(models.Model):
    """Members from several organisations with one shared register. Everything person-bound belongs to one team."""

    wall = Wall.NONE

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("namn"), max_length=120)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="owned_teams")
    organisations = models.ManyToManyField(Organisation, related_name="teams")
    is_practice = models.BooleanField(_("övningsteam"), default=False)  # outside all figures, may be reset
    sharing_agreement = models.TextField(_("överenskommelse om delning"), blank=True)
    health_visibility = models.CharField(
        max_length=20, choices=HealthVisibility.choices, default=HealthVisibility.HANDLERS
    )
    report_weekday = models.PositiveSmallIntegerField(_("rapportdag"), default=1)  # ISO: 1 = Monday
    report_hour = models.PositiveSmallIntegerField(_("rapporttimme"), default=6)  # Europe/Stockholm
    assessment_days = models.PositiveSmallIntegerField(_("dagar mellan skattningar"), default=90)
    # How long a referral in (förfrågan) is kept: while nobody has decided, and after a no.
    intake_days_waiting = models.PositiveSmallIntegerField(_("dagar en förfrågan får vänta"), default=180)
    intake_days_declined = models.PositiveSmallIntegerField(_("dagar efter ett nej"), default=90)
    accepts_transfers = models.BooleanField(_("tar emot från andra team"), default=False)
    requires_second_step = models.BooleanField(_("kräver två steg vid inloggning"), default=False)
    municipality_code = models.CharField(max_length=4, blank=True)
    contact_name = models.CharField(_("kontaktperson"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telefon"), max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(report_weekday__range=(1, 7)), name="team_report_weekday"),
            models.CheckConstraint(condition=Q(report_hour__range=(0, 23)), name="team_report_hour"),
            models.CheckConstraint(condition=Q(assessment_days__range=ASSESSMENT_DAYS), name="team_assessment_days"),
            models.CheckConstraint(
                condition=Q(intake_days_waiting__range=INTAKE_DAYS, intake_days_declined__range=INTAKE_DAYS),
                name="team_intake_days",
            ),
            one_of("health_visibility", HealthVisibility),
        ]

    def all_organisations(self) -> models.QuerySet[Organisation]:
        """The owner and those who share the team, in name order."""
        return Organisation.objects.filter(Q(pk=self.owner_id) | Q(teams=self)).distinct().order_by("name")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def running(self) -> "MembershipQuerySet":
        """Memberships in force today (Stockholm's date)."""
        today = timezone.localdate()
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=today), started_on__lte=today)

    def managing(self) -> "MembershipQuerySet":
        """Those who may change the team and its members."""
        return self.filter(role__in=[role for role in Role if allows(role, Permission.MANAGE_TEAM)])


@pghistory.track(exclude=["public_id", "last_visit_at", "previous_visit_at"])
class Membership(models.Model):
    """A user in a team on behalf of an organisation. Read on every request; ending it closes the door at once."""

    wall = Wall.NONE  # read before a scope opens; shows colleagues, no participant

    public_id = PublicIdField()
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("roll"), max_length=10, choices=Role.choices, default=Role.HANDLER)
    started_on = models.DateField(_("från"), default=timezone.localdate)
    ended_on = models.DateField(_("till"), null=True, blank=True)  # first day without access
    languages = models.JSONField(_("språk"), default=list, blank=True)  # taxonomy concept ids
    places = models.JSONField(_("orter"), default=list, blank=True)  # municipality codes
    last_visit_at = models.DateTimeField(null=True, blank=True)
    previous_visit_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], condition=Q(ended_on=None), name="membership_one_running"),
            not_before("ended_on", "started_on"),
            one_of("role", Role),
        ]
        indexes = [models.Index(fields=["user", "team"], name="membership_user_team")]


class TeamOwned(models.Model):
    """Base of every model that belongs to one team. Row-level security and (team_id, id) keys follow from it."""

    wall = Wall.TEAM
    data_classes = classify()

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
