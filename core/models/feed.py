"""The change feed's table; read and written through core.feed."""

from typing import Any

from django.db import models
from django.db.models.expressions import RawSQL

from core.db.walls import Wall


class XidField(models.BigIntegerField):  # type: ignore[type-arg]
    """PostgreSQL's xid8: the transaction that wrote the row."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)


class Change(models.Model):
    """Something about a subject changed. Written in the same transaction as the change itself."""

    wall = Wall.FEED
    team_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    xid = XidField(db_default=RawSQL("pg_current_xact_id()", []), editable=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["xid"], name="change_xid"),
            models.Index(fields=["team_id", "xid"], name="change_team_xid"),
        ]
