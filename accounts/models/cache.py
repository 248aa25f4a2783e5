"""Counts that sign-in's library keeps: in the database, so that they hold for every process."""

from django.db import models

from core.db.walls import Wall


class CacheEntry(models.Model):
    """Django's database cache works on this table; the model gives it grants and migrations."""

    wall = Wall.NONE

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_cache"
