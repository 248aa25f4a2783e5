"""The nightly sweep takes what is done and old, nothing that somebody has still to see, and says how much."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core import runs, scope, sweeping
from core.models import DeniedLine, Mail, Notice, OutboxMessage, Run

pytestmark = pytest.mark.django_db


def ago(days: int):
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def rows(handler):
    for done, stuck in ((ago(15), None), (ago(13), None), (None, ago(40))):
        OutboxMessage.objects.create(task="old", queue="snabb", run_after=ago(50), done_at=done, stuck_at=stuck)
    for sent in (ago(31), ago(29), None):
        Mail.objects.create(to="a@example.org", subject="Hej", sent_at=sent)
    for read in (ago(91), ago(89), None):
        Notice.objects.create(user_id=handler.pk, kind="handler", title="Hej", url="/", read_at=read)
    with connection.cursor() as cursor:
        for at in (ago(900), ago(366), ago(364)):
            cursor.execute(
                "INSERT INTO core_deniedline (team_slug, place, method, status, at) VALUES ('', 'x', 'GET', 404, %s)",
                [at],
            )


def test_sweep_takes_what_is_old_and_done_and_counts_it(rows, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 1)
    with scope.system():
        run = sweeping.begin()
        assert sweeping.begin() == run  # one a day

    assert runs.execute(run.pk)

    with scope.system():
        run = Run.objects.get(pk=run.pk)
    assert (run.state, run.result) == (
        "done",
        {
            "outbox": 1,
            "mail": 1,
            "notices": 1,
            "denied": 2,
            "run_files": 0,
            "documents": 0,
            "retention": 0,
            "openings": 0,
        },
    )
    assert OutboxMessage.objects.filter(task="old").count() == 2
    assert (Mail.objects.count(), Notice.objects.count()) == (2, 2)
    assert DeniedLine.objects.get().at > ago(365)


def test_sweep_twice_takes_nothing_more(rows):
    sweeping.sweep(Run())
    assert sweeping.sweep(Run()) == {
        "outbox": 0,
        "mail": 0,
        "notices": 0,
        "denied": 0,
        "openings": 0,
        "run_files": 0,
        "documents": 0,
        "retention": 0,
    }
