"""What the register extract tells of every model: each field but the secret ones, and in words on paper what is personal."""

import pytest
from django.apps import apps

from core import extracting, registry
from core.classes import DataClass
from core.db import tenancy
from core.db.walls import Wall

pytestmark = pytest.mark.django_db
# Derived, or for the product's own order: in the data file, not on paper.
DATA_ONLY = {
    "accounts.AccessLink",
    "accounts.AccessCode",
    "core.SearchToken",
    "participants.BulkEdit",
    "participants.Erasure",  # the night makes it, and it goes with the person
    "participants.ExtractChoice",
    "participants.FormerIdentity",
    "participants.FormerNumber",
    "participants.ImportedRow",
    "participants.PersonMerge",
    "participants.RegisterRow",
    "smail.Progress",
}
BOUND = sorted({label for provider in registry.extract for label in provider.models})


@pytest.mark.parametrize("label", BOUND)
def test_every_field_but_what_is_secret_is_told(label):
    model = apps.get_model(label)
    classes = model.data_classes
    own = {
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in {"team", "team_id", "participant", "participant_id"}
    }
    told = {field.name for field in extracting.fields_of(model)}
    assert told == {name for name in own if classes[name] != DataClass.SECRET}


def test_every_person_bound_model_is_told_on_paper_or_named_as_data_only():
    told = {one.model for provider in registry.extract for one in provider.told}
    assert set(BOUND) - told == DATA_ONLY
    bound = {table.model._meta.label for table in tenancy.tables() if table.wall == Wall.PERSON}
    assert {label for label in bound if not hasattr(apps.get_model(label), "pgh_tracked_model")} == set(BOUND)


def test_what_is_told_on_paper_is_all_that_is_personal():
    """A field of a person that paper leaves out is one that says nothing beside the others."""
    aside = {"sort_name", "batch", "column", "was", "more", "text", "shows_phone", "shows_email", "shows_municipality"}
    aside |= {"arrangement", "made_id", "activity", "updated_at", "updated_by_id"}
    aside |= {"profile", "position", "enrolment", "participant"}
    for provider in registry.extract:
        for one in provider.told:
            model = apps.get_model(one.model)
            personal = {
                name
                for name, kind in model.data_classes.items()
                if kind in (DataClass.PERSON, DataClass.RESTRICTED, DataClass.HEALTH)
            }
            left = personal - set(one.fields) - (aside if one.model != "participants.Note" else set())
            assert left == set(), one.model
            unknown = {n for n in one.fields if n not in {f.name for f in model._meta.concrete_fields}} - {
                "number",
                "former_numbers",
                "filed_as",
            }
            assert unknown == set(), one.model
