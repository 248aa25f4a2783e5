from importlib import import_module

from django.apps import AppConfig


class CvbuilderConfig(AppConfig):
    name = "cvbuilder"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("cvbuilder.provides")
