"""Search tokens: what can be found, under row-level security, by an indexed range (docs/adr/0004)."""

from django.db import models
from django.db.models.functions import Collate

from core.classes import classify
from core.db.walls import Wall


class SearchToken(models.Model):
    """A folded word of a subject. `participant_id` is set when the subject is, or belongs to, a person."""

    wall = Wall.PERSON
    team_id = models.BigIntegerField()
    token = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    participant_id = models.BigIntegerField(null=True)

    data_classes = classify(public="subject_type subject_id", person="token")

    class Meta:
        indexes = [
            models.Index("team_id", Collate("token", "C"), name="token_team_range"),
            models.Index(fields=["subject_type", "subject_id"], name="token_subject"),
        ]
