from importlib import import_module

from django.apps import AppConfig


class SmailConfig(AppConfig):
    name = "smail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("smail.provides")
