"""Every model of ours says how it is walled in and how careful its fields are; every relation points down."""

import pytest
from django.apps import apps
from django.db import connection, models

from core import registry
from core.classes import DataClass
from core.db import tenancy
from core.db.walls import Wall

ORDER = [
    ("core",),
    ("accounts", "taxonomy"),
    ("participants",),
    ("smail", "employers"),
    ("matching",),
    ("cvbuilder",),
    ("referrals",),
    ("followup",),
    ("teamwork",),
]
LEVEL = {app: level for level, names in enumerate(ORDER) for app in names}
OURS = [model for model in tenancy.our_models() if not model._meta.proxy]
WALLED = [table.model for table in tenancy.tables() if table.wall in (Wall.PERSON, Wall.TEAM)]


def label(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", OURS, ids=label)
def test_relations_point_down(model):
    for field in model._meta.get_fields():
        other = field.related_model
        if not isinstance(other, type) or field.auto_created or other._meta.app_label not in LEVEL:
            continue
        mine, theirs = LEVEL[model._meta.app_label], LEVEL[other._meta.app_label]
        same_app = model._meta.app_label == other._meta.app_label
        assert same_app or theirs < mine, f"{label(model)}.{field.name} points up or sideways to {label(other)}"


@pytest.mark.parametrize("model", [m for m in OURS if not m._meta.auto_created], ids=label)
def test_model_says_its_wall(model):
    assert tenancy.wall_of(model) in Wall


@pytest.mark.parametrize("model", WALLED, ids=label)
def test_walled_model_has_a_team_that_is_never_null(model):
    team = model._meta.get_field("team_id") if label(model) == "core.SearchToken" else model._meta.get_field("team")
    assert not team.null


@pytest.mark.parametrize("model", [m for m in WALLED if not hasattr(m, "pgh_tracked_model")], ids=label)
def test_every_field_of_a_walled_model_has_a_data_class(model):
    given = getattr(model, "data_classes", {})
    own = {
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in {"team", "team_id", "participant", "participant_id"}
    }
    assert own - set(given) == set(), "without a data class"
    assert set(given) - own <= {"participant", "participant_id"}, "data class of a field that is not there"
    assert all(isinstance(kind, DataClass) for kind in given.values())


@pytest.mark.parametrize("model", [m for m in WALLED if label(m) != "core.SearchToken"], ids=label)
def test_person_bound_model_has_visible_to(model):
    if tenancy.wall_of(model) == Wall.PERSON and not hasattr(model, "pgh_tracked_model"):
        assert hasattr(model._default_manager, "visible_to"), f"{label(model)} cannot be fetched by who may see it"


@pytest.mark.parametrize("model", WALLED, ids=label)
def test_walled_model_has_no_hidden_many_to_many_table(model):
    automatic = [f.name for f in model._meta.many_to_many if f.remote_field.through._meta.auto_created]
    assert automatic == [], "an automatic table has no team and so no wall: write the through model"


@pytest.mark.parametrize("kind", ["extract", "merge", "erase"])
def test_every_person_bound_model_stands_in_exactly_one_provider(kind):
    covered = [name for provider in getattr(registry, kind) for name in provider.models]
    bound = [
        label(table.model)
        for table in tenancy.tables()
        if table.wall == Wall.PERSON and not hasattr(table.model, "pgh_tracked_model")
    ]
    assert sorted(covered) == sorted(bound)


def test_database_has_security_on_every_walled_table(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind IN ('r', 'p')")
        secured = {row[0] for row in cursor.fetchall()}
    walled = {table.name for table in tenancy.tables() if table.wall != Wall.NONE}
    assert walled <= secured
    assert {name for name in secured if not name.startswith("core_readline_")} == walled


def test_database_keeps_every_relation_inside_its_team(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE conname LIKE '%same_team'")
        found = {row[0] for row in cursor.fetchall()}
    wanted = {f"{child}_{column}_same_team"[:63] for child, column, _parent in tenancy.composite_relations()}
    assert wanted <= found
    assert len(wanted) > 10


def test_app_role_may_not_change_what_is_append_only(db):
    with connection.cursor() as cursor:
        for table in tenancy.tables():
            cursor.execute("SELECT has_table_privilege(current_user, %s, 'UPDATE')", [table.name])
            may = cursor.fetchone()[0]
            only_read = table.append_only or getattr(table.model, "reference_data", False)
            assert may is not only_read or label(table.model) == "core.LogSeal", table.name


def test_model_without_a_wall_is_found():
    class Bare(models.Model):
        class Meta:
            app_label = "core"
            managed = False

    try:
        with pytest.raises(LookupError):
            tenancy.wall_of(Bare)
    finally:
        apps.all_models["core"].pop("bare")
