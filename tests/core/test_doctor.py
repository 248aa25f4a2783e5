"""The doctor finds what is wrong, says what to do, and never falls ill itself."""

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from celery import current_app
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from core import doctor, outbox
from core.db.roles import as_owner
from core.models import OutboxMessage


@pytest.fixture
def no_broker() -> Iterator[None]:
    kept = current_app.conf.broker_url, current_app.conf.broker_write_url
    current_app.conf.broker_url = current_app.conf.broker_write_url = "redis+socket:///nowhere/valkey.sock"
    current_app.pool.force_close_all()
    yield
    current_app.conf.broker_url, current_app.conf.broker_write_url = kept


def finding(name: str) -> doctor.Finding:
    [found] = doctor.examine([name])
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["server", "role", "migrations", "walls", "outbox", "pdf", "disk"])
def test_healthy_installation_has_nothing_wrong(name: str) -> None:
    assert finding(name).ok, finding(name).text


def test_role_that_owns_tables_is_found(own_database: str, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), as_owner():
        found = finding("role")
    assert not found.ok
    assert "connect as framat_app" in found.text


def test_table_without_wall_is_named(own_database: str, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE core_change DISABLE ROW LEVEL SECURITY")
        found = finding("walls")
        connection.close()
    assert not found.ok
    assert "core_change" in found.text


@pytest.mark.django_db
def test_message_that_nobody_sends_is_found() -> None:
    outbox.send("core.send_mail", 1)
    assert finding("outbox").ok
    OutboxMessage.objects.update(run_after=timezone.now() - 2 * doctor.OVERDUE)
    assert "1 messages are overdue" in finding("outbox").text
    OutboxMessage.objects.update(stuck_at=timezone.now())
    assert "given up" in finding("outbox").text


@pytest.mark.django_db
def test_broker_gone_is_a_finding_not_an_exception(no_broker: None) -> None:
    assert not finding("broker").ok
    assert not finding("workers").ok


@pytest.mark.django_db
def test_command_json_is_one_object_and_exit_status_tells(no_broker: None) -> None:
    out = StringIO()
    call_command("doctor", "--json", "--only", "server", "disk", stdout=out)
    assert json.loads(out.getvalue())["ok"] is True
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", "--only", "server", "broker", stdout=out)
    assert ended.value.code == 1
    report = json.loads(out.getvalue().splitlines()[-1])
    assert report["ok"] is False
    assert [check["ok"] for check in report["checks"]] == [True, False]
