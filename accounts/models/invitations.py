"""An invitation to a team, sent by mail."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models.teams import Organisation, Team
from core.db.closed import not_both, one_of
from core.db.walls import Wall
from core.ids import PublicIdField

INVITATION_LIFE = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def waiting(self) -> "InvitationQuerySet":
        """Neither accepted nor taken back: open ones and those that grew too old."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """Whoever holds the token may join the team in this role, once. Opening the address never uses it up."""

    wall = Wall.NONE  # read before a scope opens; names a colleague to be, no participant

    public_id = PublicIdField()
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("roll"), max_length=10, choices=Role.choices, default=Role.HANDLER)
    email = models.EmailField(_("mejladress"))
    token_digest = models.BinaryField(max_length=32, unique=True)  # SHA-256 of 256 random bits
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "email"], condition=Q(accepted_at=None, revoked_at=None), name="invitation_one_waiting"
            ),
            one_of("role", Role),
            not_both("accepted_at", "revoked_at"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()
