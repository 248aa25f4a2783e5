"""Makes our Celery app the one that tasks belong to, in every Django process.

Done here and not in `config/__init__.py`: the embedded supervisor, which lives in `config.embedded`, needs neither Celery's
import time nor a settings module.
"""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from accounts.permissions import Permission
        from config.celery import app
        from config.demo import practice
        from core import outbox, runs

        app.set_default()
        runs.register(
            "practice.reset", practice.begin_again, queue=outbox.Queue.HEAVY, permission=Permission.MANAGE_TEAM
        )
