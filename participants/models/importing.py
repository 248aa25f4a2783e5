"""A spreadsheet brought in: the batch with its sealed content, and which row became which person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, TeamOwned
from core.classes import classify
from core.db.closed import one_of
from core.ids import PublicIdField
from core.scope import Scope
from participants.enums import SharingBasis
from participants.importing.enums import BatchState
from participants.models.person import PersonBound


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, scope: Scope) -> "ImportBatchQuerySet":
        """Those the scope's user brought: a file may name people whom colleagues must not know of."""
        return self.filter(team_id=scope.team, owner_id=scope.user_id)


class ImportBatch(TeamOwned):
    """One spreadsheet on its way in, done or undone. The file itself is never kept: its cells lie sealed in `content`
    until the batch is cleared by its owner or by age, and each row's fate in `outcome` with them."""

    data_classes = classify(
        public="public_id owner state sheet header_row organisation basis decisions counts created_at imported_at undone_at"
        " transactions run_public_id made_columns",
        restricted="file_name mapping names",
        health="content outcome",
        secret="digests",
    )

    public_id = PublicIdField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)  # "" = pasted
    state = models.CharField(max_length=8, choices=BatchState.choices, default=BatchState.DRAFT)
    content = models.BinaryField(null=True, editable=False)  # sheets, sealed (participants.importing.batches)
    outcome = models.BinaryField(null=True, editable=False)  # each row's fate, sealed
    # Of the rows it saved, ImportedRow.DIGEST bytes each: what its owner has read in, whatever became of the persons.
    digests = models.BinaryField(null=True, editable=False)
    sheet = models.CharField(max_length=60, blank=True)
    header_row = models.PositiveIntegerField(default=0)  # 0 = no titles
    mapping = models.JSONField(default=list, blank=True)  # [[column from 0, title, importing.enums.Field], …]
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("ansvarig organisation")
    )
    basis = models.CharField(
        _("grund för delning"), max_length=10, choices=SharingBasis.choices, default=SharingBasis.NONE
    )
    decisions = models.JSONField(default=dict, blank=True)  # {row number: importing.enums.Decision}
    names = models.JSONField(default=dict, blank=True)  # {handler's name as written: what is chosen for it}
    counts = models.JSONField(default=dict, blank=True)  # rows, created, fixed, refused, duplicate, flagged
    made_columns = models.JSONField(default=list, blank=True)  # keys of TeamColumns this batch made
    transactions = models.JSONField(default=list, blank=True)  # xmin of the rows it wrote: others were written since
    run_public_id = models.CharField(max_length=14, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    imported_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["team", "owner", "-created_at"], name="import_batch_owner")]
        constraints = [
            one_of("state", BatchState),
            one_of("basis", SharingBasis),
            models.CheckConstraint(
                condition=~Q(state__in=[BatchState.DONE, BatchState.UNDONE]) | Q(imported_at__isnull=False),
                name="import_batch_done_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=BatchState.UNDONE, undone_at__isnull=False)
                | ~Q(state=BatchState.UNDONE) & Q(undone_at=None),
                name="import_batch_undone_has_time",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Still being prepared: sheet, columns and rows can be changed."""
        return self.state in (BatchState.DRAFT, BatchState.PLANNING, BatchState.FAILED) and self.content is not None

    @property
    def can_be_undone(self) -> bool:
        return self.state in (BatchState.DONE, BatchState.STOPPED) and self.counts.get("created", 0) > 0

    def mark_done(self) -> None:
        self.state, self.imported_at = BatchState.DONE, timezone.now()


class ImportedRow(PersonBound):
    """The row a person was made from, so that the same row read again makes nobody, and the batch can be undone.
    Goes with the person."""

    DIGEST = 32  # bytes

    data_classes = classify(public="batch row_number pieces", secret="digest")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="imported_rows")
    row_number = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32, editable=False)  # core.crypto.blind_index over the row's cells
    pieces = models.PositiveSmallIntegerField(default=0)  # rows in other tables made with the person

    class Meta:
        indexes = [models.Index(fields=["team", "digest"], name="imported_row_digest")]
