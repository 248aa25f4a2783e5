"""Makes our Celery app the one that tasks belong to, in every Django process.

Done here and not in `config/__init__.py`: the embedded supervisor, which lives in `config.embedded`, needs neither Celery's
import time nor a settings module.
"""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config.celery import app

        app.set_default()
