"""A large sheet: planned by a run, decisions plan only the rows they touch, and all is as for a small one."""

import pytest

from core.models import Run
from core.scope import enter
from participants.importing import batches, planning, runs
from participants.importing.enums import BatchState, Decision
from participants.models import ImportBatch
from tests.participants.importing.conftest import url

READ_IN = {"read_in": "1"}
pytestmark = pytest.mark.django_db

SHEET = (
    "Namn\tTelefon\tPersonnr\tHandledare\n"
    "Zahra Ahmadi\t070-174 06 05\t\tOkänd Person\n"
    "Zahra Ahmadi\t070-174 06 05\t\t\n"
    "Zahra Ahmadi\t\t\tOkänd Person\n"
    "Omid Haddad\t\t19900101-2385\t\n"
    "Omid Haddad\t\t19900101-2385\tAlice\n"
    "Summa: 5\t\t\t\n"
    "Ali Noor\t\t\tOkänd Person\n"
)


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(batches, "PLANNED_INLINE", 2)


def told(batch):
    batch.refresh_from_db()
    return [line.as_data() for line in batches.outcome_lines(batch)], batch.counts


def test_large_sheet_is_planned_by_a_run_and_stands_as_a_small_one(wizard, large, alice, team, team_scope, monkeypatch):
    batch = wizard({"pasted": SHEET}, basis="agreement")
    rows = url("rows", team, batch.public_id)
    with enter(team_scope):
        batch = ImportBatch.objects.select_related("team").get(pk=batch.pk)
        run = Run.objects.get(public_id=batch.run_public_id)
    assert (batch.state, batch.outcome) == (BatchState.PLANNING, None)
    assert run.public_id in alice.get(rows)["Location"]
    assert alice.get(url("columns", team, batch.public_id)).status_code == 200

    runs.run_plan(run)

    assert run.result_url == rows
    assert runs.run_plan(run) == {}, "run twice, the second time finds it done"
    with enter(team_scope):
        by_run = told(batch)
        assert batch.state == BatchState.DRAFT
    monkeypatch.setattr(batches, "PLANNED_INLINE", 400)
    other = wizard({"pasted": SHEET}, basis="agreement")
    with enter(team_scope):
        assert told(other) == by_run
    assert alice.get(rows).status_code == 200
    assert alice.post(rows, READ_IN).status_code == 302
    with enter(team_scope):
        assert told(batch)[1]["created"] == 3


def test_plan_of_columns_that_were_mapped_anew_is_left(wizard, large, alice, team, team_scope):
    batch = wizard({"pasted": SHEET}, basis="agreement")
    with enter(team_scope):
        run = Run.objects.get(public_id=ImportBatch.objects.get(pk=batch.pk).run_public_id)
        ImportBatch.objects.update(run_public_id="another")
    runs.run_plan(run)
    with enter(team_scope):
        batch.refresh_from_db()
    assert (batch.state, batch.outcome) == (BatchState.PLANNING, None)


@pytest.mark.parametrize(
    "decisions", [{2: Decision.SKIP}, {3: Decision.CREATE}, {2: Decision.SKIP, 4: Decision.SKIP}, {8: Decision.SKIP}]
)
def test_decision_plans_only_rows_that_may_be_the_same_person_and_ends_as_the_whole_plan(
    wizard, team, handler, scope_of, monkeypatch, decisions
):
    batch = wizard({"pasted": SHEET}, basis="agreement")
    asked = []
    whole = planning.plan

    def watched(order, only=None):
        asked.append(only)
        return whole(order, only)

    monkeypatch.setattr(planning, "plan", watched)
    with enter(scope_of(handler, team)):
        batch = ImportBatch.objects.select_related("team", "organisation").get(pk=batch.pk)
        batches.decide(batch=batch, decisions=decisions, by=handler)
        by_parts = told(batch)
        batches._keep_outcome(batch, batches.plan(batch))
        batch.save()
        assert told(batch) == by_parts
    assert asked[0] in ({2, 3, 4}, {8})
    assert asked[1] is None


def test_name_chosen_plans_only_its_rows_and_ends_as_the_whole_plan(wizard, team, handler, scope_of):
    batch = wizard({"pasted": SHEET}, basis="agreement")
    with enter(scope_of(handler, team)):
        batch = ImportBatch.objects.select_related("team", "organisation").get(pk=batch.pk)
        batches.name_handlers(batch=batch, chosen={"Okänd Person": f"user:{handler.pk}"}, by=handler)
        by_parts = told(batch)
        batches._keep_outcome(batch, batches.plan(batch))
        batch.save()
        assert told(batch) == by_parts
    assert by_parts[1]["flagged"] < 3 or all(not line["unread"] for line in by_parts[0])
