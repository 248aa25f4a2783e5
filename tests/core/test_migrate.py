"""migrate and a database that another version of ours has made."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

import manage
from core.db.roles import as_owner
from core.db.tables import Tables
from tests.support import database


def test_migrate_of_a_database_of_another_version_says_what_to_do_and_changes_nothing(own_database):
    with as_owner():
        MigrationRecorder(connection).record_applied("accounts", "0003_access")
    with pytest.raises(CommandError, match=r"accounts\.0003_access.*--fresh"):
        call_command("migrate", verbosity=0)
    with as_owner():
        MigrationRecorder(connection).record_unapplied("accounts", "0003_access")
        MigrationRecorder(connection).record_applied("sites", "0009_of_somebody_else")
    call_command("migrate", verbosity=0)


@pytest.mark.parametrize(
    "arguments", [["demo", "--participants", "5"], ["import_ads", "x.json"], ["match", "--job", "1", "--team", "a"]]
)
def test_command_on_a_database_without_tables_says_what_makes_them(
    own_database, arguments, tmp_path, django_db_blocker
):
    name = database.clone("template0", f"{own_database}_empty")
    (tmp_path / "x.json").write_text('[{"id": "1"}]')
    asked = [str(tmp_path / a) if a.endswith(".json") else a for a in arguments]
    with django_db_blocker.unblock():
        database.point_at(name)
        try:
            with pytest.raises(SystemExit, match="bin/run"):
                manage.run(["manage.py", *asked])
        finally:
            database.point_at(own_database)
            database.drop(name)


def test_an_apps_tables_are_drawn_once_made_whole_and_unmade(own_database):
    """The first points at one that comes later; none is drawn before all are known."""
    number = ("id", models.BigAutoField(primary_key=True))
    first = [number, ("after", models.ForeignKey("core.Second", models.PROTECT))]
    second = [number, ("firsts", models.ManyToManyField("core.First"))]
    step = Tables([CreateModel("First", first), CreateModel("Second", second)])
    before = ProjectState()
    assert list(before.apps.get_models()) == []
    state = before.clone()
    step.state_forwards("core", state)
    assert "apps" not in state.__dict__

    def tables() -> set[str]:
        return {"core_first", "core_second", "core_second_firsts"} & set(connection.introspection.table_names())

    with as_owner():
        with connection.schema_editor() as editor:
            step.database_forwards("core", editor, before, state)
        assert tables() == {"core_first", "core_second", "core_second_firsts"}
        with connection.cursor() as cursor:
            relations = connection.introspection.get_relations(cursor, "core_first")
        assert relations == {"after_id": ("id", "core_second")}
        with connection.schema_editor() as editor:
            step.database_backwards("core", editor, state, before)
        assert tables() == set()
