"""The dispatcher: the only part of the product that talks to the broker."""

import select
import signal
import sys
from typing import Any

import psycopg
from celery import current_app
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from core import outbox, scope

TICK_SECONDS = 5.0


class Command(BaseCommand):
    help = "Sends due outbox messages to the broker: at once when told by the database, otherwise every five seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.send_due()
            return
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, lambda *_: sys.exit(0))  # what was claimed but not sent is sent again later
        params = {
            k: v
            for k, v in connection.get_connection_params().items()
            if k in {"dbname", "user", "password", "host", "port"}
        }
        with psycopg.connect(**params, autocommit=True) as listener:
            listener.execute("LISTEN outbox")
            while True:
                while self.send_due():
                    pass
                select.select([listener.fileno()], [], [], TICK_SECONDS)
                list(listener.notifies(timeout=0))

    def send_due(self) -> int:
        with scope.system():
            due = outbox.claim_due()
        for message in due:
            current_app.send_task(
                message.task,
                args=[message.pk, *message.args],
                queue=message.queue,
                **outbox.LIMITS.get(message.queue, {}),
            )
        return len(due)
