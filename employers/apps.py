from importlib import import_module

from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "employers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("employers.provides")
