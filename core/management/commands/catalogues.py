"""Brings the English catalogues in line with the sources, or says what they lack."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import catalogues


class Command(BaseCommand):
    help = "Updates <app>/locale/en from the sources; with --check changes nothing and fails when a message has no English."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            lacking = [line for app in catalogues.APPS for line in catalogues.untranslated(app)]
            for line in lacking:
                self.stdout.write(line)
            if lacking:
                raise CommandError(f"{len(lacking)} messages without English: run manage.py catalogues and translate")
            return
        for app in catalogues.APPS:
            count, lacking_count = catalogues.update(app)
            if count:
                self.stdout.write(f"{app:14} {count:5} messages, {lacking_count} to translate")
