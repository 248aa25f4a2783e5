"""migrate as role `owner`, one at a time, and tenancy brought in line with the models afterwards."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from core.db import tenancy
from core.db.roles import as_owner

LOCK = 4711


class Command(DjangoMigrate):
    help = DjangoMigrate.help + " Runs as role owner, then brings grants, row-level security and tenancy keys in line."

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            if unknown := unknown_migrations():
                raise CommandError(
                    f"This database was made by another version of Framåt: it has {', '.join(unknown)}, which this"
                    " version does not know. Nothing was changed. Run the version that made it, or begin with an empty"
                    " database (locally: bin/run --fresh, which throws away what is in it)."
                )
            super().handle(*args, **options)
            with transaction.atomic():
                tenancy.secure()


def unknown_migrations() -> list[str]:
    """Migrations of ours that the database has had and this version lacks, such as "accounts.0003_access", sorted."""
    loader = MigrationLoader(connection, load=False)
    loader.load_disk()
    here = loader.disk_migrations or {}
    known = {*here, *(key for migration in here.values() for key in migration.replaces)}
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(".".join(key) for key in applied if key[0] in tenancy.OURS and key not in known)
