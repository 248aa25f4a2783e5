"""The words that can be typed, folded and indexed."""

from django.db import models

from taxonomy.enums import Kind, TermSource
from taxonomy.models.base import ReferenceData


class Term(ReferenceData):
    """One way to begin typing something that can be chosen: a label, a synonym or a former name, from one of its words on.

    Made anew by the loader from the other tables; nothing points at these rows. What a suggestion shows stands in
    the row itself, so that the search is one query on one table.
    """

    kind = models.CharField(max_length=12, choices=Kind)
    # The normal form (taxonomy.words) from word number `word` on. The range condition is on this column.
    fold = models.CharField(max_length=80, db_collation="C")
    spelt = models.CharField(max_length=80, db_collation="C")  # the same, with å ä ö kept
    word = models.PositiveSmallIntegerField(default=0)  # 0: `fold` is the whole form, or a whole part between slashes
    whole = models.CharField(max_length=80, db_collation="C")  # the normal form with all its parts, from the first word
    source = models.PositiveSmallIntegerField(choices=TermSource)
    via = models.CharField(max_length=150, blank=True)  # the word that was hit; empty for the label itself
    target_id = models.BigIntegerField()
    key = models.CharField(max_length=60)  # concept id, or code of a place: what forms carry
    label = models.CharField(max_length=200)
    hint = models.CharField(max_length=200, blank=True)  # what tells two alike apart
    weight = models.IntegerField(default=0)  # common first

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "fold", "target_id", "via"], name="one_term")]
        indexes = [models.Index(fields=["kind", "target_id"], name="term_target")]

    def __str__(self) -> str:
        return self.fold
