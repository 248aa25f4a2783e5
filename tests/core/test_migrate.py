"""migrate and a database that another version of ours has made."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from core.db.roles import as_owner


def test_migrate_of_a_database_of_another_version_says_what_to_do_and_changes_nothing(own_database):
    with as_owner():
        MigrationRecorder(connection).record_applied("accounts", "0003_access")
    with pytest.raises(CommandError, match=r"accounts\.0003_access.*--fresh"):
        call_command("migrate", verbosity=0)
    with as_owner():
        MigrationRecorder(connection).record_unapplied("accounts", "0003_access")
        MigrationRecorder(connection).record_applied("sites", "0009_of_somebody_else")
    call_command("migrate", verbosity=0)
