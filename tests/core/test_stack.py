"""Outbox to broker to worker and back, with the real processes."""

import time

import pytest
from django.db import connection, transaction

from core import mail
from core.models import Mail, OutboxMessage
from tests.support.stack import running

pytestmark = [pytest.mark.stack, pytest.mark.slow]


def test_mail_asked_for_in_a_transaction_arrives_once(own_database, tmp_path, django_db_blocker):
    with running(own_database, tmp_path) as stack:
        with transaction.atomic():
            mail.send(to="a@example.org", subject="Hej", text="Välkommen")
        with transaction.atomic():
            mail.send(to="b@example.org", subject="Aldrig", text="rullas tillbaka")
            transaction.set_rollback(True)
        until = time.monotonic() + 30
        while time.monotonic() < until and not OutboxMessage.objects.filter(done_at__isnull=False).exists():
            time.sleep(0.2)
        mails = stack.mails()
        assert len(mails) == 1, stack.log("worker")[-2000:] + stack.log("dispatcher")[-2000:]
        assert "To: a@example.org" in mails[0]
    assert Mail.objects.get().text == ""
    connection.close()
