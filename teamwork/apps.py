from importlib import import_module

from django.apps import AppConfig


class TeamworkConfig(AppConfig):
    name = "teamwork"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("teamwork.provides")
