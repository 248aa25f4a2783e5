"""Periodic work of accounts, as plain functions."""

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone


def sweep() -> None:
    """Removes sign-ins that are over, access codes a month after their end, counts of guesses whose window has closed.
    Needs no scope: sessions belong to no team, and the codes of all teams go through the database's own function."""
    with transaction.atomic():
        Session.objects.filter(expire_date__lt=timezone.now()).delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM usersessions_usersession u WHERE NOT EXISTS"
                " (SELECT 1 FROM django_session s WHERE s.session_key = u.session_key)"
            )
            cursor.execute("SELECT access_sweep()")
