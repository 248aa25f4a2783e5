"""migrate as role `owner`, one at a time, and tenancy brought in line with the models afterwards."""

from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connection, transaction

from core.db import tenancy
from core.db.roles import as_owner

LOCK = 4711


class Command(DjangoMigrate):
    help = DjangoMigrate.help + " Runs as role owner, then brings grants, row-level security and tenancy keys in line."

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            super().handle(*args, **options)
            with transaction.atomic():
                tenancy.secure()
