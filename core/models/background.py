"""Outbox, runs and mail: work that goes on after the request."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.classes import classify
from core.db.closed import not_both, one_of
from core.db.walls import Wall
from core.ids import PublicIdField


class OutboxMessage(models.Model):
    """A task to send to the broker, written in the business transaction. Arguments are ids only.

    The dispatcher alone talks to the broker; it sends again what is not done in time, so every task is idempotent.
    """

    wall = Wall.NONE
    task = models.CharField(max_length=100)
    queue = models.CharField(max_length=20)
    args = models.JSONField(default=list)
    unique_key = models.CharField(max_length=200, null=True, blank=True, unique=True)  # noqa: DJ001  null = no key
    run_after = models.DateTimeField(auto_now_add=False)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    stuck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["run_after"], condition=models.Q(done_at=None, stuck_at=None), name="outbox_waiting")
        ]
        constraints = [not_both("done_at", "stuck_at")]


class RunState(models.TextChoices):
    QUEUED = "queued", _("väntar")
    RUNNING = "running", _("pågår")
    DONE = "done", _("klar")
    FAILED = "failed", _("gick inte")


class Run(models.Model):
    """A background piece of work whose progress its owner can follow and find again."""

    wall = Wall.OWNER
    RunState = RunState

    public_id = PublicIdField()
    team_id = models.BigIntegerField(null=True)
    owner_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    params = models.JSONField(default=dict)  # ids only
    unique_key = models.CharField(max_length=200, null=True, blank=True, unique=True)  # noqa: DJ001
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    result_url = models.CharField(max_length=300, blank=True)
    back_url = models.CharField(max_length=300, blank=True, default="")  # the page it was asked for on
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    data_classes = classify(
        public="public_id owner_id kind title params unique_key state done total message result result_url back_url"
        " attempts created_at claimed_until finished_at"
    )

    class Meta:
        indexes = [models.Index(fields=["team_id", "-created_at"], name="run_team_created")]
        constraints = [
            models.CheckConstraint(condition=models.Q(done__lte=models.F("total")), name="run_done_le_total"),
            one_of("state", RunState),
            models.CheckConstraint(
                condition=models.Q(state__in=[RunState.QUEUED, RunState.RUNNING], finished_at=None)
                | models.Q(state__in=[RunState.DONE, RunState.FAILED], finished_at__isnull=False),
                name="run_over_has_time",
            ),
        ]

    @property
    def is_over(self) -> bool:
        return self.state in {RunState.DONE, RunState.FAILED}

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


class Mail(models.Model):
    """A mail to send. Carries title, counts and a link, never a name with its matter. The text goes when it is sent."""

    wall = Wall.NONE
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
