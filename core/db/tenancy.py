"""What the schema says about tenancy, as data: which tables belong to a team, which to a person, how each is guarded.

`secure` derives grants, row-level security and composite foreign keys from the models and brings the database there;
`manage.py migrate` calls it after every migration, so no table can be forgotten. Idempotent (docs/adr/0004).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from core.db.likely import likely
from core.db.walls import Wall

OURS = [
    "core",
    "accounts",
    "taxonomy",
    "participants",
    "smail",
    "employers",
    "matching",
    "cvbuilder",
    "referrals",
    "followup",
    "teamwork",
]


APPEND_ONLY_WALLS = {Wall.LOG}
TEAM = "team_id = (SELECT scope_team())"
SYSTEM = "(SELECT scope_kind()) = 'system'"
# A subject that belongs to no team (an employer, a job): any open scope may tell of it and hear of it.
NO_TEAM = "team_id IS NULL AND (SELECT scope_kind()) <> 'none'"


@dataclass(frozen=True)
class Table:
    model: type[models.Model]
    name: str
    wall: Wall
    participant_column: str  # "" when not bound to a person
    append_only: bool

    def condition(self) -> str:
        """The row-level security condition for reading."""
        if self.wall == Wall.PERSON:
            column = self.participant_column
            nullable = "" if column == "id" or not self._is_null(column) else f"{column} IS NULL OR "
            return (
                f"{TEAM} AND ({nullable}{likely(f'{column} NOT IN (SELECT hidden_participants())')})"
                f" AND ((SELECT scope_kind()) <> 'code' OR {column} = (SELECT scope_participant()))"
                f" AND ({nullable}(SELECT scope_kind()) <> 'public')"
            )
        if self.wall == Wall.FEED:
            return f"{TEAM} OR {SYSTEM} OR ({NO_TEAM})"
        if self.wall == Wall.OWNER:
            return f"owner_id = (SELECT scope_user()) OR {TEAM} OR {SYSTEM}"
        return TEAM

    def _is_null(self, column: str) -> bool:
        return any(f.column == column and f.null for f in self.model._meta.concrete_fields)


def wall_of(model: type[models.Model]) -> Wall:
    """A model's own `wall`; for field history that of the tracked model. Raises LookupError for a model of ours that
    says nothing."""
    tracked = getattr(model, "pgh_tracked_model", None)
    if tracked is not None:
        return wall_of(tracked)
    wall = getattr(model, "wall", None)
    if wall is None:
        raise LookupError(f"{model._meta.label} does not say how it is walled in (core.db.tenancy.Wall)")
    return Wall(wall)


def our_models() -> Iterator[type[models.Model]]:
    """Every model of ours with a table, field history and many-to-many tables included."""
    for label in OURS:
        yield from apps.get_app_config(label).get_models(include_auto_created=True)


def tables() -> list[Table]:
    found = []
    for model in our_models():
        if model._meta.proxy:
            continue
        wall = Wall.NONE if model._meta.auto_created else wall_of(model)
        is_history = hasattr(model, "pgh_tracked_model")
        found.append(
            Table(
                model=model,
                name=model._meta.db_table,
                wall=wall,
                participant_column=_participant_column(model) if wall == Wall.PERSON else "",
                append_only=is_history or wall in APPEND_ONLY_WALLS or getattr(model, "append_only", False),
            )
        )
    return found


def _participant_column(model: type[models.Model]) -> str:
    columns = {field.column for field in model._meta.concrete_fields}
    if "participant_id" in columns:
        return "participant_id"
    return "pgh_obj_id" if "pgh_obj_id" in columns else "id"


def secure() -> None:
    """Brings grants, policies and composite keys of every table where the models say. Run as role `owner`."""
    app, maintenance = settings.DB_ROLE_APP, settings.DB_ROLE_MAINTENANCE
    with connection.cursor() as cursor:
        for statement in _grants_for_all(app, maintenance):
            cursor.execute(statement)
        for table in tables():
            for statement in _grants(table, app):
                cursor.execute(statement)
            for statement in _policies(table, app):
                cursor.execute(statement)
        for statement in _composite_keys(cursor):
            cursor.execute(statement)
        for statement in _forgetting(app):
            cursor.execute(statement)


def _grants_for_all(app: str, maintenance: str) -> list[str]:
    """Table by table, never "all tables": partitions are reached through their walled parent only."""
    names = {
        m._meta.db_table
        for m in apps.get_models(include_auto_created=True)
        if not m._meta.proxy and (m._meta.managed or m._meta.app_label in OURS)
    }
    listed = ", ".join(sorted(names))
    return [
        f"GRANT USAGE ON SCHEMA public TO {app}, {maintenance}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {listed} TO {app}, {maintenance}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}, {maintenance}",
        f"GRANT SELECT ON django_migrations TO {app}, {maintenance}",
        f"REVOKE INSERT, UPDATE, DELETE ON core_logseal FROM {app}, {maintenance}",
    ]


def _grants(table: Table, app: str) -> list[str]:
    if getattr(table.model, "reference_data", False):
        return [f"REVOKE INSERT, UPDATE, DELETE ON {table.name} FROM {app}"]
    if table.append_only:
        return [f"REVOKE UPDATE, DELETE ON {table.name} FROM {app}"]
    return []


def _policies(table: Table, app: str) -> list[str]:
    if table.wall == Wall.NONE:
        return [f"ALTER TABLE {table.name} DISABLE ROW LEVEL SECURITY"]
    read = table.condition()
    statements = [f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY"]
    statements += [
        f"DROP POLICY IF EXISTS {name} ON {table.name}" for name in ("scope_read", "scope_write", "scope_add")
    ]
    if table.append_only:
        # A line about a person who was just closed to the writer must still be written: adding asks for the team only.
        return [
            *statements,
            f"CREATE POLICY scope_read ON {table.name} FOR SELECT TO {app} USING ({read})",
            f"CREATE POLICY scope_add ON {table.name} FOR INSERT TO {app} WITH CHECK ({TEAM})",
        ]
    return [
        *statements,
        f"CREATE POLICY scope_read ON {table.name} FOR ALL TO {app} USING ({read}) WITH CHECK ({read})",
    ]


def _forgetting(app: str) -> list[str]:
    """`erase_history(ids)`: the only way field history goes, and only for persons of the scope's team who are gone
    themselves (core.db.history). Returns how many rows went."""
    found = [table for table in tables() if table.wall == Wall.PERSON]
    living = [t.name for t in found if t.participant_column == "id" and not t.append_only]
    history = [(t.name, t.participant_column) for t in found if hasattr(t.model, "pgh_tracked_model")]
    guards = "".join(
        f"IF EXISTS (SELECT FROM {name} WHERE id = ANY(ids)) THEN RAISE EXCEPTION 'history of a person who is here'; END IF;"
        for name in living
    )
    deletes = "".join(
        f"DELETE FROM {name} WHERE team_id = scope_team() AND {column} = ANY(ids);"  # noqa: S608
        " GET DIAGNOSTICS gone = ROW_COUNT; total := total + gone;"
        for name, column in history
    )
    return [
        "CREATE OR REPLACE FUNCTION erase_history(ids bigint[]) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER"
        " SET search_path = public, pg_temp AS $$ DECLARE gone bigint; total bigint := 0; BEGIN"
        f" {guards} {deletes} RETURN total; END $$",
        "REVOKE ALL ON FUNCTION erase_history(bigint[]) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION erase_history(bigint[]) TO {app}",
    ]


def _composite_keys(cursor: Any) -> Iterator[str]:
    """`(team_id, x_id) REFERENCES parent (team_id, id)` for every relation between two tables that carry a team."""
    for child, column, parent in composite_relations():
        name = f"{child}_{column}_same_team"[:63]
        unique = f"{parent}_team_and_id"[:63]
        if not _has_constraint(cursor, unique):
            yield f"ALTER TABLE {parent} ADD CONSTRAINT {unique} UNIQUE (team_id, id)"
        if not _has_constraint(cursor, name):
            yield (
                f"ALTER TABLE {child} ADD CONSTRAINT {name} FOREIGN KEY (team_id, {column})"
                f" REFERENCES {parent} (team_id, id) DEFERRABLE INITIALLY DEFERRED"
            )


def composite_relations() -> list[tuple[str, str, str]]:
    """(child table, column, parent table) of every relation that must stay inside one team."""
    walled = {t.model: t for t in tables() if t.wall in (Wall.PERSON, Wall.TEAM)}
    found = []
    for model, table in walled.items():
        if hasattr(model, "pgh_tracked_model"):
            continue
        for field in model._meta.concrete_fields:
            parent = field.related_model
            if isinstance(parent, type) and parent in walled and (field.many_to_one or field.one_to_one):
                found.append((table.name, str(field.column), walled[parent].name))
    return found


def _has_constraint(cursor: Any, name: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [name])
    return cursor.fetchone() is not None
