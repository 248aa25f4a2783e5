"""A whole batch undone; whoever has been worked on stays and is told."""

import pytest
from django.db import transaction

from core import search
from core.models import SearchToken
from core.scope import enter
from participants import actions
from participants.importing import undo
from participants.importing.saving import TABLES
from participants.models import Enrolment, ImportBatch, Participant, RegisterRow, TeamColumn
from tests.participants.importing.conftest import CSV


@pytest.fixture
def batch(import_register, team, handler, leader, colleagues, entered):
    import_register(CSV, "--team", team.slug, "--by", handler.email, "--basis", "agreement")
    return ImportBatch.objects.get()


def test_undo_untouched_batch_leaves_nothing_behind(batch, handler, team, team_scope):
    undone = undo.undo(batch=batch, by=handler)

    assert (undone.removed, undone.touched) == (40, [])
    with enter(team_scope):
        for model in (Participant, Enrolment, RegisterRow, TeamColumn, *TABLES):
            assert model._default_manager.count() == 0, model
        assert SearchToken.objects.filter(team_id=team.pk).count() == 0
    assert search.find("kovalenko", team_id=team.pk, subject_type="participant") == []
    assert batch.state == "undone"


@pytest.mark.parametrize(
    "touch",
    [
        lambda e, by: actions.add_note(enrolment=e, text="Ringde.", by=by),
        lambda e, by: actions.set_next_step(enrolment=e, step="Ring", who="", on=None, waiting_for="", by=by),
        lambda e, by: Participant.objects.filter(pk=e.participant_id).update(phone="+46701740699"),
        lambda e, by: e.participant.profile.save(),
        lambda e, by: e.interventions.get(title="SFI C").delete(),
    ],
    ids=["note", "next step", "telephone", "profile", "intervention deleted"],
)
def test_undo_keeps_whom_somebody_has_worked_on(batch, handler, team, team_scope, touch):
    enrolment = Enrolment.objects.get(participant__first_name="Mehdi", participant__last_name="Hassan")
    with transaction.atomic():
        touch(enrolment, handler)

    undone = undo.undo(batch=batch, by=handler)

    assert undone.touched == [enrolment.participant_id]
    assert undone.removed == 39
    with enter(team_scope):
        assert list(Participant.objects.all()) == [enrolment.participant]
        assert TeamColumn.objects.count() == 0


def test_undo_twice_says_there_is_nothing_to_undo(batch, handler):
    undo.undo(batch=batch, by=handler)

    with pytest.raises(actions.ActionError):
        undo.undo(batch=batch, by=handler)


def test_undone_file_can_be_read_again(batch, handler, team, import_register):
    undo.undo(batch=batch, by=handler)

    counts, _told = import_register(CSV, "--team", team.slug)

    assert counts["created"] == 40


def test_undo_leaves_people_of_other_batches_alone(batch, handler, team, municipality, team_scope):
    actions.enrol(
        team=team,
        person=actions.enrolments.Person("Zahra", "Ahmadi"),
        organisation=municipality,
        basis="agreement",
        by=handler,
    )

    undo.undo(batch=batch, by=handler)

    with enter(team_scope):
        assert [p.name for p in Participant.objects.all()] == ["Zahra Ahmadi"]
